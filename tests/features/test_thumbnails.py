"""Thumbnails: our own small JPEGs are kept byte for byte, anything else is encoded anew."""

import io

import numpy as np
import pytest
from helpers import COLOURS, picture
from PIL import Image

from recommender.features.images import open_image, thumbnail_jpeg
from recommender.features.thumbnails import thumbnail_of

SIDE = 64
NOISY = picture(COLOURS["green"])
END = b"\xff\xd9"


def saved(image: Image.Image = NOISY, format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **{"quality": 82, **options})
    return buffer.getvalue()


OURS = thumbnail_jpeg(NOISY, SIDE)


def kept(data: bytes, side: int = SIDE) -> bool:
    return thumbnail_of(data, open_image(data), side) == data


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (17, 3), (64, 48)])
@pytest.mark.parametrize("colour", ["black", "white", "red", None])
def test_our_jpeg_is_its_own_thumbnail(size, colour):
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    image = Image.new("RGB", size, colour) if colour else Image.fromarray(noise)
    assert kept(thumbnail_jpeg(image, SIDE))


def test_one_that_is_too_large_is_made_smaller():
    assert kept(thumbnail_jpeg(NOISY, 64), side=64)
    assert not kept(OURS, side=63)
    large = thumbnail_jpeg(picture(COLOURS["red"], size=(1000, 1000)), 1000)
    assert not kept(large, side=640)  # decoded at half its size, which would fit


EXIF = Image.Exif()
EXIF[0x0112] = 6
OTHERS = {
    "an orientation": saved(exif=EXIF),
    "a comment": saved(comment=b"hidden"),
    "a colour profile": saved(icc_profile=b"hidden"),
    "a resolution": saved(dpi=(300, 300)),
    "another quality": saved(quality=81),
    "other tables": saved(optimize=True),
    "progressive": saved(progressive=True),
    "restart markers": saved(restart_marker_blocks=1),
    "full colour": saved(subsampling=0),
    "grey": saved(NOISY.convert("L")),
    "not a JPEG": saved(format="PNG"),
    "bytes after the end": OURS + b"hidden",
    "a second image": OURS + OURS,
    "bytes before the end": OURS[:-2] + b"<script>hidden</script>" + END,
    "zeros before the end": OURS[:-2] + bytes(16) + END,
    "a segment before the end": OURS[:-2] + b"\xff\xfe\x00\x08hidden" + END,
    "a bare marker before the end": OURS[:-2] + b"\xff" + END,
    "a cut off scan": OURS[: len(OURS) * 3 // 4] + END,
    "a missing last block": OURS[:-18] + END,
}


@pytest.mark.parametrize("what", OTHERS)
def test_anything_else_is_encoded_anew(what):
    data = OTHERS[what]
    image = open_image(data)
    assert thumbnail_of(data, image, SIDE) == thumbnail_jpeg(image, SIDE)
    assert thumbnail_of(data, image, SIDE) != data
