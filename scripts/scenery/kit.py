"""Sports kit: balls, mats, bottles, towels and shoes."""

from __future__ import annotations

import numpy as np

from .camera import normalise
from .colour import choose, hexed, mix
from .lathe import lathe
from .noise import fbm2, smoothstep, worley2
from .shapes import (
    Hit,
    Patches,
    box,
    patches,
    revolve,
    rotation,
    sphere,
    tube,
)

Array = np.ndarray
COLOURS = "#8a4a44 #4a6088 #a88c4c #4c7a60 #76507a #b0704c #4c8488 #a06478"


def ball(rng: np.random.Generator, kind: str, radius: float) -> Patches:
    """A ball about the origin: basketball, volleyball, football, tennis, medicine or pilates."""
    turn = rotation("y", rng.uniform(0, 6)) @ rotation("x", rng.uniform(0, 6))
    seed = int(rng.integers(1e6))
    ico = []
    golden = (1 + 5**0.5) / 2
    for a in (-1, 1):
        for b in (-golden, golden):
            ico += [(0, a, b), (a, b, 0), (b, 0, a)]
    corners = normalise(np.array(ico))
    tints = {
        "basketball": "#b8622c", "football": "#e8e6e0", "tennis": "#a4b060",
        "medicine": "#3a3a3c", "volleyball": "#e8e2d0",
    }  # fmt: skip
    if kind == "pilates":
        tint = choose(rng, "#2c7ab0 #3c98b8 #8a4a9a #b84468 #5a9a4c #8c8c94 #d06a88")
    else:
        tint = hexed(tints[kind])
    second = choose(rng, "#2c4c9c #d8b428 #b83434 #3c8a5c")

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        polar, around = np.pi * u, 2 * np.pi * v
        p = np.stack(
            [np.sin(polar) * np.cos(around), np.cos(polar), np.sin(polar) * np.sin(around)], -1
        )
        x, y, z = p.T
        dirt = (1 + 0.12 * fbm2(v * 16, u * 8, 4, seed))[:, None]
        if kind == "basketball":
            seam = np.minimum.reduce(
                [np.abs(x), np.abs(y), np.abs(np.hypot(x - 1.05 * np.sign(x), z) - 0.8)]
            )
            return np.where((seam < 0.022)[:, None], hexed("#1c1614"), hit.colour * dirt)
        if kind == "football":
            near = (p @ corners.T).max(1)
            seam = np.abs(np.sort(p @ corners.T, 1)[:, -1] - np.sort(p @ corners.T, 1)[:, -2])
            out = np.where((near > 0.935)[:, None], hexed("#1c1c20"), hit.colour * dirt)
            return out * (1 - 0.4 * ((seam < 0.02) & (near < 0.935)))[:, None]
        if kind == "volleyball":
            axis = np.argmax(np.abs(p), 1)
            across = np.take_along_axis(p, ((axis + 1) % 3)[:, None], 1)[:, 0]
            strip = np.floor((across / np.take_along_axis(np.abs(p), axis[:, None], 1)[:, 0]) * 1.5)
            seam = np.abs(np.mod(across * 1.9 + 0.5, 1) - 0.5) < 0.03
            out = np.where((np.mod(strip + axis, 3) == 1)[:, None], second, hit.colour) * dirt
            return out * (1 - 0.4 * seam)[:, None]
        if kind == "tennis":
            curve = np.abs(y - 0.55 * np.sin(2 * np.arctan2(z, x)))
            fuzz = 0.95 + 0.5 * fbm2(v * 130, u * 65, 3, seed)
            return np.where((curve < 0.05)[:, None], np.full(3, 0.75), hit.colour * fuzz[:, None])
        if kind == "medicine":
            near = worley2(v * 40, u * 20, seed)[0]
            out = hit.colour * (0.8 + 0.5 * near)[:, None]
            stripe = np.abs(np.abs(y) - 0.35) < 0.05
            return np.where(stripe[:, None], second, out)
        rib = 0.5 + 0.5 * np.cos(y * 52)
        return hit.colour * (dirt[:, 0] * (0.9 + 0.16 * rib))[:, None]

    rough = 0.32 if kind == "pilates" else 0.55
    grid = sphere(radius, 40, 56)
    surface = {"rough": rough, "specular": 0.05}
    return patches(grid, tint, paint=paint, **surface).turned(turn)


def mat(colour: Array, long: float = 1.8, wide: float = 0.65) -> Patches:
    """A flat exercise mat along x."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        weave = 0.12 * np.sin(x * 420) * np.sin(z * 420) + 0.12 * fbm2(x * 5, z * 5, 4, 4)
        return hit.colour * (1 + weave)[:, None]

    return patches(box((long, 0.012, wide), (0, 0.006, 0)), colour, rough=0.8, paint=paint)


def rolled_mat(colour: Array, turns: int = 6) -> list[Patches]:
    """A rolled mat 0.62 m long, lying along x."""
    t = np.linspace(0, turns * 2 * np.pi, turns * 24)
    r = 0.02 + 0.0085 * t / (2 * np.pi)
    curve = np.stack([0 * t, r * np.cos(t), r * np.sin(t)], -1)
    wall = np.stack([curve - [0.31, 0, 0], curve + np.array([0.31, 0, 0])], 1)
    low = float(r.max())
    sheet = patches(wall, colour, rough=0.8).moved((0, low, 0))
    return [sheet]


def bottle(rng: np.random.Generator, colour: Array) -> list[Patches]:
    """A sports bottle 0.25 m tall."""
    shape = [(0, 0), (0.034, 0), (0.037, 0.01), (0.037, 0.1), (0.032, 0.125), (0.037, 0.15)]
    shape += [(0.037, 0.18), (0.024, 0.205)]
    cap = [(0.027, 0.2), (0.027, 0.225), (0.012, 0.228), (0.011, 0.255), (0, 0.256)]

    def paint(hit: Hit) -> Array:
        u = hit.uv[:, 0]
        mark = (np.abs(u - 0.45) < 0.06) & (np.abs(np.mod(hit.uv[:, 1] * 3, 1) - 0.5) < 0.3)
        return np.where(mark[:, None], mix(hit.colour, np.full(3, 0.8), 0.7), hit.colour)

    body = patches(revolve(np.array(shape), 32), colour, rough=0.3, specular=0.06, paint=paint)
    return [body, patches(lathe(cap), choose(rng, "#26262a #e8e4dc"), rough=0.4, specular=0.05)]


def towel(rng: np.random.Generator, colour: Array) -> list[Patches]:
    """A rolled or folded towel 0.4 m long, lying along x."""
    parts = []
    seed = int(rng.integers(1e6))

    def fuzz(p: Array) -> Array:
        return 0.004 * fbm2(p[:, 0] * 160 + p[:, 1] * 90, p[:, 2] * 160, 3, seed)

    layers = int(rng.integers(2, 4))
    for i in range(layers):
        s = np.linspace(0, 2 * np.pi, 28)
        c, d = np.cos(s), np.sin(s)
        ring = np.stack(
            [
                0 * s,
                0.022 * np.sign(d) * np.abs(d) ** 0.6 + 0.022 + 0.042 * i,
                0.13 * np.sign(c) * np.abs(c) ** 0.3 * (1 - 0.03 * i),
            ],
            -1,
        )
        x = np.linspace(-0.2, 0.2, 9)
        grid = ring[None] + np.stack([x, 0.003 * np.sin(x * 30 + i), 0 * x], -1)[:, None]
        parts.append(patches(grid, colour * (1 - 0.05 * i), rough=0.95, bump=fuzz))
        for end in (-1, 1):
            fan = np.stack([np.broadcast_to(ring.mean(0), ring.shape), ring], 1)
            parts.append(
                patches(fan + np.array([0.2 * end, 0, 0]), colour * 0.9, rough=0.95, bump=fuzz)
            )
    return parts


def shoe(rng: np.random.Generator, upper: Array, sole: Array, accent: Array) -> list[Patches]:
    """A running shoe 0.29 m long, toe toward +x, standing on y = 0."""
    t = np.linspace(0, 1, 40)
    x = 0.29 * t
    ends = np.clip(4 * t * (1 - t), 0, 1)
    half = (0.028 + 0.016 * smoothstep(0.3, 0.72, t)) * np.clip(ends * 2.4, 0, 1) ** 0.45
    bend = 0.006 * np.sin(np.pi * np.clip((t - 0.2) / 0.6, 0, 1))
    rise = 0.024 * smoothstep(0.72, 1, t) ** 1.5 + 0.006 * smoothstep(0.12, 0, t)
    thick = 0.034 - 0.014 * smoothstep(0.1, 0.8, t)
    top = np.interp(
        t, [0, 0.03, 0.12, 0.28, 0.38, 0.5, 0.68, 0.85, 0.96, 1],
        [0.07, 0.096, 0.098, 0.084, 0.102, 0.088, 0.064, 0.05, 0.036, 0.02],
    )  # fmt: skip
    s = np.linspace(-1, 1, 33)
    lift = np.clip(1 - np.abs(s) ** 2.6, 0, 1) ** 0.55
    narrow = 1 - 0.45 * smoothstep(0.5, 0.1, t)[:, None] * lift[None, :]
    shell = np.stack(
        np.broadcast_arrays(
            x[:, None],
            (rise + thick * 0.8)[:, None] + top[:, None] * lift[None, :] * 0.98,
            bend[:, None] + half[:, None] * s[None, :] * narrow,
        ),
        -1,
    )
    seed, pattern = int(rng.integers(1e6)), int(rng.integers(3))

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        side = np.abs(v - 0.5) * 2
        mesh = 0.82 + 0.25 * np.sin(u * 330) * np.sin(v * 150)
        out = hit.colour * (mesh + 0.1 * fbm2(u * 9, v * 9, 3, seed))[:, None]
        heel = smoothstep(0.17, 0.14, u + 0.1 * (side - 0.5))
        cap = smoothstep(0.86, 0.9, u + 0.06 * side)
        out = mix(out, np.broadcast_to(accent, out.shape), np.maximum(heel, 0.8 * cap))
        if pattern == 0:
            band = np.abs(side - 0.25 - 1.15 * (0.75 - u)) < 0.09
        elif pattern == 1:
            band = (
                (np.abs(np.mod((u + 0.25 * side) * 14, 1) - 0.5) < 0.26) & (u > 0.34) & (u < 0.58)
            )
        else:
            band = np.abs(side - 0.72 - 0.18 * np.sin(u * 11)) < 0.07
        band = band & (side > 0.3) & (side < 0.92) & (u > 0.18) & (u < 0.8)
        out = np.where(band[:, None], accent * 0.9 + 0.03, out)
        tongue = (side < 0.24) & (u > 0.36) & (u < 0.7)
        out = np.where(tongue[:, None], hit.colour * 0.55, out)
        hole = (((u - 0.2) / 0.14) ** 2 + (side / 0.34) ** 2) < 1
        rim = (((u - 0.2) / 0.165) ** 2 + (side / 0.42) ** 2) < 1
        out = np.where(rim[:, None], accent * 0.5, out)
        return np.where(hole[:, None], hexed("#141416"), out)

    parts = [patches(shell, upper, rough=0.8, paint=paint)]
    wall = []
    for level, grow in ((0.0, 0.9), (0.08, 1.04), (0.5, 1.06), (0.95, 1.03), (1.02, 0.9)):
        t2 = np.concatenate([np.linspace(-0.015, 1.012, 40), np.linspace(1.012, -0.015, 40)[1:]])
        inside = np.clip(t2, 0, 1)
        edge = np.interp(inside, t, half) * grow + 0.002
        sign = np.concatenate([np.ones(40), -np.ones(39)])
        y = np.interp(inside, t, rise) + level * np.interp(inside, t, thick)
        wall.append(np.stack([0.29 * t2, y, np.interp(inside, t, bend) + sign * edge], -1))

    def tread(hit: Hit) -> Array:
        u, v = hit.uv.T
        groove = (np.abs(np.mod(v * 46, 1) - 0.5) < 0.12) & (u < 0.28)
        stripe = (u > 0.4) & (u < 0.52)
        out = np.where(stripe[:, None], accent, hit.colour)
        return out * (1 - 0.5 * groove)[:, None]

    parts.append(patches(np.stack(wall), sole, rough=0.7, paint=tread))
    for i in range(5):
        u = 0.4 + 0.058 * i
        y = np.interp(u, t, top) * 0.97 + np.interp(u, t, rise + thick * 0.8)
        wide = 0.6 * np.interp(u, t, half) * 0.62
        a = np.linspace(-1, 1, 9)
        lace = np.stack(
            [0.29 * u + 0.006 * a * (-1) ** i, y + 0.003 - 0.012 * np.abs(a) ** 2.4, wide * a], -1
        )
        parts.append(patches(tube(lace, 0.0032, 8), hexed("#e4e0d8"), rough=0.9))
    for side in (-1, 1):
        a = np.linspace(0, np.pi, 14)
        bow = np.stack(
            [
                0.118 + 0.022 * np.sin(a),
                0.122 - 0.004 * a + 0.008 * np.sin(a * 2),
                side * (0.004 + 0.011 * a * np.sin(a / 2)),
            ],
            -1,
        )
        parts.append(patches(tube(bow, 0.003, 7), hexed("#e4e0d8"), rough=0.9))
    return parts
