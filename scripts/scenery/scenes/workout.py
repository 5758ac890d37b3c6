"""People at sport: yoga, running, lifting, boxing, cycling and ball games."""

from __future__ import annotations

import numpy as np

from .. import bicycle, foliage, gym, kit, poses, terrain, weights
from ..athletics import athlete, crowd, gear, gripped, hall, shoreline, sports_hall
from ..colour import choose, hexed, mix
from ..finish import develop, focus
from ..gloves import glove
from ..interior import (
    framed,
    indoors,
    planks,
    plaster,
    room,
    soften,
)
from ..lathe import placed
from ..noise import fbm2, smoothstep
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, grey, render
from ..shapes import Hit, Patches, box, patches, rotation, sphere
from ..sky import make_sky
from ..solids import transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray


@register(SCENES)
def yoga(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Someone in a yoga pose on a mat: in a studio, on grass or on the beach."""
    name = pick(rng, "warrior tree lotus dog lunge cobra plank")
    joints, side_view, half, middle = {
        "warrior": (poses.WARRIOR, False, (0.95, 0.8), 0.72),
        "tree": (poses.TREE, False, (0.6, 1.12), 1.02),
        "lotus": (poses.LOTUS, False, (0.62, 0.6), 0.48),
        "dog": (poses.DOG, True, (0.95, 0.62), 0.48),
        "lunge": (poses.LUNGE, True, (0.8, 1.0), 0.85),
        "cobra": (poses.COBRA, True, (0.85, 0.5), 0.32),
        "plank": (poses.PLANK_HIGH, True, (1.0, 0.5), 0.35),
    }[name]
    hair = pick(rng, "bun long bun short")
    solids, _, _ = athlete(rng, joints, hair=hair, beard=0.0)
    along = np.array(list(joints.values()))[:, [0, 2]]
    centre = (along.min(0) + along.max(0)) / 2
    spin = rotation("y", rng.choice([-1, 1]) * np.pi / 2 if side_view else rng.choice([0.0, np.pi]))
    spin = spin @ rotation("y", rng.normal(0, 0.15))
    shift = -(spin @ np.array([centre[0], -0.012, centre[1]]))
    things: list = [transformed(s, spin, shift) for s in solids]
    tint = choose(rng, "#5a6a9a #8a4a70 #4c8a80 #6a5a8a #b86a5a #4a6a4c #3c4048")
    things.append(kit.mat(tint))
    place = pick(rng, "studio studio grass beach")
    camera = framed(
        (0, middle, 0), rng.uniform(4.2, 5.5), rng.normal(0, 0.12), rng.uniform(0.02, 0.16),
        half, width, height,
    )  # fmt: skip
    words = ["yoga", "pose", "mat", "stretching", "wellness", "balance"]
    time = ""
    if place == "studio":
        walls, light, _ = hall(rng, (8.0, 3.2, 2.6), 0.2)
        things += walls
        light = indoors(light.sun_direction, sun=light.sun, sky=light.sky * 1.2,
                        shadow_focus=((0, 0.6, 0), 1.6))  # fmt: skip
        if rng.random() < 0.6:
            prop = kit.ball(rng, "pilates", 0.3).moved((rng.choice([-1, 1]) * 1.3, 0.3, -1.6))
            things.append(prop)
        for _ in range(int(rng.integers(0, 3))):
            spot = (rng.choice([-1, 1]) * rng.uniform(1.3, 2.6), 0.4, -2.2)
            things.append(foliage.bush(rng, spot, 0.8, hexed("#4a6a34"), 160))
        frame = soften(render(camera, things, light, supersample=1))
        rgb = focus(frame.rgb, frame.depth, 4.8, 4 * height / 480)
        words.append("studio")
    else:
        time = pick(rng, "morning golden day sunset")
        sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(0.9, 2.4))
        seed = int(rng.integers(1e6))
        if place == "grass":
            green = choose(rng, "#5a7a34 #6a8440 #4f7030")
            paint = terrain.mottled(seed, (green, green * 0.6), 0.5, 0.9)
            for _ in range(9):
                spot = (rng.uniform(-12, 12), 0, -rng.uniform(9, 20))
                things += foliage.broadleaf(rng, spot, rng.uniform(5, 9), green * 0.8, 500)
            roots = rng.uniform((-3, 0, -5), (3, 0, 1.5), (5000, 3))
            keep = (np.abs(roots[:, 0]) > 1.0) | (np.abs(roots[:, 2]) > 0.45)
            things.append(foliage.grass(rng, roots[keep], 0.05, green, 0.5))
        else:
            paint = shoreline(seed, choose(rng, "#d8c4a0 #c8b48c"))
        things.append(terrain.ground(camera, lambda x, z: 0 * x, 1.5, 900, paint))
        light = sky.light(softness=0.05, fog=1 / 900, shadow_focus=((0, 0.6, 0), 2.0))
        frame = soften(render(camera, things, light, sky.image(camera), 1))
        rgb = focus(frame.rgb, frame.depth, 4.8, 7 * height / 480)
        words.append("park" if place == "grass" else "beach")
    return Picture(develop(rng, rgb), tuple(words), time, ("calm", "mindful"))


@register(SCENES)
def runner(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A runner on a track, a park road or a beach."""
    place = pick(rng, "track road road beach")
    time = pick(rng, "morning golden day overcast sunset")
    view = pick(rng, "side side behind behind quarter front")
    backlit = time in ("sunset", "golden") and rng.random() < 0.5
    turn = rng.uniform(-0.6, 0.6) if backlit else rng.choice([-1, 1]) * rng.uniform(1.2, 2.6)
    sky = make_sky(rng, time, sun_turn=turn)
    joints = poses.RUN if rng.random() < 0.65 else poses.JOG
    lift = 0.05 if joints is poses.RUN else 0.0
    solids, _, _ = athlete(rng, joints)
    heading = {"side": np.pi / 2, "behind": np.pi, "front": 0.0, "quarter": np.pi - 0.8}[view]
    spin = rotation("y", rng.choice([-1, 1]) * heading + rng.normal(0, 0.12))
    things: list = [transformed(s, spin, (0, lift, 0)) for s in solids]
    far = rng.uniform(5, 8)
    camera = framed(
        (rng.normal(0, 0.12), 0.9, 0), far, rng.normal(0, 0.1), rng.uniform(-0.03, 0.08),
        (0.62, 1.04), width, height,
    )  # fmt: skip
    seed = int(rng.integers(1e6))
    green = choose(rng, "#5a7a34 #6a8440 #4f7030 #7a8444")
    across = view == "side"
    if place == "beach":
        paint = shoreline(seed, choose(rng, "#d8c4a0 #c8b48c"))
    else:
        base = hexed("#8c6454") if place == "track" else hexed("#77767a")
        lane, half = (1.15, 4.6) if place == "track" else (3.0, 2.6)

        def paint(hit: Hit) -> Array:
            x, _, z = hit.position.T
            u = z if across else x
            grain = fbm2(x * 20, z * 20, 4, seed)
            worn = 1 + 0.25 * grain + 0.15 * fbm2(x / 2, z / 2, 3, seed + 4)
            out = base * worn[:, None]
            stripe = np.abs(np.mod(u / lane + 0.5, 1) - 0.5) * lane < 0.035
            out = np.where(stripe[:, None], grey(0.62), out)
            lawn = green * (1 + 0.7 * grain + 0.3 * fbm2(x / 3, z / 3, 3, seed + 2))[:, None]
            return mix(out, lawn, smoothstep(half, half + 0.15, np.abs(u + 0.4) + 0.1 * grain))

        for _ in range(13):
            x = rng.choice([-1, 1]) * rng.uniform(3.8, 14)
            spot = (rng.uniform(-14, 14) if across else x, 0, -rng.uniform(9, 30))
            things += foliage.broadleaf(rng, spot, rng.uniform(5, 10), green * 0.75, 450)
        if place == "track":
            stand = box((60, 3, 3), (0, 1.5, -36))
            things.append(patches(stand, choose(rng, "#8a8c90 #a8a298 #5a6a80")))
    things.append(terrain.ground(camera, lambda x, z: 0 * x, 2, 900, paint))
    light = sky.light(softness=0.06, fog=1 / 500, shadow_focus=((0, 0.8, 0), 3.5))
    frame = soften(render(camera, things, light, sky.image(camera), 1))
    rgb = focus(frame.rgb, frame.depth, far, rng.uniform(8, 16) * height / 480)
    words = ("running", "runner", "jogging", "cardio", "athlete", place)
    return Picture(develop(rng, rgb), words, time, ("energy",))


@register(SCENES)
def lifter(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Someone lifting weights in a gym."""
    things: list = []
    walls, light, _ = hall(rng, (8.0, 3.4, 3.6))
    name = pick(rng, "press deadlift squat curl curl")
    joints = {"press": poses.PRESS, "deadlift": poses.DEADLIFT, "squat": poses.SQUAT,
              "curl": poses.CURL}[name]  # fmt: skip
    hair = pick(rng, "short short bun")
    solids, _, _ = athlete(rng, joints, hair=hair)
    behind = rng.random() < 0.8
    turn = (np.pi if behind else 0.0) + rng.uniform(-0.7, 0.7)
    if name == "deadlift":
        turn = rng.choice([-1, 1]) * rng.uniform(0.5, 1.2)
    spin = rotation("y", turn)
    held: list[Patches] = []
    black = hexed("#2a2a2c")
    if name == "curl":
        for side in "lr":
            one = weights.dumbbell(rng, pick(rng, "hex disc"), black)
            held += placed(one, np.eye(3), gripped(joints, side) - [0, 0.055, 0])
    else:
        grip = (gripped(joints, "l") + gripped(joints, "r")) / 2
        if name == "squat":
            grip = np.array(joints["neck"]) + np.array([0, -0.02, -0.08])
        if name == "deadlift":
            grip[1] = max(grip[1], 0.225)
        plates = [(choose(rng, "#2a2a2c #a83430 #34549a #c8a030"), 0.225), (black, 0.17)]
        held = placed(weights.barbell(rng, plates[: int(rng.integers(1, 3))]), np.eye(3), grip)
    things += [transformed(s, spin, (0, 0, 0)) for s in solids]
    things += placed(held, spin, (0, 0, 0))
    things += walls + gear(rng, 3.6)
    top = {"press": 1.15, "deadlift": 0.75, "squat": 0.85, "curl": 0.95}[name]
    wide = 0.6 if name == "curl" else 1.0
    camera = framed(
        (0, top, 0), rng.uniform(3.8, 4.8), rng.normal(0, 0.1), rng.uniform(0, 0.1),
        (wide, top + 0.05), width, height,
    )  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 4.3, 7 * height / 480)
    action = {"press": "overheadpress", "deadlift": "deadlift", "squat": "squat",
              "curl": "biceps"}[name]  # fmt: skip
    tool = "dumbbells" if name == "curl" else "barbell"
    return Picture(
        develop(rng, rgb), (action, tool, "weightlifting", "athlete", "gym"), "", ("power",)
    )


@register(SCENES)
def ball_workout(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An exercise ball, alone or under someone lying on it with dumbbells."""
    if rng.random() < 0.4:
        walls = room(plaster(1, grey(0.85), 0.02), plaster(2, grey(0.85), 0.03), (9, 4, 2.6))
        light = indoors((0.5, 1.2, 0.7), sun=grey(1.8), sky=grey(1.0), ground=grey(0.6),
                        softness=0.2, shadow_focus=((0, 0.5, 0), 1.6))  # fmt: skip
    else:
        walls, light, _ = hall(rng, (8.0, 3.4, 3.0))
    things: list = list(walls)
    person = rng.random() < 0.65
    words = ["exerciseball", "pilates", "core", "workout"]
    tint = choose(rng, kit.COLOURS)
    if person:
        joints = poses.BRIDGE
        solids, _, _ = athlete(rng, joints, hair=pick(rng, "bun long short"), beard=0.0)
        spin = rotation("y", rng.choice([-1, 1]) * np.pi / 2 + rng.normal(0, 0.2))
        low = min(joints[k][1] for k in ("foot_l", "foot_r"))
        hips = np.array(joints["hips"])
        r = (hips[1] - 0.1) / 2
        things += [transformed(s, spin, (0, 0, 0)) for s in solids]
        ball = kit.ball(rng, "pilates", r)
        things += placed([ball], spin, spin @ np.array([0, r + low - 0.08, -0.48]))
        for side in "lr":
            one = weights.dumbbell(rng, "vinyl", tint, 0.9)
            spot = gripped(joints, side) - [0, 0.05, 0]
            things += placed(placed(one, np.eye(3), spot), spin, (0, 0, 0))
        things.append(kit.mat(choose(rng, kit.COLOURS)))
        camera = framed((0, 0.62, 0), 4.6, rng.normal(0, 0.1), rng.uniform(0.02, 0.15),
                        (1.0, 0.72), width, height)  # fmt: skip
        far, words = 4.6, [*words, "dumbbells"]
    else:
        things.append(kit.ball(rng, "pilates", 0.32).moved((0, 0.32, 0)))
        things += placed(kit.rolled_mat(tint), rotation("y", rng.uniform(-0.5, 0.5)),
                             (rng.choice([-1, 1]) * 0.42, 0, 0.32))  # fmt: skip
        for i in range(2):
            one = weights.dumbbell(rng, "vinyl", tint)
            things += placed(
                one, rotation("y", rng.normal(0, 0.3)), (-0.1 + 0.05 * i, 0, 0.45 + 0.2 * i)
            )
        things += gear(rng, 3.0) if rng.random() < 0.5 else []
        camera = framed((0, 0.3, 0), 2.6, rng.normal(0, 0.3), rng.uniform(0.08, 0.3),
                        (0.6, 0.44), width, height)  # fmt: skip
        far, words = 2.4, [*words, "yogamat", "dumbbells"]
    frame = render(camera, things, light, supersample=1 if person else 2)
    rgb = focus(frame.rgb, frame.depth, far, 8 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), "", ("active",))


@register(SCENES)
def boxing(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Boxing gloves close up, or a boxer at the heavy bag."""
    walls, light, _ = hall(rng, (8.0, 3.4, 3.2), 0.9)
    things: list = list(walls)
    red = choose(rng, "#a82824 #a82824 #2a2a2e #2c4a8a #b8b0a4 #a87c2c")
    kind = pick(rng, "gloves boxer boxer bag")
    words = ["boxing", "training"]
    if kind == "gloves":
        tall = 0.45
        bench = box((1.4, 0.05, 0.4), (0, tall - 0.025, 0))
        things.append(
            patches(bench, grey(0.5), paint=planks(3, choose(rng, "#a07850 #6a4c34"), 0.1))
        )
        for side, spot in ((1, (-0.11, tall + 0.065, 0.02)), (-1, (0.12, tall + 0.065, -0.02))):
            flat = rotation("y", side * 0.35 + rng.normal(0, 0.2)) @ rotation("x", np.pi / 2 - 0.1)
            flat = flat @ rotation("y", side * np.pi / 2)
            upright = rotation("y", side * 0.4 + rng.normal(0, 0.3)) @ rotation("z", side * 0.1)
            stand = rng.random() < 0.35
            place = (spot[0], tall + 0.1, spot[2]) if stand else (spot[0], spot[1], spot[2] - 0.1)
            turn = upright if stand else flat
            things += [transformed(s, turn, place, 1.0) for s in glove(rng, red, side)]
        camera = framed((0, tall + 0.1, 0), 1.3, rng.normal(0, 0.3), rng.uniform(0.05, 0.5),
                        (0.27, 0.2), width, height)  # fmt: skip
        frame = render(camera, things + gear(rng, 3.2), light, supersample=2)
        rgb = focus(frame.rgb, frame.depth, 1.25, 26 * height / 480)
        return Picture(develop(rng, rgb), (*words, "boxinggloves", "gloves", "leather"), "", ())
    bag = gym.punching_bag(rng, choose(rng, "#2a2a2c #7a2420 #2c3a5a #5a3c28"), 3.3)
    things += placed(bag, rotation("x", rng.normal(0, 0.02)), (0, 0, 0))
    turn = rng.choice([-1, 1]) * rng.uniform(0.9, 1.9)
    if kind == "boxer":
        joints = poses.PUNCH if rng.random() < 0.6 else poses.GUARD
        solids, _, _ = athlete(rng, joints, hair=pick(rng, "short short bun"))
        spin = rotation("y", turn)
        place = spin @ np.array([0, 0, -0.93 if joints is poses.PUNCH else -0.85])
        things += [transformed(s, spin, place) for s in solids]
        for name, sign in (("l", 1), ("r", -1)):
            hand, elbow = np.array(joints[f"hand_{name}"]), np.array(joints[f"elbow_{name}"])
            y = (hand - elbow) / np.linalg.norm(hand - elbow)
            x = np.cross(y, [0.0, 1, 0.3])
            x = x / np.linalg.norm(x)
            aim = np.stack([x, y, np.cross(x, y)], 1)
            for s in glove(rng, red, sign):
                one = transformed(s, aim, hand - 0.03 * y, 0.95)
                things.append(transformed(one, spin, place))
        words += ["boxer", "punchingbag", "punch"]
        target, half = (place[0] * 0.5, 1.1, 0), (0.95, 1.12)
    else:
        words += ["punchingbag", "heavybag", "gym"]
        target, half = (0, 1.35, 0), (0.5, 0.85)
    things += gear(rng, 3.2)
    camera = framed(target, rng.uniform(3.4, 4.2), rng.normal(0, 0.15), rng.uniform(-0.05, 0.08),
                    half, width, height)  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 3.8, 7 * height / 480)
    return Picture(develop(rng, rgb), tuple(words), "", ("power",))


@register(SCENES)
def cyclist(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Someone riding a bicycle, seen from the side."""
    time = pick(rng, "day morning golden overcast sunset")
    sky = make_sky(rng, time, sun_turn=rng.choice([-1, 1]) * rng.uniform(1.2, 2.6))
    mountain = rng.random() < 0.5
    things: list = bicycle.bicycle(choose(rng, kit.COLOURS + " #2a2a2e #d8d4cc"), mountain)
    joints = dict(poses.CYCLE)
    joints |= {"knee_l": (0.1, 0.62, 0.2), "foot_l": (0.1, 0.23, 0.02)}
    joints |= {"knee_r": (-0.1, 0.82, 0.2), "foot_r": (-0.1, 0.5, -0.14)}
    grip = 0.27 if mountain else 0.19
    joints |= {"hand_l": (grip, 1.0, 0.36), "hand_r": (-grip, 1.0, 0.36)}
    shoulder = np.array(joints["shoulder_l"])
    elbow = (shoulder + np.array(joints["hand_l"])) / 2 + [0.05, -0.07, -0.03]
    joints |= {"elbow_l": tuple(elbow), "elbow_r": (-elbow[0], elbow[1], elbow[2])}
    solids, _, _ = athlete(rng, joints)
    spin = rotation("y", rng.choice([-1, 1]) * np.pi / 2 + rng.normal(0, 0.3))
    things = placed(things, spin, (0, 0, 0)) + [transformed(s, spin, (0, 0, 0)) for s in solids]
    helmet = choose(rng, "#c8c4bc #2a2a2e #b83c34 #c8b840")
    head = np.array(joints["head"])
    cap = patches(sphere((0.105, 0.09, 0.135), 14, 24)[:8], helmet, rough=0.35, specular=0.06)
    things += placed([cap], spin, spin @ (head + np.array([0, 0.06, -0.01])))
    camera = framed((0, 0.82, 0), rng.uniform(5, 7), rng.normal(0, 0.1), rng.uniform(0.0, 0.08),
                    (1.05, 0.95), width, height)  # fmt: skip
    seed, green = int(rng.integers(1e6)), choose(rng, "#5a7a34 #6a8440 #7a8444 #8a8450")
    base = hexed("#a8926c") if mountain else hexed("#6e6e72")

    def land(x: Array, z: Array) -> Array:
        return smoothstep(4, 40, -z) * (1.5 + 2.5 * fbm2(x / 15, z / 15, 3, seed))

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        grain = fbm2(x * 16, z * 16, 4, seed)
        road = base * (1 + 0.35 * grain + 0.2 * fbm2(x, z, 3, seed + 3))[:, None]
        if not mountain:
            road = np.where((np.abs(z + 1.5) < 0.05)[:, None], grey(0.6), road)
        lawn = green * (1 + 0.8 * grain + 0.5 * fbm2(x / 3, z / 3, 4, seed + 2))[:, None]
        return mix(road, lawn, smoothstep(1.5, 1.9, np.abs(z + 0.3) + 0.35 * grain * mountain))

    things.append(terrain.ground(camera, land, 2, 400, paint))
    for _ in range(int(rng.integers(3, 12))):
        spot = (rng.uniform(-14, 14), 0.5, -rng.uniform(9, 30))
        things += foliage.broadleaf(rng, spot, rng.uniform(5, 9), green * 0.75, 450)
    light = sky.light(softness=0.05, fog=1 / 400, shadow_focus=((0, 0.8, 0), 2.6))
    frame = soften(render(camera, things, light, sky.image(camera), 1))
    rgb = focus(frame.rgb, frame.depth, 6, 11 * height / 480)
    words = ("cycling", "bicycle", "cyclist", "mountainbike" if mountain else "roadbike", "ride")
    return Picture(develop(rng, rgb), words, time, ("freedom",))


@register(SCENES)
def football(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Footballers running after the ball on a lawn."""
    seed = int(rng.integers(1e6))
    time = pick(rng, "day overcast golden")
    sky = make_sky(rng, time, sun_turn=rng.uniform(1.6, 4.4))
    green = choose(rng, "#5a7a34 #4f7030 #6a8440")
    solids, _, _ = athlete(rng, poses.RUN)
    spin = rotation("y", rng.choice([-1, 1]) * rng.uniform(0.7, 1.7))
    things: list = [transformed(s, spin, (0, 0.04, 0)) for s in solids]
    things.append(kit.ball(rng, "football", 0.115).moved(spin @ np.array([0.12, 0.115, 0.68])))
    for side in (-1, 1)[: int(rng.integers(1, 3))]:
        mate, _, _ = athlete(rng, poses.JOG)
        spot = (side * rng.uniform(0.7, 1.2), 0, -rng.uniform(1.5, 4))
        things += [transformed(s, rotation("y", rng.uniform(-1.5, 1.5)), spot) for s in mate]
    camera = framed((0, 0.85, 0), 6.5, 0, rng.uniform(0.0, 0.1), (0.9, 1.05), width, height)

    def lawn(hit: Hit) -> Array:
        x, _, z = hit.position.T
        out = green * (1 + 0.55 * fbm2(x * 12, z * 12, 5, seed))[:, None]
        out = out * (1 + 0.12 * np.sign(np.sin(z * 0.9)))[:, None]
        return np.where((np.abs(z + 3) < 0.07)[:, None], grey(0.7), out)

    things.append(terrain.ground(camera, lambda x, z: 0 * x, 2, 120, lawn))
    for _ in range(10):
        spot = (rng.uniform(-16, 16), 0, -rng.uniform(16, 34))
        things += foliage.broadleaf(rng, spot, rng.uniform(6, 10), green * 0.7, 400)
    light = sky.light(softness=0.06, fog=1 / 400, shadow_focus=((0, 0.8, 0), 3.0))
    frame = soften(render(camera, things, light, sky.image(camera), 1))
    rgb = focus(frame.rgb, frame.depth, 6.4, 12 * height / 480)
    words = ("football", "soccer", "player", "match", "pitch")
    return Picture(develop(rng, rgb), words, time, ("team",))


@register(SCENES)
def hall_game(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A player leaping at the volleyball net or the basketball hoop before a crowd."""
    sport = pick(rng, "volleyball basketball")
    joints = poses.SPIKE
    solids, _, _ = athlete(rng, joints)
    spin = rotation("y", np.pi + rng.uniform(-0.9, 0.9))
    things: list = [transformed(s, spin, (0, -0.35, 0)) for s in solids]
    hand = spin @ (np.array(joints["hand_r"]) + np.array([0, 0, 0.12]))
    things.append(kit.ball(rng, sport, 0.115).moved(hand + np.array([0.02, 0.22 - 0.35, 0])))
    things += sports_hall(rng, (14, 7, 6)) + crowd(rng, 60)
    for _ in range(int(rng.integers(0, 3))):
        mate, _, _ = athlete(rng, poses.PRESS)
        spot = (rng.choice([-1, 1]) * rng.uniform(0.9, 1.6), 0, -rng.uniform(1.0, 2.4))
        things += [transformed(s, rotation("y", rng.normal(0, 0.5)), spot) for s in mate]
    if sport == "volleyball":
        things += gym.net()
        words = ("volleyball", "player", "net", "jump", "sport")
    else:
        things += gym.hoop()
        words = ("basketball", "player", "hoop", "jump", "sport")
    camera = framed((0, 1.6, 0), 5.2, rng.normal(0, 0.25), rng.uniform(-0.1, 0.06),
                    (0.85, 1.35), width, height)  # fmt: skip
    light = indoors((0.3, 1, 0.6), sky=grey(0.7), lamps=(Lamp((0, 6, 2), grey(6)),),
                    shadow_focus=((0, 1, -1), 4.0))  # fmt: skip
    frame = soften(render(camera, things, light, supersample=1))
    rgb = focus(frame.rgb, frame.depth, 5.1, 15 * height / 480)
    return Picture(develop(rng, rgb), words, "", ("team", "energy"))
