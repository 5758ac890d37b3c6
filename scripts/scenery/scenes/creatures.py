"""More animals: whole pets sitting and lying, pandas, koalas, kangaroos, small pets and herds."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain, walkers, water
from ..backdrop import garden, plain
from ..beasts import Beast, Paint, portrait
from ..breeds import FACES, draw_cat, draw_dog, draw_face, draw_wild
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..den import finish, head_shot, indoor, placed, room
from ..finish import focus
from ..hoppers import kangaroo
from ..noise import fbm2, fbm3, smoothstep
from ..nursery import PASTELS, blanket
from ..picture import Picture, Scene, pick, register
from ..postures import (
    KOALA,
    RODENTS,
    Bound,
    Shape,
    clinging,
    koala_coat,
    lying,
    panda_fur,
    plump,
    rodent_coat,
    sitting,
    upright_bear,
)
from ..quadrupeds import animal
from ..render import render
from ..shapes import Hit, Patches, Surface, patches, rotation, tube
from ..sky import make_sky
from ..solids import Solid, ball, capsule, ellipsoid, smooth_union, transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray
PARKS = {
    "grass": ("#4c5c2c #566434 #5c7038", "#4c5a34 #6a7444 #7c8458 #38442a"),
    "sand": ("#b8a484 #a89878", "#8c9ca8 #a8b0b0 #b8a88c"),
    "snow": ("#c4cad0 #ccd0d4", "#8c9490 #a4a8a4 #b8bcc0 #6c7470"),
    "dirt": ("#84705a #94806a", "#6a6a50 #8a7a5c #54543c"),
}


def floor_of(
    rng: np.random.Generator,
    camera: Camera,
    place: str,
    level: float,
    size: float = 1.0,
    spread: float = 7.0,
) -> list[Patches]:
    """The ground an animal sits on: grass with blades, sand, snow or dirt at y = level.

    Blades stand as far as `spread` to both sides and behind, in units of `size`.
    """
    seed, tint = int(rng.integers(1e6)), choose(rng, PARKS[place][0])

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T / size
        rough = {"grass": 0.5, "snow": 0.06, "sand": 0.2, "dirt": 0.35}[place]
        grain = fbm2(x * 7, z * 7, 5, seed) + 0.5 * fbm2(x, z, 3, seed + 1)
        return tint * (1 + rough * grain)[:, None]

    def land(x: Array, z: Array) -> Array:
        lump = {"grass": 0.02, "snow": 0.12, "sand": 0.1, "dirt": 0.05}[place]
        return level + size * lump * fbm2(x / size * 0.8, z / size * 0.8, 4, seed)

    parts = [terrain.ground(camera, land, 1.5 * size, 90 * size, paint)]
    if place == "grass":
        n = int(1300 * spread)
        roots = np.stack(
            [rng.uniform(-spread, spread, n), np.full(n, level),
             rng.uniform(-1.2 * spread, 0.85 * spread, n)], -1
        ) * [size, 1, size]  # fmt: skip
        parts.append(foliage.grass(rng, roots, 0.5 * size, tint * 1.15, 0.4))
    return parts


def whole(
    rng: np.random.Generator,
    width: int,
    height: int,
    beast: Beast,
    coat: Paint,
    posture: tuple[Shape, Bound, float],
    place: str,
    view: tuple[float, float, float],
    look: float = 0.35,
) -> tuple[Array, str]:
    """An animal seen whole (linear) and the time of day.

    `view` is the distance, the height of the point looked at and of the camera above ground;
    `look` how far it may be turned away.
    """
    shape, bound, level = posture
    far = view[0] * max(1.0, 0.85 * height / width) * rng.uniform(0.9, 1.12)
    middle = level + view[1]
    spin = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.1, 1.0) * look)
    eye = np.array([rng.normal(0, 0.3), level + view[2] * rng.uniform(0.85, 1.2), far])
    camera = Camera(tuple(eye), (rng.normal(0, 0.15), middle, -0.6), 26, width, height)
    parts = portrait(rng, beast, coat, spin.T @ eye, 26000, rest=shape, bound=bound)
    things: list = placed(parts, spin, (0, 0, 0))
    if place == "home":
        time, light, back = "", indoor(rng), room(rng, width, height)
        cover = blanket(
            rng, 24, 16, choose(rng, PASTELS + " #8c8478 #5c646c #6c5048 #c8c0b4"),
            pick(rng, "knit plain plain checks stripes"), 0.16,
        )  # fmt: skip
        things.append(cover.moved((0, level - 0.12, -3.0)))
    else:
        time = pick(rng, "day golden overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
        light = sky.light(softness=0.1, shadow_focus=((0, level / 2, -0.5), 4.5))
        back = garden(rng, width, height, PARKS[place][1], bright_top=0.4)
        things += floor_of(rng, camera, place, level)
    frame = render(camera, things, light, back, 2)
    return focus(frame.rgb, frame.depth, far - 0.4, rng.uniform(7, 16) * height / 480, 5.0), time


@register(SCENES)
def dog_sitting(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A whole dog that sits or lies in a park, on a beach, in snow or at home."""
    beast, coat, breed = draw_dog(rng)
    place = pick(rng, "grass grass sand snow home dirt")
    if rng.random() < 0.6:
        posture, view, act = sitting(tail=0.18), (12.5, 2.35, 2.6), "sitting"
    else:
        posture, view, act = lying(), (9.5, 1.4, 2.2), "lyingdown"
    rgb, time = whole(rng, width, height, beast, coat, posture, place, view, 0.6)
    where = {"grass": "park", "sand": "beach", "snow": "snow", "home": "home", "dirt": "walk"}
    return Picture(finish(rng, rgb), ("dog", breed, "doggo", where[place], act), time, ("happy",))


@register(SCENES)
def cat_resting(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A whole cat sitting or lying on a blanket or in a garden."""
    beast, coat, name = draw_cat(rng)
    place = pick(rng, "home home home grass dirt")
    if rng.random() < 0.5:
        posture, view, act = sitting(0.2, 0.55, 0.16), (12.0, 2.3, 2.8), "sitting"
    else:
        posture, view, act = lying(0.78, 2.0, 0.2), (9.0, 1.35, 2.4), "catnap"
    rgb, time = whole(rng, width, height, beast, coat, posture, place, view, 0.6)
    where = {"home": "home", "grass": "garden", "dirt": "garden"}[place]
    return Picture(finish(rng, rgb), ("cat", "kitty", name, where, act), time, ("cute",))


def stalks(rng: np.random.Generator, level: float, tint: Array) -> list[Patches]:
    """Bamboo behind: jointed canes with narrow leaves."""
    parts, canes = [], []
    for _ in range(int(rng.integers(14, 26))):
        x, z = rng.uniform(-9, 9), -rng.uniform(3.5, 9)
        t = np.linspace(0, 1, 24)[:, None]
        lean = np.array([rng.normal(0, 1.2), 9.0, rng.normal(0, 0.6)])
        joint = 1 + 0.35 * (np.arange(24) % 4 == 0)
        canes.append(tube(np.array([x, level, z]) + lean * t, 0.09 * joint, 8))
    parts.append(patches(np.stack(canes), tint, rough=0.5))
    spots = np.stack(
        [rng.uniform(-9, 9, 900), rng.uniform(level, 5, 900), -rng.uniform(3, 9, 900)], -1
    )
    parts.append(foliage.leaves(rng, spots, 0.75, tint * 1.1))
    return parts


@register(SCENES)
def panda(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A panda sitting on grass with a stem of bamboo at its mouth."""
    beast, face = draw_wild(rng, "panda")
    reach = rng.uniform(0.75, 1.0)
    shape, bound, level = upright_bear(reach)
    far = 12.6 * max(1.0, 0.85 * height / width) * rng.uniform(0.85, 1.15)
    spin = rotation("y", rng.normal(0, 0.35))
    eye = np.array([rng.normal(0, 0.4), level + rng.uniform(2.0, 3.6), far])
    camera = Camera(tuple(eye), (rng.normal(0, 0.2), level + 2.15, 0), 26, width, height)
    parts = portrait(rng, beast, panda_fur(face), spin.T @ eye, 24000, rest=shape, bound=bound)
    hand = np.array([0.35 * reach + 0.95 * (1 - reach), -0.95 * reach - 2.55 * (1 - reach), 1.2])
    t = np.linspace(-0.6, 1, 16)[:, None]
    stem = hand + t * np.array([rng.uniform(0.6, 1.4), rng.uniform(-0.4, 0.9), 0.3])
    green = choose(rng, "#5c7434 #6c8040 #4c6830")
    parts.append(patches(tube(stem, 0.06, 8), green, rough=0.5))
    parts.append(foliage.leaves(rng, stem[8:] + rng.normal(0, 0.1, (8, 3)), 0.8, green))
    things: list = placed(parts, spin, (0, 0, 0))
    time = pick(rng, "day overcast morning golden")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    light = sky.light(softness=0.12, shadow_focus=((0, -1.5, 0), 4.5))
    place = pick(rng, "grass grass dirt")
    things += floor_of(rng, camera, place, level)
    things += stalks(rng, level, choose(rng, "#5c7038 #7c8450 #4c6030"))
    back = garden(rng, width, height, "#4c5c34 #6c7c48 #384828 #2c3820", bright_top=0.4)
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far - 0.6, rng.uniform(8, 18) * height / 480, 5.0)
    return Picture(
        finish(rng, rgb), ("panda", "bear", "bamboo", "zoo", "wildlife"), time, ("cute",)
    )


@register(SCENES)
def wild_resting(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A lion, tiger, leopard, bear, wolf or fox at rest or sitting, seen whole."""
    name = pick(rng, "tiger lion leopard bear bear wolf fox")
    beast, coat = draw_wild(rng, name)
    place = {"bear": "dirt", "wolf": "snow", "lion": "grass"}.get(name, pick(rng, "grass dirt"))
    if name == "bear":
        posture, view = upright_bear(0.2), (13.0, 2.2, 2.8)
    elif name in ("fox", "wolf"):
        posture, view = sitting(tail=0.3), (12.5, 2.35, 2.4)
    else:
        posture, view = lying(1.0, 3.0, 0.33), (10.5, 1.4, 2.0)
    rgb, time = whole(rng, width, height, beast, coat, posture, place, view, 0.7)
    return Picture(finish(rng, rgb), (name, "wildlife", "wild", "zoo", "nature"), time, ("calm",))


@register(SCENES)
def koala(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A koala clinging to a trunk among leaves."""
    shape, bound, _ = clinging()
    tint = choose(rng, "#84807c #8c8884 #78706c")
    far = 10.0 * max(1.0, 0.85 * height / width) * rng.uniform(0.85, 1.1)
    spin = rotation("y", rng.normal(0, 0.25)) @ rotation("z", rng.normal(0, 0.12))
    eye = np.array([rng.normal(0, 0.8), rng.uniform(-2.0, 0.4), far])
    camera = Camera(tuple(eye), (0.2, -0.95, 0), 26, width, height)
    parts = portrait(rng, KOALA, koala_coat(tint), spin.T @ eye, 26000, rest=shape, bound=bound)
    bark = choose(rng, "#7c7064 #94887a #6c5c4c")
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        ridge = fbm2(hit.uv[:, 1] * 18, hit.position[:, 1] * 1.4, 4, seed)
        return bark * (1 + 0.6 * ridge)[:, None]

    t = np.linspace(-7, 6, 40)[:, None]
    lean = rng.normal(0, 0.12)
    wood = [
        tube(np.array([0.0, -2.2, 0.55]) + t * np.array([lean, 1, -0.28]), 0.5 - 0.01 * t[:, 0], 20)
    ]
    wood = [wood[0] - np.array([0, 0, 0.0])]
    limb = np.linspace((0, -2.9, 0.3), (rng.choice([-1, 1]) * 6.0, -2.2, -1.0), 40)
    grids = np.stack([*wood, tube(limb, 0.42 - 0.006 * np.arange(40), 20)])
    things: list = [*placed(parts, spin, (0, 0, 0.0)), patches(grids, bark, paint=paint)]
    n = 420
    spots = np.stack([rng.uniform(-6, 6, n), rng.uniform(-4, 4, n), -rng.uniform(1.6, 6, n)], -1)
    things.append(foliage.leaves(rng, spots, 1.0, choose(rng, "#5c7044 #6c7c54 #4c6438")))
    near = np.stack([rng.choice([-1, 1], 30) * rng.uniform(1.6, 4, 30), rng.uniform(-2, 3, 30),
                     rng.uniform(-1, 1, 30)], -1)  # fmt: skip
    things.append(foliage.leaves(rng, near, 0.8, choose(rng, "#5c7044 #6c7c54")))
    time = pick(rng, "day overcast morning golden")
    light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(softness=0.15)
    back = garden(rng, width, height, "#5c6c44 #7c8c60 #384828 #a0ac90")
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far - 0.5, rng.uniform(8, 16) * height / 480, 5.0)
    words = ("koala", "australia", "wildlife", "tree", "eucalyptus")
    return Picture(finish(rng, rgb), words, time, ("sleepy",))


@register(SCENES)
def small_pet(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A rabbit, hamster or guinea pig, on grass, a blanket or bedding."""
    kind = pick(rng, "rabbit rabbit hamster guineapig")
    place = pick(rng, "grass home") if kind == "rabbit" else pick(rng, "home dirt")
    posture = plump(0.9, 1.35, 0.85) if kind == "rabbit" else plump(1.0, 1.2, 0.85)
    view = (8.2, 1.35, 1.9) if kind == "rabbit" else (6.8, 1.0, 1.7)
    rgb, time = whole(
        rng, width, height, RODENTS[kind], rodent_coat(rng, kind), posture, place, view, 0.9
    )
    words = (kind, "pet", "bunny" if kind == "rabbit" else "rodent", "fluffy", "whiskers")
    return Picture(finish(rng, rgb), words, time, ("cute", "tiny"))


@register(SCENES)
def kangaroos(rng: np.random.Generator, width: int, height: int) -> Picture:
    """One or two kangaroos, perhaps with a joey, on grass or dry ground."""
    time = pick(rng, "day golden overcast morning")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    far = 7.2 * max(1.0, 0.8 * height / width) * rng.uniform(0.85, 1.15)
    camera = Camera(
        (rng.normal(0, 0.2), rng.uniform(0.9, 1.6), far), (rng.normal(0, 0.08), 0.76, 0),
        19, width, height,
    )  # fmt: skip
    place = pick(rng, "grass grass dirt")
    things: list = floor_of(rng, camera, place, 0.0, 0.17, 20.0)
    way = rng.choice([-1.0, 1.0])
    turn = way * (rng.uniform(0.5, 1.6) if rng.random() < 0.75 else rng.uniform(0, 0.4))
    things += placed(kangaroo(rng), rotation("y", turn), (0, 0, 0))
    words = ["kangaroo", "australia", "wildlife", "grass" if place == "grass" else "outback", "zoo"]
    if rng.random() < 0.5:
        spot = np.array([-way * rng.uniform(0.35, 0.7), 0, -rng.uniform(0.4, 0.9)])
        turn = way * rng.uniform(-0.5, 1.6)
        things += placed(kangaroo(rng), rotation("y", turn), spot, rng.uniform(0.9, 1.05))
    elif rng.random() < 0.6:
        things += placed(
            kangaroo(rng, 7000), rotation("y", turn + rng.normal(0, 0.5)),
            np.array([way * 0.55, 0, 0.25]), 0.5,
        )  # fmt: skip
        words.append("joey")
    for _ in range(int(rng.integers(2, 7))):
        spot = np.array([rng.uniform(-6, 6), 0, -rng.uniform(6, 14)])
        size = rng.uniform(1.2, 2.6)
        things.append(foliage.bush(rng, spot, size, choose(rng, "#5c6438 #4c5830"), 900))
    light = sky.light(softness=0.06, fog=1 / 300, shadow_focus=((0, 0.7, 0), 2.2))
    back = garden(rng, width, height, PARKS[place][1], bright_top=0.4)
    back = back if rng.random() < 0.75 else sky.image(camera)
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(7, 14) * height / 480, 5.0)
    return Picture(finish(rng, rgb), tuple(words), time, ("wild",))


@register(SCENES)
def waterhole(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A herd of elephants, zebras or deer at the far bank of a river, before trees."""
    kind = pick(rng, "elephant elephant zebra")
    time = pick(rng, "day golden morning overcast")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.2, 2.6))
    camera = Camera(
        (0, rng.uniform(3.0, 4.5), 34), (0, rng.uniform(2.2, 3.4), -4), 17, width, height
    )
    seed = int(rng.integers(1e6))
    sand, lawn = choose(rng, "#b09c74 #a48c64 #947c58"), choose(rng, "#7c8048 #8c8450 #6c7440")

    def land(x: Array, z: Array) -> Array:
        edge = 2.5 + 1.2 * fbm2(x / 7, z * 0, 3, seed)
        return -1.2 + 1.6 * smoothstep(edge, edge - 3.5, z) + 0.15 * fbm2(x / 3, z / 3, 3, seed + 1)

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x * 1.5, z * 1.5, 5, seed + 2)
        green = smoothstep(-4, -9, z + 2 * fbm2(x / 4, z / 4, 3, seed + 3))
        wet = smoothstep(0.25, 0.0, y)
        return mix(sand, lawn, green) * ((1 + 0.35 * grain) * (1 - 0.4 * wet))[:, None]

    things: list = [terrain.ground(camera, land, 8, 600, paint)]
    for _ in range(int(rng.integers(22, 36))):
        spot = np.array([rng.uniform(-26, 26), 0.2, -rng.uniform(11, 30)])
        size = rng.uniform(2.5, 6.5)
        things.append(
            foliage.bush(rng, spot, size, choose(rng, "#4c5c34 #5c6838 #687038 #3c4c2c"), 420)
        )
    many = int(rng.integers(4, 8))
    for number in range(many):
        x = (number - (many - 1) / 2) * rng.uniform(1.8, 2.4) * (1 if kind == "elephant" else 0.8)
        turn = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.7, 1.8))
        spot = np.array([x, 0.35, -1.8 - rng.uniform(0, 2.5)])
        parts = animal(rng, kind, kind == "zebra" and rng.random() < 0.5, 0)
        things += [transformed(p, turn, spot, rng.uniform(0.7, 1.0)) for p in parts]
    light = sky.light(softness=0.05, fog=1 / 900, shadow_focus=((0, 1, -4), 12.0))
    frame = render(camera, things, light, sky.image(camera), 2)
    mirror = water.flip(
        render(water.mirror_camera(camera), things, light, sky.image(camera), 1).rgb
    )
    rgb, _ = water.sea(
        camera, frame.rgb, sky, choose(rng, "#4c6470 #5c6c60 #5c7484"),
        wave=1.4, steep=0.06, seed=seed, depth=frame.depth, mirrored=mirror,
    )  # fmt: skip
    words = (kind, "wildlife", "safari", "river", "herd")
    return Picture(finish(rng, rgb), words, time, ("wild",))


@register(SCENES)
def dog_outdoors(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A dog on its feet seen from the side or at an angle, on grass, sand, snow or a path."""
    breed = str(rng.choice(walkers.DOGS))
    place = pick(rng, "grass grass sand snow dirt")
    time = pick(rng, "day golden overcast morning")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    far = 5.2 * max(1.0, 1.0 * height / width) * rng.uniform(0.85, 1.15)
    camera = Camera((rng.normal(0, 0.2), rng.uniform(0.5, 1.1), far), (rng.normal(0, 0.06), 0.46, 0),
                    17, width, height)  # fmt: skip
    turn = rng.choice([-1, 1]) * rng.uniform(0.5, 1.6)
    things: list = placed(walkers.dog(rng, breed), rotation("y", turn), (0, 0, 0))
    things += floor_of(rng, camera, place, 0.0, 0.16, 16.0)
    light = sky.light(softness=0.06, fog=1 / 300, shadow_focus=((0, 0.4, 0), 1.3))
    back = garden(rng, width, height, PARKS[place][1], bright_top=0.4)
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(8, 16) * height / 480, 5.0)
    where = {"grass": "park", "sand": "beach", "snow": "snow", "dirt": "walk"}[place]
    return Picture(finish(rng, rgb), ("dog", breed, "doggo", where, "dogwalk"), time, ("happy",))


@register(SCENES)
def bears(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bear on four legs: brown on a bank or in a meadow, white on snow, or a panda."""
    kind = pick(rng, "bear bear bear polarbear panda")
    place = {"polarbear": "snow", "panda": pick(rng, "grass dirt")}.get(
        kind, pick(rng, "grass dirt")
    )
    time = pick(rng, "day golden overcast morning")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    far = 8.0 * max(1.0, 1.15 * height / width) * rng.uniform(0.9, 1.15)
    camera = Camera((rng.normal(0, 0.3), rng.uniform(0.8, 1.7), far), (rng.normal(0, 0.1), 0.6, 0),
                    19, width, height)  # fmt: skip
    way = rng.choice([-1, 1])
    parts = walkers.bear(rng, kind)
    things: list = placed(parts, rotation("y", way * rng.uniform(0.3, 1.4)), (-way * 0.25, 0, 0))
    if rng.random() < 0.3:
        spot = np.array([-way * 1.3, 0, -rng.uniform(0.6, 1.5)])
        things += placed(
            walkers.bear(rng, kind, 8000), rotation("y", way * rng.uniform(0.2, 2)), spot, 0.75
        )
    things += floor_of(rng, camera, place, 0.0, 0.25, 14.0)
    if kind == "panda":
        tint = choose(rng, "#5c7038 #7c8450 #4c6030")
        things += [part.turned(np.eye(3) * 0.4) for part in stalks(rng, 0.0, tint)]
    else:
        for _ in range(int(rng.integers(1, 5))):
            rock = (rng.uniform(-4, 4), rng.uniform(-0.2, 0.1), -rng.uniform(1.5, 5))
            things.append(boulder(rng, rock, rng.uniform(0.3, 0.9), kind == "polarbear"))
    light = sky.light(softness=0.06, fog=1 / 300, shadow_focus=((0, 0.6, 0), 2.0))
    back = garden(rng, width, height, PARKS[place][1], bright_top=0.4)
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(7, 14) * height / 480, 5.0)
    words = (kind, "bear" if kind == "panda" else "wildlife", "wild", "zoo", "nature")
    return Picture(finish(rng, rgb), words, time, ("majestic",))


def boulder(rng: np.random.Generator, place: Array, size: float, icy: bool) -> Solid:
    """A rock, or a block of ice."""
    seed = int(rng.integers(1e6))
    tint = choose(rng, "#b8c4cc #c4ccd4" if icy else "#7c766c #8c8478 #6c6860")
    radii = size * np.array([rng.uniform(0.8, 1.4), rng.uniform(0.5, 0.8), 0.9])

    def shape(p: Array) -> Array:
        return ellipsoid(p, place, radii) - 0.22 * size * fbm3((p - place) * 2.2 / size, 3, seed)

    def stone(p: Array) -> Array:
        return tint * (1 + 0.5 * fbm3(p * 6, 4, seed + 1))[:, None]

    return Solid(shape, stone, (tuple(place), 1.7 * size), Surface(rough=0.9), 0.7)


@register(SCENES)
def close_face(rng: np.random.Generator, width: int, height: int) -> Picture:
    """The face of a dog or a bear that fills the picture, before a wall, snow or leaves."""
    name = str(rng.choice([*FACES, "bear"]))
    beast, coat = draw_face(rng, name)
    place = pick(rng, "wall home garden garden" if name != "bear" else "garden rock")
    time = "" if place in ("wall", "home") else pick(rng, "day golden overcast morning")
    if not time:
        light = indoor(rng)
        tone = choose(rng, "#d0ccc8 #c8ccd0 #a8acb0 #b8b0a4 #8c9094")
        back = plain(rng, width, height, tone, 0.4) if place == "wall" else room(rng, width, height)
    else:
        light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(softness=0.15)
        tones = PARKS["dirt" if place == "rock" else "grass"][1]
        back = garden(rng, width, height, tones, bright_top=0.4)
    rgb = head_shot(rng, width, height, beast, coat, back, light, 0.82)
    words = ("dog", "dogportrait", name, "doggo", "closeup")
    words = (
        ("bear", "wildlife", "animalportrait", "grizzly", "closeup") if name == "bear" else words
    )
    return Picture(finish(rng, rgb), words, time, ("cute" if name != "bear" else "majestic",))


@register(SCENES)
def snake(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A snake coiled on the ground among leaves, its head raised."""
    seed = int(rng.integers(1e6))
    base, mark = [("#7c6c48", "#2c2418"), ("#4c6c38", "#2c3c20"), ("#a89068", "#5c3c24"),
                  ("#6c5c4c", "#1c1814")][rng.integers(4)]  # fmt: skip
    base, mark = hexed(base), hexed(mark)
    t = np.linspace(0, 1, 260)
    turn = t * rng.uniform(13, 17)
    r = 1.25 - 0.95 * t + 0.05 * np.sin(turn * 2.3)
    high = 0.13 + 0.28 * t + 0.5 * smoothstep(0.9, 1.0, t)
    path = np.stack([r * np.cos(turn), high, r * np.sin(turn)], -1)
    size = 0.17 * np.clip(t / 0.3, 0.12, 1) * (1 - 0.45 * smoothstep(0.85, 0.97, t))
    way = path[-1] - path[-6]
    way = way / np.linalg.norm(way) * [1, 0.3, 1]

    def scales(hit: Hit) -> Array:
        u, v = hit.uv.T
        grain = np.sin(u * 900) * np.sin(v * 75)
        band = smoothstep(-0.2, 0.2, np.sin(u * 150) + 0.8 * np.cos(v * 6.28) - 0.2)
        out = mix(np.broadcast_to(base, hit.position.shape), mark, band * 0.9)
        return out * (1 + 0.22 * grain + 0.1 * fbm2(u * 60, v * 9, 3, seed))[:, None]

    parts: list = [patches(tube(path, size, 22), base, paint=scales, rough=0.4, specular=0.05)]
    tip = path[-1] + way * 0.16

    def skull(p: Array) -> Array:
        d = capsule(p, path[-1] - way * 0.05, tip + way * 0.1, 0.115, 0.07)
        return smooth_union(d, ball(p, tip - way * 0.06, 0.115), 0.06)

    parts.append(
        Solid(skull, base * 0.9, (tuple(tip), 0.4), Surface(rough=0.4, specular=0.05), 0.8)
    )
    side = np.cross(way, [0.0, 1.0, 0.0])
    for sign in (-1, 1):
        spot = tip + sign * side * 0.085 + way * 0.02 + [0, 0.05, 0]
        parts.append(Solid(lambda p, s=spot: ball(p, s, 0.026), hexed("#0c0a08"), (tuple(spot), 0.03),
                           Surface(rough=0.1, specular=0.06)))  # fmt: skip
    far = 5.4 * max(1.0, 0.95 * height / width) * rng.uniform(0.9, 1.1)
    spin = rotation("y", np.arctan2(-way[0], way[2]) + rng.normal(0, 0.8))
    things = placed(parts, spin, (0, 0, 0))
    camera = Camera((0, rng.uniform(1.6, 2.6), far), (0, 0.35, 0), 26, width, height)
    place = pick(rng, "dirt sand grass")
    things += floor_of(rng, camera, place, 0.0, 0.35, 14.0)
    n = 260
    spots = np.stack([rng.uniform(-4, 4, n), np.full(n, 0.05), rng.uniform(-5, 2.5, n)], -1)
    if place != "sand":
        things.append(foliage.leaves(rng, spots, 0.25, choose(rng, "#7c6444 #6c5838 #8c6c40")))
    time = pick(rng, "day overcast golden")
    light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(
        softness=0.05, shadow_focus=((0, 0.3, 0), 2.0)
    )
    back = garden(rng, width, height, PARKS["dirt" if place != "grass" else "grass"][1])
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far - 0.4, rng.uniform(8, 16) * height / 480, 5.0)
    return Picture(
        finish(rng, rgb), ("snake", "reptile", "wildlife", "python", "scales"), time, ("wild",)
    )
