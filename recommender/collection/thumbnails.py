"""Thumbnails that may be shown: strangers' collections hold other things in their places."""

from pathlib import Path

from recommender.collection.files import THUMBNAILS, is_own_file, thumbnail_path
from recommender.errors import ImageError
from recommender.features.images import opened
from recommender.settings import MAX_THUMBNAIL_SIDE

MAX_BYTES = 4 * 1024 * 1024
"""Largest thumbnail: 480 x 480 pixels of noise have a tenth of this."""


def shown_thumbnail(folder: Path, post_id: str) -> bytes | None:
    """A post's thumbnail in a collection of format 1 or 2, or None if there is none to be shown.

    It must be a file that no link leads to, of at most 4 MB, and :func:`is_shown`.
    """
    path = thumbnail_path(folder, post_id)
    try:
        if not is_own_file(folder, f"{THUMBNAILS}/{path.name}") or path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if is_shown(data) else None


def is_shown(data: bytes) -> bool:
    """Whether these bytes begin as a JPEG of at most 480 x 480 pixels does (50 µs).

    Whoever shows them decodes whatever the first bytes say that they are.
    """
    try:
        with opened(data) as image:
            return image.format == "JPEG" and max(image.size) <= MAX_THUMBNAIL_SIDE
    except ImageError:
        return False
