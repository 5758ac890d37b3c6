"""Unfocused backgrounds: gardens, undergrowth and plain walls."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, jitter, mix
from .finish import blur, bokeh
from .noise import fbm2, smoothstep

Array = np.ndarray


def garden(
    rng: np.random.Generator,
    width: int,
    height: int,
    greens: str = "#2c4a1c #4a6b28 #6d8a3a #1d3016",
    accents: str = "#d8d060 #e9e9d8 #c8566a #8fb04a",
    softness: float = 0.03,
    bright_top: float = 0.6,
) -> Array:
    """Leafy green out of focus (h, w, 3) linear, with round highlights."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    seed = int(rng.integers(1e6))
    a, b, c = (choose(rng, greens) for _ in range(3))
    image = mix(a, b, smoothstep(-0.35, 0.35, fbm2(x * 4, y * 4, 5, seed)))
    image = mix(image, c, smoothstep(0.0, 0.5, fbm2(x * 7, y * 7, 4, seed + 3)))
    image = (
        image * (0.55 + 1.1 * smoothstep(-0.5, 0.6, fbm2(x * 10, y * 10, 4, seed + 5)))[..., None]
    )
    image = image * (1 + bright_top * (0.5 - y) * 1.6)[..., None]
    for _ in range(int(rng.integers(0, 14))):
        px, py, r = rng.uniform(0, width / height), rng.uniform(0.1, 1), rng.uniform(0.01, 0.04)
        spot = smoothstep(r, r * 0.6, np.hypot(x - px, y - py))
        image = mix(image, choose(rng, accents), spot * 0.8)
    radius = softness * height
    image = blur(image, radius)
    lights = jitter(rng, hexed("#d8e0a0"), 6, 0.2) * 0.5
    count = int(rng.integers(4, 26))
    image += bokeh(rng, height, width, lights, count, radius * 1.5, (0, 0, 1, 0.6)) * 0.45
    return image.astype(np.float32)


def plain(
    rng: np.random.Generator, width: int, height: int, colour: Array, falloff: float = 0.5
) -> Array:
    """A wall (h, w, 3) lit from one side, slightly uneven."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    seed = int(rng.integers(1e6))
    way = rng.choice([-1.0, 1.0])
    shade = 1 + falloff * way * (x / (width / height) - 0.5) + 0.25 * falloff * (0.5 - y)
    patch = 1 + 0.06 * fbm2(x * 2, y * 2, 4, seed) + 0.04 * fbm2(x * 40, y * 40, 3, seed + 2)
    return (colour * (shade * patch)[..., None]).astype(np.float32)
