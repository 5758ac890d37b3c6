"""The thumbnail of an image file: the file itself where it is one of ours already."""

import io
import re

from PIL import Image

from recommender.features.images import DECODE_ERRORS, thumbnail_jpeg

_END = b"\xff\xd9"
_MARKER = re.compile(rb"\xff(?!\x00)")
"""In the scan of a baseline JPEG, a zero follows each 0xff that belongs to the data."""

_MORE = b"\x55" * 16
"""What a scan is made longer and shorter by: more than two blocks of one colour take, since blocks
that are missing come out grey. Decoders take missing bits for zeros, so these are none."""


def thumbnail_of(data: bytes, image: Image.Image, side: int) -> bytes:
    """JPEG bytes of an image file's thumbnail, whose longer side is at most ``side`` pixels.

    A file that :func:`~recommender.features.images.thumbnail_jpeg` wrote is its own thumbnail if it
    is no larger than that, byte for byte: encoding it again would only lose quality, and a
    collection's pictures give the same collection again. All other files are encoded anew, so
    nothing of strangers' files but their pixels gets into a collection.

    Args:
        data: the file's bytes.
        image: what :func:`~recommender.features.images.open_image` makes of them.
        side: pixels.
    """
    return data if is_our_jpeg(data, side) else thumbnail_jpeg(image, side)


def is_our_jpeg(data: bytes, side: int) -> bool:
    """Whether these are the bytes of a JPEG as ``thumbnail_jpeg`` writes it, and nothing else.

    Its longer side must be at most ``side`` pixels. Everything before the compressed pixels must be
    what it writes for this size: the same tables, no metadata, no other segment. After them, the
    file must end. What lies between holds no marker, and all of it must be pixels, no more and no
    less: with further bytes the picture is the same, and without its last bytes it is another (so
    fewer than 16 bytes can hide there).
    """
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            size = image.size
        if max(size) > side:
            return False
        header = _header(size)
        scan = data[len(header) : -len(_END)]
        if data != header + scan + _END or _MARKER.search(scan):
            return False
        longer, shorter = scan + _MORE, scan[: -len(_MORE)]
        whole, same, other = (_pixels(header + s + _END) for s in (scan, longer, shorter))
    except DECODE_ERRORS:
        return False
    return whole == same != other


def _pixels(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        return image.tobytes()


def _header(size: tuple[int, int]) -> bytes:
    """What ``thumbnail_jpeg`` writes before the compressed pixels of an image of this size."""
    jpeg = thumbnail_jpeg(Image.new("RGB", size), max(size))
    start = jpeg.index(b"\xff\xda")  # start of scan, a segment with its length in two bytes
    return jpeg[: start + 2 + int.from_bytes(jpeg[start + 2 : start + 4])]
