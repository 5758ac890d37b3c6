"""More of sport: beach volleyball, basketball, gymnastics, balls on white, racks of dumbbells."""

from __future__ import annotations

import numpy as np

from .. import gym, kit, poses, terrain, weights
from ..athletics import athlete, crowd, hall, shoreline, sports_hall
from ..colour import choose, hexed
from ..figure import Outfit, figure, someone
from ..finish import develop, focus
from ..interior import framed, indoors, plaster, room, sheet, soften
from ..lathe import placed
from ..noise import fbm2
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, grey, render
from ..shapes import Hit, patches, rotation, tube
from ..sky import make_sky
from ..solids import transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray
SERVE = poses.pose(
    spine=(0.05, 1, -0.1),
    neck=(0, 1, -0.15),
    arm_l=((0.4, 0.75, 0.55), (0.05, 0.75, 0.65)),
    arm_r=((-0.7, 0.45, -0.55), (0.15, 0.95, -0.1)),
    leg_l=((0.12, -1, 0.3), (0, -1, 0.0)),
    leg_r=((-0.12, -0.95, -0.3), (0, -0.9, -0.4)),
)
DRIBBLE = poses.pose(
    spine=(0, 1, 0.3),
    neck=(0, 1, 0.15),
    arm_l=((0.5, -0.75, 0.35), (0.1, -0.1, 1)),
    arm_r=((-0.35, -0.8, 0.3), (-0.1, -0.75, 0.65)),
    leg_l=((0.12, -0.8, 0.6), (0, -0.95, -0.3)),
    leg_r=((-0.12, -0.85, -0.3), (0, -0.75, -0.65)),
)
GUARDING = poses.pose(
    spine=(0, 1, 0.12),
    arm_l=((0.9, 0.35, 0.3), (0.3, 0.85, 0.4)),
    arm_r=((-0.9, 0.1, 0.4), (-0.5, 0.3, 0.8)),
    leg_l=((0.4, -0.9, 0.3), (0.05, -1, -0.2)),
    leg_r=((-0.4, -0.9, 0.2), (-0.05, -1, -0.2)),
)
HANDSTAND = poses.pose(
    hips=(0, 1.6, 0),
    spine=(0, -1, 0.05),
    neck=(0, -0.9, 0.4),
    arm_l=((0.08, -1, 0), (0, -1, 0)),
    arm_r=((-0.08, -1, 0), (0, -1, 0)),
    leg_l=((0.03, 1, 0), (0, 1, 0.02)),
    leg_r=((-0.03, 1, 0), (0, 1, 0.02)),
    ground=None,
)
HANG = poses.pose(
    hips=(0, 1.3, 0),
    spine=(0, 1, 0.02),
    arm_l=((0.1, 1, 0), (0.02, 1, 0)),
    arm_r=((-0.1, 1, 0), (-0.02, 1, 0)),
    leg_l=((0.04, -0.15, 1), (0, -0.05, 1)),
    leg_r=((-0.04, -0.15, 1), (0, -0.05, 1)),
    ground=None,
)
CROSS = poses.pose(
    hips=(0, 1.3, 0),
    arm_l=((1, 0.06, 0), (1, 0.02, 0)),
    arm_r=((-1, 0.06, 0), (-1, 0.02, 0)),
    leg_l=((0.03, -1, 0.02), (0, -1, 0)),
    leg_r=((-0.03, -1, 0.02), (0, -1, 0)),
    ground=None,
)


def player(rng: np.random.Generator, joints: dict, shirt: Array, shorts: Array, **traits: object):
    """Someone in a team's shirt and shorts."""
    person = someone(rng, **traits)
    manly = person.hair == "short"
    shoes = choose(rng, "#d8d4cc #2a2a2e #c8c4b8")
    outfit = Outfit(shirt, shorts, shoes, sleeve=0.0, leg=0.42, broad=1.16 if manly else 1.0)
    return figure(rng, person, outfit, joints)


@register(SCENES)
def beach_volleyball(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A player serves a volleyball on a beach, others and bathers behind."""
    time = pick(rng, "day day golden morning")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.3, 2.6))
    joints = SERVE if rng.random() < 0.7 else poses.SPIKE
    tint = choose(rng, "#c8c4bc #b83c34 #2c5c9c #d0a83c #3c8a78")
    spin = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.3, 1.4))
    solids = player(rng, joints, tint, tint * 0.9, hair=pick(rng, "bun long short"), beard=0.0)
    drop = -0.6 if joints is poses.SPIKE else 0.0
    things: list = [transformed(s, spin, (0, drop, 0)) for s in solids]
    hand = np.array(joints["hand_l" if joints is SERVE else "hand_r"])
    ball = spin @ (hand + np.array([0.0, 0.2, 0.1])) + [0, drop, 0]
    things.append(kit.ball(rng, "volleyball", 0.12).moved(ball))
    for _ in range(int(rng.integers(5, 10))):
        mate, _, _ = athlete(rng, poses.pose() if rng.random() < 0.6 else poses.JOG)
        spot = (rng.uniform(-5, 5), 0, -rng.uniform(4, 9))
        things += [transformed(s, rotation("y", rng.uniform(-3, 3)), spot) for s in mate]
    if rng.random() < 0.5:
        things += [p.moved((0, 0, -1.2)) for p in gym.net()]
    camera = framed((rng.normal(0, 0.1), 1.05, 0), 6.0, 0, rng.uniform(-0.02, 0.06),
                    (0.75, 1.2), width, height)  # fmt: skip
    paint = shoreline(int(rng.integers(1e6)), choose(rng, "#d8c4a0 #c8b48c #d0c0a4"))
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 2, 900, paint))
    light = sky.light(softness=0.05, fog=1 / 900, shadow_focus=((0, 0.9, 0), 3.0))
    frame = soften(render(camera, things, light, sky.image(camera), 1))
    rgb = focus(frame.rgb, frame.depth, 6.0, 22 * height / 480)
    words = ("volleyball", "beachvolleyball", "beach", "player", "sport")
    return Picture(develop(rng, rgb), words, time, ("energy", "summer"))


@register(SCENES)
def basketball(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Players of two teams about the ball in a hall with a crowd."""
    teams = [
        str(c) for c in rng.permutation(["#b83430", "#d8d4cc", "#2c4c9c", "#26282e", "#c8a030"])
    ]
    one, two = hexed(teams[0]), hexed(teams[1])
    act = pick(rng, "dribble shot shot")
    joints = DRIBBLE if act == "dribble" else poses.SPIKE
    spin = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.5, 1.6))
    if act == "shot":
        spin = rotation("y", np.pi + rng.uniform(-1.0, 1.0))
    drop = 0.0 if act == "dribble" else -0.4
    things: list = [
        transformed(s, spin, (0, drop, 0)) for s in player(rng, joints, one, one * 0.95)
    ]
    hand = np.array(joints["hand_r"])
    off = np.array([0, -0.35, 0.08]) if act == "dribble" else np.array([0, 0.22, 0.1])
    things.append(kit.ball(rng, "basketball", 0.12).moved(spin @ (hand + off) + [0, drop, 0]))
    for number, side in enumerate((-1, 1, -1, 1)[: int(rng.integers(2, 5))]):
        shirt = two if number % 2 == 0 else one
        mate = player(rng, GUARDING if number % 2 == 0 else poses.JOG, shirt, shirt * 0.95)
        spot = (side * rng.uniform(0.6, 1.0) * (1 + 0.35 * number), 0, -rng.uniform(0.5, 1.6))
        turn = rotation("y", -side * rng.uniform(0.2, 1.4))
        things += [transformed(s, turn, spot) for s in mate]
    things += sports_hall(rng, (14, 7, 6)) + crowd(rng, 80)
    if act == "shot" or rng.random() < 0.5:
        things += gym.hoop()
    camera = framed((0, 1.2 if act == "dribble" else 1.5, 0), 5.4, rng.normal(0, 0.2),
                    rng.uniform(-0.06, 0.06), (1.05, 1.2), width, height)  # fmt: skip
    light = indoors((0.3, 1, 0.6), sky=grey(0.7), lamps=(Lamp((0, 6, 2), grey(6)),),
                    shadow_focus=((0, 1, -1), 4.0))  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 5.2, 14 * height / 480)
    words = ("basketball", "player", "match", "hoop", "sport")
    return Picture(develop(rng, rgb), words, "", ("team", "energy"))


@register(SCENES)
def gymnast(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A gymnast on a bar or on the rings before spectators."""
    kind = pick(rng, "bar bar rings")
    joints = {"bar": HANDSTAND if rng.random() < 0.5 else HANG, "rings": CROSS}[kind]
    if kind == "rings" and rng.random() < 0.4:
        joints = HANG
    tint = choose(rng, "#b83430 #2c4c9c #d8d4cc #26282e #3c8a5c")
    person = someone(rng, hair=pick(rng, "short short bun"), beard=0.0)
    outfit = Outfit(
        tint, choose(rng, "#d8d4cc #26282e #2c3c6c"), person.skin, sleeve=0.0, leg=0.95, broad=1.2
    )
    solids = figure(rng, person, outfit, joints)
    spin = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.3, 1.3))
    if joints is CROSS:
        spin = rotation("y", rng.uniform(-0.4, 0.4))
    hands = [np.array(joints["hand_l"]), np.array(joints["hand_r"])]
    lift = 2.2 - hands[0][1] if kind == "bar" else 0.6
    lift = min(lift, 0.9) if joints is HANDSTAND else lift
    things: list = [transformed(s, spin, (0, lift, 0)) for s in solids]
    wood, steel = hexed("#b89060"), hexed("#b8b8bc")
    if kind == "bar":
        y = hands[0][1] + (0.05 if joints is HANG else -0.05)
        rail = tube(np.linspace((-1.25, y, 0), (1.25, y, 0), 8), 0.022, 10)
        posts = [tube(np.linspace((x, y, 0), (x, -lift, 0), 8), 0.03, 10) for x in (-1.25, 1.25)]
        bar = [patches(rail, steel, rough=0.3, specular=0.08),
               patches(np.stack(posts), choose(rng, "#b83430 #2c4c9c #d8d4cc"), rough=0.4)]  # fmt: skip
        things += placed(bar, spin, (0, lift, 0))
    else:
        turn = np.linspace(0, 2 * np.pi, 30)
        for hand in hands:
            ring = (
                np.stack([0.1 * np.cos(turn), 0.1 * np.sin(turn), 0 * turn], -1)
                @ rotation("y", 1.2).T
            )
            spot = hand + np.array([0, 0.06, 0])
            things += placed([patches(tube(ring + spot, 0.016, 10), wood)], spin, (0, lift, 0))
            strap = tube(
                np.linspace(spot + np.array([0, 0.1, 0]), spot + np.array([0, 4.0, 0]), 6), 0.012, 6
            )
            things += placed([patches(strap, hexed("#c8c0b0"))], spin, (0, lift, 0))
    things += sports_hall(rng, (14, 7, 6)) + crowd(rng, 90)
    points = np.array(list(joints.values()))[:, 1] + lift
    middle = float((points.max() + points.min()) / 2)
    camera = framed((0, middle, 0), 5.0, rng.normal(0, 0.15), rng.uniform(-0.12, 0.04),
                    (1.0, 1.15), width, height)  # fmt: skip
    light = indoors((0.4, 1, 0.7), sky=grey(0.55), lamps=(Lamp((0, 6, 2), grey(6)),),
                    shadow_focus=((0, 1, -1), 4.0))  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 5.0, 16 * height / 480)
    words = (
        "gymnastics",
        "gymnast",
        "strength",
        "horizontalbar" if kind == "bar" else "rings",
        "athlete",
    )
    return Picture(develop(rng, rgb), words, "", ("power",))


@register(SCENES)
def ball_on_white(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A ball on a white or pale ground, as shops show it."""
    kind = pick(rng, "volleyball volleyball basketball football pilates")
    tone = grey(rng.uniform(0.75, 0.9))
    things: list = [kit.ball(rng, kind, 0.12).moved((0, 0.12, 0))]
    things += room(plaster(1, tone, 0.01), plaster(2, tone, 0.01), (8, 4, 1.4))
    light = indoors((0.4, 1.2, 0.8), sun=grey(1.6), sky=grey(1.1), ground=grey(0.8),
                    softness=0.15, shadow_focus=((0, 0.12, 0), 0.7))  # fmt: skip
    camera = framed((0, 0.125, 0), 1.2, rng.normal(0, 0.2), rng.uniform(0.05, 0.35),
                    (0.17, 0.16), width, height)  # fmt: skip
    frame = render(camera, things, light, supersample=2)
    name = "exerciseball" if kind == "pilates" else kind
    look = pick(rng, "natural natural vivid cool")
    rgb = develop(rng, frame.rgb, look=look, exposure=1.5, auto=0.2, vignette=0.02)
    return Picture(rgb, (name, "ball", "sport", "equipment", "training"), "", ())


@register(SCENES)
def dumbbell_rack(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Rows of dumbbells on a rack, seen along it."""
    things, light, _ = hall(rng, (9.0, 3.4, 4.0))
    kind, steel = pick(rng, "hex round disc"), choose(rng, "#2c2c30 #8a8c90 #a03430")
    tints = "#2a2a2e #303034" if kind != "disc" else "#2a2a2e #3c3c40 #8a2c28"
    for row, (y, z) in enumerate(((0.32, 0.12), (0.68, -0.1), (1.04, -0.32))):
        shelf = np.linspace((-2.6, y - 0.02, z), (2.6, y - 0.02, z), 3)
        for off in (-0.11, 0.11):
            things.append(
                patches(
                    tube(shelf + np.array([0, 0, off]), 0.03, 8), steel, rough=0.4, specular=0.05
                )
            )
        for i in range(15):
            one = weights.dumbbell(rng, kind, choose(rng, tints), 1.15 - 0.035 * i + 0.05 * row)
            things += placed(one, rotation("y", np.pi / 2), (-2.35 + 0.33 * i, y, z))
    for x in (-2.6, 0.0, 2.6):
        things.append(patches(tube(np.linspace((x, 0, 0.2), (x, 1.15, -0.45), 3), 0.045, 8), steel))
    side = rng.choice([-1, 1])
    camera = framed((side * 0.3, 0.72, -0.1), rng.uniform(2.2, 3.0), side * rng.uniform(0.5, 1.05),
                    rng.uniform(0.05, 0.25), (0.75, 0.6), width, height)  # fmt: skip
    frame = render(camera, things, light, supersample=1)
    rgb = focus(frame.rgb, frame.depth, 2.3, 10 * height / 480)
    words = ("dumbbells", "weights", "gym", "rack", "strength")
    return Picture(develop(rng, rgb), words, "", ("strong", "motivated"))


@register(SCENES)
def volleyball_match(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Attack and block at the net of a sports hall."""
    teams = [
        str(c) for c in rng.permutation(["#b83430", "#d8d4cc", "#2c4c9c", "#26282e", "#8a2438"])
    ]
    one, two = hexed(teams[0]), hexed(teams[1])
    spin = rotation("y", np.pi + rng.uniform(-0.7, 0.7))
    attacker = player(rng, poses.SPIKE, one, one * 0.9)
    things: list = [transformed(s, spin, (0, -0.45, 0)) for s in attacker]
    hand = spin @ (np.array(poses.SPIKE["hand_r"]) + np.array([0, 0.2, 0.12])) + [0, -0.45, 0]
    things.append(kit.ball(rng, "volleyball", 0.12).moved(hand))
    for _ in range(int(rng.integers(1, 3))):
        block = player(rng, poses.PRESS, two, two * 0.9)
        spot = (rng.uniform(-0.7, 0.7), rng.uniform(0.0, 0.45), -rng.uniform(1.0, 1.25))
        things += [transformed(s, rotation("y", rng.normal(0, 0.3)), spot) for s in block]
    for side in (-1, 1)[: int(rng.integers(1, 3))]:
        mate = player(rng, GUARDING, one, one * 0.9)
        spot = (side * rng.uniform(1.0, 1.5), 0, rng.uniform(-0.4, 0.6))
        turn = rotation("y", np.pi - side * rng.uniform(0.0, 0.9))
        things += [transformed(s, turn, spot) for s in mate]
    things += gym.net() + sports_hall(rng, (14, 7, 6)) + crowd(rng, 50)
    camera = framed((0, 1.45, 0), 5.6, rng.uniform(-0.6, 0.6), rng.uniform(-0.06, 0.06),
                    (1.15, 1.3), width, height)  # fmt: skip
    light = indoors((0.3, 1, 0.6), sky=grey(0.7), lamps=(Lamp((0, 6, 2), grey(6)),),
                    shadow_focus=((0, 1, -1), 4.0))  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 5.5, 12 * height / 480)
    words = ("volleyball", "player", "match", "net", "sport")
    return Picture(develop(rng, rgb), words, "", ("team", "energy"))


@register(SCENES)
def racket(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A tennis racket lying on a court with a few balls."""
    frame_tint, grip = (
        choose(rng, kit.COLOURS + " #2a2a2e #d8d4cc"),
        choose(rng, "#2a2a2e #d8d4cc #8a2c28"),
    )
    turn = np.linspace(0, 2 * np.pi, 60)
    oval = np.stack([0.13 * np.cos(turn), 0 * turn, 0.165 * np.sin(turn)], -1)
    parts = [patches(tube(oval, 0.011, 10), frame_tint, rough=0.3, specular=0.06)]
    strings = []
    for x in np.arange(-0.11, 0.111, 0.015):
        z = 0.165 * np.sqrt(1 - (x / 0.13) ** 2)
        strings.append(tube(np.linspace((x, 0, -z), (x, 0, z), 6), 0.0011, 5))
    for z in np.arange(-0.15, 0.151, 0.015):
        x = 0.13 * np.sqrt(1 - (z / 0.165) ** 2)
        strings.append(tube(np.linspace((-x, 0.001, z), (x, 0.001, z), 6), 0.0011, 5))
    parts.append(patches(np.stack(strings), hexed("#d8d4c0"), shadow=False))
    for s in (-1, 1):
        throat = np.linspace((s * 0.075, 0, 0.135), (s * 0.01, 0, 0.29), 6)
        parts.append(patches(tube(throat, 0.009, 8), frame_tint, rough=0.3, specular=0.06))
    handle = np.linspace((0, 0, 0.28), (0, 0, 0.5), 12)
    ridge = 0.0155 + 0.0012 * (np.arange(12) % 2)
    parts.append(patches(tube(handle, ridge, 10), grip, rough=0.8))
    spin = rotation("y", rng.uniform(0, 6.28)) @ rotation("x", 0.02)
    things: list = placed(parts, spin, (0, 0.014, 0))
    for _ in range(int(rng.integers(1, 4))):
        spot = rng.uniform(-0.22, 0.22, 2)
        things.append(
            kit.ball(rng, "tennis", 0.033).moved(
                (spot[0], 0.034 + 0.012 * (np.hypot(*spot) < 0.13), spot[1])
            )
        )
    time = pick(rng, "day golden overcast")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.4))
    seed, base = int(rng.integers(1e6)), choose(rng, "#94705c #4c6a80 #5a7a60 #a8744c #5a7a34")

    def court(hit: Hit) -> Array:
        x, _, z = hit.position.T
        out = base * (1 + 0.5 * fbm2(x * 60, z * 60, 4, seed))[:, None]
        return np.where((np.abs(x + 0.4 * z + 0.3) < 0.025)[:, None], grey(0.7), out)

    camera = framed(
        (0, 0.02, 0), 1.5, rng.uniform(-1, 1), rng.uniform(0.35, 0.75), (0.32, 0.26), width, height
    )
    flat = sheet((-4, 0, -6), (8, 0, 0), (0, 0, 10), 24, 24)
    things.append(patches(flat, base, paint=court, shadow=False))
    light = sky.light(softness=0.02, shadow_focus=((0, 0, 0), 0.7))
    frame = render(camera, things, light, sky.image(camera), 2)
    rgb = focus(frame.rgb, frame.depth, 1.5, 14 * height / 480)
    return Picture(develop(rng, rgb), ("tennis", "racket", "ball", "court", "sport"), time, ())
