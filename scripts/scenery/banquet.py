"""Wedding furniture: cakes, tables, glasses, candles, chairs, arches and curtains."""

from __future__ import annotations

import numpy as np

from .camera import normalise
from .colour import choose, hexed, jitter, mix
from .gown import dome, greenery, rose_heap, soft
from .lathe import lathe
from .noise import fbm2, smoothstep
from .shapes import Hit, Patches, box, patches, revolve, scatter, sphere

Array = np.ndarray
GOLD = {"metal": 1.0, "rough": 0.22}


def cake(rng: np.random.Generator, colours: str) -> tuple[list[Patches], float]:
    """A tiered cake on a stand at the origin, and its height in metres."""
    seed = int(rng.integers(1e6))
    tiers = int(rng.choice([2, 3, 3, 4]))
    style = str(rng.choice(["smooth", "ridged", "naked", "pearls", "ribbon"]))
    cream = choose(rng, "#e8e2d6 #e8e4dc #e4d4cc #d8dcd8 #e6dac8")
    parts: list[Patches] = []
    foot = choose(rng, "#e4e0d8 #c8a860 #8a6444 #c8c8cc")
    shine = GOLD if foot[0] > 1.4 * foot[2] and foot[0] > 0.4 else {"rough": 0.35, "specular": 0.06}
    stand = [(0, 0.0), (0.1, 0.0), (0.09, 0.012), (0.03, 0.025), (0.025, 0.09), (0.06, 0.105)]
    stand += [(0.21, 0.11), (0.212, 0.122), (0, 0.122)]
    parts.append(patches(lathe(stand), foot, **shine))
    y, r = 0.122, 0.165
    for _ in range(tiers):
        tall = rng.uniform(0.1, 0.14)
        profile = [
            (r, 0),
            (r, tall - 0.012),
            (r - 0.004, tall - 0.003),
            (r - 0.014, tall),
            (0, tall),
        ]
        second = soft(str(rng.choice(colours.split()))) if rng.random() < 0.18 else cream

        def icing(hit: Hit, tall: float = tall, base: float = y) -> Array:
            v = (hit.position[:, 1] - base) / tall
            turn = hit.uv[:, 1] * 60
            tone = 1 + 0.03 * fbm2(turn / 3, v * 4, 3, seed)
            out = hit.colour * tone[:, None]
            if style == "naked":
                crumb = hexed("#a87848") * (1 + 0.4 * fbm2(turn, v * 14, 4, seed))[:, None]
                layer = np.abs(np.mod(v * 3, 1) - 0.5) < 0.36
                wipe = smoothstep(-0.3, 0.25, fbm2(turn / 4, v * 3, 3, seed + 2))
                out = mix(out, crumb, layer * (0.3 + 0.6 * wipe) * (v < 0.97))
            return out

        def ridge(p: Array, base: float = y) -> Array:
            turn = np.arctan2(p[:, 0], p[:, 2])
            if style == "ridged":
                return 0.004 * np.sin(
                    (p[:, 1] - base) * 420 + 0.6 * fbm2(turn * 3, p[:, 1] * 9, 2, seed)
                )
            return 0.002 * fbm2(turn * 8, p[:, 1] * 40, 3, seed)

        grid = lathe(profile, 0.002, 56)
        parts.append(
            patches(grid, second, paint=icing, bump=ridge, translucent=0.3, rough=0.6).moved(
                (0, y, 0)
            )
        )
        if style in ("pearls", "smooth"):
            n = round(2 * np.pi * r / 0.016)
            turn = np.arange(n) * 2 * np.pi / n
            ring = np.stack([r * np.cos(turn), 0 * turn + y + 0.006, r * np.sin(turn)], -1)
            bead = patches(sphere(1, 8, 10), np.ones(3), rough=0.35, specular=0.06)
            still = np.broadcast_to(np.eye(3), (n, 3, 3))
            tint = np.broadcast_to(cream, (n, 3))
            parts.append(scatter(bead, ring, still, np.full(n, 0.0085), tint))
        if style == "ribbon":
            band = soft(str(rng.choice(colours.split())))
            wrap = revolve(np.array([[r + 0.002, 0.003], [r + 0.003, 0.03]]), 56)
            parts.append(patches(wrap, band, rough=0.35, specular=0.06).moved((0, y, 0)))
        y, r = y + tall, r * rng.uniform(0.68, 0.78)
        if r < 0.045:
            break
    size = 0.03
    spin = rng.uniform(-0.6, 0.6)
    places, ways = [], []
    for k in range(int(rng.integers(12, 30))):
        s = k / 24
        turn = np.pi / 2 + spin + 1.5 * (s - 0.4) + rng.normal(0, 0.16)
        level = max(y - (y - 0.13) * s * 0.95, 0.15)
        steps = (y - level) / (y - 0.122)
        out = 0.165 * (0.38 + 0.66 * steps) + 0.008
        places.append((out * np.cos(turn), level + 0.01, out * np.sin(turn)))
        ways.append((np.cos(turn), 0.55, np.sin(turn)))
    for way in dome(rng, 7, 0.9):
        places.append(tuple(way * 0.04 + [0, y, 0]))
        ways.append(tuple(way))
    spots, ways = np.array(places), np.array(ways)
    sizes = size * rng.uniform(0.7, 1.2, len(spots))
    parts += rose_heap(rng, spots, ways, sizes, colours)
    green = choose(rng, "#626e54 #7c877a #56644a")
    parts.append(greenery(rng, np.repeat(spots, 2, 0), np.repeat(ways, 2, 0), 0.055, green))
    return parts, y + 0.04


def round_table(
    rng: np.random.Generator, radius: float, tall: float, colour: Array
) -> list[Patches]:
    """A round table whose cloth hangs in folds to the floor, its top at y = 0."""
    turn = np.linspace(0, 2 * np.pi, 241)[None, :]
    t = np.linspace(0, 1, 24)[:, None]
    wave = np.sin(turn * 18 + 1.2 * np.sin(turn * 5)) + 0.4 * np.sin(turn * 31)
    r = radius + 0.03 * t**0.8 * (1 + wave) + 0.06 * t
    hang = np.stack([r * np.cos(turn), -tall * t + 0 * turn, r * np.sin(turn)], -1)

    def weave(hit: Hit) -> Array:
        x, _, z = hit.position.T
        return hit.colour * (1 + 0.05 * fbm2(x * 40, z * 40, 3, 5))[:, None]

    top = revolve(np.array([[0, 0], [radius * 0.5, 0], [radius * 0.99, 0], [radius, -0.004]]), 60)
    return [
        patches(top, colour, rough=0.9, paint=weave),
        patches(hang, colour, rough=0.9, translucent=0.15),
    ]


def place_setting(rng: np.random.Generator, china: Array, metal: Array, napkin: Array) -> list:
    """Plates, folded napkin and cutlery for one guest, seen from +z."""
    plate = [(0, 0.006), (0.08, 0.006), (0.092, 0.012), (0.135, 0.019), (0.137, 0.016), (0.08, 0)]

    def rim(hit: Hit) -> Array:
        u = hit.uv[:, 0]
        return np.where((np.abs(u - 0.66) < 0.03)[:, None], metal, hit.colour)

    glaze = {"rough": 0.2, "specular": 0.06}
    parts = [
        patches(lathe(plate, 0.004), china, paint=rim, **glaze),
        patches(lathe(plate, 0.004) * 0.76, china, **glaze).moved((0, 0.012, 0)),
    ]
    u = np.linspace(-1, 1, 9)[:, None]
    v = np.linspace(-1, 1, 9)[None, :]
    fold = np.stack(
        np.broadcast_arrays(0.035 * u * (1 + 0.5 * v**2), 0.034 + 0.014 * (1 - u**2), 0.1 * v), -1
    )
    parts.append(patches(fold, napkin, rough=0.9))
    for x, kind in ((-0.17, "fork"), (-0.195, "fork"), (0.17, "knife"), (0.195, "spoon")):
        stick = box((0.007, 0.004, 0.13), (x, 0.004, 0.04))
        parts.append(patches(stick, metal, **GOLD))
        if kind == "spoon":
            parts.append(
                patches(sphere((0.016, 0.004, 0.024)), metal, **GOLD).moved((x, 0.004, -0.045))
            )
        elif kind == "knife":
            parts.append(patches(box((0.014, 0.003, 0.09), (x, 0.004, -0.06)), metal, **GOLD))
        else:
            for k in (-1, 0, 1):
                tine = box((0.003, 0.004, 0.055), (x + 0.006 * k, 0.005, -0.075))
                parts.append(patches(tine, metal, **GOLD))
            parts.append(patches(box((0.016, 0.004, 0.03), (x, 0.005, -0.035)), metal, **GOLD))
    return parts


def wine_glass(filled: Array | None, flute: bool = False) -> tuple[list[Patches], list[Patches]]:
    """A glass 0.21 m tall: the see-through layer, and the solid drink."""
    if flute:
        bowl = [(0.004, 0.1), (0.018, 0.115), (0.025, 0.15), (0.026, 0.2), (0.024, 0.225)]
    else:
        bowl = [(0.004, 0.085), (0.03, 0.1), (0.041, 0.13), (0.04, 0.165), (0.033, 0.2)]
    foot = [(0.034, 0.0), (0.033, 0.003), (0.006, 0.008), (0.004, 0.02)]
    profile = np.array(foot + bowl)
    clear = {"rough": 0.06, "specular": 0.12}
    glass = [patches(revolve(profile, 32), np.full(3, 0.02), **clear)]
    drink = []
    if filled is not None:
        inner = np.array([(max(r - 0.003, 0), y) for r, y in bowl[:4]])
        inner = np.concatenate([[[0, inner[0, 1]]], inner, [[0, inner[-1, 1]]]])
        drink = [patches(revolve(inner, 28), filled, translucent=0.7, rough=0.3, specular=0.06)]
    return glass, drink


def candle(rng: np.random.Generator, tall: float, radius: float) -> list[Patches]:
    """A burning candle at the origin."""
    wax = choose(rng, "#e8e0d0 #e4dccc #d8c8b0")
    body = [(0, 0), (radius, 0), (radius, tall), (radius * 0.85, tall - 0.004), (0, tall - 0.008)]
    flame = sphere((0.007, 0.02, 0.007), 12, 10)
    flame[..., [0, 2]] *= np.clip(1 - flame[..., 1:2] / 0.024, 0.1, 2)
    return [
        patches(lathe(body), wax, translucent=0.7, glow=0.15, rough=0.6),
        patches(flame, hexed("#ffc060"), glow=7.0, shadow=False).moved((0, tall + 0.02, 0)),
    ]


def chair(colour: Array, sash: Array | None) -> list[Patches]:
    """A chiavari chair facing -z, its seat 0.45 m high, as few batched patches."""
    boxes = [box((0.4, 0.035, 0.4), (0, 0.45, 0))]
    for x in (-0.18, 0.18):
        boxes.append(box((0.028, 0.45, 0.028), (x, 0.225, -0.18)))
        boxes.append(box((0.028, 0.92, 0.028), (x, 0.46, 0.18)))
    for y in (0.6, 0.78, 0.9):
        boxes.append(box((0.36, 0.03, 0.02), (0, y, 0.18)))
    for x in (-0.11, -0.055, 0.0, 0.055, 0.11):
        boxes.append(box((0.014, 0.3, 0.014), (x, 0.75, 0.18)))
    parts = [patches(np.concatenate(boxes), colour, rough=0.45, specular=0.05)]
    if sash is not None:
        drape = box((0.4, 0.18, 0.05), (0, 0.72, 0.18))
        parts.append(patches(drape, sash, rough=0.5))
    return parts


def arch(rng: np.random.Generator, colours: str, square: bool) -> list[Patches]:
    """A flowered arch 2.5 m tall across x at the origin, with draped cloth."""
    if square:
        path = np.array([(-1.1, 0, 0), (-1.1, 2.4, 0), (1.1, 2.4, 0), (1.1, 0, 0)], float)
        s = np.linspace(0, 3, 120)
        curve = np.stack([np.interp(s, range(4), path[:, i]) for i in range(3)], -1)
    else:
        a = np.linspace(0, np.pi, 100)
        curve = np.stack([-1.1 * np.cos(a), 1.4 + 1.1 * np.sin(a), 0 * a], -1)
        leg = np.linspace(0, 1.4, 30)
        left = np.stack([0 * leg - 1.1, leg, 0 * leg], -1)
        curve = np.concatenate([left, curve, left[::-1] * [-1, 1, 1]])
    wood = choose(rng, "#8a6444 #d8d4cc #6a4c34")
    beams = np.concatenate([box((0.07, 0.07, 0.07))[None] + c for c in curve[:, None, None, None]])
    parts = [patches(beams.reshape(-1, 2, 2, 3), wood)]
    full = rng.random() < 0.5
    n = int(rng.integers(150, 240))
    u = (
        rng.uniform(0, 1, n)
        if full
        else np.concatenate(
            [rng.uniform(0.3, 0.62, n * 2 // 3), rng.uniform(0.78, 1.0, n - n * 2 // 3)]
        )
    )
    spots = curve[np.clip((u * len(curve)).astype(int), 0, len(curve) - 1)]
    way = normalise(rng.normal(0, 1, (n, 3)) + np.array([0, 0.2, 0.9]))
    spots = spots + way * rng.uniform(0.04, 0.2, (n, 1))
    parts += rose_heap(rng, spots, way, rng.uniform(0.07, 0.13, n), colours)
    green = choose(rng, "#626e54 #70785f #56644a")
    many = np.repeat(spots, 6, 0) + rng.normal(0, 0.07, (n * 6, 3))
    parts.append(greenery(rng, many, np.repeat(way, 6, 0), 0.16, green))
    if rng.random() < 0.65:
        parts += [
            curtain(rng, s * 1.1, s * 0.72, 2.35, choose(rng, "#e8e4dc #e4d8d0")) for s in (-1, 1)
        ]
    return parts


def curtain(
    rng: np.random.Generator, x0: float, x1: float, tall: float, colour: Array, z: float = -0.04
) -> Patches:
    """A hanging curtain from x0 to x1 with soft folds, its hem at y = 0."""
    u, v = np.linspace(0, 1, 12)[:, None], np.linspace(0, 1, 240)[None, :]
    count = abs(x1 - x0) * rng.uniform(5, 8)
    phase = v * count * 2 * np.pi + 1.2 * np.sin(v * count * 1.7 + rng.uniform(0, 6))
    fold = 0.035 * np.sin(phase) * (0.6 + 0.4 * u)
    grid = np.stack(np.broadcast_arrays(x0 + (x1 - x0) * v, tall * (1 - u), z + fold), -1)
    return patches(grid, colour, translucent=0.45, rough=0.9)


def posy_vase(rng: np.random.Generator, colours: str, size: float) -> list[Patches]:
    """A low vase with a dome of roses, `size` metres wide, standing at the origin."""
    vase = lathe([(0, 0), (size * 0.28, 0), (size * 0.34, size * 0.3), (size * 0.24, size * 0.55)])
    parts = [patches(vase, choose(rng, "#e4e0d8 #c8a860 #b8c0c0"), rough=0.3, specular=0.06)]
    way = dome(rng, 20, 1.05)
    spots = way * size * 0.5 * [1, 0.8, 1] + [0, size * 0.62, 0]
    parts += rose_heap(rng, spots, way, size * 0.17 * rng.uniform(0.8, 1.2, 20), colours)
    ring = dome(rng, 60, 1.3)
    leaves = ring * size * 0.45 + [0, size * 0.55, 0]
    parts.append(greenery(rng, leaves, ring, size * 0.34, choose(rng, "#626e54 #7c877a")))
    return parts


def fairy_lights(rng: np.random.Generator, count: int, low: Array, high: Array) -> Patches:
    """Small warm lamps between two corners."""
    spots = rng.uniform(low, high, (count, 3))
    bead = patches(sphere(1, 6, 8), np.ones(3), glow=6.0, shadow=False)
    still = np.broadcast_to(np.eye(3), (count, 3, 3))
    tints = jitter(rng, hexed("#ffd090"), count, 0.15)
    return scatter(bead, spots, still, np.full(count, 0.02), tints)
