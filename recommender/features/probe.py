"""Whether two encoder files are the same network: by the deep features of one fixed picture.

An exported network has another sha256 with every version of TensorFlow, yet gives the same features.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PIL import Image

SAME = 0.999
"""Least cosine of two files of one network. Measured: exports as float32, float16 and 8-bit integers
of the same weights agree to 0.9996 or better."""

SAME_IMAGENET = 0.9
"""The same for the encoder that is called ``imagenet`` on both sides, whose weights were checked when it
was exported. Weights restored from the 8-bit version of the network, which are off by up to half a
step, agree with the originals to 0.97 to 0.99 (ten random draws); the bundled encoder does to 0.48."""


class _Encodes(Protocol):
    name: str
    size: int

    def encode_one(self, image: Image.Image) -> np.ndarray: ...


def probe_picture(side: int) -> Image.Image:
    """Coloured rings, ``side`` pixels wide and high: in whole numbers, so the same on every machine.

    Of a dozen pictures it was the one whose features changed least with the last digits of the
    weights, and were least alike in different networks.
    """
    y, x = np.mgrid[0:side, 0:side].astype(np.int64) * 256 // side
    distance = (x - 128) ** 2 + (y - 128) ** 2
    channels = [distance // step % 256 for step in (32, 48, 64)]
    return Image.fromarray(np.stack(channels, axis=-1).astype(np.uint8))


def probe_features(encoder: _Encodes) -> np.ndarray:
    """The encoder's deep features of the probe picture in its own size: ``(1280,) float32``."""
    return encoder.encode_one(probe_picture(encoder.size))


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Cosine of two vectors, in [-1, 1]; 0 if one of them is all zero or not finite."""
    norms = float(np.linalg.norm(a)) * float(np.linalg.norm(b))
    return float(a @ b) / norms if np.isfinite(norms) and norms > 0 else 0.0


def least_cosine(names: Sequence[str]) -> float:
    """How alike the probe features of encoders of these names must be, to be one network's."""
    return SAME_IMAGENET if set(names) == {"imagenet"} else SAME
