import tracemalloc

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender import mapped
from recommender.collection import post_map
from recommender.collection.post_map import PostMap, fit_map


def clusters(n_each, n_clusters=3, seed=0):
    """Deep features around a few centres, and the number of the centre for each row."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(n_clusters, 1280)) * 3
    labels = np.repeat(np.arange(n_clusters), n_each)
    features = centres[labels] + random.normal(size=(len(labels), 1280))
    return features.astype(np.float32), labels


def tagged(labels, n_clusters=3):
    """One column per cluster, and a last one that every post has."""
    matrix = np.ones((len(labels), n_clusters + 1), dtype=np.float32)
    matrix[:, :-1] = labels[:, None] == np.arange(n_clusters)
    return csr_matrix(matrix)


def purity(positions, labels):
    """Share of posts whose nearest other post on the map is in the same cluster."""
    distances = np.linalg.norm(positions[:, None] - positions[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return (labels[distances.argmin(axis=1)] == labels).mean()


def test_what_is_alike_lies_close_and_is_told_by_its_hashtag():
    features, labels = clusters(20)
    fitted = fit_map(features, tagged(labels))
    assert fitted.positions.dtype == np.float32
    assert fitted.positions.min() >= 0
    assert fitted.positions.max() <= 1
    assert purity(fitted.positions, labels) == 1.0
    assert fitted.hashtags.tolist() == labels.tolist()  # and not the hashtag that all have


def test_the_same_features_give_the_same_map():
    features, labels = clusters(10)
    one, two = (fit_map(features, tagged(labels)) for _ in range(2))
    assert (one.positions == two.positions).all()


def test_more_posts_than_are_laid_out_lie_beside_their_nearest(monkeypatch):
    monkeypatch.setattr(post_map, "_TSNE_POSTS", 30)
    features, labels = clusters(40)
    fitted = fit_map(features, tagged(labels))
    assert len(fitted.positions) == 120
    assert purity(fitted.positions, labels) == 1.0


def test_features_are_read_by_blocks(monkeypatch):
    monkeypatch.setattr(post_map, "_TSNE_POSTS", 30)
    for function in (mapped.blocks, mapped.row_blocks):
        monkeypatch.setattr(function, "__defaults__", (64,))
    monkeypatch.setattr(post_map, "_COMPARED_ROWS", 64)
    features, labels = clusters(1000)
    features = features.astype(np.float16)
    fit_map(features[::50], tagged(labels[::50]))  # loads what it needs
    tracemalloc.start()
    fitted = fit_map(features, tagged(labels))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < features.nbytes / 2
    assert purity(fitted.positions[::10], labels[::10]) == 1.0
    assert (
        fitted.positions == fit_map(features.astype(np.float32), tagged(labels)).positions
    ).all()


@pytest.mark.parametrize("n", [1, 2, 3, 9, 10, 11, 31])
def test_small_and_degenerate_collections_have_a_map(n):
    features, labels = clusters(n, n_clusters=1)
    for rows in (features, np.zeros_like(features), np.repeat(features[:1], n, axis=0)):
        fitted = fit_map(rows, tagged(labels, 1))
        assert fitted.positions.shape == (n, 2)
        assert np.isfinite(fitted.positions).all()
        assert (fitted.hashtags == -1).all()  # a hashtag that every post has says nothing


def test_at_most_ten_hashtags_are_told_apart():
    features, labels = clusters(8, n_clusters=14)
    fitted = fit_map(features, tagged(labels, 14))
    told = set(fitted.hashtags.tolist())
    assert len(told - {-1}) == post_map.N_COLORED
    assert -1 in told
    # The hashtag chosen for a post is one that it has.
    assert all(h in (-1, label) for h, label in zip(fitted.hashtags, labels, strict=True))


def test_a_photo_is_placed_among_its_neighbours():
    fitted = PostMap(np.array([[0, 0], [1, 0], [1, 1]], dtype=np.float32), np.zeros(3, np.int32))
    rows = np.array([0, 2])
    assert fitted.place(rows, np.array([0.75, 0.25])).tolist() == [0.25, 0.25]
    assert fitted.place(rows, np.array([3.0, 3.0])).tolist() == [0.5, 0.5]
    assert fitted.place(rows, np.zeros(2)) is None


def test_the_posts_of_each_hashtag_are_counted():
    fitted = PostMap(np.zeros((4, 2), np.float32), np.array([7, -1, 7, 3], np.int32))
    assert fitted.counts == {-1: 1, 3: 1, 7: 2}
