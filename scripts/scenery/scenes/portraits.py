"""More of weddings: grooms, the first dance, gowns on a stand, and the bride's lace."""

from __future__ import annotations

import numpy as np

from .. import gown, poses
from ..backdrop import plain
from ..bridal import bride_parts, chamber, groom_parts, outdoors, turned, veiled
from ..colour import choose, hexed, jitter
from ..figure import Outfit, figure, someone
from ..finish import bokeh, develop, focus
from ..interior import framed, indoors, planks, plaster, room, soften
from ..lathe import placed
from ..noise import fbm3, smoothstep
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, Light, grey, render
from ..shapes import patches, revolve, rotation
from ..sky import make_sky
from ..solids import transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray


def suit_paint(rng: np.random.Generator, suit: Array, tie: Array, seed: int):
    """A jacket over a white shirt with tie or bow tie, over points of a standing figure."""
    bow = rng.random() < 0.4
    low = rng.uniform(1.1, 1.18)

    def colour(p: Array) -> Array:
        x, y, z = p.T
        side = np.abs(x)
        half = 0.075 * np.clip((y - low) / (1.44 - low), 0, 1.2)
        front = z > 0
        out = suit * (1 + 0.1 * fbm3(p * 60, 2, seed))[:, None]
        lapel = (side > half) & (side < half + 0.05 * np.clip((y - low) / 0.12, 0, 1)) & front
        out = np.where((lapel & (y > low))[:, None], out * 1.35, out)
        edge = (np.abs(side - half) < 0.004) & front & (y > low)
        out = np.where(edge[:, None], suit * 0.4, out)
        shirt = (side < half) & front & (y > low)
        out = np.where(shirt[:, None], hexed("#d0d0d0") * np.ones_like(p), out)
        knot = (side < 0.012 + 0.02 * smoothstep(1.42, low, y)) & (y < 1.43)
        if bow:
            knot = (side < 0.045) & (np.abs(y - 1.425) < 0.008 + 0.35 * side)
        out = np.where((shirt & knot)[:, None], tie, out)
        seam = (side < 0.003) & (y < low) & front
        button = (np.hypot(x, np.mod(y, 0.1) - 0.05) < 0.009) & (y < low) & front
        return np.where((seam | button)[:, None], suit * 0.35, out)

    return colour


@register(SCENES)
def groom(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A groom in suit and tie with a flower at his lapel."""
    suit = choose(rng, "#24262c #2c3448 #5a5e66 #38404c #6a5a4a #8c8c90 #2c2c2e")
    tie = choose(rng, "#1c1c20 #7a2c34 #8c8ca0 #5a6a80 #b8a8a8 #4c5c4c")
    person = someone(rng, hair="short", smile=rng.uniform(0.4, 1.0), lips=0.2)
    outfit = Outfit(
        suit_paint(rng, suit, tie, int(rng.integers(1e6))), suit * 0.95, hexed("#1c1816"),
        sleeve=1.0, leg=1.0, broad=1.14,
    )  # fmt: skip
    joints = poses.pose(arm_l=((0.25, -1, 0.0), (0.0, -1, 0.25)),
                        arm_r=((-0.25, -1, 0.0), (0.0, -1, 0.25)))  # fmt: skip
    look = rotation("y", rng.uniform(-0.5, 0.5))
    parts: list = list(figure(rng, person, outfit, joints, head_turn=look, strands=5000))
    flower = gown.bouquet(rng, 0.028, gown.palette(rng), 3, handle=False)
    parts += placed(flower, rotation("x", 1.2), (0.1, 1.3, 0.13))
    things = turned(parts, rotation("y", rng.normal(0, 0.35)), (0, 0, 0))
    close = rng.random() < 0.65
    middle, half = (1.4, (0.3, 0.42)) if close else (1.15, (0.5, 0.72))
    far = rng.uniform(3.2, 4.4)
    camera = framed((rng.normal(0, 0.06), middle, 0), far, 0, rng.uniform(-0.02, 0.06), half,
                    width, height)  # fmt: skip
    place = pick(rng, "room garden avenue")
    time = ""
    if place == "room":
        walls, light = chamber(rng)
        frame = veiled(camera, things + walls, [], light, None, 1)
    else:
        time = pick(rng, "golden day overcast morning")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.3, 2.4))
        around, light = outdoors(rng, camera, sky, place)
        frame = veiled(camera, things + around, [], light, sky.image(camera), 1)
    rgb = focus(frame.rgb, frame.depth, far, 13 * height / 480)
    words = ("groom", "suit", "tie", "boutonniere", "weddingstyle")
    return Picture(develop(rng, rgb), words, time, ("elegant",))


@register(SCENES)
def first_dance(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Bride and groom dance under strings of lights."""
    tint, suit = choose(rng, gown.IVORY), choose(rng, "#24262c #2c3448 #38404c")
    parts, drape, _ = bride_parts(rng, tint, holding=False)
    hold = poses.pose(neck=(0, 1, 0.05), arm_l=((0.5, -0.5, 0.7), (-0.1, 0.1, 1)),
                      arm_r=((-0.25, -0.9, 0.35), (0.1, -0.2, 1)))  # fmt: skip
    groom = [transformed(s, np.eye(3), (0, 0, 0), 1.06) for s in groom_parts(rng, hold, suit)]
    side, spin = rng.choice([-1, 1]), rotation("y", rng.normal(0, 0.6))
    half_turn = rotation("y", side * np.pi / 2)
    things = turned(turned(parts, half_turn, (-side * 0.25, 0, 0)), spin, (0, 0, 0))
    things += turned(turned(groom, half_turn.T, (side * 0.25, 0, 0)), spin, (0, 0, 0))
    drape = turned(turned(drape, half_turn, (-side * 0.25, 0, 0)), spin, (0, 0, 0))
    seed = int(rng.integers(1e6))
    floor = planks(seed, choose(rng, "#6a4a30 #54402c #8a6848"), 0.16, 2.0)
    walls = room(
        floor, plaster(seed, choose(rng, "#2c2620 #34302c #3c3038 #4c3c30")), (12, 5, 5), 0.06
    )
    far = rng.uniform(5.0, 6.5)
    camera = framed((0, 1.0, 0), far, rng.normal(0, 0.1), rng.uniform(-0.02, 0.06), (0.95, 1.2),
                    width, height)  # fmt: skip
    warm = hexed("#ffd8a0")
    lamps = (Lamp((side * 2.5, 3.2, 2.5), warm * 9), Lamp((-side * 2.0, 2.6, -2.0), warm * 5))
    light = indoors((side * 0.5, 1, 0.8), sun=warm * 0.5, sky=grey(0.12), ground=grey(0.08),
                    lamps=lamps, shadow_focus=((0, 0.8, 0), 2.6))  # fmt: skip
    frame = veiled(camera, things + walls, drape if rng.random() < 0.5 else [], light, None, 1)
    rgb = focus(frame.rgb, frame.depth, far, 9 * height / 480)
    glow = bokeh(rng, height, width, jitter(rng, hexed("#ffcc80"), 5, 0.15), 60, 0.028 * height,
                 (0, 0, 1, 0.42))  # fmt: skip
    behind = smoothstep(far + 1.0, far + 3.0, frame.depth)[..., None]
    rgb = rgb + glow * behind * 1.2
    words = ("firstdance", "bride", "groom", "reception", "fairylights")
    look = pick(rng, "warm natural film")
    return Picture(develop(rng, rgb, look=look, glow=0.2), words, "", ("romantic", "party"))


@register(SCENES)
def gown_display(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A gown on a dress form before a plain ground, as a museum or a shop shows it."""
    tint = choose(rng, gown.IVORY + " #e4d2cc #d8c8b0 #c8ccd0")
    dress = gown.gown(
        rng, tint, pick(rng, "aline ball mermaid tiered"), train=rng.uniform(0.1, 0.5)
    )
    form = [(0.0, 1.66), (0.045, 1.655), (0.05, 1.6), (0.052, 1.52), (0.09, 1.47), (0.165, 1.42)]
    form += [(0.185, 1.36), (0.18, 1.3), (0.13, 1.1)]
    grid = np.asarray(revolve(np.array(form), 40)) * [1, 1, 0.62]
    parts = [*dress, patches(grid, choose(rng, "#d8ccb8 #3c3834 #b8a890"), rough=0.8)]
    turn = rotation("y", rng.uniform(-0.9, 0.9) + rng.choice([0.0, np.pi]))
    ground = choose(rng, "#0c0c0e #1c1c20 #8c8884 #c8c4bc #3c3840 #5c3438")
    back = plain(rng, width, height, ground, 0.6)
    camera = framed((0, 0.84, 0), rng.uniform(4.0, 5.0), 0, rng.uniform(0.0, 0.1), (0.7, 0.95),
                    width, height)  # fmt: skip
    way = np.array([rng.choice([-1, 1]) * rng.uniform(0.5, 1.2), 0.9, 0.9])
    light = Light(
        way, grey(1.7), grey(0.5), grey(0.25), softness=0.12, shadow_focus=((0, 0.8, 0), 1.6)
    )
    frame = soften(render(camera, placed(parts, turn, (0, 0, 0)), light, back, 2))
    look = pick(rng, "natural natural mono faded")
    words = ("weddingdress", "gown", "lace", "bridalgown", "dress")
    return Picture(develop(rng, frame.rgb, look=look, auto=0.25), words, "", ("elegant",))
