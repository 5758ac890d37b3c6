"""Hats for a head at the origin that faces +z (see figure.head)."""

from __future__ import annotations

import numpy as np

from .colour import hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep
from .shapes import Patches, Surface
from .solids import Solid, ball, capsule, ellipsoid, smooth_union, torus

Array = np.ndarray


def knit(scale: float = 1.0):
    """A bump of knitted rows for points about a head."""

    def bump(p: Array) -> Array:
        turn = np.arctan2(p[:, 0], p[:, 2] + 0.01)
        row = np.sin(p[:, 1] * 900 / scale + 2.0 * np.abs(np.sin(turn * 26 / scale)))
        return 0.0012 * scale * (row + np.sin(turn * 52 / scale))

    return bump


def beanie(
    rng: np.random.Generator, colour: Array, pompom: bool = False, ears: bool = False
) -> list[Solid | Patches]:
    """A knitted cap with a rolled rim, perhaps a pompom or bear's ears."""
    band = mix(colour, np.full(3, 0.6), rng.uniform(0, 0.5))
    stripes, low = rng.random() < 0.4, rng.uniform(0.035, 0.05)

    def shape(p: Array) -> Array:
        d = ellipsoid(p, (0, 0.05, -0.016), (0.096, 0.112, 0.114))
        edge = (
            low - p[..., 1] - 0.35 * np.minimum(p[..., 2], 0) * 0 + 0.3 * np.minimum(p[..., 2], 0.0)
        )
        d = np.maximum(d, edge)
        q = (p - np.array([0, low + 0.008, -0.016])) * np.array([1.14, 1, 0.98])
        q = q + np.stack([0 * p[..., 0], -0.3 * np.minimum(p[..., 2], 0), 0 * p[..., 0]], -1)
        d = smooth_union(d, torus(q, (0, 0, 0), 0.1, 0.014), 0.01)
        if ears:
            d = smooth_union(d, ball(mirrored(p), (0.075, 0.145, -0.01), 0.034), 0.012)
        return d + 0.002 * fbm3(p * 20, 2, 3)

    def yarn(p: Array) -> Array:
        rim = smoothstep(0.034, 0.028, p[:, 1] - low - 0.3 * np.minimum(p[:, 2], 0))
        out = mix(np.broadcast_to(colour, p.shape), band, rim)
        if stripes:
            out = mix(out, band, smoothstep(0.3, 0.5, np.sin(p[:, 1] * 170)) * 0.8)
        return out * (1 + 0.15 * fbm3(p * 150, 2, 5))[:, None]

    wool = Surface(rough=0.9, specular=0.02, bump=knit())
    body = Solid(shape, yarn, ((0, 0.08, -0.01), 0.16), wool, 0.7)
    parts: list[Solid | Patches] = [body]
    if pompom:
        tuft = Solid(lambda p: ball(p, (0, 0.175, -0.02), 0.022), band, ((0, 0.175, -0.02), 0.03))
        parts += [tuft, fur(rng, tuft, 1500, 0.022, lift=1.5, wild=0.6, width=0.09)]
    return parts


def sun_hat(rng: np.random.Generator, colour: Array, brim: float = 0.2) -> list[Solid | Patches]:
    """A straw or cloth hat with a wide waved brim and a ribbon."""
    ribbon = hexed(str(rng.choice(["#2c2826", "#6c4438", "#a89c8c", "#3c4c5c"])))
    tip, wave = rng.uniform(-0.1, 0.25), rng.uniform(0.0, 0.02)

    def shape(p: Array) -> Array:
        crown = ellipsoid(p, (0, 0.075, -0.018), (0.1, 0.105, 0.115))
        crown = np.maximum(crown, 0.06 - p[..., 1])
        far = np.hypot(p[..., 0], p[..., 2] + 0.018)
        turn = np.arctan2(p[..., 0], p[..., 2])
        level = 0.068 - 0.9 * np.maximum(far - 0.1, 0) ** 1.5 + tip * 0.12 * p[..., 2]
        level = level + wave * np.sin(turn * 3 + 1) * smoothstep(0.1, brim, far)
        sheet = np.maximum(np.abs(p[..., 1] - level) - 0.004, far - brim)
        return smooth_union(crown, sheet * 0.8, 0.015)

    def straw(p: Array) -> Array:
        far = np.hypot(p[:, 0], p[:, 2] + 0.018)
        weave = 0.85 + 0.2 * np.sin(far * 900) * np.sin(np.arctan2(p[:, 0], p[:, 2]) * 120)
        out = np.broadcast_to(colour, p.shape) * weave[:, None]
        band = smoothstep(0.108, 0.104, p[:, 1]) * smoothstep(0.125, 0.12, far)
        return mix(out, ribbon, band)

    return [Solid(shape, straw, ((0, 0.07, -0.01), brim + 0.06), Surface(rough=0.85), 0.6)]


def cap(rng: np.random.Generator, colour: Array, backward: bool = False) -> list[Solid | Patches]:
    """A baseball cap."""
    peak = colour if rng.random() < 0.6 else hexed("#c4c0b8")
    way = -1.0 if backward else 1.0

    def shape(p: Array) -> Array:
        d = ellipsoid(p, (0, 0.05, -0.014), (0.094, 0.1, 0.112))
        d = np.maximum(d, 0.052 - p[..., 1])
        q = p * np.array([1, 1, way])
        bill = ellipsoid(q, (0, 0.052, 0.13), (0.075, 0.3, 0.085))
        curve = 0.062 - 2.0 * q[..., 0] ** 2 - 0.25 * (q[..., 2] - 0.08)
        bill = np.maximum(bill, np.abs(q[..., 1] - curve) - 0.004)
        bill = np.maximum(bill, 0.06 - q[..., 2])
        button = capsule(p, (0, 0.15, -0.014), (0, 0.153, -0.014), 0.007)
        return smooth_union(smooth_union(d, bill * 0.7, 0.008), button, 0.004)

    def cloth(p: Array) -> Array:
        turn = np.arctan2(p[:, 0], p[:, 2])
        seam = np.abs(np.modf(np.abs(turn) / 1.047 + 0.5)[0] - 0.5) < 0.012
        out = mix(np.broadcast_to(colour, p.shape), peak, (way * p[:, 2] > 0.1).astype(float))
        return out * (1 - 0.35 * seam * (way * p[:, 2] < 0.1))[:, None]

    return [Solid(shape, cloth, ((0, 0.08, 0.02 * way), 0.24), Surface(rough=0.85), 0.6)]
