"""Breeds of dog and cat and kinds of wild animal: head shape, coat and name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .beasts import Beast
from .colour import choose, hexed, jitter, mix
from .figure import mirrored
from .noise import fbm3, smoothstep, worley2

Array = np.ndarray
Paint = Callable[[Array], Array]


def plain_coat(colour: Array, belly: Array | None = None, dark: float = 0.8) -> Paint:
    """One colour, darker on top and paler at muzzle and chest."""
    pale = colour * 1.25 if belly is None else belly

    def coat(p: Array) -> Array:
        low = smoothstep(0.1, -0.5, p[:, 1] + 0.2 * np.abs(p[:, 0])) * smoothstep(0.0, 0.5, p[:, 2])
        low = np.maximum(low, smoothstep(-0.8, -1.4, p[:, 1]) * 0.8)
        top = smoothstep(0.3, 0.9, p[:, 1]) + smoothstep(0.65, 0.85, np.abs(p[:, 0]))
        return mix(colour * (1 - (1 - dark) * np.clip(top, 0, 1))[:, None], pale, low * 0.8)

    return coat


def masked_coat(dark: Array, pale: Array, blaze: float = 0.12) -> Paint:
    """Husky, collie or beagle: dark cap with a pale muzzle, blaze, brows and chest."""

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        stripe = smoothstep(blaze + 0.06, blaze - 0.04, x + 0.15 * np.maximum(y - 0.2, 0)) * (z > 0)
        muzzle = smoothstep(-0.02, -0.16, y - 0.25 * smoothstep(0.5, 0.8, z)) * (z > 0.0)
        chest = smoothstep(-0.7, -1.0, y) * smoothstep(0.75, 0.5, x)
        spot = smoothstep(0.14, 0.08, np.hypot(x - 0.3, y - 0.42)) * (z > 0.2)
        white = np.clip(np.maximum.reduce([stripe, muzzle, chest, 0.7 * spot]), 0, 1)
        return mix(np.broadcast_to(dark, p.shape), pale, white)

    return coat


def spotted_coat(pale: Array, dark: Array, seed: int, size: float = 0.3) -> Paint:
    """Dalmatian: round dark spots and darker ears."""

    def coat(p: Array) -> Array:
        u, v = (p[:, 0] + 0.3 * p[:, 2]) / size, (p[:, 1] + 0.4 * p[:, 2]) / size
        near, _, owner = worley2(u, v, seed)
        spot = smoothstep(0.42, 0.3, near + 0.1 * fbm3(p * 9, 2, seed)) * (owner > 0.45)
        ear = smoothstep(0.68, 0.76, np.abs(p[:, 0])) * (p[:, 1] > -0.7)
        return mix(np.broadcast_to(pale, p.shape), dark, np.maximum(spot, 0.8 * ear))

    return coat


def striped_coat(base: Array, dark: Array, pale: Array, seed: int, strong: float = 1.0) -> Paint:
    """Tabby or tiger: stripes over brow, cheeks and chest, pale about eyes and mouth."""

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        bend = 0.35 * fbm3(p * 2.2, 3, seed)
        brow = np.sin((x * 0.9 + 0.35 * np.abs(y - 0.5)) * 22 + bend * 5)
        cheek = np.sin((y + 0.55 * x + bend * 0.5) * 17)
        top = smoothstep(0.28, 0.42, y)
        stripe = np.where(top > 0.5, brow, cheek) + 0.7 * fbm3(p * 5, 2, seed + 3)
        side = np.maximum(top, smoothstep(0.32, 0.5, x + 0.3 * (y < -0.6)))
        stripe = smoothstep(0.25, 0.65, stripe) * side * strong
        muzzle = smoothstep(0.36, 0.2, x) * smoothstep(-0.1, -0.22, y) * (z > 0.3)
        white = np.maximum(
            muzzle, smoothstep(0.2, 0.11, np.hypot(x - 0.32, (y - 0.36) * 1.3)) * 0.8
        )
        white = np.maximum(white, smoothstep(0.22, 0.4, np.hypot(x - 0.62, y + 0.35)) * 0)
        white = np.maximum(white, smoothstep(-0.5, -0.75, y) * smoothstep(0.8, 0.4, x) * 0.8)
        out = mix(np.broadcast_to(base, p.shape), pale, white)
        return mix(out, dark, stripe * (1 - 0.9 * muzzle))

    return coat


def panda_coat() -> Paint:
    """White with black ears, eye patches and shoulders."""
    white, black = hexed("#d8d2c6"), hexed("#161416")

    def coat(p: Array) -> Array:
        x, y, z = mirrored(p).T
        ear = smoothstep(0.62, 0.7, y + 0.25 * (x - 0.5)) * (x > 0.36)
        patch = (
            ((x - 0.36) * 0.8 + (y - 0.1) * 0.6) / 0.19,
            ((y - 0.1) * 0.8 - (x - 0.36) * 0.6) / 0.27,
        )
        patch = smoothstep(1.15, 0.9, np.hypot(*patch)) * (z > 0.1)
        body = smoothstep(-1.0, -1.12, y)
        return mix(np.broadcast_to(white, p.shape), black, np.maximum.reduce([ear, patch, body]))

    return coat


def draw_dog(rng: np.random.Generator) -> tuple[Beast, Paint, str]:
    """A dog of one of several breeds: shape, coat and name."""
    seed = int(rng.integers(1e6))
    name = str(
        rng.choice(
            [
                "labrador",
                "goldenretriever",
                "dalmatian",
                "husky",
                "beagle",
                "puppy",
                "blackdog",
                "terrier",
            ]
        )
    )
    pant = bool(rng.random() < 0.5)
    if name == "husky":
        b = Beast(
            ears="prick",
            ear=0.85,
            iris=str(rng.choice(["#6a94b0", "#4a3018"])),
            pant=pant,
            ruff=0.4,
        )
        return b, masked_coat(choose(rng, "#3c3a3c #54504e #6a4e3a"), hexed("#d0ccc4"), 0.06), name
    if name == "dalmatian":
        b = Beast(hair=0.06, ruff=0.09, pant=pant)
        return b, spotted_coat(hexed("#cfcac0"), hexed("#1c1816"), seed), name
    if name == "beagle":
        b = Beast(hair=0.08, ruff=0.14, ear=1.35, pant=pant)
        return b, masked_coat(choose(rng, "#74543c #664a38"), hexed("#d4cec4"), 0.1), name
    if name == "puppy":
        b = Beast(
            muzzle=0.26, eye_size=0.15, snout=0.27, hair=0.13, ruff=0.22, skull=(0.8, 0.74, 0.75)
        )
        return b, plain_coat(choose(rng, "#b8a080 #a08468 #64503f #c8bcaa #2a2420")), name
    if name == "terrier":
        b = Beast(muzzle=0.36, hair=0.3, ruff=0.45, ears="prick", ear=0.6)
        return b, plain_coat(choose(rng, "#c8c0b0 #9a8468 #8a8478")), name
    shades = {
        "labrador": "#b8a488 #c4b8a0 #54392c",
        "goldenretriever": "#a08262 #ac9070 #94744e",
        "blackdog": "#1c1a1a #2a2422",
    }
    long = name == "goldenretriever"
    b = Beast(hair=0.15 if long else 0.08, ruff=0.38 if long else 0.14, pant=pant)
    return b, plain_coat(choose(rng, shades[name])), name


CAT = Beast(
    skull=(0.8, 0.66, 0.7), muzzle=0.12, snout=0.24, pads=0.14, ears="prick", ear=0.9,
    whiskers=True, eye=(0.31, 0.1, 0.5), eye_size=0.155, slit=0.45,
    nose=(0.085, 0.06, 0.06), nose_colour="#8a5a54",
    cheek=0.42, hair=0.16, ruff=0.34, neck=0.6, iris="#a89040",
)  # fmt: skip


def draw_cat(rng: np.random.Generator) -> tuple[Beast, Paint, str]:
    """A cat: shape, coat and name."""
    seed = int(rng.integers(1e6))
    name = str(
        rng.choice(["tabby", "ginger", "ginger", "greycat", "blackcat", "tuxedo", "siamese"])
    )
    iris = str(rng.choice(["#a89040", "#7c9448", "#b87c30", "#88a860"]))
    changes = {"iris": iris, "hair": rng.uniform(0.12, 0.22), "ruff": rng.uniform(0.2, 0.5)}
    b = Beast(**(CAT.__dict__ | changes))
    pale = hexed("#d0c4b4")
    if name == "tabby":
        coat = striped_coat(choose(rng, "#8c7a66 #9a948c"), hexed("#2e2620"), pale, seed, 0.75)
    elif name == "ginger":
        coat = striped_coat(
            choose(rng, "#a8805a #a0764e"), hexed("#744a2c"), hexed("#c4b094"), seed, 0.7
        )
    elif name == "tuxedo":
        coat = masked_coat(hexed("#1e1c1e"), hexed("#d4d0c8"), 0.05)
    elif name == "siamese":
        b = Beast(**(b.__dict__ | {"iris": "#6c9cc4"}))

        def coat(p: Array) -> Array:
            dark = smoothstep(0.55, 0.25, np.hypot(p[:, 0], p[:, 1] + 0.1)) * (p[:, 2] > 0.2)
            dark = np.maximum(dark, smoothstep(0.6, 0.72, p[:, 1]) * (np.abs(p[:, 0]) > 0.3))
            return mix(np.broadcast_to(hexed("#cdbda4"), p.shape), hexed("#3a2c26"), dark * 0.9)

    else:
        coat = plain_coat(choose(rng, "#6c6c72 #84848a") if name == "greycat" else hexed("#1c1a1c"))
    return b, coat, name


def draw_wild(rng: np.random.Generator, name: str) -> tuple[Beast, Paint]:
    """The head of a tiger, lion, bear, panda, fox, wolf or leopard."""
    seed = int(rng.integers(1e6))
    big = CAT.__dict__ | {
        "muzzle": 0.34, "snout": 0.33, "pads": 0.16, "ears": "round", "ear": 0.85,
        "eye_size": 0.115, "eye": (0.33, 0.14, 0.56), "slit": 0.0,
        "nose": (0.17, 0.09, 0.08), "nose_colour": "#7a4c44",
        "hair": 0.13, "ruff": 0.36, "iris": "#a88434", "neck": 0.75,
    }  # fmt: skip
    if name == "tiger":
        tint = choose(rng, "#a06c3c #a87848 #986438")
        return Beast(**big), striped_coat(tint, hexed("#141010"), hexed("#dcd4c4"), seed)
    if name == "leopard":
        base = choose(rng, "#a08660 #98805c")

        def rosettes(p: Array) -> Array:
            near, _, _ = worley2((p[:, 0] + 0.3 * p[:, 2]) * 6, (p[:, 1] - 0.3 * p[:, 2]) * 6, seed)
            ring = smoothstep(0.5, 0.4, near) * smoothstep(0.12, 0.2, near + 0.4 * (p[:, 1] > 0))
            return mix(
                plain_coat(base, hexed("#d8ccb4"))(p), hexed("#1c1410"), ring * (p[:, 2] < 0.85)
            )

        return Beast(**big), rosettes
    if name == "lion":
        tint = choose(rng, "#94785a #9c8464")

        def mane(p: Array) -> Array:
            far = np.hypot(p[:, 0], p[:, 1] * 0.9 + 0.05) + 0.4 * (p[:, 2] < -0.2)
            dark = mix(tint * 0.6, hexed("#3a281c"), smoothstep(0.75, 1.2, far))
            return mix(plain_coat(tint)(p), dark, smoothstep(0.62, 0.75, far) * (p[:, 2] < 0.5))

        return Beast(**(big | {"ruff": 0.95, "hair": 0.2})), mane
    if name == "fox":
        b = Beast(
            ears="prick", ear=1.0, muzzle=0.5, snout=0.22, ruff=0.45, iris="#a87430", cheek=0.44
        )
        return b, masked_coat(choose(rng, "#94603c #8c5836"), hexed("#dcd4c8"), 0.0)
    if name == "wolf":
        b = Beast(ears="prick", ear=0.8, ruff=0.5, hair=0.2, iris="#b08c3c")
        return b, masked_coat(choose(rng, "#5c5852 #6c6458"), hexed("#b8b0a4"), 0.0)
    if name == "panda":
        b = Beast(
            skull=(0.88, 0.76, 0.8), muzzle=0.22, snout=0.32, ears="round", ear=1.1, cheek=0.5,
            eye=(0.34, 0.1, 0.62), eye_size=0.085, hair=0.13, ruff=0.2, neck=0.8,
        )  # fmt: skip
        return b, panda_coat()
    b = Beast(
        skull=(0.8, 0.7, 0.8), muzzle=0.55, snout=0.32, ears="round", ear=0.95, cheek=0.44,
        eye=(0.27, 0.16, 0.62), eye_size=0.075, hair=0.2, ruff=0.34, neck=0.85,
        nose=(0.17, 0.12, 0.1),
    )  # fmt: skip
    tint = choose(rng, "#4c3c30 #3c2e24 #5c4a3a #c4bcae")
    return b, plain_coat(tint, jitter(rng, tint * 1.3, 1, 0.1)[0])


FACES = {
    "husky": (Beast(ears="prick", ear=0.8, iris="#6a94b0", eye_size=0.105, ruff=0.45, hair=0.2,
                    muzzle=0.55), "#3c3a3c #54504e #2c2a2c", "#d0ccc4", 0.05),
    "corgi": (Beast(ears="prick", ear=1.05, eye_size=0.11, muzzle=0.5, snout=0.26, ruff=0.3),
              "#a0724a #94683e", "#d4ccc0", 0.13),
    "dachshund": (Beast(hair=0.06, ruff=0.1, ear=1.3, eye_size=0.11, muzzle=0.72, snout=0.25),
                  "#201a18 #2a2220", "#8c5c38", 0.0),
    "pomeranian": (Beast(ears="prick", ear=0.45, eye_size=0.11, muzzle=0.3, snout=0.22, hair=0.42,
                         ruff=0.75, cheek=0.46), "#c8a070 #d0c8bc #b88c5c", "#d8d0c4", 0.0),
    "rottweiler": (Beast(hair=0.06, ruff=0.1, ear=0.75, eye_size=0.1, snout=0.36, muzzle=0.5,
                         cheek=0.45), "#1c1818 #221e1c", "#7c4c2c", 0.0),
}  # fmt: skip
"""Breeds by head, colours of cap and of muzzle, and width of the blaze."""


def draw_face(rng: np.random.Generator, name: str) -> tuple[Beast, Paint]:
    """The head of a dog of a breed in FACES, or of a bear."""
    if name in FACES:
        beast, dark, pale, blaze = FACES[name]
        beast = Beast(**(beast.__dict__ | {"pant": bool(rng.random() < 0.5)}))
        return beast, masked_coat(choose(rng, dark), hexed(pale), blaze)
    beast, _ = draw_wild(rng, "bear")
    tint = choose(rng, "#3c2c20 #4c3828 #5c4430")
    return beast, plain_coat(tint, jitter(rng, tint * 1.3, 1, 0.1)[0])
