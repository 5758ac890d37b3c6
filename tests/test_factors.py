import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.errors import RecommenderError
from recommender.factors import (
    factor_parts,
    fit_factors,
    fold_in,
    given_share,
    neighbor_weights,
    smooth_factors,
)
from recommender.neighbors.nearest import NearestPosts
from recommender.settings import AlsSettings, RankingSettings


def checkerboard(n):
    """Post i has hashtag j where i + j is even, except on the diagonal, which is withheld."""
    board = (np.add.outer(np.arange(n), np.arange(n)) % 2 == 0).astype(np.float32)
    np.fill_diagonal(board, 0)
    return csr_matrix(board)


def test_the_withheld_hashtag_of_a_checkerboard_comes_first():
    matrix = checkerboard(40)
    posts, hashtags = fit_factors(
        matrix, AlsSettings(rank=3, alpha=1, regularization=0, iterations=50)
    )
    assert posts.shape == (40, 3)
    assert hashtags.shape == (40, 3)
    assert posts.dtype == hashtags.dtype == np.float32
    scores = posts @ hashtags.T
    scores[matrix.toarray() > 0] = -np.inf  # what the post has already
    np.testing.assert_array_equal(scores.argmax(axis=1), np.arange(40))


def test_the_same_seed_gives_the_same_bits_and_another_does_not():
    matrix = checkerboard(20)
    first, again = (fit_factors(matrix, AlsSettings(rank=4, seed=7)) for _ in range(2))
    other = fit_factors(matrix, AlsSettings(rank=4, seed=8))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_each_iteration_is_reported():
    calls = []
    fit_factors(
        checkerboard(6), AlsSettings(rank=2, iterations=5), lambda *told: calls.append(told)
    )
    assert calls == [("fitting ALS", i, 5) for i in range(1, 6)]


def test_numbers_that_are_not_finite_are_an_error():
    matrix = checkerboard(6)
    matrix.data[0] = np.nan
    with pytest.raises(RecommenderError, match="not finite"):
        fit_factors(matrix, AlsSettings(rank=2))


def test_the_rank_is_lowered_to_the_matrix():
    assert AlsSettings(rank=128).fitting((30, 12)) == AlsSettings(rank=12)
    assert AlsSettings(rank=8).fitting((30, 12)).rank == 8


def test_given_hashtags_without_regularization_have_a_factor_of_least_length():
    """One hashtag of two factors: many factors fit equally well, the shortest is taken."""
    factors = np.array([[0.0, 3.0]], dtype=np.float32)
    settings = AlsSettings(rank=2, alpha=1, regularization=0)
    found = fold_in(factors, factors.T.astype(np.float64) @ factors, [0], settings)
    np.testing.assert_allclose(found, [0, 1 / 3], atol=1e-6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gamma", -0.1),
        ("gamma", float("nan")),
        ("gamma", 21.0),
        ("length", -1.0),
        ("hub", float("inf")),
        ("learned_share", 1.1),
    ],
)
def test_a_ranking_that_would_not_stay_finite_is_refused(name, value):
    with pytest.raises(RecommenderError, match=f"^{name} must be a number from 0 to"):
        RankingSettings(**{name: value})


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"iterations": 0},
        {"alpha": 0.0},
        {"alpha": np.nan},
        {"regularization": -1.0},
        {"seed": -1},
    ],
)
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(RecommenderError):
        AlsSettings(**wrong)


def test_folding_in_is_implicits_own_step_for_one_row():
    from implicit.cpu.als import AlternatingLeastSquares
    from threadpoolctl import threadpool_limits

    settings = AlsSettings(rank=4, alpha=7.0, regularization=2.0)
    _, hashtags = fit_factors(checkerboard(20), settings)
    columns = [0, 3, 4]
    row = csr_matrix((np.ones(3, dtype=np.float32), columns, [0, 3]), shape=(1, 20))
    with threadpool_limits(1, "blas"):
        als = AlternatingLeastSquares(factors=4, alpha=7.0, regularization=2.0)
    als.item_factors = hashtags
    als.user_factors = np.zeros((1, 4), dtype=np.float32)
    expected = np.ravel(als.recalculate_user(0, row))
    folded = fold_in(hashtags, hashtags.T @ hashtags, columns, settings)
    np.testing.assert_allclose(folded, expected, rtol=1e-4, atol=1e-5)


def test_parts_of_the_mean_factor_are_the_weighted_factors():
    factors, weights = np.array([[1.0, 0.0], [0.0, 4.0]]), np.array([0.75, 0.25])
    np.testing.assert_array_equal(factor_parts(factors, weights), [[0.75, 0], [0, 1]])


def test_given_hashtags_take_their_share_of_the_mean_factor():
    factors, weights = np.array([[1.0, 0.0], [0.0, 4.0]]), np.array([0.75, 0.25])
    parts = factor_parts(factors, weights, np.array([2.0, 2.0]), share=0.5)
    np.testing.assert_array_equal(parts, [[0.375, 0], [0, 0.5], [1, 1]])


def test_the_share_of_given_hashtags_grows_with_their_number():
    assert [given_share(n, half=0.5) for n in (0, 1, 2)] == [0.0, pytest.approx(2 / 3), 0.8]


def test_smoothing_mixes_a_factor_with_those_of_the_nearest_posts():
    rng = np.random.default_rng(0)
    factors = rng.normal(size=(4, 3)).astype(np.float32)
    rows = np.array([[1, 2], [0, 3], [0, 1], [2, 1]])
    nearest = NearestPosts(rows, rng.uniform(0.2, 0.9, rows.shape).astype(np.float32))
    hubness = np.array([0.1, -0.1, 0.2, 0.0], dtype=np.float32)
    lengths = np.array([3, 30, 1, 8])
    settings = RankingSettings(smoothing=0.25)
    smoothed = smooth_factors(factors, nearest, hubness, lengths, settings)
    for i in range(4):
        first, second = rows[i]
        weights = neighbor_weights(
            nearest.similarities[i], hubness[rows[i]], lengths[rows[i]], settings
        )
        others = weights[0] * factors[first] + weights[1] * factors[second]
        np.testing.assert_allclose(smoothed[i], 0.75 * factors[i] + 0.25 * others, rtol=1e-5)


def test_without_smoothing_or_other_posts_factors_stay_as_they_are():
    factors = np.ones((1, 3), dtype=np.float32)
    alone = NearestPosts(np.empty((1, 0), dtype=np.int64), np.empty((1, 0), dtype=np.float32))
    zero, one = np.zeros(1), np.ones(1)
    assert smooth_factors(factors, alone, zero, one, RankingSettings(smoothing=0.5)) is factors
    other = NearestPosts(np.array([[0]]), np.array([[0.5]]))
    assert smooth_factors(factors, other, zero, one, RankingSettings(smoothing=0.0)) is factors
