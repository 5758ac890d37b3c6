"""Things of a baby's room: blanket, teddy, crib, mobile, pram, shoes, bottle and toys."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .noise import fbm2, fbm3, smoothstep
from .shapes import Hit, Patches, Surface, box, patches, sphere, tube
from .solids import Solid, capsule, ellipsoid, smooth_union, subtract

Array = np.ndarray
Things = list[Solid | Patches]
PASTELS = "#c4a8a8 #a8b4c0 #b8c0a8 #c8bca0 #b8a8bc #d0c8bc #a4b8b4"


def textile(rng: np.random.Generator, colour: Array, pattern: str, scale: float):
    """Paint of cloth over uv: plain, stripes, dots, checks, stars or knit."""
    other = mix(colour, hexed("#e0dad0"), rng.uniform(0.6, 0.95))
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        u, v = (hit.uv * scale).T
        out = np.broadcast_to(colour, hit.position.shape)
        if pattern == "stripes":
            out = mix(out, other, smoothstep(-0.1, 0.1, np.sin(u * 6.28)))
        elif pattern == "dots":
            far = np.hypot(np.modf(u)[0] - 0.5, np.modf(v + 0.5 * np.floor(u))[0] - 0.5)
            out = mix(out, other, smoothstep(0.26, 0.2, far))
        elif pattern == "checks":
            a, b = np.sin(u * 6.28) > 0, np.sin(v * 6.28) > 0
            out = mix(out, other, 0.5 * a + 0.5 * b)
        weave = np.sin(u * 90) * np.sin(v * 90)
        knots = np.abs(np.sin(u * 14)) * (0.5 + 0.5 * np.sin(v * 28 + 2 * np.abs(np.sin(u * 14))))
        fine = 1 + 0.07 * weave + 0.08 * fbm2(u * 3, v * 3, 4, seed)
        fine = fine * (0.75 + 0.35 * knots) if pattern == "knit" else fine
        return out * fine[:, None]

    return paint


def blanket(
    rng: np.random.Generator,
    wide: float,
    deep: float,
    colour: Array,
    pattern: str,
    fold: float = 0.05,
) -> Patches:
    """A rumpled cloth on the plane y = 0."""
    x, z = np.linspace(-wide / 2, wide / 2, 90)[:, None], np.linspace(-deep / 2, deep / 2, 90)[None]
    seed = int(rng.integers(1e6))
    u, v = x / wide * 5, z / wide * 5
    lump = fbm2(u + 0.4 * v, v * 0.5, 3, seed)
    crease = (1 - np.abs(fbm2(u * 1.3 + v, v * 0.7 - u * 0.4, 2, seed + 3))) ** 4
    y = fold * (0.9 * lump + 0.6 * crease)
    grid = np.stack(np.broadcast_arrays(x, y, z), -1)
    return patches(grid, colour, paint=textile(rng, colour, pattern, wide * 14), rough=0.9)


def wood_paint(rng: np.random.Generator, colour: Array):
    """Paint of planed wood by world position."""
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2((x + z) * 6, y * 60 + x * 9, 4, seed) + 0.6 * fbm2(
            y * 4, (x - z) * 50, 3, seed
        )
        return hit.colour * (1 + 0.22 * grain)[:, None]

    return paint


def crib(rng: np.random.Generator, colour: Array, linen: Array) -> Things:
    """A barred cot 1.3 m long with its mattress, on y = 0, long side facing +z."""
    paint = wood_paint(rng, colour)
    long, deep, tall, low = 1.3, 0.7, 0.95, 0.35
    bars = []
    for z in (-deep / 2, deep / 2):
        bars += [
            box((0.022, tall - low, 0.022), (x, (tall + low) / 2, z))
            for x in np.linspace(-0.58, 0.58, 15)
        ]
        bars += [box((long, 0.05, 0.035), (0, y, z)) for y in (tall, low)]
    high = tall + rng.uniform(0.0, 0.22)
    for x in (-long / 2, long / 2):
        bars += [box((0.05, high, 0.05), (x, high / 2, z)) for z in (-deep / 2, deep / 2)]
        if rng.random() < 0.5:
            bars.append(box((0.03, high - low, deep), (x, (high + low) / 2, 0)))
        else:
            bars += [
                box((0.022, high - low, 0.022), (x, (high + low) / 2, z))
                for z in np.linspace(-0.28, 0.28, 7)
            ]
        bars.append(box((0.045, 0.06, deep + 0.05), (x, high, 0)))
    if rng.random() < 0.5:
        bars.append(box((long - 0.1, 0.2, deep - 0.06), (0, 0.15, 0)))
    frame = patches(np.concatenate(bars), colour, paint=paint, rough=0.5)

    def bed(p: Array) -> Array:
        d = ellipsoid(p, (0, low + 0.06, 0), (0.75, 0.09, 0.42))
        d = np.maximum(d, np.abs(p[..., 2]) - deep / 2 + 0.03)
        return np.maximum(d, np.abs(p[..., 0]) - long / 2 + 0.03)

    pillow_at = (rng.choice([-1, 1]) * 0.4, low + 0.17, 0.0)
    things: Things = [
        frame,
        Solid(
            bed,
            linen,
            ((0, low + 0.06, 0), 0.8),
            Surface(rough=0.9, bump=lambda p: 0.01 * fbm3(p * 6, 3, 2)),
        ),
        Solid(
            lambda p: ellipsoid(p, pillow_at, (0.2, 0.07, 0.26)),
            mix(linen, np.full(3, 0.7), 0.5),
            (pillow_at, 0.3),
        ),
    ]
    hang = blanket(
        rng,
        0.5,
        0.9,
        choose(rng, PASTELS),
        str(rng.choice(["stripes", "dots", "knit", "checks"])),
        0.012,
    )
    turned = hang.position.copy()
    along = turned[..., 2]
    turned[..., 1] += np.where(along > 0, -along * 0.9, along * 0.6) + tall + 0.04
    turned[..., 2] = deep / 2 + 0.03 * np.tanh(along * 20) + 0.012 * np.sin(turned[..., 0] * 25)
    turned[..., 0] += rng.uniform(-0.35, 0.35)
    things.append(patches(turned, hang.colour[0, 0, 0], paint=hang.surface.paint, rough=0.9))
    return things


def mobile(rng: np.random.Generator, top: Array, size: float = 0.2) -> Things:
    """A hoop with felt balls, clouds and stars on strings."""
    top = np.asarray(top, np.float32)
    turn = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(turn), 0 * turn, np.sin(turn)], -1) * size + top
    things: Things = [patches(tube(ring, 0.008, 6), hexed("#a08c70"), shadow=False)]
    threads = [tube(np.linspace(top + np.array([0, 0.6, 0]), top, 4), 0.002, 4)]
    for k in range(7):
        angle, drop = k * 0.9 + rng.normal(0, 0.1), rng.uniform(0.08, 0.26)
        hook = top + size * np.array([np.cos(angle), 0, np.sin(angle)])
        threads.append(tube(np.linspace(hook, hook - [0, drop, 0], 4), 0.0018, 4))
        tint, at = choose(rng, PASTELS), hook - np.array([0, drop + 0.03, 0])
        puffs = [
            sphere(0.026) + np.array([x, y, 0]) for x, y in ((-0.03, 0), (0.03, 0), (0, 0.014))
        ]
        shape = sphere(0.035) if k % 2 else np.stack(puffs)
        things.append(patches(shape, tint, rough=0.9).moved(at))
    return [*things, patches(np.stack(threads), hexed("#c0b8a8"), shadow=False)]


def rod(a: Array, b: Array, radius: float) -> Array:
    """Grid (4, 6, 3) of a straight rod."""
    return tube(np.linspace(a, b, 4), radius, 6)


def pram(rng: np.random.Generator, colour: Array) -> Things:
    """A baby carriage about 1.1 m tall on y = 0, hood toward -x."""
    frame_tint = choose(rng, "#1c1c1e #8c8c90 #b0a89c")
    inner = mix(colour, hexed("#d8d0c4"), 0.7)
    turn = np.linspace(0, 2 * np.pi, 40)
    wheels, rims, rods = [], [], []
    big = rng.uniform(0.15, 0.24)
    for x in (-0.38, 0.38):
        for z in (-0.24, 0.24):
            circle = np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)
            hub = np.array([x, big, z])
            wheels.append(tube(circle * (big - 0.02) + hub, 0.022, 8))
            rims.append(tube(circle * (big - 0.045) + hub, 0.009, 6))
            for angle in np.linspace(0, 2 * np.pi, 11)[:-1]:
                tip = hub + (big - 0.04) * np.array([np.cos(angle), np.sin(angle), 0])
                rods.append(rod(hub, tip, 0.004))
    for z in (-0.22, 0.22):
        rods.append(rod((-0.38, big, z), (0.3, 0.62, z), 0.013))
        rods.append(rod((0.38, big, z), (-0.3, 0.62, z), 0.013))
        rods.append(rod((0.25, 0.55, z), (0.55, 0.85, z), 0.014))
        rods.append(rod((0.55, 0.85, z), (0.72, 1.02, z), 0.014))
    handle = tube(np.linspace([0.72, 1.02, -0.22], [0.72, 1.02, 0.22], 6), 0.02, 8)

    def basket(p: Array) -> Array:
        d = ellipsoid(p, (0, 0.84, 0), (0.52, 0.36, 0.27))
        d = np.maximum(d, p[..., 1] - 0.8)
        return subtract(d, ellipsoid(p, (0, 0.86, 0), (0.49, 0.32, 0.24)), 0.02)

    def hood(p: Array) -> Array:
        d = np.abs(ellipsoid(p, (-0.08, 0.8, 0), (0.45, 0.4, 0.275))) - 0.02
        angle = np.arctan2(p[..., 1] - 0.8, -(p[..., 0] + 0.08))
        d = d + 0.012 * np.abs(np.sin(angle * 4.5))
        return np.maximum(np.maximum(d, 0.8 - p[..., 1]), p[..., 0] - 0.02)

    def cover(p: Array) -> Array:
        d = ellipsoid(p, (0.2, 0.76, 0), (0.32, 0.13, 0.25))
        return d + 0.006 * fbm3(p * 14, 2, 3)

    cloth = Surface(rough=0.85, bump=lambda p: 0.004 * fbm3(p * 12, 3, 5))
    return [
        patches(np.stack(wheels), hexed("#1a1a1c"), rough=0.7),
        patches(np.stack(rims), hexed("#b8b4ac"), rough=0.4),
        patches(np.stack(rods), frame_tint, rough=0.35, specular=0.06),
        patches(handle, hexed("#4c3830")),
        Solid(basket, colour, ((0, 0.7, 0), 0.62), cloth, 0.8),
        Solid(hood, colour * 0.9, ((-0.1, 0.95, 0), 0.6), cloth, 0.7),
        Solid(cover, inner, ((0.2, 0.78, 0), 0.42), cloth),
    ]  # fmt: skip


def foot(rng: np.random.Generator, skin: Array, left: bool) -> Solid:
    """A bare baby's foot, sole facing +z, toes up, one unit tall, heel at the origin."""
    side = 1.0 if left else -1.0
    rose = skin * np.array([1.02, 0.8, 0.78])

    def shape(p: Array) -> Array:
        q = p * np.array([side, 1, 1])
        d = ellipsoid(q, (0.0, 0.14, -0.02), (0.17, 0.2, 0.17))
        d = smooth_union(d, ellipsoid(q, (-0.04, 0.45, -0.05), (0.16, 0.3, 0.13)), 0.12)
        d = smooth_union(d, ellipsoid(q, (0.01, 0.66, -0.02), (0.25, 0.17, 0.13)), 0.1)
        d = smooth_union(d, capsule(q, (0, 0.15, -0.1), (0, 0.1, -0.8), 0.17, 0.2), 0.12)
        for k, (x, y, r) in enumerate(
            (
                (0.17, 0.87, 0.088),
                (0.045, 0.895, 0.062),
                (-0.055, 0.87, 0.056),
                (-0.14, 0.83, 0.052),
                (-0.21, 0.775, 0.048),
            )
        ):
            toe = capsule(q, (x, y, 0.02), (x * 0.85, y - 0.16, 0), r, r * 0.8)
            d = smooth_union(d, toe, 0.02 + 0.004 * k)
        return d

    def tone(p: Array) -> Array:
        x, y, z = (p * np.array([side, 1, 1])).T
        pad = np.exp(-(((x - 0.0) / 0.2) ** 2 + ((y - 0.68) / 0.1) ** 2)) + np.exp(
            -((x / 0.12) ** 2 + ((y - 0.1) / 0.11) ** 2)
        )
        tips = smoothstep(0.8, 0.92, y + 0.35 * (x < 0) * -x)
        red = np.clip(0.65 * pad + 0.6 * tips, 0, 1) * (z > -0.05)
        lines = (
            np.exp(-((np.sin(y * 23 + 3 * x + 2 * fbm3(p * 4, 2, 3)) / 0.18) ** 2))
            * (y > 0.25)
            * (y < 0.62)
        )
        out = mix(np.broadcast_to(skin, p.shape), rose, red) * (1 - 0.1 * lines)[:, None]
        return out * (1 + 0.05 * fbm3(p * 25, 3, 5))[:, None]

    surface = Surface(
        rough=0.5, specular=0.03, translucent=0.5, bump=lambda p: 0.0015 * fbm3(p * 40, 2, 7)
    )
    return Solid(shape, tone, ((0, 0.42, -0.25), 0.85), surface, 0.85)
