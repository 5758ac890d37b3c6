"""Plants in quantity: grass, leaves, broadleaf trees, pines, palms and bushes."""

from __future__ import annotations

import numpy as np

from .camera import normalise
from .colour import hexed, jitter
from .shapes import Patches, patches, rotation, scatter, tube

Array = np.ndarray
GREENS = "#4f7a2a #5d8a34 #6f9440 #3f6b2c #7a9a3e"
AUTUMN = "#c8862a #b85a22 #d9a73a #a34423 #8a8a34"


def random_turns(rng: np.random.Generator, n: int) -> Array:
    """Return n uniformly random rotation matrices (n, 3, 3)."""
    a, b, c = rng.uniform(0, 2 * np.pi, (3, n))
    return rotation("y", a) @ rotation("x", b) @ rotation("z", c)


def grass(
    rng: np.random.Generator, places: Array, length: float, colour: Array, lean: float = 0.35
) -> Patches:
    """Blades rooted at places (n, 3), each a bent strip about `length` metres tall."""
    n = len(places)
    tall = length * rng.uniform(0.5, 1.25, n)
    way, bend = rng.uniform(0, 2 * np.pi, n), np.abs(rng.normal(0, lean, n))
    face = way + rng.normal(0, 0.6, n) + np.pi / 2
    t = np.linspace(0, 1, 4)
    grid = np.zeros((n, 4, 2, 3), np.float32)
    for side, sign in ((0, -1), (1, 1)):
        half = sign * length * 0.016 * (1 - t**1.5 * 0.95)
        reach = (tall * bend)[:, None] * t**2
        grid[:, :, side, 0] = reach * np.cos(way)[:, None] + np.cos(face)[:, None] * half
        grid[:, :, side, 1] = tall[:, None] * (t - 0.25 * bend[:, None] * t**2)
        grid[:, :, side, 2] = reach * np.sin(way)[:, None] + np.sin(face)[:, None] * half
    grid += np.asarray(places)[:, None, None, :]
    tint = jitter(rng, colour, n, 0.25)[:, None, None, :]
    shade = (0.45 + 0.75 * t)[None, :, None, None]
    return patches(grid, tint * shade, translucent=0.5, rough=0.55, specular=0.04)


def leaf(width: float = 0.45, fold: float = 0.2, droop: float = 0.15) -> Array:
    """Grid (5, 3, 3) of one pointed leaf of length 1 along +x, folded about its rib."""
    t = np.linspace(0, 1, 5)
    half = width / 2 * np.sin(np.pi * t**0.8) ** 0.8
    grid = np.zeros((5, 3, 3))
    for j, side in enumerate((-1, 0, 1)):
        grid[:, j, 0] = t
        grid[:, j, 1] = fold * half * abs(side) - droop * t**2
        grid[:, j, 2] = side * half
    return grid


def leaves(
    rng: np.random.Generator, places: Array, size: float, colour: Array, spread: float = 0.2
) -> Patches:
    """Leaves at places (n, 3) turned at random."""
    n = len(places)
    one = patches(leaf(), np.ones(3), translucent=0.6, rough=0.55)
    sizes = size * rng.uniform(0.6, 1.3, n)
    return scatter(one, places, random_turns(rng, n), sizes, jitter(rng, colour, n, spread))


def clump(rng: np.random.Generator, n: int, centre: Array, radii: Array) -> Array:
    """Return n points (n, 3) near the surface of an ellipsoid, sparser inside."""
    way = normalise(rng.normal(0, 1, (n, 3)))
    return np.asarray(centre) + way * np.asarray(radii) * rng.uniform(0.25, 1, (n, 1)) ** 0.35


def broadleaf(
    rng: np.random.Generator,
    place: Array,
    height: float,
    colour: Array,
    count: int = 2500,
    spread: float = 0.38,
) -> list[Patches]:
    """A round-crowned tree: trunk, limbs and clumps of leaves."""
    place = np.asarray(place, np.float32)
    lean = [rng.normal(0, 0.03) * height, 0.32 * height, rng.normal(0, 0.03) * height]
    fork = place + np.array(lean)
    bark = hexed("#54453a") * rng.uniform(0.6, 1.1)
    parts = [
        patches(tube(np.linspace(place, fork, 5), height * np.linspace(0.035, 0.024, 5)), bark)
    ]
    points = []
    lumps = int(rng.integers(11, 17))
    for i in range(lumps):
        turn, lift = 2.4 * i + rng.normal(0, 0.3), (i + 0.5) / lumps
        out = spread * height * np.sqrt(max(1 - (2 * lift - 0.75) ** 2, 0.1)) * rng.uniform(0.5, 1)
        rise = (0.42 + 0.5 * lift) * height
        tip = place + np.array([out * np.cos(turn), rise, out * np.sin(turn)])
        middle = (fork + tip) / 2 - [0, 0.03 * height, 0]
        limb = np.stack([fork, middle, tip])
        parts.append(patches(tube(limb, height * np.array([0.016, 0.01, 0.004]), 6), bark))
        size = height * rng.uniform(0.1, 0.18)
        points.append(clump(rng, count // lumps, tip, [size * 1.25, size * 0.85, size * 1.25]))
    parts.append(leaves(rng, np.concatenate(points), height * 0.045, colour))
    return parts


def pine(rng: np.random.Generator, colour: Array, tiers: int = 13, arms: int = 9) -> Patches:
    """A conifer one metre tall at the origin; `scatter` it over a hillside."""
    grids, tints = [], []
    for tier in range(tiers):
        lift = 0.1 + 0.88 * tier / tiers
        out = 0.23 * (1 - lift) ** 0.85 + 0.012
        count = max(5, int(arms * (1 - 0.4 * lift)))
        for arm in range(count):
            turn = 2 * np.pi * (arm / count + 0.37 * tier) + rng.normal(0, 0.2)
            r = out * rng.uniform(0.75, 1.15)
            t = np.linspace(0, 1, 4)
            half = 0.3 * r * np.sin(np.pi * np.clip(t * 0.85 + 0.15, 0, 1)) * 1.1
            c, s = np.cos(turn), np.sin(turn)
            grid = np.zeros((4, 3, 3))
            for j, side in enumerate((-1, 0, 1)):
                a, b = t * r, side * half
                grid[:, j] = np.stack(
                    [a * c - b * s, lift - (0.35 * t**1.5 + 0.25 * abs(side)) * r, a * s + b * c],
                    -1,
                )
            grids.append(grid)
            tints.append(colour * rng.uniform(0.55, 1.25))
    trunk = np.linspace([0, 0, 0], [0, 0.95, 0], 4)
    stem = tube(trunk, np.array([0.018, 0.014, 0.008, 0.002]), 3)
    grids.append(stem)
    tints.append(hexed("#3d3028"))
    return patches(np.stack(grids), np.stack(tints), translucent=0.15, rough=0.8)


def palm(rng: np.random.Generator, place: Array, height: float, colour: Array) -> list[Patches]:
    """A coconut palm with a curved trunk and arched, feathered fronds."""
    place = np.asarray(place, np.float32)
    lean, way = rng.uniform(0.15, 0.45) * height, rng.uniform(0, 2 * np.pi)
    t = np.linspace(0, 1, 9)
    path = place + np.stack(
        [lean * t**1.7 * np.cos(way), height * t, 0.6 * lean * t**1.7 * np.sin(way)], -1
    )
    bark = hexed("#85735f")
    rings = 0.8 + 0.35 * (np.arange(40) % 2)
    fine = np.stack([np.interp(np.linspace(0, 1, 40), t, path[:, i]) for i in range(3)], -1)
    width = height * np.linspace(0.026, 0.015, 40) * (1 + 0.06 * (np.arange(40) % 2))
    parts = [patches(tube(fine, width, 10), bark * rings[:, None, None] * np.ones((40, 10, 1)))]
    blades, tints = [], []
    count = int(rng.integers(15, 21))
    for i in range(count):
        turn = 2.4 * i + rng.normal(0, 0.15)
        rise = rng.uniform(-0.35, 0.85)
        size = height * rng.uniform(0.36, 0.46)
        s = np.linspace(0, 1, 26)
        out = size * s * (1 - 0.25 * s * max(rise, 0))
        up = size * (rise * s - (0.75 + 0.2 * rise) * s**2)
        rib = path[-1] + np.stack([out * np.cos(turn), up, out * np.sin(turn)], -1)
        along = normalise(np.gradient(rib, axis=0))
        side = normalise(np.cross(along, [0, 1, 0]))
        tint = colour * rng.uniform(0.6, 1.25)
        for sign in (-1, 1):
            long = size * 0.24 * np.sin(np.pi * (0.12 + 0.82 * s)) ** 0.7
            tip = rib + long[:, None] * (sign * side * 0.8 + along * 0.55 - [0, 0.45, 0])
            wide = along * size * 0.016
            blades.append(
                np.stack(
                    [np.stack([rib - wide, rib + wide], 1), np.stack([tip, tip + wide * 0.2], 1)], 1
                )
            )
            tints.append(np.broadcast_to(tint, (26, 3)))
    grid, tint = np.concatenate(blades), np.concatenate(tints)
    parts.append(patches(grid, tint, translucent=0.45, rough=0.4, specular=0.06))
    return parts


def bush(
    rng: np.random.Generator, place: Array, size: float, colour: Array, count: int = 700
) -> Patches:
    """A rounded bush `size` metres wide."""
    lumps = [
        clump(
            rng,
            count // 5,
            np.asarray(place) + rng.normal(0, 0.25, 3) * size + [0, 0.3 * size, 0],
            np.full(3, 0.3 * size),
        )
        for _ in range(5)
    ]
    return leaves(rng, np.concatenate(lumps), size * 0.11, colour)


def forest(
    rng: np.random.Generator, places: Array, height: float, colour: Array, kinds: int = 4
) -> list[Patches]:
    """Pines at places (n, 3), of a few different kinds."""
    parts = []
    owner = rng.integers(0, kinds, len(places))
    for kind in range(kinds):
        mine = places[owner == kind]
        n = len(mine)
        if n:
            turns = rotation("y", rng.uniform(0, 6.28, n))
            sizes = height * rng.uniform(0.55, 1.25, n)
            one = pine(rng, np.ones(3, np.float32))
            parts.append(scatter(one, mine, turns, sizes, jitter(rng, colour, n, 0.2)))
    return parts
