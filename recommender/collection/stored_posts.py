"""The posts of a collection, read by groups of rows as they are asked for."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, overload

import numpy as np

from recommender.collection.posts_parquet import GROUP_ROWS, PostsFile, post_of, posts_of
from recommender.collection.stored_vocabulary import StoredVocabulary
from recommender.collection.texts import Texts
from recommender.hashtags import Vocabulary
from recommender.sources.post import ID, Post

if TYPE_CHECKING:
    import pyarrow as pa

_KEPT_ROWS = 200 * GROUP_ROWS
"""Posts kept in memory, in whole groups, the last used: tens of MB. An answer needs some dozen."""


class StoredPosts(Sequence[Post]):
    """The posts in their file. Safe to share between threads.

    Everything raises CollectionError if the file, or the part of it that is asked for, is damaged.
    It does not refer to the collection, which could otherwise not be released at once.
    """

    def __init__(self, file: PostsFile, n_posts: int) -> None:
        self._file = file
        self._n_posts = n_posts
        self._kept: OrderedDict[int, pa.Table] = OrderedDict()
        self._lock = Lock()

    @property
    def ids(self) -> "pa.LargeStringArray":
        """The ids of all posts, read when they are first asked for."""
        return self._file.ids

    def __len__(self) -> int:
        return self._n_posts

    @overload
    def __getitem__(self, row: int) -> Post: ...
    @overload
    def __getitem__(self, row: slice) -> list[Post]: ...
    def __getitem__(self, row: int | slice) -> Post | list[Post]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(self._n_posts))]
        if not -self._n_posts <= row < self._n_posts:
            raise IndexError(row)
        row %= self._n_posts
        starts = self._file.starts
        group = int(np.searchsorted(starts, row, "right")) - 1
        return post_of(self._group(group), int(row - starts[group]))

    def __iter__(self) -> Iterator[Post]:
        """All posts in order, a group of rows in memory at a time, besides those that are kept."""
        for group in range(len(self._file.starts) - 1):
            yield from posts_of(self._group(group))

    def id_of(self, row: int) -> str:
        """The id of the post in this row, for which the post is not read."""
        return self._ids[row]

    def row_of(self, post_id: str) -> int | None:
        """The row of the post with this id, or None."""
        return self._ids.find(post_id) if ID.fullmatch(post_id) else None

    def rows_of_image(self, image_id: str) -> list[int]:
        """The rows of all posts of the image with this id."""
        return self._ids.beginning_with(image_id)

    @cached_property
    def _ids(self) -> Texts:
        return Texts(self.ids)

    def _group(self, group: int) -> "pa.Table":
        with self._lock:
            if group in self._kept:
                self._kept.move_to_end(group)
                return self._kept[group]
        rows = self._file.read(group)
        with self._lock:
            self._kept[group] = rows
            n = sum(map(len, self._kept.values()))
            while n > _KEPT_ROWS and len(self._kept) > 1:
                n -= len(self._kept.popitem(last=False)[1])
        return rows


class PostColumns(Sequence[Sequence[int]]):
    """The columns of each post's hashtags in the vocabulary, each once."""

    def __init__(self, posts: StoredPosts, vocabulary: Vocabulary | StoredVocabulary) -> None:
        self._posts = posts
        self._vocabulary = vocabulary

    def __len__(self) -> int:
        return len(self._posts)

    def __getitem__(self, row: int) -> list[int]:  # type: ignore[override]
        return sorted(self._vocabulary.columns_of(self._posts[row].hashtags).values())
