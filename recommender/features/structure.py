"""Files whose own structure would hold a decoder for long, refused before one sees them.

A decoder's time and memory are bounded by a file's bytes and pixels only if its parts are few:
scans, segments, chunks, tiles. Damaged files go through; decoding says what is wrong with them.
"""

import struct
from collections.abc import Callable

from recommender.errors import TooManyParts
from recommender.features.jpeg_structure import check_jpeg

MAX_CHUNKS = 20_000
"""Most chunks of a PNG or WebP, frames included; libpng's of 8 kB make 3,200 of 25 MB."""

MAX_BLOCKS = 1_000
"""Most extensions before a GIF's first frame, and 100 times as many blocks in them."""

MAX_TILES = 65_536
"""Most tiles or strips of a TIFF: a strip for each row of all that is decoded, and more."""

MAX_VALUES = 200_000
"""Most numbers of any other field of a TIFF; a palette of 16 bits has 196,608."""

MAX_FIELDS = 1_000
MAX_TILE_PIXELS = 16_000_000

MAX_TIFF_BYTES = 550_000_000
"""Most bytes that a TIFF unpacks to, with the decoder's own copy of a strip, which may hold all."""

MAX_RLE_PIXELS, MAX_RLE_BYTES = 16_000_000, 4_000_000
"""Largest BMP with run lengths, which Pillow decodes in Python, pixel by pixel."""


def check_structure(data: bytes) -> None:
    """Refuse an image file of too many parts; raises :class:`TooManyParts`."""
    for start, check in _CHECKS:
        if data.startswith(start):
            try:
                check(data)
            except (struct.error, IndexError, OverflowError):  # it points behind its own end
                return


def _check_png(data: bytes) -> None:
    at, chunks = 8, 0
    while at + 12 <= len(data):
        chunks += 1
        if chunks > MAX_CHUNKS:
            raise TooManyParts(f"over {MAX_CHUNKS:,} chunks")
        at += 12 + struct.unpack_from(">I", data, at)[0]


def _check_webp(data: bytes) -> None:
    at, chunks = 12, 0
    while at + 8 <= len(data):
        chunks += 1
        if chunks > MAX_CHUNKS:
            raise TooManyParts(f"over {MAX_CHUNKS:,} chunks or frames")
        length = struct.unpack_from("<I", data, at + 4)[0]
        at += 8 + length + length % 2


def _check_gif(data: bytes) -> None:
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    extensions = blocks = 0
    while data[at] != 0x2C:  # Pillow skips what is neither an extension nor an image
        extensions += 1
        if data[at] == 0x21:
            at += 2
            while length := data[at]:
                blocks += 1
                at += 1 + length
                if blocks > 100 * MAX_BLOCKS:
                    raise TooManyParts("thousands of empty parts")
        at += 1
        if extensions > MAX_BLOCKS:
            raise TooManyParts("thousands of empty parts")


def _check_bmp(data: bytes) -> None:
    size, width, height, _, _, compression = struct.unpack_from("<IiiHHI", data, 14)
    packed = size >= 40 and compression in (1, 2)
    if packed and (abs(width * height) > MAX_RLE_PIXELS or len(data) > MAX_RLE_BYTES):
        raise TooManyParts(f"run lengths for over {MAX_RLE_PIXELS // 1_000_000} megapixels or 4 MB")


_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}
_TEXTS = (1, 2, 6, 7)
"""Sizes of TIFF's types in bytes; fields of those in ``_TEXTS`` are kept as they are."""

_WIDTH, _HEIGHT, _BITS, _SAMPLES, _TILE_WIDTH, _TILE_HEIGHT = 256, 257, 258, 277, 322, 323
_ORIENTATION, _XMP = 274, 700
_TILES = (273, 279, 324, 325)


def _check_tiff(data: bytes) -> None:
    """The fields of the first picture; the others are not read."""
    order = ">" if data.startswith(b"MM") else "<"
    big = 43 in data[2:4]
    counts, entry, places = ("Q", "HHQ", 8) if big else ("H", "HHI", 4)
    at = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
    (n_fields,) = struct.unpack_from(order + counts, data, at)
    if n_fields > MAX_FIELDS:
        raise TooManyParts(f"over {MAX_FIELDS:,} fields")
    at += struct.calcsize(order + counts)
    numbers: dict[int, int] = {}
    for _ in range(n_fields):
        tag, kind, count = struct.unpack_from(order + entry, data, at)
        at += struct.calcsize(order + entry)
        if count > (MAX_TILES if tag in _TILES else MAX_VALUES) and kind not in _TEXTS:
            raise TooManyParts(
                f"over {MAX_TILES:,} tiles or strips" if tag in _TILES else "a field too long"
            )
        if kind in (3, 4, 16):
            size = _SIZES[kind]
            outside = count * size > places
            place = struct.unpack_from(order + "IQ"[big], data, at)[0] if outside else at
            numbers[tag] = struct.unpack_from(order + {2: "H", 4: "I", 8: "Q"}[size], data, place)[
                0
            ]
        if tag == _XMP:  # which may name an orientation
            numbers.setdefault(_ORIENTATION, 0)
        at += places
    pixels = numbers.get(_WIDTH, 0) * numbers.get(_HEIGHT, 0)
    unpacked = 4 + numbers.get(_BITS, 1) * numbers.get(_SAMPLES, 1) / 8  # bytes of a pixel
    if numbers.get(_ORIENTATION, 1) != 1:
        unpacked += 4  # Pillow turns a copy
    if numbers.get(_TILE_WIDTH, 0) * numbers.get(_TILE_HEIGHT, 0) > MAX_TILE_PIXELS:
        raise TooManyParts(f"tiles of over {MAX_TILE_PIXELS // 1_000_000} megapixels")
    if pixels * unpacked > MAX_TIFF_BYTES:
        raise TooManyParts(f"over {MAX_TIFF_BYTES // 1_000_000} MB when unpacked")


_CHECKS: tuple[tuple[bytes, Callable[[bytes], None]], ...] = (
    (b"\xff\xd8", check_jpeg),
    (b"\x89PNG\r\n\x1a\n", _check_png),
    (b"RIFF", _check_webp),
    (b"GIF8", _check_gif),
    (b"BM", _check_bmp),
    (b"II", _check_tiff),
    (b"MM", _check_tiff),
)
