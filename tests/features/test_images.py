import io
import struct
import zlib

import numpy as np
import pytest
from helpers import encoded, picture
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from recommender.errors import ImageError
from recommender.features import images
from recommender.features.images import open_image, read_bytes, thumbnail_jpeg, to_pixels

ORANGE = (230, 120, 20)


def mean_colour(image):
    return np.asarray(image, dtype=float).mean(axis=(0, 1))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"])
def test_formats_become_rgb(form):
    image = open_image(encoded(Image.new("RGB", (60, 40), ORANGE), form))
    assert image.mode == "RGB"
    assert image.size == (60, 40)
    np.testing.assert_allclose(mean_colour(image), ORANGE, atol=12)


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P", "PA", "CMYK", "RGBA", "I;16", "I", "F"])
def test_modes_become_rgb(mode):
    image = Image.new("RGB", (20, 20), ORANGE)
    grey = float(np.asarray(image.convert("L"))[0, 0])
    expected = {"1": None, "CMYK": ORANGE, "RGBA": ORANGE, "P": ORANGE, "PA": ORANGE}.get(
        mode, (grey,) * 3
    )
    if mode in ("I;16", "I"):
        dtype = np.uint16 if mode == "I;16" else np.int32
        image = Image.fromarray(np.full((20, 20), grey * 257, dtype=dtype))
    elif mode == "F":
        image = Image.fromarray(np.full((20, 20), grey / 255, dtype=np.float32))
    else:
        image = image.convert("P").convert("PA") if mode == "PA" else image.convert(mode)
    assert image.mode == mode
    rgb = open_image(image)
    assert rgb.mode == "RGB"
    if expected:
        np.testing.assert_allclose(mean_colour(rgb), expected, atol=8)


def test_16_bit_png_keeps_its_brightness():
    values = np.full((30, 30), 128 * 257, dtype=np.uint16)
    image = open_image(encoded(Image.fromarray(values), "PNG"))
    np.testing.assert_allclose(mean_colour(image), 128, atol=1)


@pytest.mark.parametrize("size", [(40, 40), (1200, 1200)])
def test_transparent_parts_lie_over_white(size):
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (0, 0, size[0] // 2, size[1]))
    pixels = np.asarray(open_image(encoded(image, "PNG")))
    assert tuple(pixels[5, -1]) == (255, 255, 255)
    assert tuple(pixels[5, 0]) == (200, 0, 0)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation_is_applied(form):
    image = Image.new("RGB", (40, 20), "black")
    image.paste("white", (0, 0, 20, 20))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown after a quarter turn clockwise: left becomes top
    upright = open_image(encoded(image, form, exif=exif))
    assert upright.size == (20, 40)
    pixels = np.asarray(upright.convert("L"), dtype=float)
    assert pixels[:15].mean() > 240
    assert pixels[25:].mean() < 15


def test_gif_gives_its_first_frame():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(mean_colour(open_image(data)), (255, 0, 0), atol=2)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_large_images_come_out_reduced_but_not_too_small(form):
    image = open_image(encoded(picture(ORANGE, size=(3000, 2000)), form))
    assert images.WORKING_SIDE <= min(image.size) < 2 * images.WORKING_SIDE
    assert image.size[0] / image.size[1] == pytest.approx(1.5, abs=0.01)
    np.testing.assert_allclose(mean_colour(image), ORANGE, atol=4)


def test_all_kinds_of_sources_give_the_same(tmp_path):
    data = encoded(picture(ORANGE), "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(data)
    sources = [path, str(path), data, io.BytesIO(data), Image.open(path)]
    results = [np.asarray(open_image(source)) for source in sources]
    assert all((result == results[0]).all() for result in results)


def png_header(width, height):
    def chunk(kind, content):
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


GOOD_JPEG = encoded(picture(ORANGE, size=(200, 150)), "JPEG")
GOOD_PNG = encoded(picture(ORANGE, size=(200, 150)), "PNG")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"this is a text file named .jpg", "not an image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not an image"),
        (b"%PDF-1.7", "not an image"),
        (GOOD_JPEG[: len(GOOD_JPEG) // 2], "damaged or cut off"),
        (GOOD_PNG[: len(GOOD_PNG) // 2], "damaged or cut off"),
        (GOOD_PNG[:20], "not an image"),
        (png_header(9_000, 9_000), "more than 64 million pixels"),
        (png_header(60_000, 60_000), "more than 64 million pixels"),
        (png_header(100, 100), "damaged or cut off"),
    ],
)
def test_bad_files_give_a_sentence(data, sentence):
    with pytest.raises(ImageError, match=sentence) as caught:
        open_image(data)
    assert str(caught.value).endswith(".")


def test_too_many_bytes_are_refused_before_decoding(monkeypatch, tmp_path):
    monkeypatch.setattr(images, "MAX_BYTES", 1000)
    path = tmp_path / "a.png"
    path.write_bytes(GOOD_PNG)
    for source in (GOOD_PNG, io.BytesIO(GOOD_PNG), path):
        with pytest.raises(ImageError, match="larger than"):
            read_bytes(source)


def test_missing_files_and_folders_give_a_sentence(tmp_path):
    with pytest.raises(ImageError, match="no file"):
        open_image(tmp_path / "none.jpg")
    with pytest.raises(ImageError, match="is a folder"):
        open_image(tmp_path)
    with pytest.raises(ImageError, match="can't be read"):
        open_image("a\0b.jpg")


@given(st.data())
def test_damaged_files_never_raise_anything_else(data):
    original = data.draw(st.sampled_from([GOOD_JPEG, GOOD_PNG]))
    broken = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        image = open_image(bytes(broken))
    except ImageError:
        return
    assert image.mode == "RGB"
    assert image.size[0] * image.size[1] <= images.MAX_PIXELS


def test_pixels_are_scaled_to_minus_one_to_one():
    image = Image.new("RGB", (50, 30), (0, 255, 51))
    pixels = to_pixels(image, 16)
    assert pixels.shape == (16, 16, 3)
    assert pixels.dtype == np.float32
    np.testing.assert_allclose(pixels[3, 3], [-1.0, 1.0, -0.6], atol=1e-6)


def test_thumbnails_are_bounded_and_never_enlarged():
    assert Image.open(io.BytesIO(thumbnail_jpeg(Image.new("RGB", (900, 300)), 320))).size == (
        320,
        107,
    )
    assert Image.open(io.BytesIO(thumbnail_jpeg(Image.new("RGB", (90, 30)), 320))).size == (90, 30)


@pytest.mark.parametrize(
    ("size", "thumbnail"),
    [((1000, 1), (320, 1)), ((1, 5000), (1, 320)), ((2000, 1), (320, 1)), ((1, 1), (1, 1))],
)
def test_thin_images_have_thumbnails_too(size, thumbnail):
    image = open_image(encoded(Image.new("RGB", size, ORANGE), "PNG"))
    assert Image.open(io.BytesIO(thumbnail_jpeg(image, 320))).size == thumbnail
    assert to_pixels(image, 16).shape == (16, 16, 3)


@pytest.mark.parametrize(
    ("form", "size", "sentence"),
    [
        ("PNG", (1, 40_001), "longer than 40,000 pixels"),
        ("WEBP", (16_000, 2_251), "more than 36 million pixels"),
        ("AVIF", (16_000, 2_251), "more than 36 million pixels"),
        ("HEIF", (16_000, 3_188), "more than 51 million pixels"),
    ],
)
def test_sizes_that_take_too_much_memory_are_refused(form, size, sentence):
    image = Image.new("1", (8, 8))
    image.format = form
    image._size = size  # Pillow's own; no file of this size need be made
    with pytest.raises(ImageError, match=sentence):
        open_image(image)


RAISED = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    AssertionError, OverflowError, ZeroDivisionError, MemoryError, BufferError, RecursionError,
    NotImplementedError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("where", ["PIL.Image.open", "PIL.ImageFile.ImageFile.load"])
def test_whatever_pillow_raises_is_a_sentence(error, where, monkeypatch):
    def fail(*_, **__):
        raise error("wrong")

    monkeypatch.setattr(where, fail)
    if where.endswith("load"):
        monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", fail)
    with pytest.raises(ImageError, match=r"\.$"):
        open_image(GOOD_JPEG)


def test_thumbnails_carry_no_metadata_of_the_original():
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    data = encoded(picture(ORANGE), "JPEG", exif=exif, comment=b"secret", icc_profile=b"profile")
    thumbnail = thumbnail_jpeg(open_image(data), 320)
    assert set(Image.open(io.BytesIO(thumbnail)).info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
    }
    assert b"secret" not in thumbnail
