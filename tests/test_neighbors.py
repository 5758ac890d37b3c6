import numpy as np
import pytest

from recommender.neighbors import NeighborIndex


@pytest.fixture
def features():
    return np.random.default_rng(0).gamma(1.0, 1.0, (5000, 12)).astype(np.float32)


@pytest.mark.parametrize("centered", [True, False])
def test_similarities_equal_the_formula(features, centered):
    query = np.random.default_rng(1).gamma(1.0, 1.0, 12).astype(np.float32)
    mean = features.astype(float).mean(axis=0) if centered else 0.0
    f, rows = query - mean, features.astype(float) - mean
    expected = rows @ f / np.linalg.norm(rows, axis=1) / np.linalg.norm(f)
    index = NeighborIndex(features, centered=centered)
    np.testing.assert_allclose(index.similarities(query), expected, atol=1e-5)
    found, similarities = index.search(query, 7)
    np.testing.assert_array_equal(found, np.argsort(-expected)[:7])
    np.testing.assert_allclose(similarities, np.sort(expected)[::-1][:7], atol=1e-5)


def test_an_image_of_the_collection_finds_itself(features):
    index = NeighborIndex(features)
    rows, similarities = index.search(features[123], 3)
    assert rows[0] == 123
    assert similarities[0] == pytest.approx(1.0, abs=1e-5)
    assert (np.diff(similarities) <= 0).all()


def test_a_zero_vector_is_similar_to_nothing():
    index = NeighborIndex(np.array([[0, 0], [1, 0], [0, 2]], dtype=np.float32), centered=False)
    np.testing.assert_array_equal(index.similarities(np.zeros(2, dtype=np.float32)), [0, 0, 0])
    np.testing.assert_allclose(index.similarities(np.array([3, 0], dtype=np.float32)), [0, 1, 0])


def test_fewer_neighbours_are_the_beginning_of_more_even_with_ties():
    index = NeighborIndex(np.ones((40, 3), dtype=np.float32), centered=False)
    query = np.ones(3, dtype=np.float32)
    more, _ = index.search(query, 30)
    for n in (1, 5, 29):
        np.testing.assert_array_equal(index.search(query, n)[0], more[:n])
    assert len(index.search(query, 100)[0]) == 40
