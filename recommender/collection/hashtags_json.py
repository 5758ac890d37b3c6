"""``hashtags.json``: the vocabulary of collections of formats 1 and 2, most used first."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from recommender.collection.files import HASHTAGS_JSON, read_own_file
from recommender.collection.manifest import read_json
from recommender.hashtags import MAX_LENGTH, STORED, Vocabulary

_ENTRY_BYTES = 16 * MAX_LENGTH
"""Most bytes of one entry: each character as two escaped surrogates, and the rest of the object."""

Hashtag = Annotated[str, Meta(max_length=MAX_LENGTH, pattern=f"^(?:{STORED.pattern})\\Z")]


class _Entry(msgspec.Struct, frozen=True):
    hashtag: Hashtag
    count: Annotated[int, Meta(ge=1)]


def load_vocabulary(folder: Path, n_hashtags: int, n_posts: int) -> Vocabulary:
    """The vocabulary of ``n_hashtags`` hashtags, each on 1 to ``n_posts`` posts.

    Raises:
        ValueError: the file is not such a list, names a hashtag twice, or is not in order.
        OSError: the file can't be read.
    """
    data = read_own_file(folder, HASHTAGS_JSON, _ENTRY_BYTES * (n_hashtags + 1))
    rows = read_json(data, list[_Entry], HASHTAGS_JSON)
    if len(rows) != n_hashtags:
        raise ValueError(f"{HASHTAGS_JSON} has {len(rows)} entries, not {n_hashtags}")
    vocabulary = Vocabulary(tuple(row.hashtag for row in rows), tuple(row.count for row in rows))
    if len(vocabulary.columns) != n_hashtags:
        raise ValueError(f"{HASHTAGS_JSON} names a hashtag twice")
    if vocabulary.counts[0] > n_posts or any(a < b for a, b in pairwise(vocabulary.counts)):
        raise ValueError(
            f"{HASHTAGS_JSON} is not in the order of its counts, or has too large a count"
        )
    return vocabulary
