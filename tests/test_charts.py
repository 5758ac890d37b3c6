import dataclasses

import pytest
from helpers import COLOURS, picture

from recommender.charts import score_chart, score_chart_text
from recommender.recommend import Recommendation


@pytest.fixture
def answer(recommender) -> Recommendation:
    return recommender.recommend(picture(COLOURS["blue"], seed=40), n_neighbors=5, n_hashtags=6)


def test_bars_are_the_scores_highest_on_top(answer):
    figure = score_chart(answer)
    top, further = figure.data
    labels = [f"#{s.hashtag}" for s in answer.hashtags]
    assert [*top.y, *further.y] == list(figure.layout.yaxis.categoryarray) == labels
    assert [*top.x, *further.x] == [s.score for s in answer.hashtags]
    assert [*top.text, *further.text] == [f"{s.score:.2f}" for s in answer.hashtags]
    assert top.orientation == further.orientation == "h"
    assert figure.layout.yaxis.autorange == "reversed"


def test_the_top_five_are_apart(answer):
    top, further = score_chart(answer).data
    assert (top.name, len(top.y)) == ("Top five", 5)
    assert (further.name, len(further.y)) == ("Further", 1)


def test_labels_are_text_never_markup(answer):
    hostile = dataclasses.replace(answer.hashtags[0], hashtag="<b>x</b>&amp")
    figure = score_chart(dataclasses.replace(answer, hashtags=(hostile,)))
    assert list(figure.data[0].y) == ["#&lt;b&gt;x&lt;/b&gt;&amp;amp"]


def test_the_chart_in_words_names_every_hashtag_and_score(answer):
    text = score_chart_text(answer)
    assert all(f"#{s.hashtag} {s.score:.2f}" in text for s in answer.hashtags)
