"""Selfies: faces at arm's length, in mirrors, with friends, in hats and sunglasses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .. import rooms
from ..backdrop import garden, plain
from ..camera import Camera
from ..colour import choose, hexed, mix
from ..figure import Outfit, Person, figure, someone
from ..finish import develop, focus
from ..headwear import beanie, cap, sun_hat
from ..noise import fbm3, smoothstep
from ..picture import Picture, Scene, pick, register
from ..render import Lamp, Light, grey, render
from ..shapes import Surface, patches, rotation
from ..sky import make_sky
from ..solids import Solid, capsule, cylinder, rounded_box, smooth_union, transformed

SCENES: dict[str, Scene] = {}
Array = np.ndarray
TOPS = "#4c5460 #5c7080 #d0ccc4 #6c4c48 #5c6458 #2c2c30 #a8a4a0 #74788c #7c3c40 #c4c8c8 #3c4858"


def finish(
    rng: np.random.Generator, rgb: Array, auto: float = 0.65, exposure: float = 1.0
) -> Array:
    """Develop as a phone does."""
    look = str(
        rng.choice(["natural", "warm", "cool", "faded", "film"], p=(0.52, 0.18, 0.1, 0.1, 0.1))
    )
    exposure *= rng.uniform(1.05, 1.35)
    return develop(rng, rgb, look=look, auto=auto, exposure=exposure, glow=0.06)


def daylight(rng: np.random.Generator, time: str, sun_turn: float | None = None):
    """A sky and its light, soft on faces, the sun mostly behind the camera or at the side."""
    turn = rng.choice([-1, 1]) * rng.uniform(1.5, 2.9) if sun_turn is None else sun_turn
    sky = make_sky(rng, time, sun_turn=turn)
    light = sky.light(softness=0.03)
    return sky, replace(light, sun=light.sun * 0.6, sky=light.sky * 1.1, ground=light.ground * 1.3)


def lamp_light(rng: np.random.Generator, tint: str = "#fff0dc", level: float = 1.0) -> Light:
    """Indoor light: a window or ceiling lamp in front, dim fill."""
    way = np.array([rng.normal(0, 0.6), rng.uniform(0.5, 1.0), 1.0])
    colour = hexed(tint)
    return Light(
        way, colour * 1.3 * level, colour * 0.55 * level, colour * 0.3 * level, softness=0.08
    )


def cloth(rng: np.random.Generator) -> Array | Callable[[Array], Array]:
    """Colour of a top: plain, striped, checked or a shirt with buttons, over body points."""
    tint, other = choose(rng, TOPS), choose(rng, TOPS + " #d0cabe #d0cabe")
    kind, seed = pick(rng, "plain plain stripes checks shirt"), int(rng.integers(1e6))
    width = rng.uniform(90, 220)

    def colour(p: Array) -> Array:
        out = np.broadcast_to(tint, p.shape) * (1 + 0.12 * fbm3(p * 70, 2, seed))[:, None]
        if kind == "stripes":
            return mix(out, other, smoothstep(-0.2, 0.2, np.sin(p[:, 1] * width)))
        if kind == "checks":
            across, down = np.sin(p[:, 0] * width) > 0.2, np.sin(p[:, 1] * width) > 0.2
            return mix(out, other, 0.4 * across + 0.4 * down)
        if kind == "shirt":
            edge = smoothstep(0.003, 0.001, np.abs(np.abs(p[:, 0]) - 0.016)) * (p[:, 2] > 0)
            far = np.hypot(p[:, 0], (np.modf(p[:, 1] / 0.08)[0] - 0.5) * 0.08)
            button = smoothstep(0.006, 0.004, far) * (p[:, 2] > 0)
            return mix(out * (1 - 0.35 * edge)[:, None], other, button)
        return out

    return colour


def bust(
    rng: np.random.Generator,
    person: Person,
    place: Array = (0, 0, 0),
    *,
    pose: dict | None = None,
    turn: Array | None = None,
    lean: Array | None = None,
    hat: str = "",
    top: Array | None = None,
    sleeve: float | None = None,
    gaze: tuple[float, float] = (0, 0.05),
    broad: float | None = None,
) -> list:
    """Head, arms and chest of a person facing +z, with a hat."""
    sleeve = float(rng.choice([0.0, 0.45, 1.0])) if sleeve is None else sleeve
    broad = (1.08 if person.hair == "short" else 0.95) if broad is None else broad
    if hat and person.hair in ("curly", "bun"):
        person = replace(person, hair="long" if person.hair == "bun" else "short")
    outfit = Outfit(
        cloth(rng) if top is None else top, hexed("#3c4450"), sleeve=sleeve, broad=broad
    )
    turn = (
        rotation("y", rng.normal(0, 0.2)) @ rotation("z", rng.normal(0, 0.09))
        if turn is None
        else turn
    )
    parts = figure(rng, person, outfit, pose, turn, gaze, 0 if hat in ("beanie", "cap") else 7000)
    close = ((0.0, 1.36, 0.12), 0.62)
    kept = [replace(parts[0], bound=close), replace(parts[3], bound=close)]
    rest = parts[4:]
    if hat:
        tint = choose(rng, "#6c4c48 #4c5460 #a89c8c #8c8478 #2c2c30 #7c6c54 #5c6458")
        makers = {"beanie": beanie, "sunhat": sun_hat, "cap": cap}
        tint = choose(rng, "#b8a080 #c4b498 #a08c70") if hat == "sunhat" else tint
        crown = makers[hat](rng, tint)
        rest = rest + [transformed(part, turn, (0, 1.62, 0.02)) for part in crown]
    body = np.eye(3) if lean is None else lean
    return [transformed(part, body, place) for part in kept + rest]


def woman(rng: np.random.Generator, **changes: object) -> Person:
    """Someone with long, tied or curly hair."""
    settings = {
        "hair": pick(rng, "long long long bun curly"),
        "lips": rng.uniform(0.5, 1.0),
        "beard": 0.0,
    }
    return someone(rng, **(settings | {"smile": rng.uniform(0.2, 1.0)} | changes))


def man(rng: np.random.Generator, **changes: object) -> Person:
    """Someone with short hair, often with a beard."""
    beard = float(rng.uniform(0.3, 0.9) * (rng.random() < 0.6))
    settings = {
        "hair": pick(rng, "short short short curly"),
        "lips": rng.uniform(0.1, 0.3),
        "beard": beard,
    }
    return someone(rng, **(settings | {"smile": rng.uniform(0.2, 1.0)} | changes))


def anyone(rng: np.random.Generator, **changes: object) -> Person:
    """A woman or a man."""
    return woman(rng, **changes) if rng.random() < 0.6 else man(rng, **changes)


def reach(rng: np.random.Generator, eye: Array, side: str) -> dict:
    """Pose of the arm that holds the camera: hand just below the lens."""
    way = 1 if side == "l" else -1
    hand = np.array([eye[0] + way * 0.12, eye[1] - 0.2, eye[2] - 0.02])
    elbow = np.array([way * 0.34, 1.28, 0.28])
    return {f"hand_{side}": tuple(hand), f"elbow_{side}": tuple(elbow)}


def arm_length(rng: np.random.Generator, width: int, height: int) -> tuple[Camera, dict, Array]:
    """Camera held at arm's length, the pose of that arm, and the turn of the head toward it."""
    eye = np.array([rng.uniform(-0.16, 0.16), rng.uniform(1.64, 1.84), rng.uniform(0.6, 0.72)])
    aim = (eye[0] * 0.25 + rng.normal(0, 0.03), rng.uniform(1.545, 1.585), 0.0)
    fov = rng.uniform(36, 44) * max(1.0, 0.85 * height / width)
    camera = Camera(tuple(eye), aim, fov, width, height, roll=rng.normal(0, 0.07))
    pose = reach(rng, eye, "l" if eye[0] > 0 else "r")
    turn = rotation("y", eye[0] * 1.2 + rng.normal(0, 0.14)) @ rotation("x", -(eye[1] - 1.62) * 0.8)
    return camera, pose, turn @ rotation("z", rng.normal(0, 0.1))


def shot(
    rng: np.random.Generator,
    camera: Camera,
    things: list,
    light: Light,
    back: Array,
    strength: float = 3.0,
) -> Array:
    """Render people close up with a slight lens blur (linear)."""
    frame = render(camera, things, light, back, 1 if camera.height > 300 else 2)
    at = camera.eye[2] - 0.07
    return focus(frame.rgb, frame.depth, at, strength * camera.height / 480, 2.5)


@register(SCENES)
def outdoor_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A face at arm's length in a park or a street."""
    time = pick(rng, "day golden overcast morning")
    camera, pose, turn = arm_length(rng, width, height)
    _, light = daylight(rng, time)
    place = pick(rng, "park street")
    if place == "park":
        back = garden(
            rng, width, height, "#4c5c34 #6c7c48 #384828 #7c8c5c", "#a0a080 #8c8c6c", 0.02
        )
    else:
        back = rooms.street(rng, width, height)
    person = anyone(rng, sunglasses=rng.random() < 0.2)
    things = bust(rng, person, pose=pose, turn=turn)
    rgb = shot(rng, camera, things, light, back)
    words = (
        "selfie",
        "portrait",
        place,
        "smiling" if person.smile > 0.55 else "outdoors",
        person.hair + "hair",
    )
    words = words if person.hair in ("long", "short", "curly") else words[:4]
    return Picture(finish(rng, rgb), words, time, ("happy",))


@register(SCENES)
def beach_sunglasses(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Sunglasses at the seaside."""
    time = pick(rng, "day day golden morning sunset")
    camera, pose, turn = arm_length(rng, width, height)
    sky, light = daylight(rng, time)
    hat = pick(rng, "sunhat cap none none").replace("none", "")
    person = anyone(rng, sunglasses=True)
    things = bust(rng, person, pose=pose, turn=turn, hat=hat, sleeve=float(rng.choice([0.0, 0.45])))
    rgb = shot(rng, camera, things, light, rooms.beach(rng, camera, sky))
    words = ("selfie", "sunglasses", "beach", "sea", "hat" if hat else "vacation")
    return Picture(finish(rng, rgb), words, time, ("summer",))


@register(SCENES)
def indoor_portrait(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A head and shoulders before shelves, papers and walls, lit by flash or window."""
    far = rng.uniform(0.95, 1.25) * max(1.0, 0.85 * height / width)
    camera = Camera(
        (rng.normal(0, 0.1), rng.uniform(1.58, 1.72), far),
        (rng.normal(0, 0.04), 1.56, 0),
        30,
        width,
        height,
    )
    back = rooms.office(rng, width, height)
    light = lamp_light(rng, pick(rng, "#fff2e0 #fffaf2 #ffeacc"))
    person = anyone(rng)
    things = bust(
        rng, person, turn=rotation("y", rng.normal(0, 0.12)) @ rotation("z", rng.normal(0, 0.05))
    )
    rgb = shot(rng, camera, things, light, back, 1.0)
    words = (
        "selfie",
        "portrait",
        "face",
        "smiling" if person.smile > 0.55 else "indoors",
        "office",
    )
    return Picture(finish(rng, rgb), words, "", ("casual",))


@register(SCENES)
def hat_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A face under a beanie, cap or straw hat."""
    hat = pick(rng, "beanie beanie cap sunhat")
    time = (
        pick(rng, "overcast overcast day golden")
        if hat == "beanie"
        else pick(rng, "day golden morning")
    )
    camera, pose, turn = arm_length(rng, width, height)
    _, light = daylight(rng, time)
    greens = "#8c9490 #6c7470 #a4a8a4 #b4b8b8" if hat == "beanie" else "#5c6c44 #7c8c58 #4c5838"
    back = garden(rng, width, height, greens, "#a0a090 #8c8c7c", 0.02)
    if rng.random() < 0.4:
        back = rooms.street(rng, width, height)
    person = anyone(rng, sunglasses=rng.random() < 0.25)
    things = bust(
        rng, person, pose=pose, turn=turn, hat=hat, sleeve=1.0 if hat == "beanie" else None
    )
    rgb = shot(rng, camera, things, light, back)
    words = ("selfie", "hat", hat if hat != "sunhat" else "strawhat", "portrait", "outdoors")
    return Picture(finish(rng, rgb), words, time, ("style",))


@register(SCENES)
def friends(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Two friends head to head."""
    time = pick(rng, "day golden overcast sunset")
    eye = np.array(
        [
            rng.uniform(-0.1, 0.1),
            rng.uniform(1.7, 1.86),
            rng.uniform(0.95, 1.1) * max(1.0, 1.25 * height / width),
        ]
    )
    camera = Camera(
        tuple(eye), (0, rng.uniform(1.54, 1.58), 0), 36, width, height, roll=rng.normal(0, 0.06)
    )
    sky, light = daylight(rng, time)
    place = pick(rng, "beach park street")
    if place == "beach":
        back = rooms.beach(rng, camera, sky)
    elif place == "park":
        back = garden(rng, width, height, "#4c5c34 #6c7c48 #384828 #7c8c5c", "#a0a080", 0.02)
    else:
        back = rooms.street(rng, width, height)
    things: list = []
    shades = rng.random() < 0.4
    for number, way in enumerate((-1, 1)):
        person = anyone(rng, smile=rng.uniform(0.6, 1.0), sunglasses=shades and rng.random() < 0.7)
        turn = rotation("z", way * rng.uniform(0.02, 0.16)) @ rotation(
            "y", -way * rng.uniform(0.0, 0.2)
        )
        turn = turn @ rotation("x", -(eye[1] - 1.62) * 0.5)
        spot = (way * rng.uniform(0.115, 0.14), rng.normal(0, 0.02), -0.12 * number)
        pose = (
            reach(rng, eye + np.array([way * -0.1, 0, 0]), "r" if way < 0 else "l")
            if number == 0
            else None
        )
        things += bust(
            rng, person, spot, pose=pose, turn=turn, hat="cap" if rng.random() < 0.15 else ""
        )
    rgb = shot(rng, camera, things, light, back)
    words = ("selfie", "friends", "bestfriends", place, "smiling")
    return Picture(finish(rng, rgb), words, time, ("fun",))


@register(SCENES)
def night_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A face lit by shop windows before the lights of a city."""
    camera, pose, turn = arm_length(rng, width, height)
    back = rooms.night_city(rng, width, height)
    side = rng.choice([-1, 1])
    key, rim = (
        choose(rng, "#ffd0a0 #ffc890 #ffe0c8"),
        choose(rng, "#6c8cff #ff7890 #78d8c8 #c08cff"),
    )
    lamps = (Lamp((side * 0.9, 1.9, 0.8), key * 0.75), Lamp((-side * 0.8, 1.8, -0.35), rim * 0.5))
    light = Light(
        np.array([side * 0.5, 0.5, 1.0]), key * 0.25, grey(0.05), grey(0.04), 0.05, lamps=lamps
    )
    person = anyone(rng)
    things = bust(rng, person, pose=pose, turn=turn, hat="beanie" if rng.random() < 0.2 else "")
    rgb = shot(rng, camera, things, light, back)
    words = ("selfie", "night", "citylights", "bokeh", "portrait")
    return Picture(finish(rng, rgb, 0.35, 1.1), words, "night", ("nightout",))


def phone(rng: np.random.Generator, place: Array, tilt: float) -> list[Solid]:
    """A telephone seen from the back, held upright, with its cameras."""
    tint = choose(rng, "#1c1c1e #c4c0b8 #8c7c78 #3c4450 #a88c8c")
    turn = rotation("z", tilt)

    def case(p: Array) -> Array:
        return rounded_box(p, (0, 0, 0), (0.076, 0.155, 0.011), 0.0055)

    def lens(p: Array) -> Array:
        plate = rounded_box(p, (-0.018, 0.055, 0.006), (0.032, 0.034, 0.005), 0.002)
        for x, y in ((-0.025, 0.062), (-0.025, 0.047), (-0.011, 0.055)):
            plate = np.minimum(plate, cylinder(p, (x, y, 0.009), 0.0055, 0.004, 2))
        return plate

    parts = [
        Solid(case, tint, ((0, 0, 0), 0.09), Surface(rough=0.3, specular=0.06)),
        Solid(
            lens,
            hexed("#101012"),
            ((-0.018, 0.055, 0.007), 0.028),
            Surface(rough=0.15, specular=0.08),
        ),
    ]
    return [transformed(part, turn, place) for part in parts]


def fingers(skin: Array, place: Array, way: float) -> Solid:
    """A hand that grips a phone at `place`, reaching from the side `way`."""
    place = np.asarray(place, np.float32)

    def shape(p: Array) -> Array:
        q = (p - place) * np.array([way, 1, 1])
        d = capsule(q, (0.055, -0.05, -0.012), (0.045, -0.005, -0.015), 0.026, 0.022)
        for k in range(4):
            y = 0.022 - 0.021 * k
            tip = capsule(
                q, (0.046, y - 0.004, 0.002), (0.006 + 0.004 * k, y, 0.014), 0.0095, 0.008
            )
            d = smooth_union(d, tip, 0.006)
        wrist = capsule(q, (0.06, -0.06, -0.015), (0.1, -0.14, -0.06), 0.026, 0.028)
        return smooth_union(d, wrist, 0.03)

    return Solid(
        shape,
        skin,
        (tuple(place + np.array([way * 0.05, -0.04, -0.01])), 0.17),
        Surface(rough=0.5, translucent=0.4),
        0.8,
    )


def mirror_shot(
    rng: np.random.Generator,
    width: int,
    height: int,
    person: Person,
    back: Array,
    light: Light,
    **clothes: object,
) -> Array:
    """A person who photographs a mirror, the phone held before the chest or face (linear)."""
    way = rng.choice([-1.0, 1.0])
    spot = np.array([way * rng.uniform(0.06, 0.14), rng.uniform(1.47, 1.6), 0.28])
    side = "l" if way > 0 else "r"
    wrist = spot + np.array([way * 0.1, -0.14, -0.06])
    pose = {
        f"hand_{side}": tuple(wrist - [0, 0.02, 0.03]),
        f"elbow_{side}": (way * 0.3, 1.18, 0.08),
    }
    far = rng.uniform(1.25, 1.6) * max(1.0, 0.8 * height / width)
    camera = Camera(
        (rng.normal(0, 0.08), 1.55, far),
        (rng.normal(0, 0.04), rng.uniform(1.42, 1.5), 0),
        30,
        width,
        height,
    )
    turn = rotation("y", -way * rng.uniform(0.0, 0.35)) @ rotation("z", rng.normal(0, 0.1))
    turn = turn @ rotation("x", rng.uniform(0.0, 0.15))
    things = bust(rng, person, pose=pose, turn=turn, gaze=(way * 0.2, -0.15), **clothes)
    things += phone(rng, spot, rng.normal(0, 0.08))
    things.append(fingers(person.skin, spot, way))
    return shot(rng, camera, things, light, back, 0.8)


@register(SCENES)
def mirror_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A mirror selfie with the phone in view, in a bathroom."""
    person = anyone(rng)
    rgb = mirror_shot(
        rng,
        width,
        height,
        person,
        rooms.bathroom(rng, width, height),
        lamp_light(rng, "#fff0dc", 0.85),
    )
    words = ("mirrorselfie", "selfie", "phone", "mirror", "bathroom")
    return Picture(finish(rng, rgb), words, "", ("ootd",))


@register(SCENES)
def gym_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A mirror selfie among the weights, in a sleeveless top."""
    man_here = rng.random() < 0.5
    person = man(rng) if man_here else woman(rng, hair=pick(rng, "bun long"))
    top = choose(rng, "#2c2c30 #4c5460 #6c4448 #8c8c8c #3c4c60")
    light = lamp_light(rng, "#f6f6ff", 0.7)
    back = rooms.gym(rng, width, height)
    rgb = mirror_shot(
        rng,
        width,
        height,
        person,
        back,
        light,
        top=top,
        sleeve=0.0,
        broad=1.22 if man_here else 1.0,
    )
    words = ("gymselfie", "mirrorselfie", "selfie", "phone", "gym")
    return Picture(finish(rng, rgb), words, "", ("strong",))


@register(SCENES)
def car_selfie(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A face in a car seat with a belt across the chest."""
    time = pick(rng, "day golden overcast")
    camera, pose, turn = arm_length(rng, width, height)
    _, light = daylight(rng, time, rng.choice([-1, 1]) * rng.uniform(1.2, 2.2))
    light = replace(light, sun=light.sun * 0.6)
    back = rooms.car_inside(rng, width, height)
    leather = choose(rng, "#2c2a2a #4c4640 #8c7c68 #3c3c40")

    def seat(p: Array) -> Array:
        rest = rounded_box(p, (0, 1.62, -0.24), (0.28, 0.2, 0.1), 0.05)
        shell = rounded_box(p, (0, 1.1, -0.26), (0.54, 0.76, 0.16), 0.07)
        post = np.abs(p * [1, 0, 0]) + p * [0, 1, 1]
        stalk = capsule(post, (0.06, 1.4, -0.24), (0.06, 1.6, -0.24), 0.008)
        return np.minimum(smooth_union(rest, shell, 0.02), stalk)

    def stitched(p: Array) -> Array:
        seam = np.abs(np.abs(p[:, 0]) - 0.13) < 0.003
        return leather * (1 - 0.5 * seam)[:, None]

    chair = Solid(seat, stitched, ((0, 1.35, -0.24), 0.6), Surface(rough=0.45, specular=0.04))
    way = rng.choice([-1, 1])
    t = np.linspace(0, 1, 20)[:, None]
    path = np.array([way * 0.24, 1.52, -0.12]) + np.array([way * -0.42, -0.42, 0.22]) * t
    path = path + np.array([0, 0.02, 0.13]) * np.sin(np.pi * t) ** 0.7
    edge = np.array([way * 0.017, 0.017, 0.0])
    belt = patches(np.stack([path - edge, path + edge], 1), hexed("#242426"), rough=0.8)
    person = anyone(rng, sunglasses=rng.random() < 0.35)
    things = [chair, belt, *bust(rng, person, pose=pose, turn=turn)]
    rgb = shot(rng, camera, things, light, back)
    words = (
        "selfie",
        "carselfie",
        "car",
        "seatbelt",
        "sunglasses" if person.sunglasses else "roadtrip",
    )
    return Picture(finish(rng, rgb), words, time, ("onmyway",))


@register(SCENES)
def shades_closeup(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A face in dark glasses that fills the picture, before a bright wall, sky or street."""
    person = anyone(rng, sunglasses=True)
    far = rng.uniform(0.62, 0.8) * max(1.0, 0.9 * height / width)
    eye = np.array([rng.uniform(-0.25, 0.25), rng.uniform(1.55, 1.82), far])
    camera = Camera(tuple(eye), (rng.normal(0, 0.03), 1.6, 0), 28, width, height,
                    roll=rng.normal(0, 0.2))  # fmt: skip
    turn = rotation("y", eye[0] * 1.3 + rng.normal(0, 0.25)) @ rotation("z", rng.normal(0, 0.12))
    place = pick(rng, "wall wall office street")
    if place == "wall":
        back = plain(rng, width, height, choose(rng, "#d0d0cc #c8ccd0 #d8d0c4 #a8b4bc"), 0.3)
    else:
        back = (rooms.office if place == "office" else rooms.street)(rng, width, height)
    light = lamp_light(rng, pick(rng, "#fff2e0 #fffaf2 #f4f6ff"), rng.uniform(0.9, 1.3))
    things = bust(rng, person, turn=turn)
    rgb = shot(rng, camera, things, light, back, 1.5)
    words = ("selfie", "sunglasses", "shades", "portrait", "closeup")
    return Picture(finish(rng, rgb), words, "", ("style", "cool"))


FIRST = "shades_closeup outdoor_selfie beach_sunglasses indoor_portrait hat_selfie mirror_selfie"
SCENES = {name: SCENES[name] for name in FIRST.split()} | SCENES
