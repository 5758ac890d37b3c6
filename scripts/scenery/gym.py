"""Gym and hall fittings: bags, benches, racks, treadmills, nets and hoops."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed
from .lathe import STEEL, lathe, torus
from .noise import fbm2
from .shapes import (
    Hit,
    Patches,
    box,
    patches,
    rotation,
    scatter,
    tube,
)
from .vessels import line

Array = np.ndarray


def punching_bag(rng: np.random.Generator, colour: Array, top: float) -> list[Patches]:
    """A heavy bag 1.1 m long hanging from `top`, its bottom 0.75 m above the floor."""
    seed = int(rng.integers(1e6))
    low, high, r = 0.75, 1.85, 0.18
    profile = [(0, low), (r * 0.9, low), (r, low + 0.04), (r, high - 0.04), (r * 0.9, high)]
    profile += [(0, high)]

    def paint(hit: Hit) -> Array:
        _, y, _ = hit.position.T
        v = hit.uv[:, 1]
        worn = 1 + 0.16 * fbm2(v * 16, y * 12, 5, seed)
        seam = (np.abs(np.mod((y - low) / 0.275, 1)) < 0.02) | (np.abs(v - 0.3) < 0.004)
        tape = (y > 1.25) & (y < 1.45) & (seed % 3 == 0)
        out = np.where(tape[:, None], hexed("#b8b4ac") * worn[:, None], hit.colour * worn[:, None])
        return out * (1 - 0.5 * seam)[:, None]

    def crease(p: Array) -> Array:
        turn = np.arctan2(p[:, 0], p[:, 2])
        return 0.002 * fbm2(turn * 1.5, p[:, 1] * 9, 2, seed + 2)

    body = patches(
        lathe(profile, 0.02, 48), colour, rough=0.36, specular=0.06, paint=paint, bump=crease
    )
    parts = [body]
    for k in range(4):
        turn = k * np.pi / 2 + 0.4
        foot = (r * 0.93 * np.cos(turn), high - 0.03, r * 0.93 * np.sin(turn))
        parts.append(line(foot, (0, high + 0.4, 0), 0.011, hexed("#8a8a90"), **STEEL))
    parts.append(line((0, high + 0.4, 0), (0, top, 0), 0.016, hexed("#8a8a90"), **STEEL))
    return parts


def bench(rng: np.random.Generator, colour: Array, tilt: float = 0.0) -> list[Patches]:
    """A weight bench along x, 0.45 m tall; the back is raised by `tilt` radians."""
    u = np.linspace(0, np.pi, 20)[:, None]
    v = np.linspace(0, 2 * np.pi, 40)[None, :]

    def power(a: Array, e: float) -> Array:
        return np.sign(a) * np.abs(a) ** e

    pad = np.stack(
        np.broadcast_arrays(
            power(np.sin(u), 0.25) * power(np.cos(v), 0.25),
            power(np.cos(u), 0.5),
            power(np.sin(u), 0.25) * power(np.sin(v), 0.25),
        ),
        -1,
    )
    leather = {"rough": 0.42, "specular": 0.05}
    back = patches(pad * [0.42, 0.035, 0.14], colour, **leather)
    back = back.moved((0.42, 0, 0)).turned(rotation("z", tilt)).moved((-0.2, 0.44, 0))
    seat = patches(pad * [0.18, 0.035, 0.14], colour, **leather).moved((-0.4, 0.44, 0))
    frame = choose(rng, "#2a2a2e #c8c8cc #8a2c28 #d0a020")
    parts = [back, seat]
    for x in (-0.45, 0.45):
        parts.append(patches(box((0.06, 0.4, 0.06), (x, 0.2, 0)), frame, rough=0.4, specular=0.05))
        parts.append(patches(box((0.06, 0.06, 0.5), (x, 0.03, 0)), frame, rough=0.4, specular=0.05))
    parts.append(patches(box((0.95, 0.06, 0.06), (0, 0.36, 0)), frame, rough=0.4, specular=0.05))
    return parts


def rack(colour: Array, tall: float = 2.3, wide: float = 1.15, deep: float = 1.1) -> list[Patches]:
    """A power rack open along x, its holes painted."""

    def paint(hit: Hit) -> Array:
        y = hit.position[:, 1]
        hole = np.abs(np.mod(y / 0.07, 1) - 0.5) < 0.17
        hole &= (np.abs(hit.uv - 0.5).min(1) < 0.14) & (np.abs(hit.normal[:, 1]) < 0.5)
        return np.where(hole[:, None], hit.colour * 0.15, hit.colour)

    steel = {"rough": 0.4, "specular": 0.05}
    parts = []
    for x in (-wide / 2, wide / 2):
        for z in (-deep, 0):
            parts.append(
                patches(box((0.075, tall, 0.075), (x, tall / 2, z)), colour, paint=paint, **steel)
            )
        for y in (0.05, tall - 0.05):
            parts.append(patches(box((0.07, 0.07, deep), (x, y, -deep / 2)), colour, **steel))
        parts.append(patches(box((0.05, 0.05, deep), (x, 0.6, -deep / 2)), colour * 0.8, **steel))
        parts.append(patches(box((0.05, 0.1, 0.12), (x, 1.35, 0.08)), hexed("#2a2a2c"), **steel))
    for z in (-deep, 0):
        parts.append(patches(box((wide, 0.07, 0.07), (0, tall - 0.05, z)), colour, **steel))
    return parts


def treadmill(rng: np.random.Generator, accent: Array) -> list[Patches]:
    """A treadmill whose runner faces -z; the deck is 1.7 m long."""
    dark, grey = hexed("#28282c"), hexed("#8c8e94")
    plastic = {"rough": 0.4, "specular": 0.05}

    def belt(hit: Hit) -> Array:
        x, _, z = hit.position.T
        return hit.colour * (1 + 0.4 * fbm2(x * 60, z * 9, 3, 2))[:, None]

    parts = [
        patches(box((0.78, 0.16, 1.75), (0, 0.1, 0)), dark, **plastic),
        patches(box((0.52, 0.02, 1.6), (0, 0.185, 0.06)), hexed("#1c1c1e"), paint=belt),
        patches(box((0.78, 0.16, 0.45), (0, 0.2, -0.75)), grey, **plastic),
    ]
    for x in (-0.36, 0.36):
        parts.append(patches(box((0.1, 0.03, 1.6), (x, 0.19, 0.06)), grey, **plastic))
        leg = np.linspace((x, 0.15, -0.72), (x, 1.25, -0.5), 3)
        parts.append(patches(tube(leg, 0.035, 10), grey, **plastic))
        rail = np.array([(x, 1.12, -0.52), (x, 1.02, -0.25), (x, 0.98, 0.0)])
        parts.append(patches(tube(rail, 0.022, 10), dark, **plastic))
        parts.append(patches(box((0.12, 0.02, 1.4), (x, 0.21, 0.1)), accent, **plastic))
    lean = rotation("x", -0.5)
    console = patches(box((0.78, 0.36, 0.07)), dark, **plastic).turned(lean)
    screen = patches(box((0.44, 0.24, 0.01), (0, 0.02, 0.04)), hexed("#3a78a8"), glow=0.8)
    parts.append(console.moved((0, 1.32, -0.52)))
    parts.append(screen.turned(lean).moved((0, 1.32, -0.52)))
    return parts


def net() -> list[Patches]:
    """A volleyball net across x at z = -0.62."""
    pale, dark = np.full(3, 0.6), hexed("#2a2a2c")
    things = []
    for y in np.arange(1.43, 2.44, 0.1):
        things.append(line((-5, y, -0.62), (5, y, -0.62), 0.03 if y > 2.3 else 0.006, pale))
    x = np.arange(-4, 4.01, 0.1)
    strand = patches(box((0.01, 1.0, 0.01), (0, 1.92, -0.62)), dark)
    places = np.stack([x, 0 * x, 0 * x], -1)
    turns = np.broadcast_to(np.eye(3), (len(x), 3, 3))
    things.append(scatter(strand, places, turns, np.ones(len(x)), np.ones((len(x), 3))))
    return things


def hoop() -> list[Patches]:
    """A basketball backboard and hoop at z = -1.3."""
    pale, red = np.full(3, 0.62), hexed("#a04038")
    things = [
        patches(box((1.8, 1.05, 0.04), (0.2, 3.2, -1.3)), pale),
        patches(box((0.6, 0.45, 0.05), (0.2, 3.0, -1.29)), red),
        patches(box((0.54, 0.4, 0.06), (0.2, 3.0, -1.285)), pale),
    ]
    ring = torus(0.23, 0.014) @ rotation("z", np.pi / 2).T
    things.append(patches(ring, hexed("#b8583c")).moved((0.2, 2.8, -1.02)))
    for k in range(12):
        a, b = k * np.pi / 6, k * np.pi / 6 + 0.5
        for c in (b, 2 * a - b):
            top = (0.2 + 0.23 * np.cos(a), 2.8, -1.02 + 0.23 * np.sin(a))
            end = (0.2 + 0.13 * np.cos(c), 2.4, -1.02 + 0.13 * np.sin(c))
            things.append(line(top, end, 0.006, pale))
    return things
