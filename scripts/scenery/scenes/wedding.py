"""Wedding: brides, couples, bridesmaids and the church, and the things of the day (reception)."""

from __future__ import annotations

import numpy as np

from .. import gown, poses
from ..bridal import bride_parts, chamber, groom_parts, outdoors, turned, veiled
from ..camera import Camera
from ..colour import choose, hexed
from ..figure import Outfit, figure, someone
from ..finish import develop, focus
from ..interior import cloth, framed, indoors, planks, plaster, room, sheet, window
from ..lathe import lathe, placed
from ..picture import Picture, Scene, pick, register
from ..render import grey
from ..shapes import Patches, box, patches, rotation, tube
from ..sky import make_sky
from ..solids import transformed
from .gowns import SCENES as GOWNS
from .reception import SCENES as RECEPTION

SCENES: dict[str, Scene] = {}
Array = np.ndarray


@register(SCENES)
def bride(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bride in her gown, from behind or the side, indoors or in a garden."""
    tint = choose(rng, gown.IVORY + " #e4d2cc")
    view = pick(rng, "behind behind side quarter front")
    holding = view != "behind" or rng.random() < 0.5
    parts, drape, flowers = bride_parts(rng, tint, holding)
    with_veil = rng.random() < 0.6
    drape = drape if with_veil else []
    turn = {"behind": np.pi + rng.normal(0, 0.2), "front": rng.normal(0, 0.25),
            "side": rng.choice([-1, 1]) * rng.uniform(1.3, 1.8),
            "quarter": np.pi + rng.choice([-1, 1]) * rng.uniform(0.6, 1.0)}[view]  # fmt: skip
    spin = rotation("y", turn)
    things = turned(parts + (flowers if holding else []), spin, (0, 0, 0))
    drape = turned(drape, spin, (0, 0, 0))
    close = rng.random() < 0.4
    middle, half = (1.15, (0.5, 0.68)) if close else (0.88, (0.75, 1.02))
    far = rng.uniform(3.8, 5.2)
    camera = framed((rng.normal(0, 0.06), middle, 0), far, 0, rng.uniform(-0.02, 0.1), half,
                    width, height)  # fmt: skip
    place = pick(rng, "room room avenue garden field beach")
    time = ""
    if place == "room":
        walls, light = chamber(rng)
        frame = veiled(camera, things + walls, drape, light, None, 1)
        blurred = 7
    else:
        time = pick(rng, "golden day overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.9, 2.3))
        around, light = outdoors(rng, camera, sky, place)
        frame = veiled(camera, things + around, drape, light, sky.image(camera), 1)
        blurred = 12
    rgb = focus(frame.rgb, frame.depth, far, blurred * height / 480)
    words = ["bride", "weddingdress", "gown", "bridal"]
    words += ["veil"] if with_veil else []
    words += ["bouquet"] if holding else []
    words += [] if place == "room" else [place]
    return Picture(develop(rng, rgb), tuple(words), time, ("elegant", "white"))


@register(SCENES)
def couple(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Bride and groom side by side, walking away or facing one another."""
    tint = choose(rng, gown.IVORY)
    suit = choose(rng, "#24262c #2c3448 #24262c #5a5e66 #6a5a4a #38404c")
    facing = rng.random() < 0.45
    parts, drape, _ = bride_parts(rng, tint, holding=False)
    reach = poses.pose(arm_l=((0.25, -1, 0.05), (0.12, -1, 0.12)),
                       arm_r=((-0.3, -1, 0.05), (-0.2, -1, 0.12)))  # fmt: skip
    if facing:
        reach = poses.pose(arm_l=((0.25, -0.9, 0.35), (-0.1, -0.2, 1)),
                           arm_r=((-0.25, -0.9, 0.35), (0.1, -0.2, 1)))  # fmt: skip
    groom = groom_parts(rng, reach, suit)
    base = rng.choice([0.0, np.pi]) if facing else np.pi + rng.normal(0, 0.2)
    if facing:
        side = rng.choice([-1, 1])
        things = turned(parts, rotation("y", side * np.pi / 2), (-side * 0.3, 0, 0))
        drape = turned(drape, rotation("y", side * np.pi / 2), (-side * 0.3, 0, 0))
        tall = [transformed(s, np.eye(3), (0, 0, 0), 1.06) for s in groom]
        things += turned(tall, rotation("y", -side * np.pi / 2), (side * 0.3, 0, 0))
    else:
        things = turned(parts, rotation("y", base), (-0.31, 0, 0))
        drape = turned(drape, rotation("y", base), (-0.31, 0, 0))
        tall = [transformed(s, np.eye(3), (0, 0, 0), 1.06) for s in groom]
        things += turned(tall, rotation("y", base), (0.33, 0, 0.05))
    with_veil = rng.random() < 0.6
    far = rng.uniform(4.5, 6.5)
    camera = framed((0, 0.95, 0), far, rng.normal(0, 0.1), rng.uniform(-0.02, 0.08),
                    (0.85, 1.1), width, height)  # fmt: skip
    place = pick(rng, "avenue garden field beach")
    time = pick(rng, "golden day overcast morning sunset")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.7, 2.3))
    around, light = outdoors(rng, camera, sky, place)
    frame = veiled(camera, things + around, drape if with_veil else [], light, sky.image(camera), 1)
    rgb = focus(frame.rgb, frame.depth, far, 12 * height / 480)
    words = ("bride", "groom", "couple", "weddingdress", "suit", place)
    return Picture(develop(rng, rgb), words, time, ("romantic", "happy"))


@register(SCENES)
def sunset_couple(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Bride and groom in silhouette before the setting sun."""
    time = pick(rng, "sunset sunset golden dusk")
    sky = make_sky(rng, time, sun_turn=rng.uniform(-0.15, 0.15))
    parts, drape, _ = bride_parts(rng, choose(rng, gown.IVORY), holding=False)
    side = rng.choice([-1, 1])
    together = rng.random() < 0.6
    kiss = poses.pose(spine=(0, 1, 0.1), neck=(0, 1, 0.12),
                      arm_l=((0.25, -0.8, 0.4), (-0.2, -0.1, 1)),
                      arm_r=((-0.25, -0.8, 0.4), (0.2, -0.1, 1)))  # fmt: skip
    groom = groom_parts(rng, kiss if together else poses.pose(), hexed("#24262c"))
    gap, turn = (0.21, np.pi / 2) if together else (0.36, np.pi * 0.85)
    things = turned(parts, rotation("y", side * turn), (-side * gap, 0, 0))
    drape = turned(drape, rotation("y", side * turn), (-side * gap, 0, 0))
    tall = [transformed(s, np.eye(3), (0, 0, 0), 1.06) for s in groom]
    things += turned(tall, rotation("y", -side * turn), (side * gap, 0, 0))
    far = rng.uniform(6, 9)
    camera = framed((rng.normal(0, 0.3), rng.uniform(0.95, 1.25), 0), far, 0, -0.03,
                    (1.0, rng.uniform(1.25, 1.7)), width, height)  # fmt: skip
    place = pick(rng, "beach field beach")
    around, light = outdoors(rng, camera, sky, place)
    frame = veiled(camera, things + around, drape, light, sky.image(camera), 1)
    rgb = focus(frame.rgb, frame.depth, far, 5 * height / 480)
    words = ("couple", "bride", "groom", "silhouette", place)
    look = pick(rng, "warm natural film teal")
    return Picture(develop(rng, rgb, auto=0.25, look=look, glow=0.25), words, time, ("romantic",))


@register(SCENES)
def bridesmaids(rng: np.random.Generator, width: int, height: int) -> Picture:
    """One to three bridesmaids in matching long dresses, holding bouquets."""
    tint = choose(rng, "#a8c8b0 #c8a8a4 #a8a4c0 #8a4a54 #9ab0c4 #d0b8a0 #7a9484 #c8b8c8")
    colours = gown.palette(rng)
    count = int(rng.choice([1, 1, 2, 3]))
    things: list = []
    for i in range(count):
        person = someone(rng, hair=pick(rng, "bun long long"), beard=0.0, lips=0.8, smile=0.9)
        strapless = rng.random() < 0.7
        outfit = Outfit(person.skin if strapless else tint, tint, hexed("#d8c8b8"), 0.0, 0.2)
        joints = {k: v for k, v in poses.HOLDING.items() if not k.startswith("foot")}
        look = rotation("y", rng.uniform(-0.3, 0.3))
        parts: list = list(figure(rng, person, outfit, joints, head_turn=look))
        parts += gown.gown(rng, tint, pick(rng, "aline tiered aline ball"), train=0.05)
        hands = (np.array(joints["hand_l"]) + np.array(joints["hand_r"])) / 2
        posy = gown.bouquet(rng, rng.uniform(0.1, 0.14), colours, 13)
        parts += placed(posy, rotation("x", 0.8), hands + np.array([0, 0.08, 0.07]))
        x = (i - (count - 1) / 2) * 0.75
        turn = -0.25 * x + rng.normal(0, 0.3)
        things += turned(parts, rotation("y", turn), (x, 0, -0.15 * abs(x)))
    close = rng.random() < 0.6
    middle, half = (1.2, (0.36 + 0.3 * count, 0.62)) if close else (0.88, (0.4 + 0.35 * count, 1.0))
    far = rng.uniform(3.8, 5.0)
    camera = framed((0, middle, 0), far, rng.normal(0, 0.1), rng.uniform(-0.02, 0.08), half,
                    width, height)  # fmt: skip
    place = pick(rng, "room garden avenue field")
    time = ""
    if place == "room":
        walls, light = chamber(rng)
        frame = veiled(camera, things + walls, [], light, None, 1)
    else:
        time = pick(rng, "golden day overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.2, 2.4))
        around, light = outdoors(rng, camera, sky, place)
        frame = veiled(camera, things + around, [], light, sky.image(camera), 1)
    rgb = focus(frame.rgb, frame.depth, far, 11 * height / 480)
    words = ["bridesmaid" if count == 1 else "bridesmaids", "dress", "gown", "bouquet", "flowers"]
    words += [] if place == "room" else [place]
    return Picture(develop(rng, rgb), tuple(words), time, ("happy", "pastel"))


@register(SCENES)
def church(rng: np.random.Generator, width: int, height: int) -> Picture:
    """The nave of a church dressed with flowers and candles, sometimes with the bride."""
    seed = int(rng.integers(1e6))
    colours = gown.palette(rng)
    stone = choose(rng, "#c8bca8 #b8b4ac #d0c8bc")
    camera = Camera((rng.normal(0, 0.2), rng.uniform(1.5, 2.2), 5.0),
                    (0, rng.uniform(2.0, 2.6), -4), rng.uniform(50, 62), width, height)  # fmt: skip
    floor = planks(seed, choose(rng, "#a89c8c #8a7c70"), 0.6, 0.6)
    things: list = room(floor, plaster(seed, stone, 0.1, 0.9), (9, 8.5, 12), 0.055, 8.0)
    glass = hexed("#e8e0d0") * 1.3
    for x, tall in ((-1.5, 3.2), (0, 4.2), (1.5, 3.2)):
        things += window((x, 3.9, -11.96), 0.9, tall, (1, 0, 0), glass, (2, 5))
    for s in (-1, 1):
        for z in np.arange(-10.5, 3, 3.0):
            column = lathe([(0.42, 0), (0.42, 0.3), (0.27, 0.45), (0.25, 4.2), (0.4, 4.6)])
            things.append(
                patches(column, stone * 1.05, paint=plaster(seed + 1, stone, 0.1)).moved(
                    (s * 2.9, 0, z)
                )
            )
            a = np.linspace(0, np.pi, 24)
            rib = np.stack([s * 2.9 + 0 * a, 4.6 + 1.3 * np.sin(a), z + 1.5 - 1.5 * np.cos(a)], -1)
            things.append(patches(tube(rib, 0.2, 8), stone))
            things += window((s * 4.45, 3.4, z + 1.5), 1.1, 2.6, (0, 0, 1), glass, (2, 4))
            vault = np.stack([2.9 * np.cos(a), 4.7 + 2.6 * np.sin(a), 0 * a + z], -1)
            things.append(patches(tube(vault, 0.16, 8), stone))
    a = np.linspace(0, np.pi, 30)[:, None]
    z = np.linspace(-12, 4, 24)[None, :]
    shell = np.stack(np.broadcast_arrays(3.0 * np.cos(a), 4.75 + 2.7 * np.sin(a), z), -1)
    things.append(patches(shell, stone * 0.95, shadow=False))
    oak = choose(rng, "#6a4a30 #8a6444 #54402c")
    for s in (-1, 1):
        for z in np.arange(-8.2, 3.4, 1.1):
            bench = np.concatenate([box((1.7, 0.06, 0.4), (s * 1.75, 0.45, z)),
                                    box((1.7, 0.5, 0.06), (s * 1.75, 0.72, z + 0.2)),
                                    box((0.07, 0.98, 0.5), (s * 0.9, 0.49, z + 0.05))])  # fmt: skip
            things.append(patches(bench, oak, rough=0.45, specular=0.05))
            if round(z * 10) % 2 == 0 or rng.random() < 0.5:
                posy = gown.bouquet(rng, 0.16, colours, 8, handle=False)
                things += placed(posy, rotation("z", s * 0.7), (s * 0.8, 0.85, z + 0.1))
    rug = choose(rng, "#8a2c30 #d8d0c4 #6a2430")
    runner = sheet((-0.6, 0.012, -10), (1.2, 0, 0), (0, 0, 16), 6, 40)
    things.append(patches(runner, rug, paint=cloth(3, rug)))
    altar = patches(box((2.0, 1.0, 0.8), (0, 0.6, -10.6)), hexed("#d8d2c8"))
    things.append(altar)
    n = 260
    spots = np.stack([rng.choice([-1, 1], n) * np.abs(rng.normal(0.5, 0.12, n)), np.full(n, 0.02),
                      rng.uniform(-9, 3.5, n)], -1)  # fmt: skip
    things.append(gown.petals(rng, spots, 0.08, colours))
    words = ["church", "ceremony", "aisle", "flowers", "petals"]
    drape: list[Patches] = []
    if rng.random() < 0.55:
        parts, drape, _ = bride_parts(rng, choose(rng, gown.IVORY))
        z = rng.uniform(0.2, 1.2)
        things += turned(parts, rotation("y", np.pi), (0, 0, z))
        drape = turned(drape, rotation("y", np.pi), (0, 0, z))
        words.append("bride")
    side = rng.choice([-1.0, 1.0])
    light = indoors((side * 1.0, 1.0, 0.25), sun=hexed("#ffe8c4") * 1.7, sky=grey(0.5),
                    ground=grey(0.3), softness=0.15, shadow_focus=((0, 1, -1), 6.0),
                    fog=1 / 60, haze=hexed("#e8dcc8") * 0.8)  # fmt: skip
    frame = veiled(camera, things, drape, light, None, 1)
    return Picture(develop(rng, frame.rgb, glow=0.2), tuple(words), "", ("solemn", "warm"))


SCENES = GOWNS | SCENES | RECEPTION
