"""Many posts -> their deep features, on all cores, each image encoded once."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from PIL import Image

from recommender.errors import ImageError
from recommender.features.cache import FeatureCache
from recommender.features.decoders import open_apart
from recommender.features.encoder import Encoder
from recommender.features.images import read_bytes
from recommender.features.thumbnails import thumbnail_of
from recommender.progress import Progress, silent
from recommender.sources.archive import ArchiveMember
from recommender.sources.post import Post, Skipped

T = TypeVar("T")
R = TypeVar("R")

_SAVE_EVERY = 64
"""Images encoded between two writes to the feature cache: about a second of work may be lost."""


@dataclass(frozen=True)
class EncodedPost:
    """A post with the sha256 of its image, its deep features, and a thumbnail.

    ``features`` are ``(1280,) float32``, one array for each encoder. ``reused`` says that all were
    known before; ``thumbnail`` is JPEG, or empty if none was asked for.
    """

    post: Post
    sha256: str
    features: tuple[np.ndarray, ...]
    reused: bool
    thumbnail: bytes


class KnownImages(Protocol):
    """Images whose deep features and thumbnails are known already, by the sha256 of their bytes.

    ``features`` are those of one of the encoders, by its place among them.
    """

    def features(self, sha256: str, encoder: int) -> np.ndarray | None: ...

    def thumbnail(self, sha256: str) -> bytes | None: ...


def encode_posts(
    posts: Sequence[Post],
    encoders: Sequence[Encoder],
    thumbnail_side: int | None = None,
    progress: Progress = silent,
    known: KnownImages | None = None,
) -> Generator[EncodedPost | Skipped, None, None]:
    """Decode, encode and shrink the posts' images, in order; unreadable ones are skipped.

    An image is decoded once for all encoders, in a process of its own: whatever it does there, only
    this image is skipped. Features and thumbnails that are ``known`` are taken as they are. New
    features are saved in the user's cache from time to time, and at the end, whatever ends this: no
    image is encoded twice.
    """
    caches = [FeatureCache(encoder.fingerprint) for encoder in encoders]
    fresh: list[dict[str, np.ndarray]] = [{} for _ in encoders]  # workers fill it, ahead of us

    def prepare(post: Post) -> EncodedPost | Skipped:
        assert post.path is not None  # posts of a source always have one
        return encode_post(post, post.path, encoders, caches, fresh, thumbnail_side, known)

    def save() -> None:
        for cache, new in zip(caches, fresh, strict=True):
            cache.put(dict(new.popitem() for _ in range(len(new))))

    try:
        with closing(in_order(prepare, posts, os.cpu_count() or 1)) as done:
            for n, item in enumerate(done, 1):
                progress("encoding", n, len(posts))
                if max(map(len, fresh)) >= _SAVE_EVERY:
                    save()
                yield item
    finally:  # the workers, which read the caches, have ended by now
        save()
        for cache in caches:
            cache.close()


def in_order(
    function: Callable[[T], R], items: Iterable[T], workers: int
) -> Generator[R, None, None]:
    """``map`` on threads that keeps the order and runs only a little ahead of the consumer.

    Decoding and encoding release Python's lock, so threads keep all cores busy.
    """
    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= 8 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def encode_post(
    post: Post,
    source: Path | ArchiveMember | bytes,
    encoders: Sequence[Encoder],
    caches: Sequence[FeatureCache | None],
    fresh: Sequence[dict[str, np.ndarray]],
    thumbnail_side: int | None,
    known: KnownImages | None = None,
    decode: Callable[[bytes], Image.Image] | None = None,
) -> EncodedPost | Skipped:
    """Read the ``source`` of a post's image, and decode it if anything is still to be made of it.

    Features that are in none of the ``caches``, one for each encoder, also go into ``fresh``. Images are
    decoded in a process of their own, unless ``decode`` is given.
    """
    try:
        data = read_bytes(source)
        sha256 = hashlib.sha256(data).hexdigest()
        thumbnail = known.thumbnail(sha256) if known and thumbnail_side else None
        features = [known.features(sha256, i) if known else None for i in range(len(encoders))]
        features = [
            cache.get(sha256) if found is None and cache else found
            for cache, found in zip(caches, features, strict=True)
        ]
        missing = [i for i, found in enumerate(features) if found is None]
        if missing or (thumbnail_side and thumbnail is None):
            image = (decode or open_apart)(data)
            for i in missing:
                features[i] = fresh[i][sha256] = encoders[i].encode_one(image)
            if thumbnail_side and thumbnail is None:
                thumbnail = thumbnail_of(data, image, thumbnail_side)
    except ImageError as error:
        return Skipped.of(post, str(error), kind="unreadable image")
    found = tuple(row for row in features if row is not None)  # all of them, by now
    return EncodedPost(post, sha256, found, not missing, thumbnail or b"")
