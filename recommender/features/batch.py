"""Many posts -> their deep features, on all cores, each image encoded once."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from recommender.errors import ImageError
from recommender.features.cache import FeatureCache
from recommender.features.encoder import Encoder
from recommender.features.images import open_image, read_bytes
from recommender.features.thumbnails import thumbnail_of
from recommender.progress import Progress, silent
from recommender.sources.post import Post, Skipped

T = TypeVar("T")
R = TypeVar("R")

_SAVE_EVERY = 64
"""Images encoded between two writes to the feature cache: about a second of work may be lost."""


@dataclass(frozen=True)
class EncodedPost:
    """A post with the sha256 of its image, deep features ``(1280,) float32``, and a thumbnail.

    ``reused`` says that the features were known before; ``thumbnail`` is JPEG, or empty if none was
    asked for.
    """

    post: Post
    sha256: str
    features: np.ndarray
    reused: bool
    thumbnail: bytes


class KnownImages(Protocol):
    """Images whose deep features and thumbnails are known already, by the sha256 of their bytes."""

    def features(self, sha256: str) -> np.ndarray | None: ...

    def thumbnail(self, sha256: str) -> bytes | None: ...


def encode_posts(
    posts: Sequence[Post],
    encoder: Encoder,
    thumbnail_side: int | None = None,
    progress: Progress = silent,
    known: KnownImages | None = None,
) -> Generator[EncodedPost | Skipped, None, None]:
    """Decode, encode and shrink the posts' images, in order; unreadable ones are skipped.

    Features and thumbnails that are ``known`` are taken as they are. New features are saved in the
    user's cache from time to time, and at the end, whatever ends this: no image is encoded twice.
    """
    cache = FeatureCache(encoder.fingerprint)
    fresh: dict[str, np.ndarray] = {}  # the workers fill it, ahead of what is yielded

    def prepare(post: Post) -> EncodedPost | Skipped:
        item = _prepare(post, encoder, cache, thumbnail_side, known)
        if isinstance(item, EncodedPost) and not item.reused:
            fresh[item.sha256] = item.features
        return item

    def save() -> None:
        batch = dict(fresh.popitem() for _ in range(len(fresh)))
        cache.put(batch)

    try:
        with closing(in_order(prepare, posts, os.cpu_count() or 1)) as done:
            for n, item in enumerate(done, 1):
                progress("encoding", n, len(posts))
                if len(fresh) >= _SAVE_EVERY:
                    save()
                yield item
    finally:  # the workers, which read the cache, have ended by now
        save()
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


def _prepare(
    post: Post,
    encoder: Encoder,
    cache: FeatureCache,
    thumbnail_side: int | None,
    known: KnownImages | None,
) -> EncodedPost | Skipped:
    assert post.path is not None  # posts of a source always have one
    try:
        data = read_bytes(post.path)
        sha256 = hashlib.sha256(data).hexdigest()
        features = known.features(sha256) if known else None
        thumbnail = known.thumbnail(sha256) if known and thumbnail_side else None
        if features is None:
            features = cache.get(sha256)
        reused = features is not None
        if features is None or (thumbnail_side and thumbnail is None):
            image = open_image(data)
            features = encoder.encode_one(image) if features is None else features
            if thumbnail_side and thumbnail is None:
                thumbnail = thumbnail_of(data, image, thumbnail_side)
    except ImageError as error:
        return Skipped.of(post, str(error), kind="unreadable image")
    return EncodedPost(post, sha256, features, reused, thumbnail or b"")
