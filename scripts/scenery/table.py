"""Tables laid for food: tops, plates, bowls, cups, cutlery, window light and the view."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .camera import Camera, normalise
from .colour import choose, hexed, jitter, mix
from .finish import blur, bokeh, focus
from .noise import fbm2, fbm3, ridged2, smoothstep, unit_hash
from .render import Frame, Light, render
from .shapes import Hit, Patches, box, disc, patches, revolve, rotation, tube

Array = np.ndarray
WHITE = hexed("#e4dfd6")


def lumpy(grid: Array, amount: float, scale: float, seed: int) -> Array:
    """Push a grid (u, v, 3) about its middle in and out by noise of size `scale`."""
    middle = grid.reshape(-1, 3).mean(0)
    swell = 1 + amount * fbm3(grid / scale + seed % 97, 4, seed)
    return middle + (grid - middle) * swell[..., None]


def pillow(radii: Array, power: float = 3.0, nu: int = 20, nv: int = 32) -> Array:
    """Grid of a superellipsoid: a ball at power 2, a rounded block above."""
    polar = np.linspace(0, np.pi, nu)[:, None]
    turn = np.linspace(0, 2 * np.pi, nv)[None, :]
    way = np.stack(
        np.broadcast_arrays(
            np.sin(polar) * np.cos(turn), np.cos(polar), np.sin(polar) * np.sin(turn)
        ),
        -1,
    )
    size = (np.abs(way) ** power).sum(-1, keepdims=True) ** (-1 / power)
    return way * size * np.asarray(radii)


def planks(rng: np.random.Generator, wood: Array, wide: float) -> Callable[[Hit], Array]:
    """Paint of boards of a table with grain, knots and joints."""
    seed, turn = int(rng.integers(1e6)), rng.uniform(-0.5, 0.5) + rng.choice([0, np.pi / 2])

    def paint(hit: Hit) -> Array:
        px, _, pz = hit.position.T
        x, z = px * np.cos(turn) + pz * np.sin(turn), pz * np.cos(turn) - px * np.sin(turn)
        board = np.floor(x / wide)
        lot = unit_hash(board, board * 0, 3, seed)
        z = z + lot * 40
        bend = fbm2(x * 0.6, z * 0.12, 3, seed)
        grain = fbm2(x * 9 + bend * 6, z * 0.35, 4, seed + 1)
        ring = np.sin((x * 2.2 + bend * 5) * 7)
        shade = 1 + 0.28 * grain + 0.1 * ring + 0.35 * (lot - 0.5)
        gap = smoothstep(0.02, 0.008, np.abs(x / wide - np.round(x / wide)))
        return wood * np.maximum(shade * (1 - 0.75 * gap), 0.1)[:, None]

    return paint


def stone(rng: np.random.Generator, base: Array, vein: Array) -> Callable[[Hit], Array]:
    """Paint of veined marble or slate."""
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        bend = fbm2(x * 0.2, z * 0.2, 4, seed) * 2
        lines = ridged2(x * 0.16 + bend, z * 0.1 - bend, 4, seed) ** 4
        cloud = fbm2(x * 0.5, z * 0.5, 4, seed + 2)
        return mix(base * (1 + 0.1 * cloud)[:, None], vein, np.clip(lines * 0.9, 0, 1))

    return paint


def cloth(rng: np.random.Generator, colour: Array) -> Callable[[Hit], Array]:
    """Paint of a woven tablecloth, plain or gingham."""
    check, seed = rng.random() < 0.6, int(rng.integers(1e6))
    size, turn = rng.uniform(0.5, 0.9), rng.uniform(-0.6, 0.6)

    def paint(hit: Hit) -> Array:
        px, _, pz = hit.position.T
        x, z = px * np.cos(turn) + pz * np.sin(turn), pz * np.cos(turn) - px * np.sin(turn)
        weave = 1 + 0.08 * np.sin(x * 90) * np.sin(z * 90) + 0.08 * fbm2(x * 3, z * 3, 4, seed)
        share = (np.modf(np.abs(x + 99) / size)[0] < 0.5) * 0.5
        share = share + (np.modf(np.abs(z + 99) / size)[0] < 0.5) * 0.5
        return mix(WHITE, colour, share if check else np.ones_like(x)) * weave[:, None]

    return paint


def tabletop(rng: np.random.Generator, kinds: str, far: float = 14.0) -> Patches:
    """A table in the plane y = 0 of one of the kinds wood, dark, marble, slate, cloth, white."""
    kind = str(rng.choice(kinds.split()))
    rough, specular = 0.45, 0.045
    if kind == "wood":
        paint = planks(rng, choose(rng, "#a9794c #b98d60 #8f6440 #c4a47c"), rng.uniform(0.8, 1.8))
    elif kind == "dark":
        paint = planks(rng, choose(rng, "#4a3324 #3a2a20 #5a3c28"), rng.uniform(0.8, 1.8))
    elif kind == "marble":
        paint = stone(rng, hexed("#d8d6d2"), hexed("#8a8a8c"))
        rough = 0.3
    elif kind == "slate":
        paint = stone(rng, choose(rng, "#3a3c40 #4a4844 #2c2e32"), hexed("#5c5c60"))
        rough = 0.6
    elif kind == "cloth":
        paint = cloth(rng, choose(rng, "#a83830 #a83830 #4a6a94 #5a7a5a #b0a48c"))
        rough = 0.9
    else:
        paint = stone(rng, choose(rng, "#d4d0c8 #c8ccd0 #d8c8c4"), hexed("#c4c0b8"))
    x, z = np.mgrid[-far:far:57j, -far * 0.8 : far : 57j]
    top = np.stack([x, 0 * x, z], -1)
    return patches(top, WHITE, paint=paint, rough=rough, specular=specular, shadow=False)


def window_light(rng: np.random.Generator, softness: float = 0.06) -> Light:
    """Daylight of a window to one side and a little behind."""
    side = rng.choice([-1, 1])
    way = normalise([side * rng.uniform(0.5, 1.2), rng.uniform(0.7, 1.3), rng.uniform(-0.9, 0.4)])
    warm = choose(rng, "#fff4e6 #ffe6c8 #f4f4ff #fff0dc")
    power = rng.uniform(2.0, 2.8)

    def mirror(direction: Array) -> Array:
        lobe = smoothstep(0.80, 0.9, direction @ way)
        room = mix(hexed("#5c5048"), hexed("#b4b0a8"), direction[..., 1] * 0.5 + 0.5)
        return room * 0.6 + lobe[..., None] * warm * 3.0

    sky = mix(warm, hexed("#d4dcec"), 0.4) * rng.uniform(0.45, 0.7)
    focus = ((0.0, 0.3, 0.0), 3.4)
    return Light(way, warm * power, sky, sky * 0.45, softness, mirror=mirror, shadow_focus=focus)


def view(
    rng: np.random.Generator,
    width: int,
    height: int,
    reach: float,
    pitch: tuple[float, float] = (22, 55),
    lift: float = 0.3,
    fill: tuple[float, float] = (0.95, 1.35),
) -> tuple[Camera, float]:
    """A camera on a subject of radius `reach` at the origin; returns it and its distance."""
    fov = rng.uniform(26, 36)
    angle = np.radians(rng.uniform(*pitch))
    half = np.tan(np.radians(fov / 2)) * min(1.0, width / height)
    far = reach * rng.uniform(*fill) / half
    turn = rng.uniform(-0.15, 0.15)
    eye = far * np.array(
        [np.sin(turn) * np.cos(angle), np.sin(angle), np.cos(turn) * np.cos(angle)]
    )
    target = np.array([rng.normal(0, 0.08), lift, rng.normal(0, 0.08)]) * reach
    target[1] = lift
    eye = eye + target
    roll = rng.normal(0, 0.04)
    return Camera(tuple(eye), tuple(target), fov, width, height, roll=roll), float(far)


def room(rng: np.random.Generator, width: int, height: int) -> Array:
    """An out-of-focus room (h, w, 3): wall, a window's glow, furniture and points of light."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    wall = choose(rng, "#8c8078 #6a6460 #a89c8c #58606a #7c6450 #4a4440 #b4b0a4")
    image = np.broadcast_to(wall * 0.6, (height, width, 3)) * (1.2 - 0.5 * y)[..., None]
    for _ in range(int(rng.integers(3, 9))):
        cx, cy = rng.uniform(0, 1), rng.uniform(0, 0.5)
        w, h = rng.uniform(0.04, 0.16), rng.uniform(0.08, 0.3)
        spot = (np.abs(x - cx) < w) & (np.abs(y - cy) < h)
        tint = choose(rng, "#3a2c24 #a88c6c #d8d4c8 #5c6c58 #8c4838 #2c3038 #f4e8d0")
        image = np.where(spot[..., None], tint * rng.uniform(0.4, 1.2), image)
    image = blur(image.astype(np.float32), 0.045 * height)
    lights = jitter(rng, choose(rng, "#ffd8a0 #fff0d8 #ffe0b0"), 5, 0.2)
    count = int(rng.choice([0, 6, 16]))
    image += bokeh(rng, height, width, lights, count, 0.03 * height, (0, 0, 1, 0.5)) * 0.5
    return image.astype(np.float32)


def serve(
    rng: np.random.Generator,
    camera: Camera,
    things: list,
    far: float,
    blur_px: float = 9.0,
    light: Light | None = None,
    supersample: int = 2,
) -> Array:
    """Render a laid table with window light and shallow focus; returns linear rgb."""
    width, height = camera.width, camera.height
    light = window_light(rng) if light is None else light
    frame: Frame = render(camera, things, light, room(rng, width, height), supersample)
    strength = blur_px * rng.uniform(0.7, 1.6) * min(width, height) / 400
    return focus(frame.rgb, frame.depth, at=far * rng.uniform(0.9, 0.97), strength=strength)


def plate(rng: np.random.Generator, radius: float, colour: Array | None = None) -> list[Patches]:
    """A plate standing on y = 0 about the origin; its middle is at y = 0.08."""
    colour = (
        choose(rng, "#e4dfd6 #e4dfd6 #dcdcdc #c8d0d4 #3c4248 #d4c4b0") * 1.0
        if (colour is None)
        else colour
    )
    r = radius
    profile = [[0, 0.07], [r * 0.6, 0.07], [r * 0.68, 0.1], [r * 0.75, 0.17], [r * 0.98, 0.24],
               [r, 0.25], [r, 0.22], [r * 0.7, 0.06], [r * 0.6, 0.0]]  # fmt: skip
    band = choose(rng, "#3c5a8c #8c3c34 #b08c4c") if rng.random() < 0.25 else None

    def paint(hit: Hit) -> Array:
        if band is None:
            return hit.colour
        v = hit.uv[:, 0]
        return np.where((np.abs(v - 0.47) < 0.02)[:, None], band, hit.colour)

    return [patches(revolve(profile, 64), colour, rough=0.2, specular=0.05, paint=paint)]


def bowl(
    rng: np.random.Generator, radius: float, deep: float, colour: Array | None = None
) -> list[Patches]:
    """A bowl standing on y = 0 about the origin."""
    if colour is None:
        colour = choose(rng, "#e4dfd6 #e4dfd6 #c8ccd0 #4a5460 #6a5040 #88a0a8 #a87c50")
    t = np.linspace(0, 1, 12)
    inner = np.stack([radius * np.sin(t * 1.5) / np.sin(1.5), 0.08 + deep * t**2.2], 1)
    outer = inner[::-1] * [1.03, 1] + [0, -0.07]
    outer[-1] = [radius * 0.3, 0]
    seed = int(rng.integers(1e6))
    shell = np.concatenate([inner, [[radius * 1.02, deep + 0.09]], outer])

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        return hit.colour * (1 + 0.12 * fbm2(u * 60, v * 30, 4, seed))[:, None]

    return [patches(revolve(shell, 64), colour, rough=0.3, specular=0.05, paint=paint)]


def cup(rng: np.random.Generator, colour: Array | None = None) -> list[Patches]:
    """A wide coffee cup with its handle on +x; radius .48 at the rim, .62 tall, on y = 0."""
    if colour is None:
        colour = choose(rng, "#e4dfd6 #e4dfd6 #d8d8d8 #4c5c68 #a8483c #3a3c40 #88a094")
    profile = [[0, 0.06], [0.2, 0.07], [0.36, 0.16], [0.44, 0.34], [0.48, 0.62], [0.5, 0.63],
               [0.51, 0.6], [0.47, 0.32], [0.38, 0.12], [0.26, 0.03], [0.25, 0]]  # fmt: skip
    t = np.linspace(-1.5, 1.6, 16)
    loop = np.stack([0.45 + 0.26 * np.cos(t), 0.36 + 0.18 * np.sin(t), 0 * t], -1)
    finish = {"rough": 0.18, "specular": 0.055}
    return [
        patches(revolve(profile, 56), colour, **finish),
        patches(tube(loop, 0.045, 12), colour, **finish),
    ]


def cutlery(rng: np.random.Generator, place: Array, turn: float, kind: str) -> list[Patches]:
    """A steel fork, knife or spoon lying along z, about 2 units long."""
    steel = {"metal": 1.0, "rough": 0.22}
    grey = hexed("#c8c8cc")
    z = np.linspace(1.0, -0.35, 10)
    half = np.interp(z, [-0.35, 0.2, 1.0], [0.04, 0.05, 0.085])
    parts = [_strip(z, half, 0.06)]
    if kind == "knife":
        z = np.linspace(-0.35, -1.25, 10)
        parts.append(_strip(z, np.interp(z, [-1.25, -1.0, -0.35], [0.02, 0.09, 0.08]), 0.06))
    elif kind == "spoon":
        a = np.linspace(0, np.pi, 12)
        parts.append(_strip(-0.62 + 0.32 * np.cos(a), 0.2 * np.sin(a) + 0.02, 0.07))
    else:
        z = np.linspace(-0.35, -0.7, 8)
        parts.append(_strip(z, np.interp(z, [-0.7, -0.45, -0.35], [0.15, 0.13, 0.04]), 0.06))
        for x in (-0.12, -0.04, 0.04, 0.12):
            tine = _strip(np.linspace(-0.7, -1.15, 5), np.full(5, 0.02), 0.06)
            parts.append(tine + np.array([x, 0, 0]))
    matrix = rotation("y", turn) * 1.15
    return [patches(part, grey, **steel).turned(matrix).moved(place) for part in parts]


def _strip(z: Array, half: Array, thick: float) -> Array:
    """Grid of a flat rounded bar along z whose half width varies."""
    turn = np.linspace(0, 2 * np.pi, 13)
    x = half[:, None] * np.cos(turn)
    y = thick * (0.6 + 0.4 * np.sin(turn))
    return np.stack(np.broadcast_arrays(x, y[None], z[:, None]), -1)


def board(rng: np.random.Generator, size: Array) -> list[Patches]:
    """A wooden or slate serving board with its top at y = .14."""
    wood = planks(rng, choose(rng, "#b08a5c #8a6440 #c8a878 #5c4030"), 6.0)
    return [patches(box((size[0], 0.14, size[1]), (0, 0.07, 0)), WHITE, paint=wood, rough=0.6)]


def napkin(rng: np.random.Generator, place: Array) -> Patches:
    """A crumpled cloth napkin."""
    u, v = np.mgrid[-1:1:28j, -1:1:28j]
    seed = int(rng.integers(1e6))
    fold = np.abs(fbm2(u * 1.4, v * 1.4, 3, seed)) * 0.35 + 0.05
    grid = np.stack([u * 1.2, fold, v * 1.2], -1) @ rotation("y", rng.uniform(0, 6)).T
    colour = choose(rng, "#d8d4c8 #8c9cac #b0584c #c8b898 #607060")
    return patches(grid, colour, rough=0.9).moved(place)


def liquid(radius: float, level: float, paint: Callable[[Hit], Array], colour: Array) -> Patches:
    """The round surface of a drink or soup."""
    return patches(disc(radius, 6, 48), colour, paint=paint, rough=0.35).moved((0, level, 0))
