import dataclasses

import pytest
from helpers import COLOURS, picture

from recommender.charts import contribution_chart, contribution_parts, score_chart, score_chart_text
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


def test_the_parts_of_a_score_sum_to_it(recommender):
    photo = picture(COLOURS["blue"], seed=40)
    answer = recommender.recommend(photo, n_neighbors=6, n_hashtags=3, given=["red"])
    suggestion = answer.hashtags[0]
    parts = contribution_parts(suggestion, answer.neighbors)
    assert [part.label for part in parts] == ["1", "2", "3", "4", "5", "6", "given"]
    assert sum(part.value for part in parts) == pytest.approx(suggestion.score, abs=1e-5)
    has_it, others = contribution_chart(suggestion, answer.neighbors).data
    carriers = [
        str(i) for i, n in enumerate(answer.neighbors, 1) if suggestion.hashtag in n.post.hashtags
    ]
    assert list(has_it.x) == carriers
    assert sum(has_it.y) + sum(others.y) == pytest.approx(suggestion.score, abs=1e-5)
