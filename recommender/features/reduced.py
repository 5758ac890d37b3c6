"""A decoded picture of any mode -> upright RGB, reduced, band by band.

Converting takes several copies of what is converted. Of bands these are small, so a picture of 64
megapixels takes little more than itself.
"""

from collections.abc import Iterator

import numpy as np
from PIL import ExifTags, Image

BAND_PIXELS = 2_000_000
"""Pixels that are converted at a time, at least one row of blocks of the reduction."""

LONGEST = 16
"""A picture that is longer than this many times its width is reduced to that length."""

_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_REDUCED_FIRST = ("RGB", "L", "CMYK", "RGBA")
"""Modes whose pixels can be averaged, and are then fewer to convert."""

_TRANSPOSE = Image.Transpose
_UPRIGHT = {
    2: _TRANSPOSE.FLIP_LEFT_RIGHT,
    3: _TRANSPOSE.ROTATE_180,
    4: _TRANSPOSE.FLIP_TOP_BOTTOM,
    5: _TRANSPOSE.TRANSPOSE,
    6: _TRANSPOSE.ROTATE_270,
    7: _TRANSPOSE.TRANSVERSE,
    8: _TRANSPOSE.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation."""

_ROWS_BECOME_COLUMNS = (5, 6, 7, 8)
_LAST_ROW_FIRST = (3, 4, 6, 7)


def upright_rgb(image: Image.Image, at_least: int) -> Image.Image:
    """A loaded image as EXIF wants it shown, in mode ``RGB``, transparent parts over white.

    It is reduced by a whole factor, to no less than ``at_least`` pixels on the shorter side; but if
    it is longer than :data:`LONGEST` times that, to this length. The result is the same for any
    size of the bands.
    """
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    if orientation not in _UPRIGHT:
        orientation = 1
    factor = max(min(image.size) // at_least, -(-max(image.size) // (LONGEST * at_least)), 1)
    white = _white(image)
    rows = max(BAND_PIXELS // image.width // factor, 1) * factor
    if rows >= image.height:
        return _converted(image, orientation, factor, white)
    width, height = (-(-side // factor) for side in image.size)
    sideways = orientation in _ROWS_BECOME_COLUMNS
    whole = Image.new("RGB", (height, width) if sideways else (width, height))
    for start, band in _bands(image, rows, backwards=orientation in _LAST_ROW_FIRST):
        place = start // factor
        part = _converted(band, orientation, factor, white)
        whole.paste(part, (place, 0) if sideways else (0, place))
    return whole


def _bands(
    image: Image.Image, rows: int, backwards: bool = False
) -> Iterator[tuple[int, Image.Image]]:
    """The picture in bands of so many rows, each with the number of rows before it.

    If ``backwards``, from the last row up, which is the first when the picture is upright: the
    blocks of the reduction begin there.
    """
    for start in range(0, image.height, rows):
        end = min(start + rows, image.height)
        top, bottom = (image.height - end, image.height - start) if backwards else (start, end)
        yield start, image.crop((0, top, image.width, bottom))


def _converted(image: Image.Image, orientation: int, factor: int, white: float) -> Image.Image:
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    if factor == 1:
        return _to_rgb(image, white)
    if "transparency" in image.info or image.mode not in _REDUCED_FIRST:
        return _to_rgb(image, white).reduce(factor)
    if image.mode == "RGBA":  # RGBa: colours times alpha, so that clear pixels do not bleed in
        return _to_rgb(image.convert("RGBa").reduce(factor).convert("RGBA"), white)
    return _to_rgb(image.reduce(factor), white)


def _to_rgb(image: Image.Image, white: float) -> Image.Image:
    if image.mode in _DEEP:
        values = np.nan_to_num(np.asarray(image, dtype=np.float32))
        grey = np.clip(values * (255.0 / white) + 0.5, 0, 255).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if (
        image.mode == "P"
        or "transparency" in image.info
        or image.mode in ("RGBA", "LA", "La", "PA")
    ):
        rgba = image.convert("RGBA")
        white_picture = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white_picture, rgba).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _white(image: Image.Image) -> float:
    """The value of a deep grey image that is white. Pillow would clip it, and a photo come out white.

    Integers range over 16 bits (PNG, TIFF) unless all fit 8; floats range from 0 to 1 or to 255.
    """
    if image.mode not in ("I", "F"):
        return 65535.0
    rows = max(BAND_PIXELS // image.width, 1)
    largest = max(
        float(np.nan_to_num(np.asarray(band, dtype=np.float32)).max(initial=0.0))
        for _, band in _bands(image, rows)
    )
    if image.mode == "F":
        return 1.0 if largest <= 1.0 else max(largest, 255.0)
    return 255.0 if largest <= 255 else max(largest, 65535.0)
