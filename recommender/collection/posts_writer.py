"""Writing ``posts.parquet``, a group of rows at a time."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from recommender.collection.files import POSTS
from recommender.collection.posts_parquet import GROUP_ROWS, OPTIONAL, TEXTS
from recommender.sources.post import Post

if TYPE_CHECKING:
    import pyarrow as pa


def save_posts(folder: Path, posts: Iterable[Post]) -> None:
    """Write the posts; only those of one group are in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, rest = _schema(), iter(posts)
    # PyArrow takes only names that are UTF-8, so it gets an open file.
    with (
        (folder / POSTS).open("wb") as file,
        pq.ParquetWriter(file, schema, compression="zstd", write_statistics=False) as parquet,
    ):
        while group := list(islice(rest, GROUP_ROWS)):
            columns = {name: [getattr(p, name) for p in group] for name in (*TEXTS, *OPTIONAL)}
            columns["hashtags"] = [list(post.hashtags) for post in group]
            parquet.write_table(pa.table(columns, schema=schema))


def _schema() -> "pa.Schema":
    import pyarrow as pa

    texts = [(name, pa.string()) for name in (*TEXTS, *OPTIONAL)]
    return pa.schema([*texts, ("hashtags", pa.list_(pa.string()))])
