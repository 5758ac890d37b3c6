"""Small image files that make decoders work for long, or take much memory."""

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

SIDES = (1, 2, 100, 999, 8_000, 16_383, 40_000, 65_500, 64_000_000)
MOST = 66_000_000
"""Pixels that are really in a file; where more are claimed, they are missing."""


def wild_size(random: Random) -> tuple[int, int]:
    """Width and height; mostly so many pixels as are decoded at most, or some more."""
    width = random.choice(SIDES)
    height = random.choice((max(64_000_000 // width, 1), random.choice(SIDES), 1, 8_000))
    return width, height


def large_png(random: Random) -> bytes:
    """A picture of one colour, of any depth and colour type, whole if it has up to 66 megapixels."""
    depth, kind, samples = random.choice(
        ((1, 0, 1), (2, 0, 1), (8, 0, 1), (16, 0, 1), (8, 2, 3), (16, 2, 3), (1, 3, 1), (4, 3, 1),
         (8, 3, 1), (8, 4, 2), (16, 4, 2), (8, 6, 4), (16, 6, 4))
    )  # fmt: skip
    width, height = wild_size(random)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, random.random() < 0.2)
    parts = [_chunk(b"IHDR", header)]
    if kind == 3:
        parts.append(_chunk(b"PLTE", bytes(range(256)) * 3))
    if kind in (0, 2, 3) and random.random() < 0.5:
        parts.append(_chunk(b"tRNS", bytes({0: 2, 2: 6, 3: 2}[kind])))
    if random.random() < 0.4:
        parts.append(_chunk(b"eXIf", oriented(random.randrange(1, 9))))
    row = 1 + (width * depth * samples + 7) // 8
    parts.append(_chunk(b"IDAT", _zeros(row * height if width * height <= MOST else 1_000)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + _chunk(b"IEND")


def large_tiff(random: Random) -> bytes:
    """The same as TIFF: one strip, deflated, of 1 to 32 bits and 1 to 4 samples."""
    width, height = wild_size(random)
    bits, samples = random.choice(
        ((1, 1), (8, 1), (16, 1), (32, 1), (8, 3), (16, 3), (8, 4), (16, 4))
    )
    row = (width * bits * samples + 7) // 8
    data = _zeros(row * height if width * height <= MOST else 1_000)
    kind = {1: 1, 3: 2, 4: 5}[samples]
    fields = [(256, width), (257, height), (258, bits), (259, 8), (262, kind), (273, 8),
              (274, random.randrange(1, 9)), (277, samples), (278, height), (279, len(data)),
              (339, random.choice((1, 2, 3)))]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    directory = struct.pack("<H", len(fields)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory


def many_scans(random: Random, files: Mapping[str, bytes]) -> bytes:
    """A progressive JPEG, whose scans are repeated, and whose size may be another."""
    data = files[random.choice(("jpeg progressive", "jpeg cmyk progressive"))]
    scans = [at for at in range(len(data)) if data[at : at + 2] == b"\xff\xda"]
    start = random.choice(scans)
    end = next((at for at in scans if at > start), len(data) - 2)
    data = data[:-2] + data[start:end] * random.choice((5, 9, 19, 89, 2_000)) + data[-2:]
    frame = data.index(b"\xff\xc2") + 5
    width, height = random.choice(((67, 45), (4_000, 3_000), (8_000, 8_000), (65_500, 977)))
    return data[:frame] + struct.pack(">HH", height, width) + data[frame + 4 :]


def fill(random: Random, files: Mapping[str, bytes]) -> bytes:
    """Much of nothing after a file's first bytes."""
    what = random.choice((b"\xff", b"\0", b"\xff\xd0", b"\xff\0", b"\xff\xfe\0\2", b"\xff\xe1\0\2"))
    n = random.choice((1_000, 90_000, 24_000_000)) // len(what)
    data = files["jpeg"]
    at = random.choice((2, data.index(b"\xff\xda"), len(data) - 2))
    return data[:at] + what * n + data[at:]


def many_chunks(random: Random, files: Mapping[str, bytes]) -> bytes:
    """A chunk, extension or frame of nothing, again and again."""
    n = random.choice((1_000, 19_000, 1_000_000))
    name = random.choice(("png", "apng", "gif", "webp animated"))
    data = files[name]
    if name == "gif":
        extension = random.choice(
            (b"\x21\xfe\0", b"\x21\xfe\1a\0", b"\x21\xff\1a\0", b"\0", b"\x3b")
        )
        return data[:13] + bytes(data[10] & 0x80 and 3 << (data[10] & 7) + 1) + extension * n
    if name == "webp animated":
        return data + b"ANMF\x10\0\0\0" + bytes(16) * n
    kind = random.choice((b"abCd", b"IDAT", b"tEXt", b"fcTL", b"iCCP", b"PLTE"))
    at = random.choice((33, data.index(b"IDAT") - 4, len(data) - 12))
    return data[:at] + _chunk(kind, bytes(random.choice((0, 0, 1, 26)))) * n + data[at:]


def many_tiles(random: Random, files: Mapping[str, bytes]) -> bytes:
    """A TIFF that names many tiles or strips, or a field with many numbers."""
    n = random.choice((60_000, 190_000, 2_000_000))
    size, tile = random.choice((64, 8_000, 22_624)), random.choice((16, 256, 8_000, 1 << 20))
    fields = [(256, 1, size), (257, 1, size), (258, 1, 8), (259, 1, random.choice((1, 5, 8))),
              (262, 1, 1), (277, 1, 1)]  # fmt: skip
    many = [(322, 1, tile), (323, 1, tile), (324, n, 0), (325, n, 0)]
    if random.random() < 0.5:
        many = [(273, n, 0), (278, 1, random.choice((1, 16))), (279, n, 0)]
    if random.random() < 0.3:
        many.append((random.choice((320, 338, 339, 33432, 700, 34377)), n, 0))
    fields += many
    end = 8 + 2 + 12 * len(fields) + 4
    entries = b"".join(
        struct.pack("<HHII", tag, 4, count, value if count == 1 else end)
        for tag, count, value in fields
    )
    start = b"II*\0" + struct.pack("<IH", 8, len(fields)) + entries + bytes(4)
    return start + struct.pack("<I", random.choice((8, 0, 2**32 - 1))) * n


def exif_loops(random: Random, files: Mapping[str, bytes]) -> bytes:
    """EXIF whose directories lead to themselves, or whose fields all hold all of it."""
    n = random.choice((3, 1_000, 65_535))
    kind, tag = random.choice(((4, 0x8769), (7, 1_000), (4, 0x8825), (2, 40_000)))
    count = random.choice((1, 60_000, 2**32 - 1))
    fields = [struct.pack("<HHII", (tag + i) & 0xFFFF, kind, count, 8) for i in range(n)]
    exif = b"II*\0" + struct.pack("<IH", 8, n) + b"".join(fields) + struct.pack("<I", 8)
    name = random.choice(("jpeg", "png", "tiff raw"))
    data = files[name]
    if name == "jpeg":
        exif = b"Exif\0\0" + exif[:65_000]
        segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        return data[:2] + segment * random.choice((1, 40)) + data[2:]
    if name == "png":
        return data[:33] + _chunk(b"eXIf", exif + bytes(100_000)) + data[33:]
    return exif + bytes(100_000)


def oriented(orientation: int) -> bytes:
    """EXIF that says nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


MADE_OF_NOTHING: tuple[Callable[[Random], bytes], ...] = (large_png, large_tiff)
MADE_OF_FILES: tuple[Callable[[Random, Mapping[str, bytes]], bytes], ...] = (
    many_scans, fill, many_chunks, many_tiles, exif_loops,
)  # fmt: skip


@cache
def _zeros(n: int) -> bytes:
    packer = zlib.compressobj(1)
    block = bytes(1 << 20)
    parts = [packer.compress(block[: min(len(block), n - at)]) for at in range(0, n, len(block))]
    return b"".join(parts) + packer.flush()


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
