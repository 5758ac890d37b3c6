"""Motor cars built from profiles: body, glass, lights and wheels, heading along +x, on y = 0."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from .colour import choose, hexed, mix
from .noise import fbm2, smoothstep
from .shapes import Hit, Patches, box, disc, patches, revolve, rotation, sphere, tube

Array = np.ndarray
BLACK, CHROME = hexed("#0c0c0e"), hexed("#d0d0d4")
PAINTS = (
    "#9c1418 #a81c1c #1c3470 #2450a0 #c8c8ca #d8d8d6 #e0ded8 #16181c #24262a #585c62 #8c9096 "
    "#c89018 #d86414 #2c5038 #4c1820 #7c8c98 #3a6a8c"
)


@dataclass(frozen=True)
class Shape:
    """Side profiles (x, y) from the nose (+x) to the tail, in metres, and other sizes."""

    body: tuple[tuple[float, float], ...]
    roof: tuple[tuple[float, float], ...]
    wide: float
    axles: tuple[float, float]
    wheel: float
    sill: float = 0.24
    square: float = 0.42
    taper: float = 0.8
    nose: float = 5.0
    pillars: tuple[float, ...] = (0.1,)
    chrome: bool = False
    lamp: tuple[float, float] = (0.52, 0.68)
    grille: tuple[float, float, float] = (0.42, 0.42, 0.66)


SHAPES = {
    "sedan": Shape(
        ((2.28, 0.22), (2.32, 0.42), (2.30, 0.62), (2.16, 0.74), (1.7, 0.84), (1.0, 0.93),
         (0.2, 0.95), (-1.0, 0.97), (-1.6, 1.0), (-2.1, 0.99), (-2.26, 0.92), (-2.32, 0.6),
         (-2.28, 0.26)),
        ((1.12, 0.9), (0.75, 1.13), (0.3, 1.38), (-0.2, 1.45), (-0.8, 1.41), (-1.3, 1.2),
         (-1.75, 0.97)), 0.9, (1.38, -1.36), 0.325, pillars=(0.08, -0.86)),
    "hatch": Shape(
        ((1.95, 0.22), (2.0, 0.42), (1.98, 0.64), (1.85, 0.78), (1.4, 0.9), (0.9, 0.97),
         (0.0, 1.0), (-1.2, 1.03), (-1.8, 1.04), (-1.93, 0.9), (-1.96, 0.6), (-1.92, 0.26)),
        ((1.15, 0.93), (0.7, 1.2), (0.3, 1.45), (-0.3, 1.5), (-1.1, 1.45), (-1.5, 1.3),
         (-1.82, 1.02)), 0.88, (1.22, -1.22), 0.32, pillars=(0.0, -0.95)),
    "suv": Shape(
        ((2.2, 0.36), (2.27, 0.5), (2.26, 0.9), (2.14, 1.06), (1.6, 1.13), (1.0, 1.17),
         (0.0, 1.18), (-1.2, 1.2), (-2.05, 1.2), (-2.2, 1.1), (-2.24, 0.7), (-2.2, 0.4)),
        ((1.1, 1.14), (0.8, 1.4), (0.5, 1.7), (0.0, 1.78), (-1.2, 1.78), (-1.85, 1.7),
         (-2.1, 1.22)), 0.95, (1.4, -1.36), 0.39, sill=0.4, square=0.3, taper=0.86,
        pillars=(0.1, -0.85, -1.6), lamp=(0.78, 0.97), grille=(0.55, 0.66, 0.98)),
    "sports": Shape(
        ((2.2, 0.16), (2.28, 0.28), (2.24, 0.46), (2.0, 0.66), (1.55, 0.80), (1.2, 0.82),
         (0.7, 0.81), (0.0, 0.82), (-0.8, 0.86), (-1.5, 0.92), (-2.05, 0.9), (-2.2, 0.8), (-2.22, 0.5),
         (-2.16, 0.26)),
        ((1.0, 0.78), (0.5, 1.0), (0.05, 1.16), (-0.35, 1.2), (-0.9, 1.1), (-1.4, 0.98),
         (-1.9, 0.9)), 0.97, (1.34, -1.3), 0.34, sill=0.16, square=0.5, taper=0.72, nose=3.4,
        pillars=(-0.5, -1.05), lamp=(0.46, 0.6), grille=(0.55, 0.2, 0.36)),
    "classic": Shape(
        ((2.45, 0.28), (2.52, 0.45), (2.5, 0.72), (2.38, 0.86), (1.8, 0.93), (1.0, 0.98),
         (0.2, 0.98), (-1.0, 0.98), (-1.8, 0.99), (-2.4, 0.96), (-2.55, 0.86), (-2.58, 0.6),
         (-2.5, 0.3)),
        ((1.05, 0.94), (0.8, 1.15), (0.55, 1.38), (0.1, 1.5), (-0.6, 1.5), (-1.15, 1.36),
         (-1.6, 0.97)), 0.94, (1.55, -1.45), 0.35, sill=0.27, square=0.36, taper=0.84, nose=4.2,
        pillars=(-0.25,), chrome=True, lamp=(0.62, 0.8), grille=(0.55, 0.45, 0.68)),
    "beetle": Shape(
        ((1.95, 0.3), (2.05, 0.42), (2.02, 0.55), (1.85, 0.72), (1.5, 0.88), (1.0, 0.98),
         (0.2, 0.95), (-0.8, 0.96), (-1.4, 0.92), (-1.8, 0.74), (-2.0, 0.5), (-1.98, 0.3)),
        ((0.95, 0.93), (0.75, 1.18), (0.45, 1.42), (-0.05, 1.5), (-0.6, 1.42), (-1.05, 1.2),
         (-1.45, 0.9)), 0.8, (1.2, -1.2), 0.33, sill=0.3, square=0.6, taper=0.78, nose=2.6,
        pillars=(-0.2,), chrome=True, lamp=(0.55, 0.75), grille=(0.0, 0.0, 0.0)),
    "pickup": Shape(
        ((2.6, 0.4), (2.68, 0.55), (2.66, 0.95), (2.5, 1.08), (1.8, 1.15), (1.2, 1.18),
         (0.0, 1.17), (-0.7, 1.16), (-1.6, 1.15), (-2.6, 1.15), (-2.68, 1.1), (-2.7, 0.7),
         (-2.64, 0.45)),
        ((1.3, 1.14), (1.0, 1.42), (0.75, 1.72), (0.3, 1.79), (-0.3, 1.78), (-0.6, 1.7),
         (-0.75, 1.14)), 0.96, (1.72, -1.62), 0.4, sill=0.42, square=0.3, taper=0.86,
        pillars=(0.1,), lamp=(0.8, 1.0), grille=(0.58, 0.64, 1.0)),
}  # fmt: skip


def smooth_path(points: Array, count: int, ease: float) -> Array:
    """Resample a polyline (k, 2) to `count` points with its corners rounded by `ease` metres."""
    points = np.asarray(points, float)
    far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    s = np.linspace(0, far[-1], count)
    path = np.stack([np.interp(s, far, points[:, i]) for i in range(2)], 1)
    sigma = ease / (far[-1] / count)
    return ndimage.gaussian_filter1d(path, sigma, axis=0, mode="nearest")


def lookup(grid: Array, uv: Array) -> Array:
    """Points (n, 3) of a grid (u, v, 3) at uv in [0, 1]: where a hit lies on the car itself."""
    where = (uv * [grid.shape[0] - 1, grid.shape[1] - 1]).T
    return np.stack(
        [ndimage.map_coordinates(grid[..., i], where, order=1, mode="nearest") for i in range(3)],
        -1,
    )


def shell(shape: Shape) -> Array:
    """Grid (u, v, 3) of the body below the windows, open below with wheel arches."""
    path = smooth_path(shape.body, 200, 0.05)
    x, top = path.T
    length = max(abs(x.max()), abs(x.min()))
    plan = np.clip(1 - np.abs(x / (length * 1.004)) ** shape.nose * 0.30, 0.2, 1)
    plan *= np.where(np.abs(x) > length - 0.25, 1 - ((np.abs(x) - length + 0.25) / 0.25) ** 2 * 0.12,
                     1)  # fmt: skip
    half = shape.wide * plan
    arch = shape.wheel * 1.13
    low = np.full_like(x, shape.sill)
    for axle in shape.axles:
        away = np.clip(arch**2 - (x - axle) ** 2, 0, None)
        low = np.maximum(low, np.where(away > 0, shape.wheel + np.sqrt(away) - 0.02, 0))
    low = np.minimum(low, top - np.clip(top - shape.sill, 0, 0.07))
    belt = np.maximum(np.minimum(top - 0.10 * (1 + shape.square), 0.9 * top + 0.02), low)
    middle = low + (belt - low) * 0.62
    v = np.linspace(0, 1, 24)[None, :]
    side_y = low[:, None] + (middle - low)[:, None] * v
    drop = (middle[:, None] - side_y) / max(float(top.max()), 0.1)
    side_z = half[:, None] * (1 - 0.35 * drop**2 - 0.02 * (v < 0.3))
    a = np.linspace(0, np.pi / 2, 34)[None, 1:]
    over_y = middle[:, None] + (top - middle)[:, None] * np.sin(a) ** shape.square**0.5
    over_z = half[:, None] * np.cos(a) ** shape.square
    crown = 0.03 * (1 - (over_z / np.maximum(half[:, None], 1e-3)) ** 2)
    over_y = over_y + crown * np.clip(top - low, 0, 0.3)[:, None]
    y = np.concatenate([side_y, over_y], 1)
    z = np.concatenate([side_z, over_z], 1)
    right = np.stack([np.broadcast_to(x[:, None], y.shape), y, z], -1)
    left = right[:, ::-1] * [1, 1, -1]
    return np.concatenate([right, left[:, 1:]], 1).astype(np.float32)


def cabin(shape: Shape) -> Array:
    """Grid (u, v, 3) of the roof and windows."""
    path = smooth_path(shape.roof, 110, 0.05)
    x, top = path.T
    base = shape.roof[0][1] - 0.05
    base = np.interp(x, [shape.roof[-1][0], shape.roof[0][0]], [shape.roof[-1][1] - 0.06, base])
    base = np.minimum(base, top)
    tall = top.max() - base.min()
    a = np.linspace(0, 1, 30)[None, :]
    lift = 1 - (1 - a) ** 1.0
    wide = shape.wide * 0.93
    lean = shape.taper
    edge = 0.80
    y = np.where(lift < edge, base[:, None] + (top - base)[:, None] * lift / edge * 0.93, 0)
    round_ = np.clip((lift - edge) / (1 - edge), 0, 1)
    y = np.where(
        lift >= edge,
        base[:, None] + (top - base)[:, None] * (0.93 + 0.07 * np.sin(round_ * np.pi / 2)),
        y,
    )
    rise = (y - base.min()) / tall
    side = wide * (1 - (1 - lean) * rise**1.15)
    ends = np.minimum(np.abs(x - shape.roof[0][0]), np.abs(x - shape.roof[-1][0]))
    side = side * (0.93 + 0.07 * np.clip(ends / 0.7, 0, 1) ** 0.7)[:, None]
    z = np.where(lift < edge, side, side * np.cos(round_ * np.pi / 2))
    right = np.stack([np.broadcast_to(x[:, None], y.shape), y, z], -1)
    left = right[:, ::-1] * [1, 1, -1]
    return np.concatenate([right, left[:, 1:]], 1).astype(np.float32)


def wheel(
    rng: np.random.Generator, radius: float, style: str | None = None, wide: float = 0.22
) -> list[Patches]:
    """A wheel in the xy plane whose outer face looks to +z; its middle is the origin."""
    style = str(rng.choice(["five", "ten", "mesh"])) if style is None else style
    r, w = radius, wide / 2
    tread = [[0.66, -w], [0.9, -w], [0.985, -w * 0.75], [1.0, -w * 0.3], [1.0, w * 0.3],
             [0.985, w * 0.75], [0.9, w], [0.7, w * 1.02], [0.66, w * 0.9]]  # fmt: skip
    profile = np.array(tread) * [r, 1]
    turned = rotation("x", np.pi / 2)

    def rubber(hit: Hit) -> Array:
        v, u = hit.uv.T
        block = (np.sin(u * 2 * np.pi * 60) > 0) & (v > 0.25) & (v < 0.62)
        ring = np.abs(v - 0.85) < 0.02
        return hit.colour * (1 - 0.5 * block + 0.5 * ring)[:, None]

    parts = [patches(revolve(profile, 56) @ turned.T, hexed("#1a1a1b"), paint=rubber, rough=0.65)]
    rim = 0.68 * r
    dish = np.array([[rim, w * 0.9], [rim * 0.97, w * 1.0], [rim * 0.93, w * 0.75],
                     [rim * 0.9, w * 0.2], [0, w * 0.2]])  # fmt: skip
    steel = choose(rng, "#a8aab0 #b4b6ba #88898e #c4c4c8") if style != "cap" else CHROME
    parts.append(
        patches(revolve(dish, 48) @ turned.T, hexed("#141416"), rough=0.5).moved((0, 0, -0.0))
    )
    lip = np.array([[rim, w * 0.85], [rim * 1.0, w * 1.03], [rim * 0.94, w * 0.98]])
    parts.append(patches(revolve(lip, 56) @ turned.T, steel, rough=0.25, specular=0.3))
    if style == "cap":
        t = np.linspace(0, 1, 10)
        cap = np.stack([rim * 0.95 * t, w * (1.25 - 0.4 * t**2)], 1)

        def moon(hit: Hit) -> Array:
            v, u = hit.uv.T
            slot = (np.abs(np.modf(u * 16)[0] - 0.5) < 0.18) & (v > 0.75) & (v < 0.9)
            return np.where(slot[:, None], BLACK, hit.colour)

        parts.append(patches(revolve(cap, 48) @ turned.T, steel, paint=moon, metal=1.0, rough=0.15))
        return parts
    disk = np.array([[0.0, w * 0.3], [rim * 0.6, w * 0.3], [rim * 0.62, w * 0.2]])
    parts.append(patches(revolve(disk, 40) @ turned.T, hexed("#5c5c60"), metal=1.0, rough=0.35))
    count = {"five": 5, "ten": 10, "mesh": 20}[style]
    t = np.linspace(0, 1, 10)
    around = np.linspace(0, 2 * np.pi, 13)
    thick = {"five": 0.20, "ten": 0.09, "mesh": 0.05}[style] * rim
    for i in range(count):
        bend = 0.0 if style != "mesh" else (0.3 if i % 2 else -0.3)
        angle = (
            2
            * np.pi
            * (i // (2 if style == "mesh" else 1))
            / (count // (2 if style == "mesh" else 1))
        )
        angle = angle + bend * t
        far = rim * (0.12 + 0.84 * t)
        axis = np.stack([np.cos(angle) * far, np.sin(angle) * far, w * (0.75 + 0.2 * t**2)], -1)
        side = np.stack([-np.sin(angle), np.cos(angle), 0 * t], -1)
        size = thick * (1 - 0.35 * np.sin(np.pi * t))
        ring = axis[:, None] + side[:, None] * (size[:, None] * np.cos(around))[..., None]
        ring = ring + np.array([0, 0, 1]) * (0.03 * r * np.sin(around))[None, :, None]
        parts.append(patches(ring, steel, rough=0.25, specular=0.3))
    hub = np.array([[0, w * 1.0], [rim * 0.14, w * 0.98], [rim * 0.2, w * 0.85], [rim * 0.22, 0]])
    parts.append(patches(revolve(hub, 24) @ turned.T, steel * 0.9, rough=0.25, specular=0.25))
    for i in range(5):
        a = i * 2 * np.pi / 5 + 0.3
        nut = patches(sphere(0.02 * r / 0.33, 6, 8), hexed("#44444a"), rough=0.3)
        parts.append(nut.moved((np.cos(a) * rim * 0.17, np.sin(a) * rim * 0.17, w * 0.95)))
    return parts


def car(
    rng: np.random.Generator,
    kind: str,
    colour: Array | None = None,
    stripe: Array | None = None,
    dirt: float = 0.0,
    lights: float = 0.0,
) -> list[Patches]:
    """A whole car of a kind in SHAPES; `lights` is the glow of its headlamps."""
    shape = SHAPES[kind]
    shape = replace(shape, wide=shape.wide * rng.uniform(0.98, 1.03))
    colour = choose(rng, PAINTS) if colour is None else colour
    seed = int(rng.integers(1e6))
    body, glass = shell(shape), cabin(shape)
    front, back = body[..., 0].max(), body[..., 0].min()
    low, high = shape.lamp
    grille = shape.grille
    two_tone = hexed("#e0dcd0") if kind == "classic" and rng.random() < 0.6 else None
    plates = rng.random() < 0.8
    bars = str(rng.choice(["across", "upright", "mesh"]))
    deck = shape.roof[0][1]

    def skin(hit: Hit) -> Array:
        x, y, z = lookup(body, hit.uv).T
        az = np.abs(z)
        paint = np.broadcast_to(colour, (len(x), 3)) * 1.0
        if two_tone is not None:
            paint = np.where((y > 0.80 + 0.05 * x / front)[:, None], two_tone, paint)
        if stripe is not None:
            band = (az > 0.12) & (az < 0.34)
            paint = np.where(band[:, None], stripe, paint)
        doors = [shape.roof[0][0] - 0.15, *shape.pillars, shape.axles[1] + 0.42]
        seam = np.zeros_like(x, bool)
        flank = az > shape.wide * 0.72
        for place in doors[:-1] if kind in ("sports", "classic", "beetle") else doors:
            seam |= (np.abs(x - place) < 0.006) & flank & (y > shape.sill + 0.1)
        seam |= (np.abs(az - shape.wide * 0.77) < 0.006) & (x > shape.roof[0][0]) & (y > 0.6)
        seam |= (np.abs(x - shape.roof[0][0] - 0.03) < 0.007) & (y > 0.5 * deck) & ~flank
        seam |= (np.abs(x - back - 0.45) < 0.007) & (y > 0.7 * deck) & ~flank
        paint = np.where(seam[:, None], paint * 0.25, paint)
        sill = y < shape.sill + (0.07 if kind != "suv" else 0.14)
        paint = np.where(sill[:, None], hexed("#1c1c1e"), paint)
        nose, tail = x > front - 0.22, x < back + 0.2
        wide, g0, g1 = grille
        mouth = nose & (az < wide) & (y > g0) & (y < g1) & (x > front - 0.16)
        wave = {"across": np.sin(y * 150), "upright": np.sin(z * 110)}.get(
            bars, np.sin((y + z) * 110) * np.sin((y - z) * 110)
        )
        slat = mix(BLACK * 0.6, CHROME * (0.9 if shape.chrome else 0.35), wave > 0.35)
        paint = np.where(mouth[:, None], slat, paint)
        rim = nose & (az < wide + 0.025) & (y > g0 - 0.025) & (y < g1 + 0.025) & ~mouth
        paint = np.where((rim & (x > front - 0.18))[:, None], CHROME * 0.8, paint)
        intake = nose & (az < shape.wide * 0.6) & (y > shape.sill + 0.02) & (y < g0 - 0.12)
        paint = np.where(intake[:, None], BLACK, paint)
        if not shape.chrome:
            mid = (low + high) / 2
            eye = (x > front - 0.42) & (az > shape.wide * 0.56) & (az < shape.wide * 0.95)
            eye &= np.abs(y - mid) < (high - low) / 2 * (0.7 + 0.3 * az / shape.wide)
            glow = 0.55 + 0.5 * (np.hypot(az - shape.wide * 0.7, y - mid) < 0.06)
            glow = glow + lights * 3
            paint = np.where(eye[:, None], hexed("#c8ccd0") * glow[:, None], paint)
        lamp = tail & (az > shape.wide * 0.58) & (y > high - 0.02) & (y < high + 0.17)
        paint = np.where(lamp[:, None], hexed("#8c0c0c"), paint)
        if plates:
            plate_y = 0.38 + (0.2 if kind in ("suv", "pickup") else 0.05)
            board = (az < 0.25) & (np.abs(y - plate_y) < 0.055) & (nose | tail)
            paint = np.where(board[:, None], hexed("#d8d8d0"), paint)
        if dirt:
            mud = smoothstep(0.95, 0.3, y + 0.35 * fbm2(x * 3, y * 3, 4, seed)) * dirt
            paint = mix(paint, hexed("#6a523c"), mud)
        return paint

    pane = choose(rng, "#0a0c0e #10161a #0c1212")
    roof_colour = colour if two_tone is None else two_tone
    if kind in ("sports", "suv", "hatch") and rng.random() < 0.25:
        roof_colour = hexed("#101012")
    crest = max(p[1] for p in shape.roof)
    top_line = crest - 0.1

    def greenhouse(hit: Hit) -> Array:
        x, y, z = lookup(glass, hit.uv).T
        u = hit.uv[:, 0]
        path = lookup(glass, np.stack([u, 0 * u + 0.5], 1))
        belt = lookup(glass, np.stack([u, 0 * u], 1))[:, 1] + 0.07
        side_edge = np.abs(lookup(glass, np.stack([u, 0 * u + 0.39], 1))[:, 2])
        end = (u < 0.34) | (u > 0.66)
        sloped = end & (path[:, 1] < top_line + 0.045)
        window = sloped & (np.abs(z) < side_edge - 0.07) & (np.abs(hit.uv[:, 1] - 0.5) < 0.12)
        v = np.minimum(hit.uv[:, 1], 1 - hit.uv[:, 1]) * 2
        flank = (v < 0.74) & (y > belt) & (path[:, 1] - y > 0.09)
        pillar = np.zeros_like(flank)
        for place in shape.pillars:
            pillar |= np.abs(x - place + 0.12 * (y - 1.0)) < 0.035
        flank &= ~pillar
        sheen = smoothstep(-0.1, 0.35, fbm2(x * 1.3 + y, y * 2.0 + z * 0.7, 3, seed))
        lit = mix(pane, hexed("#8294a2"), sheen * smoothstep(belt - 0.1, crest, y) * 0.7)
        colour_ = np.where((window | flank)[:, None], lit, roof_colour)
        return np.where((pillar & (v < 0.74))[:, None], roof_colour * 0.25, colour_)

    gloss = {"rough": 0.06, "specular": 0.09}
    parts = [
        patches(body, colour, paint=skin, rough=0.1 + 0.5 * dirt, specular=0.09 - 0.05 * dirt),
        patches(glass, pane, paint=greenhouse, **gloss),
    ]
    parts.append(
        patches(
            box(((front - back) * 0.78, 0.4, shape.wide * 1.5), (0, shape.sill + 0.16, 0)),
            hexed("#060606"),
            rough=0.9,
        )
    )
    if kind == "pickup":
        bed = box((1.7, 0.04, shape.wide * 1.6), (-1.72, 1.17, 0))
        parts.append(patches(bed, hexed("#0c0c0d"), rough=0.9))
    for side in (-1, 1):
        for axle in shape.axles:
            style = "cap" if shape.chrome else None
            spin = rotation("y", 0 if side > 0 else np.pi)
            tyre_rng = np.random.default_rng(seed)
            for part in wheel(tyre_rng, shape.wheel, style):
                parts.append(
                    part.turned(spin).moved((axle, shape.wheel, side * (shape.wide - 0.13)))
                )
        mirror = np.add(sphere((0.07, 0.07, 0.11)), [
            shape.roof[0][0] - 0.25, shape.roof[0][1] + 0.1, side * (shape.wide + 0.03)
        ])  # fmt: skip
        parts.append(patches(mirror, colour if not shape.chrome else CHROME, rough=0.15))
        for place in (*shape.pillars,)[:2]:
            grip = box((0.16, 0.025, 0.03), (place + 0.12, deck - 0.13, side * shape.wide * 0.985))
            parts.append(patches(grip, CHROME * 0.7, metal=1.0, rough=0.25))
        if shape.chrome:
            parts += round_lamp((front - 0.13, sum(shape.lamp) / 2, side * shape.wide * 0.72), 0.13,
                                lights)  # fmt: skip
            trim = box((front - back - 0.9, 0.03, 0.02), (0, 0.68, side * shape.wide * 1.0))
            parts.append(patches(trim, CHROME, metal=1.0, rough=0.2))
    if shape.chrome:
        for end, way in ((front, 1), (back, -1)):
            t = np.linspace(-1, 1, 21)
            bow = np.stack([end + way * (0.1 - 0.22 * np.abs(t) ** 3.5), 0.42 + 0 * t,
                            t * shape.wide * 0.98], -1)  # fmt: skip
            parts.append(patches(tube(bow, 0.075, 14), CHROME, metal=1.0, rough=0.12))
    return parts


def round_lamp(place: Array, radius: float, glow: float = 0.0) -> list[Patches]:
    """A round headlamp with a chrome ring, looking to +x."""
    forward = rotation("z", -np.pi / 2)
    ring = np.linspace(0, 2 * np.pi, 32)
    hoop = np.stack([0 * ring, np.cos(ring), np.sin(ring)], -1) * radius
    t = np.linspace(0, 1, 10)
    lens = revolve(np.stack([radius * t, 0.35 * radius * (1 - t**2)], 1), 32) @ forward.T

    def facets(hit: Hit) -> Array:
        v, u = hit.uv.T
        line = 0.7 + 0.3 * np.sin(v * np.cos(u * 6.28) * 40) ** 2
        return hit.colour * (line + 0.8 * smoothstep(0.4, 0.1, v))[:, None]

    bucket = revolve(np.array([[radius * 1.05, 0], [radius * 1.0, -0.18], [0, -0.3]]), 24)
    return [
        patches(tube(hoop, radius * 0.12, 10), CHROME, metal=1.0, rough=0.12).moved(place),
        patches(lens, hexed("#9ca4a8"), paint=facets, rough=0.1, specular=0.06,
                glow=glow).moved(place),
        patches(bucket @ forward.T, CHROME * 0.5, metal=1.0, rough=0.2).moved(place),
    ]  # fmt: skip


def rear_wing(shape: Shape, colour: Array) -> list[Patches]:
    """A racing wing on the tail."""
    x, y = shape.body[-4][0] + 0.1, shape.body[-4][1]
    parts = [patches(box((0.34, 0.035, shape.wide * 1.75), (x, y + 0.28, 0)), colour, rough=0.2)]
    for side in (-1, 1):
        parts.append(patches(box((0.2, 0.3, 0.03), (x, y + 0.12, side * 0.55)), BLACK))
        end = box((0.4, 0.16, 0.025), (x, y + 0.27, side * shape.wide * 0.87))
        parts.append(patches(end, colour, rough=0.2))
    return parts


def flat_disc(radius: float) -> Array:
    """Grid of a disc that faces +z."""
    return disc(radius, 6, 40) @ rotation("x", np.pi / 2).T
