"""Boats, aeroplanes, balloons and trains, each heading along +x about the origin."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .noise import fbm2
from .shapes import Hit, Patches, box, disc, patches, polygon, revolve, rotation, tube

Array = np.ndarray
ALONG_X = rotation("z", -np.pi / 2)
ALONG_Z = rotation("x", np.pi / 2)


def line(a: Array, b: Array, radius: float, colour: Array, **surface: object) -> Patches:
    """A straight rod from a to b."""
    return patches(tube(np.linspace(a, b, 3), radius, 7), colour, **surface)


def hull(
    length: float,
    beam: float,
    depth: float,
    rise: float,
    colour: Array,
    trim: Array,
    stern: float = 0.6,
) -> list[Patches]:
    """A boat's hull from stern (-x) to bow (+x) with sheer `rise`, and its deck."""
    t, s = np.linspace(0, 1, 28), np.linspace(-1, 1, 15)
    half = (
        beam
        / 2
        * np.clip((1 - t**3.2), 0, 1) ** 0.75
        * (stern + (1 - stern) * np.sin(np.pi * np.clip(t * 1.2, 0, 1) / 2))
    )
    top = depth * 0.55 + rise * (2 * np.abs(t - 0.4)) ** 2
    keel = -depth * 0.45 * np.sin(np.pi * np.clip(t * 0.9 + 0.1, 0, 1)) ** 0.5
    across = np.sign(s) * np.abs(s) ** 0.7
    lift = np.abs(s) ** 2.2
    grid = np.stack(
        [
            np.broadcast_to((t[:, None] - 0.5) * length, (28, 15)),
            keel[:, None] + (top - keel)[:, None] * lift,
            half[:, None] * across,
        ],
        -1,
    )

    def paint(hit: Hit) -> Array:
        high = np.abs(hit.uv[:, 1] * 2 - 1)
        stripe = (high > 0.9) | ((high > 0.55) & (high < 0.6))
        return np.where(stripe[:, None], trim, hit.colour)

    edge = np.stack([grid[:, 0], grid[:, 0] * 0.5 + grid[:, -1] * 0.5, grid[:, -1]], 1)
    edge[..., 1] -= 0.06 * depth
    wood = hexed("#a07a52")
    return [
        patches(grid, colour, rough=0.35, specular=0.05, paint=paint),
        patches(edge, wood, rough=0.6),
    ]


def sail(
    foot: Array,
    clew: Array,
    head: Array,
    belly: float,
    paint_colour: Array,
    stripe: Array | None = None,
) -> Patches:
    """A triangular sail between three corners, swollen sideways by `belly`."""
    foot, clew, head = (np.asarray(p, np.float32) for p in (foot, clew, head))
    u, v = np.linspace(0, 1, 16)[:, None, None], np.linspace(0, 1, 10)[None, :, None]
    base = foot * (1 - u) + head * u
    leech = clew * (1 - u) + head * u
    grid = base * (1 - v) + leech * v
    grid = grid + np.array([0, 0, 1]) * belly * np.sin(np.pi * v) * np.sin(np.pi * (0.1 + 0.8 * u))

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        seam = np.abs(np.modf(u * 9)[0] - 0.5) > 0.47
        colour = hit.colour * (1 - 0.15 * seam + 0.05 * fbm2(u * 20, v * 8, 3, 3))[:, None]
        if stripe is not None:
            colour = np.where((np.modf(u * 3 + v * 0.6)[0] < 0.35)[:, None], stripe, colour)
        return colour

    return patches(grid, paint_colour, translucent=0.45, paint=paint)


def sailboat(rng: np.random.Generator) -> list[Patches]:
    """A yacht about 11 m long, waterline at y = 0."""
    length = 11.0
    body = choose(rng, "#f2f0ea #f2f0ea #1c2c4c #6a2c24 #2c4038 #d8d2c0")
    cloth = choose(rng, "#f4f0e4 #f4f0e4 #f8f6f0 #7a2c20 #e8dcc0")
    stripe = choose(rng, "#c82c2c #2c4a9c #e8a020") if rng.random() < 0.3 else None
    parts = hull(length, 3.2, 2.6, 0.5, body, choose(rng, "#3a2c20 #c8a060 #b02c24 #1c2c4c"))
    tall = rng.uniform(13, 16)
    wood = choose(rng, "#b08a5c #d8d8d8")
    parts.append(patches(box((3.6, 0.7, 1.7), (-0.4, 1.75, 0)), hexed("#e8e2d4")))
    parts.append(patches(box((3.0, 0.25, 1.74), (-0.4, 1.85, 0)), hexed("#1c242c"), rough=0.2))
    parts.append(line((0.9, 1.2, 0), (0.9, tall, 0), 0.09, wood))
    parts.append(line((0.9, 2.5, 0), (-4.4, 2.4, 0.6), 0.07, wood))
    belly = rng.choice([-1, 1]) * rng.uniform(0.6, 1.3)
    parts.append(sail((0.8, 2.7, 0), (-4.3, 2.6, 0.5), (0.85, tall - 0.3, 0), belly, cloth, stripe))
    parts.append(sail((5.3, 1.9, 0), (0.2, 2.2, 0.9), (1.0, tall * 0.88, 0), belly * 1.2, cloth))
    for foot in ((5.5, 1.8, 0), (-5.2, 1.5, 0), (0.6, 1.3, 1.5), (0.6, 1.3, -1.5)):
        parts.append(line(foot, (0.9, tall - 0.2, 0), 0.02, hexed("#444444"), shadow=False))
    if rng.random() < 0.4:
        parts.append(line((-4.2, 1.2, 0), (-4.2, tall * 0.7, 0), 0.08, wood))
        parts.append(
            sail((-4.3, 2.5, 0), (-6.6, 2.5, 0.3), (-4.25, tall * 0.68, 0), belly * 0.6, cloth)
        )
    for x in (-3.4, -2.7):
        shirt = choose(rng, "#c83c2c #e8e8e8 #2c4a8c #e8b83c")
        parts.append(
            patches(revolve([[0, 0.6], [0.18, 0.55], [0.22, 0.2], [0.2, -0.4]], 10), shirt).moved(
                (x, 1.9, rng.normal(0, 0.4))
            )
        )
    return parts


def gondola(rng: np.random.Generator) -> list[Patches]:
    """A Venetian gondola 10 m long, waterline at y = 0."""
    parts = hull(10, 1.5, 0.9, 1.0, hexed("#121214"), hexed("#b8924a"), 0.25)
    parts.append(line((4.6, 1.2, 0), (5.2, 2.1, 0), 0.06, hexed("#c8c8cc"), metal=1.0, rough=0.2))
    red = choose(rng, "#a02020 #8c1c2c #2c3c8c #b08020")
    parts.append(patches(box((1.3, 0.7, 1.1), (-0.8, 0.55, 0)), red))
    parts.append(patches(box((0.3, 1.1, 1.1), (-1.5, 0.8, 0)), red * 0.7))
    parts.append(patches(box((2.6, 0.12, 0.9), (1.4, 0.55, 0)), red))
    return parts


def airliner(rng: np.random.Generator, gear: bool = False) -> list[Patches]:
    """A twin-jet airliner 38 m long; its belly is about 2 m below the origin."""
    t = np.linspace(0, 1, 48)
    radius = 2.0 * np.minimum(
        1, np.sqrt(np.clip((1 - t) / 0.14, 0, 1) * (2 - np.clip((1 - t) / 0.14, 0, 1)))
    )
    radius *= np.clip(t / 0.32, 0.04, 1) ** 0.75
    sweep = 0.9 * np.clip(1 - t / 0.32, 0, 1) ** 1.3 - 0.35 * np.clip((t - 0.9) / 0.1, 0, 1) ** 2
    turn = np.linspace(0, 2 * np.pi, 40)
    body = np.stack(
        [
            np.broadcast_to(((t - 0.5) * 38)[:, None], (48, 40)),
            radius[:, None] * np.cos(turn) + sweep[:, None],
            radius[:, None] * np.sin(turn),
        ],
        -1,
    )
    white = hexed("#f0f0f0")
    livery = choose(rng, "#1c3c8c #c02028 #0c6a6a #1c2438 #e07a1c #5a2c8c #2c7a3c")
    low = choose(rng, "#f0f0f0 #b8bcc4 #1c3c6c #d8d8d8")
    cut = rng.uniform(0.15, 0.5)

    def skin(hit: Hit) -> Array:
        u, v = hit.uv.T
        angle = np.minimum(v, 1 - v) * 360
        x = (u - 0.5) * 38
        colour = np.where((angle > 112)[:, None], low, white)
        colour = np.where((np.abs(angle - 104) < 5)[:, None], livery, colour)
        colour = np.where((u + (angle - 90) / 900 < cut * 0.45)[:, None], livery, colour)
        window = (np.abs(angle - 75) < 5.5) & (np.abs(np.modf(x * 1.25 + 99)[0] - 0.5) < 0.2)
        colour = np.where((window & (u > 0.2) & (u < 0.91))[:, None], hexed("#20262e"), colour)
        cockpit = (np.abs(angle - 55) < 14) & (u > 0.953) & (u < 0.975)
        colour = np.where(cockpit[:, None], hexed("#14181c"), colour)
        door = (np.abs(angle - 82) < 24) & (np.minimum(np.abs(u - 0.925), np.abs(u - 0.17)) < 0.011)
        return np.where((door & (np.abs(angle - 82) > 21))[:, None], hexed("#888888"), colour)

    parts = [patches(body, white, rough=0.25, specular=0.06, paint=skin)]

    def wing(
        root: Array, tip: Array, chord: tuple[float, float], thick: float, tint: Array
    ) -> Patches:
        root, tip = np.asarray(root, float), np.asarray(tip, float)
        v = np.linspace(0, 1, 9)
        turn = np.linspace(0, 2 * np.pi, 21)
        width = chord[0] + (chord[1] - chord[0]) * v
        section = np.stack(
            [np.cos(turn) * 0.5, np.sin(turn) * thick * (0.6 + 0.4 * np.cos(turn))], -1
        )
        place = root + (tip - root) * v[:, None]
        upward = np.cross([1, 0, 0], tip - root)
        upward = upward / np.linalg.norm(upward)
        upward = upward if upward[1] + upward[2] >= 0 else -upward
        grid = place[:, None] + width[:, None, None] * (
            section[:, :1] * np.array([1.0, 0, 0]) + section[:, 1:] * upward
        )
        return patches(grid, tint, rough=0.35, specular=0.06)

    grey = hexed("#b4b8be")
    for side in (-1, 1):
        parts.append(
            wing((1.5, -1.0, side * 1.4), (-6.0, 0.8, side * 17.5), (7.5, 1.7), 0.06, grey)
        )
        parts.append(
            wing((-6.0, 0.8, side * 17.5), (-7.0, 2.4, side * 18.0), (1.7, 0.7), 0.05, livery)
        )
        parts.append(
            wing((-15.6, 0.9, side * 0.5), (-18.4, 1.5, side * 6.8), (4.2, 1.4), 0.05, white)
        )
        pod = revolve([[0, 0.9], [0.9, 2.1], [1.05, 1.2], [1.1, -0.4], [0.75, -2], [0, -2.4]], 24)
        nacelle = patches(pod @ ALONG_X.T, white if rng.random() < 0.5 else livery, rough=0.3)
        parts.append(nacelle.moved((2.6, -2.2, side * 6.0)))
        face = patches(disc(0.88) @ ALONG_X.T, hexed("#1c1e22"))
        parts.append(face.moved((4.55, -2.2, side * 6.0)))
        parts.append(patches(box((2.6, 1.0, 0.3), (1.2, -1.2, side * 6.0)), grey))
    parts.append(wing((-15.0, 1.5, 0), (-19.2, 7.6, 0), (5.6, 2.2), 0.05, livery))
    if gear:
        for x, z in ((13.0, 0.0), (-0.8, 2.9), (-0.8, -2.9)):
            parts.append(line((x, -1.6, z), (x, -3.6, z), 0.14, hexed("#88888c")))
            for dz in (-0.32, 0.32):
                tyre = revolve([[0, 0.16], [0.5, 0.16], [0.55, 0], [0.5, -0.16], [0, -0.16]], 16)
                parts.append(patches(tyre @ ALONG_Z.T, hexed("#18181a")).moved((x, -3.6, z + dz)))
    return parts


def balloon(rng: np.random.Generator) -> list[Patches]:
    """A hot-air balloon 20 m tall with its basket at the origin."""
    profile = [
        [0.7, 4.5],
        [1.6, 5.6],
        [3.4, 8.2],
        [5.4, 11.2],
        [6.6, 14],
        [6.7, 16],
        [5.9, 18.2],
        [4.2, 20],
        [2, 21],
        [0, 21.3],
    ]
    codes = ["#d83a2c", "#f0b422", "#2c5ab0", "#f2efe6", "#3c9a5a", "#7a3c9c", "#e8782c", "#1c2c5c"]
    palette = np.array([hexed(c) for c in rng.choice(codes, 3, replace=False)])
    gores, kind = int(rng.choice([12, 16, 20])), int(rng.integers(3))

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        gore = np.floor(v * gores).astype(int)
        band = np.floor(u * 9).astype(int)
        index = {0: gore % 3, 1: (band // 2) % 3, 2: (gore + band) % 3}[kind]
        seam = np.abs(np.modf(v * gores)[0] - 0.5) > 0.46
        return palette[index] * (1 - 0.3 * seam)[:, None]

    parts = [patches(revolve(profile, 48), palette[0], paint=paint, translucent=0.35, rough=0.5)]
    parts.append(patches(box((1.6, 1.2, 1.6)), hexed("#7a5636")))
    for x in (-0.7, 0.7):
        for z in (-0.7, 0.7):
            parts.append(line((x, 0.5, z), (x * 0.9, 4.6, z * 0.9), 0.04, hexed("#333333")))
    return parts


def wheel(radius: float, tint: Array, spokes: int = 10) -> list[Patches]:
    """A spoked railway wheel in the xy plane."""
    turn = np.linspace(0, 2 * np.pi, 28)
    ring = np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1) * radius * 0.92
    parts = [patches(tube(ring, radius * 0.09, 7), tint, rough=0.4)]
    for i in range(spokes):
        angle = 2 * np.pi * i / spokes
        tip = np.array([np.cos(angle), np.sin(angle), 0]) * radius * 0.9
        parts.append(line((0, 0, 0), tip, radius * 0.05, tint))
    return parts


def locomotive(rng: np.random.Generator) -> list[Patches]:
    """A steam locomotive 11 m long heading +x, rails at y = 0."""
    tint = choose(rng, "#161618 #161618 #12301e #4a1414 #141e3c")
    red, brass = hexed("#84201a"), hexed("#a8843c")
    profile = [[0, 3.2], [0.85, 3.2], [0.95, 3.0], [0.95, -3.4], [0, -3.4]]
    boiler = patches(revolve(profile, 28) @ ALONG_X.T, tint, rough=0.4, specular=0.06)
    parts = [boiler.moved((1.6, 2.6, 0))]
    for x in (-0.8, 0.7, 2.2, 3.6):
        band = revolve([[0.97, 0.06], [0.97, -0.06]], 28) @ ALONG_X.T
        parts.append(patches(band, brass, metal=1.0, rough=0.3).moved((x, 2.6, 0)))
    chimney = revolve([[0.34, 0], [0.3, 0.5], [0.4, 1.1], [0.46, 1.2], [0.3, 1.2]], 18)
    parts.append(patches(chimney, tint * 0.8).moved((4.2, 3.4, 0)))
    for x in (0.6, 2.4):
        dome = revolve([[0, 0.75], [0.3, 0.7], [0.42, 0.4], [0.42, 0]], 18)
        parts.append(patches(dome, brass if x > 1 else tint, rough=0.25).moved((x, 3.4, 0)))
    parts.append(patches(box((2.2, 2.5, 2.5), (-2.9, 3.0, 0)), tint, rough=0.35))
    parts.append(patches(box((1.0, 0.8, 2.52), (-2.9, 3.6, 0)), hexed("#0c0e10"), rough=0.3))
    parts.append(patches(box((2.8, 0.16, 2.9), (-2.9, 4.32, 0)), tint * 0.7))
    parts.append(patches(box((9.6, 0.3, 2.5), (0.4, 1.45, 0)), red))
    parts.append(patches(box((0.3, 0.6, 2.6), (5.2, 1.2, 0)), red))
    parts.append(
        patches(
            revolve([[0, 0.1], [0.22, 0.1], [0.22, 0]], 14) @ ALONG_X.T, hexed("#fff0c0"), glow=2.0
        ).moved((4.9, 3.3, 0))
    )
    for side in (-1, 1):
        for x in (-2.2, -0.5, 1.2):
            parts += [p.moved((x, 0.8, side * 0.85)) for p in wheel(0.8, red)]
        parts += [p.moved((3.6, 0.45, side * 0.85)) for p in wheel(0.45, red, 8)]
        parts.append(
            line(
                (-2.2, 0.75, side * 1.05),
                (3.2, 0.95, side * 1.05),
                0.07,
                hexed("#a8a8ac"),
                metal=1.0,
                rough=0.3,
            )
        )
        parts.append(patches(box((1.0, 0.7, 0.5), (3.5, 1.05, side * 1.15)), tint))
    return parts


def carriage(colour: Array, trim: Array, length: float = 14.0) -> list[Patches]:
    """A railway carriage whose middle stands at the origin, rails at y = 0."""

    def paint(hit: Hit) -> Array:
        x, _y, _ = hit.position.T
        u, v = hit.uv.T
        along = u * length if length else x
        side = np.abs(hit.normal[:, 2]) > 0.5
        window = side & (np.abs(np.modf(along / 1.75)[0] - 0.5) < 0.33) & (np.abs(v - 0.66) < 0.15)
        rim = side & (np.abs(np.modf(along / 1.75)[0] - 0.5) < 0.39) & (np.abs(v - 0.66) < 0.18)
        colour_ = np.where((side & (v > 0.45))[:, None], mix(hit.colour, trim, 0.9), hit.colour)
        colour_ = np.where(rim[:, None], hexed("#c8b080"), colour_)
        return np.where(window[:, None], hexed("#1a2026"), colour_)

    parts = [patches(box((length, 2.5, 2.7), (0, 2.35, 0)), colour, paint=paint, rough=0.35)]
    t = np.linspace(-1, 1, 12)
    arch = np.stack([0 * t, 3.55 + 0.5 * np.sqrt(np.maximum(1 - t**2, 0)), 1.42 * t], -1)
    roof = np.stack([arch + np.array([x, 0, 0]) for x in (-length / 2 - 0.1, length / 2 + 0.1)])
    parts.append(patches(roof, hexed("#6a6a6c")))
    parts.append(patches(box((length, 0.3, 2.0), (0, 0.95, 0)), hexed("#1c1c1c")))
    for x in (-length * 0.36, -length * 0.22, length * 0.22, length * 0.36):
        for side in (-1, 1):
            parts += [p.moved((x, 0.45, side * 0.85)) for p in wheel(0.45, hexed("#2c2826"), 6)]
    return parts


def flat_polygon(points: Array, colour: Array, **surface: object) -> Patches:
    """A flat convex panel through points (k, 3)."""
    return patches(polygon(points), colour, **surface)
