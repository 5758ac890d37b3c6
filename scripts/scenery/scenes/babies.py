"""Babies: sleeping and awake, their feet, shoes, cribs, prams, teddies and toys."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain
from ..backdrop import garden
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..finish import focus
from ..fur import fur
from ..noise import fbm2, fbm3, smoothstep
from ..nursery import PASTELS, blanket, crib, foot, mobile, pram
from ..picture import Picture, Scene, pick, register
from ..playroom import BABY_SKINS, corner, finish, infant, placed, soft_room, window_light
from ..render import Light, grey, render
from ..shapes import Hit, Surface, rotation
from ..sky import make_sky
from ..solids import Solid, capsule, ellipsoid, smooth_union, transformed
from ..toys import blocks, bootie, bottle, duck, pacifier, rings, teddy
from .cradles import SCENES as CRADLES

SCENES: dict[str, Scene] = {}
Array = np.ndarray


@register(SCENES)
def sleeping_baby(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A newborn asleep in a wrap on a blanket, perhaps with a teddy."""
    tint, pattern = (
        choose(rng, PASTELS + " #c8c0b4 #d0c8bc"),
        pick(rng, "knit plain stripes dots checks"),
    )
    wrap_tint = choose(rng, PASTELS + " #c8c0b4 #8c8478")
    seed, spin = int(rng.integers(1e6)), rng.uniform(-0.9, 0.9)

    def wrap(p: Array) -> Array:
        d = capsule(p, (0, -0.2, 0.0), (0, -0.52, -0.02), 0.125, 0.085)
        d = smooth_union(d, ellipsoid(p, (0, -0.14, -0.03), (0.14, 0.1, 0.11)), 0.05)
        fold = (1 - np.abs(fbm3(p * np.array([6, 9, 6]) + p[..., :1] * 9, 2, seed))) ** 3
        return d - 0.014 * fold

    def cloth(p: Array) -> Array:
        return wrap_tint * (1 + 0.1 * fbm3(p * 90, 2, seed))[:, None]

    knit = Surface(
        rough=0.9, bump=lambda p: 0.0014 * np.sin(p[:, 1] * 380 + 2 * np.sin(p[:, 0] * 190))
    )
    swaddle = Solid(wrap, cloth, ((0, -0.33, -0.02), 0.36), knit, 0.7)
    hat = pick(rng, "beanie beanie none none").replace("none", "")
    tilt = rotation("y", rng.normal(0, 0.35)) @ rotation("z", rng.normal(0, 0.1))
    baby = [*placed(infant(rng, True, hat), tilt, (0, 0, 0)), swaddle]
    lying = rotation("y", spin) @ rotation("x", -np.pi / 2)
    things = placed(baby, lying, (0, 0.12, 0))
    cover = blanket(rng, 3.2, 3.2, tint, pattern, 0.035)
    things.append(cover)
    words = ["newborn", "sleeping", "blanket", "infant", "sweetdreams"]
    if rng.random() < 0.4:
        side = rng.choice([-1, 1])
        at = rotation("y", spin) @ np.array([side * 0.33, 0.03, 0.1])
        things += placed(
            teddy(rng, choose(rng, "#94785c #a89478 #7c6450"), 9000),
            rotation("y", spin - side * 0.5),
            at,
            0.36,
        )
        words.append("teddybear")
    if rng.random() < 0.4:
        plush = Solid(
            lambda p: ellipsoid(p, (0, -0.06, 0), (0.7, 0.09, 0.7)),
            hexed("#c4bcb0"),
            ((0, -0.06, 0), 0.75),
        )
        things += [
            plush,
            fur(rng, plush, 26000, 0.09, flow=(0, 1, 0), lift=0.8, clump=1.2, wild=0.5, width=0.09),
        ]
    high = rng.uniform(0.9, 1.35)
    camera = Camera(
        (rng.normal(0, 0.1), high, rng.uniform(0.3, 0.75)),
        (rng.normal(0, 0.05), 0.1, 0.13),
        32,
        width,
        height,
    )
    light = window_light(rng, 0.9)
    frame = render(camera, things, light, np.broadcast_to(tint * 0.6, (height, width, 3)), 2)
    at = float(np.linalg.norm(np.subtract(camera.eye, (0, 0.2, 0))))
    rgb = focus(frame.rgb, frame.depth, at, rng.uniform(4, 10) * height / 480, 4.0)
    return Picture(finish(rng, rgb), tuple(words), "", ("peaceful", "sleepy"))


@register(SCENES)
def nursery_crib(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A wooden crib against the wall, often with a mobile or a bear."""
    wood = choose(rng, "#c8c4bc #c8c4bc #a8845c #6c4832 #54382a #94948c #b89c78")
    things: list = [*corner(rng, 0.55, pick(rng, "rug none"))]
    turn = rotation("y", rng.uniform(-0.55, 0.55))
    things += placed(crib(rng, wood, choose(rng, "#c8c4bc #c0b8b0 #b8b4b0")), turn, (0, 0, 0.25))
    words = ["crib", "nursery", "babyroom", "nurserydecor", "furniture"]
    if rng.random() < 0.6:
        things += mobile(rng, turn @ np.array([rng.uniform(-0.3, 0.3), 1.62, 0.0]) + [0, 0, 0.25])
        words.append("mobile")
    if rng.random() < 0.6:
        bear = teddy(rng, choose(rng, "#94785c #a89478 #7c6450 #b8a89c"), 7000)
        if rng.random() < 0.5:
            things += placed(
                bear,
                rotation("y", rng.normal(0, 0.4)),
                (rng.choice([-1, 1]) * rng.uniform(0.6, 0.95), 0, 0.75),
                0.42,
            )
        else:
            things += placed(
                bear,
                turn,
                turn @ np.array([rng.uniform(-0.3, 0.3), 0.44, 0.05]) + [0, 0, 0.25],
                0.36,
            )
        words.append("teddybear")
    far = rng.uniform(3.3, 4.0) * max(1.0, 0.8 * height / width)
    camera = Camera(
        (rng.normal(0, 0.6), rng.uniform(1.1, 1.9), far),
        (0, rng.uniform(0.6, 0.85), 0.2),
        30,
        width,
        height,
    )
    way = np.array([rng.choice([-1, 1]) * rng.uniform(0.6, 1.0), rng.uniform(0.7, 1.1), 0.9])
    tint = choose(rng, "#fff4e4 #fffaf2 #ffeedd")
    light = Light(
        way, tint * 1.7, tint * 0.7, tint * 0.35, softness=0.08, shadow_focus=((0, 0.7, 0.2), 2.2)
    )
    frame = render(camera, things, light, np.full((height, width, 3), 0.4, np.float32), 2)
    return Picture(finish(rng, frame.rgb), tuple(words), "", ("cozy", "pastel"))


@register(SCENES)
def teddy_bear(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A teddy bear on a bed, a blanket or the nursery floor."""
    place = pick(rng, "blanket blanket floor")
    tint = choose(rng, "#94785c #a08464 #b09c80 #7c6450 #c0b4a4 #5c4838")
    turn = rotation("y", rng.normal(0, 0.35))
    things: list = placed(teddy(rng, tint, 22000), turn, (0, 0, 0))
    back = soft_room(rng, width, height)
    far = rng.uniform(4.0, 5.2) * max(1.0, 0.8 * height / width)
    camera = Camera(
        (rng.normal(0, 0.4), rng.uniform(0.7, 1.6), far),
        (rng.normal(0, 0.06), 0.45, 0),
        18,
        width,
        height,
    )
    if place == "blanket":
        cover = blanket(
            rng,
            7,
            6,
            choose(rng, PASTELS + " #c8c0b4"),
            pick(rng, "knit plain stripes dots checks"),
            0.06,
        )
        things.append(cover.moved((0, -0.03, -0.6)))
    else:
        things += corner(rng, rng.uniform(0.6, 2.0), pick(rng, "rug none"))
    words = ["teddybear", "toy", "plush", "nursery", "stuffedanimal"]
    if rng.random() < 0.45:
        cubes = blocks(rng, int(rng.integers(3, 6)), 0.2)
        side = rng.choice([-1, 1]) * rng.uniform(0.6, 0.75)
        things += [p.moved((side, 0.0, 0.15)) for p in cubes]
        words.append("blocks")
    frame = render(camera, things, window_light(rng), back, 2)
    rgb = focus(frame.rgb, frame.depth, far - 0.1, rng.uniform(6, 14) * height / 480, 5.0)
    return Picture(finish(rng, rgb), tuple(words), "", ("soft",))


@register(SCENES)
def stroller(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A pram on a park path or indoors."""
    things: list = []
    colour = choose(rng, "#4c5464 #8c8c88 #b0a498 #6c4448 #2c3038 #7c8c94 #a88c8c")
    turn = rotation("y", rng.choice([0.0, np.pi]) + rng.normal(0, 0.45))
    things += placed(pram(rng, colour), turn, (0, 0, 0))
    far = rng.uniform(4.0, 4.8) * max(1.0, 0.85 * height / width)
    camera = Camera(
        (rng.normal(0, 0.3), rng.uniform(1.0, 1.7), far), (0, 0.6, 0), 22, width, height
    )
    if rng.random() < 0.6:
        time = pick(rng, "day golden overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.4, 2.8))
        seed = int(rng.integers(1e6))

        def path(hit: Hit) -> Array:
            x, _, z = hit.position.T
            lawn = hexed("#546434") * (1 + 0.5 * fbm2(x * 12, z * 12, 4, seed))[:, None]
            gravel = hexed("#94887a") * (1 + 0.3 * fbm2(x * 40, z * 40, 3, seed))[:, None]
            return mix(
                gravel,
                lawn,
                smoothstep(
                    1.2, 1.35, np.abs(z + 0.2 * np.sin(x)) + 0.1 * fbm2(x * 6, z * 6, 3, seed)
                ),
            )

        things.append(terrain.ground(camera, lambda x, z: 0 * x, 1.5, 60, path))
        light = sky.light(softness=0.06, shadow_focus=((0, 0.6, 0), 2.5))
        back = garden(rng, width, height, "#4c5c34 #6c7c48 #7c8c5c #384828")
        roots = np.stack(
            [rng.uniform(-4, 4, 2600), np.zeros(2600), rng.uniform(-5, -1.35, 2600)], -1
        )
        things.append(foliage.grass(rng, roots, 0.12, hexed("#64783c"), 0.4))
        place = "park"
    else:
        time, light, back, place = "", window_light(rng), grey(0.4), "home"
        things += corner(rng, rng.uniform(0.8, 1.6))
    image = back if back.ndim == 3 else np.broadcast_to(back, (height, width, 3))
    frame = render(camera, things, light, image, 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(5, 12) * height / 480, 5.0)
    words = ("stroller", "pram", "babycarriage", place, "walk" if place == "park" else "newbaby")
    return Picture(finish(rng, rgb), words, time, ("outdoors" if place == "park" else "cozy",))


@register(SCENES)
def baby_shoes(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A pair of knitted booties or small trainers on a blanket or wood."""
    tint, trim = (
        choose(rng, PASTELS + " #6c84a0 #a06c74 #c8c0b0"),
        choose(rng, "#d0c8bc #c8a8a8 #a8b4c0 #8c7868"),
    )
    laces = rng.random() < 0.4
    things: list = []
    for side in (-1, 1):
        turn = rotation("y", side * rng.uniform(0.0, 0.35) + rng.normal(0, 0.15))
        things += placed(
            bootie(rng, tint, trim, laces),
            turn,
            (side * rng.uniform(0.36, 0.5), 0.03, rng.normal(0, 0.12)),
        )
    if rng.random() < 0.6:
        things.append(
            blanket(
                rng,
                9,
                8,
                choose(rng, PASTELS + " #c8c0b4"),
                pick(rng, "knit plain checks stripes"),
                0.05,
            ).moved((0, -0.06, -1.5))
        )
        back = soft_room(rng, width, height)
    else:
        things += corner(rng, 3.0)
        back = np.full((height, width, 3), 0.4, np.float32)
    if rng.random() < 0.5:
        things += pacifier(rng, (rng.choice([-1, 1]) * 1.0, 0.06, 0.4), 0.4)
    spin = rotation("y", rng.uniform(-0.9, 0.9))
    eye = spin @ np.array([0, rng.uniform(1.8, 3.2), 4.0])
    camera = Camera(tuple(eye), (0, 0.2, 0.05), 26, width, height)
    frame = render(camera, things, window_light(rng), back, 2)
    at = float(np.linalg.norm(eye))
    rgb = focus(frame.rgb, frame.depth, at, rng.uniform(8, 18) * height / 480, 5.0)
    words = (
        "babyshoes",
        "booties" if not laces else "tinyshoes",
        "knitted" if not laces else "shoes",
        "newborn",
        "handmade",
    )
    return Picture(finish(rng, rgb), words, "", ("tiny", "soft"))


@register(SCENES)
def baby_feet(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Two bare soles peeping out of a blanket."""
    skin, tint = choose(rng, BABY_SKINS), choose(rng, PASTELS + " #c8c0b4 #d0c8bc")
    parts = []
    for side in (-1, 1):
        turn = rotation("z", -side * rng.uniform(0.05, 0.3)) @ rotation(
            "x", rng.uniform(-0.35, 0.0)
        )
        turn = turn @ rotation("y", side * rng.uniform(-0.25, 0.1))
        parts.append(
            transformed(foot(rng, skin, side < 0), turn, (side * rng.uniform(0.24, 0.34), 0.1, 0))
        )
    seed = int(rng.integers(1e6))

    def roll(p: Array) -> Array:
        d = ellipsoid(p, (0, -0.1, -0.55), (1.3, 0.62, 0.5))
        fold = (1 - np.abs(fbm3(p * np.array([2.5, 4, 3]), 3, seed))) ** 3
        return d - 0.09 * fold

    def cloth(p: Array) -> Array:
        return tint * (1 + 0.1 * fbm3(p * 40, 2, seed))[:, None]

    knit = Surface(
        rough=0.9, bump=lambda p: 0.006 * np.sin(p[:, 1] * 90 + 2 * np.sin(p[:, 0] * 45))
    )
    things: list = [*parts, Solid(roll, cloth, ((0, -0.1, -0.55), 1.45), knit, 0.6)]
    things.append(
        blanket(
            rng, 8, 7, mix(tint, hexed("#d0c8bc"), 0.5), pick(rng, "knit plain dots"), 0.08
        ).moved((0, -0.1, -0.8))
    )
    far = rng.uniform(3.4, 4.2)
    camera = Camera(
        (rng.normal(0, 0.4), rng.uniform(0.7, 1.8), far), (0, 0.45, 0), 24, width, height
    )
    frame = render(camera, things, window_light(rng), soft_room(rng, width, height), 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(8, 18) * height / 480, 5.0)
    return Picture(
        finish(rng, rgb), ("babyfeet", "toes", "newborn", "tinyfeet", "blanket"), "", ("soft",)
    )


@register(SCENES)
def baby_toys(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bottle, stacking rings, a duck, blocks or a dummy on a soft surface."""
    kind = pick(rng, "bottle rings duck rings bottle")
    things: list = []
    turn = rotation("y", rng.normal(0, 0.5))
    if kind == "bottle":
        things += bottle(rng, (0, 0.02, 0))
        things += pacifier(rng, (rng.choice([-1, 1]) * rng.uniform(0.45, 0.6), 0.04, 0.25), 0.34)
        words: tuple[str, ...] = ("babybottle", "milk", "pacifier", "feeding", "newborn")
    elif kind == "rings":
        things += rings(rng, (0, 0.04, 0))
        words = ("toys", "stackingrings", "woodentoys", "playtime", "nursery")
    else:
        things += placed(duck(rng), turn, (0, 0.02, 0))
        words = ("rubberduck", "toy", "bathtime", "yellow", "playtime")
    if kind != "bottle" and rng.random() < 0.6:
        side = rng.choice([-1, 1]) * rng.uniform(0.75, 0.95)
        things += [
            p.moved((side, 0.02, rng.uniform(-0.5, 0.1)))
            for p in blocks(rng, int(rng.integers(2, 6)), 0.26)
        ]
        words += ("blocks",)
    if rng.random() < 0.4:
        bear = teddy(rng, choose(rng, "#94785c #a89478 #7c6450"), 12000)
        things += placed(
            bear, rotation("y", rng.normal(0, 0.4)), (rng.choice([-1, 1]) * 0.75, 0, -0.7), 1.1
        )
        words += ("teddybear",)
    if rng.random() < 0.55:
        things.append(
            blanket(
                rng,
                8,
                7,
                choose(rng, PASTELS + " #c8c0b4"),
                pick(rng, "knit plain checks dots"),
                0.04,
            ).moved((0, -0.03, -1.2))
        )
    else:
        things += corner(rng, rng.uniform(1.2, 2.5), "rug")
    far = rng.uniform(3.4, 4.4)
    camera = Camera(
        (rng.normal(0, 0.5), rng.uniform(0.9, 2.0), far), (0, 0.44, 0), 20, width, height
    )
    frame = render(camera, things, window_light(rng), soft_room(rng, width, height), 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(8, 16) * height / 480, 5.0)
    return Picture(finish(rng, rgb), words, "", ("colorful",))


SCENES = CRADLES | SCENES
