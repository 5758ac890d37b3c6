import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.evaluation.folds import connected_groups, split
from recommender.sources import Post


def post(group=""):
    return Post("a.png", ("sun",), group=group)


def test_a_group_and_the_same_image_tie_posts_together():
    posts = [post("ann"), post("ann"), post("ben"), post(), post(), post("ben")]
    images = ["1", "2", "2", "3", "4", "5"]
    groups = connected_groups(posts, images)
    assert groups[0] == groups[1] == groups[2] == groups[5]  # ann and ben share image 2
    assert len({groups[0], groups[3], groups[4]}) == 3


@given(st.lists(st.integers(0, 12), min_size=1, max_size=80), st.integers(2, 6), st.integers(0, 99))
def test_groups_stay_whole(groups, n_folds, seed):
    folds = split(np.array(groups), n_folds, seed)
    assert folds.min() >= 0
    assert folds.max() < n_folds
    for group in set(groups):
        assert len(set(folds[np.array(groups) == group])) == 1


def test_folds_are_of_equal_size_and_depend_on_the_seed():
    groups = np.arange(103)
    folds = split(groups, 5, seed=0)
    assert sorted(np.bincount(folds)) == [20, 20, 21, 21, 21]
    np.testing.assert_array_equal(folds, split(groups, 5, seed=0))
    assert not np.array_equal(folds, split(groups, 5, seed=1))
