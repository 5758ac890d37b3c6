"""More architecture: towers from below and by night, through a gate, and libraries."""

from __future__ import annotations

import numpy as np

from ..camera import Camera
from ..colour import choose, hexed, mix
from ..finish import develop
from ..interior import ceiling, indoors, planks, plaster, room
from ..masonry import ashlar, block, dome, lancet, stone_colour, windows
from ..noise import fbm2, smoothstep, unit_hash
from ..picture import Picture, pick, register
from ..render import Lamp, render
from ..shapes import Hit, box, patches
from ..sky import make_sky
from ..towers import minaret
from .architecture import SCENES, daylight, grounds, look_at, pagoda_parts, picture_of, tower_parts

Array = np.ndarray


def landmark(rng: np.random.Generator, kind: str) -> tuple[list, float, float, tuple]:
    """A pagoda or a tower on the origin, its height and width, and words for it."""
    if kind == "pagoda":
        things, tall = pagoda_parts(rng)
        return things, tall, 12.0, ("pagoda", "temple", "asia")
    return tower_parts(rng, kind)


@register(SCENES)
def looking_up(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A tower or a pagoda from close below, the camera held askew."""
    time, sky = daylight(rng, "day day day morning golden overcast")
    kind = pick(rng, "minaret minaret minaret pagoda pagoda campanile")
    things, tall, wide, words = landmark(rng, kind)
    side = rng.choice([-1, 1])
    yaw = rng.uniform(-0.5, 0.5)
    far = tall * (0.75 if kind == "pagoda" else 0.6)
    eye = (far * np.sin(yaw), 1.7, far * np.cos(yaw))
    target = (side * wide * 0.08, tall * rng.uniform(0.58, 0.66), 0.0)
    camera = Camera(eye, target, rng.uniform(40, 48), width, height,
                    roll=side * rng.uniform(0.3, 0.55))  # fmt: skip
    things += grounds(rng, camera, "lawn", 12.0)
    rgb = picture_of(rng, camera, things, sky, tall * 0.7)
    words = (*words, "tower", "lookingup", "sky")
    return Picture(develop(rng, rgb), tuple(dict.fromkeys(words)), time, ("perspective",))


@register(SCENES)
def floodlit(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A landmark lit from below by night."""
    sky = make_sky(rng, "night", cover=0.0)
    kind = pick(rng, "pagoda minaret stupa campanile obelisk")
    things, tall, wide, words = landmark(rng, kind)
    camera = look_at(rng, width, height, tall, wide, (1.6, 2.4), (0.9, 1.15), turn=0.6)
    askew = rng.random() < 0.6
    roll = rng.choice([-1, 1]) * rng.uniform(0.25, 0.5) if askew else rng.normal(0, 0.03)
    camera = Camera(camera.eye, camera.target, camera.fov, width, height, roll=roll)
    things += grounds(rng, camera, "paving", 13.0)
    warm = choose(rng, "#ffc878 #ffd8a0 #ffb860")
    lamps = tuple(
        Lamp((x * wide, y, wide * 1.1), warm * power)
        for x, y, power in ((-0.9, 0.8, 130), (0.9, 0.8, 130), (0.0, tall * 0.55, 60))
    )
    light = sky.light(softness=0.2, occlusion=1.2, lamps=lamps)
    rgb = render(camera, things, light, sky.image(camera)).rgb
    words = (*words, "tower", "nightlights", "floodlit")
    look = pick(rng, "natural warm vivid film")
    picture = develop(rng, rgb, auto=0.25, glow=0.18, exposure=1.3, look=look)
    return Picture(picture, tuple(dict.fromkeys(words)), "night", ("golden",))


@register(SCENES)
def through_a_gate(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A mosque, a pagoda or a tower seen through a dark pointed or round gate."""
    time, sky = daylight(rng, "day day golden morning sunset")
    kind = pick(rng, "mosque pagoda minaret campanile")
    if kind == "mosque":
        colour, cap = stone_colour(rng), choose(rng, "#2c7480 #5c6c78 #a8843c #3c6c58")
        wall = windows(ashlar(int(rng.integers(1e6)), colour, 0.6), 1, 3.2, 6, 1.6, 4.0)
        things = [block((18, 10, 14), (0, 5, -7), wall)]
        things.append(dome(5.5, 6.0, cap, 0, 0.1).moved((0, 10, -7)))
        for side in (-1, 1):
            things += minaret(rng, (side * 11.5, 0, 0), 24.0, 1.2, colour, cap)
        tall, wide, words = 24.0, 26.0, ("mosque", "minaret", "dome")
    else:
        things, tall, wide, words = landmark(rng, kind)
    camera = look_at(rng, width, height, tall * 1.15, wide, (1.6, 2.2), (0.75, 0.9), turn=0.3)
    things += grounds(rng, camera, "paving", 14.0)
    rgb = picture_of(rng, camera, things, sky, tall * 0.7)
    y, x = np.mgrid[0 : height / width : height * 1j, -0.5 : 0.5 : width * 1j]
    pointed = rng.random() < 0.6
    wide_gate = rng.uniform(0.62, 0.78)
    up = height / width - y
    d = lancet(x - rng.normal(0, 0.03), up + 0.02, wide_gate, height / width * 0.95, pointed)
    inside = smoothstep(0.004, -0.004, d)
    seed = int(rng.integers(1e6))
    rim = np.exp(-np.maximum(d, 0) / 0.05)
    course = np.modf(up / 0.07)[0] < 0.06
    grain = 1 + 0.5 * fbm2(x * 30, y * 30, 4, seed) - 0.4 * course
    stone = stone_colour(rng) * (grain * (0.012 + 0.1 * rim))[..., None]
    rgb = mix(stone.astype(np.float32), rgb, inside)
    words = (*words, "gate", "archway", "framed")
    return Picture(develop(rng, rgb, auto=0.3), tuple(dict.fromkeys(words)), time, ("mystery",))


@register(SCENES)
def library(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An aisle between shelves of books."""
    seed = int(rng.integers(1e6))
    wood = choose(rng, "#5c3a24 #3c2c50 #2c3444 #8c6840 #4c4c50")
    row, gap = 0.36, rng.uniform(1.5, 2.0)

    def shelf(hit: Hit) -> Array:
        x, y, z = hit.position.T
        s = np.where(np.abs(hit.normal[:, 0]) > 0.5, z, x)
        level = np.floor(y / row)
        bay = np.abs(np.modf(np.abs(s + 60) / 1.0)[0] - 0.5) > 0.465
        wobble = s / 0.042 + 0.3 * np.sin(s * 19 + level * 3)
        book = np.floor(wobble)
        lot = unit_hash(book, level, 1, seed)
        tint = np.stack([unit_hash(book, level, k, seed) for k in (2, 3, 4)], -1)
        cover = 0.03 + 0.5 * tint**2.2 * (0.4 + 0.6 * lot)[:, None]
        cover = np.where((lot > 0.85)[:, None], 0.7, cover)
        fy = np.modf(y / row)[0]
        top = 0.62 + 0.3 * unit_hash(book, level, 5, seed)
        label = (fy > 0.25) & (fy < 0.36) & (unit_hash(book, level, 6, seed) > 0.5)
        cover = np.where(label[:, None], 0.65, cover)
        seam = np.modf(wobble)[0] < 0.12
        colour = cover * (1 - 0.6 * seam)[:, None]
        colour = np.where(((fy > top) | (lot < 0.04))[:, None], 0.012, colour)
        frame = bay | (fy < 0.09) | (y > 2.6)
        return np.where(frame[:, None], wood, colour)

    long, turn = 18.0, rng.uniform(-0.25, 0.25)
    floor = planks(seed, choose(rng, "#a08058 #787470 #8c5c40"), 0.2, 2)
    size = (9.0, 3.4, long)
    things = room(floor, plaster(seed, hexed("#d0ccc0")), size, 0.05)
    things.append(ceiling(size, hexed("#d8d8d4"), 5))
    for side in (-1, 1):
        for k in range(6):
            z = -1.0 - k * 2.9
            spot = (side * (gap / 2 + 0.3), 1.35, z - 1.2)
            things.append(block((0.6, 2.7, 2.5), spot, shelf))
        things.append(patches(box((0.6, 0.06, long), (side * (gap / 2 + 0.3), 2.74, -9)), wood))
    camera = Camera((rng.uniform(-0.4, 0.4), rng.uniform(1.3, 1.8), 1.6),
                    (6 * np.sin(turn), 1.4, -6), rng.uniform(48, 60), width, height)  # fmt: skip
    light = indoors((0.3, 1, 0.5), softness=0.1)
    light = type(light)(**{**light.__dict__, "sun": light.sun * 0.25})
    rgb = render(camera, things, light).rgb
    words = ("library", "books", "bookshelf", "interior", "reading", "shelves")
    return Picture(develop(rng, rgb), words, "", ("quiet",))
