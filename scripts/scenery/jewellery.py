"""Rings, their cushion and what gold and gems reflect."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .colour import hexed
from .noise import fbm2, smoothstep
from .shapes import Patches, patches, revolve, rotation, tube

Array = np.ndarray


def loop(ring: float, radius: float, nu: int = 64, nv: int = 18) -> Array:
    """Grid of a torus about the y axis."""
    turn = np.linspace(0, 2 * np.pi, nv)
    return revolve(np.stack([ring + radius * np.cos(turn), radius * np.sin(turn)], 1), nu)


def finger_ring(
    rng: np.random.Generator, metal: Array, stone: bool, radius: float
) -> list[Patches]:
    """A ring lying on y = 0 about the y axis; the stone sits toward +z."""
    wide = radius * 0.13
    band = loop(radius, wide)
    band[..., 1] *= 1.5
    parts = [patches(band, metal, metal=1.0, rough=0.16).moved((0, wide * 1.5, 0))]
    if not stone:
        return parts
    seat = np.array([0, wide * 1.5, radius + wide * 0.6])
    gem, r = [], radius * 0.42
    n = 10
    turn = np.arange(n + 1) * 2 * np.pi / n
    rings = ((0.0, -0.9), (1.0, -0.05), (1.0, 0.08), (0.62, 0.4), (0.0, 0.42))
    for (ra, ya), (rb, yb) in pairwise(rings):
        for i, (a, b) in enumerate(pairwise(turn)):
            shift = 0.5 * (turn[1]) * (i % 2)
            gem.append(
                [
                    [(q * np.cos(t), y, q * np.sin(t)) for t in (a + 0 * shift, b)]
                    for q, y in ((ra, ya), (rb, yb))
                ]
            )
    grid = np.array(gem, np.float32) * r @ rotation("x", 1.2).T
    parts.append(patches(grid, hexed("#e8ecf4"), metal=1.0, rough=0.08).moved(seat))
    for k in range(4):
        a = k * np.pi / 2 + np.pi / 4
        claw = np.array([(0.9 * np.cos(a), -0.5, 0.9 * np.sin(a)), (np.cos(a), 0.2, np.sin(a))]) * r
        claw = np.linspace(claw[0], claw[1], 4) @ rotation("x", 1.2).T + seat
        parts.append(patches(tube(claw, r * 0.1, 8), metal, metal=1.0, rough=0.16))
    return parts


def sparkle(direction: Array) -> Array:
    """What jewellery reflects: bright window panes over a warm dim room."""
    x, y, z = direction[..., 0], direction[..., 1], direction[..., 2]
    turn = np.sin(np.arctan2(x, z) * 2 + 0.6)
    pane = smoothstep(0.3, 0.6, turn) * smoothstep(0.0, 0.15, y) * smoothstep(0.85, 0.6, y)
    base = 0.1 + 0.55 * smoothstep(-0.5, 0.9, y)
    return (base + 2.2 * pane)[..., None] * np.array([1.0, 0.96, 0.9], np.float32)


def cushion(rng: np.random.Generator, colour: Array, size: float) -> Patches:
    """A satin cushion with soft creases, its top near y = 0."""
    u, v = np.linspace(-1, 1, 60)[:, None], np.linspace(-1, 1, 60)[None, :]
    seed = int(rng.integers(1e6))
    puff = np.clip((1 - np.abs(u) ** 3) * (1 - np.abs(v) ** 3), 0, 1) ** 0.45
    crease = 0.05 * fbm2(u * 1.3 + 3, v * 3.2, 3, seed) * puff
    grid = np.stack(
        np.broadcast_arrays(size * u, size * (0.42 * (puff - 1) + crease), size * v), -1
    )
    return patches(grid, colour, rough=0.35, specular=0.055)
