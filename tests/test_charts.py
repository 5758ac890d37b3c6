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
    (bars,) = figure.data
    assert list(bars.y) == [f"#{s.hashtag}" for s in answer.hashtags]
    assert list(bars.x) == [s.score for s in answer.hashtags]
    assert bars.orientation == "h"
    assert figure.layout.yaxis.autorange == "reversed"
    assert list(bars.text) == [f"{s.score:.2f}" for s in answer.hashtags]


def test_labels_are_text_never_markup(answer):
    hostile = dataclasses.replace(answer.hashtags[0], hashtag="<b>x</b>&amp")
    figure = score_chart(dataclasses.replace(answer, hashtags=(hostile,)))
    assert list(figure.data[0].y) == ["#&lt;b&gt;x&lt;/b&gt;&amp;amp"]


def test_the_chart_in_words_names_every_hashtag_and_score(answer):
    text = score_chart_text(answer)
    assert all(f"#{s.hashtag} {s.score:.2f}" in text for s in answer.hashtags)
