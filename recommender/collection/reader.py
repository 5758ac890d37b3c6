"""A collection on disk, opened for reading; refused if it is damaged."""

from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from recommender.collection import hashtags_json, hashtags_parquet
from recommender.collection.arrays import load_arrays
from recommender.collection.encoders import EncoderPart, part_of
from recommender.collection.files import (
    THUMBNAILS_TAR,
    DataFile,
    cell_files,
    data_files,
    encoder_files,
    is_own_file,
    sha256_of_file,
    sha256_of_thumbnails,
)
from recommender.collection.manifest import (
    MANIFEST,
    EncoderFacts,
    FileFacts,
    Manifest,
    damaged,
    read_manifest,
)
from recommender.collection.post_map import N_COLORED, PostMap
from recommender.collection.posts_parquet import PostsFile
from recommender.collection.seen import SeenFiles
from recommender.collection.stored_posts import PostColumns, StoredPosts
from recommender.collection.stored_vocabulary import StoredVocabulary
from recommender.collection.thumbnail_archive import ThumbnailArchive
from recommender.collection.thumbnails import shown_thumbnail
from recommender.errors import CollectionError
from recommender.features.encoder import Encoder
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.neighbors.cells import Cells
from recommender.neighbors.similarity import FittedSimilarity
from recommender.paths import checked
from recommender.sources.post import Post


class Collection:
    """A collection on disk, opened for reading.

    Attributes:
        folder: where it lies.
        manifest: its :class:`~recommender.collection.manifest.Manifest`.
        vocabulary: its hashtags, most used first, with counts.
        model: its :class:`~recommender.model.Model`, of its main encoder, all arrays memory-mapped.
        parts: what it holds of each of its encoders, the main one first.
        map: its :class:`~recommender.collection.post_map.PostMap`; None in format 1.
        posts: its :class:`~recommender.sources.Post` records, a sequence that reads from disk what
            is asked for, and raises CollectionError if that is damaged.
    """

    def __init__(self, folder: Path, manifest: Manifest, seen: Container[str] = ()) -> None:
        """The numbers of arrays that were ``seen`` before are not checked again."""
        self.folder = folder
        self.manifest = manifest
        self._seen = seen
        # First the arrays: their sizes bound the numbers of posts and hashtags.
        arrays = load_arrays(folder, _own_files(manifest), manifest.sizes, seen)
        hashtags = hashtags_parquet if manifest.format >= 3 else hashtags_json
        self.vocabulary: Vocabulary | StoredVocabulary = hashtags.load_vocabulary(
            folder, manifest.n_hashtags, manifest.n_posts
        )
        self.posts = StoredPosts(PostsFile(folder, manifest.n_posts), manifest.n_posts)
        self.model = Model(
            als=manifest.als,
            columns=PostColumns(self.posts, self.vocabulary),
            counts=np.array(self.vocabulary.counts),
            similarity=self._similarity(arrays),
            **arrays["model"],
        )
        self._thumbnails = (
            ThumbnailArchive(folder, **arrays["thumbnails"]) if arrays["thumbnails"] else None
        )
        self.map = _map(arrays["map"], manifest.n_hashtags) if arrays["map"] else None
        main = EncoderPart(manifest.encoder, self.model, arrays["probe"].get("features"))
        self.parts = (main, *(self._further(facts) for facts in manifest.also))

    @classmethod
    def open(cls, folder: str | Path, every: bool = False) -> "Collection":
        """Open a collection folder after checking its format, sizes, checksums and contents.

        A checksum tells accidents; it tells nothing about what a stranger has put into the folder.
        So the contents are checked as well: types, shapes, and every number of the arrays. All in
        all this takes about 20 ms for 1,500 posts. Files of more than 64 MiB that were checked
        before and have the same size and time of change are not read again, unless ``every`` is
        set. The posts are checked as they are read, the thumbnails by :meth:`damaged_thumbnails`.

        Raises:
            CollectionError: there is no collection, it is damaged, or it is of a newer format.
        """
        folder = checked(Path(folder))
        while True:
            version = _version(folder)
            try:
                return cls._open(folder, read_manifest(folder), every)
            except CollectionError:
                if _version(folder) == version:
                    raise
                # Else it was replaced while it was read: files of both are no damage.

    @classmethod
    def _open(cls, folder: Path, manifest: Manifest, every: bool) -> "Collection":
        files = _own_files(manifest)
        files += [
            file for facts in manifest.also for file in encoder_files(facts.name, manifest.format)
        ]
        for further in ("", *(facts.name for facts in manifest.also)):
            # All or none: of the files of cells, one alone would be of no use.
            cells = cell_files(further)
            files += cells if any(file.name in manifest.files for file in cells) else []
        seen_files = SeenFiles(folder)
        seen = set()
        for file in files:
            facts = manifest.files.get(file.name)
            if _check_file(folder, file, facts, None if every else seen_files):
                seen.add(file.name)
        try:
            collection = cls(folder, manifest, seen)
        except (OSError, ValueError) as error:
            raise damaged(folder, str(error)) from error
        seen_files.remember((file.name, manifest.files[file.name]) for file in files)
        return collection

    def __len__(self) -> int:
        return self.manifest.n_posts

    def part_of(self, encoder: Encoder) -> EncoderPart | None:
        """What was made with this encoder, if anything was; it may take encoding a picture."""
        return part_of(self.parts, encoder)

    def _further(self, facts: EncoderFacts) -> EncoderPart:
        files = encoder_files(facts.name, self.manifest.format)
        arrays = load_arrays(self.folder, files, self.manifest.sizes, self._seen)
        similarity = self._similarity(arrays, facts.name)
        model = replace(self.model, similarity=similarity, **arrays["model"])
        return EncoderPart(facts, model, arrays["probe"]["features"])

    def _similarity(self, arrays: dict[str, dict[str, Any]], further: str = "") -> FittedSimilarity:
        """The similarity of one encoder, with its cells if there are any."""
        files = [file for file in cell_files(further) if file.name in self.manifest.files]
        if not files:
            return FittedSimilarity(**arrays["similarity"])
        found = load_arrays(self.folder, files, self.manifest.sizes, self._seen)
        cells = Cells(**found["cells"])
        if cells.cell_of.max() >= len(cells.centers):
            raise ValueError("cell_of_post.npy names an unknown cell")
        return FittedSimilarity(**arrays["similarity"], cells=cells)

    def row_of(self, post_id: str) -> int | None:
        """The row of the post with this id in posts and arrays; None if there is none."""
        return self.posts.row_of(post_id)

    def rows_of_image(self, post: Post) -> list[int]:
        """The rows of this post and of all other posts of the very same image."""
        return self.posts.rows_of_image(post.image_id)

    def thumbnail(self, row: int) -> bytes | None:
        """The JPEG thumbnail of the post in this row.

        None if it is missing, no JPEG, or too large; or, in formats 1 and 2, a link, which might show
        what lies outside of the collection.
        """
        if self._thumbnails is not None:
            return self._thumbnails[row]
        return shown_thumbnail(self.folder, self.posts.id_of(row))

    def damaged_thumbnails(self) -> str | None:
        """What is wrong with the thumbnails, or None if all are as they were written."""
        missing = [row for row in range(len(self)) if self.thumbnail(row) is None]
        if missing:
            return (
                f"{len(missing)} thumbnails are missing, too large, links, or no JPEG; the first is "
                f"that of the post {self.posts.id_of(missing[0])}"
            )
        found = (
            sha256_of_thumbnails(self.folder, self.posts)
            if self._thumbnails is None
            else sha256_of_file(self.folder / THUMBNAILS_TAR)
        )
        if found != self.manifest.thumbnails_sha256:
            return "a thumbnail does not have the content that was written"
        return None


def _check_file(
    folder: Path, file: DataFile, expected: FileFacts | None, seen: SeenFiles | None
) -> bool:
    """Raises CollectionError if the file is not as it was written; True if it was ``seen`` before."""
    name, path = file.name, folder / file.name
    try:
        if expected is None or not is_own_file(folder, name):
            raise damaged(folder, f"{name} is missing, or a link")
        if path.stat().st_size != expected.bytes:
            raise damaged(folder, f"{name} does not have the size that was written")
        if file.late or (seen and seen.has(name, expected)):
            return True
        if sha256_of_file(path) != expected.sha256:
            raise damaged(folder, f"{name} does not have the content that was written")
    except FileNotFoundError as error:  # it was there a moment ago
        raise damaged(folder, f"{name} is missing") from error
    return False


def _own_files(manifest: Manifest) -> list[DataFile]:
    """The files that it must have, apart from those of further encoders."""
    files = data_files(manifest.format)
    return [file for file in files if not file.optional or file.name in manifest.files]


def _version(folder: Path) -> tuple[int, int] | None:
    """What tells a collection from the one that takes its place; None if there is none just now."""
    try:
        status = (folder / MANIFEST).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _map(arrays: dict[str, Any], n_hashtags: int) -> PostMap:
    post_map = PostMap(**arrays)
    told = post_map.counts.keys() - {-1}
    if max(told, default=0) >= n_hashtags or len(told) > N_COLORED:
        raise ValueError("map_hashtags.npy names an unknown hashtag, or too many")
    return post_map
