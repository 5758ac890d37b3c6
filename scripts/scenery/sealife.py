"""Life under water: fish, a turtle, an anemone and the blue light around them."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .finish import blur
from .fur import fur
from .noise import fbm2, fbm3, smoothstep, worley2
from .shapes import Hit, Patches, Surface, patches
from .solids import Solid, ball, capsule, ellipsoid, smooth_union

Array = np.ndarray
Things = list[Solid | Patches]


def blue_water(rng: np.random.Generator, width: int, height: int) -> Array:
    """Open water (h, w, 3): bright above with slanting rays, dark below, soft reef shapes."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    seed = int(rng.integers(1e6))
    high, low = choose(rng, "#6cb0bc #5ca0c0 #7cb8b0"), choose(rng, "#123c54 #0e304c #1c4c54")
    image = mix(high, low, smoothstep(-0.25, 1.0, y))
    lean, source = rng.normal(0, 0.3), rng.uniform(0.1, 0.9) * width / height
    angle = (x - source - lean * y) / (0.5 + y)
    rays = smoothstep(0.0, 0.6, fbm2(angle * 9, angle * 0 + 3, 3, seed)) * (1 - y) ** 1.5
    image = image * (1 + 0.6 * rays)[..., None]
    reef = y > rng.uniform(0.6, 0.95) + 0.16 * fbm2(x * 3, x * 0, 4, seed + 2)
    tone = choose(rng, "#4c5c54 #6c5c58 #54606c #6c6848")
    patch = tone * (0.5 + 0.9 * smoothstep(-0.4, 0.5, fbm2(x * 9, y * 9, 4, seed + 4)))[..., None]
    image = np.where(reef[..., None], mix(patch, low, 0.35), image)
    return blur(image.astype(np.float32), 0.012 * height)


def fin(path: Array, spread: Array, colour: Array, stripes: float = 30) -> Patches:
    """A thin rayed fin between a root line (k, 3) and an edge line (k, 3)."""

    def paint(hit: Hit) -> Array:
        ray = 0.8 + 0.25 * np.sin(hit.uv[:, 0] * stripes * 3)
        dark = smoothstep(0.8, 0.97, hit.uv[:, 1])
        return colour * (ray * (1 - 0.6 * dark))[:, None]

    middle = (path + spread) / 2
    return patches(np.stack([path, middle, spread], 1), colour, paint=paint, translucent=0.5)


def fish(rng: np.random.Generator, kind: str) -> Things:
    """A fish about one unit long, facing +x, seen from the side."""
    tall = {
        "clownfish": 0.24,
        "angelfish": 0.4,
        "goldfish": 0.25,
        "tang": 0.3,
        "butterflyfish": 0.36,
    }[kind]
    base, second = {
        "clownfish": ("#d05c1c", "#d0ccc4"), "angelfish": ("#b8a454", "#24283c"),
        "goldfish": ("#d4581c", "#dca478"), "tang": ("#345c9c", "#1c2030"),
        "butterflyfish": ("#c4b468", "#282420"),
    }[kind]  # fmt: skip
    base, second = hexed(base), hexed(second)
    seed = int(rng.integers(1e6))

    def shape(p: Array) -> Array:
        d = ellipsoid(p, (0, 0, 0), (0.46, tall, 0.12))
        d = smooth_union(d, capsule(p, (0.3, -0.02, 0), (0.47, -0.02, 0), 0.09, 0.035), 0.12)
        return smooth_union(d, ellipsoid(p, (-0.44, 0, 0), (0.12, 0.08, 0.03)), 0.08)

    def coat(p: Array) -> Array:
        x, y, _ = p.T
        scale, _, _ = worley2(x * 34, y * 34, seed, 0.4)
        out = np.broadcast_to(base, p.shape) * (1.1 - 0.35 * scale)[:, None]
        out = out * (1 + 0.5 * smoothstep(0.0, -tall, y) - 0.25 * smoothstep(0, tall, y))[:, None]
        if kind == "clownfish":
            for at, half in ((0.26, 0.055), (-0.03, 0.065), (-0.37, 0.04)):
                far = np.abs(x - at - 0.09 * np.cos(y * 7) * (at == -0.03))
                out = mix(out, hexed("#1c1614"), smoothstep(half + 0.022, half + 0.008, far))
                out = mix(out, second, smoothstep(half + 0.006, half - 0.006, far))
        elif kind in ("angelfish", "butterflyfish"):
            bars = np.sin(x * 22 + 3 * y * y + 1.5) + 0.15 * fbm3(p * 9, 2, seed)
            out = mix(out, second, smoothstep(0.55, 0.75, bars))
        elif kind == "tang":
            swoosh = smoothstep(0.1, 0.07, np.abs(y - 0.12 + 0.5 * x * x)) * (x < 0.22)
            out = mix(out, second, swoosh)
            out = mix(out, hexed("#c0a840"), smoothstep(-0.4, -0.45, x))
        else:
            out = mix(out, second, smoothstep(0.05, -0.2, y))
        eye = np.hypot(x - 0.35, y - 0.04)
        out = mix(out, hexed("#b0a484"), smoothstep(0.042, 0.036, eye))
        out = mix(out, hexed("#060606"), smoothstep(0.029, 0.024, eye))
        gill = np.exp(-(((np.hypot(x - 0.36, y) - 0.17) / 0.01) ** 2)) * (x < 0.3)
        return out * (1 - 0.4 * gill * (np.abs(y) < 0.12))[:, None]

    wet = Surface(rough=0.35, specular=0.06, bump=lambda p: 0.002 * fbm3(p * 60, 2, seed))
    parts: Things = [Solid(shape, coat, ((0, 0, 0), 0.6), wet, 0.7)]
    t = np.linspace(0, 1, 14)
    tint = base if kind != "tang" else hexed("#b8a040")
    wave = 0.05 * np.sin(t * 6 + seed)
    tail_root = np.stack([np.full(14, -0.5), (t - 0.5) * 0.12, 0 * t], -1)
    tail_edge = np.stack([-0.74 - 0.12 * np.abs(2 * t - 1), (t - 0.5) * 0.52, wave], -1)
    parts.append(fin(tail_root, tail_edge, tint))
    back = np.stack(
        [
            0.28 - 0.66 * t,
            tall * np.sqrt(np.maximum(1 - ((0.28 - 0.66 * t) / 0.48) ** 2, 0)) * 0.95,
            0 * t,
        ],
        -1,
    )
    rise = (0.12 + 0.25 * (kind == "angelfish") * t**2) * np.sin(
        np.pi * np.clip(t + 0.1, 0, 1)
    ) ** 0.5
    for sign in (1, -1):
        root = back * [1, sign, 1]
        keep = root if sign > 0 else root[5:]
        lift = np.stack([-0.08 - 0.1 * t, sign * rise, wave * 0.5], -1)[-len(keep) :]
        parts.append(fin(keep, keep + lift, tint))
    side = np.stack([0.16 - 0.02 * t, -0.1 + 0.08 * t, np.full(14, 0.115)], -1)
    out = side + np.stack([-0.18 - 0.06 * t, -0.1 + 0.12 * t, np.full(14, 0.08)], -1)
    parts.append(fin(side, out, tint * 1.1))
    return parts


def turtle(rng: np.random.Generator) -> Things:
    """A sea turtle about 1.4 units long, swimming toward +x."""
    seed, beat = int(rng.integers(1e6)), rng.uniform(-0.35, 0.35)
    shell_tint, skin_tint = choose(rng, "#6c5438 #5c5034 #74603c"), choose(rng, "#6c7058 #5c6450")

    def shell_shape(p: Array) -> Array:
        d = ellipsoid(p, (0, 0.02, 0), (0.5, 0.19, 0.4))
        return np.maximum(d, -(p[..., 1] + 0.07))

    def scutes(p: Array) -> Array:
        near, second, owner = worley2(p[:, 0] * 4.6, p[:, 2] * 4.6, seed, 0.5)
        edge = smoothstep(0.02, 0.1, second - near)
        streak = fbm3(p * np.array([9, 9, 24]), 3, seed)
        tone = shell_tint * (0.75 + 0.5 * owner + 0.5 * streak)[:, None]
        return mix(hexed("#b0a078"), tone, edge)

    def flesh(p: Array) -> Array:
        q = p.copy()
        q[..., 2] = np.abs(q[..., 2])
        d = ellipsoid(q, (0, -0.03, 0), (0.48, 0.12, 0.38))
        d = smooth_union(d, ellipsoid(q, (0.66, 0.03, 0), (0.17, 0.1, 0.1)), 0.1)
        tip = np.array([0.05, beat, 0.98])
        flat = (q - np.array([0.33, -0.03, 0.3])) * np.array([1, 2.4, 1])
        rel = (tip - np.array([0.33, -0.03, 0.3])) * np.array([1, 2.4, 1])
        flipper = capsule(flat, (0, 0, 0), rel * 0.45 + [0.12, 0, 0], 0.11, 0.13)
        flipper = smooth_union(
            flipper, capsule(flat, rel * 0.45 + [0.12, 0, 0], rel, 0.13, 0.03), 0.08
        )
        d = smooth_union(d, flipper * 0.6, 0.06)
        return smooth_union(
            d, capsule(q, (-0.4, -0.05, 0.25), (-0.66, -0.07, 0.42), 0.09, 0.05), 0.06
        )

    def skin(p: Array) -> Array:
        near, second, _ = worley2((p[:, 0] + p[:, 1]) * 13, p[:, 2] * 13, seed + 1)
        tone = mix(hexed("#b4ac8c"), skin_tint, smoothstep(0.02, 0.16, second - near))
        tone = mix(tone, hexed("#b8b094"), smoothstep(-0.05, -0.1, p[:, 1]))
        eye = np.linalg.norm(
            np.stack([p[:, 0] - 0.74, p[:, 1] - 0.06, np.abs(p[:, 2]) - 0.08], -1), axis=1
        )
        return mix(tone, hexed("#080808"), smoothstep(0.032, 0.024, eye))

    wet = Surface(rough=0.45, specular=0.05)
    return [
        Solid(shell_shape, scutes, ((0, 0, 0), 0.55), wet, 0.8),
        Solid(flesh, skin, ((0.05, 0, 0), 1.15), wet, 0.6),
    ]


def anemone(rng: np.random.Generator, place: Array, size: float) -> Things:
    """A mound of waving tentacles."""
    place = np.asarray(place, np.float32)
    tint = choose(rng, "#8c8458 #946c74 #6c8470 #a08c74 #7c6c8c")

    def mound(p: Array) -> Array:
        return ball(p, place - [0, size * 0.7, 0], size)

    def coat(p: Array) -> Array:
        return tint * (0.8 + 0.4 * fbm3(p * 6, 2, 3))[:, None]

    body = Solid(mound, coat, (tuple(place - [0, size * 0.7, 0]), size * 1.05))
    arms = fur(rng, body, 1300, 0.42 * size, flow=(0.3, 0.4, 0.2), lift=1.5, width=0.14, clump=0.8,
               wild=0.3, droop=0.25, root=0.5, shadow=True)  # fmt: skip
    return [body, arms]
