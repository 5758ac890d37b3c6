"""Kangaroos: upright animals with a heavy tail, facing +z, feet at y = 0, 1.5 metres tall."""

from __future__ import annotations

import numpy as np

from .birds import eye_balls
from .colour import choose, hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep
from .shapes import Patches, Surface
from .solids import Solid, ball, capsule, ellipsoid, smooth_union, subtract

Array = np.ndarray


def kangaroo(rng: np.random.Generator, strands: int = 14000) -> list[Solid | Patches]:
    """A kangaroo that sits up, its arms before its chest."""
    base = choose(rng, "#7c6450 #8a7058 #746860 #94745a #6c6058")
    seed, arm, bend = int(rng.integers(1e6)), rng.uniform(-0.1, 0.15), rng.normal(0, 0.25)

    def shape(p: Array) -> Array:
        q = mirrored(p)
        d = capsule(q, (0, 0.52, -0.1), (0, 0.98, 0.08), 0.235, 0.125)
        d = smooth_union(d, ellipsoid(q, (0.13, 0.46, -0.03), (0.15, 0.22, 0.24)), 0.08)
        thigh = capsule(q, (0.16, 0.46, 0.0), (0.21, 0.3, 0.26), 0.16, 0.085)
        shin = capsule(q, (0.21, 0.3, 0.26), (0.17, 0.1, -0.14), 0.075, 0.045)
        foot = capsule(q, (0.17, 0.055, -0.15), (0.19, 0.04, 0.33), 0.05, 0.036)
        leg = smooth_union(smooth_union(thigh, shin, 0.05), foot, 0.04)
        d = smooth_union(d, leg, 0.07)
        a, b = (0, 0.42, -0.25), (0.15 * bend, 0.12, -0.62)
        tail = smooth_union(
            capsule(p, a, b, 0.13, 0.09), capsule(p, b, (bend, 0.05, -1.2), 0.09, 0.035), 0.05
        )
        d = smooth_union(d, tail, 0.12)
        d = smooth_union(d, capsule(q, (0, 0.98, 0.08), (0, 1.27, 0.16), 0.1, 0.07), 0.1)
        skull = smooth_union(
            ellipsoid(q, (0, 1.345, 0.17), (0.085, 0.085, 0.11)),
            capsule(q, (0, 1.32, 0.24), (0, 1.275, 0.37), 0.062, 0.04), 0.05,
        )  # fmt: skip
        d = smooth_union(d, skull, 0.05)
        ear = q * np.array([1, 1, 1.8]) - np.array([0, 0, 0.1])
        lobe = capsule(ear, (0.055, 1.42, 0.1), (0.115, 1.58, 0.08), 0.034, 0.03)
        lobe = smooth_union(
            lobe, capsule(ear, (0.115, 1.58, 0.08), (0.13, 1.65, 0.08), 0.03, 0.008), 0.02
        )
        lobe = subtract(lobe, ball(ear, (0.1, 1.55, 0.19), 0.07), 0.02)
        d = smooth_union(d, lobe, 0.015)
        elbow = (0.15, 0.76 + 0.3 * arm, 0.2)
        fore = smooth_union(
            capsule(q, (0.12, 0.98, 0.12), elbow, 0.06, 0.04),
            capsule(q, elbow, (0.08, 0.68 + arm, 0.33), 0.04, 0.026), 0.03,
        )  # fmt: skip
        return smooth_union(d, fore, 0.04)

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        belly = smoothstep(0.02, 0.12, z - 0.25 * (y - 0.6)) * smoothstep(0.2, 0.1, x)
        belly = belly * (y < 1.15) * (y > 0.3)
        out = np.broadcast_to(base, p.shape) * (1 + 0.16 * fbm3(p * 5, 3, seed))[:, None]
        out = mix(out, mix(base, hexed("#d0c4b0"), 0.75), belly)
        dark = np.maximum.reduce([
            smoothstep(0.33, 0.38, z) * (y > 1.15), smoothstep(0.72, 0.66, y + arm) * (z > 0.27) * (y > 0.5),
            smoothstep(0.1, 0.25, z) * (y < 0.09), smoothstep(-0.7, -1.1, z) * 0.6,
        ])  # fmt: skip
        out = mix(out, hexed("#241c18"), 0.85 * dark)
        inner = smoothstep(0.05, 0.02, np.hypot(x - 0.1, (y - 1.53) * 0.5)) * (z > 0.06)
        return mix(out, hexed("#b09484"), 0.7 * inner * (y > 1.44))

    body = Solid(shape, coat, ((0, 0.78, -0.4), 1.15), Surface(rough=0.8, translucent=0.1), 0.8)
    hair = fur(rng, body, strands, 0.035, flow=(0, -1, -0.3), width=0.16, lift=0.2, clump=0.25)
    nose = (0.0, 1.285, 0.405)
    wet = Surface(rough=0.35, specular=0.05)
    snout = Solid(
        lambda p: ellipsoid(p, nose, (0.024, 0.018, 0.016)), hexed("#161212"), (nose, 0.04), wet
    )
    return [body, hair, snout, *eye_balls(np.array([0.072, 1.365, 0.225]), 0.02)]
