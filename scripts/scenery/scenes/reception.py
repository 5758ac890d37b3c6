"""Wedding things: bouquets, cakes, rings, ceremonies, tables and gowns."""

from __future__ import annotations

import numpy as np

from .. import banquet, gown, jewellery
from ..backdrop import garden, plain
from ..bridal import chamber, outdoors
from ..camera import Camera
from ..colour import choose, hexed
from ..finish import bokeh, develop, focus
from ..interior import cloth, framed, indoors, overlay, planks, sheet
from ..lathe import placed
from ..noise import fbm2
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, grey, render
from ..shapes import Patches, patches, revolve, rotation, scatter, tube
from ..sky import make_sky

SCENES: dict[str, Scene] = {}
Array = np.ndarray
LEAFY = "#3a452e #5a6844 #7f8860 #2c3424"


@register(SCENES)
def bouquet(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bridal bouquet close up: standing, lying on wood or cloth, or before a garden."""
    colours = gown.palette(rng)
    count = int(rng.integers(15, 34))
    posy = gown.bouquet(rng, 0.14, colours, count)
    place = pick(rng, "garden garden table dress")
    time, back = "", None
    things: list = []
    if place == "garden":
        time = pick(rng, "day golden overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.uniform(1.2, 5))
        light = sky.light(softness=0.015, shadow_focus=((0, 0, 0), 0.4))
        back = garden(rng, width, height, LEAFY, softness=0.05)
        tilt = rotation("y", rng.uniform(-0.4, 0.4)) @ rotation("x", rng.uniform(0.5, 1.2))
        things = placed(posy, tilt, (0, 0, 0))
        camera = framed((0, -0.01, 0), 0.9, rng.normal(0, 0.2), rng.uniform(0, 0.3),
                        (0.19, 0.185), width, height)  # fmt: skip
        mood = ("flowers",)
    else:
        seed = int(rng.integers(1e6))
        if place == "table":
            wood = planks(seed, choose(rng, "#a88460 #6a4c34 #c8b8a0 #8a8078"), 0.13, 1.6)
            things.append(
                patches(sheet((-1.5, 0, -1.5), (3, 0, 0), (0, 0, 3)), grey(0.5), paint=wood)
            )
        else:
            tint = choose(rng, gown.IVORY)
            u, v = np.linspace(-1.4, 1.4, 160)[:, None], np.linspace(-1.4, 1.4, 160)[None, :]
            fold = 0.05 * np.sin((u + 0.35 * v + 0.25 * fbm2(u, v, 2, seed)) * 13)
            drape = np.stack(np.broadcast_arrays(u, fold - 0.06, v), -1)
            things.append(patches(drape, tint, rough=0.5, specular=0.045, translucent=0.2))
        light = indoors((rng.choice([-1, 1]) * 0.9, 0.9, rng.uniform(-0.6, 0.5)), softness=0.02,
                        shadow_focus=((0, 0.05, 0), 0.45))  # fmt: skip
        lie = rotation("y", rng.uniform(0, 6.28)) @ rotation("x", rng.uniform(1.0, 1.3))
        things += placed(posy, lie, (0, 0.1, 0))
        n = int(rng.integers(0, 16))
        if n:
            spots = rng.uniform((-0.4, 0.005, -0.3), (0.4, 0.02, 0.3), (n, 3))
            things.append(gown.petals(rng, spots, 0.05, colours))
        camera = framed((0, 0.07, 0.02), 1.0, rng.normal(0, 0.2), rng.uniform(0.5, 1.25),
                        (0.22, 0.21), width, height)  # fmt: skip
        mood = ("pastel",)
    frame = render(camera, things, light, back)
    rgb = focus(frame.rgb, frame.depth, 0.88, 12 * height / 480)
    words = ("bouquet", "roses", "flowers", "bridalbouquet", "floral")
    return Picture(develop(rng, rgb), words, time, mood)


@register(SCENES)
def wedding_cake(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A tiered cake with flowers on a table."""
    colours = gown.palette(rng)
    parts, tall = banquet.cake(rng, colours)
    linen = choose(rng, "#e4dfd6 #d8d0c4 #c8c4c8 #e4dfd6")
    place = pick(rng, "curtain garden lights wall")
    table = banquet.round_table(rng, 0.5, 0.75, linen)
    if place == "wall" and rng.random() < 0.6:
        wood = planks(3, choose(rng, "#8a6848 #6a4c34"), 0.12)
        table = [patches(sheet((-1.5, 0, -0.6), (3, 0, 0), (0, 0, 1.2)), grey(0.5), paint=wood)]
    things = [*parts, *table]
    time, back = "", plain(rng, width, height, choose(rng, "#c8c0b4 #a8a4a0 #8a8480"), 0.6)
    lamps: tuple[Lamp, ...] = ()
    candles = rng.random() < 0.5
    if candles:
        for _ in range(int(rng.integers(2, 5))):
            a, r = rng.uniform(-0.9, 0.9), rng.uniform(0.3, 0.42)
            spot = np.array([r * np.sin(a) * 1.1, 0, r * np.cos(a) * 0.6])
            things += placed(banquet.candle(rng, rng.uniform(0.06, 0.14), 0.03), np.eye(3), spot)
            lamps += (Lamp(tuple(spot + np.array([0, 0.2, 0])), hexed("#ffb060") * 0.02),)
    n = int(rng.integers(0, 30))
    if n:
        a, r = rng.uniform(0, 6.28, n), rng.uniform(0.24, 0.46, n)
        spots = np.stack([r * np.cos(a), 0 * a + 0.006, r * np.sin(a)], -1)
        things.append(gown.petals(rng, spots, 0.04, colours))
    if place == "curtain":
        tone = choose(rng, "#d8d0c8 #c8c4c8 #d8c8c0 #b8b4b0")
        things.append(banquet.curtain(rng, -1.8, 1.8, 2.6, tone, -0.9).moved((0, -0.75, 0)))
        if rng.random() < 0.5:
            beads = banquet.fairy_lights(rng, 60, (-1.2, -0.5, -0.82), (1.2, 1.3, -0.8))
            things.append(beads)
    elif place == "garden":
        time = pick(rng, "day golden")
        back = garden(rng, width, height, LEAFY, softness=0.05)
    elif place == "lights":
        warm = np.stack([hexed("#ffc070"), hexed("#ffe0a8"), hexed("#ffa860")]) * 1.4
        back = plain(rng, width, height, hexed("#4a3c34"), 0.8)
        back = back + bokeh(rng, height, width, warm, int(rng.integers(16, 40)), height * 0.045)
    light = indoors((rng.choice([-1, 1]) * rng.uniform(0.6, 1.3), 0.9, 0.7), softness=0.03,
                    sky=grey(0.6 if place != "lights" else 0.4), lamps=lamps,
                    shadow_focus=((0, 0.25, 0), 0.7))  # fmt: skip
    camera = framed((0, tall * 0.5, 0), 1.9, rng.normal(0, 0.12), rng.uniform(0.03, 0.28),
                    (0.27, tall * 0.6 + 0.02), width, height)  # fmt: skip
    frame = render(camera, things, light, back)
    rgb = focus(frame.rgb, frame.depth, 1.8, 12 * height / 480)
    words = ["weddingcake", "cake", "roses", "dessert", "celebration"]
    words += ["candles"] if candles else []
    return Picture(develop(rng, rgb), tuple(words), time, ("sweet", "elegant"))


@register(SCENES)
def rings(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Two wedding rings on a cushion, petals, wood or a rose, very close."""
    metal = choose(rng, "#e8c48c #e8c48c #d8d4d0 #e4b8a0")
    second = metal if rng.random() < 0.6 else choose(rng, "#e8c48c #d8d4d0")
    colours = gown.palette(rng)
    seed = int(rng.integers(1e6))
    place = pick(rng, "cushion petals wood cushion")
    r = 0.1
    things: list[Patches] = []
    spots = rng.uniform((-0.8, 0.01, -0.9), (0.8, 0.03, 0.5), (60, 3))
    if place == "cushion":
        satin = choose(rng, "#dcd4c8 #ccbcb8 #6a3438 #bcb8c0 #dcd4c8")
        things.append(patches(jewellery.cushion(rng, satin, 1.7).position, satin, rough=0.4,
                                   specular=0.055))  # fmt: skip
        spots = spots[:4] if rng.random() < 0.5 else spots[:0]
    elif place == "petals":
        things.append(
            patches(sheet((-2, 0, -2), (4, 0, 0), (0, 0, 4)), gown.soft(colours.split()[0]) * 0.3)
        )
        many = rng.uniform((-1.1, 0.0, -1.5), (1.1, 0.04, 0.7), (260, 3))
        many = many[np.hypot(many[:, 0], many[:, 2]) > 0.02]
        things.append(gown.petals(rng, many - [0, 0.035, 0], 0.26, colours, 0.1))
        spots = spots[:0]
    else:
        wood = planks(seed, choose(rng, "#a88460 #6a4c34 #c0b0a0"), 0.5, 5.0)
        things.append(patches(sheet((-2, 0, -2), (4, 0, 0), (0, 0, 4)), grey(0.5), paint=wood))
        spots = spots[: int(rng.integers(0, 14))]
    spots = spots[np.hypot(spots[:, 0], spots[:, 2]) > 0.28] if len(spots) else spots
    if len(spots):
        things.append(gown.petals(rng, spots, 0.22, colours))
    first = jewellery.finger_ring(rng, metal, False, r)
    things += placed(first, rotation("y", rng.uniform(0, 6)), (-0.06, 0.0, 0.02))
    other = jewellery.finger_ring(rng, second, rng.random() < 0.6, r * 0.85)
    lean = rotation("y", rng.uniform(-0.6, 0.6)) @ rotation("x", 0.0)
    if rng.random() < 0.7:
        lean = lean @ rotation("z", rng.choice([-1, 1]) * rng.uniform(0.25, 0.4))
    things += placed(other, lean, (0.09, 0.03, 0.03))
    if rng.random() < 0.6:
        n = int(rng.integers(1, 4))
        places = np.stack(
            [rng.uniform(-0.5, 0.5, n), np.full(n, 0.12), rng.uniform(-0.75, -0.35, n)], -1
        )
        ways = rng.normal(0, 0.25, (n, 3)) + np.array([0, 0.8, 0.6])
        things += gown.rose_heap(rng, places, ways, np.full(n, 0.22), colours)
        low = np.repeat(places, 6, 0) - np.array([0, 0.08, 0])
        way = rng.normal(0, 1, (n * 6, 3))
        things.append(gown.greenery(rng, low, way, 0.3, hexed("#626e54")))
    light = indoors((rng.choice([-1, 1]) * 0.9, 0.9, -0.4), softness=0.02, mirror=jewellery.sparkle,
                    shadow_focus=((0, 0.05, -0.1), 0.9))  # fmt: skip
    camera = framed((0.01, 0.03, 0), 1.2, rng.normal(0, 0.4), rng.uniform(0.4, 0.95),
                    (0.27, 0.21), width, height)  # fmt: skip
    back = plain(rng, width, height, choose(rng, "#4a4440 #8a8480 #5a5048"), 0.5)
    frame = render(camera, things, light, back)
    rgb = focus(frame.rgb, frame.depth, 1.17, 26 * height / 480)
    words = ("rings", "weddingrings", "gold" if metal[0] > 1.3 * metal[2] else "silver", "jewelry",
             "weddingbands")  # fmt: skip
    return Picture(develop(rng, rgb), words, "", ("forever",))


@register(SCENES)
def ceremony(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An aisle between rows of chairs to a flowered arch, on a lawn or a beach."""
    time = pick(rng, "day golden morning overcast sunset")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.7, 2.3))
    colours = gown.palette(rng)
    camera = Camera((rng.normal(0, 0.25), rng.uniform(1.3, 2.0), 4.2),
                    (rng.normal(0, 0.2), rng.uniform(1.15, 1.4), -3), rng.uniform(36, 46), width,
                    height)  # fmt: skip
    place = pick(rng, "garden garden beach")
    things, light = outdoors(rng, camera, sky, place)
    things += placed(banquet.arch(rng, colours, rng.random() < 0.5), np.eye(3), (0, 0, -3.9), 1.12)
    carpet = choose(rng, "#e4e0d8 #d8ccc0 #c8a8a0 #e4e0d8")
    runner = sheet((-0.6, 0.012, -5.0), (1.2, 0, 0), (0, 0, 10), 6, 30)
    things.append(patches(runner, carpet, paint=cloth(3, carpet)))
    wood = choose(rng, "#e4e0d8 #b8946a #c8a860 #6a4c34")
    sash = gown.soft(colours.split()[0]) if rng.random() < 0.5 else None
    for part in banquet.chair(wood, sash):
        spots = np.array([(s * (1.05 + 0.52 * i), 0, 2.0 - 1.05 * k) for s in (-1, 1)
                          for i in range(4) for k in range(5)])  # fmt: skip
        turns = rotation("y", rng.normal(0, 0.04, len(spots)))
        things.append(scatter(part, spots, turns, np.ones(len(spots)), np.ones((len(spots), 3))))
    n = int(rng.integers(120, 420))
    spots = np.stack([rng.choice([-1, 1], n) * np.abs(rng.normal(0.62, 0.13, n)), np.full(n, 0.02),
                      rng.uniform(-5, 3.4, n)], -1)  # fmt: skip
    things.append(gown.petals(rng, spots, 0.07, colours))
    if rng.random() < 0.7:
        for k in range(5):
            for s in (-1, 1):
                at = (s * 0.78, 0.0 if rng.random() < 0.2 else 0.55, 1.75 - 1.05 * k)
                posy = gown.bouquet(rng, 0.15, colours, 9, handle=False)
                things += placed(posy, rotation("z", -s * -0.5), at)
    light = sky.light(softness=0.08, fog=light.fog, shadow_focus=((0, 1, -2), 6.0))
    frame = render(camera, things, light, sky.image(camera))
    rgb = focus(frame.rgb, frame.depth, 6.5, 5 * height / 480)
    words = ("ceremony", "aisle", "flowers", "arch", "decor", place)
    return Picture(develop(rng, rgb), words, time, ("dreamy",))


@register(SCENES)
def table_setting(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A laid wedding table with china, glasses, candles and flowers."""
    colours = gown.palette(rng)
    linen = choose(rng, "#e4dfd6 #d8d0c4 #c8ccd0 #b8a8a0")
    metal = choose(rng, "#d8b068 #d0d0d4 #d8b068")
    china = choose(rng, "#e6e2da #e6e2da #c8d0d4 #d8c8c0")
    napkin = gown.soft(str(rng.choice([*colours.split(), "#8a9480", "#d8d2c8"])))
    things: list[Patches] = list(banquet.round_table(rng, 0.95, 0.75, linen))
    clear: list[Patches] = []
    lamps: tuple[Lamp, ...] = ()
    wine = choose(rng, "#6a1424 #d8b860 #d8b860") if rng.random() < 0.6 else None
    for i in range(7):
        a = (i - 3) * 0.86
        spin = rotation("y", a)
        spot = spin @ np.array([0, 0, 0.7])
        things += placed(banquet.place_setting(rng, china, metal, napkin), spin, spot)
        for dx, dz, flute in ((0.15, -0.2, False), (0.22, -0.12, True)):
            glass, drink = banquet.wine_glass(wine, flute)
            at = spin @ np.array([dx, 0, 0.7 + dz])
            clear += placed(glass, np.eye(3), at)
            things += placed(drink, np.eye(3), at)
    size = rng.uniform(0.26, 0.36)
    things += placed(banquet.posy_vase(rng, colours, size), np.eye(3), (0, 0, 0))
    for _ in range(int(rng.integers(3, 7))):
        a, r = rng.uniform(-1.6, 1.6), rng.uniform(0.24, 0.4)
        spot = np.array([r * np.sin(a), 0, r * np.cos(a)])
        tall = rng.uniform(0.06, 0.2)
        things += placed(banquet.candle(rng, tall, 0.024), np.eye(3), spot)
        lamps += (Lamp(tuple(spot + np.array([0, tall + 0.05, 0])), hexed("#ffb060") * 0.015),)
    place = pick(rng, "garden lights hall")
    time = ""
    if place == "garden":
        back = garden(rng, width, height, LEAFY, softness=0.05)
        time = pick(rng, "day golden")
    else:
        tone = "#5a4a40 #4a4440" if place == "lights" else "#b8b0a4 #a8a4a0"
        back = plain(rng, width, height, choose(rng, tone), 0.6)
        warm = np.stack([hexed("#ffc070"), hexed("#ffe0a8"), hexed("#ffd0a0")])
        back = back + bokeh(rng, height, width, warm, int(rng.integers(10, 30)), height * 0.04,
                            (0, 0, 1, 0.6))  # fmt: skip
    light = indoors((rng.choice([-1, 1]) * 0.9, rng.uniform(0.6, 1.1), -0.3), softness=0.03,
                    sun=hexed("#fff0dc") * 2.2, lamps=lamps,
                    shadow_focus=((0, 0.1, 0.4), 1.0))  # fmt: skip
    near = rng.random() < 0.6
    camera = framed((rng.normal(0, 0.08), 0.04, 0.62 if near else 0.3), 1.3, rng.uniform(-0.4, 0.4),
                    rng.uniform(0.32, 0.85), (0.34, 0.26) if near else (0.6, 0.45), width,
                    height)  # fmt: skip
    frame = render(camera, things, light, back)
    layer = render(camera, clear, light, None, 2)
    rgb = overlay(frame, layer, 0.22, 1.6)
    rgb = focus(rgb, np.minimum(frame.depth, layer.depth), 1.28, 8 * height / 480)
    words = ["tablesetting", "reception", "flowers", "candles", "decor", "plates"]
    return Picture(develop(rng, rgb), tuple(words), time, ("elegant",))


@register(SCENES)
def hanging_gown(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A wedding dress on a hanger in a bright room, or a shop mannequin in one."""
    tint = choose(rng, gown.IVORY + " #e4d2cc")
    dress = gown.gown(rng, tint, pick(rng, "aline aline mermaid tiered"), train=0.15)
    walls, light = chamber(rng)
    turn = rotation("y", rng.normal(0, 0.35) + rng.choice([0.0, np.pi]))
    shown = pick(rng, "hanger hanger mannequin")
    wood = choose(rng, "#8a6444 #c8a880 #e0dcd4")
    parts: list[Patches] = list(dress)
    if shown == "hanger":
        a = np.linspace(-1, 1, 15)
        bar = np.stack([0.2 * a, 1.4 - 0.05 * a**2 - 0.03 * np.abs(a), 0 * a], -1)
        parts.append(patches(tube(bar, 0.011, 10), wood, rough=0.4, specular=0.05))
        c = np.linspace(-0.5, np.pi, 14)
        hook = np.stack([0.03 * np.cos(c), 1.5 + 0.03 * np.sin(c), 0 * c], -1)
        parts.append(patches(tube(hook[::-1], 0.004, 8), grey(0.6), metal=1.0, rough=0.25))
        parts.append(
            patches(
                tube(
                    np.array([(0, 1.4, 0), (0, 1.45, 0), hook[0] * [0.4, 1, 1] + [0, 0.0, 0]]),
                    0.004,
                    8,
                ),
                grey(0.6),
            )
        )
        for s in (-1, 1):
            for z in (0.08, -0.08):
                strap = np.linspace((s * 0.12, 1.29, z), (s * 0.14, 1.385, 0), 4)
                parts.append(patches(tube(strap, 0.009, 8), tint))
        parts = placed(parts, np.eye(3), (0, 0.35, 0))
    else:
        form = [
            (0.0, 1.66),
            (0.045, 1.655),
            (0.05, 1.6),
            (0.052, 1.52),
            (0.09, 1.47),
            (0.165, 1.42),
        ]
        form += [(0.185, 1.36), (0.18, 1.3), (0.13, 1.1)]
        grid = np.asarray(revolve(np.array(form), 40)) * [1, 1, 0.62]
        parts.append(patches(grid, choose(rng, "#d8ccb8 #e0d8cc #b8a890"), rough=0.8))
    things = [*placed(parts, turn, (0, 0, -0.6)), *walls]
    middle = 1.15 if shown == "hanger" else 0.88
    camera = framed((0, middle, -0.6), rng.uniform(3.6, 4.4), rng.normal(0, 0.15),
                    rng.uniform(-0.02, 0.06), (0.7, 0.95), width, height)  # fmt: skip
    frame = render(camera, things, light)
    rgb = focus(frame.rgb, frame.depth, 4.0, 7 * height / 480)
    words = ("weddingdress", "gown", "dress", "bridal", shown, "fashion")
    return Picture(develop(rng, rgb), words, "", ("elegant", "white"))
