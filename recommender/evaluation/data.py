"""The data of an evaluation: posts with deep features, from a source or a collection."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recommender.collection import Collection, is_collection
from recommender.errors import EncoderError, PostError
from recommender.features.batch import encode_posts
from recommender.features.encoder import N_FEATURES, open_encoder
from recommender.progress import Progress, silent
from recommender.settings import BuildSettings
from recommender.sources import Post, Skipped
from recommender.sources.formats import read_posts
from recommender.sources.skipped import SkippedItems


@dataclass(frozen=True)
class Posts:
    """Posts to evaluate on, their deep features ``(n, 1280)``, and a name for each image.

    The same image has the same name, so that it is never on both sides of a split. ``encoder`` is
    the name of the encoder that made the features, for the report.
    """

    posts: Sequence[Post]
    features: np.ndarray
    images: Sequence[str]
    encoder: str = ""

    def subset(self, rows: Sequence[int]) -> "Posts":
        """The posts at these rows, in this order."""
        return Posts(
            [self.posts[i] for i in rows],
            self.features[list(rows)],
            [self.images[i] for i in rows],
            self.encoder,
        )


def read_evaluation_posts(
    path: Path, encoder: str | None, progress: Progress = silent, format: str | None = None
) -> tuple[Posts, SkippedItems]:
    """Posts with deep features; the images of a source are encoded once and then cached.

    A hashtag that a collector searched for (``Post.query``) is removed from the posts it found:
    they all have it, because of how they were chosen.

    Args:
        path: any source, or the folder of a collection.
        encoder: ``imagenet``, ``bundled`` or a file; None for the default or, with a collection, for
            its main encoder. A collection has the features of its own encoders alone.
        progress: called as the encoding advances.
        format: the source's format; None to detect it.

    Raises:
        PostError: the source can't be read, or has no usable post.
        CollectionError: the collection is damaged.
        EncoderError: the encoder can't be opened, or is none of the collection's.
    """
    if is_collection(path):
        data = _read_collection(path, encoder)
        skipped = SkippedItems()
    else:
        data, skipped = _read_source(path, encoder or BuildSettings().encoder, progress, format)
    posts = [_without_query(post) for post in data.posts]
    kept = [row for row, post in enumerate(posts) if post.hashtags]
    for post in posts:
        if not post.hashtags:
            reason = "no hashtag but the one that was searched for"
            skipped.add(Skipped.of(post, reason, "no hashtags"))
    if not kept:
        raise PostError(f"There is no usable post in {path}; python -m recommender build says why.")
    data = replace(data, posts=posts).subset(kept)
    return data, skipped


def _read_collection(path: Path, encoder: str | None) -> Posts:
    collection = Collection.open(path)
    parts = {part.facts.name: part for part in collection.parts}
    name = encoder or collection.manifest.encoder.name
    if name not in parts:
        names = ", ".join(facts.name for facts in collection.manifest.encoders)
        raise EncoderError(
            f"The collection {path} has no features of the encoder {name}; name one of: {names}."
        )
    features = np.array(parts[name].model.features, dtype=np.float32)
    posts = tuple(collection.posts)
    images = [post.image_id for post in posts]
    return Posts(posts, features, images, name)


def _read_source(
    path: Path, encoder: str, progress: Progress, format: str | None
) -> tuple[Posts, SkippedItems]:
    to_encode, skipped = [], SkippedItems()
    for found in read_posts(path, format):
        if isinstance(found, Post):
            to_encode.append(found)
        else:
            skipped.add(found)
    opened = open_encoder(encoder, threads=1, copies=os.cpu_count() or 1)
    encoded = []
    for item in encode_posts(to_encode, [opened], progress=progress):
        if isinstance(item, Skipped):
            skipped.add(item)
        else:
            encoded.append(item)
    features = np.array([item.features[0] for item in encoded]).reshape(-1, N_FEATURES)
    posts, images = [item.post for item in encoded], [item.sha256 for item in encoded]
    return Posts(posts, features, images, opened.name), skipped


def _without_query(post: Post) -> Post:
    if post.query not in post.hashtags:
        return post
    return replace(post, hashtags=tuple(tag for tag in post.hashtags if tag != post.query))
