"""``posts.parquet``: the posts of a collection, one row each."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from recommender.collection.files import POSTS
from recommender.collection.manifest import damaged
from recommender.sources.post import Post

_ID = re.compile(r"[0-9a-f]{16}(-[1-9][0-9]{0,8})?")
_OPTIONAL = ("attribution", "query")
"""Texts that few collections have: a column is written only if a post has such a text."""

_TEXTS = tuple(
    f.name for f in fields(Post) if f.name not in ("hashtags", "path", "line", *_OPTIONAL)
)


def save_posts(folder: Path, posts: Sequence[Post]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {name: [getattr(post, name) for post in posts] for name in _TEXTS}
    columns["hashtags"] = [list(post.hashtags) for post in posts]
    for name in _OPTIONAL:
        if any(texts := [getattr(post, name) for post in posts]):
            columns[name] = texts
    with (folder / POSTS).open("wb") as file:  # PyArrow takes only names that are UTF-8
        pq.write_table(pa.table(columns), file, compression="zstd")


def load_posts(folder: Path, n_posts: int, sha256: str) -> tuple[Post, ...]:
    """The posts in the order of the arrays.

    Raises:
        CollectionError: the file can't be read, an id is invalid, there are not ``n_posts``, or its
            content has another ``sha256``: another collection may have taken this one's place.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        content = (folder / POSTS).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise damaged(folder, f"{POSTS} does not have the content that was written")
        # Without threads: those of Arrow abort a process that ends while they start.
        table = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False).read(use_threads=False)
        rows = table.to_pylist()
        posts = tuple(
            Post(
                hashtags=tuple(row["hashtags"]),
                **{name: row[name] for name in _TEXTS},
                **{name: row.get(name, "") for name in _OPTIONAL},
            )
            for row in rows
        )
    except (OSError, KeyError, TypeError, pa.ArrowException) as error:
        raise damaged(folder, f"{POSTS} can't be read") from error
    if not all(_ID.fullmatch(post.id) for post in posts):  # ids become file names
        raise damaged(folder, f"{POSTS} holds an invalid id")
    if len(posts) != n_posts:
        raise damaged(folder, f"{POSTS} has {len(posts)} posts, not {n_posts}")
    return posts
