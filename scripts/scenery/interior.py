"""Rooms: floors, walls and windows with their materials, and the light indoors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from .camera import Camera
from .colour import hexed, mix
from .noise import fbm2, smoothstep, unit_hash, worley2
from .render import Frame, Light, grey
from .shapes import Hit, Patches, box, patches

Array = np.ndarray
Paint = Callable[[Hit], Array]


def sheet(corner: Array, along: Array, across: Array, nu: int = 12, nv: int = 12) -> Array:
    """A flat parallelogram as nu by nv separate quads (nu * nv, 2, 2, 3)."""
    corner, along, across = (np.asarray(v, np.float32) for v in (corner, along, across))
    u, v = np.linspace(0, 1, nu + 1), np.linspace(0, 1, nv + 1)
    grid = corner + u[:, None, None] * along + v[None, :, None] * across
    rows = np.stack([grid[:-1], grid[1:]], 2)
    return np.stack([rows[:, :-1], rows[:, 1:]], 3).reshape(-1, 2, 2, 3)


def framed(
    target: Array,
    distance: float,
    turn: float,
    rise: float,
    half: tuple[float, float],
    width: int,
    height: int,
) -> Camera:
    """A camera `turn` and `rise` radians about a target that shows half extents (x, y)."""
    target = np.asarray(target, float)
    way = np.array([np.sin(turn) * np.cos(rise), np.sin(rise), np.cos(turn) * np.cos(rise)])
    tall = max(half[1], half[0] * height / width)
    fov = 2 * float(np.degrees(np.arctan(tall / distance)))
    return Camera(tuple(target + distance * way), tuple(target), fov, width, height)


def planks(seed: int, colour: Array, wide: float = 0.12, long: float = 1.5) -> Paint:
    """Floor boards along x."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        row = np.floor(z / wide)
        x = x + unit_hash(row, 0 * row, 0, seed) * long
        board = np.floor(x / long)
        tone = unit_hash(row, board, 1, seed)
        grain = fbm2(x * 2.5, z * 45 + tone * 50, 4, seed)
        gap = (np.mod(z / wide, 1) < 0.03) | (np.mod(x / long, 1) < 0.004)
        return colour * ((0.78 + 0.4 * tone + 0.3 * grain) * (1 - 0.6 * gap))[:, None]

    return paint


def rubber(seed: int, colour: Array, fleck: Array, tile: float = 1.0) -> Paint:
    """Gym floor: rubber tiles with coloured flecks."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        near, _, which = worley2(x * 95, z * 95, seed)
        spot = (which > 0.8) & (near < 0.12 + 0.35 * (which - 0.8) / 0.2)
        wear = 1 + 0.35 * fbm2(x * 2, z * 2, 4, seed) + 0.35 * fbm2(x * 50, z * 50, 3, seed + 1)
        seam = (np.mod(x / tile, 1) < 0.008) | (np.mod(z / tile, 1) < 0.008)
        base = np.where(spot[:, None], fleck, colour) * wear[:, None]
        return base * (1 - 0.55 * seam)[:, None]

    return paint


def brick(seed: int, colour: Array, mortar: Array) -> Paint:
    """Brick wall with uneven bricks."""

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        along, row = (x + z) / 0.24, np.floor(y / 0.08)
        along = along + 0.5 * np.mod(row, 2)
        tone = unit_hash(np.floor(along), row, 0, seed)
        joint = np.minimum(np.mod(along, 1) * 3, np.mod(y / 0.08, 1))
        stone = colour * (0.65 + 0.6 * tone + 0.4 * fbm2(x * 30 + z * 30, y * 30, 4, seed))[:, None]
        return mix(np.broadcast_to(mortar, stone.shape), stone, smoothstep(0.06, 0.16, joint))

    return paint


def plaster(seed: int, colour: Array, stain: float = 0.12, panel: float = 0.0) -> Paint:
    """Painted plaster or concrete; `panel` is the pitch of panel joints, 0 for none."""

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        along = x + z
        tone = 1 + stain * fbm2(along * 0.8, y * 0.8, 5, seed)
        tone = tone + 0.6 * stain * fbm2(along * 30, y * 30, 3, seed + 1)
        if panel:
            joint = (np.mod(along / panel, 1) < 0.012) | (np.mod(y / panel * 1.3, 1) < 0.012)
            tone = tone * (1 - 0.4 * joint)
        return colour * tone[:, None]

    return paint


def cloth(seed: int, colour: Array, weave: float = 300.0) -> Paint:
    """Woven cloth."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        thread = 0.06 * np.sin(x * weave) * np.sin(z * weave)
        return colour * (1 + 0.06 * fbm2(x * 6, z * 6, 4, seed) + thread)[:, None]

    return paint


def window(
    centre: Array, wide: float, tall: float, side: Array, light: Array, bars: tuple[int, int]
) -> list[Patches]:
    """A bright window in a wall that runs along unit vector `side`, with its bars."""
    centre, side = np.asarray(centre, np.float32), np.asarray(side, np.float32)
    up = np.array([0, 1, 0], np.float32)
    corner = centre - side * wide / 2 - up * tall / 2
    low, high = corner[1], corner[1] + tall

    def view(hit: Hit) -> Array:
        t = (hit.position[:, 1] - low) / (high - low)
        along = hit.position @ side
        trees = fbm2(along * 2.2, hit.position[:, 1] * 2.2, 4, 5) - 2.2 * (t - 0.42)
        return mix(light, hexed("#8a9a78") * 0.6, smoothstep(-0.1, 0.5, trees) * 0.6)

    pane = sheet(corner, side * wide, up * tall, 4, 4)
    parts = [patches(pane, light, glow=1.3, paint=view, shadow=False)]
    normal = np.abs(np.cross(side, up))
    frame = hexed("#e0dcd4") if bars[0] < 4 else hexed("#2c2c2e")
    for i in range(bars[0] + 1):
        spot = corner + side * wide * i / bars[0] + up * tall / 2
        size = np.abs(side) * 0.05 + up * tall + normal * 0.08
        parts.append(patches(box(size, spot), frame))
    for i in range(bars[1] + 1):
        spot = centre + up * tall * (i / bars[1] - 0.5)
        size = np.abs(side) * wide + up * 0.05 + normal * 0.08
        parts.append(patches(box(size, spot), frame))
    return parts


def room(
    floor: Paint,
    wall: Paint,
    size: tuple[float, float, float],
    gloss: float = 0.0,
    front: float = 6.0,
) -> list[Patches]:
    """Floor, back wall at z = -depth and side walls, of a room (wide, tall, deep)."""
    wide, tall, deep = size
    low = np.array([-wide / 2, 0, -deep])
    across, up, out = np.array([wide, 0, 0]), np.array([0, tall, 0]), np.array([0, 0, deep + front])
    surface = {"rough": 0.35, "specular": gloss} if gloss else {}
    ground = sheet(low, across, out, 20, 28)
    parts = [patches(ground, grey(0.5), paint=floor, shadow=False, **surface)]
    walls = [sheet(low, across, up, 10, 6), sheet(low, out, up, 14, 6)]
    walls.append(sheet(low + across, out, up, 14, 6))
    for grid in walls:
        parts.append(patches(grid, grey(0.5), paint=wall, shadow=False))
    return parts


def ceiling(size: tuple[float, float, float], colour: Array, rows: int, front: float = 6.0):
    """A ceiling with rows of bright strip lamps along z."""
    wide, tall, deep = size
    low = np.array([-wide / 2, tall, -deep])

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        lamp = np.abs(np.mod(x / wide * rows, 1) - 0.5) < 0.07
        lamp &= np.mod(z / 2.2, 1) < 0.72
        return np.where(lamp[:, None], grey(2.6), colour)

    grid = sheet(low, (wide, 0, 0), (0, 0, deep + front), 10, 16)
    return patches(grid, colour, paint=paint, glow=0.6, shadow=False)


def softboxes(direction: Array) -> Array:
    """What shiny things reflect indoors: strip lamps above, dim walls, a darker floor."""
    x, y, z = direction[..., 0], direction[..., 1], direction[..., 2]
    base = 0.18 + 0.35 * smoothstep(-0.2, 0.6, y)
    strip = smoothstep(0.75, 0.95, np.abs(np.sin(x * 4.2 + 0.7))) * smoothstep(0.1, 0.35, y)
    pane = smoothstep(0.45, 0.6, np.abs(x)) * smoothstep(-0.1, 0.1, y) * smoothstep(0.6, 0.4, y)
    wall = base + 1.9 * strip + 1.3 * pane * (np.abs(np.mod(z * 3, 1) - 0.5) < 0.4)
    return wall[..., None] * np.array([1.0, 0.98, 0.95], np.float32)


def indoors(direction: Array, **changes: object) -> Light:
    """Daylight from a window on the side of `direction`; keyword arguments override."""
    settings: dict = {
        "sun_direction": np.asarray(direction, np.float32),
        "sun": np.array([2.5, 2.4, 2.2], np.float32),
        "sky": np.array([0.62, 0.64, 0.68], np.float32),
        "ground": np.array([0.34, 0.32, 0.3], np.float32),
        "softness": 0.08,
        "mirror": softboxes,
    }
    return Light(**(settings | changes))


def overlay(frame: Frame, layer: Frame, cover: float, add: float = 0.0) -> Array:
    """Lay a see-through layer (veil, glass) over a frame where it is nearer."""
    nearer = layer.alpha * (layer.depth < frame.depth)
    tint = layer.rgb / np.maximum(layer.alpha, 1e-3)[..., None]
    out = mix(frame.rgb, tint, nearer * cover)
    return (out + add * tint * nearer[..., None]).astype(np.float32)


def soften(frame: Frame) -> Frame:
    """Smooth the stairs along outlines of a frame drawn with one sample a pixel."""
    near = np.where(np.isfinite(frame.depth), frame.depth, 1e4)
    low, high = ndimage.minimum_filter(near, 3), ndimage.maximum_filter(near, 3)
    edge = ndimage.gaussian_filter(smoothstep(1.03, 1.1, high / low), 0.6)
    smooth = ndimage.gaussian_filter(np.minimum(frame.rgb, 3), (0.75, 0.75, 0))
    return Frame(mix(frame.rgb, smooth, np.clip(edge * 1.1, 0, 1)), frame.depth, frame.alpha)
