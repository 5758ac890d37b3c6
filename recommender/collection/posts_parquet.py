"""``posts.parquet``: the posts of a collection, one row each, read a group of rows at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from recommender.collection.files import POSTS
from recommender.collection.hashtags_parquet import ARROW_STORED
from recommender.collection.manifest import damaged
from recommender.collection.parquet_pages import Unpacked, mapped, unpacked
from recommender.hashtags import MAX_LENGTH
from recommender.sources.post import MAX_FIELD, MAX_HASHTAGS, MAX_TEXT, Post

if TYPE_CHECKING:
    import pyarrow as pa

OPTIONAL = ("attribution", "query")
"""Texts that few collections have; older ones have these columns only if some post has such a text."""

TEXTS = tuple(f.name for f in fields(Post) if f.name not in ("hashtags", "path", "line", *OPTIONAL))

_LEAF = "hashtags.list.element"
"""Where Parquet keeps the elements of the column of lists."""

GROUP_ROWS = 256
"""Rows of a group: one post costs the reading of its group. Older files have groups of any size."""

_MOST_COLUMNS = 40
"""Further columns are ignored: a later version may have added them."""

_MOST_HASHTAGS = MAX_HASHTAGS + MAX_TEXT // 2
"""Most hashtags of a post: those of its list, and a caption that is nothing but hashtags."""

_BASE_BYTES, _POST_BYTES, _MOST_BYTES = 16 << 20, 128 << 10, 1 << 30
"""Most bytes that a group unpacks to: some, and some for each post, at most 1 GiB."""

_ID_BYTES = 64
"""Most bytes that an id unpacks to, with its share of the headers."""

_ID = r"^[0-9a-f]{16}(-[1-9][0-9]{0,8})?\z"
"""``sources.post.ID`` in the syntax of Arrow's regular expressions."""


class PostsFile:
    """The file of a collection's posts. Safe to share between threads.

    Everything raises CollectionError if the file can't be read, a group of rows would unpack to more
    than its posts can have, the file holds another number of posts or anything but texts, or an id
    is invalid or there twice.
    """

    def __init__(self, folder: Path, n_posts: int) -> None:
        """Map the file, which stays readable if another collection takes this one's place."""
        self._folder = folder
        self._n_posts = n_posts
        self._content = mapped(folder, POSTS, _BASE_BYTES + n_posts * _POST_BYTES)
        self._lock = RLock()

    @cached_property
    def starts(self) -> np.ndarray:
        """The first row of each group and, last, the number of all: ``(n_groups + 1,) int64``."""
        with self._reading():
            metadata = self._parquet.metadata
            sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
            starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
            if min(sizes) < 0 or starts[-1] != self._n_posts:
                raise ValueError("its groups have another number of posts")
            return starts

    @cached_property
    def ids(self) -> "pa.LargeStringArray":
        """The ids of all posts."""
        import pyarrow as pa
        import pyarrow.compute as pc

        with self._reading():
            column = self._paths.index("id")
            metadata = self._parquet.metadata
            groups = range(metadata.num_row_groups)
            size = sum((self._unpacked(i, column) for i in groups), Unpacked())
            _check(size, _BASE_BYTES + self._n_posts * _ID_BYTES, self._n_posts)
            parts = []
            for i in groups:
                found = self._parquet.read_row_group(i, ["id"], use_threads=False).column(0)
                found.validate(full=True)
                for chunk in found.chunks:
                    _check_texts(chunk, MAX_FIELD, _ID)
                    parts.append(chunk.dictionary_decode().cast(pa.large_string()))
            ids = pa.concat_arrays(parts)
            if len(ids) != self._n_posts or ids.null_count:
                raise ValueError("a post has no id")
            if pc.count_distinct(ids).as_py() != len(ids):
                raise ValueError("it holds an id twice")
            return ids

    def read(self, group: int) -> "pa.Table":
        """A group of rows, checked; :func:`post_of` and :func:`posts_of` make posts of it."""
        with self._reading():
            n = int(self.starts[group + 1] - self.starts[group])
            columns = range(len(self._paths))
            size = sum((self._unpacked(group, i) for i in columns), Unpacked())
            most = min(_BASE_BYTES + n * _POST_BYTES, _MOST_BYTES)
            _check(size, most, n * (_MOST_COLUMNS + _MOST_HASHTAGS))
            wanted = [name for name in (*TEXTS, *OPTIONAL, _LEAF) if name in self._paths]
            table = self._parquet.read_row_group(group, wanted, use_threads=False)
            table.validate(full=True)
            if len(table) != n:
                raise ValueError("a group has another number of posts")
            _check_table(table)
            return table

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time; what is wrong becomes a sentence."""
        import pyarrow as pa

        with self._lock:
            try:
                yield
            except (OSError, ValueError, pa.ArrowException) as error:
                raise damaged(self._folder, f"{POSTS} can't be read: {error}") from error

    @cached_property
    def _parquet(self) -> Any:
        """The open file, once its metadata were checked.

        Its texts come as dictionaries: a file can repeat a long text any number of times in a few
        bytes.
        """
        import pyarrow.parquet as pq

        metadata = pq.read_metadata(self._content)
        if metadata.num_rows != self._n_posts:
            raise ValueError(f"it has {metadata.num_rows} posts, not {self._n_posts}")
        most_groups = 1 + self._n_posts // GROUP_ROWS
        if not 1 <= metadata.num_row_groups <= most_groups or metadata.num_columns > _MOST_COLUMNS:
            raise ValueError("it has too many columns or groups of rows")
        paths = [metadata.schema.column(i).path for i in range(metadata.num_columns)]
        if len(set(paths)) < len(paths):
            raise ValueError("it has a column twice")
        for name in (*TEXTS, _LEAF):
            if name not in paths:
                raise ValueError(f"it has no column {name} of the right type")
        texts = [name for name in (*TEXTS, *OPTIONAL, _LEAF) if name in paths]
        # Without buffering: threads of Arrow abort a process that ends while they start.
        return pq.ParquetFile(
            self._content, metadata=metadata, read_dictionary=texts, pre_buffer=False
        )

    @cached_property
    def _paths(self) -> list[str]:
        schema = self._parquet.metadata.schema
        return [schema.column(i).path for i in range(len(schema))]

    def _unpacked(self, group: int, column: int) -> Unpacked:
        return unpacked(self._content, self._parquet.metadata.row_group(group).column(column))


def _check(size: Unpacked, most_bytes: int, most_values: int) -> None:
    if size.bytes > most_bytes:
        raise ValueError(f"it would unpack to {size.bytes:,} bytes")
    if size.values > most_values:
        raise ValueError(f"it has {size.values:,} values")


def post_of(table: "pa.Table", i: int) -> Post:
    """One of the posts in a group of rows."""
    values = table.slice(i, 1).to_pylist()[0]
    return Post(**{**values, "hashtags": tuple(values["hashtags"])})


def posts_of(table: "pa.Table") -> Iterator[Post]:
    """All posts in a group of rows: quicker than one by one."""
    names = [name for name in table.column_names if name != "hashtags"]
    texts = [_texts(table.column(name).chunks) for name in names]
    hashtags = [
        tags[a:b]
        for chunk in table.column("hashtags").chunks
        for tags in [_texts([chunk.values])]
        for a, b in pairwise(chunk.offsets.to_pylist())
    ]
    for tags, *row in zip(hashtags, *texts, strict=True):
        yield Post(hashtags=tuple(tags), **dict(zip(names, row, strict=True)))


def _texts(chunks: Sequence["pa.DictionaryArray"]) -> list[str]:
    texts: list[str] = []
    for chunk in chunks:
        different = chunk.dictionary.to_pylist()
        texts += [different[i] for i in chunk.indices.to_pylist()]
    return texts


def _check_table(table: "pa.Table") -> None:
    """Raises ValueError if the columns hold anything but texts and lists of hashtags."""
    import pyarrow as pa

    for name in table.column_names:
        column = table.column(name)
        if name != "hashtags":
            longest = MAX_TEXT if name == "caption" else MAX_FIELD
            for chunk in column.chunks:
                _check_texts(chunk, longest, _ID if name == "id" else None)
            continue
        if not pa.types.is_list(column.type) or column.null_count:
            raise ValueError("the column hashtags holds something other than lists")
        for chunk in column.chunks:
            _check_texts(chunk.values, MAX_LENGTH, ARROW_STORED)


def _check_texts(chunk: "pa.Array", longest: int, pattern: str | None = None) -> None:
    """Raises ValueError if this holds anything but texts, a longer one, or one of another form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if chunk.type != pa.dictionary(pa.int32(), pa.string()) or chunk.null_count:
        raise ValueError("a column holds something other than texts")
    if (pc.max(pc.utf8_length(chunk.dictionary)).as_py() or 0) > longest:
        raise ValueError(f"a text is longer than {longest} characters")
    # Ids become names of files. No text at all is null here, and fine.
    matched = pattern is None or pc.all(pc.match_substring_regex(chunk.dictionary, pattern)).as_py()
    if matched is False:
        raise ValueError("it holds an invalid id, or something other than hashtags")
