"""More of weddings: the first dance, and gowns on a stand."""

from __future__ import annotations

import numpy as np

from .. import gown, poses
from ..backdrop import plain
from ..bridal import bride_parts, groom_parts, turned, veiled
from ..colour import choose, hexed, jitter
from ..finish import bokeh, develop, focus
from ..interior import framed, indoors, planks, plaster, room, soften
from ..lathe import placed
from ..noise import smoothstep
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, Light, grey, render
from ..shapes import patches, revolve, rotation
from ..solids import transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray


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
