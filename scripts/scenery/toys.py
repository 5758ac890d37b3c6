"""Toys and small things of a baby: teddy, shoes, bottle, dummy, rings, duck, blocks."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, jitter, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep
from .shapes import Hit, Patches, Surface, box, patches, revolve, rotation, sphere, tube
from .solids import Solid, ball, capsule, cylinder, ellipsoid, smooth_union, subtract, torus

Array = np.ndarray
Things = list[Solid | Patches]
PASTELS = "#c4a8a8 #a8b4c0 #b8c0a8 #c8bca0 #b8a8bc #d0c8bc #a4b8b4"


def teddy(rng: np.random.Generator, colour: Array, strands: int = 14000, coat=None) -> Things:
    """A bear sitting at the origin, facing +z, one unit tall (a toy, or a panda by its coat)."""
    arm = rng.uniform(-0.1, 0.2)
    pale = mix(colour, hexed("#d8ccb8"), 0.6)
    seed = int(rng.integers(1e6))

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.3, 0), (0.23, 0.28, 0.2))
        d = smooth_union(d, ellipsoid(q, (0, 0.7, 0.04), (0.23, 0.205, 0.2)), 0.06)
        d = smooth_union(d, ellipsoid(q, (0, 0.65, 0.22), (0.1, 0.08, 0.08)), 0.04)
        ear = subtract(ball(q, (0.185, 0.87, 0), 0.09), ball(q, (0.19, 0.875, 0.09), 0.07), 0.02)
        d = smooth_union(d, ear, 0.03)
        d = smooth_union(
            d, capsule(q, (0.2, 0.45, 0.03), (0.36, 0.26 + arm, 0.17), 0.085, 0.08), 0.04
        )
        leg = capsule(q, (0.14, 0.1, 0.08), (0.25, 0.1, 0.36), 0.11, 0.1)
        return smooth_union(
            d, smooth_union(leg, ellipsoid(q, (0.26, 0.14, 0.4), (0.09, 0.12, 0.06)), 0.04), 0.04
        )

    def plush(p: Array) -> Array:
        q = mirrored(p)
        out = np.broadcast_to(colour, p.shape)
        pad = smoothstep(0.085, 0.07, np.hypot(q[:, 0] - 0.26, q[:, 1] - 0.14)) * (p[:, 2] > 0.4)
        snout = smoothstep(0.11, 0.09, np.hypot(q[:, 0], (q[:, 1] - 0.65) * 1.2)) * (p[:, 2] > 0.18)
        ear = smoothstep(0.07, 0.055, np.hypot(q[:, 0] - 0.19, q[:, 1] - 0.875)) * (p[:, 2] > 0)
        out = mix(out, pale, np.maximum.reduce([pad, snout, 0.8 * ear]))
        mouth = np.abs(q[:, 1] - 0.625 - 0.5 * q[:, 0] ** 1.2) < 0.006
        line = (mouth & (q[:, 0] < 0.05)) | (
            (q[:, 0] < 0.005) & (q[:, 1] > 0.625) & (q[:, 1] < 0.67)
        )
        out = mix(out, hexed("#2a201c"), line * (p[:, 2] > 0.22) * 0.9)
        return out * (1 + 0.1 * fbm3(p * 20, 2, seed))[:, None]

    body = Solid(shape, coat or plush, ((0, 0.47, 0.1), 0.68), Surface(rough=0.9), 0.8)

    def clear(p: Array) -> Array:
        q = mirrored(p)
        return np.linalg.norm(q - np.array([0.085, 0.745, 0.225]), axis=1) > 0.04

    curls = fur(rng, body, strands, 0.055, flow=(0, -1, 0.1), lift=0.7, clump=0.8, wild=0.5,
                width=0.11, keep=clear)  # fmt: skip
    parts: Things = [body, curls]
    glass = Surface(rough=0.12, specular=0.06)
    for side in (-1, 1):
        spot = (side * 0.085, 0.745, 0.225)
        parts.append(
            Solid(lambda p, s=spot: ball(p, s, 0.026), hexed("#120c0a"), (spot, 0.03), glass)
        )
    nose = (0, 0.685, 0.3)
    parts.append(
        Solid(
            lambda p: ellipsoid(p, nose, (0.04, 0.028, 0.025)),
            hexed("#1c1412"),
            (nose, 0.05),
            glass,
        )
    )
    if coat is None and rng.random() < 0.6:
        parts.append(
            bow(choose(rng, "#8c3c3c #4c6484 #a88ca0 #b8a878 #54705c"), (0, 0.5, 0.2), 0.13)
        )
    return parts


def bow(colour: Array, place: tuple[float, float, float], size: float) -> Solid:
    """A ribbon tied in a bow."""

    def shape(p: Array) -> Array:
        q = mirrored((p - np.array(place)) / size)
        loop = ellipsoid(q, (0.62, 0.08, 0), (0.6, 0.38 * 1.0, 0.22))
        loop = subtract(loop, ellipsoid(q, (0.7, 0.1, 0.1), (0.3, 0.14, 0.4)), 0.1)
        tail = capsule(q * np.array([1, 1, 1.8]), (0.1, -0.1, 0), (0.55, -0.95, 0.1), 0.1, 0.17)
        d = smooth_union(loop, ball(q, (0, 0, 0.08), 0.22), 0.1)
        return smooth_union(d, tail * 0.6, 0.08) * size

    return Solid(shape, colour, (place, size * 1.5), Surface(rough=0.6), 0.6)


def bootie(rng: np.random.Generator, colour: Array, trim: Array, laces: bool) -> Things:
    """A baby's shoe about 1.2 units long, toe toward +z, sole at y = 0."""

    def shape(p: Array) -> Array:
        d = ellipsoid(p, (0, 0.19, 0.32), (0.27, 0.24, 0.36))
        d = smooth_union(d, ellipsoid(p, (0, 0.24, -0.14), (0.235, 0.3, 0.3)), 0.12)
        cuff = cylinder(p, (0, 0.46, -0.15), 0.215, 0.36) - 0.03
        d = smooth_union(d, cuff, 0.1)
        cavity = capsule(p, (0, 0.3, -0.15), (0, 0.9, -0.15), 0.17, 0.19)
        d = subtract(d, cavity, 0.03)
        return np.maximum(d, -p[..., 1])

    def wool(p: Array) -> Array:
        high = smoothstep(0.5, 0.54, p[:, 1])
        sole = smoothstep(0.07, 0.05, p[:, 1])
        toe = smoothstep(0.42, 0.46, p[:, 2]) * (0.0 if not laces else 1.0)
        out = mix(np.broadcast_to(colour, p.shape), trim, np.maximum.reduce([high, sole, toe]))
        return out * (1 + 0.12 * fbm3(p * 40, 2, 3))[:, None]

    def rows(p: Array) -> Array:
        side = p[:, 0] + 0.6 * p[:, 2]
        return 0.007 * (
            np.sin(p[:, 1] * 110 + 2 * np.abs(np.sin(side * 42))) + 0.6 * np.sin(side * 84)
        )

    surface = Surface(rough=0.9, bump=rows if not laces else lambda p: 0.004 * fbm3(p * 60, 2, 3))
    parts: Things = [Solid(shape, wool, ((0, 0.33, 0.1), 0.72), surface, 0.7)]
    if laces:
        t = np.linspace(0, 1, 8)[:, None]
        cross = [
            tube(
                np.array([-0.1 * s, 0.36 + 0.07 * k, 0.26 - 0.07 * k])
                + np.array([0.2 * s, 0.03, -0.03]) * t
                + np.array([0, 0.05, 0.05]) * np.sin(np.pi * t), 0.014, 6,
            )
            for k in range(3) for s in (-1, 1)
        ]  # fmt: skip
        parts.append(patches(np.stack(cross), hexed("#d4d0c8")))
    parts.append(bow(trim, (0, 0.52, 0.1), 0.13))
    return parts


def bottle(rng: np.random.Generator, place: Array) -> list[Patches]:
    """A feeding bottle of milk, one unit tall."""
    cap_tint = choose(rng, PASTELS)
    glass = revolve([[0, 0], [0.17, 0], [0.19, 0.04], [0.19, 0.55], [0.16, 0.62], [0.14, 0.64]], 40)
    collar = revolve([[0.165, 0.62], [0.17, 0.64], [0.17, 0.74], [0.14, 0.76], [0, 0.76]], 40)
    teat = revolve(
        [
            [0.13, 0.76],
            [0.1, 0.8],
            [0.05, 0.85],
            [0.045, 0.9],
            [0.05, 0.94],
            [0.03, 0.98],
            [0, 0.985],
        ],
        24,
    )
    fill = rng.uniform(0.3, 0.55)

    def milk(hit: Hit) -> Array:
        y = hit.uv[:, 0]
        level = smoothstep(fill + 0.22, fill + 0.2, y)
        mark = (np.modf(y * 14)[0] < 0.12) * (np.abs(hit.uv[:, 1] - 0.75) < 0.05)
        out = mix(np.broadcast_to(hexed("#a8b0b4"), hit.position.shape), hexed("#dcd6ca"), level)
        return out * (1 - 0.5 * mark)[:, None]

    parts = [
        patches(glass, np.ones(3), paint=milk, rough=0.12, specular=0.06),
        patches(collar, cap_tint, rough=0.4),
        patches(teat, hexed("#c8a884"), rough=0.35, translucent=0.5),
    ]  # fmt: skip
    return [part.moved(place) for part in parts]


def rings(rng: np.random.Generator, place: Array) -> list[Patches]:
    """A stack of wooden rings of shrinking size, one unit tall."""
    turn = np.linspace(0, 2 * np.pi, 40)
    parts, y = [], 0.1
    tints = rng.permutation(["#a8544c", "#c09a54", "#7c9468", "#5c84a0", "#8c7098", "#c0a08c"])
    for k in range(5):
        r = 0.36 - 0.055 * k
        circle = np.stack([np.cos(turn), 0 * turn, np.sin(turn)], -1) * r
        parts.append(
            patches(tube(circle + np.array([0, y, 0]), 0.085, 12), hexed(tints[k]), rough=0.4)
        )
        y += 0.16
    parts.append(
        patches(revolve([[0, -0.02], [0.42, -0.02], [0.42, 0.03], [0, 0.03]]), hexed("#b89c74"))
    )
    parts.append(patches(sphere(0.14) + np.array([0, y + 0.02, 0]), hexed(tints[5]), rough=0.4))
    return [part.moved(place) for part in parts]


def duck(rng: np.random.Generator) -> Things:
    """A rubber duck one unit tall facing +z."""

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.3, -0.05), (0.34, 0.3, 0.44))
        d = smooth_union(d, capsule(q, (0, 0.36, -0.35), (0, 0.55, -0.58), 0.14, 0.03), 0.1)
        d = smooth_union(d, ellipsoid(q, (0.33, 0.34, -0.1), (0.06, 0.14, 0.25)), 0.06)
        d = smooth_union(d, ball(q, (0, 0.76, 0.17), 0.26), 0.1)
        return np.maximum(d, -p[..., 1])

    def bill(p: Array) -> Array:
        return ellipsoid(p, (0, 0.7, 0.46), (0.14, 0.055, 0.13))

    def tone(p: Array) -> Array:
        eye = np.linalg.norm(mirrored(p) - np.array([0.12, 0.83, 0.38]), axis=1)
        return mix(
            np.broadcast_to(hexed("#d0a83c"), p.shape),
            hexed("#0c0a0a"),
            smoothstep(0.06, 0.045, eye),
        )

    shine = Surface(rough=0.3, specular=0.06)
    return [
        Solid(shape, tone, ((0, 0.48, -0.05), 0.78), shine, 0.8),
        Solid(bill, hexed("#b8642c"), ((0, 0.7, 0.46), 0.17), shine),
    ]


def blocks(rng: np.random.Generator, count: int, size: float) -> list[Patches]:
    """Wooden toy blocks lying about and stacked near the origin."""
    tints = ["#a8605c", "#c0a064", "#80946c", "#6484a0", "#b8a080", "#94789c"]
    parts = []
    for k in range(count):
        place = np.array(
            [(k % 3 - 1) * size * 1.15, size / 2 + size * (k // 3), rng.normal(0, 0.1) * size]
        )
        if k // 3:
            place[0] *= 0.5
        cube = patches(
            box((size,) * 3), jitter(rng, hexed(str(rng.choice(tints))), 1, 0.08)[0], rough=0.55
        )
        parts.append(cube.turned(rotation("y", rng.normal(0, 0.25))).moved(place))
    return parts


def pacifier(rng: np.random.Generator, place: Array, size: float) -> Things:
    """A dummy: a shield, a ring and a teat, lying on its side."""
    place = np.asarray(place, np.float32)
    tint = choose(rng, PASTELS)

    def shape(p: Array) -> Array:
        q = (p - place) / size
        shield = ellipsoid(q, (0, 0.3, 0), (0.5, 0.34, 0.07))
        hoop = torus(q, (0, 0.3, 0.3), 0.24, 0.05, 0)
        return np.minimum(shield, hoop) * size

    def teat(p: Array) -> Array:
        q = (p - place) / size
        return (
            smooth_union(
                capsule(q, (0, 0.3, 0), (0, 0.3, -0.3), 0.1), ball(q, (0, 0.3, -0.42), 0.15), 0.1
            )
            * size
        )

    centre = (tuple(place + np.array([0, 0.3 * size, 0])), size * 0.75)
    return [
        Solid(shape, tint, centre, Surface(rough=0.3, specular=0.06), 0.8),
        Solid(teat, hexed("#c09c70"), centre, Surface(rough=0.3, specular=0.05, translucent=0.5)),
    ]
