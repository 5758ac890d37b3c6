"""Lattice noise: gradient, fractal, ridged and cellular, vectorised over coordinates."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def lattice_hash(ix: Array, iy: Array, iz: Array | int = 0, seed: int = 0) -> Array:
    """Hash integer lattice points to uint32; the arrays broadcast."""
    with np.errstate(over="ignore"):
        h = np.asarray(ix).astype(np.int32).astype(np.uint32) * np.uint32(374761393)
        h = h + np.asarray(iy).astype(np.int32).astype(np.uint32) * np.uint32(668265263)
        h = h + np.asarray(iz).astype(np.int32).astype(np.uint32) * np.uint32(2246822519)
        h = h + np.uint32((seed * 3266489917 + 97) & 0xFFFFFFFF)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(1274126177)
        h = (h ^ (h >> np.uint32(15))) * np.uint32(2654435761)
    return h ^ (h >> np.uint32(16))


def unit_hash(ix: Array, iy: Array, iz: Array | int = 0, seed: int = 0) -> Array:
    """Return a uniform float32 in [0, 1) for each lattice point."""
    return (lattice_hash(ix, iy, iz, seed) >> np.uint32(8)).astype(np.float32) / np.float32(2**24)


def _split(x: Array) -> tuple[Array, Array, Array]:
    """Return the lattice index, the offset in [0, 1) and its quintic fade."""
    base = np.floor(x)
    f = (x - base).astype(np.float32)
    return base.astype(np.int32), f, f * f * f * (f * (f * 6 - 15) + 10)


def noise2(x: Array, y: Array, seed: int = 0) -> Array:
    """Gradient noise in about [-1, 1] at (x, y)."""
    x, y = np.broadcast_arrays(np.asarray(x, np.float32), np.asarray(y, np.float32))
    ix, fx, u = _split(x)
    iy, fy, v = _split(y)

    def corner(dx: int, dy: int) -> Array:
        h = lattice_hash(ix + dx, iy + dy, 0, seed)
        gx = (h & np.uint32(0xFFFF)).astype(np.float32) / 32768 - 1
        gy = (h >> np.uint32(16)).astype(np.float32) / 32768 - 1
        return gx * (fx - dx) + gy * (fy - dy)

    top = corner(0, 0) * (1 - u) + corner(1, 0) * u
    return 1.6 * (top * (1 - v) + (corner(0, 1) * (1 - u) + corner(1, 1) * u) * v)


def noise3(x: Array, y: Array, z: Array, seed: int = 0) -> Array:
    """Value noise in [-1, 1] at (x, y, z)."""
    ix, _, u = _split(np.asarray(x, np.float32))
    iy, _, v = _split(np.asarray(y, np.float32))
    iz, _, w = _split(np.asarray(z, np.float32))

    def edge(dy: int, dz: int) -> Array:
        left = unit_hash(ix, iy + dy, iz + dz, seed)
        return left + (unit_hash(ix + 1, iy + dy, iz + dz, seed) - left) * u

    near = edge(0, 0) * (1 - v) + edge(1, 0) * v
    return 2 * (near * (1 - w) + (edge(0, 1) * (1 - v) + edge(1, 1) * v) * w) - 1


def fbm2(x: Array, y: Array, octaves: int = 5, seed: int = 0, gain: float = 0.5) -> Array:
    """Fractal sum of `noise2`, in about [-1, 1]; each octave is turned by 37 degrees."""
    total, size, norm = 0.0, 1.0, 0.0
    for octave in range(octaves):
        total = total + size * noise2(x, y, seed + 17 * octave)
        norm += size
        x, y = 1.6 * x - 1.2 * y + 11.3, 1.2 * x + 1.6 * y + 5.7
        size *= gain
    return total / norm


def fbm3(p: Array, octaves: int = 4, seed: int = 0, gain: float = 0.5) -> Array:
    """Fractal sum of `noise3` at points (n, 3), in about [-1, 1]."""
    x, y, z = p[..., 0], p[..., 1], p[..., 2]
    total, size, norm = 0.0, 1.0, 0.0
    for octave in range(octaves):
        total = total + size * noise3(x, y, z, seed + 17 * octave)
        norm += size
        x, y, z = 1.6 * x - 1.2 * z + 1.3, 2.03 * y + 7.7, 1.2 * x + 1.6 * z + 3.1
        size *= gain
    return total / norm


def ridged2(x: Array, y: Array, octaves: int = 6, seed: int = 0, gain: float = 0.5) -> Array:
    """Ridged multifractal in about [0, 1]: sharp crests, as of eroded mountains."""
    total, size, norm, weight = 0.0, 1.0, 0.0, 1.0
    for octave in range(octaves):
        crest = (1 - np.abs(noise2(x, y, seed + 17 * octave))) ** 2
        total = total + size * crest * weight
        weight = np.clip(crest * 1.6, 0, 1)
        norm += size
        x, y = 1.6 * x - 1.2 * y + 3.3, 1.2 * x + 1.6 * y + 8.1
        size *= gain
    return total / norm


def worley2(x: Array, y: Array, seed: int = 0, jitter: float = 1.0) -> tuple[Array, Array, Array]:
    """Return the distances to the nearest and second feature point and the nearest's hash."""
    x, y = np.broadcast_arrays(np.asarray(x, np.float32), np.asarray(y, np.float32))
    ix, iy = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    first = np.full(x.shape, 9.0, np.float32)
    second, owner = first.copy(), np.zeros(x.shape, np.float32)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            cx, cy = ix + dx, iy + dy
            px = cx + 0.5 + jitter * (unit_hash(cx, cy, 1, seed) - 0.5)
            py = cy + 0.5 + jitter * (unit_hash(cx, cy, 2, seed) - 0.5)
            d = np.hypot(px - x, py - y).astype(np.float32)
            closer = d < first
            second = np.where(closer, first, np.minimum(second, d))
            owner = np.where(closer, unit_hash(cx, cy, 3, seed), owner)
            first = np.where(closer, d, first)
    return first, second, owner


def smoothstep(low: Array | float, high: Array | float, x: Array) -> Array:
    """Hermite step from 0 at `low` to 1 at `high` (the bounds may be reversed)."""
    t = np.clip((x - low) / np.where(high == low, 1e-6, high - low), 0, 1)
    return t * t * (3 - 2 * t)
