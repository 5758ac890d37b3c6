"""Converting band by band gives what converting all at once gives, in every mode and orientation."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from recommender.features import reduced
from recommender.features.reduced import upright_rgb

MODES = ("RGB", "L", "CMYK", "RGBA", "LA", "P", "PA", "1", "I;16", "I", "F", "YCbCr", "HSV", "LAB")


def wild(mode, size=(61, 47)):
    """Noise in this mode."""
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 4), dtype=np.uint8)
    if mode == "I;16":
        return Image.fromarray(noise[..., 0].astype(np.uint16) * 257)
    if mode == "I":
        return Image.fromarray(noise[..., 0].astype(np.int32) * 300)
    if mode == "F":
        values = noise[..., 0].astype(np.float32)
        values[5, 5], values[40, 9] = np.nan, 700
        return Image.fromarray(values)
    image = Image.fromarray(noise)
    if mode in ("PA", "LAB"):
        return (
            image.convert("P" if mode == "PA" else "RGB").convert(mode)
            if mode == "PA"
            else (Image.fromarray(noise[..., :3], "LAB"))
        )
    return image.convert(mode)


def turned(image, orientation):
    image.getexif()[0x0112] = orientation
    return image


@pytest.mark.parametrize("at_least", [100, 20, 10])
@pytest.mark.parametrize("mode", MODES)
def test_bands_make_no_difference(mode, at_least, monkeypatch):
    whole = upright_rgb(wild(mode), at_least)
    assert whole.mode == "RGB"
    for pixels in (1, 200, 1_000):
        monkeypatch.setattr(reduced, "BAND_PIXELS", pixels)
        np.testing.assert_array_equal(upright_rgb(wild(mode), at_least), whole)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("pixels", [1, 300, 1_000_000])
def test_reducing_is_that_of_the_upright_picture(orientation, pixels, monkeypatch):
    """As if the picture had been turned before: 61 x 47 pixels leave parts of blocks at the edges."""
    monkeypatch.setattr(reduced, "BAND_PIXELS", pixels)
    for mode in ("RGB", "CMYK", "L"):
        upright = ImageOps.exif_transpose(turned(wild(mode), orientation))
        expected = upright.reduce(4).convert("RGB")
        np.testing.assert_array_equal(
            upright_rgb(turned(wild(mode), orientation), 11), np.asarray(expected)
        )


@pytest.mark.parametrize("colour", [(7, 8, 9), (200, 1, 2)])
def test_the_transparent_colour_lies_over_white(colour, monkeypatch):
    monkeypatch.setattr(reduced, "BAND_PIXELS", 100)
    image = Image.new("RGB", (40, 40), colour)
    image.info["transparency"] = (7, 8, 9)
    expected = (255, 255, 255) if colour == (7, 8, 9) else colour
    assert upright_rgb(image, 10).getcolors() == [(100, expected)]


def test_a_block_that_is_partly_clear_is_partly_white():
    image = Image.new("RGB", (40, 40), (7, 8, 9))
    image.paste((55, 155, 255), (2, 0, 40, 40))
    image.info["transparency"] = (7, 8, 9)
    pixels = np.asarray(upright_rgb(image, 10))
    np.testing.assert_array_equal(pixels[:, 0], [(155, 205, 255)] * 10)
    np.testing.assert_array_equal(pixels[:, 1], [(55, 155, 255)] * 10)


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in ("PA", "LAB")])
def test_all_modes_are_reduced(mode):
    assert upright_rgb(wild(mode), 10).size == (16, 12)
    assert upright_rgb(wild(mode), 24).size == (61, 47)


def test_pictures_that_are_very_long_are_reduced_by_their_length():
    image = Image.new("RGB", (2_000, 9), "red")
    assert upright_rgb(image, 50).size == (667, 3)
    assert upright_rgb(image, 125).size == (2_000, 9)
    assert upright_rgb(Image.new("L", (1, 5_000)), 20).size == (1, 313)


def test_an_orientation_that_is_none_turns_nothing():
    for orientation in (0, 9, "6", (6, 6)):
        image = wild("RGB")
        assert upright_rgb(turned(image, orientation), 100).size == image.size
