"""Small picture files of all formats and modes, from which hostile ones are made."""

import struct
from collections.abc import Iterator

import numpy as np
from helpers import encoded
from PIL import Image

SIZE = (67, 45)


def picture_files() -> dict[str, bytes]:
    """Whole files by name, formats that are not accepted among them."""
    return dict(_named())


def _named() -> Iterator[tuple[str, bytes]]:
    rgb = _noise()
    grey, rgba = rgb.convert("L"), rgb.convert("RGBA")
    rgba.putalpha(grey)
    palette, bits = rgb.convert("P"), rgb.convert("1")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    floats = Image.fromarray(np.asarray(grey).astype(np.float32) / 255)
    frames = [rgb.rotate(angle) for angle in (90, 180, 270)]
    turned = Image.Exif()
    turned[0x0112] = 6
    rich = Image.Exif()
    rich[0x0112], rich[0x010E] = 8, "a description"
    rich.get_ifd(0x8769)[0x9003], rich.get_ifd(0x8825)[1] = "2020:01:01 00:00:00", "N"

    def all_frames(form: str, image: Image.Image = rgb, **options: object) -> bytes:
        others = [frame.copy() for frame in frames]  # writers keep their settings in them
        return encoded(image.copy(), form, save_all=True, append_images=others, **options)

    yield "jpeg", encoded(rgb, "JPEG")
    yield "jpeg grey", encoded(grey, "JPEG")
    yield "jpeg cmyk", encoded(rgb.convert("CMYK"), "JPEG")
    yield "jpeg progressive", encoded(rgb, "JPEG", progressive=True)
    yield "jpeg cmyk progressive", encoded(rgb.convert("CMYK"), "JPEG", progressive=True)
    yield "jpeg 4:4:4", encoded(rgb, "JPEG", subsampling=0, optimize=True)
    yield "jpeg restarts", encoded(rgb, "JPEG", restart_marker_blocks=1)
    yield "jpeg exif", encoded(rgb, "JPEG", exif=rich)
    yield "jpeg turned", encoded(rgb, "JPEG", exif=turned, comment=b"c" * 300)
    yield "jpeg profile", encoded(rgb, "JPEG", icc_profile=bytes(70_000), xmp=b"<x/>" * 900)
    yield "mpo", all_frames("MPO")
    yield "png", encoded(rgb, "PNG", exif=rich, dpi=(72, 72))
    yield "png grey", encoded(grey, "PNG")
    yield "png grey alpha", encoded(rgb.convert("LA"), "PNG")
    yield "png alpha", encoded(rgba, "PNG", exif=turned)
    yield "png 1 bit", encoded(bits, "PNG")
    yield "png 16 bit", encoded(deep, "PNG")
    yield "png palette", encoded(palette, "PNG", transparency=3)
    yield "png palette 2 bit", encoded(rgb.quantize(4), "PNG", bits=2)
    yield "png palette 4 bit", encoded(rgb.quantize(16), "PNG", bits=4, transparency=bytes(16))
    yield "png clear colour", encoded(rgb, "PNG", transparency=(1, 2, 3))
    yield "png clear grey", encoded(grey, "PNG", transparency=7)
    yield "apng", all_frames("PNG", duration=50)
    yield "gif", encoded(palette, "GIF", interlace=1)
    yield "gif plain", encoded(palette, "GIF", interlace=0, comment=b"c" * 700)
    yield "gif clear", encoded(palette, "GIF", transparency=5)
    yield "gif animated", all_frames("GIF", duration=50, loop=0)
    yield "webp", encoded(rgb, "WEBP", exif=rich)
    yield "webp lossless", encoded(rgb, "WEBP", lossless=True)
    yield "webp alpha", encoded(rgba, "WEBP")
    yield "webp animated", all_frames("WEBP", duration=50)
    yield "bmp", encoded(rgb, "BMP")
    yield "bmp palette", encoded(palette, "BMP")
    yield "bmp 1 bit", encoded(bits, "BMP")
    yield "bmp alpha", encoded(rgba, "BMP")
    yield "bmp runs", _bmp_of_runs()
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield f"tiff {compression}", encoded(rgb, "TIFF", compression=compression)
    yield "tiff group4", encoded(bits, "TIFF", compression="group4")
    yield "tiff 16 bit", encoded(deep, "TIFF", exif=turned)
    yield "tiff float", encoded(floats, "TIFF", compression="tiff_lzw")
    yield "tiff cmyk", encoded(rgb.convert("CMYK"), "TIFF", compression="tiff_lzw")
    yield "tiff palette", encoded(palette, "TIFF")
    yield "tiff alpha", encoded(rgba, "TIFF", compression="tiff_lzw", exif=rich)
    yield "tiff strips", encoded(rgb, "TIFF", compression="tiff_lzw", strip_size=67 * 3)
    yield "tiff tiles", _tiff_of_tiles()
    yield "tiff big", encoded(rgb, "TIFF", big_tiff=True)
    yield "tiff frames", all_frames("TIFF", compression="tiff_lzw")
    yield "avif", encoded(rgb, "AVIF", exif=rich)
    yield "avif alpha", encoded(rgba, "AVIF")
    yield "avif animated", all_frames("AVIF", duration=50)
    yield "heif", encoded(rgb, "HEIF", exif=turned)
    yield "heif alpha", encoded(rgba, "HEIF")
    for other in ("ICO", "PPM", "TGA", "PCX", "JPEG2000", "PDF"):
        yield other.lower(), encoded(rgb, other)


def _noise() -> Image.Image:
    small = np.random.default_rng(0).integers(0, 256, (9, 13, 3), dtype=np.uint8)
    return Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC)


def _bmp_of_runs() -> bytes:
    width, height = SIZE
    rows = b"".join(bytes((40, row, width - 40, 200, 0, 0)) for row in range(height)) + b"\0\1"
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(rows), 0, 0, 256, 0)
    offset = 14 + len(header) + 1024
    colours = bytes(range(256)) * 4
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + header + colours + rows


def _tiff_of_tiles() -> bytes:
    width, height, side = 64, 48, 16
    n = width // side * (height // side)
    fields = [
        (256, width), (257, height), (258, 8), (259, 1), (262, 1), (277, 1), (322, side),
        (323, side), (324, 0), (325, 0),
    ]  # fmt: skip
    end = 8 + 2 + 12 * len(fields) + 4
    places = {324: end, 325: end + 4 * n}
    entries = b"".join(
        struct.pack("<HHII", tag, 4, n if tag in places else 1, places.get(tag, value))
        for tag, value in fields
    )
    start = b"II*\0" + struct.pack("<IH", 8, len(fields)) + entries + bytes(4)
    offsets = struct.pack(f"<{n}I", *(end + 8 * n + side * side * i for i in range(n)))
    pixels = np.random.default_rng(0).integers(0, 256, n * side * side, dtype=np.uint8).tobytes()
    return start + offsets + struct.pack("<I", side * side) * n + pixels
