"""Large collections, made small by lowering the number from which cells are used."""

import numpy as np
import pytest

from recommender.neighbors import similarity
from recommender.neighbors.cells import fit_cells
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.nearest import find_nearest
from recommender.neighbors.similarity import fit_similarity
from recommender.neighbors.vectors import SimilarityVectors


def topics(n: int, seed: int) -> np.ndarray:
    """Features of 40 topics, as float16."""
    middles = np.random.default_rng(5).normal(size=(40, 64))
    rng = np.random.default_rng(seed)
    rows = middles[rng.integers(0, 40, n)] + 0.5 * rng.normal(size=(n, 64))
    return np.maximum(rows, 0).astype(np.float16)


@pytest.fixture(scope="module")
def large():
    """Features, fitted similarity with cells, and nearest posts."""
    features = topics(6000, 1)
    factors = np.random.default_rng(2).normal(size=(6000, 8)).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "EXACT_POSTS", 1000)
        return features, *fit_similarity(features, factors, 0.4)


def test_only_collections_above_a_number_of_posts_have_cells(large):
    features, fitted, _ = large
    assert fitted.cells is not None
    small, _ = fit_similarity(features[:500], np.ones((500, 2), dtype=np.float32), 0.4)
    assert small.cells is None


def test_a_search_finds_the_nearest_with_their_exact_similarity(large):
    features, fitted, _ = large
    index = NeighborIndex(features, fitted, 0.4)
    found = []
    for photo in topics(50, 9).astype(np.float32):
        every = index.similarities(photo)
        rows, similarities = index.search(photo, 20)
        np.testing.assert_allclose(similarities, every[rows], atol=1e-5)
        assert (np.diff(similarities) <= 0).all()
        found.append(len(set(rows.tolist()) & set(np.argsort(-every)[:20].tolist())) / 20)
    assert np.mean(found) >= 0.95


def test_a_post_finds_itself_unless_it_is_barred(large):
    features, fitted, _ = large
    index = NeighborIndex(features, fitted, 0.4)
    photo = features[77].astype(np.float32)
    rows, similarities = index.search(photo, 5)
    assert rows[0] == 77
    assert similarities[0] == pytest.approx(1, abs=1e-5)
    without, _ = index.search(photo, 5, [77])
    assert 77 not in without
    assert without[:4].tolist() == rows[1:].tolist()


def test_more_neighbours_than_candidates_are_found_among_all(large):
    features, fitted, _ = large
    index = NeighborIndex(features, fitted, 0.4)
    photo = topics(1, 11)[0].astype(np.float32)
    rows, _ = index.search(photo, 3000)
    order = np.argsort(-index.similarities(photo), kind="stable")[:3000]
    assert len(set(rows.tolist()) & set(order.tolist())) == 3000


def test_the_nearest_posts_by_cells_are_nearly_those_of_all_pairs(large):
    features, fitted, nearest = large
    every = find_nearest(SimilarityVectors(features, fitted, 0.4))
    shared = [
        len(set(a.tolist()) & set(b.tolist())) / 50
        for a, b in zip(nearest.rows, every.rows, strict=True)
    ]
    assert np.mean(shared) > 0.9
    assert not (nearest.rows == np.arange(6000)[:, None]).any()
    assert (
        np.corrcoef(nearest.similarities.mean(axis=1), every.similarities.mean(axis=1))[0, 1] > 0.9
    )


def test_where_cells_are_tiny_missing_nearest_posts_are_the_post_itself(large, monkeypatch):
    features, fitted, _ = large
    monkeypatch.setattr("recommender.neighbors.nearest.CELLS_LOOKED_AT", 1)
    nearest = find_nearest(SimilarityVectors(features, fitted, 0.4), fitted.cells)
    own = nearest.rows == np.arange(6000)[:, None]
    assert own.any()
    assert (nearest.similarities[own] == -1).all()
    assert (nearest.similarities[~own] > -1).all()


def test_the_same_posts_give_the_same_cells(large):
    features, fitted, _ = large
    again = fit_cells(SimilarityVectors(features, fitted, 0.4))
    for name in ("axes", "centers", "cell_of", "reduced"):
        np.testing.assert_array_equal(getattr(again, name), getattr(fitted.cells, name))
