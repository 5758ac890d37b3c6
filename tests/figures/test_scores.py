import dataclasses

import pytest
from helpers import COLOURS, picture

from recommender.answer import Recommendation, score_parts
from recommender.figures import scores as charts
from recommender.figures.scores import (
    contribution_chart,
    part_label,
    score_chart,
    score_chart_text,
)


@pytest.fixture
def answer(recommender) -> Recommendation:
    return recommender.recommend(picture(COLOURS["blue"], seed=40), n_neighbors=5, n_hashtags=6)


def test_bars_are_the_scores_highest_on_top(answer):
    figure = score_chart(answer, 12)
    top, further = figure.data
    labels = [f"#{s.hashtag}" for s in answer.hashtags]
    assert [*top.y, *further.y] == list(figure.layout.yaxis.categoryarray) == labels
    assert [*top.x, *further.x] == [s.score for s in answer.hashtags]
    assert [*top.text, *further.text] == [f"{s.score:.2f}" for s in answer.hashtags]
    assert top.orientation == further.orientation == "h"
    assert figure.layout.yaxis.autorange == "reversed"


def test_the_top_five_are_apart(answer):
    top, further = score_chart(answer, 12).data
    assert (top.name, len(top.y)) == ("Top five", 5)
    assert (further.name, len(further.y)) == ("Further", 1)


def test_the_hover_text_says_posts_share_and_reason(answer, recommender):
    top, _ = score_chart(answer, 12).data
    suggestion = answer.hashtags[0]
    count, share, reason, hashtag = top.customdata[0]
    assert hashtag == suggestion.hashtag
    assert count == suggestion.count
    assert share == pytest.approx(suggestion.count / 12)
    values = [c.value for c in suggestion.contributions]
    best = values.index(max(values)) + 1
    counting = [n for n in answer.neighbors if n.weight > 0]
    n_with = sum(suggestion.hashtag in n.post.hashtags for n in counting)
    assert reason == (
        f"{n_with} of the {len(counting)} images that count have it; image {best} gives most"
    )
    assert all(f"customdata[{i}]" in top.hovertemplate for i in range(3))


def test_the_reason_leaves_out_what_does_not_count(recommender):
    photo = picture(COLOURS["blue"], seed=40)
    ids = [n.post.id for n in recommender.recommend(photo, n_neighbors=3).neighbors]
    answer = recommender.recommend(photo, n_neighbors=3, without=ids[:2], given=["red"])
    assert "of the 1 images that count" in charts.reason(answer.hashtags[0], answer.neighbors)
    answer = recommender.recommend(photo, n_neighbors=3, without=ids, given=["red"])
    said = charts.reason(answer.hashtags[0], answer.neighbors)
    assert said == "all of it from the given hashtags"


def test_labels_are_text_never_markup(answer):
    hostile = dataclasses.replace(answer.hashtags[0], hashtag="<b>x</b>&amp")
    figure = score_chart(dataclasses.replace(answer, hashtags=(hostile,)), 12)
    assert list(figure.data[0].y) == ["#&lt;b&gt;x&lt;/b&gt;&amp;amp"]


def test_the_chart_in_words_names_every_hashtag_and_score(answer):
    text = score_chart_text(answer)
    assert all(f"#{s.hashtag} {s.score:.2f}" in text for s in answer.hashtags)


def test_the_parts_of_a_score_sum_to_it(recommender):
    photo = picture(COLOURS["blue"], seed=40)
    answer = recommender.recommend(photo, n_neighbors=6, n_hashtags=3, given=["red"])
    suggestion = answer.hashtags[0]
    parts = score_parts(suggestion, answer.neighbors)
    assert [part.number for part in parts] == [1, 2, 3, 4, 5, 6, None]
    assert [part_label(part) for part in parts] == ["1", "2", "3", "4", "5", "6", "given"]
    assert sum(part.value for part in parts) == pytest.approx(suggestion.score, abs=1e-5)
    has_it, others = contribution_chart(suggestion, answer.neighbors).data
    carriers = [
        str(i) for i, n in enumerate(answer.neighbors, 1) if suggestion.hashtag in n.post.hashtags
    ]
    assert list(has_it.x) == carriers
    assert sum(has_it.y) + sum(others.y) == pytest.approx(suggestion.score, abs=1e-5)
