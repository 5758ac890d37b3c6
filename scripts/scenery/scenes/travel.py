"""Travel: boats, aeroplanes, beaches, canals, trains, balloons and open roads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .. import foliage, terrain, vessels, water
from ..buildings import facade, house
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..finish import develop
from ..noise import fbm2, smoothstep
from ..picture import Picture, Scene, pick, register
from ..render import render
from ..shapes import Hit, Patches, box, patches, revolve, rotation, sphere
from ..sky import make_sky

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def placed(parts: list[Patches], turn: Array, place: Array, size: float = 1.0) -> list[Patches]:
    """Turn, scale and move parts; paint that reads world positions must not need moving."""
    return [part.turned(turn * size).moved(place) for part in parts]


def afloat(
    rng: np.random.Generator,
    camera: Camera,
    things: list,
    sky: object,
    deep: Array,
    wave: float,
    steep: float,
    fog: float = 1 / 9000,
    softness: float = 0.3,
) -> Array:
    """Render things on water, mirrored in it."""
    light = sky.light(fog=fog, softness=softness)
    frame = render(camera, things, light, sky.image(camera))
    below = water.mirror_camera(camera)
    mirror = water.flip(render(below, things, light, sky.image(below), 1).rgb)
    rgb, _ = water.sea(
        camera,
        frame.rgb,
        sky,
        deep,
        wave=wave,
        steep=steep,
        depth=frame.depth,
        mirrored=mirror,
        seed=int(rng.integers(1e6)),
    )
    return rgb


@register(SCENES)
def sailing(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A sailing boat at sea."""
    time = pick(rng, "day day golden sunset overcast morning")
    sky = make_sky(rng, time)
    far = rng.uniform(22, 42)
    camera = Camera(
        (0, rng.uniform(1.8, 5), far), (rng.normal(0, 2), rng.uniform(4.5, 7), 0), 34, width, height
    )
    turn = rotation("y", rng.uniform(-0.7, 0.7) + rng.choice([0, np.pi]))
    heel = rotation("x", rng.normal(0, 0.12))
    things = placed(vessels.sailboat(rng), turn @ heel, (0, 0.35, 0))
    if rng.random() < 0.3:
        spot = (rng.uniform(-60, 60), 0.3, -rng.uniform(60, 140))
        things += placed(vessels.sailboat(rng), turn, spot)
    if rng.random() < 0.65:
        seed, tall = int(rng.integers(1e6)), rng.uniform(15, 90)

        def coast(x: Array, z: Array) -> Array:
            rise = smoothstep(700, 1200, -z + 200 * fbm2(x / 300, x * 0, 2, seed))
            return rise * tall * (0.7 + fbm2(x / 220, z / 220, 5, seed)) - 3

        land = terrain.alpine(seed, 1e4, hexed("#6a6258"), hexed("#4c5c38"), 300, tall * 2)
        things.append(terrain.ground(camera, coast, 400, 1800, land, detail=1))
    steep = rng.choice([0.03, 0.07, 0.13])
    deep = choose(rng, "#0c3a54 #12485a #2a4a4c #0a2c48")
    rgb = afloat(rng, camera, things, sky, deep, rng.uniform(1.5, 3), steep, 1 / 5000)
    return Picture(
        develop(rng, rgb),
        ("sailboat", "sailing", "sea", "boat", "ocean"),
        time,
        ("blue", "freedom"),
    )


@register(SCENES)
def airliner(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An airliner in the sky, or on the runway before terminal buildings."""
    time = pick(rng, "day day overcast golden morning sunset")
    flying = rng.random() < 0.45
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    side = rng.choice([-1, 1])
    yaw = rng.uniform(-0.5, 0.5) + (np.pi if side < 0 else 0)
    gear = not flying or rng.random() < 0.6
    plane = vessels.airliner(rng, gear)

    def lens(half: float, far: float) -> float:
        """Vertical angle in degrees that fits `half` metres to either side."""
        return 2 * float(np.degrees(np.arctan(half / far * height / width)))

    if flying:
        turn = rotation("y", yaw) @ rotation("z", rng.uniform(-0.02, 0.22))
        turn = turn @ rotation("x", rng.normal(0, 0.12))
        camera = Camera(
            (0, -rng.uniform(8, 26), 62),
            (rng.normal(0, 2), rng.normal(0, 2), 0),
            lens(rng.uniform(21, 27), 62),
            width,
            height,
        )
        things = placed(plane, turn, (0, 0, 0))
        frame = render(camera, things, sky.light(softness=0.3), sky.image(camera))
        rgb = frame.rgb
    else:
        camera = Camera(
            (0, rng.uniform(-1.8, 2.5), 60),
            (rng.normal(0, 2), rng.uniform(1, 4), 0),
            lens(rng.uniform(20.5, 25), 60),
            width,
            height,
        )
        things = placed(plane, rotation("y", yaw * 1.0), (0, 0, 0))
        seed, strip = int(rng.integers(1e6)), rng.uniform(9, 14)
        lawn = choose(rng, "#6a7a3c #5a7034 #8a8450")

        def apron(hit: Hit) -> Array:
            x, _, z = hit.position.T
            grain = fbm2(x * 3, z * 3, 4, seed)
            slab = (np.modf(np.abs(x) / 7.5)[0] < 0.02) | (np.modf(np.abs(z) / 7.5)[0] < 0.02)
            tarmac = (
                hexed("#86868a") * (1 + 0.25 * grain + 0.3 * fbm2(x / 9, z / 3, 4, seed))[:, None]
            )
            tarmac = tarmac * (1 - 0.35 * slab)[:, None]
            line = (np.abs(z + 4) < 0.35)[:, None]
            tarmac = np.where(line, hexed("#d8b83c"), tarmac)
            grass = lawn * (1 + 0.8 * grain + 0.4 * fbm2(x / 8, z / 8, 3, seed + 3))[:, None]
            return mix(tarmac, grass, smoothstep(0.3, 0.0, np.abs(np.abs(z + 2) - strip - 9) - 7))

        flat = terrain.ground(camera, lambda x, z: 0 * x - 4.15, 3, 3000, apron)
        things.append(flat)
        x = -170.0
        while x < 170:
            wide, tall = rng.uniform(20, 55), rng.uniform(6, 16)
            wall = facade(
                int(rng.integers(1e6)),
                choose(rng, "#c8c4bc #a8acb0 #d8d0c0 #8a8c90"),
                storey=4,
                bay=4,
                window=(0.75, 0.45),
                stain=0.1,
                base=-3.5,
            )
            things += house((x + wide / 2, -4.2, -rng.uniform(75, 120)), (wide, tall, 20), wall)
            x += wide + rng.uniform(-2, 25)
        n = 160
        spots = np.stack(
            [rng.uniform(-260, 260, n), np.full(n, -4.2), -rng.uniform(130, 190, n)], -1
        )
        things += [
            foliage.bush(rng, s, rng.uniform(8, 14), hexed("#4a5c38"), 60) for s in spots[:60]
        ]
        light = sky.light(softness=0.5, fog=1 / 1200, shadow_focus=((0, 0, 0), 48.0))
        rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("airplane", "aviation", "plane", "sky" if flying else "airport", "flight")
    return Picture(develop(rng, rgb), words, time, ("fly",))


@register(SCENES)
def window_seat(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A wing over a sea of cloud, sometimes framed by the cabin window."""
    time = pick(rng, "day golden sunset morning dusk")
    sky = make_sky(rng, time, cover=0.0, sun_turn=rng.uniform(-0.9, 0.9))
    side = rng.choice([-1, 1])
    camera = Camera((0, 3.4, 0), (side * -1.5, rng.uniform(0.4, 2.4), -10), 52, width, height)
    seed = int(rng.integers(1e6))

    def clouds(x: Array, z: Array) -> Array:
        puff = np.abs(fbm2(x / 900, z / 900, 6, seed))
        return -420 + 260 * fbm2(x / 2500, z / 2500, 3, seed + 1) + 220 * puff

    deck = terrain.ground(
        camera, clouds, 150, 60000, lambda hit: hit.colour * 0 + 0.6, detail=1, translucent=0.6
    )
    tip, root = np.array([side * -3.0, 1.7, -26.0]), np.array([side * 6.5, -1.2, -3.0])
    v = np.linspace(0, 1, 12)[:, None]
    lead = root + (tip - root) * v + np.array([side * -1.0, 0, 0]) * (1 - v) * 5.0
    trail = root + (tip - root) * v + np.array([side * 1.0, -0.1, 0]) * (0.6 + 1.2 * (1 - v))
    middle = (lead + trail) / 2 + [0, 0.25, 0]
    livery = choose(rng, "#c02028 #1c3c8c #f0f0f0 #e07a1c")

    def skin(hit: Hit) -> Array:
        u, w = hit.uv.T
        seam = (np.abs(np.modf(u * 9)[0] - 0.5) < 0.012) | (np.abs(w - 0.72) < 0.012)
        return hit.colour * (1 - 0.3 * seam + 0.08 * fbm2(u * 30, w * 12, 3, seed))[:, None]

    wing = patches(
        np.stack([lead, middle, trail], 1),
        hexed("#8a9098"),
        rough=0.4,
        specular=0.06,
        paint=skin,
        shadow=False,
    )
    up = tip + np.array([side * -0.4, 2.2, -0.6])
    fin = patches(
        np.array([[lead[-1], trail[-1]], [up, up + np.array([side * 0.8, 0, 0])]]),
        livery,
        shadow=False,
    )
    haze = sky.gradient(np.array([0.0, 0.02, -1.0]))
    frame = render(
        camera,
        [deck, wing, fin],
        sky.light(
            fog=1 / 16000,
            haze=haze,
            softness=1.0,
            ground=sky.stops[2] * 0.5,
            shadow_focus=((0, 0, -14), 18.0),
        ),
        sky.image(camera),
    )
    rgb = frame.rgb
    words = ("airplane", "wing", "clouds", "sky", "flight")
    if rng.random() < 0.5:
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        x, y = x * width / height, y
        wide, tall = rng.uniform(0.5, 0.6), rng.uniform(0.78, 0.9)
        far = (np.abs(x / wide) ** 3.2 + np.abs(y / tall) ** 3.2) ** (1 / 3.2)
        pane = sky.gradient(np.array([0.0, 0.1, -1.0]))
        lip = smoothstep(1.0, 1.14, far)
        wall = mix(pane * 0.5, pane * 0.12 + 0.02, smoothstep(1.05, 1.9, far))
        wall = wall * (0.6 + 0.4 * np.cos((far - 1.07) * 16) * np.exp(-(far - 1) * 4))[..., None]
        rgb = mix(rgb, wall.astype(np.float32), np.maximum(lip, smoothstep(0.985, 1.0, far)))
        words += ("windowseat",)
    return Picture(develop(rng, rgb, auto=0.0, exposure=0.6), words, time, ("dreamy",))


@register(SCENES)
def palm_beach(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A tropical beach with palms and clear water."""
    time = pick(rng, "day day golden sunset morning")
    sky = make_sky(rng, time, cover=rng.uniform(0.0, 0.5), sun_turn=rng.uniform(-1.6, 1.6))
    side, seed = rng.choice([-1, 1]), int(rng.integers(1e6))
    camera = Camera((0, rng.uniform(1.8, 3.5), 0), (rng.normal(0, 1), 2.6, -10), 56, width, height)
    line = rng.uniform(1, 5)

    def inland(x: Array, z: Array) -> Array:
        return side * x + line + 0.18 * z + 3 * fbm2(x / 20, z / 20, 2, seed) + 4 * np.sin(z / 30)

    def land(x: Array, z: Array) -> Array:
        rise = np.clip(inland(x, z) * 0.09, -3, 2.0) + 0.06 * fbm2(x, z, 4, seed + 2)
        isle = smoothstep(300, 700, -z) * 60 * np.maximum(fbm2(x / 260, z / 260, 4, seed + 4), -0.1)
        return np.maximum(rise, isle - 2)

    sand = choose(rng, "#e8d8b8 #e0c8a0 #f0e4cc")

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x * 5, z * 5, 5, seed + 6)
        wet = smoothstep(2.2, 0.2, inland(x, z) + 0.6 * fbm2(x / 3, z / 3, 2, seed))
        colour = sand * (1 + 0.16 * grain)[:, None] * (1 - 0.42 * wet)[:, None]
        green = smoothstep(14, 22, inland(x, z) + 5 * grain) + smoothstep(2.5, 4, y)
        return mix(colour, hexed("#44602c") * (1 + 0.7 * grain)[:, None], np.clip(green, 0, 1))

    things: list[Patches] = [terrain.ground(camera, land, 1.5, 1500, paint, detail=1)]
    green = choose(rng, "#4a7a2c #3f6a2c #5f8434")
    for i in range(int(rng.integers(3, 9))):
        z = -rng.uniform(7, 12) if i == 0 else -rng.uniform(10, 60)
        x = side * (rng.uniform(4, 9) - 0.18 * z - line + 1.5) * (1 if i else 0.62)
        spot = (x, float(land(np.array(x), np.array(z))) - 0.2, z)
        things += foliage.palm(rng, spot, rng.uniform(6, 10), green)
    for _ in range(14):
        z = -rng.uniform(12, 70)
        x = side * (rng.uniform(13, 24) - 0.18 * z - line)
        spot = (x, float(land(np.array(x), np.array(z))), z)
        things.append(foliage.bush(rng, spot, rng.uniform(2, 4), green * 0.8, 350))
    if rng.random() < 0.4:
        z, x = -6.5, side * (2.6 - line + 1.2)
        y = float(land(np.array(x), np.array(z)))
        cloth = choose(rng, "#d83a2c #f0f0e8 #2c8aa0 #f0b83c")
        top = revolve([[0, 0.55], [0.7, 0.42], [1.4, 0]], 17)
        shade = cloth * np.where(np.arange(17) // 2 % 2, 1.0, 0.0)[None, :, None]
        shade = shade + np.where(np.arange(17) // 2 % 2, 0.0, 0.9)[None, :, None]
        things.append(
            patches(top, np.broadcast_to(shade, (3, 17, 3)), translucent=0.3).moved((x, y + 1.9, z))
        )
        things.append(vessels.line((x, y, z), (x, y + 2.4, z), 0.04, hexed("#e8e0d0")))
        things.append(patches(box((0.7, 0.12, 1.8), (x + 1.0, y + 0.35, z)), cloth))
    light = sky.light(fog=1 / 4000, softness=0.15, shadow_focus=((side * 6, 3, -20), 26.0))
    frame = render(camera, things, light, sky.image(camera))
    px, pz, _, _ = water.plane_points(camera)
    shore = inland(px, pz)
    near = smoothstep(-26, -0.5, shore + 4 * fbm2(px / 14, pz / 14, 3, seed + 8))
    deep = choose(rng, "#0c7a94 #1288a0 #0a6a8c")
    rgb, mask = water.sea(
        camera,
        frame.rgb,
        sky,
        deep,
        wave=1.6,
        steep=rng.uniform(0.03, 0.07),
        seed=seed,
        shallow=hexed("#8ad8cc"),
        shore=near,
        depth=frame.depth,
    )
    lace = water.foam(px, pz, np.minimum(shore + 0.5, 6), seed, 0.8) * mask
    rgb = mix(rgb, np.broadcast_to(light.sky * 0.6 + light.sun * 0.22, rgb.shape), lace * 0.85)
    return Picture(
        develop(rng, rgb),
        ("beach", "palmtrees", "tropical", "sea", "paradise", "island"),
        time,
        ("turquoise", "summer"),
    )


@register(SCENES)
def old_canal(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A canal between old houses with gondolas and a bridge."""
    time = pick(rng, "day morning golden overcast dusk")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.5, 1.6))
    camera = Camera(
        (rng.normal(0, 0.5), rng.uniform(2.0, 3.6), 0),
        (rng.normal(0, 0.8), 2.6, -10),
        56,
        width,
        height,
    )
    wide, things = rng.uniform(4.0, 6.0), []
    lit = 0.4 if time == "dusk" else 0.0
    for side in (-1, 1):
        z = 2.0
        while z > -75:
            deep, tall = rng.uniform(6, 12), rng.uniform(8, 14)
            tint = choose(rng, "#c88a5c #d8a878 #b86a4c #d8c4a0 #c8745c #e0b868 #a88468 #c8b8a8")
            wall = facade(
                int(rng.integers(1e6)),
                tint,
                storey=rng.uniform(3, 3.8),
                base=1.2,
                bay=rng.uniform(2, 2.8),
                window=(0.36, 0.6),
                lit=lit,
                shutter=choose(rng, "#2c5a3c #4a3424 #3c5a6c") if rng.random() < 0.7 else None,
            )
            centre = (side * (wide + 5 + rng.uniform(0, 0.5)), -0.6, z - deep / 2)
            things += house(centre, (10, tall, deep), wall, hexed("#a85c3c"))
            z -= deep
    if rng.random() < 0.65:
        z = -rng.uniform(22, 40)
        t = np.linspace(-1, 1, 17)
        top = np.stack([t * (wide + 0.5), 3.4 - 1.5 * t**2, 0 * t + z], -1)
        under = np.stack([t * (wide + 0.5), 2.9 - 2.9 * t**2, 0 * t + z], -1)
        stone = choose(rng, "#c8bca8 #a87860 #b8a890")
        rail = top + np.array([0, 1.0, 0])
        arch = np.stack([under, top, rail])
        things.append(
            patches(arch, stone * np.array([0.8, 1.0, 1.1])[:, None, None] * np.ones((3, 17, 1)))
        )
        things.append(patches(np.stack([under, under - [0, 0, 3.0]]), stone * 0.6))
    boats = int(rng.integers(1, 5))
    for i in range(boats):
        side = rng.choice([-1, 1])
        z = -rng.uniform(6, 9) if i == 0 else -rng.uniform(10, 35)
        heading = rotation("y", rng.choice([1, -1]) * (np.pi / 2 + rng.normal(0, 0.12)))
        spot = (side * rng.uniform(0.8, wide - 1.4), 0.25, z)
        things += placed(vessels.gondola(rng), heading, spot)
        if rng.random() < 0.6:
            for dz in (-4, 0, 4):
                x = side * (wide - 0.3)
                things.append(
                    vessels.line(
                        (x, -1, z + dz),
                        (x, 2.6, z + dz),
                        0.09,
                        choose(rng, "#5a4a3c #2c4a8c #8c2c2c"),
                    )
                )
    deep = choose(rng, "#1c3a34 #24443c #1a3440")
    rgb = afloat(rng, camera, things, sky, deep, 1.2, rng.uniform(0.03, 0.06), 1 / 500, 0.2)
    return Picture(
        develop(rng, rgb),
        ("venice", "canal", "gondola", "italy", "oldtown", "europe"),
        time,
        ("romantic",),
    )


@register(SCENES)
def steam_train(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A steam train crossing open country."""
    time = pick(rng, "day overcast morning golden")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.8, 4.4))
    camera = Camera(
        (rng.uniform(9, 15), rng.uniform(1.8, 4.5), rng.uniform(10, 17)),
        (rng.uniform(-3, 1), 2.4, 0),
        rng.uniform(36, 46),
        width,
        height,
    )
    things = list(vessels.locomotive(rng))
    tint, trim = (
        choose(rng, "#234a34 #6a1c20 #24386a #5a4030"),
        choose(rng, "#e0d4b0 #234a34 #8a2420"),
    )
    for i in range(4):
        things += [p.moved((-13.2 - 14.6 * i, 0, 0)) for p in vessels.carriage(tint, trim)]
    seed, grass = int(rng.integers(1e6)), choose(rng, "#5f7434 #6f7a3c #4f6a30")

    def land(x: Array, z: Array) -> Array:
        bank = smoothstep(3, 9, np.abs(z)) * (-0.9 + 0.8 * fbm2(x / 12, z / 12, 3, seed))
        return (
            bank
            - 0.15
            + smoothstep(40, 700, -z) * 150 * (0.35 + fbm2(x / 260, z / 260, 4, seed + 2))
        )

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        grain = fbm2(x * 4, z * 4, 4, seed + 5)
        stones = hexed("#8a8078") * (1 + 0.9 * fbm2(x * 9, z * 9, 3, seed + 6))[:, None]
        sleeper = (np.modf(np.abs(x) / 0.7)[0] < 0.4) & (np.abs(z) < 1.35)
        stones = np.where(sleeper[:, None], hexed("#4a3a2e"), stones)
        woods = smoothstep(-0.05, 0.2, fbm2(x / 70, z / 70, 4, seed + 7)) * smoothstep(50, 90, -z)
        green = mix(
            grass * (1 + 0.6 * grain)[:, None], hexed("#33482a") * (1 + grain)[:, None], woods
        )
        return mix(stones, green, smoothstep(2.2, 3.2, np.abs(z) + 0.5 * grain))

    things.append(terrain.ground(camera, land, 3, 1500, paint, detail=1))
    for z in (-0.72, 0.72):
        things.append(
            patches(box((140, 0.16, 0.08), (-40, 0.0, z)), hexed("#8a8a90"), metal=1.0, rough=0.3)
        )
    roots = rng.uniform((-22, 0, 3.6), (14, 0, 13), (5000, 3))
    roots[:, 1] = land(roots[:, 0], roots[:, 2])
    things.append(foliage.grass(rng, roots, 0.7, grass, 0.5))
    for _ in range(int(rng.integers(4, 12))):
        spot = (rng.uniform(-70, 25), -0.8, -rng.uniform(9, 45))
        things += foliage.broadleaf(
            rng, spot, rng.uniform(7, 12), choose(rng, "#45622c #567034 #3c5a2c"), 900
        )
    light = sky.light(fog=1 / 900, softness=0.15, shadow_focus=((-4, 1, 0), 24.0))
    frame = render(camera, things, light, sky.image(camera))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rgb = frame.rgb
    shade = float(rng.uniform(0.25, 0.9))
    for i in range(34):
        t = i / 33
        puff = np.array(
            [4.2 - 34 * t**1.2, 4.8 + 5.5 * t**0.6 + rng.normal(0, 0.5) * t, rng.normal(0, 0.8) * t]
        )
        cx, cy, deep = camera.project(puff)
        r = (0.35 + 2.6 * t**0.8) * height / 2 / camera.half_height() / max(float(deep), 1)
        d = np.hypot(x - cx, y - cy) / r + 0.75 * fbm2(x / r * 1.3 + i, y / r * 1.3, 4, seed)
        cover = smoothstep(1.1, 0.2, d) * 0.5 * (1 - 0.75 * t)
        lit = shade * (0.7 + 0.35 * np.clip((cy - y) / r, -1, 1))
        rgb = mix(rgb, (light.sky * 0.5 + light.sun * 0.22) * lit[..., None], cover)
    return Picture(
        develop(rng, rgb),
        ("train", "steamtrain", "railway", "countryside", "journey"),
        time,
        ("vintage",),
    )


@register(SCENES)
def hot_air_balloons(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Balloons over rocky hills at the edge of day."""
    time = pick(rng, "morning morning golden sunset day")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.6, 2.2))
    camera = Camera((0, 45, 0), (0, 46, -100), 46, width, height)
    seed = int(rng.integers(1e6))

    def land(x: Array, z: Array) -> Array:
        spires = np.maximum(fbm2(x / 45, z / 45, 4, seed), 0) ** 1.2 * 75
        return 28 * fbm2(x / 300, z / 300, 3, seed + 2) + spires + smoothstep(900, 2600, -z) * 90

    rock, low = choose(rng, "#c8a07a #d8b890 #b87a5a"), choose(rng, "#7a8050 #a89468 #6a7444")

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x / 4, (z + y) / 4, 5, seed + 3)
        band = np.sin(y / 2.2 + 2 * fbm2(x / 30, z / 30, 2, seed))
        stone = rock * (1 + 0.4 * grain + 0.1 * band)[:, None]
        flat = smoothstep(0.72, 0.9, hit.normal[:, 1] + 0.15 * grain)
        return mix(stone, low * (1 + 0.6 * grain)[:, None], flat)

    things: list[Patches] = [terrain.ground(camera, land, 25, 5000, paint, detail=1)]
    count = int(rng.integers(2, 13))
    for i in range(count):
        far = rng.uniform(50, 85) if i == 0 else rng.uniform(90, 600)
        spread = far * camera.half_height() * width / height
        spot = (rng.uniform(-0.75, 0.75) * spread, 45 + rng.uniform(-0.12, 0.22) * far - 8, -far)
        turn = rotation("y", rng.uniform(0, 6))
        things += placed(vessels.balloon(rng), turn, spot)
    frame = render(
        camera,
        things,
        sky.light(
            fog=1 / rng.uniform(1800, 4500), softness=1.0, shadow_focus=((0, 30, -220), 260.0)
        ),
        sky.image(camera),
    )
    return Picture(
        develop(rng, frame.rgb),
        ("hotairballoon", "balloons", "cappadocia", "sky", "valley"),
        time,
        ("colorful", "dreamy"),
    )


@register(SCENES)
def desert_road(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A camper van on a straight road through desert and mesas."""
    time = pick(rng, "day golden sunset morning day")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.5, 2.5))
    camera = Camera(
        (rng.uniform(-0.5, 2.2), rng.uniform(1.5, 3), 0), (0.3, 2.0, -10), 48, width, height
    )
    seed = int(rng.integers(1e6))

    def land(x: Array, z: Array) -> Array:
        off = smoothstep(4, 14, np.abs(x))
        mesa = smoothstep(0.05, 0.16, fbm2(x / 420, z / 420, 5, seed)) * smoothstep(350, 600, -z)
        return off * 0.6 * fbm2(x / 5, z / 5, 4, seed + 1) + mesa * (
            90 + 30 * fbm2(x / 90, z / 90, 3, seed)
        )

    soil = choose(rng, "#b8683c #c88a58 #c8a878 #a85c38")

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x * 2, z * 2 + y, 5, seed + 3)
        strata = 0.12 * np.sin(y / 3.5 + fbm2(x / 40, z / 40, 2, seed))
        colour = soil * (1 + 0.35 * grain + strata)[:, None]
        scrub = smoothstep(0.15, 0.3, fbm2(x / 1.7, z / 1.7, 4, seed + 5)) * (y < 6)
        colour = mix(colour, hexed("#6a6a44") * (1 + grain)[:, None], scrub * 0.7)
        wear = 1 + 0.3 * fbm2(x * 6, z * 6, 3, seed) - 0.12 * np.cos(x * 2.6)
        road = hexed("#5c5a5a") * wear[:, None]
        middle = (np.abs(x) < 0.09) & (np.modf(-z / 6)[0] < 0.6)
        edge = np.abs(np.abs(x) - 3.2) < 0.07
        road = np.where(
            middle[:, None], hexed("#e0b83c"), np.where(edge[:, None], hexed("#d8d8d0"), road)
        )
        return mix(road, colour, smoothstep(3.5, 3.8, np.abs(x) + 0.15 * grain))

    things: list[Patches] = [terrain.ground(camera, land, 1.5, 4000, paint, detail=1)]
    if rng.random() < 0.75:
        z, body = (
            -rng.uniform(8, 15),
            choose(rng, "#f0ece0 #3c8a94 #e0a83c #c8503c #8aa86c #e8e8e8"),
        )
        x = 1.7 if rng.random() < 0.7 else -1.8
        parts = [
            patches(box((1.9, 0.85, 4.4), (0, 0.85, 0)), body, rough=0.3, specular=0.06),
            patches(box((1.8, 0.95, 4.2), (0, 1.7, 0)), hexed("#f0ece0"), rough=0.3, specular=0.06),
            patches(
                box((1.5, 0.55, 4.24), (0, 1.75, 0)), hexed("#1c242a"), rough=0.1, specular=0.1
            ),
            patches(box((1.84, 0.5, 3.6), (0, 1.75, 0)), hexed("#1c242a"), rough=0.1, specular=0.1),
            patches(box((1.7, 0.1, 4.0), (0, 2.22, 0)), hexed("#e8e4d8")),
            patches(box((1.3, 0.35, 2.2), (0, 2.45, 0)), choose(rng, "#7a5a3c #4a5a3c #8a3c2c")),
            patches(
                box((1.95, 0.16, 0.12), (0, 0.6, 2.25)), hexed("#c8c8c8"), metal=1.0, rough=0.2
            ),
        ]
        for side in (-0.72, 0.72):
            parts.append(
                patches(sphere((0.13, 0.13, 0.05)), hexed("#d82014"), glow=0.6).moved(
                    (side, 0.9, 2.2)
                )
            )
            for wz in (-1.35, 1.35):
                tyre = revolve(
                    [[0, 0.14], [0.28, 0.14], [0.34, 0.08], [0.34, -0.08], [0, -0.14]], 18
                )
                parts.append(
                    patches(tyre @ vessels.ALONG_X.T, hexed("#1a1a1a")).moved(
                        (side * 1.2, 0.34, wz)
                    )
                )
        things += [replace(p).moved((x, 0, z)) for p in parts]
    light = sky.light(fog=1 / 5000, softness=0.1, shadow_focus=((0, 3, -16), 18.0))
    frame = render(camera, things, light, sky.image(camera))
    return Picture(
        develop(rng, frame.rgb),
        ("roadtrip", "road", "desert", "camper", "vanlife"),
        time,
        ("freedom", "warm"),
    )


@register(SCENES)
def white_village(rng: np.random.Generator, width: int, height: int) -> Picture:
    """White houses and blue domes stepping down to the sea."""
    time = pick(rng, "day golden sunset day morning")
    sky = make_sky(
        rng, time, cover=rng.uniform(0, 0.35), sun_turn=rng.choice([-1, 1]) * rng.uniform(0.8, 2.4)
    )
    camera = Camera((0, 30, 0), (rng.normal(0, 3), 22.5, -30), 46, width, height)
    side, seed = rng.choice([-1, 1]), int(rng.integers(1e6))

    def land(x: Array, z: Array) -> Array:
        slope = 23 + side * x * 0.55 + 0.1 * z + 3 * fbm2(x / 15, z / 15, 3, seed)
        isle = (
            smoothstep(1500, 2400, -z)
            * 260
            * np.maximum(fbm2(x / 900, z / 900, 5, seed + 3), -0.02)
        )
        return np.maximum(np.clip(slope, -4, 27), isle - 4)

    stone = terrain.mottled(seed, (hexed("#7a6a58"), hexed("#a8988a")), 8, 0.7)
    things: list[Patches] = [terrain.ground(camera, land, 3, 9000, stone, detail=1)]
    white, blue = hexed("#f4f1ea"), choose(rng, "#1c5ab0 #2468b8 #1c4a98")
    count = 0
    for _ in range(400):
        z, x = -rng.uniform(14, 85), side * rng.uniform(-30, 42)
        y = float(land(np.array(x), np.array(z)))
        if y < 3 or count > 130:
            continue
        count += 1
        tint = white * (choose(rng, "#ffffff #ffffff #ffffff #f8e8d0 #f0d8c8"))
        size = (rng.uniform(4, 8), rng.uniform(3, 6.5), rng.uniform(4, 8))
        wall = facade(
            int(rng.integers(1e6)),
            tint,
            storey=2.9,
            bay=2.4,
            window=(0.26, 0.42),
            stain=0.05,
            glass=blue * 0.5,
            frame=blue if rng.random() < 0.5 else white,
            base=y - 0.5,
        )
        things += house((x, y - 2.5, z), size, wall)
        if rng.random() < 0.22:
            r = min(size[0], size[2]) * 0.42
            dome = patches(sphere(r), blue, rough=0.4, specular=0.05)
            drum = patches(revolve([[r, 0.8], [r, -1]], 24), tint)
            top = (x, y - 2.5 + size[1] + 0.6, z)
            things += [dome.moved(top), drum.moved(top)]
            things.append(
                patches(box((0.15, 1.4, 0.15)), white).moved(np.add(top, (0, r + 0.6, 0)))
            )
    for _ in range(10):
        x, z = side * rng.uniform(-5, 10), -rng.uniform(9, 20)
        y = float(land(np.array(x), np.array(z)))
        tint = choose(rng, "#c8286c #d8408a #5f7a34")
        things.append(foliage.bush(rng, (x, y, z), rng.uniform(1, 2.2), tint, 400))
    light = sky.light(fog=1 / 5000, softness=0.2, shadow_focus=((0, 20, -45), 48.0))
    frame = render(camera, things, light, sky.image(camera))
    rgb, _ = water.sea(
        camera,
        frame.rgb,
        sky,
        choose(rng, "#0c4a84 #105a90 #0a3c70"),
        wave=6,
        steep=0.05,
        depth=frame.depth,
        seed=seed,
    )
    return Picture(
        develop(rng, rgb),
        ("santorini", "greece", "island", "village", "sea", "europe"),
        time,
        ("blue", "white"),
    )


from . import voyages  # noqa: E402, F401
