"""A collection on disk, opened for reading; refused if it is damaged."""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from recommender.collection.files import (
    MAX_THUMBNAIL,
    THUMBNAILS,
    data_files,
    is_own_file,
    load_arrays,
    sha256_of_file,
    sha256_of_thumbnails,
    thumbnail_path,
)
from recommender.collection.hashtags_json import load_vocabulary
from recommender.collection.manifest import Manifest, damaged, read_manifest
from recommender.collection.post_map import N_COLORED, PostMap
from recommender.collection.posts_parquet import load_posts
from recommender.model import Model
from recommender.neighbors.similarity import FittedSimilarity
from recommender.sources.post import Post


class Collection:
    """A collection on disk, opened for reading.

    Attributes:
        folder: where it lies.
        manifest: its :class:`~recommender.collection.manifest.Manifest`.
        vocabulary: its hashtags, most used first, with counts.
        model: its :class:`~recommender.model.Model`, all arrays memory-mapped.
        map: its :class:`~recommender.collection.post_map.PostMap`; None in format 1.
        posts: its :class:`~recommender.sources.Post` records, read on first use.
        rows: the row of each post in posts and arrays, by its id.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        parts = load_arrays(folder, manifest.format, manifest.sizes)
        self.vocabulary = load_vocabulary(folder, manifest.n_hashtags, manifest.n_posts)
        self.model = Model(
            als=manifest.als,
            counts=np.array(self.vocabulary.counts),
            similarity=FittedSimilarity(**parts["similarity"]),
            **parts["model"],
        )
        self.map = _map(parts["map"], manifest.n_hashtags) if parts["map"] else None

    @classmethod
    def open(cls, folder: str | Path) -> "Collection":
        """Open a collection folder after checking its format, sizes, checksums and contents.

        A checksum tells accidents; it tells nothing about what a stranger has put into the folder.
        So the contents are checked as well: types, shapes, and every number of the arrays. All in
        all this takes about 20 ms for 1,500 posts. The posts are read and checked on first use,
        the thumbnails by :meth:`damaged_thumbnails`.

        Raises:
            CollectionError: there is no collection, it is damaged, or it is of a newer format.
        """
        folder = Path(folder)
        manifest = read_manifest(folder)
        for name in (file.name for file in data_files(manifest.format)):
            expected, path = manifest.files.get(name), folder / name
            if expected is None or not is_own_file(path):
                raise damaged(folder, f"{name} is missing, or a link")
            if path.stat().st_size != expected.bytes:
                raise damaged(folder, f"{name} does not have the size that was written")
            if sha256_of_file(path) != expected.sha256:
                raise damaged(folder, f"{name} does not have the content that was written")
        try:
            return cls(folder, manifest)
        except (OSError, ValueError) as error:
            raise damaged(folder, str(error)) from error

    def __len__(self) -> int:
        return self.manifest.n_posts

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        return load_posts(self.folder, len(self))

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each post in the arrays, by its id."""
        return {post.id: row for row, post in enumerate(self.posts)}

    def rows_of_image(self, post: Post) -> list[int]:
        """The rows of this post and of all other posts of the very same image."""
        return [row for row, other in enumerate(self.posts) if other.image_id == post.image_id]

    def thumbnail(self, post: Post) -> Path | None:
        """Path of the JPEG thumbnail of one of this collection's posts.

        None if it is missing, a link (which might show what lies outside of the collection), or
        larger than 4 MB.
        """
        path = thumbnail_path(self.folder, post)
        if path.parent.is_symlink() or not is_own_file(path):
            return None
        return path if path.stat().st_size <= MAX_THUMBNAIL else None

    def damaged_thumbnails(self) -> str | None:
        """What is wrong with the thumbnails, or None if all are as they were written."""
        missing = [post.id for post in self.posts if self.thumbnail(post) is None]
        if missing:
            return (
                f"{len(missing)} thumbnails are missing, too large, or links; the first is "
                f"{THUMBNAILS}/{missing[0]}.jpg"
            )
        if sha256_of_thumbnails(self.folder, self.posts) != self.manifest.thumbnails_sha256:
            return "a thumbnail does not have the content that was written"
        return None


def _map(arrays: dict[str, Any], n_hashtags: int) -> PostMap:
    post_map = PostMap(**arrays)
    used = np.unique(post_map.hashtags)
    if used[-1] >= n_hashtags or len(used[used >= 0]) > N_COLORED:
        raise ValueError("map_hashtags.npy names an unknown hashtag, or too many")
    return post_map
