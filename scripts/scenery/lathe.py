"""Turned, bent and prismatic shapes, and placing parts together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .camera import normalise
from .shapes import (
    Patches,
    polygon,
    revolve,
)
from .vessels import ALONG_X

Array = np.ndarray
STEEL = {"metal": 1.0, "rough": 0.28}


def lathe(profile: list[tuple[float, float]], edge: float = 0.003, nv: int = 40) -> Array:
    """Revolve a profile of (radius, height) corners, keeping its edges crisp."""
    points = np.array(profile, float)
    rows = [points[0]]
    for a, b in pairwise(points):
        long = max(float(np.linalg.norm(b - a)), 1e-6)
        t = min(edge / long, 0.3)
        rows += [a + (b - a) * t, b - (b - a) * t]
    return revolve(np.array([*rows, points[-1]]), nv)


def bent(path: Array, radius: Array | float, nv: int, pole: Array) -> Array:
    """A tube along a path that lies in the plane with normal `pole`."""
    path, pole = np.asarray(path, np.float32), np.asarray(pole, np.float32)
    side = normalise(np.cross(normalise(np.gradient(path, axis=0)), pole))
    turn = np.linspace(0, 2 * np.pi, nv)[None, :, None]
    ring = np.cos(turn) * side[:, None] + np.sin(turn) * pole
    return path[:, None] + ring * np.broadcast_to(radius, len(path))[:, None, None]


def torus(ring: float, radius: float, nu: int = 56, nv: int = 14) -> Array:
    """Grid of a torus about the x axis."""
    turn = np.linspace(0, 2 * np.pi, nv)
    profile = np.stack([ring + radius * np.cos(turn), radius * np.sin(turn)], 1)
    return revolve(profile, nu) @ ALONG_X.T


def prism(sides: int, radius: float, length: float) -> Array:
    """A prism along x (n, 2, 2, 3) with flat faces and ends, chamfered."""
    turn = (np.arange(sides + 1) + 0.5) * 2 * np.pi / sides
    grids = []
    rings = ((-0.5, 0.86), (-0.42, 1.0), (0.42, 1.0), (0.5, 0.86))
    for (xa, ra), (xb, rb) in pairwise(rings):
        for a, b in pairwise(turn):
            corner = [
                [(x * length, r * radius * np.cos(t), r * radius * np.sin(t)) for t in (a, b)]
                for x, r in ((xa, ra), (xb, rb))
            ]
            grids.append(corner)
    for x in (-0.5, 0.5):
        rim = [(x * length, 0.86 * radius * np.cos(t), 0.86 * radius * np.sin(t)) for t in turn]
        grids += list(polygon(np.array(rim[:-1])))
    return np.array(grids, np.float32)


def placed(parts: list[Patches], turn: Array, place: Array, size: float = 1.0) -> list[Patches]:
    """Turn, scale and move parts."""
    return [part.turned(turn * size).moved(place) for part in parts]
