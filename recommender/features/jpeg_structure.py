"""JPEGs of too many scans or segments, which hold a decoder for long."""

import re
import struct

from recommender.errors import TooManyParts

MAX_SCANS = 100
"""Most scans of a JPEG. Encoders write up to about 20; each goes over the whole picture."""

FREE_SCANS = 20
MAX_SCAN_PIXELS = 1_200_000_000
"""Most pixels times scans of a JPEG with more than :data:`FREE_SCANS`: 100 scans of 12 megapixels."""

MAX_SEGMENTS = 1_000
"""Most segments before a JPEG's first scan. A colour profile or XMP of 25 MB takes 400."""

MAX_FILL = 100_000
"""Most bytes between these segments that mean nothing."""

_MARKER = re.compile(rb"\xff[^\x00\xff]")
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))
"""JPEG markers that stand alone, without a length."""

_BARE_FOR_PILLOW = frozenset((*_BARE, _SOI, _EOI, 0xC8, *range(0xF0, 0xFE)))
"""Those whose segments Pillow goes through byte by byte, before the first scan."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_jpeg(data: bytes) -> None:
    """Refuse a JPEG of too many parts; raises :class:`TooManyParts`."""
    at, (width, height) = _first_scan(data)
    if data.count(b"\xff\xda", at) <= FREE_SCANS:  # counts those inside of other data, too
        return
    scans = 0
    while at >= 0:
        scans += data[at + 1] == _SOS
        if scans > MAX_SCANS or (scans > FREE_SCANS and scans * width * height > MAX_SCAN_PIXELS):
            raise TooManyParts(f"over {scans - 1} scans")
        at = _next_marker(data, at + 2 + int.from_bytes(data[at + 2 : at + 4]))


def _first_scan(data: bytes) -> tuple[int, tuple[int, int]]:
    """Where a JPEG's first scan starts, and the picture's width and height."""
    at, fill, segments, size = 2, 0, 0, (0, 0)
    while True:
        found = _MARKER.search(data, at)
        start, kind = (found.end() - 2, data[found.end() - 1]) if found else (len(data), 0)
        fill += start - at
        if fill > MAX_FILL or segments > MAX_SEGMENTS:
            raise TooManyParts("thousands of empty parts")
        if found is None or kind == _SOS:
            return start, size
        at = start + 2
        if kind in _BARE_FOR_PILLOW:
            fill += 2
        else:
            if kind in _FRAMES:
                height, width = struct.unpack_from(">HH", data, at + 3)
                size = width, height
            segments += 1
            at += max(struct.unpack_from(">H", data, at)[0], 2)


def _next_marker(data: bytes, at: int) -> int:
    """Where the next segment starts after a scan or segment; -1 at the end of the picture."""
    for found in _MARKER.finditer(data, at):
        kind = data[found.end() - 1]
        if kind in (_EOI, _SOI):
            return -1
        if kind >= 0xC0 and kind not in _BARE:
            return found.end() - 2
    return -1
