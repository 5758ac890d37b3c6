"""Food: burgers, pizza, pasta, salad, cake, coffee, fruit, sushi, ice cream and soup."""

from __future__ import annotations

import numpy as np

from .. import dishes, fruit
from ..colour import choose, hexed, mix
from ..finish import develop
from ..noise import fbm2, smoothstep, worley2
from ..picture import Picture, Scene, pick, register
from ..shapes import Hit, Patches, box, patches, revolve, rotation, sphere, tube
from ..table import (
    board,
    bowl,
    cup,
    cutlery,
    lumpy,
    napkin,
    plate,
    serve,
    tabletop,
    view,
    window_light,
)

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def at(parts: list[Patches], place: Array, turn: float = 0.0, size: float = 1.0) -> list[Patches]:
    """Turn parts about y, scale and move them."""
    return [part.turned(rotation("y", turn) * size).moved(place) for part in parts]


def look(rng: np.random.Generator) -> str:
    """A grading that keeps food appetising."""
    return pick(rng, "natural natural vivid warm warm film faded")


@register(SCENES)
def burger(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A hamburger on a board or plate, usually with chips."""
    camera, far = view(rng, width, height, 0.95, (10, 30), 0.5, (0.95, 1.3))
    things = [tabletop(rng, "wood wood dark slate white")]
    chips = rng.random() < 0.75
    base = board(rng, (2.9, 2.1)) if rng.random() < 0.5 else plate(rng, 1.35)
    things += base
    level = 0.13 if len(base) and base[0].position.shape[0] == 6 else 0.08
    x = rng.uniform(-0.35, -0.1) * rng.choice([-1, 1]) if chips else 0.0
    things += at(dishes.burger(rng), (x, level, 0.1), rng.uniform(0, 6))
    if chips:
        things.append(dishes.fries(rng, (-np.sign(x) * 0.75, level, -0.15), 55, 0.42))
    if rng.random() < 0.5:
        dip = bowl(rng, 0.3, 0.25)
        spot = (rng.choice([-1, 1]) * 1.1, 0.1, -1.0)
        sauce = choose(rng, "#a01c10 #d8a030 #e0d4b8")
        things += at([*dip, patches(sphere((0.26, 0.03, 0.26)), sauce, rough=0.3).moved(
            (0, 0.25, 0))], spot)  # fmt: skip
    if rng.random() < 0.4:
        glass = revolve([[0.28, 0], [0.36, 1.4], [0, 1.42]], 32)
        things.append(patches(glass, choose(rng, "#3c1c10 #c88424 #c8b050"), rough=0.15,
                              specular=0.06).moved((rng.uniform(-1.4, 1.4), 0, -1.9)))  # fmt: skip
    rgb = serve(rng, camera, things, far)
    words = ("burger", "hamburger", "cheeseburger", "fastfood", "lunch", *(["fries"] * chips))
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("hungry",))


@register(SCENES)
def pizza(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A whole pizza from above or aslant."""
    pitch = (70, 88) if rng.random() < 0.45 else (28, 55)
    camera, far = view(rng, width, height, 1.55, pitch, 0.0, (0.92, 1.2))
    things = [tabletop(rng, "wood wood dark cloth cloth marble slate")]
    kind, level = pick(rng, "plate board pan none"), 0.02
    if kind == "plate":
        things += plate(rng, 1.95)
        level = 0.08
    elif kind == "board":
        disk = [[0, 0.1], [1.65, 0.1], [1.68, 0.05], [1.68, 0]]
        things.append(patches(revolve(disk, 64), choose(rng, "#a87c4c #8a6038 #c09868"), rough=0.6))
        level = 0.1
    elif kind == "pan":
        disk = [[0, 0.03], [1.56, 0.03], [1.64, 0.2], [1.68, 0.2], [1.62, 0]]
        things.append(patches(revolve(disk, 64), hexed("#4c4c50"), metal=1.0, rough=0.4))
        level = 0.05
    things += at(dishes.pizza(rng), (0, level, 0))
    for _ in range(int(rng.integers(0, 5))):
        a, r = rng.uniform(0, 6.3), rng.uniform(2.1, 2.8)
        things += at(fruit.tomato(rng), (r * np.cos(a), 0.15, r * np.sin(a)))
    if rng.random() < 0.4:
        kinds = pick(rng, "fork knife")
        things += cutlery(rng, (rng.choice([-1, 1]) * 2.15, 0.02, 0.2), 0.1, kinds)
    rgb = serve(rng, camera, things, far, 6)
    words = ("pizza", "italianfood", "cheese", "dinner", "homemade")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("delicious",))


@register(SCENES)
def spaghetti(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A plate of spaghetti with sauce, cheese and basil."""
    camera, far = view(rng, width, height, 1.2, (24, 62), 0.2, (0.9, 1.2))
    things = [tabletop(rng, "wood dark cloth marble white slate")]
    if rng.random() < 0.5:
        things += plate(rng, 1.4)
    else:
        things += bowl(rng, 1.15, 0.3)
    things += at(dishes.pasta(rng), (0, 0.04, 0))
    if rng.random() < 0.7:
        side = rng.choice([-1, 1])
        things += cutlery(rng, (side * 1.62, 0.02, 0.1), rng.normal(0, 0.15), "fork")
    if rng.random() < 0.4:
        things.append(napkin(rng, (rng.choice([-1, 1]) * 2.0, 0, -0.9)))
    for _ in range(int(rng.integers(0, 4))):
        things += at(fruit.tomato(rng), (rng.uniform(-2, 2), 0.16, -rng.uniform(1.6, 2.1)))
    rgb = serve(rng, camera, things, far)
    words = ("pasta", "spaghetti", "italianfood", "dinner", "plate", "sauce")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("comfortfood",))


@register(SCENES)
def salad(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bowl of green salad with tomato, cucumber, onion and egg."""
    camera, far = view(rng, width, height, 1.15, (30, 72), 0.3, (0.9, 1.2))
    things = [tabletop(rng, "wood wood marble white cloth slate")]
    things += bowl(rng, 1.15, 0.5)
    for place in fruit.heap(rng, 46, 1.0, 0.35, 0.28):
        green = choose(rng, "#5c8a2c #6c9838 #4a7a24 #86a848 #5a2c3c")
        out = np.arctan2(place[0], place[2]) + rng.normal(0, 0.8)
        turn = rotation("y", out) @ rotation("x", rng.uniform(-0.7, 0.15))
        things.append(
            fruit.lettuce(rng, green).turned(turn * rng.uniform(0.5, 0.8)).moved(place * 0.8)
        )
    for _ in range(int(rng.integers(6, 11))):
        x, y, z = fruit.heap(rng, 1, 0.8, 0.32, 0.5)[0]
        things += at(fruit.tomato(rng), (x, y, z))
    for kind, size, count in (("cucumber", 0.2, 9), ("onion", 0.2, 5), ("egg", 0.22, 4)):
        if rng.random() < 0.7:
            places = fruit.heap(rng, count, 0.85, 0.35, 0.48)
            things.append(fruit.strewn(rng, fruit.slices(kind, size), places, 0.5))
    if rng.random() < 0.5:
        cubes = patches(box((0.15, 0.13, 0.15)), choose(rng, "#c08c48 #e4dfd0"), rough=0.6)
        things.append(fruit.strewn(rng, cubes, fruit.heap(rng, 14, 0.8, 0.35, 0.5)))
    if rng.random() < 0.5:
        things += cutlery(rng, (rng.choice([-1, 1]) * 1.6, 0.02, 0.1), 0.1, "fork")
    rgb = serve(rng, camera, things, far)
    words = ("salad", "vegetables", "healthyfood", "greens", "tomato", "vegan")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("fresh", "green"))


@register(SCENES)
def cake(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A slice of layer cake on a plate."""
    camera, far = view(rng, width, height, 0.92, (8, 30), 0.5, (0.95, 1.25))
    things = [tabletop(rng, "white marble wood cloth dark")]
    things += plate(rng, 1.15)
    turn = rng.choice([-1, 1]) * rng.uniform(0.7, 1.3)
    # the wedge's paint reads world points, so turn the camera rather than the cake
    slice_ = dishes.cake_slice(rng)
    eye = np.array(camera.eye) @ rotation("y", turn)
    camera = type(camera)(tuple(eye), (0, 0.5, 0), camera.fov, width, height)
    things += at(slice_, (0, 0.08, 0))
    side = np.array([np.cos(turn), 0, np.sin(turn)])
    if rng.random() < 0.6:
        things += cutlery(rng, side * 1.5 + [0, 0.03, 0], -turn, "fork")
    for _ in range(int(rng.integers(0, 3))):
        back = -np.array([-np.sin(turn), 0, np.cos(turn)]) * rng.uniform(1.4, 2.2)
        spot = back + side * rng.uniform(-1.5, 1.5) + [0, 0.2, 0]
        lean = rotation("x", 1.4) @ rotation("z", rng.uniform(0, 6))
        things += [p.turned(lean).moved(spot) for p in fruit.strawberry(rng, 0.2)]
    rgb = serve(rng, camera, things, far)
    words = ("cake", "dessert", "sweet", "baking", "pastry")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("sweettooth",))


def crema(rng: np.random.Generator):
    """Paint of a coffee's surface: black, or milk foam with a leaf or heart."""
    seed, art = int(rng.integers(1e6)), pick(rng, "leaf heart leaf black foam")
    brown, milk = hexed("#7a4420"), hexed("#e0c8a4")

    def paint(hit: Hit) -> Array:
        r, u = hit.uv.T
        x, z = r * np.cos(u * 6.283), r * np.sin(u * 6.283)
        x, z = z, x + 0.05 * fbm2(x * 3, z * 3, 2, seed)
        fleck = 1 + 0.2 * fbm2(x * 14, z * 14, 4, seed)
        if art == "black":
            colour = mix(hexed("#1c0e08"), hexed("#8a5424"), smoothstep(0.85, 0.98, r))
            return colour * fleck[:, None]
        if art == "leaf":
            wave = np.sin((z * 2.2 - np.abs(x) * 1.5) * 9)
            inside = (np.abs(x) < 0.55 * np.cos(z * 1.7)) & (np.abs(z) < 0.75)
            white = smoothstep(0.0, 0.3, wave) * inside * smoothstep(0.02, 0.05, np.abs(x))
        elif art == "heart":
            h = (x * 1.7) ** 2 + (z * 1.7 + 0.15 - np.sqrt(np.abs(x) * 1.1)) ** 2
            white = smoothstep(1.0, 0.85, h)
        else:
            white = smoothstep(-0.5, 0.1, fbm2(x * 2, z * 2, 4, seed) + 0.3) * 0.9
        rim = smoothstep(0.85, 1.0, r) * 0.3
        return mix(brown * (1 - rim)[:, None], milk, white * 0.95) * fleck[:, None]

    return paint, art


@register(SCENES)
def coffee(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A cup of coffee on its saucer, often with a croissant."""
    camera, far = view(rng, width, height, 0.95, (28, 62), 0.25, (0.9, 1.25))
    things = [tabletop(rng, "wood wood dark marble white slate")]
    paint, art = crema(rng)
    saucer = plate(rng, 0.85)
    drink = patches(revolve([[r, 0] for r in np.linspace(0, 0.455, 8)], 48), hexed("#7a4420"),
                    paint=paint, rough=0.4).moved((0, 0.55, 0))  # fmt: skip
    roll = rng.random() < 0.6
    x = rng.choice([-1, 1]) * (0.55 if roll else 0.0)
    turn = rng.uniform(-0.9, 0.9)
    things += at([*saucer], (x, 0, 0.1))
    things += at([*cup(rng), drink], (x, 0.07, 0.1), turn)
    if roll:
        spot = (-np.sign(x) * 0.95, 0.0, -0.5)
        things += at(plate(rng, 0.95), spot)
        things += at(dishes.croissant(rng), np.add(spot, (0, 0.08, 0)), rng.uniform(0, 6))
    things += cutlery(rng, (x + 0.75, 0.16, 0.35), 0.3, "spoon")[:2] if rng.random() < 0.5 else []
    beans = rng.random() < 0.3
    if beans:
        bean = patches(sphere((0.06, 0.04, 0.09), 8, 12), hexed("#2c170c"), rough=0.4)
        spots = rng.normal(0, 1, (40, 3)) * [0.8, 0, 0.25] + [0, 0.04, 1.1]
        things.append(fruit.strewn(rng, bean, spots, 0.3))
    rgb = serve(rng, camera, things, far)
    words = ("coffee", "cup", "breakfast", "cafe", *(["croissant"] * roll))
    words += ("espresso",) if art == "black" else ("latte", "cappuccino")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("cozy", "morningcoffee"))


@register(SCENES)
def fruit_bowl(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bowl of apples, oranges, bananas and grapes."""
    camera, far = view(rng, width, height, 1.35, (14, 42), 0.55, (0.9, 1.2))
    things = [tabletop(rng, "wood wood dark marble cloth white")]
    things += bowl(rng, 1.15, 0.55)
    ring = rng.permutation(7)
    for i in ring:
        a = i * 2 * np.pi / 7 + rng.normal(0, 0.1)
        piece = fruit.apple(rng) if rng.random() < 0.5 else fruit.orange(rng)
        spot = (0.68 * np.cos(a), 0.52 + rng.normal(0, 0.02), 0.68 * np.sin(a))
        lean = rotation("x", rng.normal(0, 0.5)) @ rotation("y", rng.uniform(0, 6))
        things += [p.turned(lean).moved(spot) for p in piece]
    for _ in range(3):
        a = rng.uniform(0, 6.3)
        piece = fruit.orange(rng) if rng.random() < 0.6 else fruit.apple(rng)
        things += at(piece, (0.3 * np.cos(a), 0.95, 0.3 * np.sin(a)), rng.uniform(0, 6))
    if rng.random() < 0.7:
        lean = rotation("y", rng.uniform(-0.5, 0.5))
        for i in range(3):
            tip = lean @ rotation("x", -0.7 + 0.35 * i)
            things += [p.turned(tip).moved((0, 0.98, 0.25 - 0.2 * i)) for p in fruit.banana(rng)]
    if rng.random() < 0.6:
        things += at(fruit.grapes(rng), (rng.uniform(-0.5, 0.5), 0.85, 0.65))
    for _ in range(int(rng.integers(0, 4))):
        spot = (rng.choice([-1, 1]) * rng.uniform(1.35, 1.9), 0.36, rng.uniform(-0.5, 0.7))
        piece = fruit.orange(rng, 0.33, "#dcbc20", True) if rng.random() < 0.5 else fruit.apple(rng)
        things += at(piece, spot, rng.uniform(0, 6))
    rgb = serve(rng, camera, things, far)
    words = ("fruit", "orange", "apple", "healthyfood", "vitamins", "stilllife")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("fresh", "colorful"))


@register(SCENES)
def bananas(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A few ripe bananas, oranges or lemons on a table, close up."""
    camera, far = view(rng, width, height, 0.95, (20, 55), 0.2, (0.95, 1.3))
    things = [tabletop(rng, "wood white cloth dark marble")]
    kind = pick(rng, "banana banana orange lemon")
    if kind == "banana":
        turn = rng.uniform(-0.8, 0.8)
        for i in range(int(rng.integers(3, 6))):
            way = rotation("y", turn + (i - 2) * 0.13) @ rotation("x", 1.2 - 0.25 * i)
            things += [p.turned(way).moved((0, 0.2 + 0.05 * i, 0.3 - 0.19 * i))
                       for p in fruit.banana(rng, 1.7)]  # fmt: skip
    else:
        code = "#d8780c" if kind == "orange" else "#e8c820"
        for spot in fruit.in_disc(rng, int(rng.integers(3, 7)), 0.75, 0.72):
            lean = rotation("x", rng.uniform(-1, 1)) @ rotation("z", rng.uniform(0, 6))
            things += [p.turned(lean).moved((spot[0], 0.37, spot[1]))
                       for p in fruit.orange(rng, 0.38, code, kind == "lemon")]  # fmt: skip
    rgb = serve(rng, camera, things, far)
    words = (kind, "fruit", "healthyfood", "snack", "organic", "stilllife")
    return Picture(
        develop(rng, rgb, look=look(rng)),
        words,
        "",
        ("fresh", "orange" if kind == "orange" else "yellow"),
    )


@register(SCENES)
def strawberries(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Strawberries close up, in a bowl or on the table, or one alone."""
    few = rng.random() < 0.4
    camera, far = view(rng, width, height, 0.42 if few else 0.8, (15, 55), 0.2, (1.0, 1.3))
    things = [tabletop(rng, "wood white dark marble slate")]
    if few:
        spots = fruit.in_disc(rng, int(rng.integers(1, 4)), 0.35, 0.42)
        places = [(x, 0.2, z) for x, z in spots]
    else:
        things += bowl(rng, 0.85, 0.35)
        places = list(fruit.heap(rng, 34, 0.72, 0.4, 0.3))
    for place in places:
        lean = rotation("y", rng.uniform(0, 6)) @ rotation("x", rng.uniform(0.9, 2.2))
        things += [p.turned(lean).moved(place) for p in fruit.strawberry(rng, 0.22)]
    rgb = serve(rng, camera, things, far)
    words = ("strawberry", "strawberries", "fruit", "berries", "healthyfood")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("red", "fresh", "sweet"))


@register(SCENES)
def sushi(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Nigiri and rolls on slate or wood with chopsticks."""
    camera, far = view(rng, width, height, 1.25, (26, 58), 0.15, (0.9, 1.15))
    things = [tabletop(rng, "dark wood white slate marble")]
    tray = patches(box((3.0, 0.14, 1.7), (0, 0.07, 0)), choose(rng, "#2c2e32 #16161a #a08058"),
                   rough=0.5)  # fmt: skip
    things.append(tray)
    for i in range(4):
        for row in range(2):
            spot = (-1.0 + 0.66 * i + rng.normal(0, 0.03), 0.14, -0.4 + 0.72 * row)
            if (row + int(i > 1)) % 2 == 0:
                turn = 1.2 + rng.normal(0, 0.1)
                things += at(dishes.nigiri(rng), spot, turn, 0.85)
            else:
                things += at(dishes.maki(rng), spot, rng.uniform(0, 6))
                things += (
                    at(dishes.maki(rng), np.add(spot, (0.05, 0, 0.47)), 1.0)
                    if (rng.random() < 0.2)
                    else []
                )
    wasabi = lumpy(sphere((0.16, 0.1, 0.13)), 0.4, 0.15, 5)
    things.append(patches(wasabi, hexed("#8ca848"), rough=0.6).moved((1.32, 0.2, 0.5)))
    if rng.random() < 0.7:
        for z in (1.1, 1.2):
            stick = tube(np.array([[-1.4, 0.06, z + 0.1], [1.2, 0.06, z]]), 0.035, 8)
            things.append(patches(stick, choose(rng, "#3a1c14 #a88050"), rough=0.35))
    soy = bowl(rng, 0.36, 0.2)
    sauce = patches(sphere((0.33, 0.02, 0.33)), hexed("#1c0c06"), rough=0.1).moved((0, 0.2, 0))
    things += at([*soy, sauce], (rng.uniform(-1, 1), 0, -1.35))
    rgb = serve(rng, camera, things, far)
    words = ("sushi", "japanesefood", "maki", "nigiri", "rice", "salmon")
    return Picture(develop(rng, rgb, look=look(rng), auto=0.35), words, "", ("yummy",))


@register(SCENES)
def ice_cream(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Scoops of ice cream in a bowl or on a cone."""
    flavours = ["#e8dcc0", "#e0a8a4", "#4c2c1c", "#c8d0a0", "#d88494", "#e8c878", "#b890a8"]
    colours = [hexed(code) for code in rng.choice(flavours, 3, replace=False)]
    things: list[Patches] = []
    cone = rng.random() < 0.4
    if cone:
        camera, far = view(rng, width, height, 1.0, (0, 12), 0.25, (1.0, 1.25))

        def waffle(hit: Hit) -> Array:
            v, u = hit.uv.T
            line = np.maximum(np.cos((u * 9 + v * 4) * 6.283), np.cos((u * 9 - v * 4) * 6.283))
            return hit.colour * (0.75 + 0.35 * smoothstep(0.5, 0.95, line))[:, None]

        horn = revolve([[0.36, 0.35], [0.37, 0.3], [0.03, -0.95], [0, -0.96]], 40)
        things.append(patches(horn, hexed("#c08840"), paint=waffle, rough=0.6))
        places = [(0, 0.52, 0), (0.05, 1.0, 0)][: int(rng.integers(1, 3))]
    else:
        camera, far = view(rng, width, height, 0.85, (15, 42), 0.4, (0.95, 1.25))
        things.append(tabletop(rng, "white wood marble dark cloth"))
        things += bowl(rng, 0.8, 0.5)
        places = [(-0.33, 0.56, 0.1), (0.33, 0.56, 0.12), (0.0, 0.66, -0.3), (0.0, 0.95, 0.05)]
        places = places[: int(rng.integers(3, 5))]
    for i, place in enumerate(places):
        things.append(dishes.scoop(rng, colours[i % 3]).moved(place))
    top = np.add(places[-1], (0, 0.34, 0))
    extra = pick(rng, "none berries cherry wafer")
    if extra == "cherry":
        things.append(
            patches(sphere(0.11), hexed("#8c0c18"), rough=0.2).moved(np.add(top, (0, 0.06, 0)))
        )
    elif extra == "berries" and not cone:
        for place in fruit.heap(rng, 5, 0.6, 0.25, 0.62):
            lean = rotation("x", rng.uniform(0.8, 2)) @ rotation("y", 1.0)
            things += [p.turned(lean).moved(place) for p in fruit.strawberry(rng, 0.16)]
    elif extra == "wafer":
        stick = patches(box((0.2, 1.0, 0.05)), hexed("#c89850")).turned(rotation("z", -0.4))
        things.append(stick.moved(np.add(top, (0.2, 0.05, -0.2))))
    rgb = serve(rng, camera, things, far, light=window_light(rng))
    words = ("icecream", "dessert", "sweet", "scoop", *(["cone", "waffle"] * cone))
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("summer", "sweettooth"))


@register(SCENES)
def soup(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A bowl of soup with vegetables and herbs, bread beside it."""
    camera, far = view(rng, width, height, 1.15, (28, 60), 0.35, (0.9, 1.2))
    things = [tabletop(rng, "wood dark cloth slate white")]
    things += bowl(rng, 1.05, 0.62)
    broth = choose(rng, "#c08030 #a84818 #c8a458 #8c3c14 #6c7c2c")
    seed = int(rng.integers(1e6))

    def surface(hit: Hit) -> Array:
        x, _, z = hit.position.T
        oil = worley2(x * 5, z * 5, seed)[0]
        mottle = 1 + 0.3 * fbm2(x * 3, z * 3, 4, seed) + 0.25 * (oil < 0.25)
        return broth * mottle[:, None]

    t = np.linspace(0, 0.99, 8)
    pool = patches(revolve(np.stack([t, 0 * t], 1), 48), broth, paint=surface, rough=0.15)
    things.append(pool.moved((0, 0.54, 0)))
    for code, size in (("#c86418", 0.1), ("#5c8424", 0.09), ("#d8c890", 0.12), ("#8c5430", 0.11)):
        spots = fruit.in_disc(rng, int(rng.integers(4, 12)), 0.8, 0.15)
        places = np.stack([spots[:, 0], np.full(len(spots), 0.56), spots[:, 1]], -1)
        things.append(fruit.crumbs(rng, hexed(code), places, size))
    for spot in fruit.in_disc(rng, 6, 0.6, 0.2):
        leaf = fruit.herb(rng, 0.3).turned(rotation("y", rng.uniform(0, 6)))
        things.append(leaf.moved((spot[0], 0.58, spot[1])))
    if rng.random() < 0.7:
        loaf = baked_roll(rng)
        things += at(loaf, (rng.choice([-1, 1]) * 1.5, 0, -0.9), rng.uniform(0, 3))
    if rng.random() < 0.6:
        things += cutlery(rng, (rng.choice([-1, 1]) * 1.4, 0.02, 0.3), 0.1, "spoon")
    rgb = serve(rng, camera, things, far)
    words = ("soup", "bowl", "vegetables", "lunch", "homemade")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("warm", "comfortfood"))


def baked_roll(rng: np.random.Generator) -> list[Patches]:
    """A crusty oblong roll on y = 0."""
    t = np.linspace(-1, 1, 40)
    path = np.stack([t * 0.7, 0.2 + 0 * t, 0 * t], -1)
    radius = 0.27 * np.clip(1 - np.abs(t) ** 4, 0.001, 1) ** 0.5
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        cut = smoothstep(0.12, 0.05, np.abs(np.modf(u * 4 + v * 1.5)[0] - 0.5))
        crust = hexed("#a86c30") * (1 + 0.4 * fbm2(u * 16, v * 8, 4, seed))[:, None]
        return mix(crust, hexed("#dcb880"), cut * 0.8)

    grid = tube(path, radius, 20) * [1, 0.85, 1]
    return [patches(grid, hexed("#a86c30"), paint=paint, rough=0.6)]


@register(SCENES)
def bread(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Bread rolls or croissants on a board."""
    camera, far = view(rng, width, height, 1.2, (18, 50), 0.2, (0.95, 1.2))
    things = [tabletop(rng, "wood dark cloth white marble"), *board(rng, (2.6, 1.8))]
    rolls = rng.random() < 0.5
    for x, z in ((-0.05, 0.25), (0.25, -0.45), (-0.6, -0.45))[: int(rng.integers(1, 4))]:
        loaf = baked_roll(rng) if rolls else dishes.croissant(rng)
        things += at(loaf, (x, 0.13, z), rng.normal(0, 0.4), 1.35)
    if rng.random() < 0.4:
        things.append(napkin(rng, (1.3, 0, -1.3)))
    rgb = serve(rng, camera, things, far)
    words = ("bread", "bakery", "baking", "breakfast", "rolls" if rolls else "croissant")
    return Picture(develop(rng, rgb, look=look(rng)), words, "", ("fresh", "golden"))
