"""Spark's ALS against the closed form."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender import factors as local
from recommender.errors import EngineError
from recommender.settings import AlsSettings
from recommender.spark.factors import fit_factors, regularization


@pytest.fixture
def checkpoints(spark, tmp_path):
    spark.sparkContext.setCheckpointDir(str(tmp_path / "checkpoints"))


def ring(n: int) -> csr_matrix:
    """Every post has two hashtags, and every hashtag is on two posts."""
    eye = np.eye(n, dtype=np.float32)
    return csr_matrix(eye + np.roll(eye, 1, axis=1))


def test_regularization_is_divided_by_the_number_of_hashtags():
    assert regularization(ring(5), AlsSettings(regularization=3.0)) == pytest.approx(1.5)


def test_a_posts_factor_is_the_closed_form(spark, checkpoints):
    """Where all counts are equal, Spark solves the equations of the paper, as ``fold_in`` does."""
    settings = AlsSettings(rank=3, alpha=6.0, regularization=0.4, iterations=4)
    matrix = ring(6)
    posts, hashtags = fit_factors(spark, matrix, settings, 2)
    gram = hashtags.T.astype(float) @ hashtags
    for row in range(6):
        exact = local.fold_in(hashtags, gram, matrix[row].indices.tolist(), settings)
        np.testing.assert_allclose(posts[row], exact, atol=1e-5)


def test_scores_are_those_of_implicit(spark, checkpoints):
    settings = AlsSettings(rank=4, alpha=6.0, regularization=0.4, iterations=15)
    blocks = csr_matrix(np.kron(np.eye(4), np.ones((2, 2))).astype(np.float32))
    ours, theirs = local.fit_factors(blocks, settings), fit_factors(spark, blocks, settings, 2)
    # All have two: the two sides then converge to the same product, whatever the random start.
    np.testing.assert_allclose(theirs[0] @ theirs[1].T, ours[0] @ ours[1].T, atol=0.01)


def test_an_alpha_below_one_is_refused(spark):
    with pytest.raises(EngineError, match="no alpha below 1"):
        fit_factors(spark, ring(4), AlsSettings(rank=2, alpha=0.5), 2)
