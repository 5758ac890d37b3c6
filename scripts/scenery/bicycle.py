"""A bicycle and its wheels."""

from __future__ import annotations

import numpy as np

from .colour import hexed
from .lathe import STEEL, torus
from .shapes import (
    Patches,
    disc,
    patches,
    sphere,
    tube,
)
from .vessels import ALONG_X, line

Array = np.ndarray


def spokes(radius: float) -> list[Patches]:
    """A bicycle wheel in the yz plane about the origin."""
    turn = np.linspace(0, 2 * np.pi, 49)
    parts = [
        patches(torus(radius, 0.02), hexed("#1c1c1e"), rough=0.7),
        patches(torus(radius - 0.03, 0.011), hexed("#8c8c92"), **STEEL),
        line((-0.05, 0, 0), (0.05, 0, 0), 0.025, hexed("#8c8c92"), **STEEL),
    ]
    ends = turn[::2][:-1]
    long = np.stack([0 * ends, np.cos(ends), np.sin(ends)], -1) * (radius - 0.03)
    hub = 0 * long + np.where(np.arange(len(ends)) % 2, 0.025, -0.025)[:, None] * [1, 0, 0]
    wide = np.stack([0 * ends, -np.sin(ends), np.cos(ends)], -1) * 0.0022
    grid = np.stack(
        [np.stack([hub - wide, hub + wide], 1), np.stack([long - wide, long + wide], 1)], 1
    )
    parts.append(patches(grid, hexed("#a8a8ac"), shadow=False))
    return parts


def bicycle(colour: Array, mountain: bool) -> list[Patches]:
    """A bicycle heading +z that fits poses.CYCLE (saddle at y = 0.95, z = -0.2)."""
    r = 0.34
    back, front, crank = (0, r, -0.52), (0, r, 0.56), (0, 0.3, -0.06)
    seat, stem, fork = (0, 0.86, -0.18), (0, 0.88, 0.34), (0, 0.7, 0.39)
    paint = {"rough": 0.3, "specular": 0.06}
    tubes = [(crank, seat), (crank, fork), (seat, stem), (seat, back), (crank, back)]
    parts = [line(a, b, 0.02, colour, **paint) for a, b in tubes]
    parts.append(line(stem, front, 0.022, hexed("#28282c"), **paint))
    parts.append(line(stem, (0, 0.97, 0.38), 0.018, hexed("#28282c"), **paint))
    grip = 0.3 if mountain else 0.2
    parts.append(line((-grip, 0.97, 0.4), (grip, 0.97, 0.4), 0.017, hexed("#28282c")))
    if not mountain:
        for x in (-grip, grip):
            t = np.linspace(0, np.pi, 9)
            drop = np.stack([0 * t + x, 0.91 + 0.06 * np.cos(t), 0.4 + 0.09 * np.sin(t)], -1)
            parts.append(patches(tube(drop, 0.017, 8), hexed("#28282c")))
    parts.append(line(seat, (0, 0.93, -0.2), 0.014, hexed("#28282c")))
    parts.append(patches(sphere((0.07, 0.03, 0.14)), hexed("#1c1c1e")).moved((0, 0.95, -0.2)))
    for z in (back, front):
        parts += [p.moved(z) for p in spokes(r)]
        if mountain:
            parts.append(patches(torus(r, 0.031), hexed("#1c1c1e")).moved(z))
    parts.append(
        patches(disc(0.09) @ ALONG_X.T, hexed("#3a3a3c"), **STEEL).moved(
            np.add(crank, (0.04, 0, 0))
        )
    )
    parts.append(line(crank, np.add(crank, (0.1, -0.13, 0.1)), 0.014, hexed("#3a3a3c")))
    parts.append(line(crank, np.add(crank, (-0.1, 0.13, -0.1)), 0.014, hexed("#3a3a3c")))
    return parts
