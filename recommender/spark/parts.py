"""The images of a build in parts, each encoded by one job and kept as Parquet until the build is done."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recommender.features.batch import EncodedPost
from recommender.features.cache import FeatureCache
from recommender.features.encoder import N_FEATURES, are_usable
from recommender.features.images import MAX_BYTES, too_large
from recommender.sources import Post, Skipped
from recommender.sources.archive import ArchiveMember
from recommender.spark.encoding import SCHEMA, Opener, encode_images
from recommender.spark.places import exists, literally, remove
from recommender.spark.posts import StoredImage

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Place = Path | ArchiveMember | StoredImage
"""Where the image of a post is."""

_ROWS_PER_BATCH = 16
"""Images that a worker holds at once, each of up to 25 MB."""


@dataclass(frozen=True)
class Parts:
    """Encodes parts of a build's images.

    Attributes:
        folder: address of the folder that keeps them.
        openers: open the encoders in the workers.
        fingerprints: of these encoders.
        side: longest side of thumbnails, in pixels.
        cached: whether workers use the feature cache of the user on their machine.
    """

    spark: "SparkSession"
    folder: str
    openers: tuple[Opener, ...]
    fingerprints: tuple[str, ...]
    side: int
    cached: bool

    def keep(self, places: Sequence[Place]) -> str:
        """Encode images, unless an earlier build has kept them; returns the address of the Parquet."""
        address = f"{self.folder}/{self._name(places)}"
        if not exists(self.spark, f"{address}/_SUCCESS"):
            images = (
                self._stored(places) if isinstance(places[0], StoredImage) else self._files(places)
            )
            encode = partial(
                encode_images, openers=self.openers, side=self.side, cached=self.cached
            )
            made = images.mapInPandas(encode, SCHEMA)
            made.write.mode("overwrite").parquet(address)
        return address

    def load(
        self, address: str, posts: Sequence[Post], places: Sequence[Place]
    ) -> list[EncodedPost | Skipped]:
        """What became of the posts' images, in the posts' order."""
        rows = self._rows(address)
        if rows is None:  # damaged: it is made again
            remove(self.spark, address)
            rows = self._rows(self.keep(places)) or {}
        return [
            self._item(post, place, rows.get(i))
            for i, (post, place) in enumerate(zip(posts, places, strict=True))
        ]

    def _rows(self, address: str) -> dict[int, dict[str, Any]] | None:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        with suppress(PySparkException, Py4JError):
            table = self.spark.read.schema(SCHEMA).parquet(literally(address)).toArrow()
            rows = {row["image"]: row for row in table.to_pylist()}
            if all(row["reason"] is not None or self._is_whole(row) for row in rows.values()):
                return rows
        return None

    def _is_whole(self, row: dict[str, Any]) -> bool:
        features = row["features"] or b""
        return (
            len(features) == 4 * N_FEATURES * len(self.openers)
            and are_usable(np.frombuffer(features, dtype="<f4"))
            and bool(row["sha256"] and row["thumbnail"])
        )

    def _item(self, post: Post, place: Place, row: dict[str, Any] | None) -> EncodedPost | Skipped:
        if row is None:
            large = isinstance(place, StoredImage) and place.size > MAX_BYTES
            reason = (
                str(too_large()) if large else "The image is no longer there; check the source."
            )
            return Skipped.of(post, reason, kind="unreadable image")
        if row["reason"] is not None:
            return Skipped.of(post, row["reason"], kind=row["kind"])
        features = np.frombuffer(row["features"], dtype="<f4").astype(np.float32)
        return EncodedPost(
            post,
            row["sha256"],
            tuple(features.reshape(-1, N_FEATURES)),
            row["reused"],
            row["thumbnail"],
        )

    def _files(self, places: Sequence[Place]) -> "DataFrame":
        """Rows for :func:`encode_images` of files that the workers can open."""
        rows = [(i, *_file_and_member(place), None) for i, place in enumerate(places)]
        context = self.spark.sparkContext
        slices = min(len(rows), 4 * context.defaultParallelism)
        schema = "image int, file binary, member string, content binary"
        self.spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _ROWS_PER_BATCH)
        return self.spark.createDataFrame(context.parallelize(rows, slices), schema)

    def _stored(self, places: Sequence[Place]) -> "DataFrame":
        """Rows for :func:`encode_images` of images at addresses, read by Spark where it likes."""
        from pyspark.sql.functions import broadcast, col, lit

        addresses = [place.address for place in places if isinstance(place, StoredImage)]
        numbers = self.spark.createDataFrame(list(enumerate(addresses)), "image int, path string")
        read = (
            self.spark.read.format("binaryFile")
            .load([literally(address) for address in dict.fromkeys(addresses)])
            .where(col("length") <= MAX_BYTES)
            .select("path", "content")
        )
        self.spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _ROWS_PER_BATCH)
        nothing = (lit(None).cast("binary").alias("file"), lit(None).cast("string").alias("member"))
        return read.join(broadcast(numbers), "path").select("image", *nothing, "content")

    def _name(self, places: Sequence[Place]) -> str:
        """A name that changes with the images, the encoders, and the thumbnails."""
        versions = [FeatureCache.VERSION, *self.fingerprints, self.side, *map(_version, places)]
        return "part-" + hashlib.sha256(repr(versions).encode()).hexdigest()[:32]


def _file_and_member(place: Place) -> tuple[bytes, str | None]:
    assert not isinstance(place, StoredImage)
    if isinstance(place, ArchiveMember):
        return os.fsencode(place.archive.path.absolute()), place.name
    return os.fsencode(place.absolute()), None


def _version(place: Place) -> tuple[object, ...]:
    if isinstance(place, StoredImage):
        return place.address, place.size, place.changed
    file, member = _file_and_member(place)
    with suppress(OSError):
        found = os.stat(file)
        return file, member, found.st_size, found.st_mtime_ns
    return file, member
