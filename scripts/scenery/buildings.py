"""Walls with windows, roofs and terraces of houses, painted by world position."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .camera import normalise
from .colour import hexed, mix
from .noise import fbm2, smoothstep, unit_hash
from .shapes import Hit, Patches, box, patches, quad

Array = np.ndarray


def facade(
    seed: int,
    plaster: Array,
    *,
    storey: float = 3.2,
    bay: float = 2.2,
    window: tuple[float, float] = (0.42, 0.55),
    shutter: Array | None = None,
    glass: Array | None = None,
    frame: Array | None = None,
    stain: float = 0.5,
    base: float = 0.0,
    lit: float = 0.0,
) -> Callable[[Hit], Array]:
    """Paint of an upright wall: plaster with stains and rows of windows.

    `window` is the opening's share of the bay and of the storey; `lit` the share of windows
    with a lamp inside; windows start above height `base`.
    """
    glass = hexed("#1c242c") if glass is None else glass
    frame = hexed("#d8d2c4") if frame is None else frame

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        across = np.where(np.abs(hit.normal[:, 0]) > np.abs(hit.normal[:, 2]), z, x)
        wear = fbm2(across * 0.8, y * 0.5, 5, seed) + 0.5 * fbm2(across * 6, y * 1.2, 3, seed + 2)
        colour = plaster * (1 + 0.12 * fbm2(across * 9, y * 9, 3, seed + 1))[:, None]
        brick = mix(plaster * 0.5, hexed("#7a5544"), 0.5)
        colour = mix(colour, brick, stain * smoothstep(0.25, 0.6, wear - 0.12 * (y - base)))
        cell_x, cell_y = np.floor(across / bay), np.floor((y - base) / storey)
        fx = np.abs(across / bay - cell_x - 0.5) * 2
        fy = np.abs((y - base) / storey - cell_y - 0.5) * 2
        upright = (np.abs(hit.normal[:, 1]) < 0.5) & (y > base)
        there = upright & (unit_hash(cell_x, cell_y, 1, seed) > 0.08)
        inside = there & (fx < window[0]) & (fy < window[1])
        rim = there & (fx < window[0] + 0.1) & (fy < window[1] + 0.08) & ~inside
        colour = np.where(rim[:, None], frame * 0.8, colour)
        bar = (fx < 0.04) | (np.abs(fy - window[1] * 0.3) < 0.03)
        pane = mix(glass, hexed("#8aa0b4") * 0.6, smoothstep(-0.3, 0.8, wear + 0.3))
        lamp = unit_hash(cell_x, cell_y, 4, seed) < lit
        pane = np.where(lamp[:, None], hexed("#ffc46a") * 2.5, pane)
        pane = np.where((bar & inside)[:, None], frame * 0.7, pane)
        colour = np.where(inside[:, None], pane, colour)
        if shutter is not None:
            wing = there & (fx > window[0] + 0.08) & (fx < window[0] * 2 + 0.06)
            wing &= (fy < window[1]) & (unit_hash(cell_x, cell_y, 5, seed) < 0.8)
            slat = 0.8 + 0.3 * (np.sin(y * 60) > 0)
            colour = np.where(wing[:, None], shutter * slat[:, None], colour)
        ledge = upright & (np.abs(y - base - cell_y * storey) < 0.07)
        return np.where(ledge[:, None], colour * 0.75, colour)

    return paint


def house(
    centre: Array,
    size: Array,
    paint: Callable[[Hit], Array],
    roof: Array | None = None,
    pitch: float = 0.35,
) -> list[Patches]:
    """A block standing on centre (x, y, z) with a tiled hip roof, or flat with roof None."""
    x, y, z = centre
    wide, tall, deep = size
    parts = [patches(box(size, (x, y + tall / 2, z)), hexed("#b0a090"), paint=paint, rough=0.8)]
    if roof is None:
        return parts
    edge, top = 0.35, y + tall + pitch * min(wide, deep) / 2
    low, a, b = y + tall, wide / 2 + edge, deep / 2 + edge
    ridge = max((wide - deep) / 2, 0), max((deep - wide) / 2, 0)
    corners = [(x - a, low, z - b), (x + a, low, z - b), (x + a, low, z + b), (x - a, low, z + b)]
    tops = [
        (x + s * ridge[0], top, z + t * ridge[1]) for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]

    def tiles(hit: Hit) -> Array:
        px, py, pz = hit.position.T
        side = normalise(hit.normal)[:, 0]
        across = np.where(np.abs(side) > 0.2, pz, px)
        wave = 0.78 + 0.3 * np.sin(across * 24) * np.sin(py * 18)
        return hit.colour * (wave + 0.35 * fbm2(across * 2, py * 3, 4, 5))[:, None]

    faces = [quad(corners[i], corners[(i + 1) % 4], tops[i], tops[(i + 1) % 4]) for i in range(4)]
    parts.append(patches(np.stack(faces), roof, paint=tiles))
    return parts
