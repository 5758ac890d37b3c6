"""People as solids in metres: a head that faces +z and a body posed by its joints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .colour import choose, hexed, mix
from .fur import fur
from .noise import fbm2, fbm3, smoothstep
from .shapes import Patches, Surface
from .solids import (
    Solid,
    ball,
    capsule,
    ellipsoid,
    gradient,
    smooth_union,
    subtract,
    transformed,
    union,
)

Array = np.ndarray
SKINS = "#d8bca9 #cfad97 #c09a83 #a5826c #806252 #604b3f #483931"
HAIRS = "#14100e #241c18 #382c24 #54443a #7c6a54 #a08f74 #5c4034 #7c7672"


@dataclass(frozen=True)
class Person:
    """Looks of a person; colours are linear. `hair` is short, long, bun, curly or bald."""

    skin: Array
    hair_colour: Array
    hair: str = "short"
    eyes: Array = field(default_factory=lambda: hexed("#4a3420"))
    lips: float = 0.5
    beard: float = 0.0
    smile: float = 0.5
    sunglasses: bool = False
    baby: bool = False
    asleep: bool = False


def someone(rng: np.random.Generator, **changes: object) -> Person:
    """Draw a person at random; keyword arguments fix traits."""
    hair = str(rng.choice(["short", "long", "long", "bun", "curly"]))
    traits: dict = {
        "skin": choose(rng, SKINS),
        "hair_colour": choose(rng, HAIRS),
        "hair": hair,
        "eyes": choose(rng, "#4a3420 #2c1c10 #4a6a7c #5a6a3c #3c5a7c"),
        "lips": rng.uniform(0.2, 0.5) if hair == "short" else rng.uniform(0.4, 1.0),
        "beard": float(rng.uniform(0.4, 1.0) * (hair == "short" and rng.random() < 0.5)),
        "smile": rng.uniform(0, 1),
    }
    return Person(**(traits | changes))


def mirrored(p: Array) -> Array:
    """Fold points to x >= 0, so that one side describes both."""
    q = p.copy()
    q[..., 0] = np.abs(q[..., 0])
    return q


def face_distance(person: Person) -> Callable[[Array], Array]:
    """Distance to the bare head and neck, centred between the ears."""
    baby = person.baby
    jaw = (0.064, 0.053, 0.068) if baby else (0.059, 0.08, 0.072)
    cheek = 0.035 if baby else 0.026
    wide = 1.12 if baby else 1.0
    brim, tip = (0.005, 0.0078) if baby else (0.006, 0.0115)
    lips, lid_size, gap, gap_wide = (
        (0.72, 0.018, 0.0078, 0.017) if baby else (1, 0.0152, 0.0051, 0.0145)
    )
    corner = 0.008 * person.smile

    def distance(p: Array) -> Array:
        q = mirrored(p)
        d = ellipsoid(q, (0, 0.035, -0.012), (0.078 * wide, 0.096, 0.096))
        d = smooth_union(d, ellipsoid(q, (0, -0.045, 0.018), jaw), 0.05)
        d = smooth_union(
            d,
            ball(q, (0.036 + 0.005 * baby, -0.022 - 0.006 * baby, 0.052 - 0.006 * baby), cheek),
            0.035,
        )
        d = smooth_union(d, ball(q, (0, -0.098 if not baby else -0.082, 0.068), 0.014), 0.035)
        d = smooth_union(d, capsule(q, (0, 0.036, 0.083), (0.05, 0.034, 0.066), 0.009), 0.022)
        d = subtract(d, ball(q, (0.031, 0.014, 0.098), 0.017), 0.02)
        nose = capsule(
            q, (0, 0.018 - 0.02 * baby, 0.088), (0, -0.022, 0.106 - 0.005 * baby), brim, tip
        )
        d = smooth_union(d, nose, 0.016)
        d = smooth_union(
            d,
            ball(q, (0.011 - 0.003 * baby, -0.026, 0.095 - 0.002 * baby), 0.0075 - 0.002 * baby),
            0.01,
        )
        upper = capsule(
            q, (0, -0.05, 0.0905), (0.02 * lips, -0.0535 + corner, 0.081), 0.0045, 0.002
        )
        lower = capsule(
            q, (0, -0.0605, 0.089), (0.017 * lips, -0.0575 + corner, 0.081), 0.0058, 0.002
        )
        d = smooth_union(d, union(upper, lower), 0.007)
        lid = ball(q, (0.031, 0.0135, 0.0745), lid_size)
        off = (q[..., 0] - 0.031) / gap_wide
        slit = np.abs(q[..., 1] - 0.0125) - gap * np.sqrt(np.maximum(1 - off * off, 0))
        slit = 0.6 * np.maximum(slit, np.abs(q[..., 0] - 0.031) - gap_wide)
        d = smooth_union(d, lid if person.asleep else np.maximum(lid, -slit), 0.004)
        d = smooth_union(
            d,
            ellipsoid(q, (0.08 * wide, -0.005 * baby, -0.012), (0.01, 0.032 - 0.006 * baby, 0.019)),
            0.01,
        )
        neck = 0.046 if not baby else 0.04
        return smooth_union(d, capsule(q, (0, -0.06, -0.02), (0, -0.16, -0.032), neck, neck), 0.03)

    return distance


def face_paint(person: Person, seed: int) -> Callable[[Array], Array]:
    """Colour of the head at local points (n, 3): skin, blush, lips, brows, lashes, beard."""
    rose = person.skin * np.array([1.0, 0.68, 0.66])
    lip = mix(person.skin * np.array([0.95, 0.6, 0.58]), hexed("#a04850"), 0.45 * person.lips)
    corner = 0.008 * person.smile
    lips, gap = (0.72, 0.0078) if person.baby else (1.0, 0.0052)

    def colour(p: Array) -> Array:
        q = mirrored(p)
        x, y, z = q.T
        front = z > 0.03
        mottle = fbm3(p * 45, 3, seed)
        base = person.skin * (1 + 0.07 * fbm3(p * 160, 2, seed + 3))[:, None]
        base = base * (1 + mottle[:, None] * np.array([0.03, 0.09, 0.11]))
        hollow = np.exp(-((x - 0.029) ** 2 / 0.0003 + (y + 0.004) ** 2 / 0.00006))
        fold = np.abs(np.hypot(x - 0.002, y + 0.052) - 0.0335 - 0.003 * person.smile)
        fold = np.exp(-((fold / 0.0028) ** 2)) * (y > -0.06) * (y < -0.024) * (x > 0.018) * front
        adult = 0.15 if person.baby else 1.0
        base = base * (1 - adult * (0.16 * hollow + 0.2 * person.smile * fold))[:, None]
        blush = np.exp(-((x - 0.044) ** 2 + (y + 0.025) ** 2) / 0.0006)
        nose = np.exp(-((x / 0.014) ** 2 + ((y + 0.024) / 0.014) ** 2)) * (z > 0.09)
        out = mix(base, np.broadcast_to(rose, base.shape), np.clip(0.3 * blush + 0.28 * nose, 0, 1))
        line = -0.0555 + corner * (x / lips / 0.02) ** 2
        reach = 0.0095 * np.clip(1 - (x / lips / 0.0265) ** 2, 0, 1) ** 0.6
        mouth = smoothstep(1.2, 0.8, np.abs(y - line + 0.001) / np.maximum(reach, 1e-4)) * front
        out = mix(out, np.broadcast_to(lip, base.shape), mouth)
        part = smoothstep(0.0016, 0.0004, np.abs(y - line)) * (x < 0.026 * lips) * front
        out = out * (1 - 0.75 * part)[:, None]
        if person.smile > 0.55:
            open_to = 0.0062 * np.clip(1 - (x / lips / 0.0235) ** 2, 0, 1) ** 0.8
            ajar = smoothstep(1.15, 0.85, np.abs(y - line + 0.001) / np.maximum(open_to, 1e-4))
            tooth = np.abs(np.modf(x / 0.0055)[0] - 0.5) > 0.46
            teeth = hexed("#cfc6ba") * (1 - 0.12 * tooth - 0.5 * (x / 0.024) ** 2)[:, None]
            teeth = hexed("#8a5450") * np.ones_like(teeth) if person.baby else teeth
            low = (y - line + 0.001) < -0.45 * open_to
            teeth = np.where(low[:, None], lip * 0.3, teeth)
            out = mix(out, np.maximum(teeth, 0), ajar * front)
        arc = 0.040 + 0.0 * x - 7 * (x - 0.036) ** 2
        arc = arc + 0.0012 * fbm3(p * 400, 2, seed + 8)
        thick = (0.0052 if person.lips < 0.4 else 0.004) * (1 - 0.5 * smoothstep(0.03, 0.055, x))
        brow = smoothstep(thick, thick * 0.25, np.abs(y - arc)) * front
        brow = brow * smoothstep(0.01, 0.016, x) * smoothstep(0.056, 0.048, x)
        brow = brow * (0.75 + 0.5 * fbm3(p * np.array([700, 250, 250]), 2, seed + 9))
        hairy = mix(person.hair_colour, person.skin * 0.3, 0.3)
        strength = 0.12 if person.baby else 0.8
        out = mix(out, np.broadcast_to(hairy, base.shape), np.clip(strength * brow, 0, 1))
        rim = 0.0125 + gap * np.sqrt(np.maximum(1 - ((x - 0.031) / 0.0168) ** 2, 0))
        if person.asleep:
            rim = 0.0035 + 7 * (x - 0.031) ** 2
        lash = smoothstep(0.0022, 0.0008, np.abs(y - rim)) * (np.abs(x - 0.031) < 0.016) * front
        out = out * (1 - (0.65 if person.baby else 0.8) * lash)[:, None]
        if person.beard:
            chin = smoothstep(-0.03, -0.048, y + 0.25 * np.abs(x - 0.02)) * (z > -0.02)
            chin = chin * smoothstep(-0.16, -0.115, y) * (1 - mouth)
            grain = 0.7 + 0.5 * fbm3(p * 220, 2, seed + 1)
            beard = np.broadcast_to(person.hair_colour, base.shape)
            out = mix(out, beard, np.clip(chin * person.beard * grain, 0, 0.95))
        return out

    return colour


def head(
    person: Person,
    rng: np.random.Generator,
    gaze: tuple[float, float] = (0, 0),
    strands: int = 6000,
) -> list[Solid | Patches]:
    """A head with eyes and hair about the origin, facing +z; `gaze` is (right, up) radians.

    The head is 0.24 m tall with its chin at y = -0.115 and its neck down to y = -0.2. `strands`
    is the number of single hairs laid over the body of the hair, 0 for a far head.
    """
    seed = int(rng.integers(1e6))
    skin = Surface(
        rough=0.47, specular=0.03, translucent=0.5, bump=lambda p: 0.0002 * fbm3(p * 320, 2, seed)
    )
    parts: list[Solid | Patches] = [
        Solid(face_distance(person), face_paint(person, seed), ((0, -0.04, 0), 0.21), skin, 0.85)
    ]
    for side in () if person.asleep else (-1, 1):
        spot = np.array([side * 0.031, 0.0125, 0.0745], np.float32)
        way = np.array([np.sin(gaze[0]), np.sin(gaze[1]), 1.0])
        way = way / np.linalg.norm(way)

        def eye(p: Array, spot: Array = spot, way: Array = way) -> Array:
            turned = ((p - spot) / np.linalg.norm(p - spot, axis=1, keepdims=True)) @ way
            wide = 0.76 if person.baby else 0.86
            white = np.broadcast_to(hexed("#c8c0ba"), p.shape)
            iris = mix(person.eyes * 1.2, person.eyes * 0.35, smoothstep(wide + 0.03, wide, turned))
            out = mix(white, iris, smoothstep(wide - 0.02, wide + 0.01, turned))
            out = mix(out, np.full(3, 0.004), smoothstep(0.945, 0.965, turned))
            near = 1.17 if person.baby else 1.0
            spark = np.linalg.norm(p - spot - near * np.array([0.003, 0.0045, 0.012]), axis=1)
            out = mix(out, np.full(3, 0.9), smoothstep(0.0026, 0.0014, spark))
            return out * (0.4 + 0.6 * smoothstep(0.0045, -0.003, p[:, 1] - spot[1]))[:, None]

        def globe(p: Array, spot: Array = spot) -> Array:
            return ball(p, spot, 0.0162 if person.baby else 0.0138)

        shine = Surface(rough=0.08, specular=0.05)
        parts.append(Solid(globe, eye, (tuple(spot), 0.018), shine, shadow=False))
    if person.hair != "bald":
        body = hair(person, seed)
        parts.append(body)
        if strands:
            parts.append(locks(rng, person, body, strands))
    if person.sunglasses:
        parts += sunglasses(rng)
    return parts


def hair(person: Person, seed: int) -> Solid:
    """Hair about the head; strands run down and away from the parting."""
    style, thick = person.hair, 0.006 if person.baby else 0.012

    def distance(p: Array) -> Array:
        q = mirrored(p)
        lump = 0.006 * fbm3(p * np.array([28, 12, 28]), 3, seed)
        if style == "curly":
            lump = 0.016 * np.abs(fbm3(p * 38, 3, seed)) + 0.006
        cap = ellipsoid(q, (0, 0.042, -0.016), np.array((0.079, 0.095, 0.096)) + thick)
        part = ((seed % 7) - 3) * 0.008
        if style in ("short", "curly", "bun"):
            fringe = 0.084 - 13 * (p[..., 0] - part * 0.5) ** 2
        elif seed % 4 == 0:
            fringe = 0.05 - 60 * np.maximum(q[..., 0] - 0.045, 0) ** 1.6
        else:
            fringe = 0.09 - 22 * np.abs(p[..., 0] - part) ** 2
        low = -0.035 if style == "short" else -0.09
        edge = np.where(q[..., 2] > 0.0, fringe, low + 0.5 * np.maximum(q[..., 2] + 0.04, 0))
        bare = smoothstep(-0.03, 0.02, q[..., 2]) * (style != "long")
        edge = np.where(q[..., 2] > 0, edge, np.maximum(edge, bare * 0.03 + (1 - bare) * edge))
        d = np.maximum(cap, (edge - q[..., 1]) * 0.75)
        if style == "long":
            side = capsule(q, (0.07, 0.05, -0.025), (0.088, -0.17, 0.0), 0.03, 0.024)
            back = ellipsoid(q, (0, -0.06, -0.062), (0.095, 0.18, 0.048))
            d = smooth_union(d, union(side, back), 0.03)
        elif style == "bun":
            d = smooth_union(d, ball(q, (0, 0.135, -0.055), 0.045), 0.015)
        elif style == "curly":
            d = smooth_union(d, ellipsoid(q, (0, 0.06, -0.03), (0.115, 0.105, 0.11)), 0.02)
            d = np.maximum(d, -(ellipsoid(q, (0, -0.03, 0.1), (0.07, 0.095, 0.08))))
        return d + lump

    def strands(p: Array) -> Array:
        turn = np.arctan2(p[:, 0], p[:, 2] + 0.02)
        return fbm2(turn * 34, p[:, 1] * 10 + 2 * np.sin(turn * 3), 3, seed)

    def colour(p: Array) -> Array:
        return 0.8 * person.hair_colour * (1 + 0.5 * strands(p))[:, None]

    surface = Surface(rough=0.55, specular=0.04, bump=lambda p: 0.0015 * strands(p))
    return Solid(distance, colour, ((0, -0.04, -0.01), 0.3), surface, 0.7)


def locks(rng: np.random.Generator, person: Person, body: Solid, count: int) -> Patches:
    """Single hairs over the body of the hair, combed as the style asks."""
    style = person.hair
    part, way = rng.normal(0, 0.015), rng.choice([-1.0, 1.0])
    skull = face_distance(person)

    def normal_y(p: Array) -> Array:
        return gradient(body.distance, p, 0.004)[:, 1]

    def comb(p: Array, normal: Array) -> Array:
        top = smoothstep(0.03, 0.12, p[:, 1])
        apart = np.tanh((p[:, 0] - part) / 0.02)
        if style == "bun":
            return np.array([0, 0.135, -0.055]) - p
        if style == "short" and not person.baby:
            return np.stack([way * top + 0.2 * apart, -1 + 1.1 * top, 0.25 - 0.6 * top], -1)
        return np.stack([0.9 * apart * top, -np.ones(len(p)), 0.2 * top - 0.2], -1)

    size, lift, wild, clump = {
        "short": (0.03, 0.3, 0.22, 0.45),
        "long": (0.085, 0.04, 0.06, 0.22),
        "bun": (0.055, 0.03, 0.05, 0.15),
        "curly": (0.03, 0.7, 0.9, 0.9),
    }[style]

    def outside(p: Array) -> Array:
        low = (skull(p) > 0.002) & ((normal_y(p) > -0.4) | (p[:, 1] > -0.08))
        way = p - np.array([0, 0.02, -0.03])
        outward = gradient(body.distance, p, 0.004)
        inner = (outward * way).sum(1) < 0.45 * np.linalg.norm(way, axis=1)
        return low & (~inner | (p[:, 1] < -0.03))

    if person.baby:
        size, lift, count = 0.018, 0.15, count // 2
    return fur(
        rng,
        body,
        count,
        size,
        flow=comb,
        lift=lift,
        width=0.0022 / size,
        clump=clump,
        wild=wild,
        droop=0.5,
        vary=0.22,
        root=0.75,
        keep=outside,
        wrap=0.0 if style == "curly" else 8.0,
    )


def sunglasses(rng: np.random.Generator) -> list[Solid]:
    """Dark glasses on the nose of a head at the origin."""
    tall = rng.uniform(0.02, 0.027)
    tint = choose(rng, "#08080a #2a1608 #0c1420")

    def lens(p: Array) -> Array:
        q = mirrored(p)
        bowl = np.abs(ball(q, (0.02, 0.008, 0.0), 0.102)) - 0.0015
        shape = ((q[..., 0] - 0.036) / 0.031) ** 2 + ((q[..., 1] - 0.008) / tall) ** 2
        return np.maximum(bowl, (np.sqrt(shape) - 1) * 0.022)

    def wire(p: Array) -> Array:
        q = mirrored(p)
        bridge = capsule(q, (0, 0.014, 0.104), (0.008, 0.012, 0.102), 0.0028)
        return union(bridge, capsule(q, (0.066, 0.014, 0.085), (0.087, 0.012, -0.01), 0.003))

    bound = ((0.0, 0.01, 0.05), 0.13)
    return [
        Solid(lens, tint, bound, Surface(rough=0.06, specular=0.09), 0.7),
        Solid(wire, hexed("#121212"), bound, Surface(rough=0.3, specular=0.06)),
    ]


# Joints of a person 1.75 m tall, in metres: left is +x as seen from the front (facing +z).
STANDING: dict[str, tuple[float, float, float]] = {
    "head": (0, 1.62, 0.02), "neck": (0, 1.45, -0.02), "chest": (0, 1.28, 0), "hips": (0, 0.95, 0),
    "shoulder_l": (0.168, 1.39, -0.01), "elbow_l": (0.25, 1.13, -0.03),
    "hand_l": (0.27, 0.87, 0.05),
    "shoulder_r": (-0.168, 1.39, -0.01), "elbow_r": (-0.25, 1.13, -0.03),
    "hand_r": (-0.27, 0.87, 0.05),
    "hip_l": (0.09, 0.92, 0), "knee_l": (0.1, 0.5, 0.02), "foot_l": (0.11, 0.08, -0.02),
    "hip_r": (-0.09, 0.92, 0), "knee_r": (-0.1, 0.5, 0.02), "foot_r": (-0.11, 0.08, -0.02),
}  # fmt: skip


@dataclass(frozen=True)
class Outfit:
    """Clothes: colours (linear), and how far they reach.

    `sleeve` 0 bare arms, 0.5 to the elbow, 1 to the wrist; `leg` likewise; `skirt` is the
    height in metres of a skirt's hem above the ground, or None. `broad` widens the shoulders.
    """

    top: Array
    bottom: Array
    shoes: Array = field(default_factory=lambda: hexed("#3a3434"))
    sleeve: float = 0.5
    leg: float = 1.0
    skirt: float | None = None
    broad: float = 1.0
    midriff: bool = False


def figure(
    rng: np.random.Generator,
    person: Person,
    outfit: Outfit,
    pose: dict[str, tuple[float, float, float]] | None = None,
    head_turn: Array | None = None,
    gaze: tuple[float, float] = (0, 0),
    strands: int = 2000,
) -> list[Solid | Patches]:
    """A whole person facing +z with the feet at y = 0.

    `pose` overrides joints of STANDING; `head_turn` is a rotation (3, 3) of the head. Use
    `transformed` on each solid to place the figure in a scene.
    """
    j = {k: np.array(v, np.float32) for k, v in (STANDING | (pose or {})).items()}
    points = np.array(list(j.values()))
    centre = (points.max(0) + points.min(0)) / 2
    bound = (tuple(centre), float(np.linalg.norm(points - centre, axis=1).max()) + 0.3)
    seed, broad = int(rng.integers(1e6)), outfit.broad
    side = j["shoulder_l"] - j["shoulder_r"]
    side = side / np.linalg.norm(side)
    arm = 0.047 * (1 + 1.2 * (broad - 1))

    def limb(
        p: Array,
        joints: tuple[str, str, str],
        radii: tuple[float, float, float],
        grow: float,
        share: float,
    ) -> Array:
        a, b, c = (j[name] for name in joints)
        first, second = min(share * 2, 1), np.clip(share * 2 - 1, 0, 1)
        d = capsule(p, a, a + (b - a) * first, radii[0] + grow, radii[1] + grow)
        if second > 0:
            d = smooth_union(
                d, capsule(p, b, b + (c - b) * second, radii[1] + grow, radii[2] + grow), 0.03
            )
        return d

    def torso(p: Array, grow: float, low: bool) -> Array:
        chest, hips, neck = j["chest"], j["hips"], j["neck"]
        waist = chest * 0.42 + hips * 0.58
        d = capsule(
            p, chest - side * 0.075 * broad, chest + side * 0.07 * broad, 0.098 * broad + grow
        )
        top = neck * 0.75 + chest * 0.25
        d = smooth_union(
            d,
            capsule(p, j["shoulder_l"] - side * 0.012, top, 0.042 * broad + grow, 0.05 + grow),
            0.03,
        )
        d = smooth_union(
            d,
            capsule(p, j["shoulder_r"] + side * 0.012, top, 0.042 * broad + grow, 0.05 + grow),
            0.03,
        )
        d = smooth_union(
            d, capsule(p, waist - side * 0.05, waist + side * 0.05, 0.088 + grow), 0.09
        )
        if low:
            d = smooth_union(
                d, capsule(p, hips - side * 0.07, hips + side * 0.07, 0.105 + grow), 0.08
            )
        return d

    arms = [(f"shoulder_{s}", f"elbow_{s}", f"hand_{s}") for s in "lr"]
    legs = [(f"hip_{s}", f"knee_{s}", f"foot_{s}") for s in "lr"]
    arm_radii, leg_radii = (arm, arm * 0.82, 0.028), (0.085, 0.056, 0.042)

    def bare(p: Array) -> Array:
        d = torso(p, -0.008, True)
        for names in arms:
            d = smooth_union(d, limb(p, names, arm_radii, 0, 1), 0.03)
            hand, way = j[names[2]], j[names[2]] - j[names[1]]
            way = way / np.linalg.norm(way)
            d = smooth_union(d, capsule(p, hand, hand + way * 0.07, 0.03, 0.034), 0.02)
        for names in legs:
            d = smooth_union(d, limb(p, names, leg_radii, 0, 1), 0.03)
        return smooth_union(d, capsule(p, j["neck"], j["head"], 0.048, 0.045), 0.04)

    def shirt(p: Array) -> Array:
        d = torso(p, 0.012, not outfit.midriff)
        if outfit.midriff:
            cut = j["chest"] * 0.55 + j["hips"] * 0.45
            way = (j["hips"] - j["chest"]) / np.linalg.norm(j["hips"] - j["chest"])
            d = np.maximum(d, (p - cut) @ way)
        for names in arms:
            if outfit.sleeve > 0:
                d = smooth_union(d, limb(p, names, arm_radii, 0.014, outfit.sleeve), 0.03)
        collar = ball(p, j["neck"] + np.array([0, 0.05, 0.03], np.float32), 0.085)
        return subtract(d, collar, 0.012) + 0.002 * fbm3(p * np.array([14, 6, 14]), 2, seed)

    def lower(p: Array) -> Array:
        hips = j["hips"]
        d = capsule(p, hips - side * 0.068, hips + side * 0.068, 0.118)
        for names in legs:
            d = smooth_union(d, limb(p, names, leg_radii, 0.014, max(outfit.leg, 0.18)), 0.05)
        if outfit.skirt is not None:
            reach = hips[1] - outfit.skirt
            t = np.clip((hips[1] + 0.05 - p[..., 1]) / reach, 0, 1)
            far = np.hypot(p[..., 0] - hips[0], p[..., 2] - hips[2])
            turn = np.arctan2(p[..., 0] - hips[0], p[..., 2] - hips[2])
            folds = 0.035 * t * np.sin(turn * 9 + 2 * np.sin(turn * 4 + seed))
            cone = (far - (0.13 + 0.36 * reach * t**1.2) - folds) * 0.75
            slab = np.maximum(outfit.skirt - p[..., 1], p[..., 1] - hips[1] - 0.06)
            d = smooth_union(d, np.maximum(cone, slab), 0.04)
        return d + 0.004 * fbm3(p * 12, 2, seed + 5)

    def shoes(p: Array) -> Array:
        toe = np.array([0, -0.03, 0.14], np.float32)
        return union(*(capsule(p, j[f"foot_{s}"], j[f"foot_{s}"] + toe, 0.05, 0.042) for s in "lr"))

    def creases(p: Array) -> Array:
        fold = 1 - np.abs(fbm3(p * np.array([11, 6, 11]), 2, seed))
        return 0.0035 * fold**3 + 0.00015 * fbm3(p * 260, 1, seed + 2)

    cloth = Surface(rough=0.85, specular=0.03, bump=creases)
    flesh = Surface(rough=0.47, specular=0.03, translucent=0.45)
    parts: list[Solid | Patches] = [
        Solid(shirt, outfit.top, bound, cloth, 0.8),
        Solid(lower, outfit.bottom, bound, cloth, 0.7),
        Solid(shoes, outfit.shoes, bound, Surface(rough=0.5)),
        Solid(bare, person.skin, bound, flesh, 0.85),
    ]
    turn = np.eye(3) if head_turn is None else head_turn
    parts += [transformed(part, turn, j["head"], 1.0) for part in head(person, rng, gaze, strands)]
    return parts
