"""What it costs to decode a photo in a process of its own, beside decoding it directly.

    PYTHONPATH=. python benchmarks/decoding.py [PHOTO] [--times 50]

PHOTO is a JPEG; without one, a made picture of 12 megapixels stands for a phone's. Each is decoded by
turns in both ways, so a busy machine slows both. Prints medians and their ratio.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from recommender.features.decoders import Decoders
from recommender.features.images import open_image, read_bytes


def made_photo() -> bytes:
    """A JPEG of 4032 x 3024 pixels and 2 to 4 MB, with detail of all sizes."""
    random = np.random.default_rng(0)
    picture = np.zeros((3024, 4032, 3), dtype=np.float32)
    for side in (4, 32, 256, 1024):
        noise = Image.fromarray(random.integers(0, 256, (side, side, 3), dtype=np.uint8))
        picture += np.asarray(noise.resize((4032, 3024), Image.Resampling.BICUBIC)) / 4
    buffer = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def milliseconds(decode: Callable[[bytes], Image.Image], data: bytes) -> float:
    start = time.perf_counter()
    decode(data)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", type=Path, nargs="?", metavar="PHOTO")
    parser.add_argument("--times", type=int, default=50, help="how often each way (default: 50)")
    options = parser.parse_args()
    data = read_bytes(options.photo) if options.photo else made_photo()
    decoders = Decoders(1)
    ways = {"directly": open_image, "in a process": decoders.decode}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for decode in ways.values():
        decode(data)  # warm-up
    for _ in range(options.times):
        for name, decode in ways.items():
            taken[name].append(milliseconds(decode, data))
    decoders.close()
    directly, apart = (statistics.median(values) for values in taken.values())
    size = open_image(data).size
    print(f"{len(data) / 1e6:.1f} MB, decoded to {size[0]} x {size[1]} pixels")
    print(f"directly      {directly:7.1f} ms")
    print(f"in a process  {apart:7.1f} ms   {apart - directly:+.1f} ms   {apart / directly:.2f}x")


if __name__ == "__main__":
    main()
