"""What pictures of babies share: pastel rooms, their light, the look, and a baby's head."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, jitter, mix
from .figure import head, someone
from .finish import blur, bokeh, develop
from .headwear import beanie, sun_hat
from .noise import fbm2, smoothstep
from .nursery import PASTELS
from .picture import pick
from .render import Light
from .shapes import Hit, Patches, patches, quad
from .solids import Solid, transformed

Array = np.ndarray
BABY_SKINS = "#d8bfae #d2b4a2 #c8a892 #b49480 #8e7262 #6c564a"


def finish(rng: np.random.Generator, rgb: Array, auto: float = 0.6) -> Array:
    """Develop softly, as family pictures are."""
    look = str(rng.choice(["natural", "warm", "cool", "faded"], p=(0.5, 0.25, 0.1, 0.15)))
    return develop(rng, rgb, look=look, auto=auto, exposure=rng.uniform(1.25, 1.6), glow=0.1)


def window_light(rng: np.random.Generator, up: float = 0.7) -> Light:
    """Broad daylight from a window at one side."""
    way = np.array([rng.choice([-1, 1]) * rng.uniform(0.5, 1.0), up, rng.uniform(0.3, 0.8)])
    tint = choose(rng, "#fff6ea #fffaf4 #ffeedd #f4f6ff")
    return Light(way, tint * 1.7, tint * 0.75, tint * 0.4, softness=0.25)


def soft_room(rng: np.random.Generator, width: int, height: int) -> Array:
    """A pale room out of focus (h, w, 3) with a window's glow and fairy lights."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    image = np.broadcast_to(choose(rng, PASTELS + " #c8c0b4 #b8b0a4"), (height, width, 3)).copy()
    for _ in range(int(rng.integers(2, 6))):
        cx, w = rng.uniform(0, width / height), rng.uniform(0.05, 0.35)
        cy, h = rng.uniform(0.1, 0.7), rng.uniform(0.1, 0.5)
        inside = (np.abs(x - cx) < w) & (np.abs(y - cy) < h)
        image[inside] = choose(rng, "#e8e4dc #e8e4dc #8c7868 #a89888 #9cacb4 #c0a8a4")
    image = blur(image * (1.15 - 0.35 * y)[..., None], 0.05 * height)
    if rng.random() < 0.4:
        image += (
            bokeh(rng, height, width, jitter(rng, hexed("#ffd9a0"), 4), 12, 0.035 * height) * 0.5
        )
    return image.astype(np.float32)


def placed(parts: list, turn: Array, place: Array, size: float = 1.0) -> list:
    """Turn, scale and move parts."""
    return [transformed(part, turn, place, size) for part in parts]


def infant(rng: np.random.Generator, asleep: bool = False, hat: str = "") -> list[Solid | Patches]:
    """A baby's head at the origin facing +z, perhaps with a hat."""
    person = someone(
        rng, baby=True, asleep=asleep, skin=choose(rng, BABY_SKINS), beard=0.0, lips=0.0,
        hair="short", smile=rng.uniform(0.2, 0.5) if asleep else rng.uniform(0.4, 1.0),
        hair_colour=choose(rng, "#2c221c #5c4838 #8c7458 #3c2e26"),
    )  # fmt: skip
    parts = head(person, rng, (rng.normal(0, 0.15), rng.normal(0.05, 0.1)), 0 if hat else 4000)
    tint = choose(rng, PASTELS)
    if hat == "beanie":
        parts = parts[: 1 if asleep else 3] + beanie(
            rng, tint, rng.random() < 0.4, rng.random() < 0.4
        )
    elif hat == "sunhat":
        parts = parts[: 1 if asleep else 3] + sun_hat(rng, mix(tint, np.full(3, 0.7), 0.5), 0.15)
    return parts


def corner(rng: np.random.Generator, deep: float, floor: str = "") -> list[Patches]:
    """A floor and a back wall with a skirting board, in a pastel room."""
    wall_tint = choose(rng, PASTELS + " #c8c4bc #c8c4bc #c0b8ac")
    seed, kind = int(rng.integers(1e6)), pick(rng, "plain plain stripes dots")
    planks = choose(rng, "#94785c #a88c6c #7c6048 #b8a48c #8c8478")
    rug = choose(rng, PASTELS)
    round_at = rng.normal(0, 0.4)

    def wall(hit: Hit) -> Array:
        x, y, _ = hit.position.T
        out = np.broadcast_to(wall_tint, hit.position.shape)
        pale = mix(wall_tint, hexed("#e0dcd4"), 0.6)
        if kind == "stripes":
            out = mix(out, pale, (np.sin(x * 16) > 0).astype(float))
        elif kind == "dots":
            far = np.hypot(
                np.modf(x * 4 + 50)[0] - 0.5, np.modf(y * 4 + 0.5 * np.floor(x * 4 + 50))[0] - 0.5
            )
            out = mix(out, pale, smoothstep(0.2, 0.16, far))
        out = mix(out, hexed("#d0ccc4"), smoothstep(0.14, 0.13, y))
        return out * (1 + 0.04 * fbm2(x * 3, y * 3, 4, seed))[:, None]

    def boards(hit: Hit) -> Array:
        x, _, z = hit.position.T
        row = np.floor(z * 7)
        grain = fbm2(x * 3 + row * 17, z * 70, 4, seed) + 0.8 * np.sin(row * 12.9)
        out = planks * (1 + 0.18 * grain)[:, None]
        out = out * (1 - 0.5 * (np.abs(np.modf(np.abs(z) * 7)[0] - 0.5) > 0.47))[:, None]
        far = np.hypot(x - round_at, z - 0.2)
        if floor == "rug":
            edge = smoothstep(1.15, 1.12, far)
            out = mix(out, rug * (1 + 0.2 * fbm2(x * 40, z * 40, 3, seed))[:, None], edge)
        return out

    back = -deep
    return [
        patches(
            quad((-6, 0, back), (6, 0, back), (-6, 4, back), (6, 4, back)),
            wall_tint,
            paint=wall,
            shadow=False,
        ),
        patches(
            quad((-6, 0, back), (6, 0, back), (-6, 0, 5), (6, 0, 5)),
            planks,
            paint=boards,
            rough=0.45,
            specular=0.04,
        ),
    ]
