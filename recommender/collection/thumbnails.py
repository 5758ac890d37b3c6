"""Thumbnails that may be shown: strangers' collections hold other things in their places."""

from pathlib import Path

from recommender.collection.files import THUMBNAILS, is_own_file, thumbnail_path
from recommender.errors import ImageError
from recommender.features.images import opened
from recommender.settings import MAX_THUMBNAIL_SIDE
from recommender.sources.post import Post

MAX_BYTES = 4 * 1024 * 1024
"""Largest file: 480 x 480 pixels of noise have a tenth of this."""


def shown_thumbnail(folder: Path, post: Post | str) -> Path | None:
    """The path of a post's thumbnail (or that of an id), or None if there is none that may be shown.

    It must be a file that no link leads to, of at most 4 MB, and begin as a JPEG of at most 480 x 480
    pixels does (50 µs): whoever shows it decodes whatever its first bytes say that it is.
    """
    path = thumbnail_path(folder, post)
    if not is_own_file(folder, f"{THUMBNAILS}/{path.name}") or path.stat().st_size > MAX_BYTES:
        return None
    try:
        with opened(path.read_bytes()) as image:
            fits = image.format == "JPEG" and max(image.size) <= MAX_THUMBNAIL_SIDE
    except ImageError:
        return None
    return path if fits else None
