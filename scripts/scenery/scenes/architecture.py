"""Architecture: towers, temples, churches, mosques, castles, houses, bridges and streets."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain, water
from ..buildings import facade, house
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..finish import develop
from ..masonry import (
    ashlar,
    battlements,
    block,
    column,
    dome,
    eaves,
    gable,
    lancet,
    repeat,
    spire,
    stone_colour,
    tiles,
    windows,
)
from ..noise import fbm2, smoothstep, unit_hash
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, Light, render
from ..shapes import Hit, Patches, box, patches, revolve, sphere, tube
from ..sky import Sky, make_sky
from ..towers import curtain_wall, minaret, round_tower

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def daylight(
    rng: np.random.Generator, times: str = "day day morning golden overcast"
) -> tuple[str, Sky]:
    """A time of day and its sky, the sun behind the camera to one side."""
    time = pick(rng, times)
    return time, make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.6, 2.7))


def look_at(
    rng: np.random.Generator, width: int, height: int, tall: float, wide: float,
    eye_height: tuple[float, float] = (1.6, 6.0), fill: tuple[float, float] = (0.8, 1.1),
    fov: tuple[float, float] = (30, 48), turn: float = 0.5,
) -> Camera:  # fmt: skip
    """A camera on the ground that fits a building at the origin, seen from the front (+z)."""
    angle = rng.uniform(*fov)
    half = np.tan(np.radians(angle / 2))
    far = max(tall / 2 / half, wide / 2 / (half * width / height)) / rng.uniform(*fill)
    far += wide * 0.3
    yaw = rng.uniform(-turn, turn)
    eye = (far * np.sin(yaw), rng.uniform(*eye_height), far * np.cos(yaw))
    target = (rng.normal(0, 0.03) * wide, tall * rng.uniform(0.42, 0.52), 0.0)
    return Camera(eye, target, angle, width, height, roll=rng.normal(0, 0.02))


def grounds(
    rng: np.random.Generator, camera: Camera, kind: str = "lawn", keep: float = 8.0
) -> list[Patches]:
    """Lawn with a path, or paving, with trees and bushes round the edges."""
    seed = int(rng.integers(1e6))
    green = choose(rng, "#5c6c3c #68744a #525f38")
    stone = choose(rng, "#a8a094 #b8ac98 #8c8884")

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        grit = fbm2(x * 5, z * 5, 4, seed)
        slab = (np.modf(np.abs(x) / 1.2)[0] < 0.03) | (np.modf(np.abs(z) / 1.2)[0] < 0.03)
        paving = stone * (1 + 0.14 * fbm2(x / 4, z / 4, 4, seed) + 0.1 * grit - 0.3 * slab)[:, None]
        lawn = green * (1 + 0.6 * grit + 0.3 * fbm2(x / 6, z / 6, 3, seed))[:, None]
        if kind == "paving":
            return paving
        path = smoothstep(keep * 0.28, keep * 0.24, np.abs(x + 0.4 * fbm2(z / 6, z * 0, 2, seed)))
        return mix(lawn, paving, path)

    far = float(np.linalg.norm(camera.eye))
    things = [terrain.ground(camera, lambda x, z: 0 * x, far * 0.05, far * 40, paint, detail=1)]
    tint = choose(rng, "#4a6a2c #3c5a28 #5c7438 #6a7434 #8c6428")
    for side in (-1, 1):
        for _ in range(int(rng.integers(2, 5))):
            spot = (side * keep * rng.uniform(1.3, 2.6), 0, rng.uniform(-1.5, 0.8) * keep)
            things += foliage.broadleaf(rng, spot, keep * rng.uniform(0.5, 0.9), tint, 1300)
    n = 40
    for x in np.linspace(-far * 1.3, far * 1.3, n):
        spot = (x, 0, -keep * 2.5 - rng.uniform(0, far * 0.5))
        things.append(foliage.bush(rng, spot, keep * rng.uniform(0.3, 0.75), tint * 0.8, 110))
    return things


def picture_of(
    rng: np.random.Generator, camera: Camera, things: list, sky: Sky, radius: float,
    supersample: int = 2, middle: float = 0.4,
) -> Array:  # fmt: skip
    """Render a building about the origin under a sky."""
    light = sky.light(
        softness=radius / 120,
        fog=1 / (radius * 220),
        shadow_focus=((0, radius * middle, 0), radius * 1.5),
        occlusion=1.3,
    )
    return render(camera, things, light, sky.image(camera), supersample).rgb


def pagoda_parts(rng: np.random.Generator) -> tuple[list[Patches], float]:
    """A pagoda of several storeys on the origin, and its height."""
    tiers = int(rng.choice([3, 5, 5, 7]))
    wood = choose(rng, "#8c2c1c #6a3020 #4a3428 #98402c #c8bca8")
    tile = choose(rng, "#4c5054 #3c4440 #6a4c3c #485c50 #8c5c30")
    seed = int(rng.integers(1e6))
    things: list[Patches] = []
    y, half, storey = 1.2, 4.6, 3.6
    base = ashlar(seed, hexed("#a09888"), 0.5)
    things.append(block((half * 2.6, 1.2, half * 2.6), (0, 0.6, 0), base))

    def timber(hit: Hit) -> Array:
        p = hit.position
        s = np.where(np.abs(hit.normal[:, 0]) > np.abs(hit.normal[:, 2]), p[:, 2], p[:, 0])
        post = np.abs(np.modf(np.abs(s + 50) / 1.15)[0] - 0.5) > 0.38
        level = np.modf((p[:, 1] - 1.2) / storey)[0]
        beam = (np.abs(level - 0.12) < 0.04) | (np.abs(level - 0.55) < 0.04)
        lattice = np.sin(s * 22) * np.sin(p[:, 1] * 22) > 0.2
        wall = mix(hexed("#c8b898") * 0.8, wood * 0.4, lattice * 0.7)
        colour = np.where((post | beam)[:, None], wood, wall)
        return colour * (1 + 0.15 * fbm2(s * 3, p[:, 1] * 3, 4, seed))[:, None]

    def tiling(hit: Hit) -> Array:
        v, u = hit.uv.T
        roll = np.sin(u * 2 * np.pi * 110)
        edge = smoothstep(0.93, 0.97, v)
        shade = 0.8 + 0.35 * roll + 0.25 * fbm2(u * 40, v * 6, 4, seed)
        return mix(hit.colour * np.maximum(shade, 0.2)[:, None], wood * 0.6, edge)

    for i in range(tiers):
        body = half * 0.62
        things.append(block((body * 2, storey, body * 2), (0, y + storey / 2, 0), timber))
        rail = box((body * 2.5, 0.12, body * 2.5), (0, y + 0.75, 0))
        if i:
            things.append(patches(rail, wood * 0.9))
        top = y + storey * 0.72
        last = i == tiers - 1
        roof = eaves(half, top, storey * (0.95 if last else 0.5), 0.15 if last else body * 0.85)
        things.append(patches(roof, tile, paint=tiling, rough=0.6))
        under = eaves(half * 0.97, top - 0.22, storey * 0.25, body * 0.9)
        things.append(patches(under, wood * 0.6))
        y += storey
        half *= rng.uniform(0.86, 0.9)
    pole = [[0.18, 0], [0.16, 4.5], [0.02, 5.4]]
    bronze = choose(rng, "#5c5c4c #a88438 #4c5450")
    top = y + storey * 0.5
    things.append(patches(revolve(pole, 12), bronze).moved((0, top, 0)))
    for k in range(7):
        ring = revolve([[0.18, 0.05], [0.65 - 0.05 * k, 0], [0.18, -0.05]], 20)
        things.append(
            patches(ring, bronze, metal=0.0, rough=0.4).moved((0, top + 0.8 + k * 0.5, 0))
        )
    return things, top + 5.4


@register(SCENES)
def pagoda(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A pagoda of several storeys among trees."""
    time, sky = daylight(rng, "day day morning golden overcast mist")
    things, tall = pagoda_parts(rng)
    camera = look_at(rng, width, height, tall, 11, turn=0.7, fill=(0.85, 1.15))
    things += grounds(rng, camera, "lawn", 9.0)
    rgb = picture_of(rng, camera, things, sky, tall * 0.6)
    words = ("pagoda", "temple", "asia", "tower", "asianarchitecture", "roof")
    return Picture(develop(rng, rgb), words, time, ("zen",))


@register(SCENES)
def greek_temple(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A classical temple front with columns and a pediment, whole or ruined."""
    time, sky = daylight(rng, "day day golden sunset morning")
    stone, seed = choose(rng, "#c4b494 #b8a888 #ccc4b4 #c8b08c"), int(rng.integers(1e6))
    paint = ashlar(seed, stone, 0.9, 0.03)
    ruin = rng.random() < 0.45
    count, tall, radius = int(rng.choice([6, 6, 8])), 8.0, 0.75
    gap = 2.6
    wide, deep = gap * (count - 1), gap * (count + 3)
    things: list[Patches] = []
    for k in range(4):
        grow = 3.0 - 0.6 * k
        size = (wide + grow * 1.4, 0.4, deep + grow * 1.4)
        things.append(block(size, (0, 0.2 + 0.4 * k, -deep / 2), paint))
    xs = (np.arange(count) - (count - 1) / 2) * gap
    zs = -np.arange(0, deep + 0.1, gap)
    front = [(x, 1.6, 0) for x in xs] + [(x, 1.6, -deep) for x in xs]
    front += [(s * wide / 2, 1.6, z) for s in (-1, 1) for z in zs[1:-1]]
    places = np.array(front)
    if ruin:
        back = places[:, 2] < -1
        keep = ~back | (rng.random(len(places)) < 0.6)
        places = places[keep]
    things += repeat(column(radius, tall, paint), places)
    y = 1.6 + tall
    frieze = ashlar(seed + 1, stone, 1.2, 0.02)

    def triglyphs(hit: Hit) -> Array:
        colour = frieze(hit)
        s = np.where(np.abs(hit.normal[:, 0]) > 0.5, hit.position[:, 2], hit.position[:, 0])
        h = hit.position[:, 1] - y
        group = np.abs(np.modf(np.abs(s + 65) / (gap / 2))[0] - 0.5) < 0.2
        groove = group & (np.sin(s * 2 * np.pi / 0.28) > 0.2) & (h > 0.8) & (h < 1.5)
        ledge = np.abs(h - 0.75) < 0.06
        return colour * (1 - 0.5 * groove - 0.45 * ledge)[:, None]

    things.append(block((wide + 1.8, 1.7, 1.5), (0, y + 0.85, 0), triglyphs))
    things.append(block((wide + 2.5, 0.3, 2.2), (0, y + 1.85, 0.1), paint))
    if not ruin:
        things.append(block((1.5, 1.7, deep), (-wide / 2, y + 0.85, -deep / 2), triglyphs))
        things.append(block((1.5, 1.7, deep), (wide / 2, y + 0.85, -deep / 2), triglyphs))
        things.append(block((wide - 4.5, tall, deep - 6), (0, 1.6 + tall / 2, -deep / 2), paint))
    if not ruin or rng.random() < 0.6:
        long = 3.0 if ruin else deep + 2
        roof = tiles(seed, hexed("#a88468"), 0.6) if not ruin else paint
        things += gable((0, y + 2.0, -long / 2 + 1.1), (wide + 2.5, wide * 0.2, long), roof, paint)
    camera = look_at(
        rng, width, height, y + wide * 0.22, wide + 4, (1.6, 4), (0.85, 1.15), turn=0.7
    )
    things += grounds(rng, camera, "paving" if rng.random() < 0.5 else "lawn", wide)
    rgb = picture_of(rng, camera, things, sky, wide)
    words = ("temple", "columns", "ancient", "classical", "ruins" if ruin else "greek", "marble")
    return Picture(develop(rng, rgb), words, time, ("history",))


@register(SCENES)
def church(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A stone or whitewashed church with a tower and spire."""
    time, sky = daylight(rng)
    seed = int(rng.integers(1e6))
    kind = pick(rng, "stone stone brick white")
    colour = {"stone": stone_colour(rng), "brick": hexed("#985844"), "white": hexed("#d8d4cc")}[
        kind
    ]
    wall = ashlar(
        seed, colour, 0.22 if kind == "brick" else 0.5, 0.05, 1.0 - 0.6 * (kind == "white")
    )
    slate = choose(rng, "#50545c #6a4a3c #3c4448 #8c5440 #4c6858")
    gothic = rng.random() < 0.7
    tall, wide, deep = rng.uniform(13, 18), 8.0, 18.0
    side = rng.choice([-1, 0, 1])
    x = side * 5.0
    nave = windows(wall, 1.6, 3.4, 12, 1.3, 4.6, pointed=gothic, offset=0.4)
    things = [block((wide, 8, deep), (0, 4, -deep / 2), nave)]
    roof = tiles(seed, slate, 0.4)
    things += gable((0, 8, -deep / 2), (wide, 4.8, deep + 0.6), roof, wall)
    lofty = windows(wall, tall - 4.6, 2.2, 9, 1.0, 3.4, pointed=gothic, offset=x + 1.1)
    z = 1.6 if side == 0 else -2.0
    things.append(block((4.6, tall, 4.6), (x, tall / 2, z), lofty))
    for level in (tall * 0.45, tall - 5.2, tall):
        things.append(block((5.0, 0.3, 5.0), (x, level, z), wall))
    corner = np.array([[sx * 2.3, tall * 0.4, sz * 2.3] for sx in (-1, 1) for sz in (-1, 1)])
    for dx, dy, dz in corner:
        things.append(block((0.8, tall * 0.8, 0.8), (x + dx, dy, z + dz), wall))
        things.append(spire((x + dx, tall * 0.8, z + dz), 0.6, 1.2, colour, 4))
        if gothic:
            things.append(spire((x + dx, tall, z + dz), 0.5, 2.8, colour * 0.9, 4))
    point = rng.uniform(7, 13) if gothic else rng.uniform(3, 7)
    things.append(spire((x, tall, z), 2.9, point, slate if rng.random() < 0.6 else colour, 8))
    cross = choose(rng, "#2c2c2c #a8842c")
    things.append(patches(box((0.1, 1.6, 0.1), (x, tall + point + 0.6, z)), cross))
    things.append(patches(box((0.8, 0.1, 0.1), (x, tall + point + 0.9, z)), cross))
    face = z + 2.32 if side == 0 else 0.03
    dx = x if side == 0 else 0.0
    for r, tone in ((1.0, hexed("#c4bcaa")), (0.8, hexed("#1c2028"))):
        ring = np.linspace(0, 2 * np.pi, 33)
        disc = np.stack([np.stack([dx + s * r * np.cos(ring), 8.0 + s * r * np.sin(ring),
                                   0 * ring + face + 0.03 * (1 - r)], -1) for s in (0, 1)])  # fmt: skip
        things.append(patches(disc, tone, shadow=False))

    def portal(hit: Hit) -> Array:
        d = lancet(hit.position[:, 0] - dx, hit.position[:, 1], 2.0, 4.0, gothic)
        steps = np.floor(d / 0.16)
        colour = wall(hit) * (0.9 + 0.2 * np.modf(steps / 2)[0])[:, None]
        plank = np.modf(np.abs(hit.position[:, 0] + 9) / 0.25)[0] < 0.1
        door = hexed("#4a2c1c") * (1 - 0.5 * plank)[:, None]
        return np.where((d < -0.2)[:, None], door, colour)

    porch = [[-1.6, 0, face], [1.6, 0, face], [-1.6, 4.6, face], [1.6, 4.6, face]]
    porch = np.add(np.reshape(porch, (2, 2, 3)), (dx, 0, 0.04))
    things.append(patches(porch, colour, paint=portal, shadow=False))
    camera = look_at(rng, width, height, tall + point, 14, turn=0.75)
    things += grounds(rng, camera, "lawn", 11.0)
    rgb = picture_of(rng, camera, things, sky, tall)
    words = ("church", "steeple", "tower", "gothic" if gothic else "chapel", kind if (
        kind != "white") else "whitewashed")  # fmt: skip
    return Picture(develop(rng, rgb), words, time, ("history",))


@register(SCENES)
def mosque(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A domed mosque with minarets."""
    time, sky = daylight(rng, "day day golden morning sunset")
    colour = choose(rng, "#d4ccbc #c8b89c #b8ac98 #dcd8d0 #c09878")
    cap = choose(rng, "#5c6c78 #2c7480 #a8843c #c8c4bc #3c6c58")
    seed = int(rng.integers(1e6))
    wall = ashlar(seed, colour, 0.6, 0.04, 0.6)
    arched = windows(wall, 1.0, 3.2, 5.2, 1.7, 4.0, rows=2, pointed=True, glass="#241c18")
    things = [
        block((20, 11, 16), (0, 5.5, -8), arched),
        block((20.8, 0.6, 16.8), (0, 11, -8), wall),
    ]
    things.append(block((13, 4, 13), (0, 13, -8), windows(wall, 11.6, 2.4, 9, 1.1, 2.6)))
    drum = revolve([[6.0, 0], [6.0, 1.8], [6.2, 1.8]], 48)
    things.append(patches(drum, colour, paint=wall).moved((0, 15, -8)))
    bulge = rng.choice([0.0, 0.12])
    things.append(dome(6.0, rng.uniform(5, 7), cap, int(rng.choice([0, 16])), bulge).moved(
        (0, 16.8, -8)))  # fmt: skip
    for sx in (-1, 1):
        for z in (-2.5, -13.5):
            things.append(dome(2.4, 2.4, cap, 0, bulge).moved((sx * 7.6, 11.3, z)))
    things.append(block((6.5, 12.4, 1.2), (0, 6.2, 0.4), wall))

    def gate(hit: Hit) -> Array:
        x, y, _ = hit.position.T
        d = lancet(x, y, 4.4, 10.0)
        inner = lancet(x, y, 1.6, 3.6)
        colour_ = np.where((np.abs(d) < 0.2)[:, None], cap * 0.8, wall(hit))
        pattern = np.sin(x * 9) * np.sin(y * 9) > 0.3
        niche = colour * (0.45 + 0.25 * pattern)[:, None]
        colour_ = np.where((d < -0.2)[:, None], niche, colour_)
        return np.where((inner < 0)[:, None], hexed("#1c1410"), colour_)

    gate_grid = np.array(
        [[[-3.2, 0, 1.04], [-3.2, 12.2, 1.04]], [[3.2, 0, 1.04], [3.2, 12.2, 1.04]]]
    )
    things.append(patches(gate_grid, colour, paint=gate, shadow=False))
    tall = rng.uniform(25, 34)
    towers = np.random.default_rng(seed)
    state = towers.bit_generator.state
    for x, z in ((-12.5, -1), (12.5, -1), (-12.5, -16), (12.5, -16))[: int(rng.choice([2, 4]))]:
        towers.bit_generator.state = state
        things += minaret(towers, (x, 0, z), tall, 1.35, colour, cap)
    camera = look_at(rng, width, height, tall, 29, turn=0.35, fill=(0.92, 1.2))
    things += grounds(rng, camera, "paving" if rng.random() < 0.6 else "lawn", 16.0)
    rgb = picture_of(rng, camera, things, sky, 26)
    words = ("mosque", "minaret", "dome", "islamic", "facade")
    return Picture(develop(rng, rgb), words, time, ("majestic",))


def tower_parts(rng: np.random.Generator, kind: str) -> tuple[list[Patches], float, float, tuple]:
    """A tower on the origin, its height and width, and words for it."""
    colour = choose(rng, "#b89468 #a87c54 #c8b08c #a05c40 #c4bca8 #b8a07c")
    seed = int(rng.integers(1e6))
    tall, wide = 26.0, 8.0
    words: tuple[str, ...] = ()
    if kind == "minaret":
        things = minaret(rng, (0, 0, 0), tall, rng.uniform(1.4, 2.2), colour, choose(
            rng, "#6c7478 #8c6c48 #a8843c"))  # fmt: skip
        if rng.random() < 0.6:
            hall = windows(ashlar(seed, colour, 0.5), 1, 2.6, 9, 1.3, 3.2)
            things.append(block((9, 6, 9), (rng.choice([-1, 1]) * 6.5, 3, -4), hall))
        words = ("minaret", "mosque", "brick")
    elif kind == "obelisk":
        a = np.linspace(0, 2 * np.pi, 5) + np.pi / 4
        profile = [[1.9, 2.5], [1.2, 23.2], [0.0, 25.5]]
        grid = np.stack([np.stack([r * np.cos(a), 0 * a + y, r * np.sin(a)], -1)
                         for r, y in profile])  # fmt: skip
        wall = ashlar(seed, colour, 1.2, 0.02)
        faces = np.stack([grid[:, i : i + 2] for i in range(4)])
        things = [patches(faces, colour, paint=wall)]
        things += [block((5 - k, 0.9, 5 - k), (0, 0.45 + 0.8 * k, 0), wall) for k in range(3)]
        words = ("obelisk", "monument", "stone")
    elif kind == "stupa":
        gold = choose(rng, "#c09030 #c89838 #a87c3c")
        t = np.linspace(0, 1, 160)
        bell = 4.6 * np.exp(-2.6 * t) * (1 + 0.09 * np.sin(t * 95) * (t > 0.25))
        bell = np.where(t < 0.2, 4.8 - 0.35 * np.floor(t * 35), bell)
        bell[-1] = 0
        things = [patches(revolve(np.stack([bell, 2 + 20 * t], 1), 48), gold, rough=0.35,
                          specular=0.2)]  # fmt: skip
        wall = ashlar(seed, hexed("#c8c0b0"), 0.6)
        things += [block((12 - 2 * k, 1.0, 12 - 2 * k), (0, 0.5 + k, 0), wall) for k in range(3)]
        for sx in (-1, 1):
            for sz in (-1, 1):
                small = revolve(np.stack([bell * 0.3, 6 * t], 1), 24)
                things.append(patches(small, gold, rough=0.4, specular=0.1).moved(
                    (sx * 5.2, 1, sz * 5.2)))  # fmt: skip
        tall, wide = 22.0, 12.0
        words = ("stupa", "temple", "buddhist")
    else:
        wall = windows(ashlar(seed, colour, 0.3), 2.5, 2.2, 4.6, 0.9, 2.2, rows=5, pointed=False,
                       offset=1.1)  # fmt: skip
        things = [block((5, 22, 5), (0, 11, 0), wall)]
        things += [block((5.5, 0.35, 5.5), (0, y, 0), wall) for y in (2.4, 7, 11.6, 16.2, 22)]
        things.append(spire((0, 22, 0), 3.7, 5.5, choose(rng, "#8c5440 #50545c"), 4))
        tall = 27.5
        words = ("belltower", "campanile", "brick")
    return things, tall, wide, words


@register(SCENES)
def tower(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A single tall tower against the sky: minaret, obelisk, stupa or bell tower."""
    time, sky = daylight(rng, "day day day morning golden overcast")
    kind = pick(rng, "minaret minaret minaret obelisk stupa campanile campanile")
    things, tall, wide, words = tower_parts(rng, kind)
    low = rng.random() < 0.5 and kind != "stupa"
    camera = look_at(rng, width, height, tall * (0.75 if low else 1.0), wide, (1.6, 2.2),
                     (0.85, 1.1), (30, 46), 0.7)  # fmt: skip
    if low:
        target = (camera.target[0], tall * 0.66, 0.0)
        camera = Camera(camera.eye, target, camera.fov, width, height, roll=rng.normal(0, 0.12))
    things += grounds(rng, camera, "lawn", 11.0)
    rgb = picture_of(rng, camera, things, sky, tall * 0.7)
    return Picture(develop(rng, rgb), (*words, "tower", "landmark"), time, ("history",))


@register(SCENES)
def castle(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A castle with round towers and battlements on a green hill."""
    time, sky = daylight(rng, "day day golden overcast mist sunset")
    stone, seed = stone_colour(rng), int(rng.integers(1e6))
    roof = choose(rng, "#50545c #7a4434 #3c4c5c") if rng.random() < 0.7 else None
    base = 3.0
    wall = ashlar(seed, stone, 0.55)
    things: list[Patches] = []
    corners = [(-11, 0), (11, 0), (11, -16), (-11, -16)]
    for i, (x, z) in enumerate(corners):
        tall = rng.uniform(11, 17) + (4 if i > 1 else 0)
        things += round_tower(rng, (x, base - 1, z), rng.uniform(2.4, 3.2), tall, stone, roof, seed)
    slits = windows(wall, base + 3, 3.6, 20, 0.6, 1.8, pointed=False)
    for size, centre in (((22, 8, 1.6), (0, base + 3.5, 0)), ((1.6, 8, 16), (-11, base + 3.5, -8)),
                         ((1.6, 8, 16), (11, base + 3.5, -8))):  # fmt: skip
        things.append(block(size, centre, slits))
    xs = np.arange(-8, 8.1, 1.6)
    spots = np.stack([xs, np.full_like(xs, base + 8.0), np.full_like(xs, 0.4)], -1)
    things += battlements(spots, (0.8, 1.1, 0.7), wall)
    for x in (-2.6, 2.6):
        things += round_tower(rng, (x, base - 1, 0.8), 1.7, rng.uniform(11, 13), stone, roof, seed)
    keep = windows(wall, base + 8, 2.6, 4.2, 0.9, 2.0, rows=3, pointed=rng.random() < 0.5)
    tall = rng.uniform(15, 21)
    shift = rng.uniform(-3, 3)
    things.append(block((9, tall, 8), (shift, base + tall / 2, -10), keep))
    things += gable((shift, base + tall, -10), (9.4, 4.5, 8.4), tiles(seed, hexed("#5c5450") if (
        roof is None) else roof), wall)  # fmt: skip

    def gate(hit: Hit) -> Array:
        d = lancet(hit.position[:, 0], hit.position[:, 1] - base, 2.4, 4.4, False)
        bars = (np.sin(hit.position[:, 0] * 20) > 0.6) | (np.sin(hit.position[:, 1] * 20) > 0.6)
        inside = mix(hexed("#0c0a08"), hexed("#3c2c20"), bars * 0.8)
        return np.where((d < 0)[:, None], inside, wall(hit))

    z = 1.85
    panel = np.array([[[-1.7, base, z], [-1.7, base + 6, z]], [[1.7, base, z], [1.7, base + 6, z]]])
    things.append(patches(panel, stone, paint=gate))
    camera = look_at(rng, width, height, base + tall, 30, (2, 9), (0.85, 1.1), turn=0.6)

    def hill(x: Array, z: Array) -> Array:
        far = np.hypot(x, (z + 8) * 1.1)
        return base * smoothstep(34, 14, far) + 0.5 * fbm2(x / 8, z / 8, 4, seed) * smoothstep(
            15, 20, far
        )

    paint = terrain.mottled(seed, (hexed("#5a6a3c"), hexed("#787a50")), 5.0, 0.6)
    things.append(terrain.ground(camera, hill, 2, 800, paint, detail=1))
    green = choose(rng, "#4a6a2c #3c5a28 #6a7434 #8c6428")
    for _ in range(30):
        spot = (rng.uniform(-60, 60), 0.5, rng.uniform(-50, 6))
        if abs(spot[0]) > 17 or spot[2] < -24:
            things.append(foliage.bush(rng, spot, rng.uniform(2, 6), green, 200))
    rgb = picture_of(rng, camera, things, sky, 24)
    words = ("castle", "fortress", "medieval", "towers", "stone")
    return Picture(develop(rng, rgb), words, time, ("history", "fairytale"))


@register(SCENES)
def skyscrapers(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Office towers seen from the street, steeply upwards, or across a plaza."""
    time, sky = daylight(rng, "day day morning golden overcast dusk")
    up = rng.random() < 0.6
    camera = Camera((0, 1.7, 0), (rng.normal(0, 4), 30 if up else 13, -28),
                    rng.uniform(52, 72) if up else 50, width, height,
                    roll=rng.normal(0, 0.12) if up else 0.0)  # fmt: skip
    things: list[Patches] = []
    spots = [(-20, -22), (19, -26), (-17, -52), (22, -56), (2, -80), (-30, -85), (34, -88)]
    for x, z in spots:
        size = rng.uniform(13, 20), rng.uniform(45, 130), rng.uniform(13, 20)
        place = (x + rng.normal(0, 2), size[1] / 2, z + rng.normal(0, 2))
        kind = rng.random()
        gloss = {"rough": 0.08, "specular": 0.3}
        if kind < 0.65:
            paint = curtain_wall(rng, rng.uniform(3.2, 4), rng.uniform(1.2, 3))
        else:
            paint = facade(int(rng.integers(1e6)), choose(rng, "#b8a88c #98785c #c8c0b0 #7c6c60"),
                           storey=3.6, bay=2.4, window=(0.55, 0.62), stain=0.05, lit=0.1)  # fmt: skip
            gloss = {"rough": 0.6}
        if kind < 0.12:
            shaft = revolve([[size[0] / 2, 0], [size[0] / 2, size[1]], [0, size[1]]], 48)
            things.append(patches(shaft, hexed("#708090"), paint=paint, **gloss).moved(
                (place[0], 0, place[2])))  # fmt: skip
        else:
            things.append(block(size, place, paint, **gloss))
            if rng.random() < 0.5:
                cap = (size[0] * 0.7, rng.uniform(6, 20), size[2] * 0.7)
                things.append(
                    block(cap, (place[0], size[1] + cap[1] / 2, place[2]), paint, **gloss)
                )
    base = tuple(c * 0.8 for c in hexed("#8c8c8a"))
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 1, 500, terrain.mottled(
        3, (np.array(base, np.float32), hexed("#70706e")), 4.0)))  # fmt: skip
    if not up:
        for x in (-9, 9, -12, 12):
            things += foliage.broadleaf(
                rng, (x, 0, -rng.uniform(12, 30)), 6, hexed("#4a6a30"), 1200
            )
    light = sky.light(softness=0.8, fog=1 / 2500, shadow_focus=((0, 40, -45), 85.0),
                      mirror=lambda way: sky.colour(way, disc=False))  # fmt: skip
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("skyscraper", "skyscrapers", "glass", "facade", "downtown", "office")
    return Picture(develop(rng, rgb), words, time, ("modern", "lookup" if up else "urban"))


@register(SCENES)
def modern_house(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A flat-roofed house of white render, wood and glass, with a lawn or pool."""
    time, sky = daylight(rng, "day day golden overcast dusk")
    render_ = choose(rng, "#d8d6d0 #d8d6d0 #a8a6a2 #4c4c4e #c8bca8")
    wood, seed = choose(rng, "#8c6038 #a87848 #5c4030"), int(rng.integers(1e6))
    flip = rng.choice([-1, 1])

    def plaster(hit: Hit) -> Array:
        p = hit.position
        mottle = fbm2(p[:, 0] * 0.7 + p[:, 2], p[:, 1] * 0.7, 4, seed)
        grid = (np.modf(np.abs(p[:, 0] + 40) / 2.4)[0] < 0.008) | (
            np.modf(p[:, 1] / 1.5)[0] < 0.012
        )
        return render_ * (1 + 0.09 * mottle - 0.2 * grid)[:, None]

    def cladding(hit: Hit) -> Array:
        p = hit.position
        slat = np.modf(np.abs(p[:, 0] + p[:, 2] + 40) / 0.16)
        lot = unit_hash(slat[1], slat[1] * 0, 1, seed)
        grain = fbm2(slat[1] * 3.7, p[:, 1] * 1.5, 4, seed)
        shade = 0.85 + 0.3 * (lot - 0.5) + 0.25 * grain - 0.5 * (slat[0] < 0.12)
        return wood * shade[:, None]

    warm = hexed("#f0b868") * (1.5 if time == "dusk" else 0.25)

    def pane(hit: Hit) -> Array:
        p = hit.position
        s = np.where(np.abs(hit.normal[:, 0]) > 0.5, p[:, 2], p[:, 0])
        frame = np.modf(np.abs(s + 40) / 1.7)[0] < 0.05
        inside = mix(hexed("#26303a"), warm, smoothstep(-0.3, 0.5, fbm2(s / 2, p[:, 1], 3, seed)))
        curtain = np.modf(np.abs(s + 40) / 5.1)[0] < 0.22
        fold = 0.7 + 0.2 * np.sin(s * 30)
        inside = np.where(curtain[:, None], hexed("#b8b0a4") * fold[:, None] * 0.5, inside)
        return np.where(frame[:, None], hexed("#1c1c1e"), inside)

    things: list[Patches] = []
    glossy = {"rough": 0.05, "specular": 0.08}
    things.append(block((12, 3.0, 7), (0, 1.5, -4.5), plaster))
    things.append(block((8.0, 2.6, 0.1), (flip * 1.4, 1.4, -0.98), pane, **glossy))
    things.append(block((3.4, 3.0, 0.3), (-flip * 4.4, 1.5, -0.95), cladding))
    things.append(block((9.5, 3.0, 8), (-flip * 1.6, 4.7, -3.6), plaster))
    things.append(block((6.6, 2.0, 0.1), (-flip * 2.2, 4.65, 0.42), pane, **glossy))
    things.append(block((0.1, 2.0, 5), (-flip * 6.38, 4.65, -3.4), pane, **glossy))
    things.append(block((13.2, 0.3, 8.6), (0, 3.15, -4.2), plaster))
    things.append(block((10.4, 0.28, 9), (-flip * 1.6, 6.34, -3.5), plaster))
    for x in (5.6, 2.8):
        things.append(patches(box((0.14, 3, 0.14), (flip * x, 1.5, 0.05)), hexed("#2c2c2e")))
    rail = tube(np.array([[flip * 3.4, 4.2, 0.05], [flip * 6.4, 4.2, 0.05]]), 0.04, 6)
    things.append(patches(rail, hexed("#333336")))
    camera = look_at(rng, width, height, 6.4, 15, (1.5, 2.6), (0.95, 1.2), turn=0.65)
    pool = rng.random() < 0.5
    green = choose(rng, "#5c6c3a #687848 #525f38")

    def yard(hit: Hit) -> Array:
        x, _, z = hit.position.T
        grit = fbm2(x * 6, z * 6, 4, seed)
        lawn = green * (1 + 0.6 * grit + 0.2 * fbm2(x, z, 3, seed))[:, None]
        slab = (np.modf(np.abs(x + 30) / 1.5)[0] < 0.02) | (np.modf(np.abs(z + 30) / 1.5)[0] < 0.02)
        deck = hexed("#b0aaa0") * (1 + 0.1 * grit - 0.3 * slab)[:, None]
        terrace = (z > -1.2) & (z < (7.5 if pool else 2.2)) & (np.abs(x) < 7.5)
        colour = np.where(terrace[:, None], deck, lawn)
        wave = fbm2(x * 1.8, z * 3.2, 4, seed + 4)
        blue = (
            hexed("#2c8ca0") * (1 + 0.5 * wave)[:, None]
            + 0.12 * smoothstep(0.25, 0.5, wave)[:, None]
        )
        basin = (np.abs(x) < 5.6) & (z > 2.6) & (z < 6.4) & pool
        return np.where(basin[:, None], blue, colour)

    things.append(terrain.ground(camera, lambda x, z: 0 * x, 1, 400, yard, detail=1))
    tint = choose(rng, "#4a6a2c #3c5a28 #5c7438")
    for _ in range(7):
        spot = (rng.choice([-1, 1]) * rng.uniform(8, 15), 0, rng.uniform(-12, -1))
        things += foliage.broadleaf(rng, spot, rng.uniform(4, 7), tint, 1100)
    for x in np.linspace(-32, 32, 26):
        things.append(foliage.bush(rng, (x, 0, -rng.uniform(13, 20)), rng.uniform(3, 5), tint, 150))
    light = sky.light(softness=0.06, fog=1 / 3000, shadow_focus=((0, 2.5, -2), 13.0), occlusion=1.3)
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("house", "modern", "villa", "glass", "minimalism", *(["pool"] * pool))
    return Picture(develop(rng, rgb), words, time, ("luxury", "home"))


@register(SCENES)
def suspension_bridge(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A suspension bridge over water."""
    time, sky = daylight(rng, "day golden sunset overcast mist dusk morning")
    paint_colour = choose(rng, "#a8402c #a8402c #8c9498 #5c6c74 #b8b4a8")
    span, tall, deck = 90.0, 34.0, 11.0
    things: list[Patches] = []
    steel = {"rough": 0.6}
    brick = rng.random() < 0.3
    stone = ashlar(5, stone_colour(rng), 1.0)
    for x in (-span / 2, span / 2):
        if brick:
            things.append(block((5, tall, 10), (x, tall / 2, 0), windows(
                stone, deck + 1, 99, 90, 4.0, tall - deck - 5)))  # fmt: skip
        else:
            for z in (-3.6, 3.6):
                things.append(
                    patches(box((2.2, tall, 1.6), (x, tall / 2, z)), paint_colour, **steel)
                )
            for y in np.linspace(deck + 4, tall - 1, 4):
                things.append(patches(box((1.8, 1.4, 7), (x, y, 0)), paint_colour, **steel))
        things.append(block((8, 4, 13), (x, 1, 0), stone))
    things.append(patches(box((span * 3, 1.4, 8), (0, deck, 0)), paint_colour * 0.8, **steel))
    for z in (-3.6, 3.6):
        for a, b in ((-span * 1.4, -span / 2), (-span / 2, span / 2), (span / 2, span * 1.4)):
            x = np.linspace(a, b, 40)
            t = (x - a) / (b - a)
            if a < -span / 2 - 1:
                y = deck + (tall - deck) * t**1.5
            elif b > span / 2 + 1:
                y = deck + (tall - deck) * (1 - t) ** 1.5
            else:
                y = deck + 2 + (tall - deck - 2) * (2 * t - 1) ** 2
            path = np.stack([x, y, np.full_like(x, z)], -1)
            things.append(patches(tube(path, 0.32, 7), paint_colour, **steel))
            for xx, yy in zip(x[::2], y[::2], strict=True):
                rod = tube(np.array([[xx, deck, z], [xx, yy, z]]), 0.09, 5)
                things.append(patches(rod, paint_colour, shadow=False))
    camera = Camera(
        (rng.uniform(-75, 75), rng.uniform(3, 16), rng.uniform(45, 85)),
        (rng.choice([-1, 1]) * rng.uniform(12, 40), 15, 0),
        rng.uniform(40, 56),
        width,
        height,
    )
    seed, hill = int(rng.integers(1e6)), rng.uniform(15, 60)

    def coast(x: Array, z: Array) -> Array:
        rise = smoothstep(120, 420, -z + 60 * fbm2(x / 90, x * 0, 2, seed))
        return rise * hill * (0.8 + fbm2(x / 120, z / 120, 5, seed)) - 2

    land = terrain.alpine(seed, 1e4, hexed("#6a6258"), hexed("#4c5c38"), 120, hill * 2)
    things.append(terrain.ground(camera, coast, 110, 1600, land, detail=1))
    light = sky.light(softness=0.4, fog=1 / 1400, shadow_focus=((0, 15, 0), 75.0))
    frame = render(camera, things, light, sky.image(camera))
    below = water.mirror_camera(camera)
    mirror = water.flip(render(below, things, light, sky.image(below), 1).rgb)
    rgb, _ = water.sea(camera, frame.rgb, sky, choose(rng, "#1c4450 #24505c #2c4448"), wave=2.0,
                       steep=rng.choice([0.03, 0.06]), depth=frame.depth, mirrored=mirror,
                       seed=seed)  # fmt: skip
    words = ("bridge", "suspensionbridge", "engineering", "river", "landmark")
    return Picture(develop(rng, rgb), words, time, ("steel",))


@register(SCENES)
def old_street(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A narrow street of old houses leading to a tower."""
    time, sky = daylight(rng, "day morning golden overcast dusk")
    camera = Camera((rng.normal(0, 0.6), rng.uniform(1.6, 2.4), 4), (rng.normal(0, 0.5), 4.6, -16),
                    rng.uniform(46, 60), width, height)  # fmt: skip
    seed = int(rng.integers(1e6))
    things: list[Patches] = []
    lit = 0.4 if time == "dusk" else 0.02
    for side in (-1, 1):
        z = 4.0
        while z > -52:
            deep, tall = rng.uniform(4.5, 8), rng.uniform(7, 12)
            shutter = choose(rng, "#3c5a4c #5c4434 #48607c #7a3c30") if rng.random() < 0.6 else None
            wall = facade(int(rng.integers(1e6)), choose(
                rng, "#c8a878 #c89068 #d0c4a8 #b87c5c #c8b088 #a8a89c #c89880"), storey=3.0, bay=2.3,
                window=(0.38, 0.5), shutter=shutter, stain=0.35, base=0.3, lit=lit)  # fmt: skip
            x = side * (3.2 + rng.uniform(0, 0.5)) + side * 4
            roof = choose(rng, "#98583c #8c5038 #6a5448")
            things += house((x, 0, z - deep / 2), (8, tall, deep - 0.05), wall, roof)
            if rng.random() < 0.6:
                for w in np.arange(1, deep - 1, 2.3):
                    pot = (side * 3.1, 3.4, z - w)
                    things.append(foliage.bush(rng, pot, 0.5, choose(
                        rng, "#a83c4c #5c7a34 #c87844"), 60))  # fmt: skip
            z -= deep
    wall = windows(ashlar(seed, stone_colour(rng), 0.5), 12, 2.4, 7, 1.1, 3.2, rows=2, offset=1.2)
    things.append(block((6, 21, 6), (rng.uniform(-1, 1), 10.5, -58), wall))
    things.append(spire((0, 21, -58), 4, rng.uniform(4, 10), choose(rng, "#50545c #8c5440"), 8))

    def cobbles(hit: Hit) -> Array:
        x, _, z = hit.position.T
        row = np.floor(z / 0.22)
        fx = np.abs(np.modf(np.abs(x + 40) / 0.3 + 0.5 * np.modf(np.abs(row) / 2)[0] * 2)[0] - 0.5)
        fz = np.abs(z / 0.22 - row - 0.5)
        edge = smoothstep(0.36, 0.47, np.maximum(fx, fz))
        lot = unit_hash(np.floor(x / 0.3), row, 2, seed)
        shade = (0.8 + 0.4 * lot + 0.2 * fbm2(x / 2, z / 2, 4, seed)) * (1 - 0.6 * edge)
        return hexed("#8c8680") * shade[:, None]

    floor = terrain.ground(camera, lambda x, z: -0.06 * np.exp(-((x / 0.5) ** 2)), 1, 200, cobbles,
                           detail=1)  # fmt: skip
    things.append(floor)
    for _ in range(int(rng.integers(2, 6))):
        side = rng.choice([-1, 1])
        z = -rng.uniform(3, 20)
        lamp = tube(np.array([[side * 3.2, 3.6, z], [side * 2.6, 3.7, z]]), 0.03, 6)
        things.append(patches(lamp, hexed("#18181a")))
        bulb = patches(sphere((0.14, 0.2, 0.14)), hexed("#ffd898"), glow=2.0 if lit > 0.1 else 0.2)
        things.append(bulb.moved((side * 2.55, 3.5, z)))
    light = sky.light(softness=0.1, fog=1 / 700, shadow_focus=((0, 5, -18), 30.0), occlusion=1.5)
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("street", "oldtown", "houses", "facade", "cobblestone", "alley")
    return Picture(develop(rng, rgb), words, time, ("charming",))


@register(SCENES)
def arcade(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A vaulted arcade: a row of columns and round arches in perspective, light from one side."""
    time = pick(rng, "day morning golden")
    side = rng.choice([-1, 1])
    sky = make_sky(rng, time, sun_turn=side * rng.uniform(1.1, 1.9))
    stone, seed = choose(rng, "#c4b494 #b8a888 #c8c0b0 #c09c78"), int(rng.integers(1e6))
    paint = ashlar(seed, stone, 0.5, 0.03)
    bay, half, spring = 3.2, 2.4, 3.4
    things: list[Patches] = []
    zs = np.arange(1, -36, -bay)
    both = rng.random() < 0.5
    flutes = int(rng.choice([0, 16]))
    for s in (-1, 1):
        if s == side or both:
            places = np.stack([np.full_like(zs, s * half), 0 * zs, zs], -1)
            things += repeat(column(0.3, spring, paint, flutes), places)
            a = np.linspace(0, np.pi, 21)
            for z in zs[:-1]:
                mid, r = z - bay / 2, bay / 2 - 0.18
                arc = np.stack([np.full_like(a, s * half), spring + r * np.sin(a),
                                mid + r * np.cos(a)], -1)  # fmt: skip
                flat = arc * [1, 0, 1] + [0, spring + r + 0.5, 0]
                flat[[0, -1], 2] = [mid + bay / 2, mid - bay / 2]
                arc[[0, -1], 2] = [mid + bay / 2, mid - bay / 2]
                for dx in (-0.28, 0.28):
                    skin = np.stack([np.add(arc, (dx, 0, 0)), np.add(flat, (dx, 0, 0))])
                    things.append(patches(skin, stone, paint=paint))
                lining = np.stack([np.add(arc, (dx, 0, 0)) for dx in (-0.28, 0.28)])
                things.append(patches(lining, stone * 0.95))
        if s != side:
            wall = windows(paint, 0.9, bay, 9, 1.2, 2.4, pointed=False, offset=0.4)
            outer = half + (0.3 if not both else 3.5)
            things.append(block((0.4, 7, 46), (s * (outer + 0.2), 3.5, -18), wall))
    a = np.linspace(0, np.pi, 25)
    rise = spring + bay / 2 + 0.2
    vault = [np.stack([half * 1.12 * np.cos(a), rise + 1.1 * np.sin(a), 0 * a + z], -1)
             for z in np.linspace(3, -40, 40)]  # fmt: skip

    def ceiling(hit: Hit) -> Array:
        rib = np.abs(np.modf(np.abs(hit.position[:, 2] - 1) / bay)[0] - 0.5) > 0.44
        return (
            mix(stone * 0.95, stone * 0.65, rib * 1.0)
            * (1 + 0.12 * fbm2(hit.position[:, 0], hit.position[:, 2], 4, seed))[:, None]
        )

    things.append(patches(np.stack(vault), stone, paint=ceiling))
    dark = choose(rng, "#5c4c40 #4c4c4e #8c5c44")

    def floor(hit: Hit) -> Array:
        x, _, z = hit.position.T
        check = (np.floor(x / 0.8) + np.floor(z / 0.8)) % 2
        return (
            mix(stone * 0.9, dark, check * 0.8) * (1 + 0.15 * fbm2(x * 2, z * 2, 4, seed))[:, None]
        )

    camera = Camera((-side * rng.uniform(0, 1.4), 1.7, 4), (side * rng.uniform(-0.3, 0.9), 2.4, -12),
                    rng.uniform(46, 62), width, height)  # fmt: skip
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 1, 120, floor, detail=1, rough=0.35))
    for _ in range(10):
        spot = (side * rng.uniform(8, 16), 0, rng.uniform(-40, 0))
        things.append(foliage.bush(rng, spot, rng.uniform(2, 4), hexed("#4f6c30"), 250))
    light = sky.light(softness=0.06, fog=1 / 500, shadow_focus=((0, 2.5, -9), 16.0), occlusion=1.4)
    light = type(light)(**{**light.__dict__, "sky": light.sky * 0.6, "ground": stone * 0.5})
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = ("arches", "columns", "arcade", "vault", "interior", "perspective")
    return Picture(develop(rng, rgb, auto=0.5), words, time, ("symmetry",))


@register(SCENES)
def rotunda(rng: np.random.Generator, width: int, height: int) -> Picture:
    """The inside of a coffered dome with its eye, seen from below."""
    stone, seed = choose(rng, "#b8a888 #c4b8a0 #a89474 #b4b0a8"), int(rng.integers(1e6))
    trim = choose(rng, "#c8a860 #d0c8b8 #8c7450 #d0c8b8")
    ribs, rows, eye_at = int(rng.choice([16, 20, 28])), int(rng.choice([4, 5, 6])), 0.13
    radius = 10.0
    t = np.linspace(0, 1, 46)
    polar = np.pi / 2 * (1 - t) + np.arcsin(eye_at) * t
    profile = np.stack([radius * np.sin(polar), 8 + radius * np.cos(polar)], 1)

    def coffers(hit: Hit) -> Array:
        v, u = hit.uv.T
        v = v**0.85
        fx = np.abs(np.modf(u * ribs)[0] - 0.5) * 2
        fy = np.abs(np.modf(v * (rows + 1))[0] - 0.5) * 2
        frame = np.maximum(fx, fy)
        upper = np.modf(v * (rows + 1))[0]
        depth = smoothstep(0.78, 0.74, frame) * 0.35 + smoothstep(0.55, 0.51, frame) * 0.3
        depth = depth * (v < rows / (rows + 1)) * (0.7 + 0.6 * upper)
        mottle = 1 + 0.14 * fbm2(u * 40, v * 14, 4, seed)
        line = smoothstep(0.05, 0.02, np.abs(frame - 0.64)) * (v < rows / (rows + 1))
        colour = mix(stone * (mottle * (1 - depth))[:, None], trim, line * 0.7)
        rosette = (fx**2 + fy**2 < 0.03) & (v < rows / (rows + 1))
        return np.where(rosette[:, None], trim, colour)

    def drum(hit: Hit) -> Array:
        v, u = hit.uv.T
        s = (np.modf(u * ribs)[0] - 0.5) * 2 * np.pi * radius / ribs
        d = lancet(s, v * 8 - 3.4, 1.3, 3.2, False)
        pilaster = np.abs(np.abs(s) - np.pi * radius / ribs) < 0.3
        colour = stone * (1 + 0.15 * fbm2(u * 60, v * 10, 4, seed) - 0.25 * pilaster)[:, None]
        ledge = (np.abs(v - 0.93) < 0.025) | (np.abs(v - 0.36) < 0.03)
        colour = np.where(ledge[:, None], trim * 0.8, colour)
        return np.where((d < 0)[:, None], hexed("#f4f0e4") * 2.2, colour)

    things = [patches(revolve(profile, 97), stone, paint=coffers, shadow=False)]
    wall = np.array([[radius, y] for y in np.linspace(0, 8, 9)])
    things.append(patches(revolve(wall, 97), stone, paint=drum, shadow=False, glow=0.25))
    off, turn = rng.uniform(0, 0.75) * radius, rng.uniform(0, 2 * np.pi)
    eye = np.array([off * np.cos(turn), 1.6, off * np.sin(turn)])
    camera = Camera(tuple(eye), (0, 17, 0.1), rng.uniform(62, 84), width, height,
                    roll=rng.uniform(-0.5, 0.5))  # fmt: skip
    way = np.array([-np.cos(turn), 1.6, -np.sin(turn)])
    light = Light(way, np.full(3, 0.9), hexed("#d8d0c0") * 0.5, hexed("#e0c8a0") * 0.75,
                  lamps=(Lamp((0.0, 14.0, 0.0), hexed("#fff4e0") * 26),))  # fmt: skip
    outside = np.full((height, width, 3), 2.6, np.float32) * hexed("#eaf2fa")
    rgb = render(camera, things, light, outside).rgb
    words = ("dome", "rotunda", "ceiling", "interior", "oculus", "symmetry")
    return Picture(develop(rng, rgb, auto=0.4), words, "", ("lookup", "geometry"))


from . import landmarks  # noqa: E402, F401
