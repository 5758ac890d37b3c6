import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.model import fit_model
from recommender.settings import AlsSettings, RankingSettings

ALS = AlsSettings(rank=2, alpha=10.0, regularization=0.1)


@pytest.fixture
def posts():
    """Six posts of one look and six of another; the first lacks the hashtag of its look."""
    rng = np.random.default_rng(0)
    looks = np.repeat([[1.0, 0.0, 0.2], [0.0, 1.0, 0.2]], 6, axis=0)
    matrix = np.repeat([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]], 6, axis=0).astype(np.float32)
    matrix[0, 0] = 0
    return (looks + rng.uniform(0, 0.1, looks.shape)).astype(np.float32), csr_matrix(matrix)


def score(model, post, hashtag):
    return float(model.image_factors[post] @ model.hashtag_factors[hashtag])


def test_smoothing_lends_a_post_the_hashtag_that_its_likes_have(posts):
    features, matrix = posts
    alone = fit_model(features, matrix, ALS, RankingSettings(smoothing=0.0))
    smooth = fit_model(features, matrix, ALS, RankingSettings(smoothing=0.5))
    assert score(smooth, 0, 0) > score(alone, 0, 0) + 0.2
    assert score(smooth, 0, 1) < score(smooth, 0, 0)
    np.testing.assert_array_equal(smooth.hashtag_factors, alone.hashtag_factors)
    np.testing.assert_array_equal(smooth.similarity.predicted, alone.similarity.predicted)
