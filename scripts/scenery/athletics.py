"""Where sport is done and who does it: gyms, halls, crowds, beaches and athletes."""

from __future__ import annotations

import numpy as np

from . import gym, weights
from .colour import choose, hexed, jitter, mix
from .figure import Outfit, Person, figure, someone
from .interior import brick, ceiling, indoors, planks, plaster, room, rubber, window
from .lathe import placed
from .noise import fbm2, smoothstep
from .picture import pick
from .render import Light, grey
from .shapes import Hit, Patches, box, patches, rotation, scatter, sphere
from .solids import Solid

Array = np.ndarray
CLOTHES = "#2a2c32 #2a2c32 #3c4a6a #8a4a50 #4a6c70 #5c5466 #c8c4bc #7a8468 #56707c #8a6270 #8c9094"


def hall(
    rng: np.random.Generator, size: tuple[float, float, float] = (9.0, 3.6, 5.0), dark: float = 0.5
) -> tuple[list[Patches], Light, str]:
    """A gym: floor, walls, ceiling lamps, windows or mirrors; its light; and the floor's name."""
    seed = int(rng.integers(1e6))
    kind = pick(rng, "rubber rubber wood wood grey")
    if kind == "wood":
        floor = planks(seed, choose(rng, "#b88a58 #a87848 #8a6444 #c8a070"))
    elif kind == "rubber":
        fleck = choose(rng, "#8a8c90 #3c6a9a #8a8c90 #a85a3c")
        floor = rubber(seed, choose(rng, "#26262a #303236 #2a2c30"), fleck)
    else:
        floor = rubber(seed, choose(rng, "#6a6c70 #585c64"), hexed("#8c8e92"))
    style = pick(rng, "plaster brick concrete plaster")
    if style == "brick":
        wall = brick(seed, choose(rng, "#9a5a44 #8a6a5a #c8c2b8 #6a4a40"), hexed("#a8a298"))
    elif style == "plaster":
        codes = "#c8c4bc #a8acb0 #6a7078 #484c54 #b8b0a0 #8a94a0 #8a7068 #4a5a68"
        wall = plaster(seed, choose(rng, codes))
    else:
        wall = plaster(seed, choose(rng, "#9a9890 #86868a"), 0.25, 1.6)
    parts = room(floor, wall, size, gloss=0.06 if kind == "wood" else 0.0)
    parts.append(ceiling(size, choose(rng, "#3c3c40 #b8b4ac #606468"), int(rng.integers(2, 5))))
    side, deep = rng.choice([-1.0, 1.0]), size[2]
    glass = hexed("#dce6ee") * rng.uniform(0.8, 1.4)
    if rng.random() < 0.6:
        count = int(rng.integers(2, 4))
        for i in range(count):
            x = (i + 0.5 - count / 2) * size[0] / count
            spot = (x, size[1] * 0.52, -deep + 0.03)
            parts += window(spot, size[0] / count * 0.7, 2.0, (1, 0, 0), glass, (3, 2))
    for z in (-deep + 1.2, -deep + 4.0):
        spot = (side * (size[0] / 2 - 0.03), size[1] * 0.55, z)
        parts += window(spot, 1.9, 2.0, (0, 0, 1), glass, (3, 2))
    way = (side * rng.uniform(0.4, 1.0), rng.uniform(0.7, 1.2), rng.uniform(0.2, 0.8))
    warm = choose(rng, "#fff0dc #f4f4ff #ffe2c0")
    light = indoors(
        way,
        sun=warm * rng.uniform(1.6, 2.8),
        sky=mix(grey(0.75), warm, 0.4) * (0.6 + 0.5 * (1 - dark)),
        ground=grey(0.3),
        shadow_focus=((0, 0.6, 0), 2.6),
    )
    return parts, light, kind


def gear(rng: np.random.Generator, deep: float = 5.0) -> list[Patches]:
    """Equipment along the back of the hall, to be seen out of focus."""
    things: list[Patches] = []
    shelf = hexed("#2c2c30")
    for x in np.arange(-3.4, 3.6, 1.7):
        what = pick(rng, "rack weights bench weights treadmill none")
        spot = np.array([x, 0, -deep + 0.8])
        if what == "rack":
            things += placed(gym.rack(choose(rng, "#2c2c30 #8a2c28 #c8a030")), np.eye(3), spot)
            bar = weights.barbell(rng, [(hexed("#2a2a2c"), 0.225)])
            things += placed(bar, np.eye(3), spot + np.array([0, 1.35, 0.1]))
        elif what == "bench":
            turn = rotation("y", rng.uniform(0, 3))
            things += placed(gym.bench(rng, hexed("#2a2a2c")), turn, spot + np.array([0, 0, 0.4]))
        elif what == "treadmill":
            things += placed(gym.treadmill(rng, hexed("#8a2c28")), np.eye(3), spot)
        elif what == "weights":
            for level in (0.35, 0.75):
                things.append(
                    patches(box((1.5, 0.05, 0.35), spot + np.array([0, level, 0])), shelf)
                )
                for i in range(5):
                    one = weights.dumbbell(rng, "hex", hexed("#2a2a2e"))
                    place = spot + np.array([-0.6 + 0.3 * i, level + 0.03, 0])
                    things += placed(one, rotation("y", np.pi / 2), place)
    return things


def sports_hall(rng: np.random.Generator, size: tuple[float, float, float]) -> list[Patches]:
    """A sports hall with a marked wooden floor."""
    seed = int(rng.integers(1e6))
    stripe = choose(rng, "#e8e4dc #9a4a44 #4c6490")
    wood = planks(seed, choose(rng, "#c89860 #b88450 #d0a878"), 0.09, 2.0)

    def court(hit: Hit) -> Array:
        x, _, z = hit.position.T
        out = wood(hit)
        mark = (np.abs(np.mod(z + 1.2, 5.0)) < 0.06) | (np.abs(np.abs(x + 0.6) - 2.4) < 0.05)
        mark |= np.abs(np.hypot(x - 1, z + 2) - 2.2) < 0.05
        return np.where(mark[:, None], stripe, out)

    wall = plaster(seed, choose(rng, "#b8b4ac #8a94a0 #b8a888 #6a7a90 #c8c4bc"))
    return room(court, wall, size, 0.06)


def crowd(rng: np.random.Generator, count: int) -> list[Patches]:
    """Seated spectators on three steps, to be seen out of focus."""
    things = []
    tone = choose(rng, "#8a6a48 #5a6a80 #7a7a7e")
    for i in range(3):
        seats = box((13, 0.5 + 0.45 * i, 0.7), (0, 0.25 + 0.22 * i, -4.2 - 0.7 * i))
        things.append(patches(seats, tone))
    body, face = sphere((0.2, 0.34, 0.16), 8, 10), sphere(0.1, 7, 9)
    row = rng.integers(0, 3, count)
    spots = np.stack([rng.uniform(-6, 6, count), 0.95 + 0.45 * row, -4.2 - 0.7 * row], -1)
    still, ones = np.broadcast_to(np.eye(3), (count, 3, 3)), np.ones(count)
    shirts = np.stack([jitter(rng, choose(rng, CLOTHES), 1, 0.3)[0] for _ in range(count)])
    skins = np.stack([choose(rng, "#e2bca2 #b68a70 #8e6854") for _ in range(count)])
    things.append(scatter(patches(body, np.ones(3)), spots, still, ones, shirts))
    heads = spots + np.array([0, 0.42, 0])
    things.append(scatter(patches(face, np.ones(3)), heads, still, ones, skins))
    return things


def shoreline(seed: int, sand: Array) -> object:
    """Paint of a beach: sand, wet sand, and the sea with lines of foam beyond."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        grain = 1 + 0.25 * fbm2(x * 3, z * 3, 4, seed) + 0.2 * fbm2(x * 30, z * 30, 3, seed + 1)
        edge = -z - 9 - 1.5 * fbm2(x / 5, z / 5, 3, seed + 2)
        out = mix(sand * grain[:, None], sand * 0.5, smoothstep(-3, 0.3, edge))
        swell = fbm2(x / 6, z / 1.6, 4, seed + 3)
        blue = hexed("#3c7484") * (1 + 0.45 * swell)[:, None]
        out = mix(out, blue, smoothstep(0, 0.8, edge))
        foam = smoothstep(0.16, 0.34, swell) * smoothstep(45, 0, edge) * (edge > 0.2)
        foam = np.maximum(foam, smoothstep(0.9, 0.2, np.abs(edge - 0.5)) * 0.9)
        return mix(out, grey(0.8), foam)

    return paint


def athlete(
    rng: np.random.Generator, joints: dict, **traits: object
) -> tuple[list[Solid], Person, Array]:
    """A person dressed for sport in a pose; returns solids, person and the top's colour."""
    person = someone(rng, **traits)
    manly = person.hair == "short"
    top, bottom = choose(rng, CLOTHES), choose(rng, "#26282e #26282e #3a3c44 #3c4a6a #4a4450")
    outfit = Outfit(
        top,
        bottom,
        choose(rng, "#d8d4cc #8a5a50 #4c6080 #2a2a2e #c4c8b8"),
        sleeve=float(rng.choice([0.0, 0.45])),
        leg=0.45 if manly else float(rng.choice([0.45, 0.95])),
        broad=1.18 if manly else 1.0,
        midriff=not manly and rng.random() < 0.5,
    )
    return figure(rng, person, outfit, joints), person, top


def gripped(joints: dict, name: str) -> Array:
    """Where a hand holds something: just past the wrist."""
    hand, elbow = np.array(joints[f"hand_{name}"]), np.array(joints[f"elbow_{name}"])
    way = (hand - elbow) / np.linalg.norm(hand - elbow)
    return hand + 0.05 * way
