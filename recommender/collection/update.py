"""Updating a collection: what is taken over from it, and what changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recommender.collection import Collection
from recommender.collection.manifest import Manifest
from recommender.errors import EncoderError
from recommender.features.encoder import Encoder
from recommender.settings import AlsSettings, BuildSettings
from recommender.sources.post import Post


@dataclass(frozen=True)
class Changes:
    """How many posts an update added, dropped and edited.

    ``edited`` posts have the same image, but other hashtags or texts.
    """

    added: int
    dropped: int
    edited: int


def settings_of(manifest: Manifest) -> BuildSettings:
    """The settings that a collection was built with.

    If the rank is the highest that the matrix allows, it was probably lowered to fit: it is raised
    to the default again, so that it can grow with the collection.
    """
    als = manifest.als
    if als.rank >= min(manifest.n_posts, manifest.n_hashtags):
        als = replace(als, rank=max(als.rank, AlsSettings().rank))
    return BuildSettings(
        encoder=manifest.encoder.name,
        als=als,
        ranking=manifest.ranking,
        min_count=manifest.min_count,
        thumbnail_side=manifest.thumbnail_side,
    )


class Earlier:
    """The collection before an update: its images need not be decoded or encoded again."""

    def __init__(self, folder: Path, encoder: Encoder, thumbnail_side: int) -> None:
        """Open the collection.

        Raises:
            CollectionError: the collection is damaged.
            EncoderError: it was made with another encoder.
        """
        self._collection = Collection.open(folder)
        made_with = self._collection.manifest.encoder
        if made_with.sha256 != encoder.fingerprint:
            raise EncoderError(
                f"The collection {folder} was made with the encoder {made_with.name}, but "
                f"{encoder.name} is another; use the first, or build again with --overwrite."
            )
        self._same_thumbnails = self._collection.manifest.thumbnail_side == thumbnail_side
        self._row = {post.image_id: row for row, post in enumerate(self._collection.posts)}

    @property
    def manifest(self) -> Manifest:
        return self._collection.manifest

    def features(self, sha256: str) -> np.ndarray | None:
        """Deep features ``(1280,) float32`` of the image with this sha256, or None."""
        row = self._row.get(sha256[:16])
        return None if row is None else np.array(self._collection.model.features[row])

    def thumbnail(self, sha256: str) -> bytes | None:
        """The thumbnail of this image, or None if the collection lacks it in the wanted size."""
        row = self._row.get(sha256[:16])
        if row is None or not self._same_thumbnails:
            return None
        path = self._collection.thumbnail(self._collection.posts[row])
        return path.read_bytes() if path is not None else None

    def changes(self, posts: Sequence[Post]) -> Changes:
        """What changes if these posts, encoded and with ids, replace the collection's."""
        before = {post.id: post for post in self._collection.posts}
        after = {post.id: replace(post, line=0) for post in posts}
        shared = before.keys() & after.keys()
        return Changes(
            added=len(after) - len(shared),
            dropped=len(before) - len(shared),
            edited=sum(before[id_] != after[id_] for id_ in shared),
        )

    def is_made_of(self, posts: Sequence[Post], settings: BuildSettings) -> bool:
        """Whether building these posts with these settings would give the same collection again."""
        manifest = self._collection.manifest
        shape = (manifest.n_posts, manifest.n_hashtags)
        return (
            self._collection.posts == tuple(replace(post, line=0) for post in posts)
            and manifest.als == settings.als.fitting(shape)
            and manifest.ranking == settings.ranking
            and manifest.min_count == settings.min_count
            and manifest.thumbnail_side == settings.thumbnail_side
        )
