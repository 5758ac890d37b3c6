import json

import numpy as np
import pytest
from helpers import SETTINGS, StubEncoder

from recommender.build import build_collection
from recommender.errors import PostError
from recommender.evaluation.data import read_evaluation_posts


def search_by(posts_file, query, only=False):
    """Pretend that a search found every post; with ``only``, the first has no other hashtag."""
    lines = [json.loads(line) for line in posts_file.read_text().splitlines()]
    for line in lines:
        line["query"] = query
    if only:
        lines[0]["hashtags"] = [query]
    posts_file.write_text("\n".join(map(json.dumps, lines)))


@pytest.mark.usefixtures("stub_evaluation")
def test_the_hashtag_that_was_searched_by_is_taken_off(posts_file, tmp_path):
    plain, _ = read_evaluation_posts(posts_file, "stub")
    search_by(posts_file, "#Instagood")
    built = build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    for path in (posts_file, built.folder):
        data, skipped = read_evaluation_posts(path, "stub")
        assert not skipped
        assert [post.hashtags for post in data.posts] == [p.hashtags[:-1] for p in plain.posts]
        np.testing.assert_array_equal(
            data.features.astype(np.float16), plain.features.astype(np.float16)
        )


@pytest.mark.usefixtures("stub_evaluation")
def test_a_post_with_no_other_hashtag_is_skipped(posts_file):
    search_by(posts_file, "red", only=True)
    data, skipped = read_evaluation_posts(posts_file, "stub")
    assert (len(data.posts), len(data.features), len(data.images)) == (11, 11, 11)
    assert [str(item) for item in skipped] == [
        "line 1: images/red0.png: no hashtag but the one that was searched for"
    ]


@pytest.mark.usefixtures("stub_evaluation")
def test_a_source_without_a_usable_post_is_one_sentence(posts_file):
    posts_file.write_text(json.dumps({"image": "images/none.png", "hashtags": ["a"]}))
    with pytest.raises(PostError, match="There is no usable post"):
        read_evaluation_posts(posts_file, "stub")
