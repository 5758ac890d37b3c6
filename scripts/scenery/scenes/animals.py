"""Animals: portraits of pets and wild animals, birds, fish and herds."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain
from ..backdrop import garden
from ..birds import SONGBIRDS, macaw, owl, penguin, songbird
from ..breeds import draw_cat, draw_dog, draw_wild
from ..butterflies import butterfly
from ..camera import Camera, normalise
from ..colour import choose, hexed, mix
from ..den import finish, head_shot, indoor, placed, room
from ..finish import focus
from ..flowers import daisy, stem, sunflower
from ..noise import fbm2, smoothstep
from ..picture import Picture, Scene, pick, register
from ..quadrupeds import BUILDS, animal
from ..render import Light, render
from ..sealife import anemone, blue_water, fish, turtle
from ..shapes import Hit, Patches, patches, rotation, tube
from ..sky import make_sky
from .creatures import SCENES as CREATURES

SCENES: dict[str, Scene] = {}
Array = np.ndarray


@register(SCENES)
def dog_portrait(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A dog's head, outdoors or at home."""
    beast, coat, breed = draw_dog(rng)
    if rng.random() < 0.65:
        time = pick(rng, "day golden overcast morning")
        light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(softness=0.15)
        back, place = garden(rng, width, height, "#4c5a34 #6a7444 #7c8458 #38442a"), "park"
    else:
        time, light, back, place = "", indoor(rng), room(rng, width, height), "home"
    rgb = head_shot(rng, width, height, beast, coat, back, light)
    return Picture(finish(rng, rgb), ("dog", "dogportrait", breed, place, "doggo"), time, ("cute",))


@register(SCENES)
def cat_portrait(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A cat's head at home or in a garden."""
    beast, coat, name = draw_cat(rng)
    if rng.random() < 0.3:
        time = pick(rng, "day golden overcast")
        light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(softness=0.15)
        back, place = garden(rng, width, height, "#4c5a34 #6a7444 #5c6450 #38442a"), "garden"
    else:
        time, light, back, place = "", indoor(rng), room(rng, width, height), "home"
    rgb = head_shot(rng, width, height, beast, coat, back, light, 0.92)
    return Picture(finish(rng, rgb), ("cat", "kitty", name, "whiskers", place), time, ("cute",))


@register(SCENES)
def wild_portrait(rng: np.random.Generator, width: int, height: int) -> Picture:
    """The head of a big cat, bear, panda, fox or wolf in the wild."""
    name = pick(rng, "tiger tiger lion bear panda panda fox wolf leopard")
    beast, coat = draw_wild(rng, name)
    time = pick(rng, "day golden overcast morning")
    light = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4)).light(softness=0.15)
    greens = pick(rng, "green dry grey")
    tones = {
        "green": "#3c4a2a #5c6a3c #7c8458 #2c3420",
        "dry": "#8a7a54 #a89468 #6a6040 #5c5438",
        "grey": "#6c6c64 #84847c #54544c #4a5040",
    }[greens]
    back = garden(rng, width, height, tones, "#8a8a70 #6a6a50", bright_top=0.4)
    rgb = head_shot(rng, width, height, beast, coat, back, light, 1.05)
    words = (name, "wildlife", "wild", "animalportrait", "portrait")
    return Picture(finish(rng, rgb), words, time, ("majestic",))


def herd(
    rng: np.random.Generator,
    width: int,
    height: int,
    kind: str,
    count: int,
    grass_tones: tuple[str, str],
    time: str,
    trees: str,
    graze: float,
) -> Array:
    """One large animal seen from the side, perhaps with others, on open land (linear)."""
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.3, 2.8))
    tall = BUILDS[kind].height + max(BUILDS[kind].neck[1], 0) * 0.75
    b = BUILDS[kind]
    total = (
        b.length + 1.4 * b.girth + max(b.neck[2], 0) + max(b.head[2], 0) - 0.3 * min(b.tail[2], 0)
    )
    far = max(tall * 4.4, 4.3 * total * height / width) * rng.uniform(1.0, 1.2)
    camera = Camera(
        (0, tall * rng.uniform(0.45, 0.85), far), (0, tall * 0.52, 0), 17, width, height
    )
    seed = int(rng.integers(1e6))
    low, high = (hexed(code) for code in grass_tones)

    def land(x: Array, z: Array) -> Array:
        return 0.05 * fbm2(x, z, 3, seed) + smoothstep(30, 300, -z) * 6 * fbm2(
            x / 90, z / 90, 3, seed + 1
        )

    paint = terrain.mottled(seed, (low, high), 2.5, 0.5)
    things: list = [terrain.ground(camera, land, 1.5, 900, paint)]
    n = 5000
    roots = np.stack(
        [rng.uniform(-1, 1, n) * 1.3 * tall, np.zeros(n), rng.uniform(-4.5, 1.6, n) * tall], -1
    )
    roots[:, 0] *= 1 + 0.2 * np.abs(np.minimum(roots[:, 2], 0)) / tall
    things.append(foliage.grass(rng, roots, 0.1 + 0.05 * tall, mix(low, high, 0.6) * 1.2, 0.4))
    way = rng.choice([-1.0, 1.0])
    for number in range(count):
        turn = rotation("y", way * rng.normal(1.35, 0.3) if number == 0 else rng.uniform(-3, 3))
        place = np.array([rng.normal(0, 0.08) * tall, 0, 0])
        if number:
            place = np.array(
                [rng.choice([-1, 1]) * rng.uniform(0.4, 1.6) * tall, 0, -rng.uniform(1.2, 5) * tall]
            )
        elif kind == "elephant":
            place[0] -= way * 0.4
        grazing = rng.random() < graze
        parts = animal(rng, kind, grazing, 9000 if number == 0 else 0)
        things += placed(parts, turn, place, rng.uniform(0.92, 1.05))
    for _ in range(int(rng.integers(3, 12))):
        spot = np.array([rng.uniform(-40, 40), 0.0, -rng.uniform(70, 170)])
        if trees == "acacia":
            things += acacia(rng, spot, rng.uniform(5, 9))
        else:
            things.append(foliage.bush(rng, spot, rng.uniform(6, 14), hexed("#4c5c38"), 260))
    light = sky.light(softness=0.06, fog=1 / 500, shadow_focus=((0, tall / 2, 0), tall * 1.6))
    frame = render(camera, things, light, sky.image(camera), 2)
    return focus(frame.rgb, frame.depth, far, rng.uniform(4, 9) * height / 480, 5.0)


def acacia(rng: np.random.Generator, place: Array, tall: float) -> list[Patches]:
    """A flat-topped thorn tree."""
    crown = (
        rng.normal(0, 1, (260, 3)) * [0.45 * tall, 0.06 * tall, 0.45 * tall] + place + [0, tall, 0]
    )
    t = np.linspace(0, 1, 6)[:, None]
    lines = []
    for _ in range(5):
        tip = np.array([rng.normal(0, 0.35), 0.95, rng.normal(0, 0.35)]) * tall
        lines.append(
            tube(place + tip * t ** np.array([1.8, 0.9, 1.8]), tall * 0.03 * (1.1 - t[:, 0]), 5)
        )
    wood = patches(np.stack(lines), hexed("#4c4034"), shadow=False)
    return [wood, foliage.leaves(rng, crown, tall * 0.09, choose(rng, "#5c6434 #6c6c40 #4c5830"))]


@register(SCENES)
def savanna(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A zebra, elephant, giraffe or tiger on dry grassland."""
    kind = pick(rng, "zebra zebra elephant elephant giraffe tiger")
    time = pick(rng, "day golden morning overcast")
    tones = [("#8c7850", "#a89870"), ("#6c6840", "#948858"), ("#7c6c4c", "#8c8450")][
        rng.integers(3)
    ]
    count = int(rng.integers(1, 4)) if kind != "tiger" else 1
    rgb = herd(
        rng,
        width,
        height,
        kind,
        count,
        tones,
        time,
        "bush" if kind == "tiger" else "acacia",
        0.35 * (kind == "zebra"),
    )
    words = (kind, "wildlife", "safari", "savanna", "grass")
    words = ("tiger", "bigcat", "wildlife", "grass", "wild") if kind == "tiger" else words
    return Picture(finish(rng, rgb), words, time, ("wild",))


@register(SCENES)
def pasture(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A horse, cow, sheep or deer in a green field."""
    kind = pick(rng, "horse horse cow cow sheep sheep deer")
    time = pick(rng, "day golden morning overcast mist")
    tones = [("#4c5c2c", "#6c7c40"), ("#566434", "#808848"), ("#445630", "#5c7038")][
        rng.integers(3)
    ]
    graze = {"horse": 0.35, "cow": 0.3, "sheep": 0.35, "deer": 0.2}[kind]
    rgb = herd(rng, width, height, kind, int(rng.integers(1, 4)), tones, time, "bush", graze)
    place = "forest" if kind == "deer" else "farm"
    words = (kind, "field", "grass", "meadow" if place == "forest" else place, "countryside")
    return Picture(finish(rng, rgb), words, time, ("peaceful",))


def branch(rng: np.random.Generator, thick: float) -> list[Patches]:
    """A bough across the picture at the origin, with a few twigs and leaves."""
    t = np.linspace(-4, 4, 50)
    rise, seed = rng.normal(0, 0.12), int(rng.integers(1e6))
    path = np.stack([t, rise * t + 0.08 * np.sin(t * 1.3) * (np.abs(t) / 2), 0.15 * np.sin(t)], -1)
    path = path - [0, path[25, 1] + thick, 0]
    bark = choose(rng, "#5c5044 #6c6054 #4c4038 #74685c")

    def paint(hit: Hit) -> Array:
        ridge = fbm2(hit.position[:, 0] * 3, hit.uv[:, 1] * 24, 4, seed)
        moss = smoothstep(0.1, 0.5, fbm2(hit.position[:, 0] * 2, hit.uv[:, 1] * 3, 3, seed + 1))
        tone = bark * (1 + 0.7 * ridge)[:, None]
        return mix(tone, hexed("#6c7440"), 0.5 * moss * (hit.normal[:, 1] > 0))

    size = thick * (1 - 0.06 * t + 0.08 * np.sin(t * 5))
    parts = [patches(tube(path, np.maximum(size, 0.03), 14), bark, paint=paint)]
    if rng.random() < 0.7:
        places = path[rng.integers(0, 50, 60)] + rng.normal(0, 0.3, (60, 3)) * [1, 1, 0.8]
        places = places[np.abs(places[:, 0]) > 0.75]
        parts.append(foliage.leaves(rng, places, 0.32, choose(rng, "#5c7838 #6c8440 #4c6430")))
    return parts


@register(SCENES)
def bird_on_branch(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A songbird, parrot or owl on a bough."""
    kind = pick(rng, "songbird songbird macaw owl owl")
    time = pick(rng, "day golden overcast morning")
    light = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.6)).light(softness=0.08)
    tones = pick(rng, "green grey autumn")
    greens = {
        "green": "#4c5c34 #6c7c48 #384828",
        "grey": "#8c9490 #6c7470 #a4a8a4",
        "autumn": "#8c7448 #a08858 #6c6040",
    }[tones]
    back = garden(rng, width, height, greens, "#a09c80 #7c7c5c")
    if kind == "songbird":
        name = pick(rng, " ".join(SONGBIRDS))
        parts = songbird(rng, name)
        turn, far, middle = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.6, 1.5)), 4.3, 0.25
    elif kind == "macaw":
        name, parts = "parrot", macaw(rng)
        turn, far, middle = rotation("y", rng.normal(0, 0.7)), 6.2, 0.3
    else:
        name, parts = "owl", owl(rng)
        turn, far, middle = rotation("y", rng.normal(0, 0.3)), 5.0, 0.6
    far *= rng.uniform(0.85, 1.15) * max(1.0, 0.85 * height / width)
    camera = Camera(
        (0, rng.uniform(0.0, 1.0), far), (rng.normal(0, 0.12), middle, 0), 21, width, height
    )
    offset = np.array([rng.normal(0, 0.1), 0.0, 0.0])
    things = placed(parts, turn, offset) + branch(rng, rng.uniform(0.09, 0.16))
    if kind == "macaw" and rng.random() < 0.5:
        things += placed(
            macaw(rng), rotation("y", rng.normal(0, 0.7)), offset + np.array([0.62, 0, -0.1])
        )
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(10, 22) * height / 480, 5.0)
    words = ("bird", name, "birdwatching", "feathers", "branch")
    return Picture(finish(rng, rgb), words, time, ("wildlife",))


@register(SCENES)
def underwater(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A fish by its anemone, a shoal, or a sea turtle in blue water."""
    kind = pick(rng, "clownfish angelfish tang butterflyfish turtle turtle turtle goldfish")
    back = blue_water(rng, width, height)
    sun = normalise([rng.normal(0, 0.4), 1.0, 0.6])
    glare, blue = np.array([1.5, 1.9, 1.9]), np.array([0.3, 0.6, 0.7])
    haze = back[height // 2].mean(0)
    light = Light(sun, glare, blue, blue * 0.36, softness=0.05, fog=0.035, haze=haze)
    camera = Camera((0, rng.uniform(0.1, 0.9), 4.2), (0, 0, 0), 26, width, height)
    way = rng.choice([-1.0, 1.0])
    flip = rotation("y", (0.0 if way > 0 else np.pi) + rng.normal(0, 0.3)) @ rotation(
        "z", rng.normal(0, 0.12)
    )
    things: list = []
    if kind == "turtle":
        tilt = rotation("x", rng.uniform(0.4, 0.9)) @ flip
        things += placed(turtle(rng), tilt, (rng.normal(0, 0.1), 0.0, 0), 0.85)
        words: tuple[str, ...] = ("turtle", "seaturtle", "underwater", "ocean", "sea")
    else:
        wide = min(1.0, 1.1 * width / height)
        things += placed(fish(rng, kind), flip, (rng.normal(0, 0.1), 0.05, 0.3), 1.35 * wide)
        for _ in range(int(rng.integers(0, 5))):
            spot = np.array([rng.uniform(-1.6, 1.6), rng.uniform(-0.6, 0.8), -rng.uniform(1.5, 5)])
            things += placed(fish(rng, kind), flip, spot, 0.8)
        words = ("fish", kind, "underwater", "ocean" if kind != "goldfish" else "water", "reef")
        words = words if kind != "goldfish" else words[:4]
        if kind != "goldfish":
            for _ in range(int(rng.integers(1, 4))):
                spot = np.array(
                    [rng.uniform(-1.2, 1.2), rng.uniform(-1.1, -0.75), -rng.uniform(0.2, 1.0)]
                )
                things += anemone(rng, spot, rng.uniform(0.4, 0.75))
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, 4.0, rng.uniform(6, 14) * height / 480, 5.0)
    return Picture(finish(rng, rgb), words, "", ("blue",))


@register(SCENES)
def butterfly_on_flower(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A butterfly on a daisy or sunflower."""
    time = pick(rng, "day golden morning overcast")
    light = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.6)).light(softness=0.05)
    name = pick(rng, "monarch monarch swallowtail peacock white morpho")
    tint = choose(rng, "#d0ccc0 #b87494 #9c84b0 #c0a860 #b06c5c")
    flower = sunflower(rng) if rng.random() < 0.3 else daisy(rng, tint)
    tilt = rotation("x", rng.uniform(0.5, 1.0))
    things: list = [part.turned(tilt * 0.85) for part in flower]
    things += [stem((0, -2.6, -0.4), 0.05, hexed("#5c7034"))]
    turn = tilt @ rotation("y", rng.normal(0, 0.6))
    up = tilt @ np.array([0, 0.3, 0])
    things += placed(butterfly(rng, name, rng.uniform(0.15, 0.75)), turn, up, rng.uniform(0.8, 1.0))
    for _ in range(int(rng.integers(0, 5))):
        spot = np.array([rng.uniform(-2.5, 2.5), rng.uniform(-1.4, 0.4), -rng.uniform(1.5, 4)])
        things += [p.turned(tilt * 0.7).moved(spot) for p in daisy(rng, tint)]
    back = garden(rng, width, height, "#4c5c34 #6c7c48 #384828 #7c8450")
    far = rng.uniform(5.0, 6.2)
    camera = Camera((0, rng.uniform(0.2, 1.2), far), (0, 0.05, 0), 24, width, height)
    frame = render(camera, things, light, back, 2)
    rgb = focus(frame.rgb, frame.depth, far - 0.3, rng.uniform(12, 24) * height / 480, 6.0)
    words = ("butterfly", "monarch" if name == "monarch" else "insect", "flower", "macro", "garden")
    return Picture(finish(rng, rgb), words, time, ("summer",))


@register(SCENES)
def penguins(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Penguins on snow by a cold sea."""
    time = pick(rng, "day overcast golden morning")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.3, 2.6))
    seed, king = int(rng.integers(1e6)), rng.random() < 0.5
    far = rng.uniform(3.6, 5.0) * max(1.0, 0.8 * height / width)
    camera = Camera((0, rng.uniform(0.45, 0.9), far), (0, 0.5, 0), 20, width, height)

    def land(x: Array, z: Array) -> Array:
        hills = (
            smoothstep(40, 160, -z) * 26 * np.maximum(fbm2(x / 45, z / 45, 5, seed + 3) + 0.25, 0)
        )
        return 0.04 * fbm2(x * 1.5, z * 1.5, 4, seed) + hills - 0.01

    def snow(hit: Hit) -> Array:
        x, y, z = hit.position.T
        white = hexed("#cdd2d8") * (1 + 0.06 * fbm2(x * 9, z * 9, 3, seed))[:, None]
        rock = smoothstep(0.1, 0.4, fbm2(x / 9, z / 9 + y / 3, 4, seed + 5)) * (z < -35)
        return mix(white, hexed("#4c4a4c"), rock)

    things: list = [terrain.ground(camera, land, 1.0, 300, snow)]
    for number in range(int(rng.integers(1, 7))):
        spot = np.array([rng.normal(0, 0.1), 0.0, 0.0])
        if number:
            spot = np.array([rng.uniform(-1.3, 1.3), 0, -rng.uniform(0.2, 4.5)])
            spot[0] *= 1 + 0.2 * abs(spot[2])
        parts = penguin(rng, king)
        things += placed(parts, rotation("y", rng.normal(0, 0.7)), spot, rng.uniform(0.85, 1.05))
    light = sky.light(softness=0.04, fog=1 / 400, shadow_focus=((0, 0.4, -1), 3.0))
    frame = render(camera, things, light, sky.image(camera), 2)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(6, 14) * height / 480, 5.0)
    words = ("penguin", "snow", "antarctica", "wildlife", "bird")
    return Picture(finish(rng, rgb), words, time, ("cold",))


SCENES |= CREATURES
FIRST = (
    "dog_portrait close_face cat_portrait wild_portrait panda kangaroos dog_outdoors cat_resting dog_sitting "
    "koala small_pet wild_resting bears waterhole"
)
SCENES = {name: SCENES[name] for name in FIRST.split()} | SCENES
