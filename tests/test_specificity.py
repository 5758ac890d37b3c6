import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender import Wishes
from recommender.answer import Sureness
from recommender.ranker import Ranker
from recommender.scores import Scale
from recommender.settings import RankingSettings
from recommender.specificity import BELIEF, LEAST, Specificity, fit_specificity

SETTINGS = RankingSettings(specificity=2.0, unsure=4.0)
UNSURE, SURE = Sureness(0, 0.0, 0, 0.0), Sureness(1, 1.0, 1, 1.0)


def two_kinds(shared=(2,)):
    """Ten posts of one kind, then ten of another, whose mean factors are (1, 0) and (0, 1).

    Hashtag 0 is on the first kind and 1 on the second; ``shared`` ones are on every other post.
    """
    means = np.array([[1.0, 0.0]] * 10 + [[0.0, 1.0]] * 10)
    posts = [[int(i >= 10), *(shared if i % 2 else ())] for i in range(20)]
    return means, posts


def test_specificity_is_the_correlation_of_scores_with_having_the_hashtag():
    """Hashtags 0 and 1 are predicted wholly, 2 not at all: correlations 1, 1 and 0, average 2/3."""
    means, posts = two_kinds()
    found = fit_specificity(means, posts, np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    assert found.columns.tolist() == [0, 1, 2]
    average = 2 / 3
    high, low = ((10 * r + BELIEF * average) / (10 + BELIEF) / average for r in (1, 0))
    np.testing.assert_allclose(found.values, [high, high, low], rtol=1e-5)
    assert low < 1 < high


def test_it_does_not_depend_on_the_size_of_scores_and_a_wrong_sign_counts_as_none():
    means, posts = two_kinds()
    factors = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    plain = fit_specificity(means, posts, factors).values
    np.testing.assert_allclose(fit_specificity(means, posts, 7 * factors).values, plain, rtol=1e-5)
    means[:, 0] += 3  # what all posts have in common
    np.testing.assert_allclose(fit_specificity(means, posts, factors).values, plain, rtol=1e-5)
    backwards = fit_specificity(means, posts, factors * [[-1], [1], [1]]).values
    assert backwards[0] == pytest.approx(backwards[2])


def test_a_hashtag_on_all_posts_says_nothing_and_one_on_few_is_taken_for_average():
    means, posts = two_kinds(shared=())
    posts = [[*post, 2] for post in posts]
    for post in posts[:4]:
        post.append(3)
    found = fit_specificity(means, posts, np.array([[1.0, 0], [0, 1], [1, 0], [1, 0]]))
    assert found.columns.tolist() == [0, 1, 2]
    assert found.values[2] == min(found.values) < 1
    scale = Scale(np.ones(4), 0.0, found, 2.0)
    np.testing.assert_allclose(every(scale), [*found.values**2, 1.0], rtol=1e-6)


def test_however_often_a_hashtag_is_on_any_post_it_keeps_a_tenth():
    means, posts = two_kinds()
    factors = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    found = fit_specificity(np.tile(means, (20, 1)), posts * 20, factors)
    assert found.values[2] == np.float32(LEAST)
    assert found.values[0] > 1


def test_where_nothing_can_be_told_all_are_average():
    factors = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert fit_specificity(np.zeros((0, 2)), [], factors).values.tolist() == []
    means, posts = np.ones((8, 2)), [[0]] * 8
    assert fit_specificity(means, posts, factors).values.tolist() == [1]


@given(
    arrays(np.float32, (12, 2), elements=st.floats(-5, 5, width=32)),
    st.lists(st.lists(st.integers(0, 5), max_size=6, unique=True), min_size=12, max_size=12),
    arrays(np.float32, (6, 2), elements=st.floats(-5, 5, width=32)),
)
def test_it_is_always_finite_and_never_below_the_least(means, posts, factors):
    found = fit_specificity(means, posts, factors)
    assert np.isfinite(found.values).all()
    assert (found.values >= np.float32(LEAST)).all()


def test_wallpaper_is_popular_and_less_specific_than_average():
    found = Specificity(np.array([0, 1, 3]), np.array([0.5, 1.5, 0.5], dtype=np.float32))
    assert found.wallpaper(np.array([50, 50, 50, 4]), 100).tolist() == [0]
    assert found.wallpaper(np.array([50, 50, 50, 5]), 100).tolist() == [0, 3]


def every(scale: Scale) -> np.ndarray:
    return scale.of(slice(0, len(scale)))


@pytest.fixture
def ranker(recommender):
    """A ranker whose hashtag 0 goes with everything, and whose last one depends on the photo."""
    ranker = Ranker(recommender.collection.model, SETTINGS, recommender.ranker.hashtags)
    values = np.array([0.5, 2.0], dtype=np.float32)
    columns = np.array([0, len(ranker.model.counts) - 1])
    ranker.usual = dataclasses.replace(ranker.usual, specificity=Specificity(columns, values))
    return ranker


def test_scores_are_scaled_by_specificity_the_more_the_less_sure_the_answer_is(ranker):
    ends = [0, 1, -1]
    np.testing.assert_allclose(every(ranker.scale(UNSURE))[ends], [0.25, 1, 4])
    half = Sureness(0, 0.75, 0, 0.25)
    np.testing.assert_allclose(
        every(ranker.scale(half))[ends], [0.5**0.125, 1, 2**0.125], rtol=1e-6
    )
    for sure in (SURE, None):
        assert every(ranker.scale(sure)).tolist() == [1] * len(ranker.model.counts)
    exponents = [ranker.exponent(Sureness(0, v, 0, v)) for v in np.linspace(0, 1, 11)]
    assert exponents == sorted(exponents, reverse=True)


def test_given_hashtags_make_an_answer_surer(ranker):
    """One of them makes up 1 / 1.5 of the average, so a third of the exponent is left."""
    assert ranker.exponent(UNSURE, 1) == pytest.approx(ranker.exponent(UNSURE) / 3)
    np.testing.assert_allclose(every(ranker.scale(UNSURE, 1))[[0, 1]], [0.5 ** (2 / 3), 1])


def test_it_adds_to_the_reach_and_can_be_switched_off(ranker):
    reach = every(ranker.scale(reach=0.7))
    np.testing.assert_allclose(
        every(ranker.scale(UNSURE, reach=0.7))[[0, 1]], reach[[0, 1]] * [0.25, 1]
    )
    ranker.settings = dataclasses.replace(ranker.settings, specificity=0.0)
    np.testing.assert_array_equal(every(ranker.scale(UNSURE, reach=0.7)), reach)


def test_wallpaper_falls_behind_in_unsure_answers_only(ranker):
    """Of hashtags with equal dot products, the first comes first, unless it is scaled down."""
    n = len(ranker.model.counts)
    scores = np.ones(n, dtype=np.float32)
    unsure = ranker.rank(scores, UNSURE, n, variety=0.0)
    assert unsure.columns.tolist() == [n - 1, *range(1, n - 1), 0]
    np.testing.assert_allclose(unsure.scores, [4, *[1] * (n - 2), 0.25])
    assert ranker.rank(scores, SURE, n, variety=0.0).columns.tolist() == list(range(n))


def test_a_collection_measures_its_own_hashtags(recommender):
    """#instagood is on all 12 posts; the colours are on four, too few to tell."""
    specificity = recommender.ranker.usual.specificity
    vocabulary = recommender.collection.vocabulary
    assert [vocabulary.hashtags[j] for j in specificity.columns] == ["instagood"]


@pytest.mark.parametrize(("given", "exponent"), [([], 2.0), (["blue", "unheard"], 2 / 3)])
def test_an_unsure_answer_has_its_scores_scaled(recommender, ranker, monkeypatch, given, exponent):
    """#instagood, the first hashtag, is half as specific as the average."""
    monkeypatch.setattr(ranker, "sureness", lambda *_: UNSURE)
    recommender.ranker = ranker
    features = recommender.collection.model.features[0]
    score = {}
    for specificity in (0.0, 2.0):
        ranker.settings = RankingSettings(specificity=specificity)
        answer = recommender.recommend_features(features, Wishes(n_neighbors=5, given=given))
        score[specificity] = next(s.score for s in answer.hashtags if s.hashtag == "instagood")
    assert score[2.0] == pytest.approx(score[0.0] * 0.5**exponent, rel=1e-5)
