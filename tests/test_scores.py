import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.scores import best_allowed, dot_products, reach_scale


def test_scores_are_dot_products_one_by_one_and_many_at_once():
    hashtags = np.array([[1.0, 0.0], [2.0, 1.0], [0.0, -1.0]])
    np.testing.assert_array_equal(dot_products(hashtags, np.array([3.0, 1.0])), [3, 7, -1])
    many = dot_products(hashtags, np.array([[3.0, 1.0], [0.0, 2.0]]))
    np.testing.assert_array_equal(many, [[3, 7, -1], [0, 2, -2]])


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
