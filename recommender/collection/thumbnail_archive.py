"""``thumbnails.tar``: the thumbnails of a collection in one file, which is quick to copy and to delete."""

import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recommender.collection.files import THUMBNAILS_TAR, map_own_file
from recommender.collection.thumbnails import MAX_BYTES, is_shown
from recommender.progress import Progress, silent, told

if TYPE_CHECKING:
    from recommender.sources.post import Post


def save_thumbnails(
    folder: Path,
    posts: Sequence["Post"],
    thumbnail_of: Callable[[str], bytes],
    progress: Progress = silent,
) -> np.ndarray:
    """Write the archive; ``thumbnail_of`` gives the JPEG of an image's id.

    Posts of the same image share one. Returns where the JPEG of each post begins in the archive,
    and its size in bytes: ``(n_posts, 2) int64``.
    """
    places = np.empty((len(posts), 2), dtype=np.int64)
    # Of few images there are several posts: the places of these alone are worth remembering.
    of_several = {post.image_id for post in posts if post.id != post.image_id}
    first_row: dict[str, int] = {}
    with (folder / THUMBNAILS_TAR).open("wb") as file:
        for row, post in enumerate(told(posts, len(posts), "writing thumbnails", progress)):
            if post.image_id in first_row:
                places[row] = places[first_row[post.image_id]]
                continue
            if post.image_id in of_several:
                first_row[post.image_id] = row
            data = thumbnail_of(post.image_id)
            member = tarfile.TarInfo(f"{post.image_id}.jpg")
            member.size = len(data)
            file.write(member.tobuf(tarfile.USTAR_FORMAT))
            places[row] = file.tell(), len(data)
            blocks = -(-len(data) // tarfile.BLOCKSIZE)
            file.write(data.ljust(blocks * tarfile.BLOCKSIZE, b"\0"))
        file.write(b"\0" * (2 * tarfile.BLOCKSIZE))  # so a tar ends
    return places


class ThumbnailArchive:
    """The thumbnails in their file, memory-mapped: it stays the same if another takes its place."""

    def __init__(self, folder: Path, places: np.ndarray) -> None:
        """``places`` are what :func:`save_thumbnails` returned; nothing is read yet.

        Raises:
            OSError: the file can't be read.
            ValueError: it is empty, or not a file of its own.
        """
        self._places = places
        self._content = map_own_file(folder, THUMBNAILS_TAR)

    def __getitem__(self, row: int) -> bytes | None:
        """The JPEG of the post in this row, or None if there is none that may be shown."""
        start, size = self._places[row].tolist()
        if not 0 < size <= MAX_BYTES or not 0 <= start <= len(self._content) - size:
            return None
        data = self._content[start : start + size]
        return data if is_shown(data) else None
