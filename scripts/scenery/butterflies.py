"""Butterflies with veined, spotted wings."""

from __future__ import annotations

import numpy as np

from .colour import hexed, mix
from .noise import fbm3, smoothstep
from .shapes import Hit, Patches, Surface, patches, tube
from .solids import Solid

Array = np.ndarray
Things = list[Solid | Patches]
WET = Surface(rough=0.08, specular=0.06)


def butterfly(rng: np.random.Generator, name: str, spread: float) -> Things:
    """A butterfly of wing span about 2, body along +z at the origin; `spread` lifts the wings."""
    tints = {
        "monarch": ("#b0642c", "#181412"), "morpho": ("#3c64a0", "#14161c"),
        "swallowtail": ("#c0ac60", "#1c1a18"), "white": ("#cccabc", "#4c4a44"),
        "peacock": ("#94402c", "#282024"),
    }  # fmt: skip
    base, dark = (hexed(code) for code in tints[name])
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        t, v = hit.uv.T
        vein = np.abs(np.modf(v * 7)[0] - 0.5) > 0.45 - 0.05 * t
        edge = smoothstep(0.8, 0.86, t + 0.03 * np.sin(v * 40))
        out = mix(
            base * (0.75 + 0.4 * t)[:, None],
            dark,
            np.maximum(edge, 0.9 * vein * (t > 0.15) * (name != "peacock")),
        )
        dot = np.hypot((t - 0.92) * 6, np.modf(v * 8)[0] - 0.5)
        out = mix(out, hexed("#d8d4c8"), smoothstep(0.3, 0.2, dot) * (name != "white"))
        if name == "peacock":
            spot = np.hypot((t - 0.72) * 1.4, v - 0.3)
            out = mix(out, hexed("#c8b060"), smoothstep(0.17, 0.14, spot))
            out = mix(out, hexed("#3c5c8c"), smoothstep(0.12, 0.09, spot))
        return out * (1 + 0.1 * fbm3(hit.position * 40, 2, seed))[:, None]

    parts: Things = []
    t, v = np.linspace(0, 1, 12)[:, None], np.linspace(0, 1, 24)[None, :]
    for side in (-1, 1):
        for low, high, size, root in ((0.1, 1.25, 1.05, 0.12), (-1.15, 0.2, 0.72, -0.08)):
            angle = low + (high - low) * v
            far = size * (0.55 + 0.45 * np.sin(np.pi * np.clip(v * 0.9 + 0.12, 0, 1)) ** 0.7)
            far = far * (1 + 0.03 * np.sin(v * 40))
            x, z = t * far * np.cos(angle), root + t * far * np.sin(angle)
            y = 0.02 + 0.06 * np.sin(t * 3) + 0 * v
            grid = np.stack(
                [side * (x * np.cos(spread) - y * np.sin(spread)), x * np.sin(spread) + y, z], -1
            )
            parts.append(patches(grid, base, paint=paint, translucent=0.5, rough=0.7))
    s = np.linspace(0, 1, 9)[:, None]
    trunk = np.array([0, 0.03, -0.42]) + np.array([0, 0.02, 0.75]) * s
    parts.append(
        patches(tube(trunk, 0.06 * np.sin(np.pi * (0.1 + 0.85 * s[:, 0])) + 0.01), dark * 1.5)
    )
    feelers = [
        tube(np.array([k * 0.02, 0.06, 0.33]) + np.array([k * 0.16, 0.1, 0.34]) * s, 0.008, 4)
        for k in (-1, 1)
    ]
    parts.append(patches(np.stack(feelers), dark))
    return parts
