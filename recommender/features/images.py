"""Untrusted bytes -> an upright RGB image, or an :class:`ImageError` that says what to do."""

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import pillow_heif
from PIL import Image

from recommender.errors import ImageError
from recommender.features.quiet import quiet_decoders
from recommender.features.reduced import upright_rgb
from recommender.features.structure import check_structure


class Readable(Protocol):
    """An open binary file, or a member of a zip."""

    def read(self, n: int, /) -> bytes: ...


ImageSource: TypeAlias = str | os.PathLike[str] | bytes | Readable | Image.Image

MAX_BYTES = 25 * 1024 * 1024
"""Largest file that is read. Phones write 2-15 MB; ``.streamlit/config.toml`` allows more."""

MAX_PIXELS = 64_000_000
"""Most pixels that are decoded: enough for 50-megapixel phones, and at most 256 MB unpacked."""

_MAX_PIXELS_OF = {"WEBP": 36_000_000, "AVIF": 36_000_000, "HEIF": 51_000_000}
"""Fewer of formats whose decoders keep up to four copies of the whole picture."""

MAX_SIDE = 40_000
"""Longest side that is decoded, in pixels."""

WORKING_SIDE = 480
"""Images are decoded to at least this many pixels on the shorter side, for encoding and for
thumbnails alike, so that a file has the same deep features in a build and as a query."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
EXTENSIONS = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "heif")

pillow_heif.register_heif_opener()
quiet_decoders()

DECODE_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    MemoryError,
    BufferError,
    RuntimeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow and its codecs raise on damaged or hostile files (Pillow documents only OSError)."""


_EXTENSION_OF = {"JPEG": "jpg", "MPO": "jpg", "TIFF": "tif", "HEIF": "heic"}


def extension_of(data: bytes) -> str:
    """The file name's ending, without a dot, that fits an image's bytes; raises :class:`ImageError`."""
    with opened(data) as image:
        kind = image.format or "JPEG"
    return _EXTENSION_OF.get(kind, kind.lower())


def read_bytes(source: str | os.PathLike[str] | bytes | Readable) -> bytes:
    """The bytes of an image file, at most :data:`MAX_BYTES` of them; raises :class:`ImageError`."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, (str, os.PathLike)):
        data = _read_file(Path(source))
    else:
        data = source.read(MAX_BYTES + 1)
    if not data:
        raise ImageError("The image is empty (0 bytes); choose another file.")
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


def too_large() -> ImageError:
    """The error of a file of more than :data:`MAX_BYTES` bytes."""
    return ImageError(
        f"The image is larger than {MAX_BYTES >> 20} MB; save it smaller and try again."
    )


def open_image(source: ImageSource, at_least: int = WORKING_SIDE) -> Image.Image:
    """Decode an image: first frame, upright (EXIF), RGB, transparent parts over white.

    Args:
        source: path, bytes, binary file object, or a PIL image.
        at_least: large images come out reduced, but never below this many pixels on the shorter
            side; JPEG is then decoded at 1/2, 1/4 or 1/8 of its size, which saves most of the time.

    Returns:
        A PIL image of mode ``RGB``.

    Raises:
        ImageError: the image is missing, empty, too large, damaged, made to hold a decoder for long,
            or not an image.
    """
    if isinstance(source, Image.Image):
        return _decode(source, at_least)
    with opened(read_bytes(source)) as image:
        return _decode(image, at_least)


def opened(data: bytes) -> Image.Image:
    """An image whose pixels are not decoded yet.

    Raises:
        ImageError: the bytes are not an image of :data:`FORMATS`, or one of too many parts.
    """
    check_structure(data)
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except DECODE_ERRORS as error:
        raise ImageError(
            "This is not an image that can be read; use JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or "
            "HEIC."
        ) from error


def to_pixels(image: Image.Image, size: int) -> np.ndarray:
    """Resize to a square and scale: ``(size, size, 3) float32`` in [-1, 1], as MobileNetV2 takes it.

    The whole image is squeezed into the square: a centre crop was measured to be neither better nor
    worse, and this loses nothing at the edges.
    """
    resized = image.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(resized, dtype=np.float32) / np.float32(127.5) - np.float32(1.0)


def thumbnail_jpeg(image: Image.Image, side: int) -> bytes:
    """JPEG bytes of the image with its longer side at most ``side`` pixels; never enlarged."""
    if max(image.size) > side:
        width, height = image.size
        if width >= height:
            size = side, max(round(height / width * side), 1)
        else:
            size = max(round(width / height * side), 1), side
        image = image.resize(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82, comment=b"")  # else the original's comment is kept
    return buffer.getvalue()


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ImageError(f"There is no file {path}; check the path.") from error
    except IsADirectoryError as error:
        raise ImageError(f"{path} is a folder; name an image file.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        reason = getattr(error, "strerror", None) or error
        raise ImageError(f"{path} can't be read ({reason}); check its permissions.") from error


def _decode(image: Image.Image, at_least: int) -> Image.Image:
    most = _MAX_PIXELS_OF.get(image.format or "", MAX_PIXELS)
    if image.width * image.height > most:
        raise _too_many_pixels(most)
    if max(image.size) > MAX_SIDE:
        raise ImageError(
            f"The image is longer than {MAX_SIDE:,} pixels; cut it into pieces and try one of them."
        )
    try:
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (at_least, at_least))
        image.load()
        return upright_rgb(image, at_least)
    except MemoryError as error:
        raise ImageError(
            "There is not enough memory to decode the image; save it smaller and try again."
        ) from error
    except DECODE_ERRORS as error:
        raise ImageError(
            "The image is damaged or cut off; open it in an image program, save it again, or "
            "choose another."
        ) from error


def _too_many_pixels(most: int = MAX_PIXELS) -> ImageError:
    return ImageError(
        f"The image has more than {most // 1_000_000} million pixels; save it smaller and try again."
    )
