"""Curved surfaces as batches of small grids, and the shapes built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from .camera import normalise

Array = np.ndarray


@dataclass(frozen=True)
class Hit:
    """Visible surface points handed to a paint function; every array has n rows."""

    position: Array
    normal: Array
    uv: Array
    colour: Array


@dataclass(frozen=True)
class Surface:
    """How a surface answers light.

    `rough` 0 mirror to 1 chalk; `specular` reflectance head on (0.04 for most things);
    `metal` 0 or 1; `translucent` light let through from behind (leaves, petals, skin);
    `glow` light given off, as a multiple of the colour. `paint` replaces the colour at each
    visible pixel; `bump` is a height over world points (n, 3) that bends the normals.
    """

    rough: float = 0.7
    specular: float = 0.04
    metal: float = 0.0
    translucent: float = 0.0
    glow: float = 0.0
    paint: Callable[[Hit], Array] | None = None
    bump: Callable[[Array], Array] | None = None


@dataclass(frozen=True)
class Patches:
    """n surface grids of one shape: position (n, u, v, 3), colour broadcast to the same."""

    position: Array
    colour: Array
    surface: Surface = field(default_factory=Surface)
    shadow: bool = True

    def moved(self, offset: Array) -> Patches:
        """Return the patches shifted by a world offset."""
        return replace(self, position=self.position + np.asarray(offset, np.float32))

    def turned(self, matrix: Array) -> Patches:
        """Return the patches turned or scaled by a 3 by 3 matrix about the origin."""
        return replace(self, position=self.position @ np.asarray(matrix, np.float32).T)


def patches(position: Array, colour: Array, **surface: object) -> Patches:
    """Make patches from grids (n, u, v, 3) or one grid (u, v, 3), with surface settings.

    `colour` is (3,), one per patch (n, 3), over one grid (u, v, 3) or full (n, u, v, 3).
    """
    position = np.asarray(position, np.float32)
    position = position[None] if position.ndim == 3 else position
    colour = np.asarray(colour, np.float32)
    if colour.ndim == 1:
        colour = colour[None, None, None]
    elif colour.ndim == 2:
        colour = colour[:, None, None]
    elif colour.ndim == 3:
        colour = colour[None]
    shadow = bool(surface.pop("shadow", True))
    return Patches(position, colour, Surface(**surface), shadow)  # type: ignore[arg-type]


def rotation(axis: str, angle: Array | float) -> Array:
    """Return the rotation matrix (..., 3, 3) by `angle` radians about 'x', 'y' or 'z'."""
    angle = np.asarray(angle, np.float32)
    c, s, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    rows = {
        "x": [[one, zero, zero], [zero, c, -s], [zero, s, c]],
        "y": [[c, zero, s], [zero, one, zero], [-s, zero, c]],
        "z": [[c, -s, zero], [s, c, zero], [zero, zero, one]],
    }[axis]
    return np.stack([np.stack(row, -1) for row in rows], -2)


def scatter(shape: Patches, places: Array, turns: Array, sizes: Array, tints: Array) -> Patches:
    """Copy a shape: places (m, 3), turns (m, 3, 3), sizes (m,), tints (m, 3) multiply colour."""
    n, u, v, _ = shape.position.shape
    grid = np.einsum("mij,nuvj->mnuvi", turns * np.reshape(sizes, (-1, 1, 1)), shape.position)
    grid = grid + np.asarray(places)[:, None, None, None, :]
    colour = np.broadcast_to(shape.colour, (n, *shape.colour.shape[1:]))
    colour = colour[None] * np.asarray(tints)[:, None, None, None, :]
    colour = colour.reshape(-1, *colour.shape[2:]).astype(np.float32)
    return replace(shape, position=grid.reshape(-1, u, v, 3).astype(np.float32), colour=colour)


def uv_grid(nu: int, nv: int) -> tuple[Array, Array]:
    """Return u (nu, 1) and v (1, nv), both running from 0 to 1."""
    return np.linspace(0, 1, nu)[:, None], np.linspace(0, 1, nv)[None, :]


def sphere(radius: Array | float, nu: int = 16, nv: int = 24) -> Array:
    """Grid (nu, nv, 3) of a sphere, or an ellipsoid where `radius` has three values."""
    u, v = uv_grid(nu, nv)
    polar, turn = np.pi * u, 2 * np.pi * v
    points = np.sin(polar) * np.cos(turn), np.cos(polar) + 0 * v, np.sin(polar) * np.sin(turn)
    return np.stack(np.broadcast_arrays(*points), -1) * np.asarray(radius)


def revolve(profile: Array, nv: int = 32) -> Array:
    """Grid (k, nv, 3) of a profile (k, 2) of (radius, height) turned about the y axis."""
    profile = np.asarray(profile)
    turn = np.linspace(0, 2 * np.pi, nv)
    r, y = profile[:, :1], profile[:, 1:]
    return np.stack(np.broadcast_arrays(r * np.cos(turn), y, -r * np.sin(turn)), -1)


def tube(path: Array, radius: Array | float, nv: int = 10) -> Array:
    """Grid (k, nv, 3) of a tube along path (k, 3); the radius may vary along it."""
    path = np.asarray(path, np.float32)
    along = normalise(np.gradient(path, axis=0))
    pole = np.where(np.abs(along[:, 1:2]) < 0.9, [[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])
    side = normalise(np.cross(along, pole))
    other = np.cross(along, side)
    turn = np.linspace(0, 2 * np.pi, nv)[None, :, None]
    ring = np.cos(turn) * side[:, None] + np.sin(turn) * other[:, None]
    return path[:, None] + ring * np.broadcast_to(radius, len(path))[:, None, None]


def box(size: Array, centre: Array = (0, 0, 0)) -> Array:
    """Six faces (6, 2, 2, 3) of a box with full edge lengths `size`."""
    s = np.asarray(size, np.float32) / 2
    faces = []
    for axis in range(3):
        for sign in (-1, 1):
            a, b = [i for i in range(3) if i != axis]
            face = np.zeros((2, 2, 3), np.float32)
            face[..., axis] = sign * s[axis]
            face[..., a] = np.array([[-1, -1], [1, 1]]) * s[a]
            face[..., b] = np.array([[-1, 1], [-1, 1]]) * s[b]
            faces.append(face)
    return np.stack(faces) + np.asarray(centre, np.float32)


def disc(radius: float, nu: int = 6, nv: int = 32) -> Array:
    """Grid (nu, nv, 3) of a flat disc in the xz plane."""
    return revolve(np.stack([np.linspace(0, radius, nu), np.zeros(nu)], 1), nv)


def quad(a: Array, b: Array, c: Array, d: Array) -> Array:
    """Grid (2, 2, 3) with corners a-b along u and a-c along v."""
    return np.array([[a, c], [b, d]], np.float32)


def polygon(points: Array) -> Array:
    """Fan (k, 2, 2, 3) of triangles that fills a flat convex polygon (k, 3)."""
    points = np.asarray(points, np.float32)
    centre = points.mean(0)
    following = np.roll(points, -1, 0)
    middle = np.broadcast_to(centre, points.shape)
    return np.stack([np.stack([points, following], 1), np.stack([middle, middle], 1)], 1)
