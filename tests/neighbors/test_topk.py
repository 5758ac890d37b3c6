import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.neighbors.topk import best_first


@given(st.lists(st.integers(-3, 3), max_size=30), st.integers(1, 40))
def test_the_best_are_those_of_a_stable_sort(values, k):
    array = np.array(values, dtype=np.float32)
    expected = sorted(range(len(values)), key=lambda i: -values[i])[:k]
    assert best_first(array, k).tolist() == expected
