"""More travel: lighthouses, kayaks and motorhomes."""

from __future__ import annotations

import numpy as np

from .. import foliage, terrain, vessels
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..finish import develop
from ..masonry import block, windows
from ..noise import fbm2, smoothstep
from ..picture import Picture, pick, register
from ..render import render
from ..shapes import Hit, Patches, box, patches, revolve, rotation, sphere
from ..sky import make_sky
from .travel import SCENES, afloat, placed

Array = np.ndarray


@register(SCENES)
def lighthouse(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A lighthouse on a headland above the sea."""
    time = pick(rng, "day day golden sunset overcast")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.4, 2.6))
    seed, side = int(rng.integers(1e6)), rng.choice([-1, 1])
    camera = Camera((0, rng.uniform(3, 7), 60), (rng.normal(0, 2), 11, 0), 34, width, height)
    spot = np.array([side * 5.0, 5.5, -4.0])

    def land(x: Array, z: Array) -> Array:
        r = np.hypot((x - side * 16) / 26, (z + 12) / 22)
        crag = 2.5 * fbm2(x / 5, z / 5, 5, seed)
        return (
            8.0 * smoothstep(1.05, 0.6, r + 0.12 * fbm2(x / 9, z / 9, 3, seed))
            + crag * (r > 0.5)
            - 2
        )

    rock, grass = choose(rng, "#6c6258 #84705c #585450"), choose(rng, "#5c6c38 #6c7440")

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        mottle = (1 + 0.5 * fbm2(x, z, 5, seed))[:, None]
        return (
            mix(rock, grass, smoothstep(3.5, 5.0, y) * smoothstep(0.6, 0.85, hit.normal[:, 1]))
            * mottle
        )

    tall = rng.uniform(15, 19)
    band = choose(rng, "#b02820 #1c2c4c #1c1c1c #b02820")
    striped = rng.random() < 0.7

    def stripes(hit: Hit) -> Array:
        h = (hit.position[:, 1] - spot[1]) / tall
        ring = (np.modf(h * 2.5 + 9)[0] < 0.5) & striped
        stain = (1 + 0.1 * fbm2(hit.uv[:, 1] * 20, h * 6, 4, seed))[:, None]
        return np.where(ring[:, None], band, hexed("#e8e4da")) * stain

    wall = np.array([[2.4, 0], [1.5, tall], [2.0, tall], [2.0, tall + 0.4], [1.2, tall + 0.4]])
    steps = np.linspace(0, 1, 25)
    body = np.stack([2.4 - 0.9 * steps, tall * steps], 1)
    things: list[Patches] = [patches(revolve(body, 40), hexed("#e8e4da"), paint=stripes)]
    things.append(patches(revolve(wall[1:], 40), hexed("#2c2c30")))
    lamp = revolve([[1.1, 0], [1.1, 2.0]], 24)
    things.append(patches(lamp, hexed("#fff0c0"), rough=0.2, glow=0.8).moved((0, tall + 0.4, 0)))
    cap = revolve([[1.4, 2.0], [0.9, 2.9], [0.1, 3.3], [0.0, 4.2]], 24)
    things.append(patches(cap, band if striped else hexed("#2c2c30")).moved((0, tall + 0.4, 0)))
    things = [thing.moved(spot) for thing in things]
    house = windows(
        lambda hit: np.full((len(hit.position), 3), 0.72), 6.2, 2.2, 4, 0.8, 1.3, pointed=False
    )
    things.append(block((7, 4, 5), spot + np.array([side * 6, 1.5, -2]), house))
    roof = [[-4, 0, 3], [4, 0, 3], [-4, 2.2, 0], [4, 2.2, 0]]
    for sign in (1, -1):
        slope = np.reshape(roof, (2, 2, 3)) * (1, 1, sign) + spot + (side * 6, 3.4, -2)
        things.append(patches(slope, hexed("#984838")))
    things.append(terrain.ground(camera, land, 25, 160, paint, detail=1))
    deep = choose(rng, "#0c3a54 #12485a #2a4a4c")
    rgb = afloat(rng, camera, things, sky, deep, rng.uniform(1.5, 3), 0.1, 1 / 4000)
    words = ("lighthouse", "coast", "sea", "cliff", "island")
    return Picture(develop(rng, rgb), words, time, ("blue", "lonely"))


def paddler(rng: np.random.Generator) -> list[Patches]:
    """A kayak of 4 m with someone paddling, waterline at y = 0."""
    colour = choose(rng, "#d83c6c #e8a020 #c83028 #2c8cb0 #e8d030 #68a030")
    parts = vessels.hull(4.2, 0.75, 0.42, 0.16, colour, colour * 0.7, 0.1)
    vest = choose(rng, "#e85c20 #2c4a8c #c82c2c #e8c830")
    skin = choose(rng, "#d8a888 #a87858 #6c4830")
    torso = revolve([[0, 0.62], [0.1, 0.6], [0.21, 0.5], [0.19, 0.2], [0.2, 0]], 16)
    parts.append(patches(torso, vest).moved((-0.2, 0.2, 0)))
    parts.append(patches(sphere((0.1, 0.13, 0.1)), skin).moved((-0.18, 0.95, 0)))
    cap = revolve([[0, 0.16], [0.09, 0.12], [0.13, 0.0]], 16)
    parts.append(patches(cap, choose(rng, "#c82c2c #e8e8e8 #1c2c4c")).moved((-0.18, 0.96, 0)))
    turn = rng.choice([-1, 1]) * rng.uniform(0.3, 0.55)
    tip = np.array([0.25, np.sin(turn) * 1.1, np.cos(turn) * 1.1])
    hub = np.array([0.25, 0.62, 0.0])
    yellow = choose(rng, "#e8c020 #e8e8e8 #1c1c1c #e86020")
    parts.append(vessels.line(hub - tip, hub + tip, 0.02, hexed("#1c1c1c")))
    for sign in (-1, 1):
        blade = patches(sphere((0.05, 0.24, 0.1)), yellow).turned(rotation("x", np.pi / 2 - turn))
        parts.append(blade.moved(hub + sign * tip * 1.15))
        shoulder, hand = np.array([-0.2, 0.68, sign * 0.2]), hub + sign * tip * 0.35
        parts.append(vessels.line(shoulder, hand, 0.045, skin))
    return parts


@register(SCENES)
def kayak(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Somebody paddling a kayak on a lake or a river."""
    time = pick(rng, "day day overcast morning golden")
    sky = make_sky(rng, time)
    camera = Camera((0, rng.uniform(1.2, 2.4), 9), (rng.normal(0, 0.3), 0.5, 0),
                    rng.uniform(24, 32) * height / width, width, height)  # fmt: skip
    turn = rotation("y", rng.uniform(-0.8, 0.8) + rng.choice([0, np.pi]))
    things = placed(paddler(rng), turn, (0, 0.08, 0))
    seed = int(rng.integers(1e6))
    tall = rng.uniform(4, 14)

    def shore(x: Array, z: Array) -> Array:
        rise = smoothstep(45, 75, -z + 12 * fbm2(x / 20, x * 0, 3, seed))
        return rise * tall * (0.8 + fbm2(x / 15, z / 15, 4, seed)) - 0.6

    wood = terrain.mottled(seed, (hexed("#38502c"), hexed("#5c6c3c")), 4.0)
    things.append(terrain.ground(camera, shore, 30, 200, wood, detail=1))
    deep = choose(rng, "#2c4a48 #4c5c50 #12485a #5c6458")
    rgb = afloat(rng, camera, things, sky, deep, rng.uniform(0.3, 0.7), 0.06, 1 / 2500, 0.05)
    words = ("kayak", "kayaking", "paddling", "lake", "water", "canoe")
    return Picture(develop(rng, rgb), words, time, ("freedom",))


@register(SCENES)
def motorhome(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A motorhome parked on grass under trees."""
    time = pick(rng, "day day golden morning overcast")
    side = rng.choice([-1, 1])
    sky = make_sky(rng, time, sun_turn=side * rng.uniform(1.7, 2.7))
    seed = int(rng.integers(1e6))
    long, tall, deep = rng.uniform(7.0, 8.5), 2.5, 2.3
    stripe = choose(rng, "#6c3c2c #2c4a6c #8c7448 #4c4c50 #2c6c5c")
    shell = choose(rng, "#ece8dc #e4e4e2 #e0d4bc")

    def coach(hit: Hit) -> Array:
        x, y, z = hit.position.T
        s = np.where(np.abs(hit.normal[:, 2]) > 0.5, x, z)
        level = y - 0.55
        wave = 0.12 * np.sin(x * 0.8 + seed)
        colour = np.where((np.abs(level - 0.75 - wave) < 0.13)[:, None], stripe, shell)
        colour = np.where((np.abs(level - 0.5 - wave) < 0.04)[:, None], stripe * 0.6, colour)
        bay = np.abs(np.modf((s + 40) / 1.9)[0] - 0.5) < 0.3
        pane = bay & (np.abs(level - 1.55) < 0.32) & (np.abs(hit.normal[:, 1]) < 0.5)
        door = (np.abs(x - long * 0.12) < 0.36) & (level < 2.0) & (level > 0.1)
        rim = door & ((np.abs(np.abs(x - long * 0.12) - 0.33) < 0.03) | (level > 1.95))
        colour = np.where(pane[:, None] & ~door[:, None], hexed("#181c20"), colour)
        return np.where(rim[:, None], 0.25, colour)

    mid = np.array([0, 0.55 + tall / 2, 0])
    body = block((long, tall, deep), mid, coach, rough=0.35, specular=0.04)
    nose = long / 2
    glass = [[nose + 0.06, 1.5, -deep * 0.46], [nose + 0.06, 1.5, deep * 0.46],
             [nose + 0.02, 2.75, -deep * 0.44], [nose + 0.02, 2.75, deep * 0.44]]  # fmt: skip
    parts = [
        body,
        patches(np.reshape(glass, (2, 2, 3)), hexed("#14181c"), rough=0.1, specular=0.08),
    ]
    parts.append(patches(box((0.14, 0.35, deep), (nose + 0.05, 0.75, 0)), hexed("#3c3c40")))
    for z in (-0.85, 0.85):
        light = patches(
            box((0.08, 0.22, 0.34), (nose + 0.06, 1.12, z)), hexed("#f0f0e8"), rough=0.1
        )
        parts.append(light)
    parts.append(patches(box((long * 0.5, 0.05, 1.5), (0, 3.0, deep / 2 + 0.75)), stripe))
    for x in (-long * 0.3, long * 0.33):
        for z in (-deep / 2 + 0.1, deep / 2 - 0.06):
            tyre = revolve([[0, 0.14], [0.22, 0.14], [0.24, 0.1], [0.42, 0.12], [0.45, 0]], 28)
            wheel = patches(tyre, hexed("#18181a")).turned(rotation("x", np.pi / 2))
            parts.append(wheel.moved((x, 0.45, z)))
            hub = revolve([[0, 0.16], [0.2, 0.15], [0.22, 0.1]], 20)
            cap = patches(hub, hexed("#b0b0b4"), metal=1.0, rough=0.3).turned(
                rotation("x", np.pi / 2)
            )
            parts.append(cap.moved((x, 0.45, z)))
    parts.append(patches(box((0.9, 0.25, 0.8), (-0.8, 3.2, 0)), hexed("#d8d8d4")))
    things = list(parts)
    yaw = rng.uniform(0.15, 0.75)
    far = rng.uniform(13, 16)
    camera = Camera((far * np.sin(yaw), rng.uniform(1.4, 2.2), far * np.cos(yaw)), (0.4, 1.6, 0),
                    rng.uniform(30, 37) * min(1.0, height / width * 1.1), width, height)  # fmt: skip
    grass = terrain.mottled(seed, (hexed("#5c7434"), hexed("#708444")), 2.0)
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 1, 300, grass, detail=1))
    green = choose(rng, "#4a6a2c #3c5a28 #5c7438")
    for x in np.linspace(-26, 18, 8):
        spot = (x + rng.normal(0, 1.5), 0, -rng.uniform(7, 16))
        things += foliage.broadleaf(rng, spot, rng.uniform(6, 10), green, 1200)
    rgb = render(camera, things, sky.light(softness=0.06, shadow_focus=((0, 1.5, 0), 11.0),
                 occlusion=1.3), sky.image(camera)).rgb  # fmt: skip
    words = ("motorhome", "camper", "rv", "camping", "vanlife", "roadtrip")
    return Picture(develop(rng, rgb), words, time, ("freedom", "holidays"))
