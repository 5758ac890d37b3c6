import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender import Wishes
from recommender.ranker import Ranker
from recommender.scores import specificity_scale, varied
from recommender.sureness import Sureness, Usual, agreement, sureness

HALF = np.array([0.5, 0.5], dtype=np.float32)
ZERO = np.zeros(2)


def test_neighbours_of_one_factor_agree_wholly_and_orthogonal_ones_not_at_all():
    assert agreement(np.array([[3.0, 4.0], [3.0, 4.0]]), HALF, ZERO) == pytest.approx(1.0)
    assert agreement(np.array([[1.0, 0.0], [0.0, 1.0]]), HALF, ZERO) == pytest.approx(0.0)
    assert agreement(np.array([[1.0, 0.0], [-1.0, 0.0]]), HALF, ZERO) == pytest.approx(-1.0)


def test_agreement_is_seen_from_the_collections_mean():
    """Two posts that have what all have in common agree on nothing of their own."""
    factors = np.array([[5.0, 1.0], [5.0, -1.0]])
    assert agreement(factors, HALF, np.array([5.0, 0.0])) == pytest.approx(-1.0)
    assert agreement(factors, HALF, ZERO) == pytest.approx((25 - 1) / 26)


def test_one_neighbour_has_nobody_to_agree_with():
    assert agreement(np.array([[1.0, 2.0]]), np.array([1.0]), ZERO) == 0.0
    weights = np.array([1.0, 0.0])
    assert agreement(np.array([[1.0, 2.0], [3.0, 4.0]]), weights, ZERO) == 0.0


@given(arrays(np.float64, (4, 3), elements=st.floats(-10, 10)))
def test_agreement_is_at_most_1(factors):
    assert agreement(factors, np.full(4, 0.25), np.zeros(3)) <= 1 + 1e-6


def test_ranks_are_shares_of_the_collections_own_posts():
    usual = Usual(np.array([0.0, 0.2, 0.4, 0.6]), np.array([0.5, 0.6, 0.7, 0.8]), np.ones(1))
    factors = np.array([[1.0, 0.0], [1.0, 1.0]])
    sure = sureness(usual, factors, HALF, np.array([0.7, 0.5]), ZERO)
    assert sure.similarity == pytest.approx(0.6)
    assert sure.agreement == pytest.approx(2 * 0.25 * 1 / (1.5 * 0.5))
    assert sure.agreement_rank == 1.0
    assert sure.similarity_rank == 0.25


@pytest.mark.parametrize(
    ("agreement_rank", "similarity_rank", "level", "sentence"),
    [
        (0.9, 0.5, "high", "The similar posts agree on much."),
        (0.3, 0.5, "usual", "The similar posts agree about as much as usual."),
        (0.1, 0.5, "low", "The similar posts agree on little."),
        (0.9, 0.05, "low", "Few posts here look like this photo."),
        (0.1, 0.05, "low", "Few posts here look like this photo, and those agree on little."),
    ],
)
def test_it_is_said_in_plain_words(agreement_rank, similarity_rank, level, sentence):
    sure = Sureness(0.0, agreement_rank, 0.0, similarity_rank)
    assert (sure.level, sure.sentence) == (level, sentence)
    assert sure.to_dict()["level"] == level


def test_a_hashtag_on_all_posts_is_least_specific_and_those_of_a_colour_most(recommender):
    vocabulary = recommender.collection.vocabulary
    specificity = recommender.ranker.usual.specificity
    assert all(0 < value <= 1 for value in specificity)
    order = [vocabulary.hashtags[j] for j in np.argsort(specificity)]
    assert order[0] == "instagood"
    assert set(order[-3:]) == {"red", "green", "blue"}


def test_a_post_is_not_asked_about_with_itself_or_its_copies(recommender):
    """Each of the three posts of a colour finds the other two: they are alike, but no copies."""
    similarities = recommender.ranker.usual.similarities
    assert len(similarities) == len(recommender.collection.posts)
    assert similarities.max() < 0.999


def test_unsure_answers_lower_what_goes_with_everything():
    specificity = np.array([0.25, 1.0], dtype=np.float32)
    np.testing.assert_allclose(specificity_scale(specificity, 1.0, 0.5), [0.5, 1.0])
    np.testing.assert_allclose(specificity_scale(specificity, 1.0, 1.0), [1.0, 1.0])
    np.testing.assert_allclose(specificity_scale(specificity, 0.0, 0.0), [1.0, 1.0])


def test_wallpaper_falls_behind_where_the_neighbours_disagree(recommender):
    """Two hashtags with equal dot products: the specific one wins if the answer is unsure."""
    ranker = Ranker(recommender.collection.model, recommender.ranker.settings)
    n = len(ranker.model.counts)
    ranker.usual = Usual(np.zeros(1), np.zeros(1), np.linspace(0.1, 1, n, dtype=np.float32))
    scores = np.ones(n, dtype=np.float32)
    unsure = ranker.rank(scores, Sureness(0, 0.0, 0, 0), 3, variety=0.0)
    assert unsure.columns.tolist() == [n - 1, n - 2, n - 3]
    assert unsure.scores.tolist() == unsure.scale.tolist()
    sure = ranker.rank(scores, Sureness(1, 1.0, 1, 1), 3, variety=0.0)
    assert sure.columns.tolist() == [0, 1, 2]


def test_variety_passes_over_hashtags_that_say_the_same():
    factors = np.array([[1, 0], [1, 0.01], [0, 1]], dtype=np.float32)
    scores = np.array([1.0, 0.9, 0.5], dtype=np.float32)
    assert varied(scores, factors, 3, 0.0).tolist() == [0, 1, 2]
    assert varied(scores, factors, 3, 0.4).tolist() == [0, 1, 2]  # 0.9 x 0.6 > 0.5
    assert varied(scores, factors, 3, 0.5).tolist() == [0, 2, 1]  # 0.9 x 0.5 < 0.5
    assert varied(scores, factors, 2, 1.0).tolist() == [0, 2]


@given(
    arrays(np.float32, 8, elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, (8, 3), elements=st.floats(-5, 5, width=32)),
    st.floats(0, 1),
)
def test_variety_only_reorders(scores, factors, variety):
    scores = np.sort(scores)[::-1]
    picked = varied(scores, factors, 8, variety).tolist()
    assert sorted(picked) == list(range(8))
    assert picked[0] == 0
    if variety == 0:
        assert scores[picked].tolist() == scores.tolist()


@pytest.mark.parametrize("variety", [0.0, 0.2, 1.0])
def test_contributions_sum_to_the_score_at_any_variety(recommender, variety):
    features = recommender.collection.model.features[0]
    answer = recommender.recommend_features(features, Wishes(n_neighbors=6, variety=variety))
    for suggestion in answer.hashtags:
        total = sum(c.value for c in suggestion.contributions)
        assert total == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)
    assert answer.sureness.to_dict() == answer.to_dict()["sureness"]
