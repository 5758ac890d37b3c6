"""Files of too many parts are refused before a decoder sees them; ordinary and damaged ones are not."""

import contextlib
import io
import random
import struct
import zlib

import numpy as np
import pytest
from helpers import COLOURS, encoded, picture
from PIL import Image

from recommender.errors import ImageError
from recommender.features import jpeg_structure
from recommender.features.images import open_image
from recommender.features.structure import check_structure

SMALL = picture(COLOURS["red"])
JPEG, PNG, GIF = (encoded(SMALL, form) for form in ("JPEG", "PNG", "GIF"))
PROGRESSIVE = encoded(SMALL, "JPEG", progressive=True)


def with_scans(n, size=(64, 48)):
    """A progressive JPEG, whose last scan is there again and again, said to have this size."""
    last = PROGRESSIVE.rindex(b"\xff\xda")
    frame = PROGRESSIVE.index(b"\xff\xc2") + 5
    scans = PROGRESSIVE.count(b"\xff\xda")
    data = PROGRESSIVE[:-2] + PROGRESSIVE[last:-2] * (n - scans) + PROGRESSIVE[-2:]
    return data[:frame] + struct.pack(">HH", *reversed(size)) + data[frame + 4 :]


def chunk(kind, content=b""):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind))


def tiff(*fields, width=64, height=64, order="<"):
    """The directory of a TIFF with these fields (tag, type, count, value) besides its size."""
    fields = [(256, 4, 1, width), (257, 4, 1, height), *fields]
    start = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "HIH", 42, 8, len(fields))
    return start + b"".join(struct.pack(order + "HHII", *field) for field in fields)


RUNS = struct.pack("<IiiHHI", 40, 5000, -5000, 1, 8, 1)
HELD = {
    "scans": with_scans(101),
    "scans of a large picture": with_scans(21, (8000, 8000)),
    "fill": b"\xff\xd8" + b"\xff" * 200_000 + JPEG[2:],
    "fill to the end": b"\xff\xd8" + b"\xff" * 200_000,
    "junk": b"\xff\xd8" + bytes(200_000) + JPEG[2:],
    "bare markers": b"\xff\xd8" + b"\xff\xd0" * 100_000 + JPEG[2:],
    "fill after the end": b"\xff\xd8\xff\xd9" + b"\xff" * 150_000,
    "extensions of JPEG": b"\xff\xd8" + (b"\xff\xf0\xff\xfc" + b"\xff" * 65_530) * 10 + JPEG[2:],
    "comments": b"\xff\xd8" + b"\xff\xfe\0\2" * 2_000 + JPEG[2:],
    "chunks": PNG[:33] + chunk(b"abCd") * 30_000 + PNG[33:],
    "data in many chunks": PNG[:-12] + chunk(b"IDAT") * 30_000 + PNG[-12:],
    "chunks of WebP": b"RIFF\0\0\0\0WEBP" + b"ANMF\0\0\0\0" * 30_000,
    "extensions": GIF[:13] + b"\x21\xfe\0" * 2_000 + GIF[13:],
    "blocks": GIF[:13] + b"\x21\xfe" + b"\1a" * 200_000 + b"\0" + GIF[13:],
    "runs": b"BM" + bytes(12) + RUNS,
    "tiles": tiff((324, 4, 2_000_000, 8)),
    "strips": tiff((279, 3, 70_000, 8), order=">"),
    "numbers": tiff((258, 3, 300_000, 8)),
    "fields": b"II*\0" + struct.pack("<IH", 8, 2_000) + bytes(24_000),
    "large tiles": tiff((322, 4, 1, 100_000), (323, 3, 1, 1_000)),
    "deep pixels": tiff((258, 3, 1, 32), (277, 3, 1, 4), width=8_000, height=8_000),
    "a picture to turn": tiff(
        (258, 3, 1, 8), (274, 3, 1, 6), (277, 3, 1, 3), width=8_000, height=8_000
    ),
}


@pytest.mark.parametrize("what", HELD)
def test_too_many_parts_are_refused_with_a_sentence(what):
    with pytest.raises(ImageError, match=r"more than photos need; open it in .*\.$"):
        open_image(HELD[what])


ORDINARY = {
    "progressive": PROGRESSIVE,
    "twenty scans of a large picture": with_scans(20, (8000, 8000)),
    "a hundred scans": with_scans(100),
    "a profile": encoded(SMALL, "JPEG", icc_profile=bytes(10_000_000)),
    "restarts": encoded(picture(COLOURS["red"], size=(640, 480)), "JPEG", restart_marker_blocks=1),
    "a film after the picture": JPEG + b"\xff\xda\0\2" * 50_000,
    "twenty scans and a film": with_scans(20, (8000, 8000)) + b"\xff\xda\0\2" * 1_000,
    "a long comment of GIF": encoded(SMALL, "GIF", comment=b"c" * 20_000),
    "a picture within": JPEG[:2] + b"\xff\xe5\x0f\xa2" + b"\xff\xda" * 2_000 + JPEG[2:],
    "some fill": JPEG[:2] + b"\xff" * 1_000 + JPEG[2:],
    "chunks of 8 kB": PNG[:33] + chunk(b"abCd", bytes(8)) * 5_000 + PNG[33:],
    "rows as strips": tiff((273, 4, 8_000, 8), width=8_000, height=8_000),
    "a palette of 16 bits": tiff((320, 3, 196_608, 8)),
    "a long text": tiff((700, 1, 10_000_000, 8)),
    "runs of a small picture": b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 500, 500, 1, 8, 1),
    **{form: encoded(SMALL, form) for form in ("PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")},
}


@pytest.mark.parametrize("what", ORDINARY)
def test_ordinary_parts_are_not(what):
    check_structure(ORDINARY[what])


def test_marks_in_the_segments_between_scans_end_nothing():
    """The end of the picture within a segment is none, so the scans behind it count."""
    hidden = b"\xff\xfe\0\4\xff\xd9"
    at = PROGRESSIVE.rindex(b"\xff\xda")
    many = with_scans(101)
    with pytest.raises(ImageError, match="over 100 scans"):
        check_structure(many[:at] + hidden + many[at:])


def test_a_gifs_own_palette_is_passed_over():
    image = Image.fromarray(np.full((4, 4), 0x2C, np.uint8)).convert("P")
    with io.BytesIO() as file:
        image.save(file, "GIF")
        data = file.getvalue()
    assert data[10] & 0x80
    check_structure(data)


def test_a_directory_far_behind_the_end_is_no_directory():
    check_structure(b"II\x2b\0\x08\0\0\0" + b"\xff" * 8)


@pytest.mark.parametrize("what", [*HELD, *ORDINARY])
def test_damage_is_left_to_the_decoder(what):
    """What is cut off or changed anywhere raises nothing but the sentence."""
    changes = random.Random(what)
    original = ({**HELD, **ORDINARY})[what][:5_000]
    for _ in range(20):
        data = bytearray(original[: changes.randrange(2, len(original) + 1)])
        for _ in range(changes.randrange(4)):
            data[changes.randrange(2, len(data) + 1) - 1] = changes.randrange(256)
        with contextlib.suppress(ImageError):
            check_structure(bytes(data))


def test_the_number_of_scans_is_the_decoders(monkeypatch):
    """Our count agrees with the number that the encoder wrote."""
    for limit, refused in ((9, True), (10, False)):
        monkeypatch.setattr(jpeg_structure, "MAX_SCANS", limit)
        monkeypatch.setattr(jpeg_structure, "FREE_SCANS", 0)
        if refused:
            with pytest.raises(ImageError, match="over 9 scans"):
                check_structure(PROGRESSIVE)
        else:
            check_structure(PROGRESSIVE)
