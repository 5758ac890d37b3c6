"""What pictures of animals share: a room out of focus, its light, the look, and placing parts."""

from __future__ import annotations

import numpy as np

from .backdrop import plain
from .beasts import Beast, Paint, portrait
from .camera import Camera
from .colour import choose
from .finish import blur, develop, focus
from .render import Light, grey, render
from .shapes import Patches, rotation
from .solids import Solid, transformed

Array = np.ndarray


def finish(rng: np.random.Generator, rgb: Array, auto: float = 0.5) -> Array:
    """Develop with a restrained look."""
    look = str(
        rng.choice(["natural", "warm", "cool", "faded", "film"], p=(0.4, 0.12, 0.14, 0.16, 0.18))
    )
    return develop(rng, rgb, look=look, auto=auto, exposure=rng.uniform(0.8, 1.0), glow=0.05)


def room(rng: np.random.Generator, width: int, height: int) -> Array:
    """A living room far out of focus (h, w, 3): wall, window, sofa, lamp, plant."""
    image = plain(rng, width, height, choose(rng, "#b8aca0 #a8b0b0 #c8bca8 #948c88 #b09c90"), 0.7)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    wide = width / height
    for _ in range(int(rng.integers(2, 6))):
        cx, cy = rng.uniform(0, wide), rng.uniform(0.0, 0.6)
        w, h = rng.uniform(0.08, 0.4), rng.uniform(0.15, 0.5)
        inside = (np.abs(x - cx) < w / 2) & (np.abs(y - cy) < h / 2)
        image[inside] = choose(rng, "#e8e4d8 #6a5444 #8c7460 #48545c #5c6a50 #d8c8a8 #302a28")
    sofa = y > rng.uniform(0.5, 0.9) + 0.04 * np.sin(3 * x)
    image[sofa] = choose(rng, "#7c7068 #5c646c #8c7c6c #a09488 #6c5048")
    return blur(image, rng.uniform(0.025, 0.05) * height)


def indoor(rng: np.random.Generator) -> Light:
    """Soft light of a window to one side."""
    way = np.array([rng.choice([-1, 1]) * rng.uniform(0.4, 1.0), rng.uniform(0.4, 0.8), 0.9])
    tint = choose(rng, "#fff4e4 #f4f6ff #ffeed8")
    return Light(way, tint * 2.0, tint * 0.55, grey(0.28), softness=0.2)


def placed(parts: list[Solid | Patches], turn: Array, place: Array, size: float = 1.0) -> list:
    """Turn, scale and move the parts of an animal."""
    return [transformed(part, turn, place, size) for part in parts]


def head_shot(
    rng: np.random.Generator,
    width: int,
    height: int,
    beast: Beast,
    coat: Paint,
    back: Array,
    light: Light,
    tight: float = 1.0,
) -> Array:
    """A head and shoulders before a background, in focus at the eyes (linear)."""
    turn = rotation("y", rng.normal(0, 0.28)) @ rotation("z", rng.normal(0, 0.1))
    turn = turn @ rotation("x", rng.normal(0.02, 0.08))
    far = 6.6 * tight * max(1.0, 0.8 * height / width) * rng.uniform(0.9, 1.15)
    eye = np.array([rng.normal(0, 0.4), rng.uniform(0.0, 1.4), far])
    camera = Camera(tuple(eye), (rng.normal(0, 0.2), rng.uniform(-0.45, 0.0), 0), 24, width, height)
    parts = portrait(rng, beast, coat, turn.T @ eye, 20000)
    frame = render(camera, [transformed(p, turn, (0, 0, 0)) for p in parts], light, back, 2)
    return focus(frame.rgb, frame.depth, far - 0.5, rng.uniform(8, 26) * height / 480, 5.0)
