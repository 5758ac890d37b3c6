"""Tiny pictures, posts files made from them, and a stub encoder."""

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from recommender.features.encoder import N_FEATURES
from recommender.features.probe import probe_picture
from recommender.settings import AlsSettings, BuildSettings

COLOURS = {"red": (200, 30, 30), "green": (30, 160, 40), "blue": (30, 50, 200)}
SETTINGS = BuildSettings(als=AlsSettings(rank=8, alpha=10.0, regularization=0.1))

_PROBE = probe_picture(32).tobytes()


class StubEncoder:
    """Deep features = the picture's 8 x 8 colours, padded with zeros.

    ``calls`` counts the pictures that were encoded, without the probe picture.
    """

    name = "stub"
    size = 32
    fingerprint = "5" * 64

    def __init__(self) -> None:
        self.calls = 0

    def encode_one(self, image: Image.Image) -> np.ndarray:
        self.calls += image.tobytes() != _PROBE
        features = np.zeros(N_FEATURES, dtype=np.float32)
        features[:192] = np.asarray(image.resize((8, 8)), dtype=np.float32).ravel() / 255
        return features


class OtherEncoder(StubEncoder):
    """Another network: the same colours at the other end of the deep features."""

    name = "other"
    fingerprint = "6" * 64

    def encode_one(self, image: Image.Image) -> np.ndarray:
        return super().encode_one(image)[::-1].copy()


def picture(
    colour: tuple[int, int, int], seed: int = 0, size: tuple[int, int] = (64, 48)
) -> Image.Image:
    """A noisy picture of one colour."""
    noise = np.random.default_rng(seed).integers(-25, 26, (size[1], size[0], 3))
    return Image.fromarray((np.array(colour) + noise).clip(0, 255).astype(np.uint8))


def wild_picture(seed: int = 0, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture of coloured noise: as JPEG, it changes each time it is encoded."""
    noise = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(noise)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """An image file's bytes."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def write_posts(folder: Path, n_each: int = 4) -> Path:
    """``posts.jsonl`` with ``n_each`` pictures of each colour, tagged with the colour and more."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    lines = []
    for colour, rgb in COLOURS.items():
        for i in range(n_each):
            name = f"images/{colour}{i}.png"
            picture(rgb, seed=i).save(folder / name)
            tags = [f"#{colour}", f"{colour}{'love' if i % 2 else 'life'}", "#Instagood"]
            lines.append({"image": name, "hashtags": tags, "creator": f"{colour} & co"})
    path = folder / "posts.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path
