"""Fur, feathers and hair: many short strands grown on the surface of a solid."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .camera import normalise
from .noise import fbm3
from .shapes import Patches, patches
from .solids import Solid, gradient, voxels

Array = np.ndarray
Flow = Callable[[Array, Array], Array]


def surface_points(
    rng: np.random.Generator, solid: Solid, count: int, facing: Array | None = None
) -> tuple[Array, Array]:
    """Random points (n, 3) and normals on a solid; `facing` drops what looks away from it."""
    values, low, cell = voxels(solid)
    near = np.argwhere(np.abs(values) < cell)
    if not len(near):
        return np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32)
    pick = near[rng.integers(0, len(near), count)] + rng.uniform(-0.5, 0.5, (count, 3))
    p = (low + cell * pick).astype(np.float32)
    step = solid.bound[1] / 150
    normal = gradient(solid.distance, p, step)
    if facing is not None:
        kept = normal @ normalise(facing) > -0.3
        p, normal = p[kept], normal[kept]
    for _ in range(3):
        p = p - normal * solid.distance(p)[:, None] * 0.9
    kept = np.abs(solid.distance(p)) < 0.3 * cell
    return p[kept], gradient(solid.distance, p[kept], step)


def fur(
    rng: np.random.Generator,
    solid: Solid,
    count: int,
    length: float | Callable[[Array], Array],
    *,
    flow: Array | Flow = (0, -1, 0),
    lift: float = 0.3,
    width: float = 0.06,
    clump: float = 0.35,
    wild: float = 0.15,
    droop: float = 0.3,
    wrap: float = 0.0,
    colour: Callable[[Array], Array] | None = None,
    vary: float = 0.14,
    root: float = 0.6,
    facing: Array | None = None,
    keep: Callable[[Array], Array] | None = None,
    shadow: bool = False,
) -> Patches:
    """Grow tapering strands on a solid, coloured as it is where they root.

    `flow` combs them (a direction or a function of points and normals); `lift` raises them off
    the skin, `clump` gathers neighbours into locks, `width` is relative to the length, `root`
    the brightness at the skin; `wrap` is the curvature of the body they lie on.
    `keep` maps points to a mask.
    """
    p, normal = surface_points(rng, solid, count, facing)
    if keep is not None:
        kept = keep(p)
        p, normal = p[kept], normal[kept]
    n = len(p)
    size = length(p) if callable(length) else np.full(n, length, np.float32)
    size = size * rng.uniform(0.65, 1.2, n)
    way = flow(p, normal) if callable(flow) else np.broadcast_to(np.float32(flow), p.shape)
    scale = 0.9 / max(float(np.median(size)), 1e-4) if n else 1.0
    seed = int(rng.integers(1e6))
    lock = np.stack([fbm3(p * scale, 2, seed + 31 * axis) for axis in range(3)], -1)
    way = normalise(way) + clump * 1.6 * lock + rng.normal(0, wild, (n, 3))
    way = normalise(way - (way * normal).sum(1, keepdims=True) * normal)
    side = np.cross(normal, way)
    t = np.linspace(0, 1, 4, dtype=np.float32)[None, :, None]
    rise = lift * (t - droop * t * t) * normal[:, None]
    bend = 0.5 * wrap * (size[:, None, None] * t) ** 2 * normal[:, None]
    path = p[:, None] + size[:, None, None] * (t * way[:, None] + rise) - bend
    half = (size * width / 2)[:, None, None] * (1 - 0.9 * t**1.6) * side[:, None]
    grid = np.stack([path - half, path + half], 2)
    paint = colour or solid.colour
    tint = np.broadcast_to(paint(p) if callable(paint) else paint, (n, 3))
    tint = tint * np.exp(rng.normal(0, vary, (n, 1)))
    shade = root + (1.12 - root) * t
    tint = np.broadcast_to((tint[:, None] * shade)[:, :, None], grid.shape)
    return patches(grid, tint.astype(np.float32), rough=0.75, translucent=0.35, shadow=shadow)
