"""Dogs, bears and pandas on four legs."""

from __future__ import annotations

import numpy as np

from .birds import eye_balls
from .colour import choose, hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep, worley2
from .quadrupeds import Build, body_distance
from .shapes import Patches, Surface
from .solids import Solid, ball, capsule, ellipsoid, smooth_union

Array = np.ndarray
Things = list[Solid | Patches]
BEAR = Build(1.15, 1.08, 0.345, 0.12, (0, -0.06, 0.44), 0.2, (0, -0.07, 0.22), 0.215, 0.12,
             (0, 0, 0), (0, -0.1, -0.06), 0.06, 0.14, 0.05)  # fmt: skip
DOG = Build(0.62, 0.66, 0.165, 0.047, (0, 0.2, 0.15), 0.09, (0, -0.045, 0.21), 0.092, 0.05,
            (0.05, -0.13, 0.02), (0, 0.16, -0.3), 0.022, 0.1, 0.0)  # fmt: skip
DOGS = ("dalmatian", "labrador", "goldenretriever", "blackdog", "husky", "beagle")


def bear_coat(kind: str, tint: Array, nose: Array, poll: Array, seed: int):
    """Brown, white, or the panda's black and white, over local points."""
    top = BEAR.height - BEAR.girth

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        out = np.broadcast_to(tint, p.shape) * (1 + 0.25 * fbm3(p * 5, 3, seed))[:, None]
        muzzle = smoothstep(0.2, 0.12, np.linalg.norm(p - nose, axis=1))
        if kind != "panda":
            out = mix(out, tint * 1.4, 0.7 * muzzle)
            return out * (1 - 0.35 * smoothstep(0.6, 0.1, y))[:, None]
        black = hexed("#161416")
        half = BEAR.length / 2
        fore = smoothstep(0.12, 0.0, np.abs(z - half * 0.85) - 0.17 * (y > top) - 0.24 * (y <= top))
        legs = smoothstep(top - 0.1, top - 0.25, y)
        ear = smoothstep(0.1, 0.07, np.linalg.norm(
            np.stack([x, y, z], -1) - poll - [0.13, 0.14, -0.03], axis=1))  # fmt: skip
        eye = np.linalg.norm(np.stack([x, y, z], -1) - poll - [0.1, 0.03, 0.17], axis=1)
        eye = smoothstep(0.075, 0.055, eye)
        return mix(out, black, np.maximum.reduce([fore * (z < poll[2] - 0.2), legs, ear, eye]))

    return coat


def bear(rng: np.random.Generator, kind: str, strands: int = 20000) -> Things:
    """A brown, polar or panda bear walking, facing +z, about 1.1 metres tall."""
    low = rng.uniform(-0.24, 0.06)
    b = Build(**(BEAR.__dict__ | {"neck": (0, low, 0.46), "stride": rng.choice([-1, 1]) * 0.16}))
    shape, poll, nose = body_distance(b, "tiger")
    tint = {
        "bear": choose(rng, "#3c2c20 #30241c #4c3828 #54402c"),
        "polarbear": choose(rng, "#c8c0ac #d0c8b8"),
        "panda": hexed("#d0c8ba"),
    }[kind]
    seed = int(rng.integers(1e6))

    def hump(p: Array) -> Array:
        d = smooth_union(shape(p), ball(p, (0, b.height - 0.3, b.length * 0.32), 0.27), 0.15)
        snout = capsule(p, nose - [0, 0.02, 0.1], nose + np.array([0, -0.02, 0.08]), 0.11, 0.075)
        return smooth_union(d, snout, 0.06)

    bound = ((0.0, 0.55, 0.1), 1.35)
    coat = bear_coat(kind, tint, nose, poll, seed)
    body = Solid(hump, coat, bound, Surface(rough=0.8), 0.75)
    hair = fur(rng, body, strands, 0.05, flow=(0, -0.7, -0.8), width=0.12, lift=0.2, clump=0.3)
    spot = (0.0, float(nose[1] + 0.0), float(nose[2] + 0.15))
    wet = Surface(rough=0.35, specular=0.05)
    leather = Solid(
        lambda p: ellipsoid(p, spot, (0.042, 0.032, 0.03)), hexed("#141012"), (spot, 0.06), wet
    )
    eyes = eye_balls(np.array([0.085, poll[1] + 0.055, poll[2] + 0.19]), 0.02)
    return [body, hair, leather, *eyes]


def dog(rng: np.random.Generator, breed: str, strands: int = 14000) -> Things:
    """A dog standing on four legs, facing +z, 0.9 metres tall with its head."""
    lift = rng.uniform(-0.08, 0.05)
    tail = (0, rng.uniform(-0.1, 0.25), -0.28)
    b = Build(**(DOG.__dict__ | {
        "neck": (0, 0.2 + lift, 0.16), "tail": tail, "stride": rng.choice([-1, 1]) * rng.uniform(0.02, 0.13),
    }))  # fmt: skip
    if breed == "husky":
        b = Build(
            **(
                b.__dict__
                | {"ear": (0.015, 0.1, 0.0), "tail": (0, 0.25, -0.12), "tail_thick": 0.05}
            )
        )
    shape, poll, nose = body_distance(b, "deer")
    seed, top = int(rng.integers(1e6)), b.height - b.girth
    base = hexed({
        "dalmatian": "#cfcac0", "labrador": "#b8a080", "goldenretriever": "#a88458",
        "blackdog": "#1e1c1c", "husky": "#4c4a4c", "beagle": "#c8c2b8",
    }[breed])  # fmt: skip

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        out = np.broadcast_to(base, p.shape) * (1 + 0.12 * fbm3(p * 6, 3, seed))[:, None]
        ear = (x > 0.065) * smoothstep(poll[2] + 0.09, poll[2] + 0.05, z) * (y > poll[1] - 0.16)
        ear = ear * (z > poll[2] - 0.08)
        if breed == "dalmatian":
            near, _, owner = worley2(
                (p[:, 2] + 0.5 * p[:, 0]) * 15, (p[:, 1] + 0.3 * p[:, 0]) * 15, seed
            )
            spot = smoothstep(0.4, 0.3, near + 0.08 * fbm3(p * 30, 2, seed)) * (owner > 0.35)
            return mix(out, hexed("#1a1616"), np.maximum(spot, 0.9 * ear))
        if breed == "husky":
            white = np.maximum(smoothstep(top + 0.02, top - 0.08, y - 0.3 * (z > 0.35) * (z - 0.35)),
                               smoothstep(nose[2] - 0.12, nose[2] - 0.06, z))  # fmt: skip
            return mix(out, hexed("#d0ccc4"), white)
        if breed == "beagle":
            saddle = smoothstep(top, top + 0.05, y) * smoothstep(0.28, 0.18, z)
            brown = (y > poll[1] - 0.2) * smoothstep(nose[2] - 0.07, nose[2] - 0.12, z) * (z > 0.3)
            out = mix(out, hexed("#70482c"), np.maximum(brown, ear))
            return mix(out, hexed("#241e1c"), saddle)
        return mix(out, base * 1.25, 0.6 * smoothstep(top, top - 0.1, y))

    body = Solid(shape, coat, ((0.0, 0.5, 0.1), 0.9), Surface(rough=0.7), 0.75)
    long = {"goldenretriever": 0.05, "husky": 0.045}.get(breed, 0.02)
    hair = fur(rng, body, strands, long, flow=(0, -0.6, -0.8), width=0.16, lift=0.2, clump=0.3)
    spot = (0.0, float(nose[1]) + 0.012, float(nose[2]) + 0.045)
    wet = Surface(rough=0.3, specular=0.06)
    leather = Solid(
        lambda p: ellipsoid(p, spot, (0.024, 0.019, 0.02)), hexed("#141012"), (spot, 0.03), wet
    )
    eyes = eye_balls(np.array([0.052, poll[1] + 0.03, poll[2] + 0.085]), 0.015)
    return [body, hair, leather, *eyes]
