"""What Spark's Python workers do with images: one encoder and one decoder for each worker process."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recommender.features.batch import EncodedPost, encode_post
from recommender.features.cache import FeatureCache
from recommender.features.decoders import Decoders
from recommender.features.encoder import Encoder
from recommender.sources import Post
from recommender.sources.archive import Archive, ArchiveMember

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "image int, sha256 string, features binary, thumbnail binary, reused boolean, reason string, kind string"
"""Columns of what is made of an image; those from ``reason`` on are of images that are skipped."""


@dataclass(frozen=True)
class ShippedEncoder:
    """Opens an encoder whose file was sent to the workers with ``SparkContext.addFile``."""

    name: str
    file: str
    fingerprint: str

    def __call__(self) -> Encoder:
        from pyspark import SparkFiles

        return Encoder(Path(SparkFiles.get(self.file)), name=self.name, threads=1)


Opener = Callable[[], Encoder]
"""Opens an encoder in a worker: hashable, and the same one for each task."""


@dataclass(frozen=True)
class _Worker:
    encoders: Sequence[Encoder]
    caches: Sequence[FeatureCache | None]
    decoders: Decoders


@cache
def _worker(openers: tuple[Opener, ...], cached: bool) -> _Worker:
    """What this process keeps from task to task."""
    encoders = [opener() for opener in openers]
    caches = [FeatureCache(encoder.fingerprint) if cached else None for encoder in encoders]
    return _Worker(encoders, caches, Decoders(1))


_archive = cache(Archive)


def encode_images(
    batches: "Iterator[pd.DataFrame]", openers: tuple[Opener, ...], side: int, cached: bool
) -> "Iterator[pd.DataFrame]":
    """For ``mapInPandas``: rows of images -> rows of :data:`SCHEMA`.

    Each image has a number ``image`` and either its ``content`` or the path of its ``file``, with the
    name of a ``member`` if that is a zip. With ``cached``, features are taken from and put into the
    feature cache of the user on this machine.
    """
    import pandas as pd

    worker = _worker(openers, cached)
    for batch in batches:
        fresh: list[dict[str, np.ndarray]] = [{} for _ in worker.encoders]
        rows = []
        for image in batch.itertuples(index=False):
            found = encode_post(
                Post("", ()),
                _source(image),
                worker.encoders,
                worker.caches,
                fresh,
                side,
                decode=worker.decoders.decode,
            )
            if isinstance(found, EncodedPost):
                features = np.concatenate(found.features).astype("<f4").tobytes()
                made: tuple[object, ...] = (
                    found.sha256,
                    features,
                    found.thumbnail,
                    found.reused,
                    None,
                    None,
                )
            else:
                made = (None, None, None, None, found.reason, found.kind)
            rows.append((image.image, *made))
        for features_cache, new in zip(worker.caches, fresh, strict=True):
            if features_cache and new:
                features_cache.put(new)
        yield pd.DataFrame(rows, columns=[column.split()[0] for column in SCHEMA.split(", ")])


def _source(image: Any) -> bytes | Path | ArchiveMember:
    if isinstance(image.content, (bytes, bytearray)):
        return bytes(image.content)
    path = Path(os.fsdecode(image.file))
    return ArchiveMember(_archive(path), image.member) if isinstance(image.member, str) else path
