"""Bodies below an animal's head (see `beasts`): sitting, lying, a pet's loaf, and what they wear."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .beasts import Beast
from .colour import choose, hexed, mix
from .figure import mirrored
from .noise import smoothstep
from .solids import ball, capsule, ellipsoid, smooth_union

Array = np.ndarray
Shape = Callable[[Array], Array]
Paint = Callable[[Array], Array]
Bound = tuple[tuple[float, float, float], float]


def sitting(leg: float = 0.24, wide: float = 0.62, tail: float = 0.0) -> tuple[Shape, Bound, float]:
    """A dog or cat that sits: shape, its bound, and the height of the ground."""
    ground = -3.75

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = capsule(q, (0, -1.5, -0.75), (0, -2.2, -0.85), wide * 1.15, wide * 1.2)
        d = smooth_union(d, capsule(q, (0, -2.2, -1.0), (0, -2.9, -1.6), wide, wide * 1.3), 0.3)
        hind = ellipsoid(q, (wide * 1.1, -3.05, -1.25), (wide * 0.62, 0.66, 0.85))
        d = smooth_union(d, hind, 0.25)
        paw = capsule(
            q, (wide * 1.3, -3.55, -1.0), (wide * 1.35, -3.58, -0.3), leg * 0.8, leg * 0.9
        )
        d = smooth_union(d, paw, 0.2)
        fore = capsule(q, (0.36, -2.1, -0.75), (0.34, -3.45, -0.35), leg * 1.15, leg * 0.8)
        fore = smooth_union(fore, ellipsoid(q, (0.34, -3.58, -0.2), (leg, 0.17, leg * 1.4)), 0.12)
        d = smooth_union(d, fore, 0.2)
        if tail:
            a, b, c = (0.3, -3.5, -2.1), (1.2, -3.58, -1.9), (1.7, -3.58, -0.9)
            d = smooth_union(d, capsule(p, a, b, tail, tail), 0.15)
            d = smooth_union(d, capsule(p, b, c, tail, tail * 0.7), 0.05)
        return d

    return shape, ((0, -1.35, -0.65), 3.0), ground


def lying(wide: float = 0.85, long: float = 2.6, leg: float = 0.25) -> tuple[Shape, Bound, float]:
    """An animal lying like a sphinx, the body going back: shape, bound, height of the ground."""
    ground = -1.85

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = capsule(q, (0, -0.95, -0.9), (0, -0.95, -0.9 - long), wide * 0.85, wide * 0.9)
        d = smooth_union(d, capsule(q, (0, -0.8, -0.75), (0, -1.2, -0.5), 0.75, 0.6), 0.3)
        d = smooth_union(d, ellipsoid(q, (0.5, -1.2, -0.7 - long), (wide * 0.6, 0.65, 0.9)), 0.3)
        fore = capsule(q, (0.55, -1.45, -0.7), (0.5, -1.62, 0.75), leg * 1.3, leg)
        fore = smooth_union(fore, ellipsoid(q, (0.5, -1.65, 0.95), (leg * 1.1, 0.2, 0.36)), 0.1)
        d = smooth_union(d, fore, 0.25)
        hind = capsule(
            q, (wide * 1.1, -1.6, -0.6 - long), (wide * 1.2, -1.66, 0.3 - long), 0.25, 0.2
        )
        return smooth_union(d, hind, 0.2)

    return shape, ((0, -0.6, -1.35), 1.35 + long * 0.75), ground


def plump(wide: float = 0.95, deep: float = 1.3, tall: float = 0.85) -> tuple[Shape, Bound, float]:
    """A round body close to the ground, of a rabbit, a hamster or a cat at rest."""
    ground = -1.2

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, -0.35, -1.1), (wide, tall, deep))
        d = smooth_union(d, ellipsoid(q, (wide * 0.75, -0.75, -1.5), (0.4, 0.5, 0.7)), 0.25)
        paw = ellipsoid(q, (0.27, -1.1, 0.28), (0.15, 0.12, 0.26))
        return smooth_union(d, paw, 0.12)

    return shape, ((0, -0.2, -0.8), 2.3), ground


def upright_bear(reach: float) -> tuple[Shape, Bound, float]:
    """A bear sitting up, one paw at its mouth as far as `reach` (0 to 1)."""
    ground = -3.45

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, -2.15, -0.75), (1.12, 1.35, 1.0))
        leg = capsule(q, (0.75, -2.95, -0.5), (1.15, -3.0, 0.75), 0.55, 0.42)
        leg = smooth_union(leg, ellipsoid(q, (1.18, -2.85, 0.95), (0.4, 0.5, 0.25)), 0.15)
        d = smooth_union(d, leg, 0.3)
        elbow = np.array([1.25, -2.0, -0.05])
        for side, lift in ((1.0, reach), (-1.0, 0.25)):
            r = p * np.array([side, 1, 1], np.float32)
            hand = np.array([0.95, -2.55, 0.55]) * (1 - lift) + np.array([0.35, -0.95, 0.95]) * lift
            arm = capsule(r, (0.85, -1.1, -0.5), elbow, 0.5, 0.4)
            arm = smooth_union(arm, capsule(r, elbow, hand, 0.4, 0.34), 0.15)
            d = smooth_union(d, arm, 0.2)
        return d

    return shape, ((0, -1.3, -0.25), 3.1), ground


def panda_fur(face: Paint) -> Paint:
    """The coat of a whole panda about the face's: black arms, shoulders and legs, white belly."""
    white, black = hexed("#d0c8ba"), hexed("#161416")

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        arm = smoothstep(-0.95, -1.1, y) * smoothstep(-2.0, -1.75, y + 0.25 * x)
        arm = np.maximum(arm, smoothstep(0.85, 1.0, x + 0.25 * z) * (y < -0.9) * (y > -2.65))
        leg = smoothstep(-2.4, -2.6, y) * smoothstep(0.35, 0.55, x + 0.35 * z)
        body = mix(np.broadcast_to(white, p.shape), black, np.maximum(arm, leg))
        return np.where((y > -0.9)[:, None], face(p), body)

    return coat


RODENTS = {
    "hamster": Beast(
        skull=(0.78, 0.62, 0.75), muzzle=0.08, snout=0.3, pads=0.1, ears="round", ear=0.6,
        eye=(0.46, 0.14, 0.42), eye_size=0.12, iris="#120c0a", nose=(0.07, 0.05, 0.05),
        nose_colour="#a06c64", cheek=0.52, neck=0.7, hair=0.14, ruff=0.2, whiskers=True,
    ),
    "guineapig": Beast(
        skull=(0.74, 0.66, 0.85), muzzle=0.25, snout=0.36, pads=0.1, ears="round", ear=0.75,
        eye=(0.5, 0.18, 0.4), eye_size=0.12, iris="#1a100c", nose=(0.09, 0.06, 0.05),
        nose_colour="#7a5850", cheek=0.48, neck=0.72, hair=0.2, ruff=0.3, whiskers=True,
    ),
    "rabbit": Beast(
        skull=(0.66, 0.66, 0.74), muzzle=0.2, snout=0.3, pads=0.12, ears="prick", ear=1.7,
        eye=(0.47, 0.16, 0.42), eye_size=0.14, iris="#2a1810", nose=(0.08, 0.05, 0.05),
        nose_colour="#a07068", cheek=0.44, neck=0.6, hair=0.16, ruff=0.26, whiskers=True,
    ),
}  # fmt: skip


def rodent_coat(rng: np.random.Generator, kind: str) -> Paint:
    """Golden, grey, white or patched fur with a pale belly and muzzle."""
    base = choose(rng, {
        "hamster": "#a87c50 #b48c60 #9c8c7c #c4b49c",
        "guineapig": "#7c5438 #2a2422 #b08c60 #c8c0b0",
        "rabbit": "#8c7660 #7c7874 #c8c2b8 #5c4c40 #a08c74",
    }[kind])  # fmt: skip
    pale, way = hexed("#d4ccbe"), rng.choice([-1.0, 1.0])
    patched = kind != "hamster" and rng.random() < 0.5

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        low = smoothstep(-0.15, -0.45, y) * 0.85
        muzzle = smoothstep(0.4, 0.25, np.hypot(x, y + 0.25)) * (z > 0.3) * 0.8
        out = mix(np.broadcast_to(base, p.shape), pale, np.maximum(low, muzzle))
        if patched:
            blaze = smoothstep(0.2, 0.12, np.abs(p[:, 0] + 0.05 * way)) * (z > -0.2)
            band = smoothstep(0.3, 0.22, np.abs(z + 0.55 + 0.2 * way * p[:, 0]))
            out = mix(out, pale, np.maximum(blaze, band))
        return out

    return coat


KOALA = Beast(
    skull=(0.84, 0.72, 0.76), muzzle=0.1, snout=0.33, pads=0.08, ears="round", ear=1.5,
    eye=(0.36, 0.1, 0.56), eye_size=0.085, iris="#4a2c18", nose=(0.15, 0.24, 0.12),
    nose_colour="#1e1a1a", cheek=0.44, neck=0.72, hair=0.22, ruff=0.34,
)  # fmt: skip


def koala_coat(tint: Array) -> Paint:
    """Grey wool, white at chest, chin and in the ears."""

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        chest = smoothstep(-0.45, -0.7, y) * smoothstep(0.6, 0.35, x) * (z > -0.6)
        ear = smoothstep(0.3, 0.2, np.hypot(x - 0.66, y - 0.66)) * (z > -0.15)
        return mix(np.broadcast_to(tint, p.shape), hexed("#c4beb4"), np.maximum(chest, 0.8 * ear))

    return coat


def clinging() -> tuple[Shape, Bound, float]:
    """A koala's body on a trunk: round, its arms reaching to both sides of the wood at z = 0.9."""

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, -1.75, -0.55), (0.98, 1.15, 0.85))
        arm = capsule(q, (0.75, -1.0, -0.2), (0.72, -1.25, 0.75), 0.32, 0.22)
        leg = capsule(q, (0.8, -2.5, -0.3), (0.85, -2.2, 0.7), 0.42, 0.28)
        for far in (0.0, 0.12, -0.12):
            arm = smooth_union(arm, ball(q, (0.6, -1.25 + far, 0.95), 0.13), 0.08)
        return smooth_union(d, smooth_union(arm, leg, 0.1), 0.2)

    return shape, ((0, -1.0, -0.2), 2.5), -3.0
