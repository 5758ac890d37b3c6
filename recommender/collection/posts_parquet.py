"""``posts.parquet``: the posts of a collection, one row each."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from recommender.collection.files import POSTS, read_own_file
from recommender.collection.manifest import damaged
from recommender.collection.parquet_pages import Unpacked, unpacked
from recommender.hashtags import MAX_LENGTH, STORED
from recommender.sources.post import ID, MAX_FIELD, MAX_HASHTAGS, MAX_TEXT, Post

if TYPE_CHECKING:
    import pyarrow as pa

_OPTIONAL = ("attribution", "query")
"""Texts that few collections have: a column is written only if a post has such a text."""

_TEXTS = tuple(
    f.name for f in fields(Post) if f.name not in ("hashtags", "path", "line", *_OPTIONAL)
)

_LEAF = "hashtags.list.element"
"""Where Parquet keeps the elements of the column of lists."""

_GROUP_ROWS = 1_000
"""Fewest rows of a group, if there are several: Arrow writes a million."""

_MOST_COLUMNS = 40
"""Further columns are ignored: a later version may have added them."""

_MOST_HASHTAGS = MAX_HASHTAGS + MAX_TEXT // 2
"""Most hashtags of a post: those of its list, and a caption that is nothing but hashtags."""

_BASE_BYTES, _POST_BYTES, _MOST_BYTES = 16 << 20, 128 << 10, 1 << 30
"""Most bytes of the file, and of what it unpacks to: some, and some for each post, at most 1 GiB."""


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
        CollectionError: the file can't be read, would unpack to more than ``n_posts`` posts can
            have, holds another number of posts or anything but texts, an id is invalid, or its
            content has another ``sha256``: another collection may have taken this one's place.
    """
    import pyarrow as pa

    try:
        content = read_own_file(folder, POSTS, _most_bytes(n_posts))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise damaged(folder, f"{POSTS} does not have the content that was written")
        groups = _read_groups(io.BytesIO(content), n_posts)
        posts = [post for group in groups for post in _posts_of(group)]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise damaged(folder, f"{POSTS} can't be read: {error}") from error
    if not all(ID.fullmatch(post.id) for post in posts):  # ids become file names
        raise damaged(folder, f"{POSTS} holds an invalid id")
    if len({post.id for post in posts}) != n_posts:
        raise damaged(folder, f"{POSTS} holds an id twice")
    return tuple(posts)


def _read_groups(file: BinaryIO, n_posts: int) -> "list[pa.Table]":
    """The groups of rows, once metadata and headers of pages say that they are not too large.

    Its texts come as dictionaries: a file can repeat a long text any number of times in a few bytes.
    """
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(file)
    _check_size(file, metadata, n_posts)
    paths = {metadata.schema.column(i).path for i in range(metadata.num_columns)}
    if len(paths) < metadata.num_columns:
        raise ValueError("it has a column twice")
    for name in (*_TEXTS, _LEAF):
        if name not in paths:
            raise ValueError(f"it has no column {name} of the right type")
    wanted = [name for name in (*_TEXTS, *_OPTIONAL, _LEAF) if name in paths]
    # Without threads: those of Arrow abort a process that ends while they start.
    parquet = pq.ParquetFile(file, metadata=metadata, read_dictionary=wanted, pre_buffer=False)
    # One by one: Arrow can't join lists of dictionaries of several groups.
    groups = [
        parquet.read_row_group(i, wanted, use_threads=False) for i in range(metadata.num_row_groups)
    ]
    for group in groups:
        group.validate(full=True)
    return groups


def _most_bytes(n_posts: int) -> int:
    return min(_BASE_BYTES + n_posts * _POST_BYTES, _MOST_BYTES)


def _check_size(file: BinaryIO, metadata: Any, n_posts: int) -> None:
    if metadata.num_rows != n_posts:
        raise ValueError(f"it has {metadata.num_rows} posts, not {n_posts}")
    if metadata.num_row_groups > 1 + n_posts // _GROUP_ROWS or metadata.num_columns > _MOST_COLUMNS:
        raise ValueError("it has too many columns or groups of rows")
    size = Unpacked()
    for group in (metadata.row_group(i) for i in range(metadata.num_row_groups)):
        for i in range(group.num_columns):
            size += unpacked(file, group.column(i))
    if size.bytes > _most_bytes(n_posts):
        raise ValueError(f"it would unpack to {size.bytes:,} bytes")
    if size.values > n_posts * (_MOST_COLUMNS + _MOST_HASHTAGS):
        raise ValueError(f"it has {size.values:,} values")


def _posts_of(group: "pa.Table") -> Iterator[Post]:
    texts = {
        name: _texts(group.column(name), MAX_TEXT if name == "caption" else MAX_FIELD)
        for name in (*_TEXTS, *_OPTIONAL)
        if name in group.column_names
    }
    rows = zip(_hashtags(group.column("hashtags")), *texts.values(), strict=True)
    for hashtags, *row in rows:
        yield Post(hashtags=hashtags, **dict(zip(texts, row, strict=True)))


def _texts(column: "pa.ChunkedArray", longest: int) -> list[str]:
    """The texts of a column; raises ValueError if it holds anything else, or a longer one."""
    import pyarrow as pa

    if column.type != pa.dictionary(pa.int32(), pa.string()) or column.null_count:
        raise ValueError("a column holds something other than texts")
    texts: list[str] = []
    for chunk in column.chunks:
        different = chunk.dictionary.to_pylist()
        if any(len(text) > longest for text in different):
            raise ValueError(f"a text is longer than {longest} characters")
        texts += [different[i] for i in chunk.indices.to_pylist()]
    return texts


def _hashtags(column: "pa.ChunkedArray") -> list[tuple[str, ...]]:
    """The hashtags of each post; raises ValueError if the column is not of lists of hashtags."""
    import pyarrow as pa

    if not pa.types.is_list(column.type) or column.null_count:
        raise ValueError("the column hashtags holds something other than lists")
    rows: list[tuple[str, ...]] = []
    for chunk in column.chunks:
        tags = _texts(pa.chunked_array([chunk.values]), MAX_LENGTH)
        if not all(map(STORED.fullmatch, set(tags))):
            raise ValueError("the column hashtags holds something other than hashtags")
        rows += [tuple(tags[a:b]) for a, b in pairwise(chunk.offsets.to_pylist())]
    return rows
