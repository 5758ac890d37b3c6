"""More of babies: bassinets, cradles, the whole nursery, and babies awake."""

from __future__ import annotations

import numpy as np

from ..bedding import bassinet, cradle, dresser
from ..camera import Camera
from ..colour import choose
from ..finish import focus
from ..nursery import PASTELS, crib, mobile
from ..picture import Picture, Scene, pick, register
from ..playroom import corner, finish, infant, placed
from ..render import Light, render
from ..shapes import box, patches, rotation
from ..toys import blocks, teddy

SCENES: dict[str, Scene] = {}
Array = np.ndarray
WOODS = "#a8845c #6c4832 #54382a #b89c78 #8c5c3c #c8c4bc #7c4430"


def room_light(rng: np.random.Generator, at: float = 0.6) -> Light:
    """Daylight or a flash in a room, with shadows about the middle."""
    way = np.array([rng.choice([-1, 1]) * rng.uniform(0.3, 1.0), rng.uniform(0.6, 1.1), 0.9])
    tint = choose(rng, "#fff4e4 #fffaf2 #ffeedd #ffe4c8")
    focus_at = ((0, at, 0.2), 2.0)
    return Light(way, tint * 1.7, tint * 0.7, tint * 0.35, softness=0.08, shadow_focus=focus_at)


@register(SCENES)
def bassinet_corner(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bassinet with hood and skirt in a room."""
    things: list = [*corner(rng, rng.uniform(0.5, 1.1), pick(rng, "rug none none"))]
    tint = choose(rng, "#4c5058 #c8c0b4 #a8b4c0 #c4a8a8 #8c8c88 #d0c8bc #6c7484")
    trim = choose(rng, "#d0ccc4 #c8c4bc #d0c8b8 #c0b8b0 #b8bcc4")
    turn = rotation("y", rng.uniform(-0.9, 0.9))
    things += placed(bassinet(rng, tint, trim), turn, (0, 0, 0.1))
    words = ["bassinet", "newborn", "nursery", "babybed", "moses"]
    if rng.random() < 0.5:
        bear = teddy(rng, choose(rng, "#94785c #a89478 #7c6450"), 7000)
        spot = turn @ np.array([rng.uniform(-0.1, 0.25), 0.78, 0.0]) + [0, 0, 0.1]
        things += placed(bear, turn @ rotation("y", rng.normal(0, 0.5)), spot, 0.3)
        words.append("teddybear")
    if rng.random() < 0.5:
        x = rng.choice([-1, 1]) * rng.uniform(1.0, 1.3)
        wood = choose(rng, WOODS)
        things += placed(dresser(rng, wood, 0.8, 0.85), np.eye(3), (x, 0, -0.5))
    far = rng.uniform(3.3, 4.2) * max(1.0, 0.8 * height / width)
    camera = Camera(
        (rng.normal(0, 0.5), rng.uniform(1.2, 1.9), far), (0, 0.62, 0.1), 22, width, height
    )
    frame = render(camera, things, room_light(rng), np.full((height, width, 3), 0.4, np.float32), 2)
    rgb = focus(frame.rgb, frame.depth, far, 4 * height / 480, 5.0)
    return Picture(finish(rng, rgb), tuple(words), "", ("cozy", "soft"))


@register(SCENES)
def cradle_baby(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A rocking cradle of wood, often with a baby asleep in it."""
    things: list = [*corner(rng, rng.uniform(0.5, 0.9), pick(rng, "rug none"))]
    turn = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.2, 1.2))
    things += placed(cradle(rng, choose(rng, WOODS)), turn, (0, 0, 0.1))
    words = ["cradle", "nursery", "newborn", "babybed", "wooden"]
    if rng.random() < 0.6:
        up = turn @ rotation("y", np.pi / 2) @ rotation("x", -0.75)
        spot = turn @ np.array([-0.22, 0.62, 0]) + [0, 0, 0.1]
        things += placed(infant(rng, True, pick(rng, "beanie none").replace("none", "")), up, spot)
        words = ["cradle", "newborn", "infant", "sleeping", "nursery"]
    far = rng.uniform(3.0, 3.8) * max(1.0, 0.75 * height / width)
    camera = Camera(
        (rng.normal(0, 0.4), rng.uniform(1.2, 1.9), far),
        (0, 0.42, 0.1), 24, width, height,
    )  # fmt: skip
    frame = render(camera, things, room_light(rng), np.full((height, width, 3), 0.4, np.float32), 2)
    rgb = focus(frame.rgb, frame.depth, far, 4 * height / 480, 5.0)
    return Picture(finish(rng, rgb), tuple(words), "", ("cozy", "warm"))


@register(SCENES)
def nursery_room(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A crib and a chest of drawers in one wood, with pictures, a bear and toys."""
    things: list = [*corner(rng, 0.5, pick(rng, "rug none none"))]
    wood = choose(rng, WOODS)
    side = rng.choice([-1.0, 1.0])
    turn = rotation("y", side * rng.uniform(-0.15, 0.25))
    linen = choose(rng, "#c8c4bc #b8c4cc #c8b0b0 #b8c8b8")
    things += placed(crib(rng, wood, linen), turn, (-side * 0.55, 0, 0.2))
    chest = rotation("y", side * rng.uniform(-0.1, 0.2))
    tall = rng.uniform(0.75, 1.0)
    things += placed(
        dresser(rng, wood, rng.uniform(0.7, 1.0), tall), chest, (side * 0.62, 0, -0.35)
    )
    bear = teddy(rng, choose(rng, "#94785c #a89478 #7c6450 #c0b4a4"), 6000)
    things += placed(
        bear, rotation("y", rng.normal(0, 0.4)), (side * 0.62, tall + 0.02, -0.12), 0.34
    )
    words = ["nursery", "crib", "babyroom", "nurserydecor", "teddybear"]
    for k in range(int(rng.integers(1, 4))):
        spot = (side * (0.1 + 0.42 * k) - 0.3, rng.uniform(1.35, 1.6), -0.48)
        size = rng.uniform(0.22, 0.34)
        things.append(
            patches(box((size, size * 1.2, 0.03), spot), choose(rng, "#d0ccc4 #6c4832 #2c2a28"))
        )
        inner = (spot[0], spot[1], spot[2] + 0.012)
        things.append(patches(box((size * 0.75, size * 0.92, 0.02), inner), choose(rng, PASTELS)))
    if rng.random() < 0.5:
        things += mobile(rng, np.array([-side * 0.55, 1.62, 0.25]))
    if rng.random() < 0.5:
        things += [p.moved((side * 0.3, 0, 0.8)) for p in blocks(rng, 4, 0.11)]
    far = rng.uniform(3.6, 4.4) * max(1.0, 1.05 * height / width)
    camera = Camera(
        (rng.normal(0, 0.6), rng.uniform(1.2, 1.8), far), (0.0, 0.72, 0), 27, width, height
    )
    frame = render(camera, things, room_light(rng), np.full((height, width, 3), 0.4, np.float32), 2)
    return Picture(finish(rng, frame.rgb), tuple(words), "", ("cozy", "pastel"))
