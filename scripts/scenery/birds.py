"""Birds and butterflies: a perching bird, an owl, a parrot, a penguin, a butterfly."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep
from .shapes import Patches, Surface, patches, rotation, tube
from .solids import Solid, ball, capsule, ellipsoid, smooth_union

Array = np.ndarray
Things = list[Solid | Patches]
WET = Surface(rough=0.08, specular=0.06)
# name: back, breast, cap, cheek, wing
SONGBIRDS = {
    "robin": ("#6c5c4c", "#b0683c", "#6c5c4c", "#b0683c", "#5c4c40"),
    "bluetit": ("#6c8470", "#b8ac5c", "#4c6c94", "#c8c8c4", "#4c6484"),
    "cardinal": ("#943434", "#a04038", "#9c3434", "#2c1c1c", "#743030"),
    "sparrow": ("#7c6450", "#a89c8c", "#64503e", "#b0a698", "#5c4838"),
    "goldfinch": ("#a88c54", "#b8a89c", "#201c1c", "#a04438", "#2c2824"),
    "bluebird": ("#44689c", "#b0805c", "#3c609c", "#44689c", "#345484"),
    "canary": ("#c0a848", "#c8b458", "#c0a848", "#c8b458", "#a89444"),
}


def feathers(
    rng: np.random.Generator, body: Solid, count: int, size: float, **changes: object
) -> Patches:
    """Short overlapping feathers combed toward the tail."""
    settings: dict = {
        "flow": (0, -0.6, -1),
        "width": 0.32,
        "lift": 0.12,
        "clump": 0.12,
        "wild": 0.08,
    }
    return fur(rng, body, count, size, root=0.75, vary=0.12, **(settings | changes))


def eye_balls(spot: Array, size: float, iris: Array | None = None) -> list[Solid]:
    """Two round glossy eyes at (+-x, y, z); an iris colour makes a ring about the pupil."""
    parts = []
    for side in (-1, 1):
        centre = np.array([side * spot[0], spot[1], spot[2]], np.float32)
        way = np.array([side * (0.9 if iris is None else 0.3), 0.0, 0.6 if iris is None else 1.0])
        way = way / np.linalg.norm(way)

        def look(p: Array, centre: Array = centre, way: Array = way) -> Array:
            local = (p - centre) / size
            turned = local @ way
            out = np.full(p.shape, 0.006, np.float32)
            if iris is not None:
                out = mix(out, iris, smoothstep(0.86, 0.8, turned) * (turned > 0.25))
            glint = np.linalg.norm(local - way * 0.75 - [0.25, 0.5, 0.1], axis=1)
            return mix(out, np.full(3, 1.4), smoothstep(0.34, 0.24, glint))

        def globe(p: Array, centre: Array = centre) -> Array:
            return ball(p, centre, size)

        parts.append(Solid(globe, look, (tuple(centre), size * 1.1), WET, shadow=False))
    return parts


def songbird(rng: np.random.Generator, name: str) -> Things:
    """A perching bird about one unit long facing +z, its feet near the origin."""
    back, breast, cap, cheek, wing_tint = (hexed(code) for code in SONGBIRDS[name])
    seed = int(rng.integers(1e6))

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.33, 0.0), (0.24, 0.26, 0.33))
        d = smooth_union(d, ball(q, (0, 0.62, 0.2), 0.18), 0.14)
        return smooth_union(d, capsule(q, (0, 0.22, -0.25), (0, 0.05, -0.62), 0.1, 0.05), 0.12)

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        under = smoothstep(0.06, -0.1, y - 0.3 - 0.35 * z + 0.25 * x * 0)
        front = np.maximum(under, smoothstep(0.08, 0.2, z - 0.9 * (y - 0.4)) * (y < 0.62))
        out = mix(np.broadcast_to(back, p.shape), breast, front)
        belly = smoothstep(0.25, 0.1, y) * smoothstep(-0.3, -0.1, z)
        out = mix(out, hexed("#c4bcb0"), 0.8 * belly)
        face = smoothstep(
            0.16, 0.12, np.linalg.norm(np.stack([x - 0.1, y - 0.6, z - 0.3], -1), axis=1)
        )
        out = mix(out, cheek, face)
        out = mix(out, cap, smoothstep(0.66, 0.7, y))
        return out * (1 + 0.15 * fbm3(p * 14, 2, seed))[:, None]

    body = Solid(shape, coat, ((0, 0.35, -0.1), 0.7), Surface(rough=0.8), 0.8)

    def folded(p: Array) -> Array:
        q = mirrored(p) @ rotation("x", -0.35).T
        d = ellipsoid(q, (0.225, 0.33, -0.22), (0.06, 0.16, 0.34))
        return smooth_union(d, ellipsoid(q, (0.16, 0.26, -0.55), (0.03, 0.06, 0.2)), 0.05)

    def bars(p: Array) -> Array:
        line = np.sin((p[:, 1] + 0.35 * p[:, 2]) * 60) * 0.5 + 0.5
        edge = smoothstep(0.85, 1.0, line) * (p[:, 2] < -0.05)
        pale = smoothstep(0.03, 0.01, np.abs(p[:, 2] + 0.12 + 0.2 * (p[:, 1] - 0.3)))
        tone = wing_tint * (0.7 + 0.5 * line)[:, None]
        return mix(tone, hexed("#a8a094"), np.clip(0.35 * edge + 0.6 * pale, 0, 1))

    wing = Solid(folded, bars, ((0, 0.2, -0.25), 0.75), Surface(rough=0.7), 0.7)

    def tail_shape(p: Array) -> Array:
        return ellipsoid(p @ rotation("x", 0.38).T, (0, 0.3, -0.86), (0.085, 0.025, 0.34))

    tail = Solid(tail_shape, bars, ((0, 0.0, -0.8), 0.6), Surface(rough=0.7), 0.7)
    t = np.linspace(0, 1, 6)[:, None]
    beak = np.array([0, 0.6, 0.34]) + np.array([0, -0.015, 0.15]) * t
    horn = hexed("#2a2420") if name not in ("cardinal", "canary") else hexed("#b0643c")
    legs = [
        tube(np.array([s * 0.07, 0.14, 0.02]) + np.array([0, -0.2, 0.02]) * t, 0.012, 5)
        for s in (-1, 1)
    ]
    return [
        body, wing, tail, feathers(rng, body, 9000, 0.075),
        feathers(rng, wing, 1500, 0.1, lift=0.05),
        patches(tube(beak, 0.045 * (1 - t[:, 0] ** 1.3) + 0.002, 8), horn, rough=0.45),
        patches(np.stack(legs), hexed("#4a3a34")),
        *eye_balls(np.array([0.125, 0.645, 0.295]), 0.036),
    ]  # fmt: skip


def macaw(rng: np.random.Generator) -> Things:
    """A macaw facing +z, upright, feet near the origin, about 1.6 units tall with its tail."""
    back, breast = (
        hexed(c)
        for c in rng.choice(
            [["#2c5c94", "#b89434"], ["#943028", "#94302c"], ["#3c7c44", "#4c8448"]]
        )
    )

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = capsule(q, (0, 0.75, 0.06), (0, 0.15, -0.05), 0.2, 0.17)
        d = smooth_union(d, ball(q, (0, 1.02, 0.12), 0.185), 0.1)
        d = smooth_union(d, ellipsoid(q, (0.17, 0.4, -0.1), (0.07, 0.42, 0.15)), 0.03)
        return smooth_union(d, capsule(q, (0, 0.1, -0.12), (0, -0.8, -0.3), 0.09, 0.03), 0.1)

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        out = mix(
            np.broadcast_to(back, p.shape),
            breast,
            smoothstep(0.0, 0.08, z - 0.6 * x) * (y < 0.98) * (y > 0.0),
        )
        wing = smoothstep(0.14, 0.17, x) * (y < 0.75)
        band = mix(breast * 0.8 + 0.02, hexed("#2c4c84"), smoothstep(0.5, 0.35, y))
        out = mix(out, band, wing)
        face = smoothstep(
            0.15, 0.11, np.linalg.norm(np.stack([x - 0.12, y - 1.0, z - 0.22], -1), axis=1)
        )
        return mix(out, hexed("#c8c0b4"), face)

    body = Solid(shape, coat, ((0, 0.2, -0.05), 1.1), Surface(rough=0.7), 0.8)

    def hook(p: Array) -> Array:
        d = capsule(p, (0, 1.02, 0.28), (0, 0.98, 0.4), 0.075, 0.055)
        d = smooth_union(d, capsule(p, (0, 0.98, 0.4), (0, 0.86, 0.41), 0.05, 0.012), 0.03)
        return np.minimum(d, capsule(p, (0, 0.9, 0.28), (0, 0.89, 0.33), 0.05, 0.03))

    beak = Solid(hook, hexed("#1c1a1a"), ((0, 0.95, 0.33), 0.22), Surface(rough=0.4, specular=0.05))
    coat_feathers = feathers(rng, body, 9000, 0.11, flow=(0, -1, -0.2))
    return [
        body,
        coat_feathers,
        beak,
        *eye_balls(np.array([0.15, 1.05, 0.21]), 0.03, hexed("#b0a050")),
    ]


def owl(rng: np.random.Generator) -> Things:
    """An owl facing +z, upright, feet near the origin, 1.3 units tall."""
    snowy = rng.random() < 0.3
    base, dark = (
        (hexed("#c8c4bc"), hexed("#5c564e"))
        if snowy
        else (choose(rng, "#8c745a #7c6a58 #94806a"), hexed("#2e241c"))
    )
    tufts, seed = rng.random() < 0.6 and not snowy, int(rng.integers(1e6))

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.42, -0.03), (0.33, 0.5, 0.3))
        d = smooth_union(d, ellipsoid(q, (0, 0.98, 0.02), (0.34, 0.27, 0.28)), 0.12)
        d = smooth_union(d, ellipsoid(q, (0.14, 0.98, 0.2), (0.15, 0.17, 0.07)), 0.05)
        if tufts:
            d = smooth_union(
                d, capsule(q, (0.2, 1.14, 0.06), (0.29, 1.36, 0.04), 0.075, 0.01), 0.05
            )
        return smooth_union(d, capsule(q, (0, 0.1, -0.15), (0, -0.3, -0.25), 0.2, 0.1), 0.15)

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        bar = np.sin(y * 55 + 4 * fbm3(p * 5, 2, seed)) + 0.9 * fbm3(p * 18, 2, seed + 3)
        out = mix(
            np.broadcast_to(base, p.shape),
            dark,
            smoothstep(0.2, 0.9, bar) * (0.5 if snowy else 0.8),
        )
        out = mix(out, dark, 0.45 * smoothstep(0.05, -0.1, z) * (not snowy))
        far = np.hypot(x - 0.14, y - 0.98)
        disc = smoothstep(0.21, 0.17, far) * (z > 0.1)
        ring = np.exp(-(((far - 0.195) / 0.02) ** 2)) * (z > 0.05)
        pale = mix(base, hexed("#d0c6b6"), 0.6) * (1 - 0.2 * np.sin(far * 90))[:, None]
        return mix(mix(out, pale, disc), dark, 0.8 * ring * (not snowy))

    body = Solid(shape, coat, ((0, 0.5, 0), 0.98), Surface(rough=0.85), 0.8)

    def hook(p: Array) -> Array:
        return capsule(p, (0, 0.94, 0.29), (0, 0.83, 0.32), 0.045, 0.008)

    def comb(p: Array, normal: Array) -> Array:
        off = np.stack([p[:, 0] - np.sign(p[:, 0]) * 0.14, p[:, 1] - 0.98, 0 * p[:, 0]], -1)
        near = smoothstep(0.28, 0.2, np.linalg.norm(off, axis=1)) * (p[:, 2] > 0.1)
        return mix(np.array([0.0, -1.0, -0.1]), off * 8, near)

    iris = choose(rng, "#c08c20 #b86c1c #c0a030")
    coat_feathers = feathers(
        rng, body, 13000, 0.09, flow=comb,
        keep=lambda p: np.hypot(np.abs(p[:, 0]) - 0.14, p[:, 1] - 0.99) + (p[:, 2] < 0.1) > 0.095,
    )  # fmt: skip
    beak = Solid(hook, hexed("#3a342c"), ((0, 0.88, 0.3), 0.12), Surface(rough=0.4, specular=0.05))
    return [body, coat_feathers, beak, *eye_balls(np.array([0.14, 0.99, 0.235]), 0.075, iris)]


def penguin(rng: np.random.Generator, king: bool) -> Things:
    """A penguin facing +z, feet at y = 0, one unit tall."""
    turn, flap = rng.normal(0, 0.5), rng.uniform(0.0, 0.08)

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.4, 0), (0.2, 0.4, 0.19))
        d = smooth_union(d, ball(q, (0, 0.84, 0.03), 0.115), 0.13)
        d = smooth_union(
            d, capsule(q, (0.18, 0.62, 0), (0.25 + flap, 0.28, -0.02), 0.05, 0.02), 0.03
        )
        way = np.array([np.sin(turn), 0.05, np.cos(turn)])
        centre = np.array([0, 0.85, 0.03])
        d = smooth_union(
            d, capsule(p, centre + way * 0.08, centre + way * 0.25, 0.035, 0.008), 0.02
        )
        foot = capsule(q, (0.09, 0.02, 0.05), (0.11, 0.015, 0.17), 0.035, 0.03)
        return np.minimum(d, foot)

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        white = smoothstep(0.0, 0.03, z - 0.03 - 0.5 * np.maximum(x - 0.12, 0)) * (x < 0.17)
        white = white * smoothstep(0.74, 0.68, y)
        out = mix(np.broadcast_to(hexed("#1c1e22"), p.shape), hexed("#d4d0c8"), white)
        if king:
            gold = np.exp(-(((y - 0.72) / 0.05) ** 2)) * (z > 0.02) * 0.8
            out = mix(out, hexed("#c8963c"), gold)
            out = mix(out, hexed("#c88c34"), smoothstep(0.06, 0.04, np.hypot(x - 0.1, y - 0.83)))
        else:
            ring = smoothstep(
                0.035, 0.025, np.linalg.norm(np.stack([x - 0.09, y - 0.87, z - 0.09], -1), axis=1)
            )
            out = mix(out, hexed("#d4d0c8"), ring)
        out = mix(out, hexed("#b0703c") if king else hexed("#8c6058"), (y < 0.055).astype(float))
        return mix(
            out,
            hexed("#040404"),
            smoothstep(
                0.018, 0.014, np.linalg.norm(np.stack([x - 0.1, y - 0.875, z - 0.095], -1), axis=1)
            ),
        )

    body = Solid(shape, coat, ((0, 0.48, 0.02), 0.58), Surface(rough=0.55, specular=0.05), 0.8)
    return [body, feathers(rng, body, 3500, 0.035, flow=(0, -1, -0.1))]
