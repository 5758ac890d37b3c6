import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender import RecommenderError, Wishes
from recommender.variety import likeness, varied

FACTORS = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
SCORES = np.array([1.0, 0.9, 0.5], dtype=np.float32)


def test_hashtags_that_are_written_and_used_alike_give_way():
    """#dogs has two runs of three letters, of which #dog has one of its one; they have one factor."""
    names = ["dog", "dogs", "cat"]
    assert varied(SCORES, FACTORS, names, 3, 0.0).tolist() == [0, 1, 2]
    assert varied(SCORES, FACTORS, names, 3, 0.4).tolist() == [0, 1, 2]  # 0.9 x 0.6 > 0.5
    assert varied(SCORES, FACTORS, names, 3, 0.5).tolist() == [0, 2, 1]  # 0.9 x 0.5 < 0.5
    assert varied(SCORES, FACTORS, names, 2, 0.5).tolist() == [0, 2]


def test_those_that_are_only_used_or_only_written_alike_do_not():
    assert varied(SCORES, FACTORS, ["sunset", "horizon", "dog"], 3, 1.0).tolist() == [0, 1, 2]
    other = FACTORS[[0, 2, 1]]
    assert varied(SCORES, other, ["cat", "vacation", "dog"], 3, 1.0).tolist() == [0, 1, 2]


def test_likeness_is_the_root_of_use_times_the_square_of_spelling():
    runs = [frozenset({"dog", "ogs"}), frozenset({"dog"}), frozenset({"dog", "ogg", "ggy"})]
    runs += [frozenset({"cat"}), frozenset({"dog"})]
    directions = np.array([[1, 0], [0.64, 0.6], [1, 0], [1, 0], [-1, 0]])
    np.testing.assert_allclose(likeness(0, directions, runs), [1, 0.8, 0.25, 0, 0])


def test_the_third_that_says_the_same_loses_more_than_the_second():
    """Each one before it takes half: 0.9 becomes 0.45 after one #dog, and 0.88 only 0.22 after two."""
    factors = np.array([[1, 0]] * 3 + [[0, 1]] * 2, dtype=np.float32)
    scores = np.array([1.0, 0.9, 0.88, 0.44, 0.3])
    names = ["dog", "dogs", "dogsy", "cat", "owl"]
    assert varied(scores, factors, names, 5, 0.5).tolist() == [0, 1, 3, 4, 2]


def test_a_score_below_0_is_not_raised_for_being_alike():
    factors = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    scores = np.array([1.0, -0.2, -0.21])
    assert varied(scores, factors, ["dogs", "cat", "dog"], 3, 1.0).tolist() == [0, 1, 2]


@given(
    arrays(np.float32, 8, elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, (8, 3), elements=st.floats(-5, 5, width=32)),
    st.lists(st.text(min_size=1, max_size=6), min_size=8, max_size=8),
    st.floats(0, 1),
    st.integers(1, 12),
)
def test_variety_only_changes_the_order(scores, factors, names, variety, n):
    scores = np.sort(scores)[::-1]
    picked = varied(scores, factors, names, n, variety).tolist()
    assert len(picked) == len(set(picked)) == min(n, 8)
    assert picked[0] == 0
    assert picked == varied(scores, factors, names, 8, variety).tolist()[:n]
    assert varied(scores, factors, names, n, 0.0).tolist() == list(range(min(n, 8)))


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_second_of_two_is_never_more_alike_with_more_variety(one, other):
    low, high = sorted((one, other))
    rng = np.random.default_rng(5)
    scores = np.sort(rng.random(9))[::-1]
    factors, names = rng.normal(size=(9, 2)), ["dogs" + "abcdefghi"[:i] for i in range(9)]
    directions = factors / np.linalg.norm(factors, axis=1, keepdims=True)
    runs = [frozenset(name[i : i + 3] for i in range(len(name) - 2)) for name in names]
    alike = likeness(0, directions, runs)
    second = [varied(scores, factors, names, 2, variety)[1] for variety in (low, high)]
    assert alike[second[1]] <= alike[second[0]]


@pytest.mark.parametrize("variety", [0.0, 0.2, 1.0])
@pytest.mark.parametrize("reach", [0.0, 0.8])
def test_contributions_sum_to_the_score_at_any_variety(recommender, variety, reach):
    features = recommender.collection.model.features[0]
    wishes = Wishes(n_neighbors=6, variety=variety, reach=reach, given=["blue"])
    answer = recommender.recommend_features(features, wishes)
    assert len(answer.hashtags) > 5
    for suggestion in answer.hashtags:
        total = sum(c.value for c in suggestion.contributions) + suggestion.given
        assert total == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)


def test_variety_0_is_the_order_of_the_scores_and_more_spreads_the_same_scores(recommender):
    features = recommender.collection.model.features[0]
    plain, spread = (
        recommender.recommend_features(features, Wishes(n_neighbors=6, variety=variety)).hashtags
        for variety in (0.0, 1.0)
    )
    scores = [s.score for s in plain]
    assert scores == sorted(scores, reverse=True)
    assert {s.hashtag: s for s in plain} == {s.hashtag: s for s in spread}
    assert plain != spread


def test_variety_chooses_from_more_than_are_wanted(recommender):
    """#red and #redlove are used and written alike, #blue is on other posts."""
    ranker, vocabulary = recommender.ranker, recommender.collection.vocabulary
    column = vocabulary.columns_of(["red", "redlove", "blue", "redlife"])
    scores = np.zeros(len(vocabulary.hashtags), dtype=np.float32)
    for hashtag, score in {"red": 1.0, "redlove": 0.9, "blue": 0.8, "redlife": 0.7}.items():
        scores[column[hashtag]] = score
    picked = {
        variety: ranker.rank(scores, None, 2, variety=variety).columns.tolist()
        for variety in (0.0, 1.0)
    }
    assert picked == {
        0.0: [column["red"], column["redlove"]],
        1.0: [column["red"], column["blue"]],
    }
    some = ranker.rank(scores, None, 2, variety=1.0, excluded=[column["blue"]])
    assert column["blue"] not in some.columns


def test_a_variety_outside_of_its_range_is_refused(recommender):
    for variety in (-0.1, 1.1, float("nan")):
        with pytest.raises(RecommenderError, match=r"Variety goes from 0 .* to 1"):
            Wishes(variety=variety)
    with pytest.raises(RecommenderError, match="Variety"):
        recommender.recommend(b"", variety=2)
