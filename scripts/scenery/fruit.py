"""Fruit, vegetables and leaves for the table, in units of 10 cm."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, jitter, mix
from .noise import fbm2, fbm3, smoothstep, worley2
from .shapes import Hit, Patches, patches, revolve, rotation, scatter, sphere, tube
from .table import lumpy

Array = np.ndarray


def turns(rng: np.random.Generator, n: int, tilt: float = np.pi) -> Array:
    """Random rotations (n, 3, 3) that lean at most `tilt` from upright."""
    spin = rotation("y", rng.uniform(0, 2 * np.pi, n))
    lean = rotation("x", rng.uniform(-tilt, tilt, n))
    return rotation("y", rng.uniform(0, 2 * np.pi, n)) @ lean @ spin


def strewn(
    rng: np.random.Generator,
    shape: Patches,
    places: Array,
    tilt: float = np.pi,
    vary: float = 0.15,
    size: float = 1.0,
) -> Patches:
    """Scatter a shape at places with random turns, sizes and tints."""
    n = len(places)
    sizes = size * np.exp(rng.normal(0, vary, n))
    return scatter(shape, places, turns(rng, n, tilt), sizes, jitter(rng, np.ones(3), n, 0.1))


def in_disc(rng: np.random.Generator, n: int, radius: float, gap: float = 0.0) -> Array:
    """Places (m, 2) in a disc, at least `gap` apart where room allows (m <= n)."""
    kept: list[Array] = []
    for _ in range(n * 12):
        r, a = radius * np.sqrt(rng.random()), rng.uniform(0, 2 * np.pi)
        spot = np.array([r * np.cos(a), r * np.sin(a)])
        if all(np.hypot(*(spot - other)) > gap for other in kept):
            kept.append(spot)
        if len(kept) == n:
            break
    return np.reshape(kept, (-1, 2))


def heap(rng: np.random.Generator, n: int, radius: float, top: float, base: float) -> Array:
    """Places (n, 3) over a low dome."""
    flat = in_disc(rng, n, radius)
    r = np.hypot(*flat.T) / radius
    y = base + top * np.sqrt(np.maximum(1 - r**2, 0)) * rng.uniform(0.75, 1.0, len(flat))
    return np.stack([flat[:, 0], y, flat[:, 1]], -1)


def strawberry(rng: np.random.Generator, size: float = 0.2) -> list[Patches]:
    """A strawberry pointing up (+y), with seeds and its leaves below."""
    t = np.linspace(0, 1, 18)
    profile = np.stack([np.sin(np.pi * t**0.75) ** 0.8 * 0.85, 1.1 - 2.0 * t], 1)
    profile[0, 0] = profile[-1, 0] = 0
    red = choose(rng, "#b81c1c #a81420 #c02a20")

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        rows = np.floor(v * 13)
        fx = np.modf(u * 17 + 0.5 * (rows % 2) + 9)[0] - 0.5
        fy = np.modf(v * 13)[0] - 0.5
        far = np.hypot(fx * 0.9, fy)
        colour = hit.colour * (1 - 0.45 * smoothstep(0.34, 0.2, far))[:, None]
        colour = np.where((far < 0.13)[:, None], hexed("#d8a840"), colour)
        return mix(colour, hexed("#d88868"), smoothstep(0.86, 1.0, v) * 0.7)

    body = patches(
        lumpy(revolve(profile, 28), 0.08, 0.7, int(rng.integers(999))),
        red,
        paint=paint,
        rough=0.3,
        specular=0.055,
    )
    u, v = np.mgrid[0:1:6j, -1:1:5j]
    leaf = np.stack([0.18 * v * np.sin(np.pi * u**0.7), 0.18 * u - 0.5 * u**2.5, u * 0.75], -1)
    around = rotation("y", np.arange(9) * 2 * np.pi / 9 + rng.uniform(0, 1))
    green = patches(leaf * [1, -1, 1], hexed("#4a7a28"), translucent=0.3)
    calyx = scatter(
        green, np.full((9, 3), [0, -0.86, 0]), around, np.ones(9), jitter(rng, np.ones(3), 9)
    )
    return [part.turned(np.eye(3) * size) for part in (body, calyx)]


def orange(
    rng: np.random.Generator, radius: float = 0.38, code: str = "#d8780c", lemon: bool = False
) -> list[Patches]:
    """An orange or lemon-like round fruit with pitted skin."""
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        pit = worley2(u * 64, v * 36, seed)[0]
        shade = 0.9 + 0.16 * smoothstep(0.1, 0.5, pit) + 0.15 * fbm2(u * 5, v * 4, 3, seed)
        return np.where((v < 0.035)[:, None], hexed("#5a6a2c"), hit.colour * shade[:, None])

    grid = sphere((radius, radius * 0.95, radius), 24, 30)
    if lemon:
        grid = grid * [0.86, 1.12, 0.86]
        tip = np.abs(grid[..., 1]) / radius
        grid[..., 1] *= 1 + 0.16 * smoothstep(0.95, 1.12, tip)
    grid = lumpy(grid, 0.03, 0.5, seed)
    return [patches(grid, hexed(code), paint=paint, rough=0.4, specular=0.05)]


def apple(rng: np.random.Generator, radius: float = 0.37) -> list[Patches]:
    """An apple with a dimple and stalk, red, green or two-coloured."""
    a = np.linspace(0, np.pi, 24)
    r = radius * np.sin(a) * (1 + 0.1 * np.cos(a))
    y = radius * (np.cos(a) * 0.92 - 0.28 * np.exp(-((a / 0.32) ** 2)))
    seed = int(rng.integers(1e6))
    one, two = hexed("#8c1418"), hexed("#b8a840")
    share = rng.choice([0.0, 0.35, 1.0])

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        streak = fbm2(u * 40, v * 3, 4, seed) * 0.5 + fbm2(u * 4, v * 3, 2, seed)
        colour = mix(one, two, np.clip(share + streak * 0.7 * (0.2 < share < 0.9), 0, 1))
        colour = mix(colour, hexed("#c8b878"), smoothstep(0.09, 0.02, v) * 0.6)
        return colour * (1 + 0.2 * streak)[:, None]

    grid = revolve(np.stack([r, y], 1), 32)
    path = np.array([[0, 0.6, 0], [0.02, 0.85, 0], [0.08, 1.1, 0]]) * radius
    return [
        patches(grid, one, paint=paint, rough=0.25, specular=0.055),
        patches(tube(path, 0.018, 7), hexed("#4a3420")),
    ]


def banana(rng: np.random.Generator, length: float = 1.5) -> list[Patches]:
    """A banana lying in the xy plane, its ends turned up."""
    t = np.linspace(-1, 1, 26)
    bend = rng.uniform(0.35, 0.5)
    path = np.stack([t * length / 2, bend * t**2, 0 * t], -1)
    radius = 0.165 * np.clip(1 - np.abs(t) ** 5, 0, 1) ** 0.5 + 0.01
    radius[t > 0.86] = 0.05
    seed, ripe = int(rng.integers(1e6)), rng.uniform(0, 0.5)

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        ridge = np.abs(np.modf(v * 5)[0] - 0.5)
        colour = hit.colour * (0.92 + 0.2 * ridge + 0.12 * fbm2(u * 12, v * 6, 4, seed))[:, None]
        tip = np.maximum(smoothstep(0.1, 0.0, u), smoothstep(0.93, 1.0, u))
        colour = mix(colour, hexed("#7a8030"), smoothstep(0.25, 0.05, np.minimum(u, 1 - u)) * 0.5)
        spot = smoothstep(0.35, 0.5, fbm2(u * 22, v * 9, 4, seed + 1) + ripe * 0.3)
        return mix(colour, hexed("#4a3018"), np.maximum(tip, spot * 0.7))

    return [patches(tube(path, radius, 16), hexed("#d8ac24"), paint=paint, rough=0.5)]


def grapes(rng: np.random.Generator, count: int = 34) -> list[Patches]:
    """A bunch of grapes about the origin."""
    colour = choose(rng, "#4a1c3c #6a8030 #3a1c4c #7a2438")
    one = patches(sphere(0.12, 12, 18), colour, rough=0.3, specular=0.055, translucent=0.2)
    places = rng.normal(0, 1, (count, 3)) * [0.26, 0.13, 0.2]
    return [strewn(rng, one, places, vary=0.08)]


def tomato(rng: np.random.Generator, radius: float = 0.17) -> list[Patches]:
    """A cherry tomato."""
    red = choose(rng, "#b8200c #c02c10 #c83818")
    return [patches(sphere(radius, 14, 20), red, rough=0.22, specular=0.055)]


def slices(kind: str, radius: float = 0.3) -> Patches:
    """A round slice of tomato, cucumber, onion, egg or pepperoni lying flat."""
    codes = {
        "tomato": ("#b82c18", "#d86c48", "#a01c10"),
        "cucumber": ("#b8c888", "#c8d8a0", "#3c6428"),
        "onion": ("#d8c8d4", "#d8c8d4", "#7a2c54"),
        "egg": ("#d89820", "#e4dfd6", "#e4dfd6"),
        "pepperoni": ("#9c2c18", "#a83c20", "#7a1c10"),
    }[kind]
    inner, middle, rim = (hexed(code) for code in codes)
    thick = 0.05
    profile = [[0, thick], [radius * 0.5, thick * 1.05], [radius * 0.94, thick], [radius, thick / 2],
               [radius, 0], [0, 0]]  # fmt: skip

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        r = np.where(v < 0.4, v / 0.4, 1.0)
        lobes = 0.5 + 0.5 * np.cos(u * 2 * np.pi * 6)
        if kind == "tomato":
            colour = mix(inner, middle, smoothstep(0.25, 0.4, r) * smoothstep(0.85, 0.7, r) * lobes)
        elif kind == "egg":
            colour = mix(inner, middle, smoothstep(0.55, 0.62, r))
        else:
            fleck = fbm2(np.cos(u * 6.28) * r * 9, np.sin(u * 6.28) * r * 9, 4, 7)
            colour = mix(inner, middle, smoothstep(-0.2, 0.3, fleck))
        edge = 0.92 if kind != "pepperoni" else 0.8
        return mix(colour, rim, smoothstep(edge - 0.04, edge + 0.03, r))

    return patches(revolve(profile, 28), inner, paint=paint, rough=0.35, specular=0.05)


def lettuce(rng: np.random.Generator, colour: Array, ruffle: float = 0.14) -> Patches:
    """A frilled salad leaf about 1 unit long from the origin towards +z."""
    u, v = np.mgrid[0:1:22j, -1:1:26j]
    wide = 0.42 * np.sin(np.pi * np.clip(u * 0.86 + 0.1, 0, 1)) ** 0.7
    seed = int(rng.integers(1e6))
    frill = np.maximum(np.abs(v) ** 2, u**3)
    wave = fbm2(u * 6 + seed % 13, v * 4, 3, seed) * ruffle * 3.0 * frill
    curl = 0.25 * v**2 + 0.3 * (u - 0.4) ** 2
    grid = np.stack([v * wide, curl * 0.6 + wave, u], -1)

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        rib = smoothstep(0.1, 0.0, np.abs(v - 0.5) * (0.4 + u))
        vein = smoothstep(0.82, 1.0, np.abs(np.sin((u * 9 - np.abs(v - 0.5) * 9) * np.pi)))
        shade = 0.8 + 0.35 * fbm2(u * 9, v * 9, 3, seed) + 0.4 * u
        pale = mix(hit.colour, hexed("#c8d490"), np.clip(rib * 0.8 + vein * 0.2, 0, 1))
        return pale * shade[:, None]

    return patches(grid, colour, paint=paint, translucent=0.5, rough=0.45, specular=0.05)


def herb(rng: np.random.Generator, size: float = 0.4) -> Patches:
    """A basil or mint leaf lying flat, cupped."""
    u, v = np.mgrid[0:1:10j, -1:1:9j]
    wide = 0.34 * np.sin(np.pi * u**0.8) ** 0.8
    grid = np.stack([v * wide, 0.06 + 0.14 * np.abs(v) * wide * 3 + 0.1 * u * (1 - u), u - 0.5], -1)

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        vein = smoothstep(0.06, 0.0, np.abs(v - 0.5)) + 0.4 * smoothstep(
            0.85, 1.0, np.sin((u * 7 - np.abs(v - 0.5) * 6) * np.pi)
        )
        return hit.colour * (0.85 + 0.5 * vein)[:, None]

    green = choose(rng, "#3c6a1c #2f5a18 #4a7a24")
    return patches(grid * size, green, paint=paint, translucent=0.35, rough=0.4, specular=0.05)


def crumbs(rng: np.random.Generator, colour: Array, places: Array, size: float) -> Patches:
    """Rough lumps at places: mince, croutons, cheese, nuts."""
    lump = lumpy(sphere(1.0, 8, 10), 0.5, 0.9, int(rng.integers(999)))
    return strewn(rng, patches(lump, colour, rough=0.6), places, vary=0.3, size=size)


def rough_skin(seed: int, scale: float, height: float):
    """A bump of grainy crust over world points."""
    return lambda p: height * fbm3(p / scale, 3, seed)
