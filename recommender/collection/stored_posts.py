"""The posts of a collection, read when they are first used."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from recommender.collection.posts_parquet import load_posts
from recommender.hashtags import Vocabulary
from recommender.sources.post import Post


class StoredPosts(Sequence[Sequence[int]]):
    """The posts of a collection and, as a sequence, the columns of each post's hashtags.

    It does not refer to the collection, which could otherwise not be released at once.
    """

    def __init__(self, folder: Path, n_posts: int, sha256: str, vocabulary: Vocabulary) -> None:
        self._folder = folder
        self._n_posts = n_posts
        self._sha256 = sha256
        self._vocabulary = vocabulary

    @cached_property
    def records(self) -> tuple[Post, ...]:
        return load_posts(self._folder, self._n_posts, self._sha256)

    def __len__(self) -> int:
        return self._n_posts

    def __getitem__(self, row: int) -> list[int]:  # type: ignore[override]
        column = self._vocabulary.columns
        return sorted({column[tag] for tag in self.records[row].hashtags if tag in column})
