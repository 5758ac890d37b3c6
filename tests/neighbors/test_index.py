import numpy as np
import pytest

from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.similarity import FittedSimilarity, fit_similarity
from recommender.neighbors.vectors import SimilarityVectors


@pytest.fixture
def features():
    return np.random.default_rng(0).gamma(1.0, 1.0, (5000, 12)).astype(np.float32)


@pytest.fixture
def fitted(features):
    factors = np.random.default_rng(2).normal(size=(len(features), 4)).astype(np.float32)
    return fit_similarity(features, factors, 0.25)[0]


def plain(features) -> FittedSimilarity:
    n, width = features.shape
    return FittedSimilarity(np.zeros(width), np.zeros((width, 1)), np.zeros((n, 1)), np.zeros(n))


def cosine(rows, vector):
    return rows @ vector / np.linalg.norm(rows, axis=-1) / np.linalg.norm(vector)


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_similarities_equal_the_formula(features, fitted, share):
    query = np.random.default_rng(1).gamma(1.0, 1.0, 12)
    rows = features / np.linalg.norm(features, axis=1, keepdims=True) - fitted.mean
    f = query / np.linalg.norm(query) - fitted.mean
    expected = (1 - share) * cosine(rows, f)
    unit = f / np.linalg.norm(f)
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    expected += share * cosine(units @ fitted.projection, unit @ fitted.projection)
    index = NeighborIndex(features, fitted, share)
    np.testing.assert_allclose(index.similarities(query.astype(np.float32)), expected, atol=1e-5)
    found, similarities = index.search(query.astype(np.float32), 7)
    np.testing.assert_array_equal(found, np.argsort(-expected)[:7])
    np.testing.assert_allclose(similarities, np.sort(expected)[::-1][:7], atol=1e-5)


def test_uncentred_and_unlearned_it_is_the_plain_cosine(features, fitted):
    query = features[7] + 0.5
    index = NeighborIndex(features, fitted, 0.0, centered=False)
    np.testing.assert_allclose(index.similarities(query), cosine(features, query), atol=1e-5)


def test_an_image_of_the_collection_finds_itself(features, fitted):
    rows, similarities = NeighborIndex(features, fitted, 0.25).search(features[123], 3)
    assert rows[0] == 123
    assert similarities[0] == pytest.approx(1.0, abs=1e-5)
    assert (np.diff(similarities) <= 0).all()


def test_a_zero_vector_is_similar_to_nothing():
    rows = np.array([[0, 0], [1, 0], [0, 2]], dtype=np.float32)
    index = NeighborIndex(rows, plain(rows), 0.0, centered=False)
    np.testing.assert_array_equal(index.similarities(np.zeros(2, dtype=np.float32)), [0, 0, 0])
    np.testing.assert_allclose(index.similarities(np.array([3, 0], dtype=np.float32)), [0, 1, 0])


def test_fewer_neighbours_are_the_beginning_of_more_even_with_ties():
    same = np.ones((40, 3), dtype=np.float32)
    index = NeighborIndex(same, plain(same), 0.0, centered=False)
    query = np.ones(3, dtype=np.float32)
    more, _ = index.search(query, 30)
    for n in (1, 5, 29):
        np.testing.assert_array_equal(index.search(query, n)[0], more[:n])
    assert len(index.search(query, 100)[0]) == 40


@pytest.mark.parametrize("centered", [True, False])
@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_similarities_of_some_posts_are_the_dot_products_of_their_vectors(
    features, fitted, share, centered
):
    features[7], features[8], fitted.predicted[8] = 0, features[9], fitted.predicted[9]
    vectors = SimilarityVectors(features.astype(np.float16), fitted, share, centered)
    rows = np.arange(3, 300)
    for photo in vectors.photos(np.stack([features[9], features[4000] + 2, features[7]])):
        found = vectors.similarities(rows, photo)
        np.testing.assert_allclose(found, vectors.posts(rows) @ photo, atol=2e-6)
        assert found[8 - 3] == found[9 - 3]
    assert found.dtype == np.float32
