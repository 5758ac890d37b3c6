"""Bridal wear and posies: gowns, veils, bouquets and heaps of roses."""

from __future__ import annotations

import numpy as np

from .camera import normalise
from .colour import LUMA, choose, hexed, jitter, mix
from .flowers import rose
from .foliage import leaf
from .noise import fbm2, smoothstep, worley2
from .shapes import Hit, Patches, patches, rotation, scatter, sphere, tube

Array = np.ndarray
IVORY = "#e8e2d8 #e6e4e0 #e8e0d0 #e4dcd4"
ROSES = (
    "#d8a8a4 #e4d8cc #e6ddd0",
    "#a83440 #7a2430 #d8a0a0",
    "#e8e2d6 #e8e2d6 #d8d8c0",
    "#d88a78 #e8c0a8 #e6ddd0",
    "#c06a88 #e0b0c0 #e8e0dc",
    "#9a86b0 #d8cce0 #e8e2dc",
    "#d8a85a #e8d0a0 #c86a4a",
)


def upright(normals: Array, rng: np.random.Generator) -> Array:
    """Rotations (n, 3, 3) that take +y to the normals, with random spin."""
    y = normalise(normals)
    pole = np.where(np.abs(y[:, 1:2]) < 0.9, [[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])
    x = normalise(np.cross(y, pole))
    spin = rotation("y", rng.uniform(0, 2 * np.pi, len(y)))
    return np.stack([x, y, np.cross(x, y)], -1) @ spin


def soft(code: str) -> Array:
    """A petal's colour: the code a little greyed, as light and grading add saturation."""
    colour = hexed(code)
    return mix(colour, np.full(3, colour @ LUMA, np.float32), 0.22) * 0.92


def rose_heap(
    rng: np.random.Generator, places: Array, normals: Array, sizes: Array, colours: str
) -> list[Patches]:
    """Roses at places (n, 3) that face along normals; colours are hex codes."""
    parts: list[Patches] = []
    turns = upright(normals, rng)
    for kind, code in enumerate(colours.split()):
        mine = np.flatnonzero(np.arange(len(places)) % len(colours.split()) == kind)
        if not len(mine):
            continue
        tints = jitter(rng, np.ones(3, np.float32), len(mine), 0.1)
        for part in rose(rng, soft(code)):
            parts.append(scatter(part, places[mine], turns[mine], sizes[mine], tints))
    return parts


def greenery(
    rng: np.random.Generator, places: Array, normals: Array, size: float, colour: Array
) -> Patches:
    """Leaves at places, pointing roughly along the normals."""
    one = patches(leaf(0.5, 0.2, 0.3), np.ones(3), translucent=0.5, rough=0.5)
    wild = normalise(normals) + rng.normal(0, 0.5, normals.shape)
    turns = upright(wild, rng) @ rotation("z", np.pi / 2)
    tints = jitter(rng, colour, len(places), 0.22)
    return scatter(one, places, turns, size * rng.uniform(0.6, 1.3, len(places)), tints)


def dome(rng: np.random.Generator, count: int, spread: float = 1.0) -> Array:
    """Directions (count, 3) evenly over a dome about +y; spread 1 is a half sphere."""
    k = np.arange(count) + 0.5
    y = 1 - spread * k / count
    turn = k * 2.39996 + rng.uniform(0, 6)
    r = np.sqrt(np.maximum(1 - y**2, 0))
    return np.stack([r * np.cos(turn), y, r * np.sin(turn)], -1)


def bouquet(
    rng: np.random.Generator, radius: float, colours: str, roses: int = 22, handle: bool = True
) -> list[Patches]:
    """A round bouquet facing +y about the origin, with leaves, filler and bound stems."""
    way = dome(rng, roses, 0.95)
    loose = 1 + rng.normal(0, 0.06, (roses, 1))
    places = way * radius * [1, 0.75, 1] * loose * 0.8
    size = radius * 1.35 / np.sqrt(roses) * rng.uniform(0.85, 1.2, roses)
    parts = rose_heap(rng, places, way * [1, 0.9, 1] + [0, 0.25, 0], size, colours)
    green = choose(rng, "#626e54 #70785f #7c877a #56644a")
    n = int(rng.integers(50, 110))
    ring = dome(rng, n, 1.15)
    parts.append(greenery(rng, ring * radius * [0.85, 0.5, 0.85], ring, radius * 0.5, green))
    if rng.random() < 0.7:
        m = int(rng.integers(90, 220))
        tuft = dome(rng, m, 1.05)
        bead = patches(sphere(1, 5, 6), np.ones(3), rough=0.7)
        tint = jitter(rng, choose(rng, "#c8c4bc #c8c4bc #b8a4aa #9aa07c"), m, 0.1)
        far = tuft * radius * [1, 0.78, 1] * rng.uniform(0.82, 1.1, (m, 1))
        turns = np.broadcast_to(np.eye(3), (m, 3, 3))
        parts.append(scatter(bead, far, turns, radius * rng.uniform(0.025, 0.05, m), tint))
    if handle:
        for _ in range(14):
            a, r = rng.uniform(0, 6.28), radius * 0.13 * rng.uniform(0.2, 1)
            top = np.array([r * np.cos(a), 0, r * np.sin(a)])
            end = top * 1.6 + [0, -radius * 1.7, 0]
            stalk = np.linspace(top, end, 4)
            parts.append(patches(tube(stalk, radius * 0.028, 7), green * rng.uniform(0.7, 1.1)))
        grip = np.linspace((0, -radius * 0.25, 0), (0, -radius * 1.1, 0), 8)

        def ribbon(hit: Hit) -> Array:
            wrap = np.mod(hit.uv[:, 0] * 9 + hit.uv[:, 1], 1)
            return hit.colour * (0.8 + 0.25 * wrap)[:, None]

        satin = choose(rng, "#e8e2d8 #d8b8b8 #c8b898")
        parts.append(
            patches(tube(grip, radius * 0.19, 18), satin, paint=ribbon, rough=0.4, specular=0.05)
        )
    return parts


def lace(seed: int, colour: Array, fine: float) -> object:
    """Paint of lace: floral cells over cloth, thicker toward u = 1 (hem) and u = 0."""

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        first, second, _ = worley2(v * fine, u * fine * 0.45, seed)
        thread = smoothstep(0.16, 0.03, second - first)
        petal = 0.5 + 0.5 * np.cos(first * 14)
        tone = 0.86 + 0.12 * petal + 0.14 * thread
        return hit.colour * tone[:, None]

    return paint


def gown(
    rng: np.random.Generator,
    colour: Array,
    style: str | None = None,
    bodice: bool = True,
    train: float = 0.5,
) -> list[Patches]:
    """A gown for a figure 1.75 m tall facing +z: a-line, ball, mermaid or tiered."""
    style = style or str(rng.choice(["aline", "aline", "ball", "mermaid", "tiered"]))
    seed = int(rng.integers(1e6))
    t = np.linspace(0, 1, 60)[:, None]
    turn = np.linspace(0, 2 * np.pi, 241)[None, :]
    y = 1.09 * (1 - t) + 0.006
    width = {
        "aline": 0.128 + 0.1 * smoothstep(0, 0.25, t) + 0.36 * t**1.3,
        "tiered": 0.13 + 0.13 * smoothstep(0, 0.2, t) + 0.4 * t,
        "ball": 0.13 + 0.32 * smoothstep(0, 0.35, t) + 0.36 * t,
        "mermaid": 0.13
        + 0.06 * smoothstep(0, 0.2, t)
        - 0.02 * t
        + 0.42 * smoothstep(0.5, 1, t) ** 1.4,
    }[style]
    deep = {"aline": 0.05, "tiered": 0.04, "ball": 0.06, "mermaid": 0.05}[style]
    start = 0.5 if style == "mermaid" else 0.1
    count = int(rng.integers(7, 12))
    wave = np.sin(turn * count + 1.5 * np.sin(turn * 3 + seed) + 0.8 * t)
    wave = wave + 0.5 * np.sin(turn * (2 * count + 3) + seed + t)
    folds = deep * smoothstep(start, 1, t) ** 0.8 * wave
    back = np.clip(-np.cos(turn), 0, 1) ** 1.5
    drag = train * back * smoothstep(0.55, 1, t) ** 2
    r = width + folds + drag
    if style == "tiered":
        r = r + 0.035 * (np.mod(t * 5, 1) ** 2 - 0.4) * smoothstep(0.05, 0.3, t)
    fine = fbm2(7 * np.cos(turn) + seed % 89, 7 * np.sin(turn) + 2.5 * t, 3, seed)
    r = r + 0.035 + 0.012 * smoothstep(0.03, 0.3, t) * fine
    flat = 0.76 + 0.24 * smoothstep(0, 0.4, t)
    grid = np.stack([r * np.sin(turn), y + 0 * turn, flat * r * np.cos(turn)], -1)
    fancy = lace(seed, colour, 26) if rng.random() < 0.5 else None

    def sheen(hit: Hit) -> Array:
        u, v = hit.uv.T
        tone = 0.93 + 0.1 * fbm2(v * 40, u * 3, 4, seed)
        hem = smoothstep(0.8, 0.95, u) if fancy is not None else 0 * u
        base = hit.colour * tone[:, None]
        return base if fancy is None else mix(base, fancy(hit), np.maximum(hem, 0.35))

    satin = {"rough": 0.5, "specular": 0.045} if rng.random() < 0.4 else {"rough": 0.85}
    parts = [patches(grid, colour, paint=sheen, translucent=0.25, **satin)]
    if bodice:
        s = np.linspace(0, 1, 24)[:, None]
        dip = 0.035 * np.cos(turn * 2) * (np.cos(turn) > 0) + 0.07 * np.clip(-np.cos(turn), 0, 1)
        high = 1.335 - dip
        level = 1.07 * s + high * (1 - s)
        span = np.interp(level, [1.06, 1.12, 1.2, 1.28, 1.34], [0.163, 0.162, 0.178, 0.197, 0.2])
        thick = np.interp(level, [1.06, 1.12, 1.2, 1.28, 1.34], [0.125, 0.126, 0.138, 0.145, 0.136])
        top = np.stack([span * np.sin(turn), level, thick * np.cos(turn)], -1)
        parts.append(patches(top, colour, paint=lace(seed, colour, 34), rough=0.75))
        ring = np.linspace(0, 2 * np.pi, 60)
        belt = np.stack([0.168 * np.sin(ring), 1.085 + 0 * ring, 0.131 * np.cos(ring)], -1)
        if rng.random() < 0.6:
            band = np.stack([belt + np.array([0, 0.022, 0]), belt - np.array([0, 0.022, 0])])
            parts.append(patches(band, colour * 0.85, rough=0.35, specular=0.06))
    return parts


def veil(rng: np.random.Generator, head: Array, long: float, colour: Array) -> list[Patches]:
    """A veil that hangs from the back of a head at `head` to `long` metres below it."""
    seed = int(rng.integers(1e6))
    t = np.linspace(0, 1, 40)[:, None]
    turn = np.linspace(np.pi * 0.62, np.pi * 1.38, 90)[None, :]
    fall = smoothstep(0, 0.12, t)
    r = 0.1 * fall + 0.16 * smoothstep(0.08, 0.35, t) + 0.3 * t * min(long, 1.3)
    wave = np.sin(turn * 15 + 1.4 * np.sin(turn * 4 + seed)) + 0.5 * np.sin(turn * 27 + seed)
    r = r + 0.026 * smoothstep(0.1, 0.7, t) * wave
    y = head[1] + 0.1 - 0.1 * (1 - np.cos(np.minimum(t * 8, 1) * np.pi / 2)) - long * t
    z = head[2] - 0.03 + 0.8 * r * np.cos(turn) * (0.7 + 0.3 * fall)
    grid = np.stack(np.broadcast_arrays(head[0] + r * np.sin(turn), y, z), -1)
    edge = smoothstep(0.96, 1.0, t)[..., None]
    tint = colour * (0.92 + 0.1 * edge) * np.ones((40, 90, 1))
    return [patches(grid, tint, translucent=0.6, rough=0.9)]


def petals(
    rng: np.random.Generator, places: Array, size: float, colours: str, wild: float = 0.25
) -> Patches:
    """Loose rose petals lying at places (n, 3)."""
    u, v = np.linspace(0, 1, 7)[:, None], np.linspace(-1, 1, 7)[None, :]
    half = 0.5 * np.sin(np.pi * np.clip(0.06 + 0.94 * u**0.8, 0, 1)) ** 0.5
    bowl = 0.16 * (v**2) * half + 0.22 * (u - 0.5) ** 2
    grid = np.stack(np.broadcast_arrays(u - 0.5, bowl + 0.02, half * v), -1)
    one = patches(grid, np.ones(3), translucent=0.4, rough=0.6)
    n = len(places)
    tilt = rotation("x", rng.normal(0, wild, n)) @ rotation("z", rng.normal(0, wild, n))
    turns = rotation("y", rng.uniform(0, 6.28, n)) @ tilt
    codes = [soft(c) for c in colours.split()]
    tints = np.stack([codes[i] for i in rng.integers(0, len(codes), n)])
    tints = tints * np.exp(rng.normal(0, 0.1, (n, 1)))
    return scatter(one, places, turns, size * rng.uniform(0.7, 1.2, n), tints)


def palette(rng: np.random.Generator) -> str:
    """Colours of one wedding's flowers."""
    return str(ROSES[rng.integers(len(ROSES))])
