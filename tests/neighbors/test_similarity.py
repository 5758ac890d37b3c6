import numpy as np
import pytest

from recommender import mapped
from recommender.neighbors import similarity
from recommender.neighbors.similarity import fit_similarity
from recommender.neighbors.vectors import unit_rows
from recommender.progress import silent


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    features = rng.gamma(1.0, 1.0, (60, 30)).astype(np.float32)
    return features, rng.normal(size=(60, 5)).astype(np.float32)


def test_unit_rows_and_the_zero_row():
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0, 0]])
    assert rows.dtype == np.float32


def test_the_projection_minimises_the_ridge_loss(data):
    features, factors = data
    fitted, _ = fit_similarity(features, factors, 0.25)
    centred = unit_rows(unit_rows(features) - fitted.mean).astype(float)
    target = factors - factors.mean(axis=0)

    def loss(m):
        return ((centred @ m - target) ** 2).sum() + similarity.RIDGE * (m**2).sum()

    best = loss(fitted.projection.astype(float))
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert loss(fitted.projection + 1e-3 * rng.normal(size=fitted.projection.shape)) > best


def test_both_forms_of_the_ridge_agree(data):
    features, factors = data
    zero = np.zeros(30, dtype=np.float32)
    x, y = unit_rows(features), factors - factors.mean(axis=0)
    tall = similarity._ridge(features, zero, factors, silent)  # 60 rows, 30 columns
    wide = np.linalg.solve(x @ x.T + similarity.RIDGE * np.eye(60), y)
    np.testing.assert_allclose(tall, x.T @ wide, atol=1e-5)
    x, y = x[:9], factors[:9] - factors[:9].mean(axis=0)
    np.testing.assert_allclose(
        similarity._ridge(features[:9], zero, factors[:9], silent),
        np.linalg.solve(x.T @ x + similarity.RIDGE * np.eye(30), x.T @ y),
        atol=1e-5,
    )


def test_block_by_block_it_is_the_same(data, monkeypatch):
    features, factors = data
    whole, nearest = fit_similarity(features, factors, 0.25)
    for function in (mapped.blocks, mapped.row_blocks):
        monkeypatch.setattr(function, "__defaults__", (7,))
    by_blocks, same = fit_similarity(features, factors, 0.25)
    for name in ("mean", "projection", "predicted", "hubness"):
        np.testing.assert_allclose(getattr(by_blocks, name), getattr(whole, name), atol=1e-5)
    np.testing.assert_array_equal(np.sort(same.rows), np.sort(nearest.rows))


def test_hubness_and_the_nearest_posts_are_those_of_all_pairs(data, monkeypatch):
    monkeypatch.setattr("recommender.neighbors.nearest._BLOCK_ROWS", 17)  # force several blocks
    features, factors = data
    fitted, nearest = fit_similarity(features, factors, 0.25)
    centred = unit_rows(unit_rows(features) - fitted.mean)
    s = 0.75 * centred @ centred.T + 0.25 * fitted.predicted @ fitted.predicted.T
    np.fill_diagonal(s, -np.inf)
    density = np.sort(s, axis=1)[:, -20:].mean(axis=1)
    np.testing.assert_allclose(fitted.hubness, density - density.mean(), atol=1e-5)
    order = np.argsort(-s, axis=1)[:, :50]
    np.testing.assert_array_equal(np.sort(nearest.rows, axis=1), np.sort(order, axis=1))
    found = np.take_along_axis(s, nearest.rows, axis=1)
    np.testing.assert_allclose(nearest.similarities, found, atol=1e-5)


def test_one_post_is_no_hub(data):
    features, factors = data
    fitted, nearest = fit_similarity(features[:1], factors[:1], 0.25)
    assert fitted.hubness.tolist() == [0]
    assert nearest.rows.shape == nearest.similarities.shape == (1, 0)
    assert np.isfinite(fitted.projection).all()
