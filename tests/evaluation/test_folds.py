from dataclasses import replace

import numpy as np
import pytest
from evaluations import RANDOM, SETTINGS, random_posts, toy
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import RecommenderError
from recommender.evaluation.compare import compare
from recommender.evaluation.folds import connected_groups, make_folds, split
from recommender.settings import EvaluationSettings
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


def test_images_and_groups_never_straddle_folds():
    data = random_posts(40)
    images = list(data.images)
    images[0] = images[11] = images[30]  # joins three groups
    numbers = []
    for fold in make_folds(replace(data, images=images), RANDOM):
        train, test = fold.train.tolist(), fold.test.tolist()
        assert not {images[i] for i in train} & {images[i] for i in test}
        assert not {data.posts[i].group for i in train} & {data.posts[i].group for i in test}
        assert len({0, 1, 10, 11, 30, 31} & set(test)) in (0, 6)
        numbers += test
    assert sorted(numbers) == list(range(40))


def test_one_group_is_one_sentence():
    data = toy()
    posts = [replace(post, group="the same") for post in data.posts]
    with pytest.raises(RecommenderError, match=r"^The 10 posts form a single group, .*\.$"):
        compare(replace(data, posts=posts), SETTINGS)


@pytest.mark.parametrize("wrong", [{"folds": 1}, {"n_neighbors": 0}])
def test_too_few_folds_or_neighbours_are_refused(wrong):
    with pytest.raises(RecommenderError, match="2 folds and 1 neighbour"):
        EvaluationSettings(**wrong)
