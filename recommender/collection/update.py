"""Updating a collection: what is taken over from it, and what changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recommender.collection import Collection
from recommender.collection.encoders import part_of
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
        also=tuple(encoder.name for encoder in manifest.also),
        als=als,
        ranking=manifest.ranking,
        min_count=manifest.min_count,
        thumbnail_side=manifest.thumbnail_side,
    )


class Earlier:
    """The collection before an update: its images need not be decoded or encoded again."""

    def __init__(self, folder: Path, encoders: Sequence[Encoder], thumbnail_side: int) -> None:
        """Open the collection, to be updated with these encoders, the main one first.

        Raises:
            CollectionError: the collection is damaged.
            EncoderError: its main encoder is another one.
        """
        self._collection = Collection.open(folder)
        main, *further = self._collection.parts
        self.parts = [part_of([main], encoders[0]), *(part_of(further, e) for e in encoders[1:])]
        """What the collection has of each encoder; None if it was not made with that one."""
        if self.parts[0] is None:
            raise EncoderError(
                f"The collection {folder} was made with the encoder {main.facts.name}, but "
                f"{encoders[0].name} is another; use the first, or build again with --overwrite."
            )
        self._same_thumbnails = self._collection.manifest.thumbnail_side == thumbnail_side
        ids = self._collection.posts.ids.to_pylist()
        self._row = {id_.partition("-")[0]: row for row, id_ in enumerate(ids)}

    @property
    def manifest(self) -> Manifest:
        return self._collection.manifest

    def features(self, sha256: str, encoder: int) -> np.ndarray | None:
        """Deep features ``(1280,) float32`` of the image with this sha256, or None."""
        row, part = self._row.get(sha256[:16]), self.parts[encoder]
        if row is None or part is None:
            return None
        return np.array(part.model.features[row], dtype=np.float32)

    def thumbnail(self, sha256: str) -> bytes | None:
        """The thumbnail of this image, or None if the collection lacks it in the wanted size."""
        row = self._row.get(sha256[:16])
        if row is None or not self._same_thumbnails:
            return None
        return self._collection.thumbnail(row)

    def changes(self, posts: Sequence[Post]) -> Changes:
        """What changes if these posts, encoded and with ids, replace the collection's."""
        after = {post.id: row for row, post in enumerate(posts)}
        shared = edited = 0
        for before in self._collection.posts:
            if before.id in after:
                shared += 1
                edited += before != replace(posts[after[before.id]], line=0)
        return Changes(len(after) - shared, len(self._collection) - shared, edited)

    def is_made_of(self, posts: Sequence[Post], settings: BuildSettings) -> bool:
        """Whether building these posts with these settings would give the same collection again."""
        manifest = self._collection.manifest
        shape = (manifest.n_posts, manifest.n_hashtags)
        return (
            len(posts) == len(self._collection)
            and all(
                before == replace(post, line=0)
                for before, post in zip(self._collection.posts, posts, strict=True)
            )
            and [part and part.facts for part in self.parts] == list(manifest.encoders)
            and manifest.als == settings.als.fitting(shape)
            and manifest.ranking == settings.ranking
            and manifest.min_count == settings.min_count
            and manifest.thumbnail_side == settings.thumbnail_side
        )
