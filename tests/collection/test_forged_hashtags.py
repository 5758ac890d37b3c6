"""``hashtags.json`` by a stranger, with a fresh checksum."""

import json

import pytest
from forging import forge

from recommender.collection import Collection
from recommender.errors import CollectionError

HASHTAGS = [
    {"hashtag": tag, "count": count}
    for tag, count in (
        ("instagood", 12), ("blue", 4), ("green", 4), ("red", 4), ("bluelife", 2), ("bluelove", 2),
        ("greenlife", 2), ("greenlove", 2), ("redlife", 2), ("redlove", 2),
    )
]  # fmt: skip


def with_entry(**entry):
    return [*HASHTAGS[:-1], {**HASHTAGS[-1], **entry}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_entry(count=True), "count"),
        (with_entry(count=0), "count"),
        (with_entry(count=1.5), "count"),
        (with_entry(count=float("inf")), "malformed"),
        (with_entry(count=10**30), "count|order"),
        (with_entry(hashtag="blue"), "twice"),
        (with_entry(hashtag=7), "hashtag"),
        (with_entry(hashtag="a b"), "hashtag"),
        (with_entry(hashtag="\x1b[2J"), "hashtag"),
        (with_entry(hashtag="\u202ex"), "hashtag"),
        (with_entry(hashtag="a" * 101), "hashtag"),
        (HASHTAGS[::-1], "order"),
        ([{"hashtag": "instagood", "count": 13}, *HASHTAGS[1:]], "too large a count"),
        (HASHTAGS[:-1], "9 entries, not 10"),
        ("[" * 10_000, "hashtags.json"),
        ('[{"a":' + "[" * 10_000, "nested too deep"),
        ("x" * 100_000, "larger than"),
    ],
)
def test_hashtags_that_no_build_writes(folder, content, said):
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    forge(folder, "hashtags.json", text.encode())
    with pytest.raises(CollectionError, match=rf"damaged \(.*{said}"):
        Collection.open(folder)


def test_the_hashtags_that_were_forged_above_open_as_they_are(folder):
    forge(folder, "hashtags.json", json.dumps(HASHTAGS).encode())
    assert Collection.open(folder).vocabulary.hashtags[-1] == "redlove"
