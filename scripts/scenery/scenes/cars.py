"""Cars: saloons, sports and classic cars, off-roaders, racers, wheels and grilles."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain
from ..buildings import facade, house
from ..camera import Camera
from ..car import BLACK, PAINTS, SHAPES, car, rear_wing, wheel
from ..colour import choose, hexed, jitter, mix
from ..finish import develop, focus
from ..noise import fbm2, fbm3, smoothstep, worley2
from ..picture import Picture, Scene, pick, register
from ..render import Light, render
from ..shapes import Hit, Patches, box, patches, rotation, tube
from ..sky import Sky, make_sky

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def street_mirror(sky: Sky, road: Array, band: Array, tall: float = 0.16):
    """What paint reflects: sky with a few clouds, a dark line of trees and the road."""
    seed = sky.seed

    def mirror(way: Array) -> Array:
        above = sky.colour(way, disc=False)
        turn = np.arctan2(way[:, 0], way[:, 2])
        skyline = tall * (0.8 + 0.9 * fbm2(turn * 3, turn * 0, 4, seed))
        dark = band * (0.8 + 0.5 * fbm2(turn * 6, way[:, 1] * 14, 3, seed + 1))[:, None]
        colour = mix(above, dark, smoothstep(skyline + 0.03, skyline - 0.03, way[:, 1]))
        return mix(colour, road, smoothstep(0.02, -0.04, way[:, 1]))

    return mirror


def placed(parts: list[Patches], place: Array, turn: float) -> list[Patches]:
    """Turn parts about y and move them."""
    return [part.turned(rotation("y", turn)).moved(place) for part in parts]


def tarmac(rng: np.random.Generator, kerb: float | None = None, verge: Array | None = None):
    """Paint of a street: worn asphalt, patches, cracks; beyond z = kerb a pavement and lawn."""
    seed = int(rng.integers(1e6))
    base = choose(rng, "#68686a #5a5a5c #7c7a78 #4c4c50")

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        coarse = fbm2(x / 3, z / 1.5, 4, seed)
        grit = fbm2(x * 22, z * 22, 3, seed + 1)
        crack = smoothstep(0.035, 0.01, np.subtract(*worley2(x / 2.2, z / 2.2, seed)[1::-1]))
        shade = 1 + 0.22 * coarse + 0.17 * grit - 0.25 * crack * (coarse > 0.15)
        colour = base * shade[:, None]
        if kerb is None:
            return colour
        depth = kerb - z
        slab = np.abs(np.modf(np.abs(x) / 1.3)[0] - 0.5) > 0.488
        walk = hexed("#a8a49c") * (1 + 0.12 * coarse + 0.12 * grit - 0.4 * slab)[:, None]
        grass = (hexed("#5c7434") if verge is None else verge) * (1 + 0.8 * grit + 0.3 * coarse)[
            :, None
        ]
        colour = np.where((depth > 0)[:, None], hexed("#8c8a86") * shade[:, None], colour)
        colour = np.where((depth > 0.25)[:, None], walk, colour)
        return np.where((depth > 2.1)[:, None], grass, colour)

    return paint


def step_up(kerb: float):
    """Height of a street with a raised pavement beyond z = kerb."""
    return lambda x, z: 0.13 * smoothstep(0.02, 0.10, kerb - z)


def street(
    rng: np.random.Generator,
    camera: Camera,
    kerb: float | None = None,
    verge: Array | None = None,
) -> Patches:
    """A street in front of the camera, with a pavement beyond z = kerb."""
    height = step_up(-1e9 if kerb is None else kerb)
    paint = tarmac(rng, kerb, verge)
    return terrain.ground(camera, height, 1.0, 700, paint, detail=1, shadow=False)


def neighbourhood(rng: np.random.Generator, z: float, wide: float = 40) -> list[Patches]:
    """Houses, hedges and trees along the far side of a street."""
    things: list[Patches] = []
    x = -wide
    while x < wide:
        broad, tall = rng.uniform(8, 14), rng.uniform(2.8, 6.5)
        wall = facade(
            int(rng.integers(1e6)),
            choose(rng, "#b0a898 #c0bcb4 #9c8478 #8c9498 #b4aa94 #8c6458 #d0ccc4"),
            storey=2.9,
            bay=2.6,
            window=(0.45, 0.5),
            stain=0.15,
        )
        roof = choose(rng, "#6a4a3c #54504c #8c5440 #4a4c54")
        things += house((x + broad / 2, 0, z - 9 - rng.uniform(0, 3)), (broad, tall, 8), wall, roof)
        x += broad + rng.uniform(1.5, 6)
    green = choose(rng, "#4a6a2c #3c5a28 #5c7438 #6a6a30")
    for _ in range(int(rng.integers(6, 14))):
        spot = (rng.uniform(-wide * 0.6, wide * 0.6), 0.0, z - rng.uniform(2.4, 5))
        things.append(foliage.bush(rng, spot, rng.uniform(0.7, 1.8), green, 350))
    if rng.random() < 0.5:
        for x in np.arange(-14, 15, 1.1):
            place = (x, 0.0, z - 2.6 + rng.normal(0, 0.1))
            things.append(foliage.bush(rng, place, rng.uniform(1.1, 1.5), green * 0.8, 130))
    for _ in range(int(rng.integers(3, 6))):
        spot = (rng.uniform(-13, 13), 0.0, z - rng.uniform(2.5, 7))
        parts = foliage.broadleaf(rng, spot, rng.uniform(5, 9), green, 1300)
        things += parts if isinstance(parts, list) else [parts]
    return things


def stand_and_look(
    rng: np.random.Generator,
    width: int,
    height: int,
    length: float,
    turn: float,
    eye_height: tuple[float, float] = (1.0, 1.9),
    middle: float = 0.68,
    fill: tuple[float, float] = (0.78, 0.98),
) -> Camera:
    """A camera that fits a car of `length` turned by `turn` from broadside to the frame."""
    apparent = length * abs(np.cos(turn)) + 1.8 * abs(np.sin(turn)) + 0.15
    fov = rng.uniform(22, 38)
    half = np.tan(np.radians(fov / 2)) * width / height
    far = apparent / 2 / half / rng.uniform(*fill) + length / 2 * abs(np.sin(turn)) * 0.5
    far *= 0.8 if height > width else 0.84 if height == width else 0.9
    middle += 0.07 * far * max(height / width - 0.75, 0)
    eye = (rng.normal(0, 0.3), rng.uniform(*eye_height) + 0.01 * far, far)
    return Camera(eye, (0, middle + rng.normal(0, 0.08), 0), fov, width, height)


def shot(
    rng: np.random.Generator,
    camera: Camera,
    things: list,
    sky: Sky,
    road: str = "#5a5a5c",
    band: str = "#39402f",
    blur: float = 4.0,
    supersample: int = 2,
) -> Array:
    """Render under a sky with reflections and slight focus blur."""
    light = sky.light(
        softness=0.05,
        fog=1 / 2500,
        shadow_focus=((0, 0.6, 0), 6.5),
        mirror=street_mirror(sky, hexed(road) * float(sky.stops[2].mean()), hexed(band)),
        occlusion=1.0,
    )
    frame = render(camera, things, light, sky.image(camera), supersample)
    far = float(np.linalg.norm(np.subtract(camera.eye, camera.target)))
    strength = blur * rng.uniform(0.3, 1.2) * min(camera.width, camera.height) / 400
    return focus(frame.rgb, frame.depth, at=far * 0.93, strength=strength)


def heading(rng: np.random.Generator) -> float:
    """A turn that shows a car's front corner, sometimes its rear."""
    turn = rng.uniform(0.35, 1.0)
    turn = np.pi - turn if rng.random() < 0.5 else turn
    return -turn if rng.random() < 0.82 else turn


def outdoors(rng: np.random.Generator, times: str = "day day overcast golden morning") -> tuple:
    """A time of day and its sky, the sun behind the camera."""
    time = pick(rng, times)
    return time, make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.7, 2.8))


@register(SCENES)
def street_car(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A saloon, hatchback or off-roader parked in a suburban street, from one front corner."""
    time, sky = outdoors(rng)
    kind = pick(rng, "sedan sedan hatch suv")
    turn = heading(rng)
    camera = stand_and_look(rng, width, height, 4.6, turn)
    kerb = -2.2 - rng.uniform(0, 1.5)
    things = [street(rng, camera, kerb)]
    things += neighbourhood(rng, kerb)
    things += placed(car(rng, kind), (0, 0, 0), turn)
    rgb = shot(rng, camera, things, sky)
    words = ("car", "vehicle", "street", *{"sedan": ("sedan",), "hatch": ("hatchback",)}.get(
        kind, ("suv",)))  # fmt: skip
    return Picture(develop(rng, rgb), words, time, ("dailydriver",))


@register(SCENES)
def at_the_kerb(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A car seen broadside at the kerb, before a wall, hedge or houses."""
    time, sky = outdoors(rng)
    kind = pick(rng, "sedan sedan hatch suv classic pickup")
    turn = rng.choice([0.0, np.pi]) + rng.normal(0, 0.08)
    camera = stand_and_look(rng, width, height, 4.8, turn, (1.2, 2.2), fill=(0.68, 0.92))
    kerb = -1.15
    things = [street(rng, camera, kerb)]
    things += neighbourhood(rng, kerb - rng.uniform(0, 2))
    things += placed(car(rng, kind), (0, 0, 0), turn)
    for side in (-1, 1):
        if rng.random() < 0.5:
            other = pick(rng, "sedan hatch suv")
            things += placed(car(rng, other), (side * rng.uniform(5.6, 6.6), 0, 0), turn)
    look = "mono" if rng.random() < 0.25 else None
    rgb = shot(rng, camera, things, sky, blur=2)
    words = ("car", "parked", "street", "vehicle")
    return Picture(develop(rng, rgb, look=look), words, time, ("city",))


@register(SCENES)
def sports_car(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A low sports car on a coast road, a square or in a dark studio."""
    place = pick(rng, "road square studio")
    colour = choose(rng, "#b01418 #b01418 #d8a010 #d85c10 #1c44a0 #d8d8d4 #101214 #2c7a3c")
    turn = heading(rng)
    camera = stand_and_look(rng, width, height, 4.5, turn, (0.7, 1.5), 0.5)
    stripe = hexed("#e0e0dc") if rng.random() < 0.25 else None
    racer = placed(car(rng, "sports", colour, stripe), (0, 0, 0), turn)
    if place == "studio":
        floor_colour = choose(rng, "#2c2c30 #4c4c50 #8c8c8e #3c2c28")
        floor = patches(_floor(), floor_colour, rough=0.45, specular=0.05, shadow=False)

        def softbox(way: Array) -> Array:
            lamp = smoothstep(0.55, 0.62, way[:, 1]) * smoothstep(0.5, 0.4, np.abs(way[:, 2]))
            strip = smoothstep(0.2, 0.26, way[:, 1]) * smoothstep(0.4, 0.34, way[:, 1])
            return floor_colour * 0.5 + (lamp * 3 + strip * 1.2)[:, None] * np.ones(3)

        light = Light(
            np.array([0.4, 1.0, 0.5]),
            np.full(3, 2.0),
            np.full(3, 0.5),
            floor_colour * 0.3,
            softness=0.35,
            mirror=softbox,
            shadow_focus=((0, 0.5, 0), 5.0),
        )
        y = np.mgrid[0 : 1 : height * 1j][:, None, None]
        wall = floor_colour * (0.25 + 1.0 * np.exp(-(((y - 0.45) / 0.3) ** 2)))
        wall = np.broadcast_to(wall, (height, width, 3)).astype(np.float32)
        frame = render(camera, [floor, *racer], light, wall)
        fade = smoothstep(camera.eye[2] + 3, camera.eye[2] + 16, frame.depth)
        rgb = mix(frame.rgb, wall, np.where(np.isfinite(frame.depth), fade, 1))
        time, words = "", ("sportscar", "car", "supercar", "studio")
    else:
        time, sky = outdoors(rng, "day golden overcast morning")
        things = [*racer]
        if place == "road":
            things.append(street(rng, camera, -3.2, choose(rng, "#8c7c54 #6a7444")))
            seed = int(rng.integers(1e6))
            tall = rng.uniform(10, 45)

            def hills(x: Array, z: Array) -> Array:
                rise = smoothstep(60, 260, -z)
                return rise * tall * (0.8 + fbm2(x / 90, z / 90, 5, seed)) - 0.3

            paint = terrain.mottled(seed, (hexed("#6c7448"), hexed("#8c8058")), 20.0)
            things.append(terrain.ground(camera, hills, 40, 900, paint, detail=1))
            rail = np.stack([np.linspace(-60, 60, 40), np.full(40, 0.7), np.full(40, -3.6)], -1)
            things.append(patches(tube(rail, 0.12, 8), hexed("#a8a8a8"), rough=0.4))
            for x in np.arange(-20, 21, 2.5):
                things.append(patches(box((0.1, 0.7, 0.1), (x, 0.4, -3.6)), hexed("#77777a")))
        else:
            things.append(street(rng, camera))
            for i in range(6):
                wall = facade(int(rng.integers(1e6)), choose(rng, "#c4bcae #a8a49c #8c8880"),
                              storey=3.4, bay=2.4, window=(0.6, 0.6), stain=0.1)  # fmt: skip
                things += house((-30 + 12 * i, 0, -rng.uniform(14, 22)),
                                (11.5, rng.uniform(7, 16), 8), wall)  # fmt: skip
        rgb = shot(rng, camera, things, sky, blur=6)
        words = ("sportscar", "car", "supercar", "road" if place == "road" else "city")
    return Picture(develop(rng, rgb), words, time, ("fast", "speed"))


@register(SCENES)
def classic_car(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A vintage car with chrome on a lawn or an old street."""
    time, sky = outdoors(rng, "day day golden morning overcast")
    kind = pick(rng, "classic classic beetle")
    colour = choose(rng, "#6a9ca4 #9c2424 #c8b478 #1c2c4c #d8d0bc #2c4c3c #c87858 #88a890 #141416")
    turn = heading(rng)
    camera = stand_and_look(rng, width, height, 5.0 if kind == "classic" else 4.1, turn)
    meet = rng.random() < 0.6
    things: list = []
    if meet:
        seed = int(rng.integers(1e6))
        paint = terrain.mottled(seed, (hexed("#5c7434"), hexed("#7c8448")), 2.0, 0.6)
        things.append(terrain.ground(camera, lambda x, z: 0 * x, 1, 300, paint, detail=1))
        green = choose(rng, "#4a6a2c #3c5a28 #5c7438")
        for _ in range(5):
            spot = (rng.uniform(-22, 22), 0.0, -rng.uniform(14, 28))
            parts = foliage.broadleaf(rng, spot, rng.uniform(7, 11), green, 1600)
            things += parts if isinstance(parts, list) else [parts]
        for _ in range(24):
            spot = (rng.uniform(-40, 40), 0.0, -rng.uniform(28, 40))
            things.append(foliage.bush(rng, spot, rng.uniform(3, 6), green, 160))
        n = 2600
        roots = np.stack([rng.uniform(-5, 5, n), 0 * np.ones(n), rng.uniform(0.2, 6, n)], -1)
        things.append(foliage.grass(rng, roots, 0.1, hexed("#6a843c"), 0.4))
        for i in range(int(rng.integers(0, 3))):
            spot = (rng.choice([-1, 1]) * rng.uniform(4, 8), 0, -rng.uniform(5, 9))
            things += placed(car(rng, pick(rng, "classic beetle")), spot, turn + 0.2 * i)
    else:
        things.append(street(rng, camera, -2.6))
        things += neighbourhood(rng, -2.6)
    things += placed(car(rng, kind, colour), (0, 0, 0), turn)
    rgb = shot(rng, camera, things, sky, "#5c6a3c" if meet else "#5a5a5c", blur=6)
    words = ("classiccar", "vintage", "oldtimer", "car", "chrome", "carshow" if meet else "street")
    return Picture(develop(rng, rgb, look=pick(rng, "natural film faded warm vivid")), words, time,
                   ("retro", "nostalgia"))  # fmt: skip


@register(SCENES)
def off_road(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An off-roader or pickup on a dirt track before hills."""
    time, sky = outdoors(rng, "day golden overcast morning")
    kind = pick(rng, "suv suv pickup")
    turn = heading(rng)
    camera = stand_and_look(rng, width, height, 4.8, turn, (1.0, 2.0), 0.85)
    seed = int(rng.integers(1e6))
    tones = [("#a07850", "#8c6440"), ("#8a7a5c", "#6c7444"), ("#c8a878", "#b89060")]
    soil = tones[int(rng.integers(3))]
    paint = terrain.mottled(seed, (hexed(soil[0]), hexed(soil[1])), 3.0, 0.5)

    def track(x: Array, z: Array) -> Array:
        away = smoothstep(3, 9, np.hypot(x, z))
        return 0.06 * fbm2(x * 1.5, z * 1.5, 4, seed) * (0.3 + away) + 0.8 * away * fbm2(
            x / 9, z / 9, 3, seed + 1
        )

    tall = rng.uniform(20, 120)

    def hills(x: Array, z: Array) -> Array:
        rise = smoothstep(70, 420, -z)
        return rise * tall * (0.7 + 1.2 * fbm2(x / 150, z / 150, 6, seed + 4)) - 1.5

    things = [
        terrain.ground(camera, track, 1, 120, paint, detail=1),
        terrain.ground(camera, hills, 60, 1500, terrain.alpine(
            seed, 1e4, hexed(soil[1]), hexed("#6c7044"), 120, tall), detail=1),
    ]  # fmt: skip
    rocks = rng.uniform(-9, 9, (26, 3)) * [1, 0, 0.8] + [0, 0, -2]
    for x, _, z in rocks:
        if np.hypot(x, z) > 3.2:
            stone = np.abs(rng.normal(0.25, 0.15)) + 0.08
            ball = foliage.bush(rng, (x, 0, z), stone * 2, hexed("#6c6a40"), 120)
            things.append(ball)
    colour = choose(rng, "#2c4030 #5c5c48 #8c1c18 #d8d4c8 #1c1e22 #c8a060 #34546c #c86820")
    things += placed(car(rng, kind, colour, dirt=rng.uniform(0, 0.8)), (0, 0.02, 0), turn)
    rgb = shot(rng, camera, things, sky, soil[1], "#57503c")
    words = ("offroad", "4x4", "suv" if kind == "suv" else "pickup", "truck", "adventure")
    return Picture(develop(rng, rgb), words, time, ("explore",))


@register(SCENES)
def car_wheel(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A wheel with its tyre and arch, close up."""
    time, sky = outdoors(rng, "day overcast golden")
    kind = pick(rng, "sports sedan suv classic")
    shape = SHAPES[kind]
    turn = rng.uniform(-0.5, 0.5)
    axle = shape.axles[0]
    parts = car(rng, kind)
    spin = rotation("y", turn)
    hub = spin @ np.array([axle, shape.wheel, shape.wide])
    far = rng.uniform(1.7, 2.4)
    fov = 2 * np.degrees(np.arctan(shape.wheel * rng.uniform(1.15, 1.6) / far / min(
        1, width / height)))  # fmt: skip
    eye = np.add(hub, [rng.normal(0, 0.15), rng.uniform(-0.1, 0.4), far])
    camera = Camera(
        tuple(eye), tuple(np.add(hub, (rng.normal(0, 0.04), 0.02, 0))), fov, width, height
    )
    things = [patches(_floor(), hexed("#666666"), paint=tarmac(rng), rough=0.9)]
    things += [part.turned(spin) for part in parts]
    rgb = shot(rng, camera, things, sky)
    words = ("wheel", "rims", "tyre", "car", "alloywheels" if kind != "classic" else "hubcap")
    return Picture(develop(rng, rgb), words, time, ("detail",))


def _floor(reach: float = 24.0) -> Array:
    """Grid of a flat floor."""
    x, z = np.mgrid[-reach:reach:65j, -reach:reach:65j]
    return np.stack([x, 0 * x, z], -1)


@register(SCENES)
def front_view(rng: np.random.Generator, width: int, height: int) -> Picture:
    """The grille and headlights of a car, close and low."""
    time, sky = outdoors(rng, "day overcast golden dusk")
    kind = pick(rng, "classic classic sedan suv sports beetle")
    shape = SHAPES[kind]
    turn = -np.pi / 2 + rng.normal(0, 0.28)
    spin = rotation("y", turn)
    nose = spin @ np.array([shape.body[1][0], sum(shape.lamp) / 2, 0])
    half = rng.uniform(0.62, 1.05)
    far = rng.uniform(2.6, 4.5)
    fov = 2 * np.degrees(np.arctan(half / far * max(height / width, 0.85)))
    eye = np.add(nose, [rng.normal(0, 0.5), rng.uniform(0.0, 0.6), far])
    camera = Camera(tuple(eye), tuple(nose), fov, width, height)
    lights = rng.uniform(0.3, 1.2) if time == "dusk" else 0.0
    things = [patches(_floor(), hexed("#666666"), paint=tarmac(rng), rough=0.9)]
    things += neighbourhood(rng, -5.0, 24)
    things += [part.turned(spin) for part in car(rng, kind, lights=lights)]
    rgb = shot(rng, camera, things, sky, blur=7)
    words = ("car", "headlights", "grille", "front", *(["classiccar"] * shape.chrome))
    return Picture(develop(rng, rgb), words, time, ("detail", "shine"))


@register(SCENES)
def parked_row(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A row of parked cars along a street of town houses."""
    time, sky = outdoors(rng, "day overcast golden morning dusk")
    camera = Camera(
        (rng.uniform(2.4, 3.6), rng.uniform(1.4, 2.2), 4.5),
        (-0.3, 0.9, -6),
        rng.uniform(36, 48),
        width,
        height,
    )
    paint = tarmac(rng)
    things: list = [patches(_floor(70.0), hexed("#666666"), paint=paint, rough=0.9)]
    walk = patches(box((3, 0.14, 120), (-3.0, 0.07, -40)), hexed("#98948c"))
    things.append(walk)
    z = 4.0
    while z > -70:
        deep, tall = rng.uniform(6, 11), rng.uniform(7, 14)
        wall = facade(int(rng.integers(1e6)), choose(
            rng, "#b8a890 #a86c58 #c8c0b0 #8c7468 #c4b088 #9ca0a4"), storey=3.2, bay=2.2,
            window=(0.45, 0.6), stain=0.2, base=0.6)  # fmt: skip
        things += house((-8.5, 0, z - deep / 2), (8, tall, deep), wall)
        if z < -10:
            things += house((13.5, 0, z - deep / 2), (8, tall * 0.9, deep), wall)
        z -= deep
    z = -0.6
    while z > -34:
        kind = pick(rng, "sedan hatch hatch suv classic")
        things += placed(car(rng, kind), (-0.3, 0, z - 2.2), -np.pi / 2)
        z -= rng.uniform(5.2, 6.0)
    for z in (-12, -26):
        parts = foliage.broadleaf(rng, (-2.6, 0, z), rng.uniform(5, 7), hexed("#4f6c30"), 1300)
        things += parts if isinstance(parts, list) else [parts]
    rgb = shot(rng, camera, things, sky, blur=0.8)
    words = ("cars", "street", "parking", "city", "parkedcars")
    return Picture(develop(rng, rgb), words, time, ("urban",))


@register(SCENES)
def race_track(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A racing car with a wing on a circuit, the background streaked by speed."""
    time, sky = outdoors(rng, "day day overcast golden")
    kind = pick(rng, "sports sports hatch")
    colour = choose(rng, "#b01418 #d8a010 #d85c10 #1c44a0 #d8d8d4 #2c7a3c")
    stripe = choose(rng, "#e0e0dc #101214 #1c3c9c")
    turn = heading(rng) * 0.8
    camera = stand_and_look(rng, width, height, 4.5, turn, (0.8, 1.8), 0.55)
    kerb = -rng.uniform(2.6, 4.0)
    base = tarmac(rng)

    def track(hit: Hit) -> Array:
        x, _, z = hit.position.T
        colour = base(hit)
        edge = kerb - z
        block = np.where((np.modf(np.abs(x + 500) / 1.6)[0] < 0.5)[:, None], hexed("#b02018"),
                         hexed("#d8d8d0"))  # fmt: skip
        colour = np.where(((edge > 0) & (edge < 0.9))[:, None], block, colour)
        lawn = hexed("#5c7a34") * (1 + 0.5 * fbm3(hit.position * 3, 3, 4))[:, None]
        return np.where((edge > 0.9)[:, None], lawn, colour)

    things: list = [terrain.ground(camera, lambda x, z: 0 * x, 1, 400, track, detail=1)]
    rail = patches(box((140, 0.9, 0.2), (0, 0.6, kerb - 9)), hexed("#a4a6a8"))
    things.append(rail)
    hues = jitter(rng, np.ones(3), 30, 0.5)
    for i in range(30):
        things.append(patches(box((2.2, 0.5, 0.05), (-44 + 3 * i, 0.6, kerb - 8.8)),
                              hues[i] * choose(rng, PAINTS)))  # fmt: skip
    green = hexed("#48602c")
    for _ in range(40):
        spot = (rng.uniform(-60, 60), 0, kerb - rng.uniform(16, 30))
        things.append(foliage.bush(rng, spot, rng.uniform(3, 7), green, 130))
    light = sky.light(softness=0.05, fog=1 / 2500, shadow_focus=((0, 0.6, 0), 6.5),
                      mirror=street_mirror(sky, hexed("#5a5a5c"), hexed("#39402f")))  # fmt: skip
    scenery = render(camera, things, light, sky.image(camera), 1).rgb
    reach = max(3, int(width * rng.uniform(0.02, 0.09)))
    from scipy import ndimage

    streaked = ndimage.uniform_filter1d(scenery, reach, axis=1, mode="nearest")
    racer = placed(car(rng, kind, colour, stripe), (0, 0, 0), turn)
    racer += placed(rear_wing(SHAPES[kind], BLACK if rng.random() < 0.5 else colour), (0, 0, 0),
                    turn)  # fmt: skip
    shade = patches(_floor(8.0), hexed("#5c5c5e"), shadow=False)
    whole = render(camera, [*racer, shade], light, None, 2)
    alone = render(camera, racer, light, None, 1)
    empty = render(camera, [shade], light, None, 1)
    dark = np.clip(whole.rgb.mean(-1) / np.maximum(empty.rgb.mean(-1), 1e-3), 0.1, 1)
    ground = np.where(empty.alpha > 0.5, dark, 1)
    alpha = alone.alpha
    rgb = streaked * ground[..., None] * (1 - alpha[..., None]) + whole.rgb * alpha[..., None]
    words = ("racecar", "racing", "racetrack", "motorsport", "car", "spoiler")
    return Picture(develop(rng, rgb), words, time, ("speed", "fast"))


@register(SCENES)
def showroom_wheel(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A single wheel leaning in a garage."""
    radius = 0.34
    camera = Camera((rng.uniform(-0.7, 0.7), rng.uniform(0.4, 0.8), 1.9), (0, 0.34, 0),
                    rng.uniform(24, 32) / min(1, width / height), width, height)  # fmt: skip
    spin = rotation("y", rng.uniform(-0.4, 0.4)) @ rotation("x", -0.12)
    things = [part.turned(spin).moved((0, radius, 0)) for part in wheel(rng, radius)]
    things.append(patches(_floor(6.0), hexed("#666666"), paint=tarmac(rng), rough=0.9))
    seed = int(rng.integers(1e6))
    tone = choose(rng, "#8c4838 #a8a49c #6c7074 #b09070")

    def brick(hit: Hit) -> Array:
        x, y, _ = hit.position.T
        row = np.floor(y / 0.09)
        fx, fy = np.modf(np.abs(x + 50) / 0.26 + 0.5 * (row % 2))[0], np.modf(y / 0.09)[0]
        joint = (fx < 0.05) | (fy < 0.14)
        vary = 1 + 0.35 * fbm2(np.floor(x * 4), row, 2, seed) + 0.2 * fbm2(x * 30, y * 30, 3, seed)
        return np.where(joint[:, None], hexed("#98928a"), tone * vary[:, None])

    wall = np.stack(np.broadcast_arrays(np.mgrid[-6:6:49j][:, None], np.mgrid[0:5:21j][None, :],
                                        -0.45), -1)  # fmt: skip
    things.append(patches(wall, tone, paint=brick, rough=0.9))
    _, sky = outdoors(rng, "day overcast")
    light = sky.light(softness=0.03, shadow_focus=((0, 0.4, 0), 1.6),
                      mirror=street_mirror(sky, hexed("#5a5a5c"), hexed("#39402f")))  # fmt: skip
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("wheel", "tyre", "rims", "garage", "carparts")
    return Picture(develop(rng, rgb), words, "", ("detail",))
