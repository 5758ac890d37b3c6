"""Writing ``posts.parquet``, a group of rows at a time."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from recommender.collection.files import POSTS
from recommender.collection.posts_parquet import GROUP_ROWS, OPTIONAL, TEXTS
from recommender.sources.post import Post

if TYPE_CHECKING:
    import pyarrow as pa


def save_posts(folder: Path, posts: Iterable[Post]) -> None:
    with PostsWriter(folder) as writer:
        for post in posts:
            writer.add(post)


class PostsWriter:
    """Writes the posts of a collection one by one; only those of one group are in memory.

    A context: the file is whole once it was left without an error.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / POSTS
        self._posts: list[Post] = []
        self._open = ExitStack()

    def __enter__(self) -> "PostsWriter":
        import pyarrow.parquet as pq

        # PyArrow takes only names that are UTF-8, so it gets an open file.
        file = self._open.enter_context(self._path.open("wb"))
        self._parquet = self._open.enter_context(
            pq.ParquetWriter(file, _schema(), compression="zstd", write_statistics=False)
        )
        return self

    def add(self, post: Post) -> None:
        self._posts.append(post)
        if len(self._posts) == GROUP_ROWS:
            self._write()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._open:
            if error is None and self._posts:
                self._write()

    def _write(self) -> None:
        import pyarrow as pa

        columns = {name: [getattr(p, name) for p in self._posts] for name in (*TEXTS, *OPTIONAL)}
        columns["hashtags"] = [list(post.hashtags) for post in self._posts]
        self._parquet.write_table(pa.table(columns, schema=_schema()))
        self._posts = []


def _schema() -> "pa.Schema":
    import pyarrow as pa

    texts = [(name, pa.string()) for name in (*TEXTS, *OPTIONAL)]
    return pa.schema([*texts, ("hashtags", pa.list_(pa.string()))])
