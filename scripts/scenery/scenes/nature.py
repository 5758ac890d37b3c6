"""Nature: mountains, flowers, water, woods, night skies, lava and reefs."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain, water
from ..backdrop import garden
from ..camera import Camera
from ..colour import choose, hexed, jitter, mix
from ..finish import blur, develop, focus
from ..flowers import blossom, daisy, leafy_stem, lily_pad, lotus, stem, sunflower
from ..noise import fbm2, ridged2, smoothstep, worley2
from ..picture import Picture, Scene, pick, register
from ..render import Light, grey, render
from ..shapes import Hit, Patches, patches, rotation, scatter, sphere
from ..sky import make_sky

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def placed(parts: list[Patches], turn: Array, size: float, place: Array) -> list[Patches]:
    """Turn, scale and move a list of patches."""
    return [part.turned(turn * size).moved(place) for part in parts]


@register(SCENES)
def mountain_lake(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Snowy or green mountains mirrored in a lake, pines on the shore."""
    time = pick(rng, "day day morning golden sunset overcast mist dusk")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.7, 1.5))
    camera = Camera((0, 3.5, 0), (0, 3.5 + rng.uniform(0.2, 1.6), -10), 42, width, height)
    seed, scale = int(rng.integers(1e6)), rng.uniform(1100, 1900)
    peak = rng.uniform(650, 1150)
    ridges = terrain.mountains(seed, 500, peak, scale)
    side, shore = rng.choice([-1, 1]), rng.uniform(60, 200)

    def land(x: Array, z: Array) -> Array:
        bank = side * x - shore + 25 * fbm2(x / 60, z / 60, 3, seed + 1) + 0.12 * z
        hill = np.maximum(bank, -8) * 0.16 + 1.2 * fbm2(x / 15, z / 15, 3, seed + 2) - 0.4
        far_bank = smoothstep(380, 620, -z + 90 * fbm2(x / 120, z / 120, 2, seed + 6)) * 22 - 6
        return np.maximum(np.minimum(hill, 40), np.maximum(ridges(x, z) + far_bank, -8))

    snowy = rng.random() < 0.7
    rock = choose(rng, "#6d655c #5c6068 #7a6a58 #57504a")
    meadow = choose(rng, "#5f6e34 #6e7440 #4f6a34 #8a7d44")
    snow = peak * rng.uniform(0.35, 0.6) if snowy else peak * 3
    paint = terrain.alpine(seed, snow, rock, meadow, scale, tree_line=peak * 0.22)
    things: list[Patches] = [terrain.ground(camera, land, 3, 6500, paint, detail=1)]
    x, z = rng.uniform(-500, 500, 2600), -rng.uniform(40, 620, 2600)
    y = land(x, z)
    grows = (y > 1.0) & (y < 60) & (fbm2(x / 50, z / 50, 2, seed + 3) > -0.15)
    places = np.stack([x, y - 0.5, z], -1)[grows][:420]
    green = choose(rng, "#2c4028 #34482a #28382c #3c4a2a")
    things += foliage.forest(rng, places, rng.uniform(10, 17), green)
    fog = 1 / {"mist": 1400, "overcast": 6000}.get(time, rng.uniform(8000, 16000))
    frame = render(camera, things, sky.light(fog=fog, softness=6), sky.image(camera))
    steep = float(rng.choice([0.006, 0.02, 0.05]))
    deep = choose(rng, "#12303a #0d2a3c #1d4a4e #1a3428")
    rgb, _ = water.sea(
        camera,
        frame.rgb,
        sky,
        deep,
        wave=rng.uniform(1, 2.5),
        steep=steep,
        seed=seed,
        depth=frame.depth,
    )
    words = ["mountain", "lake", "water", "forest", "landscape"]
    words += ["snow"] if snowy else ["hiking"]
    words += ["reflection"] if steep < 0.03 else []
    return Picture(develop(rng, rgb), tuple(words), time, ("calm", "blue"))


@register(SCENES)
def sunflower_portrait(rng: np.random.Generator, width: int, height: int) -> Picture:
    """One sunflower close up before a garden, a field or the blue sky."""
    time = pick(rng, "day day golden morning overcast")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.6))
    tilt, turn = rng.uniform(0.9, 1.45), rng.normal(0, 0.4)
    pose = rotation("y", turn) @ rotation("x", tilt)
    far = rng.uniform(3.0, 4.8)
    camera = Camera(
        (0, rng.uniform(-0.5, 0.7), far),
        tuple(rng.normal(0, 0.22, 3) * [1, 1, 0]),
        38,
        width,
        height,
    )
    things = placed(sunflower(rng), pose, 1.0, (0, 0, 0))
    green = choose(rng, "#5d7d2c #4f7030 #6f8a34")
    foot = np.array([rng.normal(0, 0.3), -3.2, -0.6])
    things += [p.moved([0, 0, -0.25]) for p in leafy_stem(rng, foot, 0.075, 1.1, green)]
    setting = pick(rng, "garden sky field")
    if setting == "garden":
        back = garden(rng, width, height)
    else:
        back = blur(sky.image(camera, disc=False), 2)
    if setting != "sky" or rng.random() < 0.5:
        low = -0.6 if setting == "sky" else 0.8
        places = rng.uniform((-4, -3, -6), (4, low, -1.2), (160, 3))
        things.append(foliage.leaves(rng, places, 1.0, green, 0.3))
    if setting == "field" or rng.random() < 0.3:
        for _ in range(int(rng.integers(3, 9))):
            place = np.array([rng.uniform(-5, 5), rng.uniform(-1.6, 1.4), -rng.uniform(3, 9)])
            things += placed(sunflower(rng), pose @ rotation("y", rng.uniform(0, 6)), 0.8, place)
            things += [p.moved(place) for p in leafy_stem(rng, (0, -3, 0), 0.07, 0.9, green)]
    frame = render(camera, things, sky.light(softness=0.03), back)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(10, 24) * height / 480)
    words = ("sunflower", "flower", "garden" if setting == "garden" else "field", "petals", "plant")
    return Picture(develop(rng, rgb), words, time, ("yellow", "bright"))


@register(SCENES)
def daisies(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Daisies in grass, one sharp and the others soft."""
    time = pick(rng, "day morning golden overcast")
    sky = make_sky(rng, time)
    tint = choose(rng, "#f4f3ee #f4f3ee #f6f0f4 #e9a8c0 #d8c8f0 #f2d24a")
    far = rng.uniform(3.4, 5.5)
    camera = Camera(
        (0, rng.uniform(1.2, 2.6), far), (rng.normal(0, 0.3), -0.1, 0), 36, width, height
    )
    things: list[Patches] = []
    count = int(rng.integers(3, 11))
    for i in range(count):
        depth = 0.0 if i == 0 else -rng.uniform(0.4, 7)
        wide = 0.5 if i == 0 else 2.2 + 0.3 * abs(depth)
        place = np.array([rng.uniform(-wide, wide), rng.normal(0.1, 0.25), depth])
        pose = rotation("y", rng.uniform(0, 6)) @ rotation("z", rng.normal(0, 0.3))
        pose = rotation("x", rng.uniform(0.2, 0.95)) @ pose
        things += placed(daisy(rng, tint), pose, rng.uniform(0.75, 1.0), place)
        things.append(stem((0, -2.5, -0.3), 0.05, hexed("#5c7a34")).moved(place))
    green = choose(rng, "#4f8a2a #5d8a34 #6f9440 #3f7034")
    roots = rng.uniform((-6, -1.7, -9), (6, -1.5, 1.2), (5200, 3))
    things.append(foliage.grass(rng, roots, 1.5, green, 0.6))
    frame = render(camera, things, sky.light(softness=0.05), garden(rng, width, height))
    at = float(np.linalg.norm(np.subtract(camera.eye, (0, 0.1, 0))))
    rgb = focus(frame.rgb, frame.depth, at, rng.uniform(16, 34) * height / 480)
    return Picture(
        develop(rng, rgb),
        ("daisy", "flower", "spring", "grass", "macro"),
        time,
        ("white", "green", "fresh"),
    )


@register(SCENES)
def water_lily(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A water lily among pads on a dark pond."""
    time = pick(rng, "overcast day morning")
    sky = make_sky(rng, time, cover=0.3)
    camera = Camera(
        (0, rng.uniform(2.2, 5.5), rng.uniform(3.4, 4.4)),
        (rng.normal(0, 0.25), 0.2, 0),
        38,
        width,
        height,
    )
    tint = choose(rng, "#f4f2ee #f4f2ee #e58fb4 #d86a9a #b8a0e0 #f2e08a")
    things: list[Patches] = []
    spots = [np.zeros(3)]
    spots += [rng.uniform((-4, 0, -6), (4, 0, 1)) for _ in range(int(rng.integers(0, 4)))]
    for number, spot in enumerate(spots):
        size = 1.0 if number == 0 else rng.uniform(0.5, 0.9)
        pose = rotation("y", rng.uniform(0, 6)) @ rotation("x", rng.uniform(-0.1, 0.35))
        things += placed(lotus(rng, tint), pose, size, spot + np.array([0, 0.14, 0]))
    green = choose(rng, "#4c6a3a #5f7a3c #3f5f44 #6f7440")
    taken: list[tuple[Array, float]] = []
    for _ in range(int(rng.integers(40, 260))):
        r, spot = rng.uniform(0.6, 1.6), rng.uniform((-7, 0, -11), (7, 0, 2.5))
        if any(np.hypot(*(spot - q)[[0, 2]]) < 0.82 * (r + s) for q, s in taken):
            continue
        taken.append((spot, r))
        tilt = rotation("x", rng.normal(0, 0.02)) @ rotation("y", rng.uniform(0, 6.28))
        shade = jitter(rng, green, 1, 0.22)[0]
        lift = [0, 0.02 + rng.uniform(0, 0.03), 0]
        things += placed([lily_pad(rng, shade)], tilt, r, spot + lift)
    light = sky.light(softness=0.05)
    back = np.broadcast_to(hexed("#1a2a22"), (height, width, 3)).astype(np.float32)
    frame = render(camera, things, light, back)
    mirror = water.flip(render(water.mirror_camera(camera), things, light, back, 1).rgb)
    deep = choose(rng, "#0c1a1c #10242c #182414 #1c1428")
    rgb, _ = water.sea(
        camera,
        frame.rgb,
        sky,
        deep,
        wave=0.8,
        steep=0.02,
        depth=frame.depth,
        mirrored=mirror * 0.5,
        seed=int(rng.integers(1e6)),
    )
    at = float(np.linalg.norm(camera.eye))
    rgb = focus(
        rgb, np.where(np.isfinite(frame.depth), frame.depth, at * 1.1), at, 9 * height / 480
    )
    return Picture(
        develop(rng, rgb, auto=0.4),
        ("waterlily", "flower", "pond", "lotus", "water"),
        time,
        ("calm", "zen"),
    )


@register(SCENES)
def spring_blossom(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A simple flower very close: anemone, cherry blossom, poppy or hibiscus."""
    time = pick(rng, "day morning golden overcast")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.2, 5))
    word, code, petals = [
        ("anemone", "#f0ecf6", 6), ("blossom", "#f6cfdc", 5), ("poppy", "#d8281c", 5),
        ("hibiscus", "#e0407a", 5), ("flower", "#7a5ad0", 6), ("flower", "#f0a020", 6),
    ][rng.integers(6)]  # fmt: skip
    tint = hexed(code)
    far = rng.uniform(3.2, 4.2)
    camera = Camera((0, 0.4, far), tuple(rng.normal(0, 0.2, 3) * [1, 1, 0]), 36, width, height)
    pose = rotation("y", rng.normal(0, 0.5)) @ rotation("x", rng.uniform(0.7, 1.3))
    things = placed(blossom(rng, tint, petals), pose, 1.0, (0, 0, 0))
    green = choose(rng, "#4f7030 #6f8a34 #3c5a2c")
    things += [p.moved([0, 0, -0.1]) for p in leafy_stem(rng, (0.2, -3, -0.5), 0.04, 0.8, green)]
    for _ in range(int(rng.integers(0, 6))):
        place = np.array([rng.uniform(-3, 3), rng.uniform(-1.5, 1.5), -rng.uniform(1.2, 5)])
        turned = rotation("y", rng.normal(0, 1)) @ pose
        things += placed(blossom(rng, tint, petals), turned, rng.uniform(0.6, 0.9), place)
        things.append(stem((0, -3, 0), 0.04, green).moved(place))
    places = rng.uniform((-4, -3, -5), (4, 0.4, -1), (70, 3))
    things.append(foliage.leaves(rng, places, 0.9, green, 0.3))
    back = garden(rng, width, height, "#2c3a1c #3c3424 #4a5a2c #1d2016", softness=0.05)
    frame = render(camera, things, sky.light(softness=0.04), back)
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(22, 40) * height / 480)
    return Picture(
        develop(rng, rgb), (word, "flower", "macro", "spring", "petals"), time, ("soft",)
    )


@register(SCENES)
def forest_path(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A path through tall trees with light between the trunks."""
    time = pick(rng, "morning golden mist day")
    sky = make_sky(rng, time, cover=0.0, sun_turn=rng.uniform(-0.6, 0.6))
    camera = Camera((0, 1.6, 0), (rng.normal(0, 0.6), 2.2, -10), 58, width, height)
    seed = int(rng.integers(1e6))
    autumn = rng.random() < 0.4
    greens = foliage.AUTUMN if autumn else foliage.GREENS
    floor = choose(rng, "#7a5a34 #8a5a2a") if autumn else choose(rng, "#4a5a2a #55602f #5a4a34")

    def wander(z: Array) -> Array:
        return 2.5 * np.sin(-z / 14 + seed) - 2.5 * np.sin(seed) * np.exp(z / 20)

    def land(x: Array, z: Array) -> Array:
        return 0.35 * fbm2(x / 6, z / 6, 4, seed) + 0.02 * np.abs(x) ** 1.3

    mottle = terrain.mottled(seed, (floor, floor * [0.55, 0.6, 0.5]), 2.5, 0.8)

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        edge = np.abs(x - wander(z)) + 0.5 * fbm2(x, z, 3, seed + 8)
        dirt = hexed("#8a7558") * (1 + 0.5 * fbm2(x * 5, z * 5, 4, seed + 1))[:, None]
        return mix(mottle(hit), dirt, smoothstep(1.3, 0.8, edge))

    things: list[Patches] = [terrain.ground(camera, land, 1, 120, paint)]

    def rough(p: Array) -> Array:
        return 0.05 * fbm2((p[:, 0] + p[:, 2]) * 14, p[:, 1] * 2.5, 3, seed + 11)

    bark = choose(rng, "#4a3c30 #5c4c3c #6a645c #3c3430")
    for i in range(95):
        z = -4 - 85 * (i / 95) ** 1.2
        x = rng.choice([-1, 1]) * rng.uniform(2.2, 6 + 0.5 * abs(z)) + wander(np.array(z))
        r, tall = rng.uniform(0.12, 0.34), rng.uniform(12, 20)
        lean = rng.normal(0, 0.4, 2)
        t = np.linspace(0, 1, 7)
        path = np.stack([x + lean[0] * t, tall * t - 0.5, z + lean[1] * t], -1)
        swell = r * (1 - 0.55 * t + 0.6 * np.exp(-t * 22))
        things.append(
            patches(foliage.tube(path, swell, 9), bark * rng.uniform(0.6, 1.2), bump=rough)
        )
    n = 26000
    z = -7 - 60 * rng.uniform(0, 1, n) ** 1.3
    x = rng.choice([-1, 1], n) * np.abs(rng.normal(0, 1, n)) * (7 - 0.3 * z)
    y = rng.uniform(3.2, 15, n) + 3.5 * np.exp(-((x / 4) ** 2))
    tufts = fbm2(x / 2.2 + z, y / 2.2, 2, seed + 9) > -0.05
    places = np.stack([x, y, z], -1)[tufts]
    things.append(foliage.leaves(rng, places, 0.24, choose(rng, greens), 0.35))
    x, z = rng.uniform(-14, 14, 5000), -rng.uniform(2.5, 30, 5000)
    keep = np.abs(x - wander(z)) > 1.2
    roots = np.stack([x, land(x, z), z], -1)[keep]
    things.append(foliage.grass(rng, roots, 0.5, choose(rng, foliage.GREENS), 0.7))
    haze = sky.gradient(np.array([0.0, 0.1, -1.0])) * 0.9
    back = np.broadcast_to(haze, (height, width, 3)).astype(np.float32)
    light = sky.light(
        fog=1 / rng.uniform(28, 60), haze=haze, softness=0.2, shadow_focus=((0, 4, -22), 26.0)
    )
    frame = render(camera, things, light, back)
    sun = np.array(camera.eye) + sky.sun_direction * 100
    sx, sy, _ = camera.project(sun)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    sy = max(float(sy), -0.3 * height)
    turn = np.arctan2(x - sx, y - sy)
    streak = smoothstep(0.0, 0.7, fbm2(turn * 9, np.full_like(turn, seed % 97), 4, seed) + 0.2)
    far = np.hypot(x - sx, y - sy) / height
    shafts = streak * np.exp(-far * 1.5) * smoothstep(-0.1, 0.4, y - sy)
    rgb = frame.rgb + sky.sun / 3 * (0.35 * shafts + 0.3 * np.exp(-far * 3))[..., None]
    words = ("forest", "trees", "path", "autumn" if autumn else "green", "woods", "hiking")
    return Picture(develop(rng, rgb, glow=0.25), words, time, ("peaceful",))


@register(SCENES)
def ocean_shore(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A beach or rocky headland with surf."""
    time = pick(rng, "day golden sunset overcast morning dusk")
    sky = make_sky(rng, time, sun_turn=rng.uniform(-0.9, 0.9))
    camera = Camera((0, rng.uniform(2.5, 7), 0), (rng.normal(0, 1), 2, -14), 48, width, height)
    seed, side = int(rng.integers(1e6)), rng.choice([-1, 1])
    rocky = rng.random() < 0.5
    line = rng.uniform(8, 18)

    def shore(x: Array, z: Array) -> Array:
        """Metres inland of the waterline."""
        return z + line + side * x * 0.55 + 5 * fbm2(x / 25, z / 25, 3, seed)

    head = rng.uniform(20, 60)

    def land(x: Array, z: Array) -> Array:
        beach = np.clip(shore(x, z) * 0.07, -3, 1.2) + 0.05 * fbm2(x, z, 4, seed + 2)
        reach = smoothstep(
            20, 130, side * x * 1.1 - z * 0.05 - 40 + 45 * fbm2(x / 70, z / 70, 4, seed)
        )
        cliff = (
            reach * smoothstep(60, 200, -z) * head * (0.7 + 0.6 * fbm2(x / 40, z / 40, 4, seed + 4))
        )
        rocks = ridged2(x / 7, z / 7, 5, seed + 5) - 0.45
        rocks = np.maximum(rocks, 0) * 6 * smoothstep(-14, 4, shore(x, z)) * rocky
        return np.maximum(beach + rocks, cliff - 2)

    sand, rock = choose(rng, "#d8c19a #c9ad82 #b89a74"), choose(rng, "#4c443c #5a5450 #3a3836")

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x * 6, z * 6 + y * 5, 4, seed + 6)
        inland = shore(x, z)
        wet = smoothstep(5, 0.5, inland + fbm2(x / 4, z / 4, 2, seed))
        colour = sand * (1 + 0.15 * grain)[:, None] * (1 - 0.5 * wet)[:, None]
        stone = rock * (1 + 0.8 * grain)[:, None]
        rises = smoothstep(0.35, 0.7, np.maximum(y - np.clip(inland * 0.07, -3, 1.2), 0) * 2)
        colour = mix(colour, stone, rises)
        moss = smoothstep(0.55, 0.8, hit.normal[:, 1]) * smoothstep(6, 14, y)
        return mix(colour, hexed("#56663a") * (1 + 0.6 * grain)[:, None], moss)

    things = [terrain.ground(camera, land, 2, 900, paint, detail=1)]
    light = sky.light(fog=1 / 2500, softness=0.4)
    frame = render(camera, things, light, sky.image(camera))
    deep = choose(rng, "#0e4a5c #12586a #0c3a54 #1a5a58")
    px, pz, far, _ = water.plane_points(camera)
    inland = shore(px, pz)
    near = smoothstep(-22, -1, inland)
    rgb, mask = water.sea(
        camera,
        frame.rgb,
        sky,
        deep,
        wave=rng.uniform(2, 5),
        steep=rng.uniform(0.06, 0.14),
        seed=seed,
        shallow=hexed("#6fb0a4"),
        shore=near,
        depth=frame.depth,
    )
    lace = water.foam(px, pz, np.minimum(inland + 1.5, 9) * 0.8, seed, 1.6)
    surf = -np.minimum(inland, 0)
    rolling = smoothstep(0.82, 0.97, np.sin(surf / 3.4 + 2.2 * fbm2(px / 14, pz / 14, 3, seed)))
    rolling = rolling * np.exp(-surf / 16) * smoothstep(-0.3, 0.4, fbm2(px, pz, 4, seed + 1))
    white = np.clip(lace + rolling, 0, 1) * mask * smoothstep(400, 60, far)
    shine = mix(light.sky, light.sun, 0.25) * 0.85 + 0.05
    rgb = mix(rgb, np.broadcast_to(shine, rgb.shape), white * 0.9)
    words = ("ocean", "beach", "waves", "rocks" if rocky else "sand", "coast", "sea")
    return Picture(develop(rng, rgb), words, time, ("blue", "relax"))


@register(SCENES)
def flower_meadow(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A field of one crop in bloom under a big sky, a line of trees behind."""
    time = pick(rng, "day overcast golden sunset morning")
    sky = make_sky(rng, time, cover=rng.uniform(0.2, 0.6) if time != "overcast" else 0.9)
    camera = Camera((0, rng.uniform(1.3, 2.6), 0), (0, rng.uniform(1.2, 3), -10), 50, width, height)
    crop, code = [
        ("canola", "#e8cf1c"), ("poppy", "#d02a1c"), ("lavender", "#7a5ac0"), ("tulip", "#e05a8a"),
        ("wildflowers", "#e8e4e0"), ("wheat", "#d0a850"),
    ][rng.integers(6)]  # fmt: skip
    seed, tint = int(rng.integers(1e6)), hexed(code)

    def land(x: Array, z: Array) -> Array:
        return 0.5 * fbm2(x / 25, z / 25, 2, seed) + smoothstep(80, 900, -z) * 40 * (
            0.4 + fbm2(x / 260, z / 260, 3, seed + 4)
        )

    base = choose(rng, "#4f7030 #5d7a34 #48602c")
    rows = crop in ("lavender", "tulip")

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        fine = fbm2(x * 2.2, z * 2.2, 4, seed + 2)
        bloom = smoothstep(-0.1, 0.35, fine + 0.2 * smoothstep(4, 60, -z))
        if rows:
            bloom = smoothstep(0.2, 0.6, np.sin(x * 3.6)) * (0.7 + 0.5 * fine)
        bloom = bloom * smoothstep(140, 90, -z)
        hills = mix(base, hexed("#3c5430"), smoothstep(-0.2, 0.3, fbm2(x / 60, z / 60, 3, seed)))
        return mix(hills * (1 + 0.5 * fine)[:, None], tint * (0.85 + 0.4 * fine)[:, None], bloom)

    things: list[Patches] = [terrain.ground(camera, land, 1, 1500, paint)]
    n = 9000
    z = -1.2 - 34 * rng.uniform(0, 1, n) ** 1.7
    x = rng.uniform(-0.75, 0.75, n) * (3 - z * 1.25)
    if rows:
        x = (np.floor(x * 3.6 / 6.283) * 6.283 + 1.57 + rng.normal(0, 0.55, n)) / 3.6
    y = land(x, z)
    things.append(foliage.grass(rng, np.stack([x, y, z], -1), 0.75, base, 0.3))
    head = patches(sphere((1, 0.75, 1), 5, 7), np.ones(3), translucent=0.5)
    if crop in ("lavender", "wheat"):
        head = patches(sphere((0.45, 2.2, 0.45), 6, 6), np.ones(3), translucent=0.5)
    places = np.stack([x, y + rng.uniform(0.45, 0.8, n), z], -1)
    tilt = rotation("y", rng.uniform(0, 6, n)) @ rotation("x", rng.normal(0, 0.4, n))
    things.append(
        scatter(head, places, tilt, rng.uniform(0.03, 0.055, n), jitter(rng, tint, n, 0.2))
    )
    for _ in range(int(rng.integers(2, 8))):
        tz, tx = -rng.uniform(55, 130), rng.uniform(-70, 70)
        spot = (tx, float(land(np.array(tx), np.array(tz))) - 0.5, tz)
        things += foliage.broadleaf(rng, spot, rng.uniform(8, 14), hexed("#3c5a28"), 900)
    frame = render(
        camera,
        things,
        sky.light(fog=1 / 1500, softness=0.1, shadow_focus=((0, 2, -40), 60.0)),
        sky.image(camera),
    )
    rgb = focus(frame.rgb, frame.depth, 12, 2.5 * height / 480, 8)
    return Picture(
        develop(rng, rgb),
        ("field", crop, "flowers", "meadow", "sky", "countryside"),
        time,
        ("colorful",),
    )


@register(SCENES)
def lava_slope(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A volcano's flank of broken rock with glowing lava and smoke."""
    time = pick(rng, "overcast dusk dusk day")
    sky = make_sky(rng, time, cover=0.5)
    camera = Camera((0, 4, 0), (0, 6.5, -12), 48, width, height)
    seed, side = int(rng.integers(1e6)), rng.choice([-1, 1])
    steep = rng.uniform(0.35, 0.6)

    def land(x: Array, z: Array) -> Array:
        slope = np.clip(steep * (side * x + 8) + 0.15 * -z, -2, 80)
        rubble = np.abs(fbm2(x / 2.5, z / 2.5, 6, seed, 0.6)) * 1.6
        return slope * smoothstep(0, 40, -z) + rubble + 2 * fbm2(x / 18, z / 18, 3, seed + 2)

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x * 5, (z + y) * 5, 4, seed + 3)
        first, second, _ = worley2(x / 1.3, (z + y) / 1.3, seed)
        crack = smoothstep(0.14, 0.02, second - first)
        stream = np.abs(fbm2((x + side * z * 0.2) / 12, z / 40, 3, seed + 5))
        flow = smoothstep(0.1, 0.0, stream) * smoothstep(-0.2, 0.3, fbm2(x / 2, z / 2, 3, seed + 7))
        heat = np.clip(flow + 0.5 * crack * smoothstep(0.22, 0.02, stream), 0, 1)
        stone = hexed("#3a3634") * (1 + 0.9 * grain)[:, None]
        fire = mix(hexed("#c81e04") * 2, hexed("#ffb030") * 5, heat**2)
        return mix(stone, fire, smoothstep(0.15, 0.6, heat)) + fire * (heat * 0.2)[:, None]

    things = [terrain.ground(camera, land, 1.5, 260, paint, detail=1)]
    frame = render(camera, things, sky.light(fog=1 / 500, softness=0.2), sky.image(camera))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    plume = (
        fbm2(x * 3 - side * y, y * 3, 5, seed + 9) + 0.9 * np.exp(-(((y - 0.25) / 0.3) ** 2)) - 0.6
    )
    smoke = np.broadcast_to(sky.stops[2] * 0.75, frame.rgb.shape)
    rgb = mix(frame.rgb, smoke, smoothstep(0, 0.7, plume) * 0.75)
    return Picture(
        develop(rng, rgb, glow=0.4),
        ("volcano", "lava", "rocks", "smoke", "landscape"),
        time,
        ("dramatic", "wild"),
    )


@register(SCENES)
def coral_reef(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A reef under blue water with a school of fish and light from above."""
    camera = Camera((0, 2, 0), (0, 2.2 + rng.uniform(-0.5, 0.8), -10), 60, width, height)
    seed = int(rng.integers(1e6))
    blue = choose(rng, "#0c4a8a #0a5a94 #0e6a9c #083a70")

    def land(x: Array, z: Array) -> Array:
        lumps = ridged2(x / 6, z / 6, 4, seed) * 2.2 + fbm2(x * 1.5, z * 1.5, 4, seed + 2) * 0.5
        return lumps - 1.6 + smoothstep(2, 14, np.abs(x - 2)) * 2.2 + 0.05 * -z

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        _, _, cell = worley2(x * 1.2, (z + y) * 1.2, seed)
        fine = fbm2(x * 9, (z + y) * 9, 4, seed + 4)
        stops = [
            hexed(c) for c in ["#5a4a5c", "#7a4a58", "#8a7a4a", "#4a5a4c", "#b0604a", "#6a5a8a"]
        ]
        colour = np.array(stops)[(cell * 5.99).astype(int)]
        return colour * (0.9 + 0.9 * fine)[:, None]

    things: list[Patches] = [terrain.ground(camera, land, 1.2, 45, paint, detail=1)]
    for _ in range(26):
        x, z = rng.uniform(-9, 9), -rng.uniform(4, 18)
        spot = np.array([x, float(land(np.array(x), np.array(z))) - 0.1, z])
        tint = choose(rng, "#c86a4a #b04a6a #d0a04a #7a5ab0 #8a9a5a #e0d0b0")
        ends = foliage.clump(rng, 16, [0, 0.55, 0], [0.55, 0.5, 0.55]) * rng.uniform(0.7, 1.8)
        for end in ends:
            middle = end * [0.5, 0.35, 0.5] + rng.normal(0, 0.04, 3)
            path = np.stack([np.zeros(3), middle, end]) + spot
            things.append(patches(foliage.tube(path, [0.09, 0.07, 0.045], 7), tint, shadow=False))
    n = int(rng.integers(60, 240))
    z = -rng.uniform(3.2, 18, n)
    places = np.stack(
        [rng.normal(0, 0.55, n) * -z, rng.normal(2.8, 0.2, n) + rng.normal(0, 0.13, n) * -z, z], -1
    )
    t = np.linspace(0, 1, 11)
    tall = np.array([0.01, 0.13, 0.2, 0.22, 0.2, 0.16, 0.1, 0.05, 0.1, 0.2, 0.26])
    thick = np.array([0.01, 0.06, 0.09, 0.1, 0.085, 0.06, 0.04, 0.02, 0.01, 0.006, 0.004])
    turn = np.linspace(0, 2 * np.pi, 9)
    body = np.stack(
        [
            np.broadcast_to(t[:, None] - 0.5, (11, 9)),
            tall[:, None] * np.sin(turn),
            thick[:, None] * np.cos(turn),
        ],
        -1,
    )
    fish_tint = choose(rng, "#e89a3c #e8b84a #c8d0d8 #e0703c #d8c04a")
    head = rng.choice([0, np.pi])
    turns = rotation("y", head + rng.normal(0, 0.35, n)) @ rotation("z", rng.normal(0, 0.25, n))
    fish = patches(body, np.ones(3), rough=0.35, specular=0.08)
    things.append(
        scatter(fish, places, turns, rng.uniform(0.25, 0.5, n), jitter(rng, fish_tint, n))
    )
    light = Light(
        np.array([0.2, 1, 0.3]),
        np.array([0.9, 1.6, 1.7]) * 0.9,
        blue * 2.2,
        blue * 0.5,
        fog=1 / 13,
        haze=blue,
        softness=0.3,
    )
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : width / height : width * 1j]
    back = mix(blue * 2.6 + 0.04, blue * 0.45, smoothstep(-0.1, 0.9, y))
    frame = render(camera, things, light, back)
    rays = smoothstep(0, 0.6, fbm2((x - 0.5) / (y + 0.5) * 5, y * 0.3, 3, seed)) * np.exp(-y * 2.2)
    rgb = frame.rgb + (blue * 2 + 0.05) * (rays * 0.7)[..., None]
    rgb = rgb * np.array([0.85, 1, 1.05])
    return Picture(
        develop(rng, rgb, look=pick(rng, "natural vivid cool teal")),
        ("ocean", "reef", "coral", "fish", "underwater", "diving"),
        "",
        ("blue",),
    )


@register(SCENES)
def milky_way(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A lone tree or pines under the stars."""
    sky = make_sky(rng, "night", cover=0.0)
    camera = Camera((0, 1.5, 0), (0, 5.5, -10), 62, width, height)
    seed = int(rng.integers(1e6))
    ridge = terrain.mountains(seed, 300, 420, 700)

    def land(x: Array, z: Array) -> Array:
        return np.maximum(0.8 * fbm2(x / 12, z / 12, 3, seed), ridge(x, z) - 3)

    paint = terrain.alpine(seed, 260, hexed("#5c5a60"), hexed("#4a5238"), 700)
    things: list[Patches] = [terrain.ground(camera, land, 1, 2500, paint, detail=1)]
    if rng.random() < 0.5:
        spot = (rng.uniform(-4, 4), 0, -rng.uniform(12, 17))
        things += foliage.broadleaf(rng, spot, rng.uniform(6, 9), hexed("#3c4a2c"), 3000)
        word = "tree"
    else:
        n = 70
        x, z = rng.normal(0, 20, n), -rng.uniform(13, 50, n)
        things += foliage.forest(rng, np.stack([x, land(x, z) - 0.3, z], -1), 7, hexed("#26302a"))
        word = "pines"
    light = sky.light(sun=grey(0.06), fog=1 / 3000)
    glow = sky.image(camera)
    y = np.linspace(0, 1, height)[:, None]
    warm = choose(rng, "#c8844a #5a8a6a #a05a8a")
    glow = glow + warm * (0.16 * smoothstep(0.35, 0.85, y))[..., None]
    frame = render(camera, things, light, glow)
    return Picture(
        develop(rng, frame.rgb, auto=0.35, exposure=1.5, grain=0.02),
        ("stars", "milkyway", word, "astrophotography", "mountain"),
        "night",
        ("dark",),
    )
