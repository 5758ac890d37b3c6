"""Animal heads with neck and chest, as blended solids with eyes, nose, whiskers and fur.

A head is about two units tall, centred between the ears, and faces +z.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .colour import hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep
from .shapes import Patches, Surface, patches, tube
from .solids import Solid, ball, capsule, ellipsoid, smooth_union, subtract

Array = np.ndarray
Paint = Callable[[Array], Array]


@dataclass(frozen=True)
class Beast:
    """Shape of an animal's head: lengths in units of half its height."""

    skull: tuple[float, float, float] = (0.74, 0.68, 0.75)
    muzzle: float = 0.5
    snout: float = 0.3
    pads: float = 0.12
    ears: str = "floppy"
    ear: float = 1.0
    eye: tuple[float, float, float] = (0.33, 0.16, 0.56)
    eye_size: float = 0.13
    iris: str = "#3a2414"
    slit: float = 0.0
    nose: tuple[float, float, float] = (0.16, 0.11, 0.1)
    nose_colour: str = "#1a1614"
    cheek: float = 0.4
    neck: float = 0.62
    hair: float = 0.16
    ruff: float = 0.3
    whiskers: bool = False
    pant: bool = False


def head_distance(b: Beast, bust: bool = True) -> Callable[[Array], Array]:
    """Distance to the furry body of head, ears and neck, and the chest of a `bust`."""
    ex, ey, ez = b.eye
    tip = 0.42 + b.muzzle

    def distance(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.12, -0.1), b.skull)
        d = smooth_union(d, ball(q, (0.34, -0.2, 0.2), b.cheek), 0.3)
        d = smooth_union(
            d, capsule(q, (0, -0.12, 0.4), (b.pads, -0.26, tip), b.snout * 1.15, b.snout * 0.8), 0.2
        )
        d = smooth_union(d, capsule(q, (0, -0.44, 0.25), (0, -0.46, tip - 0.16), 0.2, 0.14), 0.1)
        d = smooth_union(d, capsule(q, (0.1, 0.34, 0.5), (0.42, 0.26, 0.36), 0.12), 0.15)
        d = subtract(d, ball(q, (ex * 1.03, ey, ez + 0.08), b.eye_size * 0.9), 0.1)
        neck = capsule(q, (0, -0.35, -0.5), (0, -1.5, -0.8), b.neck, b.neck * 1.25)
        if bust:
            chest = capsule(q, (0, -2.0, -0.9), (0.7, -2.3, -0.9), b.neck * 1.7, b.neck * 1.5)
            neck = smooth_union(neck, chest, 0.6)
        d = smooth_union(d, neck, 0.35)
        return smooth_union(d, ears(q, b), 0.08)

    return distance


def ears(q: Array, b: Beast) -> Array:
    """Distance to the ear on the side x > 0."""
    if b.ears == "floppy":
        top = capsule(q, (0.6, 0.46, -0.12), (0.83, 0.2, 0.0), 0.13, 0.17)
        return smooth_union(
            top, capsule(q, (0.83, 0.2, 0.0), (0.9, -0.45 * b.ear, 0.12), 0.17, 0.2), 0.1
        )
    if b.ears == "round":
        d = ball(q, (0.62, 0.66, -0.2), 0.3 * b.ear)
        return subtract(d, ball(q, (0.64, 0.68, 0.08), 0.22 * b.ear), 0.06)
    flat = q * np.array([1, 1, 1.5]) + np.array([0, 0, 0.18])
    top = np.array([0.62, 0.62 + 0.62 * b.ear, -0.05])
    d = capsule(flat, (0.42, 0.52, 0), top, 0.3 * b.ear**0.5, 0.035)
    hollow = capsule(flat, (0.43, 0.55, 0.26), top + np.array([0, -0.08, 0.14]), 0.22, 0.02)
    return subtract(d, hollow, 0.05)


def eyes(b: Beast, spark: Array) -> list[Solid]:
    """Two wet eyes; `spark` is where the sky glints, as an offset in eye radii."""
    parts = []
    for side in (-1, 1):
        spot = np.array([side * b.eye[0], b.eye[1], b.eye[2]], np.float32)
        way = np.array([side * 0.22, 0.02, 1.0])
        way = way / np.linalg.norm(way)

        def look(p: Array, spot: Array = spot, way: Array = way) -> Array:
            local = (p - spot) / b.eye_size
            local = local / np.linalg.norm(local, axis=1, keepdims=True)
            off = local - (local @ way)[:, None] * way
            far = np.linalg.norm(off * np.array([1, 1 if not b.slit else 0.8, 1]), axis=1)
            iris = hexed(b.iris)
            out = mix(iris * 0.5, iris * 1.3, smoothstep(0.3, 0.7, far + 0.25 * (local[:, 1] < 0)))
            wide = 0.46 if not b.slit else 0.5
            pupil = np.hypot(off[:, 0] * (1 + 3 * b.slit), off[:, 1] * (1 - 0.25 * b.slit))
            out = mix(out, np.full(3, 0.003), smoothstep(wide + 0.06, wide, pupil))
            out = mix(out, np.full(3, 0.008), smoothstep(0.78, 0.88, far))
            lid = smoothstep(0.42, 0.6, local[:, 1] + 0.12 * np.abs(local[:, 0]))
            out = out * (1 - 0.9 * lid * (b.slit > 0))[:, None]
            glint = np.linalg.norm(local - spark, axis=1)
            return mix(out, np.full(3, 1.6), smoothstep(0.24, 0.16, glint))

        def globe(p: Array, spot: Array = spot) -> Array:
            return ball(p, spot, b.eye_size)

        shine = Surface(rough=0.07, specular=0.05)
        parts.append(Solid(globe, look, (tuple(spot), b.eye_size * 1.1), shine, shadow=False))
    return parts


def nose_and_mouth(b: Beast) -> list[Solid]:
    """A wet nose, and a tongue where the animal pants."""
    tip = 0.42 + b.muzzle + b.snout * 0.72
    centre = (0.0, -0.13, tip)

    def leather(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, centre, b.nose)
        d = smooth_union(d, ellipsoid(q, (0, -0.22, tip - 0.02), (0.05, 0.1, 0.06)), 0.05)
        hole = ball(q, (b.nose[0] * 0.5, -0.14, tip + b.nose[2] * 0.8), b.nose[0] * 0.24)
        return subtract(d, hole, 0.02)

    wet = Surface(rough=0.35, specular=0.05, bump=lambda p: 0.006 * np.abs(fbm3(p * 30, 2, 4)))
    parts = [Solid(leather, hexed(b.nose_colour), (centre, 0.3), wet)]
    if b.pant:
        low = tip - 0.16

        def gape(p: Array) -> Array:
            return ellipsoid(p, (0, -0.5, low - 0.1), (b.snout * 0.85, 0.13, 0.3))

        def tongue(p: Array) -> Array:
            d = capsule(p, (0, -0.5, low - 0.2), (0, -0.6, low + 0.14), 0.15, 0.15)
            d = smooth_union(
                d, capsule(p, (0, -0.6, low + 0.14), (0, -0.84, low + 0.16), 0.13), 0.1
            )
            return d + 0.05 * np.exp(-((p[..., 0] / 0.025) ** 2))

        parts.append(Solid(gape, hexed("#1c0e0e"), ((0, -0.5, low - 0.1), 0.45)))
        flesh = Surface(rough=0.4, specular=0.04, translucent=0.3)
        parts.append(Solid(tongue, hexed("#b8707a"), ((0, -0.65, low), 0.5), flesh))
    return parts


def whiskers(rng: np.random.Generator, b: Beast) -> Patches:
    """Long pale whiskers on both pads."""
    grids = []
    for side in (-1, 1):
        for _ in range(6):
            t = np.linspace(0, 1, 7)[:, None]
            start = np.array([side * (b.pads + 0.13), rng.uniform(-0.36, -0.2), 0.42 + b.muzzle])
            way = np.array([side * 1.05, rng.normal(-0.05, 0.25), rng.uniform(-0.1, 0.4)])
            sag = np.array([0, -0.22, -0.15]) * t**2
            grids.append(tube(start + way * t + sag, 0.0042 * (1 - 0.8 * t[:, 0]), 4))
    return patches(np.stack(grids), hexed("#b8b4ac"), shadow=False)


def portrait(
    rng: np.random.Generator,
    b: Beast,
    coat: Paint,
    facing: Array,
    count: int = 26000,
    slant: Array = (0.3, 0.45, 0.8),
    rest: Callable[[Array], Array] | None = None,
    bound: tuple[tuple[float, float, float], float] = ((0, -0.55, -0.2), 2.3),
) -> list[Solid | Patches]:
    """The whole head: body coloured by `coat`, eyes, nose, whiskers and fur.

    `rest` is the distance to more of the body, which then lies within `bound`.
    """
    seed = int(rng.integers(1e6))
    ex, ey, ez = b.eye
    tip = 0.42 + b.muzzle

    def colour(p: Array) -> Array:
        q = mirrored(p)
        near = np.linalg.norm(q - np.array(b.eye), axis=1)
        out = coat(p) * (1 + 0.12 * fbm3(p * 9, 3, seed))[:, None]
        rim = smoothstep(b.eye_size * 1.42, b.eye_size * 1.05, near)
        out = mix(out, hexed("#161210"), 0.92 * rim)
        curve = -0.33 - 0.22 * np.sqrt(np.maximum(q[:, 0], 0)) + 0.12 * q[:, 0]
        lip = smoothstep(0.035, 0.012, np.abs(q[:, 1] - curve)) * (q[:, 0] < 0.42)
        split = smoothstep(0.022, 0.008, q[:, 0]) * (q[:, 1] < -0.16) * (q[:, 1] > -0.36)
        line = np.maximum(lip, split) * (q[:, 2] > tip - 0.25)
        return mix(out, hexed("#181210"), 0.85 * line)

    def long(p: Array) -> Array:
        near = np.linalg.norm(mirrored(p) - np.array(b.eye), axis=1)
        short = smoothstep(0.15, 0.6, p[:, 2])
        out = b.hair * (1 - 0.72 * short)
        low = smoothstep(-0.35, -0.9, p[:, 1] + 0.3 * np.maximum(p[:, 2], 0))
        side = smoothstep(0.5, 0.85, np.abs(p[:, 0])) * smoothstep(0.3, -0.2, p[:, 1])
        out = out + (b.ruff - b.hair) * np.maximum(low, 0.8 * side)
        if b.ruff > 0.8:
            ear = np.linalg.norm(mirrored(p) - np.array([0.62, 0.68, -0.2]), axis=1) < 0.36
            far = np.hypot(p[:, 0], 0.85 * p[:, 1] + 0.05) + 0.5 * (p[:, 2] < -0.1)
            out = np.maximum(out, 0.6 * smoothstep(0.64, 0.85, far) * (p[:, 2] < 0.5) * ~ear)
        return out * smoothstep(b.eye_size * 1.1, b.eye_size * 2.6, near) + 0.02

    def comb(p: Array, normal: Array) -> Array:
        away = np.stack([p[:, 0], p[:, 1] + 0.15, p[:, 2] * 0 - 0.5], -1)
        down = np.stack([0.3 * p[:, 0], -np.ones(len(p)), 0 * p[:, 0]], -1)
        low = smoothstep(-0.2, -0.7, p[:, 1])
        return mix(away, down, low)

    def furry(p: Array) -> Array:
        q = mirrored(p)
        return np.linalg.norm(q - np.array([ex, ey, ez]), axis=1) > b.eye_size * 1.25

    skin = Surface(rough=0.8, specular=0.03, translucent=0.2)
    head = head_distance(b, rest is None)
    shape = head if rest is None else lambda p: smooth_union(head(p), rest(p), 0.25)
    body = Solid(shape, colour, bound, skin, 0.75)
    coat_hair = fur(
        rng, body, count, long, flow=comb, lift=0.3, width=0.06, facing=facing,
        keep=furry, root=0.62, vary=0.16, clump=0.3, wrap=0.3,
    )  # fmt: skip
    spark = np.asarray(slant, np.float32)
    parts = [body, coat_hair, *eyes(b, spark / np.linalg.norm(spark)), *nose_and_mouth(b)]
    return [*parts, whiskers(rng, b)] if b.whiskers else parts
