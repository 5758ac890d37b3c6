"""Brides and grooms, and the rooms and gardens where they stand."""

from __future__ import annotations

import numpy as np

from . import banquet, foliage, gown, poses, terrain
from .athletics import shoreline
from .camera import Camera
from .colour import choose, hexed, mix
from .figure import Outfit, figure, someone
from .interior import brick, indoors, overlay, planks, plaster, room, soften, window
from .lathe import placed
from .noise import fbm2, smoothstep
from .picture import pick
from .render import Frame, Light, grey, render
from .shapes import Hit, Patches, rotation
from .sky import Sky
from .solids import Solid, transformed

Array = np.ndarray


def bride_parts(
    rng: np.random.Generator, tint: Array, holding: bool = True, **traits: object
) -> tuple[list, list[Patches], list[Patches]]:
    """A bride facing +z: solids and gown, her veil, and her bouquet (colours drawn)."""
    traits = {"hair": pick(rng, "bun bun long"), "beard": 0.0, "lips": 0.8} | traits
    person = someone(rng, **traits)
    arms = poses.HOLDING if holding else dict(poses.pose())
    sleeves = float(rng.choice([0.0, 0.0, 1.0]))
    top = tint if sleeves else person.skin
    outfit = Outfit(top, tint, hexed("#e4dcd4"), sleeve=sleeves, leg=0.2)
    joints = {k: v for k, v in arms.items() if not k.startswith("foot")}
    nod = rotation("x", 0.15) @ rotation("y", rng.uniform(-0.5, 0.5))
    solids = figure(rng, person, outfit, joints, head_turn=nod)
    dress = gown.gown(rng, tint, train=rng.uniform(0.2, 0.7))
    head = np.array(joints["head"])
    drape = gown.veil(rng, head, rng.uniform(0.7, 1.6), tint * 1.05)
    hands = (np.array(joints["hand_l"]) + np.array(joints["hand_r"])) / 2
    flowers = gown.bouquet(rng, rng.uniform(0.11, 0.15), gown.palette(rng), 16)
    flowers = placed(flowers, rotation("x", 0.7), hands + np.array([0, 0.08, 0.07]))
    return [*solids, *dress], drape, flowers


def groom_parts(rng: np.random.Generator, pose: dict, suit: Array) -> list[Solid]:
    """A groom in a suit, facing +z."""
    person = someone(rng, hair="short")
    outfit = Outfit(suit, suit * 0.95, hexed("#1c1816"), sleeve=1.0, leg=1.0, broad=1.14)
    return figure(rng, person, outfit, pose)


def turned(things: list, spin: Array, place: Array) -> list:
    """Turn and move patches and solids alike."""
    return [
        p.turned(spin).moved(place) if isinstance(p, Patches) else transformed(p, spin, place)
        for p in things
    ]


def outdoors(rng: np.random.Generator, camera: Camera, sky: Sky, place: str) -> tuple[list, Light]:
    """Ground and surroundings of a garden, avenue, field or beach, and their light."""
    seed, green = int(rng.integers(1e6)), choose(rng, "#6a7650 #78825a #66704a")
    things: list = []
    if place == "beach":
        paint = shoreline(seed, choose(rng, "#d8c8a8 #ccb890"))
    elif place == "field":
        paint = terrain.mottled(seed, (choose(rng, "#b09a60 #8a9050"), green), 1.2, 0.7)
        roots = rng.uniform((-6, 0, -14), (6, 0, 1.5), (9000, 3))
        things.append(foliage.grass(rng, roots, 0.3, choose(rng, "#b8a468 #8a9450"), 0.5))
    else:
        lawn = terrain.mottled(seed, (green, green * 0.65), 0.6, 0.8)
        stone = choose(rng, "#b0a490 #a8a29a #c0b090")

        def paint(hit: Hit) -> Array:
            x, _, z = hit.position.T
            gravel = stone * (1 + 0.4 * fbm2(x * 40, z * 40, 3, seed))[:, None]
            edge = smoothstep(1.25, 1.4, np.abs(x) + 0.1 * fbm2(x * 2, z * 2, 3, seed + 1))
            return mix(gravel, lawn(hit), edge if place == "avenue" else 1.0)

    if place != "beach":
        for i in range(16):
            side = rng.choice([-1, 1])
            x = side * rng.uniform(2.8, 9) if place == "avenue" else rng.uniform(-13, 13)
            spot = (x, 0, -rng.uniform(5, 26) if place == "avenue" else -rng.uniform(10, 26))
            if i % 3 == 0:
                things.append(foliage.bush(rng, spot, rng.uniform(1, 2.2), green * 0.9, 500))
            else:
                things += foliage.broadleaf(rng, spot, rng.uniform(5, 10), green * 0.85, 1100)
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 1.5, 900, paint))
    fog = 1 / rng.uniform(70, 300) if place != "beach" else 1 / 2000
    light = sky.light(softness=0.07, fog=fog, shadow_focus=((0, 0.8, 0), 2.8))
    return things, light


def chamber(rng: np.random.Generator) -> tuple[list[Patches], Light]:
    """An old bright room: boards, pale walls, a tall window and curtains."""
    seed = int(rng.integers(1e6))
    size = (6.5, 3.6, 2.2)
    style = pick(rng, "plaster plaster brick")
    if style == "brick":
        wall = brick(seed, choose(rng, "#c8c0b4 #a8745c"), hexed("#b8b2a8"))
    else:
        wall = plaster(seed, choose(rng, "#d0c8bc #b8c0c0 #c8b8a8 #a8b0a4 #b0a8b0"), 0.08)
    floor = planks(seed, choose(rng, "#a88460 #8a6848 #c8a880"), 0.14, 2.2)
    parts = room(floor, wall, size, gloss=0.055)
    side = rng.choice([-1.0, 1.0])
    glass = hexed("#e8eef4") * rng.uniform(0.9, 1.5)
    wide = rng.uniform(1.3, 2.0)
    x = side * rng.uniform(0.6, 1.6)
    parts += window((x, 1.6, -2.16), wide, 2.7, (1, 0, 0), glass, (2, 4))
    shade = choose(rng, "#e4dfd6 #d8d0c4 #c8b8a8 #a8b0b4")
    for s in (-1, 1):
        a = x + s * (wide / 2 + 0.35)
        parts.append(banquet.curtain(rng, a, x + s * wide * 0.34, 3.2, shade, -2.05))
    parts += window((side * 3.22, 1.7, -0.4), 1.8, 2.6, (0, 0, 1), glass, (2, 4))
    way = (side * rng.uniform(0.9, 1.3), rng.uniform(0.6, 1.0), rng.uniform(0.1, 0.7))
    light = indoors(way, sun=hexed("#fff2e0") * rng.uniform(1.6, 2.6), sky=grey(0.85),
                    ground=grey(0.42), shadow_focus=((0, 0.8, 0), 2.4))  # fmt: skip
    return parts, light


def veiled(
    camera: Camera,
    things: list,
    drape: list[Patches],
    light: Light,
    back: Array | None,
    sample: int,
) -> Frame:
    """Render with a see-through veil laid over."""
    frame = soften(render(camera, things, light, back, sample))
    if not drape:
        return frame
    layer = render(camera, drape, light, None, 2)
    return Frame(overlay(frame, layer, 0.5), np.minimum(frame.depth, layer.depth), frame.alpha)
