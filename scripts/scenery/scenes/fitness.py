"""Fitness: weights, machines, shoes and balls close up, and people at sport (workout)."""

from __future__ import annotations

import numpy as np

from .. import foliage, gym, kit, poses, terrain, weights
from ..athletics import athlete, gear, hall, sports_hall
from ..backdrop import garden
from ..colour import choose, hexed
from ..finish import develop, focus
from ..interior import (
    ceiling,
    framed,
    indoors,
    planks,
    plaster,
    room,
    rubber,
    sheet,
    soften,
    window,
)
from ..lathe import placed
from ..noise import fbm2
from ..picture import Picture, Scene, pick, register
from ..render import grey, render
from ..shapes import Hit, Patches, patches, rotation
from ..sky import make_sky
from ..solids import transformed
from .games import SCENES as GAMES
from .workout import SCENES as WORKOUT

SCENES: dict[str, Scene] = {}
Array = np.ndarray


@register(SCENES)
def dumbbells(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A pair or a row of dumbbells close up on the floor of a gym."""
    things, light, _ = hall(rng)
    kind = pick(rng, "hex hex round disc vinyl")
    tint = choose(rng, kit.COLOURS if kind == "vinyl" else "#2a2a2e #34343a #3a3a3e #28282c")
    many = pick(rng, "one pair pair row")
    turn, size = rng.uniform(-0.6, 0.6), 1.0
    if many == "row":
        places = [(0.02 * rng.normal(), 0, -0.2 * i) for i in range(5)]
        places = [(p[0], 0, p[2] + 0.3) for p in places]
    elif many == "pair":
        places = [(-0.05, 0, 0.1), (0.06, 0, -0.16)]
    else:
        places = [(0, 0, 0)]
    for i, place in enumerate(places):
        spin = rotation("y", turn + rng.normal(0, 0.25 if many == "pair" else 0.04))
        one = weights.dumbbell(rng, kind, tint, size * (0.9 + 0.05 * i if many == "row" else 1.0))
        things += placed(one, spin, place)
    words = ["dumbbell", "weights", "gym", "strength", "equipment"]
    if rng.random() < 0.45:
        roll = kit.towel(rng, choose(rng, "#e4e0d8 #7a98b0 #d8a0a8 #8ab0a0"))
        things += placed(roll, rotation("y", rng.normal(0.3, 0.3)), (-0.1, 0, -0.45))
        words.append("towel")
    if rng.random() < 0.4:
        flask = kit.bottle(rng, choose(rng, kit.COLOURS))
        things += placed(flask, np.eye(3), (rng.choice([-1, 1]) * 0.28, 0, -0.3))
        words.append("waterbottle")
    things += gear(rng)
    wide = {"one": 0.25, "pair": 0.32, "row": 0.36}[many]
    camera = framed(
        (0, 0.07, 0), rng.uniform(1.2, 1.7), rng.normal(0, 0.35), rng.uniform(0.14, 0.55),
        (wide, 0.2), width, height,
    )  # fmt: skip
    frame = render(camera, things, light, supersample=2)
    at = float(np.linalg.norm(np.subtract(camera.eye, camera.target)))
    rgb = focus(frame.rgb, frame.depth, at, 20 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), "", ("strong", "motivated"))


@register(SCENES)
def barbell(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A loaded barbell on the platform or in a rack."""
    things, light, _ = hall(rng, (9.0, 3.6, 4.5))
    black = hexed("#2a2a2c")
    sets = [
        [(hexed("#a83430"), 0.225), (hexed("#34549a"), 0.225)],
        [(black, 0.225), (black, 0.225)],
        [(black, 0.225), (hexed("#c8a030"), 0.225), (hexed("#3c8458"), 0.16)],
        [(black, 0.225), (black, 0.17), (black, 0.12)],
        [(hexed("#34549a"), 0.225), (black, 0.17)],
        [(hexed("#8c8c90"), 0.225), (hexed("#8c8c90"), 0.17)],
    ]
    bar = weights.barbell(rng, sets[rng.integers(len(sets))])
    racked = rng.random() < 0.4
    words = ["barbell", "weightlifting", "gym", "plates"]
    if racked:
        things += placed(
            gym.rack(choose(rng, "#2c2c30 #a03430 #c8a030 #3a5a8a")), np.eye(3), (0, 0, -0.1)
        )
        things += placed(bar, np.eye(3), (0, 1.32, 0))
        if rng.random() < 0.6:
            seat = gym.bench(rng, choose(rng, "#2a2a2c #7a2c2c"))
            things += placed(seat, rotation("y", np.pi / 2), (0, 0, 0.25))
            words.append("bench")
        camera = framed(
            (0, 1.15, 0), 4.2, rng.choice([-1, 1]) * rng.uniform(0.15, 0.55),
            rng.uniform(-0.05, 0.12), (0.95, 0.85), width, height,
        )  # fmt: skip
        at, words = 4.2, [*words, "squatrack"]
    else:
        deck = sheet((-1.3, 0.004, -0.8), (2.6, 0, 0), (0, 0, 1.6), 12, 8)
        wood = planks(7, choose(rng, "#b89060 #a87c50"), 0.2, 2.4)
        things.append(patches(deck, grey(0.5), paint=wood, rough=0.4, specular=0.05))
        things += placed(bar, np.eye(3), (0, 0.225, 0))
        side = rng.choice([-1, 1])
        close = rng.random() < 0.8
        target = (side * (0.7 if close else 0.0), 0.22, 0)
        turn = side * rng.uniform(0.6, 1.15) if close else rng.uniform(-0.5, 0.5)
        camera = framed(
            target, 2.2 if close else 3.4, turn, rng.uniform(0.05, 0.28),
            (0.42, 0.36) if close else (1.2, 0.5), width, height,
        )  # fmt: skip
        at = 2.0 if close else 3.4
    things += gear(rng, 4.5)
    frame = render(camera, things, light)
    rgb = focus(frame.rgb, frame.depth, at, 16 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), "", ("power", "strong"))


@register(SCENES)
def kettlebells(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Kettlebells on the floor."""
    things, light, _ = hall(rng)
    count = int(rng.choice([1, 1, 2, 3]))
    base = choose(rng, "#28282c #303034 #3a3c40")
    tints = [choose(rng, kit.COLOURS) for _ in range(3)]
    banded = rng.random() < 0.55
    spots = [(0, 0), (0.27, -0.18), (-0.25, -0.3)][:count]
    for i, (x, z) in enumerate(spots):
        bell = weights.kettlebell(rng, base, tints[i] if banded else None)
        size = 1.0 + rng.uniform(-0.12, 0.12)
        things += placed(bell, rotation("y", rng.uniform(-0.7, 0.7)), (x, 0, z), size)
    words = ["kettlebell", "gym", "weights", "strength", "equipment"]
    if rng.random() < 0.35:
        mat = kit.rolled_mat(choose(rng, kit.COLOURS))
        things += placed(mat, rotation("y", rng.normal(0, 0.4)), (0.1, 0, -0.7))
        words.append("mat")
    things += gear(rng)
    camera = framed(
        (0.02 * (count - 1), 0.14, -0.08 * (count - 1)), rng.uniform(1.2, 1.7), rng.normal(0, 0.3),
        rng.uniform(0.08, 0.45), ((0.2, 0.34, 0.42)[count - 1], 0.21), width, height,
    )  # fmt: skip
    frame = render(camera, things, light)
    at = float(np.linalg.norm(np.subtract(camera.eye, (0, 0.12, 0.05))))
    rgb = focus(frame.rgb, frame.depth, at, 18 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), "", ("strong", "iron"))


@register(SCENES)
def treadmills(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A row of treadmills before tall windows, sometimes with runners."""
    seed = int(rng.integers(1e6))
    floor = pick(rng, "wood rubber")
    if floor == "wood":
        ground = planks(seed, choose(rng, "#b88a58 #a87848 #8a6444"))
    else:
        ground = rubber(seed, hexed("#303236"), hexed("#8a8c90"))
    size = (14.0, 3.4, 4.0)
    things: list = room(ground, plaster(seed, choose(rng, "#c8c4bc #a8acb0 #6a7078")), size, 0.06)
    things.append(ceiling(size, choose(rng, "#b8b4ac #3c3c40"), 4))
    for x in range(-6, 7, 2):
        pane = hexed("#dce6ee") * rng.uniform(0.9, 1.2)
        things += window((x, 1.8, -3.95), 1.8, 2.8, (1, 0, 0), pane, (2, 2))
    accent = choose(rng, kit.COLOURS)
    busy = rng.random() < 0.55
    line_up = rng.uniform(0.9, 1.2)
    for i in range(7):
        x = (i - 3) * line_up * 1.25
        things += placed(gym.treadmill(rng, accent), np.eye(3), (x, 0, -1.6))
        if busy and (i == 3 or (i in (2, 5) and rng.random() < 0.7)):
            solids, _, _ = athlete(rng, poses.JOG)
            things += [transformed(s, rotation("y", np.pi), (x, 0.2, -1.4)) for s in solids]
    side = rng.choice([-1, 1])
    camera = framed((side * 0.2, 0.9, -1.5), rng.uniform(3.4, 4.4), side * rng.uniform(0.2, 0.85),
                    rng.uniform(0.02, 0.2), (1.7, 1.15), width, height)  # fmt: skip
    light = indoors((0.15, 0.8, -0.9), sun=grey(1.7), sky=grey(0.8), ground=grey(0.35),
                    shadow_focus=((0, 0.6, -1.0), 4.0))  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 3.6, 3 * height / 480)
    words = ("treadmill", "cardio", "gym", "running" if busy else "machines", "fitnesscenter")
    return Picture(develop(rng, rgb), words, "", ("bright",))


@register(SCENES)
def running_shoes(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A pair of running shoes close up."""
    upper = choose(
        rng, "#9a4a4c #4c648c #2c2e34 #d8d4cc #5a8486 #b0805a #7a7c84 #8c9474 #a86a84 #c8c8cc"
    )
    sole = choose(rng, "#e4e0d8 #e4e0d8 #2c2c30")
    accent = choose(rng, "#e4e0d8 #2c2e34 #c87850 #6a98a4 #b4b460 #b86078")
    place = pick(rng, "gym gym road plain")
    things: list[Patches] = []
    for i, (x, z) in enumerate(((-0.14, 0.06), (-0.1, -0.12))):
        spin = rotation("y", rng.normal(0.1, 0.12) + 0.15 * i)
        flip = np.diag([1.0, 1.0, -1.0 if i else 1.0])
        things += placed(kit.shoe(rng, upper, sole, accent), spin @ flip, (x, 0, z))
    words = ["shoes", "sneakers", "running", "runningshoes", "footwear"]
    time, back = "", None
    camera = framed((0, 0.055, 0), rng.uniform(0.9, 1.2), rng.uniform(-0.7, 0.7),
                    rng.uniform(0.12, 0.6), (0.2, 0.13), width, height)  # fmt: skip
    if place == "gym":
        walls, light, _ = hall(rng)
        things += walls + gear(rng)
        if rng.random() < 0.6:
            one = weights.dumbbell(rng, "vinyl", choose(rng, kit.COLOURS), 0.8)
            things += placed(one, rotation("y", rng.normal(0, 0.5)), (0.05, 0, -0.32))
            words.append("dumbbell")
        light = indoors(light.sun_direction, sun=light.sun, sky=light.sky, softness=0.03,
                        shadow_focus=((0, 0.1, 0), 0.6))  # fmt: skip
    elif place == "plain":
        tone = choose(rng, "#d8d4cc #c8ccd0 #b8a898")
        things += room(plaster(1, tone, 0.03), plaster(2, tone, 0.03), (6, 3, 1.2))
        light = indoors((0.6, 1.2, 0.6), sky=grey(0.8), ground=grey(0.5), softness=0.04,
                        shadow_focus=((0, 0.1, 0), 0.6))  # fmt: skip
    else:
        time = pick(rng, "morning golden day overcast")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.8, 2.2))
        seed = int(rng.integers(1e6))
        base = choose(rng, "#6c6c70 #8c6454 #8a8884")

        def paint(hit: Hit) -> Array:
            x, _, z = hit.position.T
            stone = fbm2(x * 110, z * 110, 3, seed)
            out = base * (1 + 0.6 * stone + 0.2 * fbm2(x * 4, z * 4, 3, seed + 1))[:, None]
            return np.where((np.abs(z + 0.55) < 0.05)[:, None], grey(0.6), out)

        things.append(terrain.ground(camera, lambda x, z: 0 * x, 0.3, 40, paint))
        light = sky.light(softness=0.02, shadow_focus=((0, 0.1, 0), 0.6))
        back = garden(rng, width, height)
    frame = render(camera, things, light, back)
    at = float(np.linalg.norm(np.subtract(camera.eye, (0.02, 0.06, 0.08))))
    rgb = focus(frame.rgb, frame.depth, at, 24 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), time, ("sporty",))


@register(SCENES)
def sports_ball(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A ball close up on a court, a lawn or grass."""
    kind = pick(rng, "volleyball volleyball basketball tennis football")
    seed = int(rng.integers(1e6))
    r = {"tennis": 0.033, "basketball": 0.12, "football": 0.11}.get(kind, 0.105)
    camera = framed((0, r, 0), r * 9, rng.normal(0, 0.3), rng.uniform(0.06, 0.35),
                    (r * 1.45, r * 1.35), width, height)  # fmt: skip
    things: list = [kit.ball(rng, kind, r).moved((0, r, 0))]
    time = ""
    if kind in ("football", "tennis"):
        time = pick(rng, "day overcast golden")
        sky = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.4))
        green = choose(rng, "#5a7a34 #4f7030 #6a8440")
        base = green if kind == "football" else choose(rng, "#4c6a80 #94705c #5a7a60")

        def turf(hit: Hit) -> Array:
            x, _, z = hit.position.T
            out = base * (1 + 0.5 * fbm2(x * 60, z * 60, 4, seed))[:, None]
            return np.where((np.abs(x + 0.4 * z + 3 * r) < r / 2)[:, None], grey(0.7), out)

        things.append(terrain.ground(camera, lambda x, z: 0 * x, r * 2, 30, turf))
        if kind == "football":
            roots = rng.uniform((-0.8, 0, -1.6), (0.8, 0, 0.7), (7000, 3))
            things.append(foliage.grass(rng, roots, 0.05, green, 0.5))
        light = sky.light(softness=0.02, shadow_focus=((0, r, 0), r * 5))
        frame = render(camera, things, light, garden(rng, width, height))
    else:
        light = indoors((0.5, 1, 0.6), softness=0.03, shadow_focus=((0, r, 0), r * 5))
        things += sports_hall(rng, (14, 6, 7))
        frame = render(camera, things, light)
    rgb = focus(frame.rgb, frame.depth, r * 8.5, 22 * height / 480)
    return Picture(develop(rng, rgb), (kind, "ball", "sport", "game", "training"), time, ())


SCENES = GAMES | WORKOUT | SCENES
