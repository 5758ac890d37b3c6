"""A collection on disk, opened for reading; refused if it is damaged."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from recommender.collection.encoders import EncoderPart, part_of
from recommender.collection.files import (
    HASHTAGS,
    DataFile,
    data_files,
    encoder_files,
    load_arrays,
    sha256_of_file,
    sha256_of_thumbnails,
    thumbnail_path,
)
from recommender.collection.manifest import EncoderFacts, Manifest, damaged, read_manifest
from recommender.collection.post_map import PostMap
from recommender.collection.posts_parquet import load_posts
from recommender.errors import RecommenderError
from recommender.features.encoder import Encoder
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.neighbors.similarity import FittedSimilarity
from recommender.sources.post import Post

# What hostile files can raise though their checksums are right.
_UNUSABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
    RecursionError,
    RecommenderError,
)


class Collection:
    """A collection on disk, opened for reading.

    Attributes:
        folder: where it lies.
        manifest: its :class:`~recommender.collection.manifest.Manifest`.
        vocabulary: its hashtags, most used first, with counts.
        model: its :class:`~recommender.model.Model`, of its main encoder, all arrays memory-mapped.
        parts: what it holds of each of its encoders, the main one first.
        map: its :class:`~recommender.collection.post_map.PostMap`; None in format 1.
        posts: its :class:`~recommender.sources.Post` records, read on first use.
        rows: the row of each post in posts and arrays, by its id.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.vocabulary = _vocabulary(folder, manifest.n_hashtags)
        self._stored = _StoredPosts(folder, manifest.n_posts, self.vocabulary)
        arrays = load_arrays(folder, _own_files(manifest), manifest.sizes)
        self.model = Model(
            als=manifest.als,
            columns=self._stored,
            counts=np.array(self.vocabulary.counts),
            similarity=FittedSimilarity(**arrays["similarity"]),
            **arrays["model"],
        )
        self.map = _map(arrays["map"], manifest.n_hashtags) if arrays["map"] else None
        main = EncoderPart(manifest.encoder, self.model, arrays["probe"].get("features"))
        self.parts = (main, *(self._further(facts) for facts in manifest.also))

    @classmethod
    def open(cls, folder: str | Path) -> "Collection":
        """Open a collection folder after checking its format, sizes and checksums.

        This takes about 10 ms for 1,500 posts. :meth:`damaged_thumbnails` checks the thumbnails.

        Raises:
            CollectionError: there is no collection, it is damaged, or it is of a newer format.
        """
        folder = Path(folder)
        manifest = read_manifest(folder)
        files = _own_files(manifest)
        files += [file for facts in manifest.also for file in encoder_files(facts.name)]
        for name in (file.name for file in files):
            expected, path = manifest.files.get(name), folder / name
            if expected is None or not path.is_file():
                raise damaged(folder, f"{name} is missing")
            if path.stat().st_size != expected.bytes:
                raise damaged(folder, f"{name} does not have the size that was written")
            if sha256_of_file(path) != expected.sha256:
                raise damaged(folder, f"{name} does not have the content that was written")
        try:
            return cls(folder, manifest)
        except _UNUSABLE as error:
            raise damaged(folder, str(error)) from error

    def __len__(self) -> int:
        return self.manifest.n_posts

    def part_of(self, encoder: Encoder) -> EncoderPart | None:
        """What was made with this encoder, if anything was; it may take encoding a picture."""
        return part_of(self.parts, encoder)

    def _further(self, facts: EncoderFacts) -> EncoderPart:
        arrays = load_arrays(self.folder, encoder_files(facts.name), self.manifest.sizes)
        similarity = FittedSimilarity(**arrays["similarity"])
        model = replace(self.model, similarity=similarity, **arrays["model"])
        return EncoderPart(facts, model, arrays["probe"]["features"])

    @property
    def posts(self) -> tuple[Post, ...]:
        return self._stored.records

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each post in the arrays, by its id."""
        return {post.id: row for row, post in enumerate(self.posts)}

    def rows_of_image(self, post: Post) -> list[int]:
        """The rows of this post and of all other posts of the very same image."""
        return [row for row, other in enumerate(self.posts) if other.image_id == post.image_id]

    def thumbnail(self, post: Post) -> Path:
        """Path of the JPEG thumbnail of one of this collection's posts."""
        return thumbnail_path(self.folder, post)

    def damaged_thumbnails(self) -> str | None:
        """What is wrong with the thumbnails, or None if all are as they were written."""
        missing = [post.id for post in self.posts if not self.thumbnail(post).is_file()]
        if missing:
            return f"{len(missing)} thumbnails are missing, the first is {missing[0]}.jpg"
        if sha256_of_thumbnails(self.folder, self.posts) != self.manifest.thumbnails_sha256:
            return "a thumbnail does not have the content that was written"
        return None


class _StoredPosts(Sequence[Sequence[int]]):
    """The posts of a collection and, as a sequence, the columns of each post's hashtags.

    It does not refer to the collection, which could otherwise not be released at once.
    """

    def __init__(self, folder: Path, n_posts: int, vocabulary: Vocabulary) -> None:
        self._folder = folder
        self._n_posts = n_posts
        self._vocabulary = vocabulary

    @cached_property
    def records(self) -> tuple[Post, ...]:
        return load_posts(self._folder, self._n_posts)

    def __len__(self) -> int:
        return self._n_posts

    def __getitem__(self, row: int) -> list[int]:  # type: ignore[override]
        column = self._vocabulary.columns
        return sorted({column[tag] for tag in self.records[row].hashtags if tag in column})


def _own_files(manifest: Manifest) -> list[DataFile]:
    """The files that it must have, apart from those of further encoders."""
    files = data_files(manifest.format)
    return [file for file in files if not file.optional or file.name in manifest.files]


def _map(arrays: dict[str, Any], n_hashtags: int) -> PostMap:
    post_map = PostMap(**arrays)
    if not np.isfinite(post_map.positions).all():
        raise ValueError("map_positions.npy holds an invalid position")
    if not ((post_map.hashtags >= -1) & (post_map.hashtags < n_hashtags)).all():
        raise ValueError("map_hashtags.npy names an unknown hashtag")
    return post_map


def _vocabulary(folder: Path, n_hashtags: int) -> Vocabulary:
    rows = json.loads((folder / HASHTAGS).read_text(encoding="utf-8"))
    if len(rows) != n_hashtags:
        raise ValueError(f"{HASHTAGS} has {len(rows)} entries")
    return Vocabulary(
        tuple(str(row["hashtag"]) for row in rows), tuple(int(row["count"]) for row in rows)
    )
