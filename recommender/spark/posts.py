"""Posts files and images at addresses (``s3a://``, ``hdfs://``, ``file://``), read by Spark."""

import posixpath
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recommender.errors import PostError
from recommender.sources import Post, Skipped
from recommender.sources.posts_file import ENDINGS, read_posts_file
from recommender.spark.places import exists, literally

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class StoredImage:
    """Where an image is, as Spark writes it, its size in bytes, and when it was changed."""

    address: str
    size: int
    changed: str


class PostsAtAddress:
    """A posts file with its images beside it.

    Attributes:
        images: what is below the posts file's folder, by the path from there.
    """

    def __init__(self, spark: "SparkSession", address: str) -> None:
        """List the images.

        Raises:
            PostError: it is no posts file, or there is none.
        """
        ending = posixpath.splitext(address)[1].lower()
        if ending not in ENDINGS:
            raise PostError(
                f"{address} is not a posts file; at an address only {', '.join(ENDINGS)} can be read: "
                "make one with python -m recommender import."
            )
        if not exists(spark, address):
            raise PostError(f"There is no posts file {address}; check the address.")
        self._spark, self._address, self._ending = spark, address, ending
        self.images = self._list()

    def read(self) -> Generator[Post | Skipped, None, None]:
        """As :func:`~recommender.sources.posts_file.read_posts_file`; the posts have no ``path``."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"posts{self._ending}"
            self._copy_to(copy)
            try:
                yield from read_posts_file(copy, self._find)
            except PostError as error:
                raise PostError(str(error).replace(str(copy), self._address)) from error

    def image(self, post: Post) -> StoredImage:
        return self.images[posixpath.normpath(post.image)]

    def _find(self, name: str) -> None:
        inside = posixpath.normpath(name)
        if inside == ".." or inside.startswith(("../", "/")):
            raise PostError(f"{name} is outside the folder of the source", kind="refused")
        if inside not in self.images:
            raise PostError(f"there is no image file {name}", kind="no image")

    def _copy_to(self, path: Path) -> None:
        """The very bytes of the file: line ends alone are told apart, and nothing is decoded."""
        from pyspark.sql.functions import col, monotonically_increasing_id

        lines = (
            self._spark.read.option("lineSep", "\n")
            .text(literally(self._address))
            .select(
                col("value").cast("binary"),
                col("_metadata.file_block_start").alias("start"),
                monotonically_increasing_id().alias("place"),
            )
            .orderBy("start", "place")
        )
        with path.open("wb") as file:
            for line in lines.toLocalIterator():
                file.write(bytes(line.value) + b"\n")

    def _list(self) -> dict[str, StoredImage]:
        folder = posixpath.dirname(self._address)
        found = (
            self._spark.read.format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(literally(folder))
            .select("path", "length", "modificationTime")
        )
        images = {}
        # file:///a is file:/a there: names are told by what follows the posts file's own folder.
        (posts_file,) = (
            self._spark.read.format("binaryFile")
            .load(literally(self._address))
            .select("path")
            .collect()
        )
        start = len(posixpath.dirname(posts_file.path)) + 1
        for row in found.toLocalIterator():
            images[row.path[start:]] = StoredImage(
                row.path, row.length, row.modificationTime.isoformat()
            )
        return images
