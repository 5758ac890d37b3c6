"""Where babies lie: a bassinet on a stand, a rocking cradle, a chest of drawers."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .noise import fbm2, fbm3, smoothstep
from .nursery import textile, wood_paint
from .picture import pick
from .shapes import Patches, Surface, box, patches, rotation, tube
from .solids import Solid, ellipsoid, rounded_box

Array = np.ndarray
Things = list[Solid | Patches]


def oval(turn: Array, wide: float, deep: float) -> tuple[Array, Array]:
    """Points (x, z) of an oval with full ends, over angles."""
    c, s = np.cos(turn), np.sin(turn)
    return wide * np.sign(c) * np.abs(c) ** 0.8, deep * np.sign(s) * np.abs(s) ** 0.8


def bassinet(rng: np.random.Generator, colour: Array, trim: Array) -> Things:
    """A lined basket 0.9 m long with a ribbed hood, a gathered skirt and legs, along x."""
    seed, pattern = int(rng.integers(1e6)), pick(rng, "plain dots stripes checks")
    turn = np.linspace(0, 2 * np.pi, 241)[None, :]
    rim, low = 0.86, 0.56
    t = np.linspace(0, 1, 16)[:, None]
    x, z = oval(turn, 0.45 - 0.05 * t, 0.27 - 0.04 * t)
    wall = np.stack(np.broadcast_arrays(x, rim - (rim - low) * t, z), -1)
    inside = np.stack(np.broadcast_arrays(0.95 * x, rim - 0.2 * t, 0.93 * z), -1)
    cloth = textile(rng, colour, pattern, 22)
    parts: Things = [
        patches(wall, colour, paint=cloth, rough=0.9),
        patches(inside, trim, rough=0.9, translucent=0.2),
    ]
    long = rng.uniform(0.16, 0.42)
    wave = np.sin(turn * 34 + 2 * np.sin(turn * 5 + seed)) + 0.5 * np.sin(turn * 57)
    fall = np.linspace(0, 1, 20)[:, None]
    flare = 1.03 + 0.1 * fall + 0.035 * smoothstep(0, 0.4, fall) * wave
    x, z = oval(turn, 0.45, 0.27)
    skirt = np.stack(np.broadcast_arrays(x * flare, rim - 0.03 - long * fall, z * flare), -1)
    parts.append(
        patches(skirt, trim, paint=textile(rng, trim, "plain", 20), translucent=0.3, rough=0.9)
    )
    edge = np.stack(np.broadcast_arrays(x * 1.02, rim + 0.01 * wave, z * 1.02), -1)[0]
    parts.append(patches(tube(edge, 0.022, 8), mix(trim, np.full(3, 0.6), 0.4), rough=0.8))
    side = rng.choice([-1.0, 1.0])
    a = np.linspace(0, 1, 22)[:, None]
    b = np.linspace(0, np.pi, 40)[None, :]
    lift = np.pi * 0.62 * a
    reach = 0.42 + 0.012 * np.abs(np.sin(a * np.pi * 4))
    hood = np.stack(np.broadcast_arrays(
        side * (0.08 + reach * np.cos(lift) * np.sin(b) ** 0.7),
        rim + reach * np.sin(lift) * np.sin(b) ** 0.8, -0.275 * np.cos(b)), -1)  # fmt: skip
    parts.append(
        patches(hood, colour, paint=textile(rng, colour, pattern, 16), rough=0.9, translucent=0.25)
    )
    frill = hood[-1] + np.array([0, 0.012, 0]) * np.sin(np.linspace(0, 60, 40))[:, None]
    parts.append(patches(tube(frill, 0.018, 8), trim, rough=0.9))
    steel = choose(rng, "#3c3c40 #c8c4bc #a89888 #8c6c50")
    rods = []
    for z in (-0.24, 0.24):
        rods.append(tube(np.linspace((-0.36, 0.03, z), (0.3, 0.6, z * 0.9), 6), 0.016, 8))
        rods.append(tube(np.linspace((0.36, 0.03, z), (-0.3, 0.6, z * 0.9), 6), 0.016, 8))
    for x in (-0.36, 0.36):
        rods.append(tube(np.linspace((x, 0.06, -0.24), (x, 0.06, 0.24), 6), 0.016, 8))
    parts.append(patches(np.stack(rods), steel, rough=0.35, specular=0.06))
    ring = np.linspace(0, 2 * np.pi, 24)
    wheel = np.stack([0.035 * np.cos(ring), 0.035 * np.sin(ring), 0 * ring], -1)
    wheels = [
        tube(wheel + np.array([x, 0.04, z]), 0.014, 8) for x in (-0.36, 0.36) for z in (-0.24, 0.24)
    ]
    parts.append(patches(np.stack(wheels), hexed("#1c1c1e")))

    def mattress(p: Array) -> Array:
        return ellipsoid(p, (0, rim - 0.13, 0), (0.42, 0.09, 0.25))

    linen = Surface(rough=0.9, bump=lambda p: 0.004 * fbm3(p * 14, 3, seed))
    parts.append(Solid(mattress, hexed("#c8c2b8"), ((0, rim - 0.13, 0), 0.45), linen))
    return parts


def cradle(rng: np.random.Generator, colour: Array) -> Things:
    """A wooden rocking cradle 0.95 m long along x: slanted boards, two rockers, a quilt."""
    paint = wood_paint(rng, colour)
    boards, seed = [], int(rng.integers(1e6))
    lean = rotation("x", 0.22)
    for z in (-1, 1):
        plank = box((0.95, 0.34, 0.025)) @ (lean if z > 0 else lean.T).T
        boards.append(plank + np.array([0, 0.4, z * 0.27]))
    boards.append(box((0.93, 0.02, 0.46), (0, 0.25, 0)))
    high = rng.uniform(0.62, 0.85)
    for x, top in ((-0.47, high), (0.47, 0.58)):
        y = np.linspace(0.22, top, 14)[:, None]
        s = np.linspace(-1, 1, 20)[None, :]
        arch = 0.05 * (1 - s**2) * smoothstep(0.4, top, y)
        wide = 0.24 + 0.16 * (y - 0.22)
        face = np.stack(np.broadcast_arrays(x, y + arch, s * wide), -1)
        both = np.stack([face, face + np.array([0.025, 0, 0])])
        boards.append(both)
    flat = patches(np.concatenate(boards[:3]), colour, paint=paint, rough=0.45, specular=0.045)
    ends = patches(
        np.concatenate(boards[3:]), colour * 1.05, paint=paint, rough=0.45, specular=0.045
    )
    rockers = []
    for x in (-0.4, 0.4):
        a = np.linspace(-0.75, 0.75, 24)
        bow = np.stack([x + 0 * a, 0.62 - 0.6 * np.cos(a), 0.62 * np.sin(a) * 0.85], -1)
        rockers.append(tube(bow, 0.024, 8))
        for z in (-0.2, 0.2):
            post = np.linspace((x, 0.05 + 0.04, z * 1.1), (x, 0.26, z), 24)
            rockers.append(tube(post, 0.02, 8))
    quilt = choose(rng, "#a85c54 #c8a8a4 #8ca0b4 #d0c8bc #b89c6c #8c6c84 #c0584c")
    pattern = textile(rng, quilt, pick(rng, "checks dots stripes plain"), 10)
    u, v = np.linspace(-0.2, 0.45, 40)[:, None], np.linspace(-0.28, 0.28, 40)[None, :]
    y = (
        0.5
        + 0.06 * np.sqrt(np.maximum(1 - (v / 0.29) ** 2, 0))
        + 0.025 * fbm2(u * 7, v * 7, 3, seed)
    )
    cover = np.stack(np.broadcast_arrays(u, y, v), -1)
    linen = hexed("#d0cac0")

    def pillow(p: Array) -> Array:
        return ellipsoid(p, (-0.3, 0.5, 0), (0.15, 0.07, 0.26))

    return [
        flat, ends, patches(np.stack(rockers), colour * 0.9, paint=paint, rough=0.45),
        patches(cover, quilt, paint=pattern, rough=0.9),
        Solid(pillow, linen, ((-0.3, 0.5, 0), 0.32), Surface(rough=0.9)),
        Solid(lambda p: rounded_box(p, (0, 0.42, 0), (0.9, 0.16, 0.56), 0.06), linen,
              ((0, 0.42, 0), 0.6), Surface(rough=0.9)),
    ]  # fmt: skip


def dresser(rng: np.random.Generator, colour: Array, wide: float, tall: float) -> list[Patches]:
    """A chest of drawers with knobs, its front toward +z, its back at z = 0."""
    paint = wood_paint(rng, colour)
    parts = [
        patches(box((wide, tall, 0.45), (0, tall / 2, 0.225)), colour, paint=paint, rough=0.45)
    ]
    parts.append(
        patches(box((wide + 0.06, 0.035, 0.5), (0, tall, 0.235)), colour * 1.08, paint=paint)
    )
    rows, columns = int(rng.integers(3, 5)), int(rng.integers(1, 3))
    knob = choose(rng, "#c8a860 #d0ccc4 #2a2826 #a89078")
    fronts, knobs = [], []
    for i in range(rows):
        for k in range(columns):
            w, h = wide / columns - 0.05, (tall - 0.1) / rows - 0.03
            x = (k + 0.5 - columns / 2) * wide / columns
            y = 0.08 + (i + 0.5) * (tall - 0.1) / rows
            fronts.append(box((w, h, 0.03), (x, y, 0.46)))
            for s in (-1, 1):
                knobs.append(box((0.035, 0.03, 0.03), (x + s * w * 0.25, y, 0.49)))
    parts.append(
        patches(np.concatenate(fronts), colour * 1.1, paint=paint, rough=0.4, specular=0.045)
    )
    parts.append(patches(np.concatenate(knobs), knob, rough=0.35, specular=0.05))
    return parts
