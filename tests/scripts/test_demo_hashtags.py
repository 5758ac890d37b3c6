"""The rules of the demo's hashtags: much about the picture, no more general words than people use."""

import itertools

import numpy as np
import pytest
from demo_hashtags import CATEGORY, GENERAL, RELATED, TIME, hashtags

PEOPLES_SHARE = (0.0, 0.0, 0.0, 0.049, 0.091, 0.137, 0.2, 0.333, 0.586, 0.909)
"""Deciles of the share of general words on 1,410 Instagram posts with 5 hashtags or more."""

PEOPLES_MEAN = 0.180
WORDS = list(RELATED)


def shares(posts: list[list[str]]) -> np.ndarray:
    return np.array([np.mean([tag.lstrip("#") in GENERAL for tag in post]) for post in posts])


@pytest.fixture(scope="module")
def posts() -> dict[str, list[list[str]]]:
    """Forty posts of each category, with six words each."""
    rng = np.random.default_rng(0)
    return {
        category: [
            hashtags(rng, category, list(rng.choice(WORDS, 6, replace=False)), time, ["calm"])
            for time in itertools.islice(itertools.cycle(TIME), 40)
        ]
        for category in CATEGORY
    }


def test_general_words_are_no_more_than_peoples(posts):
    found = shares([post for some in posts.values() for post in some])
    assert 0.04 < found.mean() <= PEOPLES_MEAN
    deciles = np.percentile(found, np.arange(10, 101, 10))
    assert (deciles <= PEOPLES_SHARE).all()


def test_no_word_of_a_category_is_general():
    topical = {word for words in CATEGORY.values() for word in words.split()}
    assert not topical & set(GENERAL)
    assert not {word for words in RELATED.values() for word in words.split()} & set(GENERAL)


def test_each_post_has_15_to_25_different_hashtags(posts):
    for some in posts.values():
        for post in some:
            assert 15 <= len(post) == len(set(post)) <= 25
            assert all(tag.startswith("#") and tag[1:].replace("_", "").isalnum() for tag in post)


def test_a_category_shows_in_few_of_its_words(posts):
    """The first on most posts, the others on few of them: people don't type all of them."""
    for category, some in posts.items():
        first, *others = CATEGORY[category].split()
        rate = {word: np.mean([f"#{word}" in post for post in some]) for word in (first, *others)}
        assert rate[first] > 0.35
        assert np.mean([rate[word] for word in others]) < 0.3


def test_what_the_picture_shows_is_named_first():
    rng = np.random.default_rng(1)
    lists = [hashtags(rng, "animals", ["giraffe", "savanna"], "", []) for _ in range(100)]
    assert np.mean(["#giraffe" in tags for tags in lists]) > 0.75
    assert np.mean(["#giraffes" in tags for tags in lists]) > 0.3
    assert not any("#dogs" in tags for tags in lists)


def test_moods_that_are_general_words_do_not_add_to_them():
    lists = [
        hashtags(np.random.default_rng(i), "food", ["cake"], "", ["happy"]) for i in range(200)
    ]
    assert np.mean(["#happy" in tags for tags in lists]) < 0.1


def test_the_same_seed_writes_the_same():
    first, again, other = (
        hashtags(np.random.default_rng(seed), "travel", ["boat", "sea"], "day", ["blue"])
        for seed in (3, 3, 4)
    )
    assert first == again != other
