"""The bundled demo: rendered posts, built with the bundled encoder, and the pictures to try."""

import io
from collections import Counter, defaultdict

import numpy as np
import pytest
from PIL import Image

from recommender import Collection, HashtagRecommender
from recommender.paths import ASSETS

CATEGORIES = {
    "travel", "food", "animals", "cars", "babies", "wedding", "architecture", "selfie", "fitness",
    "nature",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Collection:
    return Collection.open(ASSETS / "demo")


def test_ten_categories_of_many_posts_and_scenes(demo):
    counts = Counter(post.category for post in demo.posts)
    assert set(counts) == CATEGORIES
    assert len(demo) >= 300
    assert min(counts.values()) >= 30
    scenes = defaultdict(set)
    for post in demo.posts:
        scenes[post.category].add(post.group)
    assert min(map(len, scenes.values())) >= 6


def test_it_is_whole_and_small(demo):
    assert demo.damaged_thumbnails() is None
    size = sum(path.stat().st_size for path in demo.folder.rglob("*") if path.is_file())
    assert size < 12_000_000
    for row in range(0, len(demo), 37):
        with Image.open(io.BytesIO(demo.thumbnail(row))) as thumbnail:
            assert max(thumbnail.size) == 320


def test_hashtags_have_the_shape_of_peoples(demo):
    """15 to 25 per post, a few on many posts, most on one or two."""
    assert all(15 <= len(post.hashtags) <= 25 for post in demo.posts)
    counts = np.array(demo.vocabulary.counts)
    assert counts[0] > 0.07 * len(demo)
    assert np.median(counts) <= 3


def test_samples_are_eight_pictures_that_are_in_no_collection(demo):
    samples = sorted((ASSETS / "samples").glob("*.jpg"))
    assert len(samples) == 8
    recommender = HashtagRecommender.open(demo.folder)
    for path in samples:
        answer = recommender.recommend(path, n_neighbors=1)
        assert answer.neighbors[0].similarity < 0.98
