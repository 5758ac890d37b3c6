"""Single flowers built petal by petal, facing +y with the stem below."""

from __future__ import annotations

import numpy as np

from .colour import hexed, jitter, mix
from .foliage import leaf
from .shapes import Hit, Patches, patches, revolve, rotation, scatter, sphere, tube

Array = np.ndarray


def petal_ring(
    rng: np.random.Generator,
    count: int,
    length: float,
    width: float,
    lift: float,
    start: float,
    root: Array,
    tip: Array,
    *,
    cup: float = 0.2,
    curl: float = 0.0,
    turn: float = 0.0,
    point: float = 0.7,
    wild: float = 0.08,
) -> Patches:
    """A ring of petals about the y axis.

    `lift` is the angle in radians above the horizontal, `start` the distance of the roots from
    the axis, `cup` the fold across, `curl` the bend along (positive upward), `point` the
    sharpness of the tip (0.4 round, 1.2 pointed); `root` and `tip` are colours.
    """
    t, s = np.linspace(0, 1, 10), np.linspace(-1, 1, 7)
    half = width / 2 * np.sin(np.pi * np.clip(0.08 + 0.92 * t**0.75, 0, 1)) ** point
    grids, colours = [], []
    for i in range(count):
        size = 1 + rng.normal(0, wild)
        angle = lift + rng.normal(0, wild * 1.5)
        bend = angle + (curl + rng.normal(0, wild)) * t
        step = length * size / (len(t) - 1)
        out = start + np.concatenate([[0], np.cumsum(np.cos(bend[1:]) * step)])
        up = np.concatenate([[0], np.cumsum(np.sin(bend[1:]) * step)])
        across = s[None, :] * half[:, None]
        fold = cup * width * (s**2)[None, :] * np.sin(np.pi * t)[:, None]
        ripple = wild * 0.35 * width * np.sin(s * 4 + 6.3 * rng.uniform())[None, :] * t[:, None]
        grid = np.stack(
            [
                out[:, None] - np.sin(bend)[:, None] * (fold + ripple),
                up[:, None] + np.cos(bend)[:, None] * (fold + ripple),
                across,
            ],
            -1,
        )
        spin = turn + 2 * np.pi * i / count + rng.normal(0, wild * 2 / count**0.5)
        grids.append(grid @ rotation("y", spin).T)
        shade = mix(root, tip, (t**0.7)[:, None] * np.ones((1, 7)))
        veins = 1 + 0.07 * np.cos(s * 14)[None, :, None] - 0.12 * (1 - np.abs(s))[None, :, None]
        colours.append(shade * veins * np.exp(rng.normal(0, 0.08)))
    return patches(np.stack(grids), np.stack(colours), translucent=0.55, rough=0.55)


def florets(
    rng: np.random.Generator,
    radius: float,
    count: int,
    inner: Array,
    outer: Array,
    dome: float,
    size: float,
) -> Patches:
    """A phyllotactic disc of small domes, as at the heart of a sunflower or daisy."""
    k = np.arange(count) + 0.5
    r = radius * np.sqrt(k / count)
    turn = k * 2.39996
    lift = dome * radius * (1 - (r / radius) ** 2)
    places = np.stack([r * np.cos(turn), lift, r * np.sin(turn)], -1)
    bead = patches(sphere((1, 1.8, 1), 5, 6), np.ones(3), rough=0.6)
    tint = mix(inner, outer, np.clip(r / radius, 0, 1)) * jitter(rng, np.ones(3), count, 0.2)
    still = np.broadcast_to(np.eye(3), (count, 3, 3))
    return scatter(bead, places, still, size * radius * rng.uniform(0.7, 1.2, count), tint)


def stem(bottom: Array, radius: float, colour: Array, bend: float = 0.1) -> Patches:
    """A stem from the origin down to a point (3,)."""
    bottom = np.asarray(bottom, np.float32)
    t = np.linspace(0, 1, 8)[:, None]
    path = bottom * t + np.array([bend, 0, bend * 0.5]) * np.sin(np.pi * t) * np.abs(bottom[1])
    return patches(tube(path, radius, 8), colour, rough=0.6)


def sunflower(rng: np.random.Generator) -> list[Patches]:
    """A sunflower head of about unit radius."""
    yellow = jitter(rng, hexed("#f7b50c"), 1, 0.08)[0]
    deep, light = yellow * [0.85, 0.6, 0.5], yellow * [1.1, 1.12, 1.3]
    count = int(rng.integers(19, 26))
    parts = [
        petal_ring(
            rng,
            count,
            0.62,
            0.24,
            lift,
            0.42,
            deep,
            light,
            curl=curl,
            turn=turn,
            point=0.85,
            wild=0.12,
            cup=0.22,
        )
        for lift, curl, turn in ((0.05, 0.1, 0.0), (0.3, -0.2, 0.12))
    ]
    heart = hexed("#2a1508") if rng.random() < 0.6 else hexed("#5c4410")
    rim = hexed("#7a4a14") if rng.random() < 0.5 else hexed("#b8860e")
    parts.append(patches(revolve([[0, 0.1], [0.3, 0.07], [0.5, -0.05]], 32), heart))
    parts.append(florets(rng, 0.47, 520, heart * 1.3, rim, 0.22, 0.042))
    green = hexed("#5f7d2c")
    parts.append(petal_ring(rng, 16, 0.5, 0.22, -0.25, 0.3, green, green, point=1.0, wild=0.15))
    parts.append(patches(revolve([[0, -0.3], [0.3, -0.2], [0.45, -0.03]], 24), green))
    return parts


def daisy(rng: np.random.Generator, colour: Array | None = None) -> list[Patches]:
    """A daisy of about unit radius, white unless a colour is given."""
    white = hexed("#f4f3ee") if colour is None else colour
    count = int(rng.integers(21, 34))
    parts = [
        petal_ring(
            rng,
            count // 2,
            0.76,
            0.16,
            lift,
            0.22,
            white * 0.86,
            white,
            curl=curl,
            turn=turn,
            point=0.5,
            cup=0.12,
            wild=0.09,
        )
        for lift, curl, turn in ((0.02, -0.1, 0.0), (0.14, -0.25, 0.13))
    ]
    parts.append(patches(revolve([[0, 0.12], [0.2, 0.08], [0.28, 0]], 24), hexed("#b8800c")))
    parts.append(florets(rng, 0.27, 210, hexed("#c9a21a"), hexed("#f0b41c"), 0.55, 0.07))
    return parts


def lotus(rng: np.random.Generator, colour: Array) -> list[Patches]:
    """A water lily or lotus of about unit radius: rings of pointed, cupped petals."""
    pale = mix(colour, np.ones(3, np.float32), 0.75)
    parts = []
    for ring, (lift, length) in enumerate(((0.15, 1.0), (0.45, 0.95), (0.78, 0.85), (1.1, 0.68))):
        parts.append(
            petal_ring(
                rng,
                9,
                length,
                0.56 * length,
                lift,
                0.06,
                pale,
                colour,
                cup=0.3,
                curl=0.3,
                turn=ring * 0.4,
                point=0.72,
                wild=0.07,
            )
        )
    gold = hexed("#f2b21c")
    parts.append(petal_ring(rng, 22, 0.34, 0.05, 1.0, 0.06, gold * 0.8, gold, curl=0.5, wild=0.2))
    parts.append(patches(revolve([[0, 0.16], [0.1, 0.15], [0.12, 0]], 16), gold * 0.8))
    return parts


def blossom(rng: np.random.Generator, colour: Array, petals: int = 5) -> list[Patches]:
    """A simple open flower (anemone, cherry, poppy) of about unit radius."""
    pale = mix(colour, np.ones(3, np.float32), 0.25)
    parts = [
        petal_ring(
            rng,
            petals,
            0.95,
            0.92,
            0.22,
            0.06,
            pale * 0.9,
            colour,
            cup=0.18,
            curl=0.25,
            point=0.5,
            wild=0.08,
        )
    ]
    gold = hexed("#e2b93a")
    parts.append(petal_ring(rng, 30, 0.3, 0.022, 0.95, 0.05, hexed("#d8d8a0"), gold, wild=0.25))
    parts.append(florets(rng, 0.34, 46, gold, gold, -0.1, 0.07))
    parts[-1] = parts[-1].moved([0, 0.24, 0])
    parts.append(patches(sphere(0.12, 8, 12), hexed("#9aa83a")))
    return parts


def rose(rng: np.random.Generator, colour: Array) -> list[Patches]:
    """A rose of about unit radius: many cupped petals that open outward."""
    parts = []
    for ring in range(6):
        t = ring / 5
        parts.append(
            petal_ring(
                rng,
                3 + ring,
                0.55 + 0.4 * t,
                0.6 + 0.4 * t,
                1.45 - 1.0 * t,
                0.04 + 0.1 * t,
                colour * (0.55 + 0.3 * t),
                colour * (0.8 + 0.3 * t),
                cup=0.5 - 0.3 * t,
                curl=-0.15 - 0.5 * t,
                turn=ring * 1.1,
                point=0.42,
                wild=0.06,
            )
        )
    return parts


def lily_pad(rng: np.random.Generator, colour: Array) -> Patches:
    """A notched floating leaf of unit radius in the xz plane, with radial veins."""
    u, turn = np.linspace(0.02, 1, 12), np.linspace(0.12, 2 * np.pi - 0.12, 60)
    edge = 1 + 0.03 * np.sin(turn * 7 + rng.uniform(0, 6))
    r = u[:, None] * edge[None, :]
    rim = 0.03 * np.sin(turn * 3 + rng.uniform(0, 6))[None, :] * u[:, None] ** 4
    grid = np.stack([r * np.cos(turn), rim + 0.02 * u[:, None] ** 6, r * np.sin(turn)], -1)

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        veins = np.abs(np.modf(v * 11)[0] - 0.5) < 0.035 / np.maximum(u, 0.1)
        shade = 1 + 0.35 * veins * (u < 0.92) + 0.12 * np.sin(v * 90) * u
        return hit.colour * shade[:, None]

    return patches(grid, colour, rough=0.35, specular=0.05, paint=paint)


def leafy_stem(
    rng: np.random.Generator, bottom: Array, radius: float, size: float, colour: Array
) -> list[Patches]:
    """A stem with a few broad leaves, from the origin down to `bottom`."""
    bottom = np.asarray(bottom, np.float32)
    one = patches(leaf(0.7, 0.25, 0.45), np.ones(3), translucent=0.5, rough=0.5)
    count = 5
    t = np.linspace(0.3, 0.95, count)[:, None]
    turns = rotation("y", np.arange(count) * 2.4 + rng.uniform(0, 6))
    tints = jitter(rng, colour, count, 0.12)
    sizes = size * rng.uniform(0.7, 1.2, count)
    return [stem(bottom, radius, colour), scatter(one, bottom * t, turns, sizes, tints)]
