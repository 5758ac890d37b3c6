import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.scores import HashtagScores, Scale, best_allowed, best_of, dot_products
from recommender.specificity import Specificity


def test_scores_are_dot_products_one_by_one_and_many_at_once():
    hashtags = np.array([[1.0, 0.0], [2.0, 1.0], [0.0, -1.0]])
    np.testing.assert_array_equal(dot_products(hashtags, np.array([3.0, 1.0])), [3, 7, -1])
    many = dot_products(hashtags, np.array([[3.0, 1.0], [0.0, 2.0]]))
    np.testing.assert_array_equal(many, [[3, 7, -1], [0, 2, -2]])


def reach_scale(counts, reach):
    return Scale(counts, reach).of(slice(0, len(counts)))


def test_reach_scales_by_popularity():
    counts = np.array([1000, 10, 1])
    np.testing.assert_array_equal(reach_scale(counts, 0.0), [1, 1, 1])
    np.testing.assert_allclose(reach_scale(counts, 1.0), [1, 100**0.3, 1000**0.3], rtol=1e-6)
    np.testing.assert_allclose(reach_scale(counts, -1.0), [1, 100**-0.3, 1000**-0.3], rtol=1e-6)


def test_excluded_columns_make_room_for_the_next():
    scores = np.array([0.5, 0.9, 0.1, 0.7])
    assert best_allowed(scores, 2).tolist() == [1, 3]
    assert best_allowed(scores, 2, excluded=[1]).tolist() == [3, 0]
    assert best_allowed(scores, 9, excluded=[0, 1, 2, 3]).tolist() == []


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30), st.integers(1, 12), st.data())
def test_best_allowed_is_the_plain_sort_without_the_excluded(values, n, data):
    excluded = data.draw(st.lists(st.integers(0, len(values) - 1), unique=True))
    scores = np.array(values, dtype=np.float32)
    order = [i for i in np.argsort(-scores, kind="stable").tolist() if i not in excluded]
    assert best_allowed(scores, n, excluded).tolist() == order[:n]


def test_reach_of_an_empty_vocabulary_is_empty():
    assert reach_scale(np.array([], dtype=int), 0.5) == pytest.approx([])


@given(st.integers(0, 2**32 - 1), st.floats(-1, 1), st.integers(1, 60), st.floats(0, 3))
def test_by_blocks_the_best_hashtags_are_those_of_all(seed, reach, n, exponent):
    rng = np.random.default_rng(seed)
    counts = np.sort(rng.integers(1, 1000, 500))[::-1]
    factors = (rng.normal(size=(500, 6)) * counts[:, None] ** 0.7).astype(np.float32)
    columns = np.sort(rng.choice(500, 30, replace=False))
    specificity = Specificity(columns, rng.uniform(0.1, 3, 30).astype(np.float32))
    scale = Scale(counts, reach, specificity, exponent)
    mean_factor = rng.normal(size=6).astype(np.float32)
    excluded = rng.choice(500, 5, replace=False).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recommender.scores._BLOCK_COLUMNS", 16)
        found = HashtagScores(factors).best(mean_factor, scale, n, excluded)
    expected = best_of(dot_products(factors, mean_factor), scale, n, excluded)
    np.testing.assert_allclose(found.scores, expected.scores, rtol=1e-4, atol=1e-3)
    assert not set(excluded) & set(found.columns.tolist())
    products = dot_products(factors, mean_factor)[found.columns] * found.scale
    np.testing.assert_allclose(products, found.scores, rtol=1e-3, atol=1e-2)


def test_blocks_that_cannot_have_one_of_the_best_are_not_read(monkeypatch):
    monkeypatch.setattr("recommender.scores._BLOCK_COLUMNS", 10)
    factors = np.zeros((100, 2), dtype=np.float32)
    factors[:, 0] = np.linspace(10, 1, 100)
    scores = HashtagScores(factors)
    read = []
    products = dot_products

    def counted(rows, mean_factor):
        read.append(len(rows))
        return products(rows, mean_factor)

    monkeypatch.setattr("recommender.scores.dot_products", counted)
    scale = Scale(np.arange(100, 0, -1), 0.0)
    best = scores.best(np.array([1, 0], dtype=np.float32), scale, 12)
    assert best.columns.tolist() == list(range(12))
    assert read == [10, 10]
