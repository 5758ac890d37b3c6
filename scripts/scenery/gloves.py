"""Boxing gloves as solids."""

from __future__ import annotations

import numpy as np

from .colour import hexed
from .noise import fbm3
from .shapes import Surface
from .solids import Solid, capsule, ellipsoid, smooth_union, subtract

Array = np.ndarray


def glove(rng: np.random.Generator, colour: Array, side: int = 1) -> list[Solid]:
    """A boxing glove 0.3 m long, knuckles toward +y, thumb toward +z times `side`."""
    seed = int(rng.integers(1e6))

    def mitt(p: Array) -> Array:
        d = ellipsoid(p, (0.005, 0.17, 0), (0.068, 0.085, 0.064))
        d = smooth_union(d, capsule(p, (0.0, 0.05, 0), (0.012, 0.15, 0), 0.05, 0.062), 0.05)
        thumb = capsule(p, (0.02, 0.09, side * 0.058), (0.04, 0.17, side * 0.062), 0.026, 0.027)
        d = smooth_union(d, thumb, 0.014)
        palm = capsule(p, (0.07, 0.13, -0.04), (0.07, 0.13, 0.04), 0.012)
        return subtract(d, palm, 0.02) + 0.0022 * fbm3(p * 22, 2, seed)

    def cuff(p: Array) -> Array:
        d = capsule(p, (0, -0.045, 0), (0, 0.045, 0), 0.05, 0.047)
        return np.maximum(d, -0.07 - p[..., 1])

    leather = Surface(rough=0.3, specular=0.07, bump=lambda p: 0.002 * fbm3(p * 60, 3, seed))
    band = Surface(rough=0.6, specular=0.05)
    trim = hexed("#e4dfd6") if rng.random() < 0.5 else colour * 0.25

    def strap(p: Array) -> Array:
        stripe = np.abs(np.mod(p[:, 1] * 22, 1) - 0.5) < 0.06
        return np.where(stripe[:, None], trim * 0.6, trim)

    return [
        Solid(mitt, colour, ((0.005, 0.145, 0.01 * side), 0.135), leather, 0.8),
        Solid(cuff, strap, ((0, -0.01, 0), 0.11), band, 0.85),
    ]
