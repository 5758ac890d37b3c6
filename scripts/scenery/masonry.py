"""Stone, brick, tiles and the parts of buildings: arches, columns, roofs, towers, domes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .colour import choose, hexed, mix
from .noise import fbm2, fbm3, smoothstep, unit_hash
from .shapes import Hit, Patches, box, patches, quad, revolve, rotation, scatter

Array = np.ndarray
Paint = Callable[[Hit], Array]
STONES = "#a89c84 #b8ac94 #8c8478 #c4b490 #9c8c74 #a0a09c"


def across(hit: Hit) -> Array:
    """Horizontal coordinate (n,) along an upright wall."""
    x, _, z = hit.position.T
    return np.where(np.abs(hit.normal[:, 0]) > np.abs(hit.normal[:, 2]), z, x)


def ashlar(seed: int, colour: Array, course: float = 0.5, joint: float = 0.06, wear: float = 1.0,
           round_: tuple[float, float, float] | None = None) -> Paint:  # fmt: skip
    """Paint of coursed stone or brick; `round_` is (x, z, radius) of a round tower."""

    def paint(hit: Hit) -> Array:
        p = hit.position
        s, y = across(hit), p[:, 1]
        if round_ is not None:
            s = np.arctan2(p[:, 2] - round_[1], p[:, 0] - round_[0]) * round_[2]
        row = np.floor(y / course)
        cell = s / (course * 2.1) + 0.5 * np.modf(row / 2)[0] * 2
        fx, fy = np.abs(cell - np.floor(cell)), y / course - row
        gap = (fx < joint * 0.6) | (fy < joint)
        lot = unit_hash(np.floor(cell), row, 2, seed)
        blotch = fbm2(s / (course * 8), y / (course * 12), 4, seed)
        streak = fbm2(s / course * 0.9, y / (course * 14), 4, seed + 1)
        grit = fbm3(p / course * 5, 3, seed + 2)
        shade = 1 + 0.3 * (lot - 0.5) + wear * (0.22 * blotch + 0.25 * np.minimum(streak, 0.1))
        shade = (shade + 0.14 * grit) * (1 - 0.35 * gap)
        return colour * np.maximum(shade, 0.08)[:, None]

    return paint


def tiles(seed: int, colour: Array, row: float = 0.3) -> Paint:
    """Paint of roof tiles in courses down the slope."""

    def paint(hit: Hit) -> Array:
        p = hit.position
        s = across(hit)
        level = np.floor(p[:, 1] / (row * 0.6))
        fy = p[:, 1] / (row * 0.6) - level
        wave = np.sin((s / row + 0.5 * np.modf(level / 2)[0] * 2) * 2 * np.pi)
        lot = unit_hash(np.floor(s / row), level, 3, seed)
        moss = fbm2(s * 0.3, p[:, 1] * 0.5, 4, seed)
        shade = 0.85 + 0.18 * wave - 0.35 * (fy < 0.18) + 0.25 * (lot - 0.5) + 0.3 * moss
        return colour * np.maximum(shade, 0.1)[:, None]

    return paint


def lancet(s: Array, y: Array, wide: float, tall: float, pointed: bool = True) -> Array:
    """Signed measure (negative inside) of an arched opening on s = 0 standing on y = 0."""
    half = wide / 2
    spring = tall - (wide * 0.87 if pointed else half)
    body = np.maximum(np.abs(s) - half, -y)
    reach = wide if pointed else half
    shift = half if pointed else 0.0
    over = np.hypot(np.abs(s) + shift, np.maximum(y - spring, 0)) - reach
    return np.where(y > spring, over, body)


def windows(
    wall: Paint, base: float, bay: float, storey: float, wide: float, tall: float,
    rows: int = 1, frame: Array | None = None, pointed: bool = True, offset: float = 0.0,
    span: tuple[float, float] | None = None, glass: str = "#14181c",
) -> Paint:  # fmt: skip
    """Paint with rows of arched windows in bays along a wall."""
    trim = hexed("#c4bcaa") if frame is None else frame

    def paint(hit: Hit) -> Array:
        colour = wall(hit)
        s, y = across(hit) - offset, hit.position[:, 1] - base
        level = np.floor(y / storey)
        local = s - bay * np.round(s / bay)
        d = lancet(local, y - level * storey, wide, tall, pointed)
        ok = (np.abs(hit.normal[:, 1]) < 0.3) & (level >= 0) & (level < rows)
        if span is not None:
            ok &= (s > span[0]) & (s < span[1])
        edge = ok & (d < 0.14 * wide) & (d > 0)
        colour = np.where(edge[:, None], trim * (0.9 + 0.2 * (local < 0))[:, None], colour)
        pane = hexed(glass) * (1 + 1.2 * fbm2(s * 2, y, 2, 5))[:, None]
        bars = (np.abs(local) < 0.03 * wide) | (np.abs(np.modf(y / (wide * 0.7))[0]) < 0.06)
        pane = np.where(bars[:, None], trim * 0.45, pane)
        shade = smoothstep(-0.35, -0.05, d / wide)
        pane = mix(pane, pane * 0.4, shade * (local > 0))
        return np.where((ok & (d <= 0))[:, None], pane, colour)

    return paint


def block(size: Array, centre: Array, paint: Paint, **surface: object) -> Patches:
    """A box cut into cells, so that near walls are drawn finely."""
    faces = box(size, centre)
    t = np.linspace(0, 1, 9)
    u, v = t[:, None, None], t[None, :, None]
    grids = [
        f[0, 0] * (1 - u) * (1 - v)
        + f[1, 0] * u * (1 - v)
        + f[0, 1] * (1 - u) * v
        + f[1, 1] * u * v
        for f in faces
    ]
    return patches(np.stack(grids), hexed("#a0988c"), paint=paint, **surface)


def gable(centre: Array, size: Array, paint: Paint, wall: Paint, along: str = "z") -> list[Patches]:
    """A pitched roof on base centre (x, y, z): size is width, height and length along z or x."""
    w, h, n = size[0] / 2, size[1], size[2] / 2
    lip = 0.05 * size[0]
    a, b = np.array([-w - lip, -lip, -n]), np.array([w + lip, -lip, -n])
    ridge, far = np.array([0, h, -n]), np.array([0, 0, 2 * n])
    slopes = np.stack([quad(a, ridge, a + far, ridge + far), quad(b, ridge, b + far, ridge + far)])
    ends = np.stack(
        [quad([-w, 0, s * n * 0.98], [w, 0, s * n * 0.98], [0, h * 0.97, s * n * 0.98],
              [0, h * 0.97, s * n * 0.98]) for s in (-1, 1)]
    )  # fmt: skip
    parts = [patches(slopes, hexed("#707070"), paint=paint, rough=0.8),
             patches(ends, hexed("#a0988c"), paint=wall)]  # fmt: skip
    turn = rotation("y", 0 if along == "z" else np.pi / 2)
    return [part.turned(turn).moved(centre) for part in parts]


def spire(centre: Array, radius: float, tall: float, colour: Array, sides: int = 8) -> Patches:
    """A pyramid or cone on centre; 8 sides or fewer are flat."""
    seed = 7
    profile = np.stack([np.linspace(radius, 0, 14), np.linspace(0, tall, 14)], 1)
    grid = revolve(profile, sides + 1 if sides <= 8 else 40)

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        row = np.modf(v * tall * 1.6)[0]
        shade = 0.9 + 0.25 * fbm2(u * 30, v * tall, 4, seed) - 0.25 * (row < 0.15)
        return hit.colour * shade[:, None]

    if sides <= 8:
        grid = grid @ rotation("y", np.pi / sides).T
    return patches(grid, colour, paint=paint, rough=0.7).moved(centre)


def column(radius: float, tall: float, paint: Paint, flutes: int = 20, square: bool = True):
    """A classical column standing on the origin, with base and capital."""
    t = np.linspace(0, 1, 14)
    shaft = radius * (1 - 0.15 * t - 0.05 * t**2)
    a = np.linspace(0, 2 * np.pi, max(flutes * 8, 48) + 1)
    dent = 1 - 0.06 * np.abs(np.sin(a * flutes / 2)) if flutes else np.ones_like(a)
    r = shaft[:, None] * dent[None]
    y = np.broadcast_to((tall * (0.05 + 0.87 * t))[:, None], r.shape)
    grid = np.stack([r * np.cos(a), y, -r * np.sin(a)], -1)
    foot = [[1.3, 0], [1.3, 0.02], [1.22, 0.035], [1.1, 0.04], [1.12, 0.05], [1.0, 0.055]]
    head = [[0.8, 0.91], [0.85, 0.92], [1.1, 0.945], [1.2, 0.965], [1.2, 0.97], [0, 0.97]]
    scale = np.array([radius, tall])
    parts = [patches(grid, hexed("#b0a890"), paint=paint)]
    parts += [patches(revolve(np.array(p) * scale, 32), hexed("#b0a890"), paint=paint)
              for p in (foot, head)]  # fmt: skip
    if square:
        slab = box((radius * 2.6, tall * 0.03, radius * 2.6), (0, tall * 0.985, 0))
        parts.append(patches(slab, hexed("#b0a890"), paint=paint))
    return parts


def repeat(parts: list[Patches], places: Array) -> list[Patches]:
    """Copy parts to places (m, 3)."""
    n = len(places)
    turns = np.broadcast_to(np.eye(3, dtype=np.float32), (n, 3, 3))
    return [scatter(part, places, turns, np.ones(n), np.ones((n, 3))) for part in parts]


def dome(radius: float, tall: float, colour: Array, ribs: int = 0, onion: float = 0.0) -> Patches:
    """A dome on the origin, ribbed or bulging."""
    t = np.linspace(0, 1, 30)
    r = np.cos(np.pi / 2 * t) ** 0.85 * (1 + onion * np.sin(np.pi * np.minimum(t * 1.6, 1)))
    y = np.sin(np.pi / 2 * t) * (1 + 0.15 * t**8)

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        rib = np.abs(np.modf(u * ribs)[0] - 0.5) * 2 if ribs else 0 * u
        shade = 1 - 0.3 * smoothstep(0.85, 1.0, rib) + 0.15 * fbm2(u * 30, v * 12, 4, 3)
        shade = shade - 0.12 * (np.modf(v * 14)[0] < 0.1)
        return hit.colour * shade[:, None]

    return patches(revolve(np.stack([radius * r, tall * y], 1), 56), colour, paint=paint,
                   rough=0.45, specular=0.045)  # fmt: skip


def battlements(
    places: Array, size: Array, paint: Paint, turn: Array | float = 0.0
) -> list[Patches]:
    """Merlons: blocks of `size` at places (m, 3), turned about y."""
    n = len(places)
    turns = rotation("y", np.broadcast_to(turn, n))
    one = patches(box(size), hexed("#a0988c"), paint=paint)
    return [scatter(one, places, turns, np.ones(n), np.ones((n, 3)))]


def eaves(half: float, lift: float, tall: float, inner: float, curl: float = 0.35) -> Array:
    """Grid of a square East-Asian roof: eaves `half` wide curling up at the corners."""
    a = np.linspace(0, 2 * np.pi, 97)[None, :]
    t = np.linspace(0, 1, 16)[:, None]
    square = 1 / np.maximum(np.abs(np.cos(a)), np.abs(np.sin(a)))
    corner = (square - 1) / (np.sqrt(2) - 1)
    r = (inner + (half - inner) * t) * square * (1 + 0.05 * corner**4 * t)
    y = tall * (1 - t) ** 1.7 + curl * half * corner**3 * t**3 * 0.4 + lift
    return np.stack(np.broadcast_arrays(r * np.cos(a), y, -r * np.sin(a)), -1)


def stone_colour(rng: np.random.Generator) -> Array:
    """A colour of building stone."""
    return choose(rng, STONES)
