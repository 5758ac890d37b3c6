"""Four-legged animals standing or walking: blended solids that face +z, feet at y = 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .colour import choose, hexed, mix
from .figure import mirrored
from .fur import fur
from .noise import fbm3, smoothstep, worley2
from .shapes import Patches, Surface, patches, tube
from .solids import Solid, ball, capsule, ellipsoid, smooth_union

Array = np.ndarray
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Build:
    """Proportions in metres; `neck` and `head` are vectors from their joints forward."""

    length: float
    height: float
    girth: float
    leg: float
    neck: Vector
    neck_thick: float
    head: Vector
    head_thick: float
    muzzle: float
    ear: Vector = (0.1, 0.12, -0.02)
    tail: Vector = (0, -0.6, -0.15)
    tail_thick: float = 0.03
    stride: float = 0.12
    belly: float = 0.0


BUILDS = {
    "horse": Build(1.35, 1.55, 0.37, 0.085, (0, 0.62, 0.55), 0.2, (0, -0.34, 0.42), 0.16, 0.1),
    "zebra": Build(1.2, 1.3, 0.36, 0.075, (0, 0.45, 0.45), 0.19, (0, -0.3, 0.4), 0.15, 0.1),
    "cow": Build(1.5, 1.4, 0.46, 0.1, (0, 0.05, 0.5), 0.27, (0, -0.25, 0.36), 0.2, 0.14,
        (0.2, 0.02, 0)),
    "deer": Build(0.95, 1.05, 0.25, 0.045, (0, 0.45, 0.28), 0.1, (0, -0.08, 0.27), 0.095,
        0.055, (0.15, 0.12, -0.03), (0, -0.15, -0.1)),
    "giraffe": Build(1.3, 3.0, 0.52, 0.11, (0, 1.95, 0.85), 0.24, (0, -0.16, 0.52), 0.16,
        0.1, (0.17, 0.06, -0.04), (0, -0.9, -0.15)),
    "tiger": Build(1.15, 0.92, 0.27, 0.09, (0, 0.08, 0.3), 0.19, (0, -0.04, 0.17), 0.18,
        0.11, (0.1, 0.13, -0.05), (0, -0.45, -0.65), 0.04, 0.25, 0.04),
    "sheep": Build(0.75, 0.85, 0.33, 0.05, (0, 0.1, 0.24), 0.16, (0, -0.1, 0.2), 0.11,
        0.075, (0.13, 0.0, 0), (0, -0.1, -0.1), 0.05),
    "elephant": Build(1.7, 2.8, 0.88, 0.29, (0, 0.15, 0.75), 0.55, (0, -0.25, 0.25), 0.55,
        0.33, (0, 0, 0), (0, -1.1, -0.1), 0.05, 0.25, 0.1),
}  # fmt: skip


def body_distance(b: Build, kind: str):
    """Distance to the whole animal."""
    half, top = b.length / 2, b.height - b.girth
    withers = np.array([0, b.height - b.girth * 0.62, half * 0.95])
    poll = withers + np.array(b.neck)
    nose = poll + np.array(b.head)
    g = b.girth

    def distance(p: Array) -> Array:
        q = mirrored(p)
        way = np.sign(p[..., 0]) * b.stride
        d = capsule(q, (0, top, -half), (0, top - 0.03, half), g * 0.92, g)
        d = smooth_union(
            d, ellipsoid(q, (0, top - 0.12 * g - b.belly, -0.1), (g * 0.95, g * 0.95, half)), 0.1
        )
        d = smooth_union(d, ball(q, (g * 0.3, top + 0.02, -half), g * 0.78), 0.1)
        d = smooth_union(d, ball(q, (g * 0.35, top - 0.1, half), g * 0.7), 0.1)
        r = b.leg
        for z, bend, sign in ((half, 0.02, 1.0), (-half - 0.1 * g, -0.12, -1.0)):
            shift = q.copy()
            reach = smoothstep(top, 0.0, q[..., 1])
            shift[..., 2] = q[..., 2] - sign * way * reach
            thigh, knee = (
                np.array([g * 0.5, top - 0.3 * g, z]),
                np.array([g * 0.48, top * 0.48, z + bend * top]),
            )
            foot = np.array([g * 0.48, r * 0.55, z])
            leg = capsule(shift, thigh, knee, r * 2.1, r)
            leg = smooth_union(leg, capsule(shift, knee, foot, r, r * 0.72), r)
            hoof = capsule(
                shift,
                foot,
                foot + np.array([0, 0, r * 0.5]),
                r * (0.95 if kind != "elephant" else 1.05),
            )
            d = smooth_union(d, smooth_union(leg, hoof, r * 0.6), 0.12 * g + 0.03)
        d = smooth_union(
            d,
            capsule(q, withers - [0, 0.3 * g, 0.1], poll, b.neck_thick * 1.5, b.neck_thick * 0.72),
            0.2 * g,
        )
        skull = capsule(q, poll, nose, b.head_thick, b.muzzle)
        if kind == "tiger":
            skull = smooth_union(
                ball(q, poll, b.head_thick), ellipsoid(q, nose, (0.1, 0.085, 0.1)), 0.08
            )
        d = smooth_union(d, skull, 0.06)
        if kind == "elephant":
            t = np.array([[0, 0, 0], [0, -0.75, 0.32], [0, -1.45, 0.3], [0, -1.85, 0.52]]) + nose
            for a, c, ra, rc in zip(t[:-1], t[1:], (0.3, 0.2, 0.14), (0.2, 0.14, 0.1), strict=True):
                d = smooth_union(d, capsule(q, a, c, ra, rc), 0.12)
            flap = ellipsoid(q, poll + np.array([0.62, -0.28, -0.22]), (0.5, 0.68, 0.09))
            d = smooth_union(d, flap, 0.12)
        else:
            root = poll + np.array([b.head_thick * 0.55, b.head_thick * 0.55, -0.03])
            tip = root + np.array(b.ear) * 1.1
            d = smooth_union(
                d, capsule(q, root, tip, 0.32 * b.head_thick, 0.1 * b.head_thick), 0.03
            )
        rump = np.array([0, top + 0.55 * g, -half - 0.75 * g])
        tail = rump + np.array(b.tail)
        d = smooth_union(d, capsule(q, rump, tail, b.tail_thick * 1.2, b.tail_thick), 0.04)
        if kind == "giraffe":
            horn = poll + np.array([0.06, 0.1, 0.0])
            d = smooth_union(
                d, capsule(q, horn, horn + np.array([0.01, 0.22, -0.04]), 0.025, 0.032), 0.03
            )
        if kind == "sheep":
            wool = np.abs(fbm3(p * 13, 2, 5)) * 0.06 * smoothstep(0.3, 0.42, q[..., 1])
            d = d - wool * (q[..., 2] < half + g * 0.8)
        return d

    return distance, poll, nose


def coat_of(kind: str, seed: int, rng: np.random.Generator, b: Build, poll: Array, nose: Array):
    """Colour at local points of an animal."""
    top, half = b.height - b.girth, b.length / 2
    base = {
        "horse": choose(rng, "#5c4030 #3c2a20 #2a2220 #8c6c4c #b4aca0 #6c5844"),
        "zebra": hexed("#c8c2b6"), "cow": choose(rng, "#c4beb4 #c4beb4 #6c4a34 #1e1c1c"),
        "deer": choose(rng, "#7c6048 #866a50 #6c5440"), "giraffe": hexed("#b8a484"),
        "tiger": choose(rng, "#9c6c40 #a47848"), "sheep": choose(rng, "#c4bcac #b4ac9c"),
        "elephant": choose(rng, "#6c6864 #74685c #5c5856"),
    }[kind]  # fmt: skip
    dark = choose(rng, "#1c1816 #4c3020") if kind == "cow" else hexed("#181412")
    socks = rng.random() < 0.5

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        out = np.broadcast_to(base, p.shape) * (1 + 0.15 * fbm3(p * 4, 3, seed))[:, None]
        fore = smoothstep(half * 0.9, half * 1.6, z)
        under = smoothstep(top - 0.5 * b.girth, top - 1.0 * b.girth, y) * (y > top * 0.75)
        if kind in ("zebra", "tiger"):
            bend = fbm3(p * 3, 2, seed)
            body = (z + 0.25 * bend + 0.35 * smoothstep(-0.1, -half, z) * (y - top)) * 27
            legs = (y + 0.1 * bend) * 38
            neck = (z * 0.6 + (y - top) * 0.75 + 0.12 * bend) * 30
            low = smoothstep(top - 0.7 * b.girth, top - 1.2 * b.girth, y)
            phase = np.where(
                low > 0.5, legs, np.where((fore > 0.5) & (kind == "zebra"), neck, body)
            )
            width = 0.0 if kind == "zebra" else 0.5
            stripe = smoothstep(
                width - 0.12, width + 0.12, np.sin(phase) + 0.3 * fbm3(p * 6, 2, seed + 2)
            )
            if kind == "tiger":
                out = mix(out, hexed("#cfc8ba"), np.maximum(under, 0.8 * (z > nose[2] - 0.02)))
                stripe = stripe * (1 - 0.5 * low) * (z < poll[2] + 0.08)
            out = mix(out, dark, stripe * (1 - 0.6 * under))
            out = mix(out, dark, smoothstep(nose[2] - 0.02, nose[2] + 0.06, z) * (kind == "zebra"))
        elif kind == "giraffe":
            near, second, _ = worley2((z + 0.4 * x) * 4.2, y * 4.2, seed)
            patch = smoothstep(0.06, 0.14, second - near) * (y > 1.3) * (z < nose[2] - 0.25)
            out = mix(out, choose(np.random.default_rng(seed), "#70482c #7c5434"), patch)
        elif kind == "cow":
            blot = smoothstep(0.0, 0.12, fbm3(p * np.array([1.5, 2.2, 2.2]), 3, seed))
            out = mix(out, dark, blot * (y > 0.5))
            out = mix(out, hexed("#b09488"), smoothstep(nose[2] - 0.02, nose[2] + 0.08, z))
        elif kind == "horse":
            out = mix(out, dark if not socks else hexed("#c8c0b4"), smoothstep(0.5, 0.3, y) * 0.85)
            out = out * (1 - 0.4 * smoothstep(nose[2] - 0.05, nose[2] + 0.08, z))[:, None]
        elif kind == "sheep":
            face = np.maximum(smoothstep(half + 0.34, half + 0.4, z), smoothstep(0.36, 0.3, y))
            out = mix(out, hexed("#24201e") if socks else hexed("#a8988a"), face)
        elif kind == "deer":
            out = mix(out, hexed("#b8a894"), np.maximum(under, 0.8 * (z < -half - 0.2)))
        else:
            wrinkle = np.abs(fbm3(p * np.array([5, 14, 5]), 3, seed))
            out = (
                out
                * (0.75 + 0.6 * wrinkle)[:, None]
                * (1 - 0.25 * smoothstep(1.0, 0.2, y))[:, None]
            )
        eye = np.linalg.norm(np.stack([x, y, z], -1) - eye_spot(b, poll, nose, kind), axis=1)
        return mix(out, hexed("#080606"), smoothstep(1.0, 0.8, eye / (0.17 * b.head_thick + 0.012)))

    return coat


def eye_spot(b: Build, poll: Array, nose: Array, kind: str) -> Array:
    """Where the eye on the side x > 0 is painted."""
    if kind == "tiger":
        return poll + np.array([0.085, 0.05, 0.15])
    wide = b.head_thick * (0.85 if kind != "elephant" else 0.75)
    return poll * 0.65 + nose * 0.35 + np.array([wide, b.head_thick * 0.4, 0])


def animal(
    rng: np.random.Generator, kind: str, graze: bool = False, strands: int = 7000
) -> list[Solid | Patches]:
    """A whole animal of a kind in BUILDS; grazing ones hold the head at the ground."""
    b = BUILDS[kind]
    if graze:
        drop = b.height * 0.62
        b = Build(
            **(b.__dict__ | {"neck": (0, -drop * 0.62, 0.5), "head": (0, -drop * 0.32, 0.22)})
        )
    b = Build(**(b.__dict__ | {"stride": b.stride * rng.choice([-1, 1]) * rng.uniform(0.3, 1.5)}))
    seed = int(rng.integers(1e6))
    distance, poll, nose = body_distance(b, kind)
    coat = coat_of(kind, seed, rng, b, poll, nose)
    front = max(float(nose[2]) + b.muzzle + (0.7 if kind == "elephant" else 0.1), 0)
    back = -b.length / 2 - b.girth + min(b.tail[2], 0) - 0.1
    high = max(float(poll[1]) + b.head_thick + 0.25, b.height + 0.1)
    centre = (0.0, high / 2, (front + back) / 2)
    bound = (centre, float(np.hypot(high / 2, (front - back) / 2)) + 0.05)
    skin = Surface(rough=0.6, specular=0.04, bump=lambda p: 0.012 * fbm3(p * 14, 3, seed))
    body = Solid(distance, coat, bound, skin, 0.75)
    parts: list[Solid | Patches] = [body]
    if strands and kind not in ("elephant",):
        long = {"sheep": 0.05, "tiger": 0.045, "deer": 0.035}.get(kind, 0.022)
        parts.append(
            fur(
                rng,
                body,
                strands,
                long,
                flow=(0, -0.5, -1),
                width=0.22,
                lift=0.2,
                clump=0.5 if kind == "sheep" else 0.2,
            )
        )
    if kind in ("horse", "zebra", "giraffe"):
        tall = 0.24 if kind == "horse" else 0.1

        def crest(p: Array) -> Array:
            along = np.clip(
                (p[:, 2] - b.length * 0.4) / max(float(poll[2]) - b.length * 0.4, 0.1), 0, 1.05
            )
            line = b.height - 0.1 + along * (poll[1] - b.height + 0.1)
            return (
                (np.abs(p[:, 0]) < 0.05)
                & (p[:, 1] > line - 0.05)
                & (p[:, 2] > b.length * 0.3)
                & (p[:, 2] < poll[2] + 0.08)
            )

        hair = hexed("#1c1614") if rng.random() < 0.7 or kind == "zebra" else hexed("#a89878")
        way = (0.9, -0.6, -0.1) if kind == "horse" else (0.0, 0.3, -0.6)
        parts.append(
            fur(
                rng,
                body,
                60000,
                tall,
                flow=way,
                width=0.05,
                lift=0.5 if kind == "horse" else 1.6,
                keep=crest,
                colour=lambda p: hair,
                droop=1.0,
            )
        )
        rump = np.array([0, b.height - 0.45 * b.girth, -b.length / 2 - 0.75 * b.girth])
        t = np.linspace(0, 1, 6)[:, None]
        tails = [
            tube(rump + t * (np.array(b.tail) + rng.normal(0, 0.05, 3)), 0.012, 4)
            for _ in range(40)
        ]
        parts.append(patches(np.stack(tails), hair, shadow=False))
    if kind == "deer" and rng.random() < 0.6:
        parts.append(antlers(rng, poll, b.head_thick))
    if kind == "elephant":
        for side in (-1, 1):
            t = np.linspace(0, 1, 8)[:, None]
            root = nose + np.array([side * 0.24, -0.2, 0.05])
            path = root + np.array([side * 0.12, -0.55, 0.75]) * t + np.array([0, 0.3, 0]) * t**2
            parts.append(
                patches(tube(path, 0.06 * (1 - 0.8 * t[:, 0])), hexed("#c8c0ac"), rough=0.4)
            )
    return parts


def antlers(rng: np.random.Generator, poll: Array, thick: float) -> Patches:
    """A stag's antlers with tines."""
    grids, t = [], np.linspace(0, 1, 7)[:, None]
    for side in (-1, 1):
        root = poll + np.array([side * thick * 0.5, thick * 0.8, 0])
        beam = (
            root + np.array([side * 0.28, 0.5, -0.12]) * t + np.array([side * -0.1, 0, 0.16]) * t**2
        )
        grids.append(tube(beam, 0.017 * (1 - 0.6 * t[:, 0]), 6))
        for k, tall in ((2, 0.16), (3, 0.2), (5, 0.15)):
            tine = beam[k] + np.array([side * 0.05, 0.7, 0.5 + rng.normal(0, 0.2)]) * tall * t
            grids.append(tube(tine, 0.012 * (1 - 0.7 * t[:, 0]), 6))
    return patches(np.stack(grids), hexed("#6c5844"))
