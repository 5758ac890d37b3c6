"""Towers: of castles and mosques, and the glass walls of office blocks."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .masonry import ashlar, battlements, dome, lancet, spire
from .noise import fbm2, unit_hash
from .shapes import Hit, Patches, patches, revolve

Array = np.ndarray


def round_tower(
    rng: np.random.Generator, place: Array, radius: float, tall: float, stone: Array,
    roof: Array | None, seed: int,
) -> list[Patches]:  # fmt: skip
    """A castle tower with slits, a corbelled top and a cone or battlements."""
    x, y, z = place
    wall = ashlar(seed, stone, 0.6, round_=(x, z, radius))

    def slits(hit: Hit) -> Array:
        colour = wall(hit)
        u = hit.uv[:, 1]
        height = hit.position[:, 1] - y
        s = (np.modf(u * 6 + np.floor(height / 4.5) * 0.37)[0] - 0.5) * 2 * np.pi * radius / 6
        d = lancet(s, np.modf(np.maximum(height, 0) / 4.5)[0] * 4.5 - 1.6, 0.55, 1.7, False)
        return np.where(((d < 0) & (height < tall * 0.92))[:, None], hexed("#100e0c"), colour)

    r = radius
    profile = [[r * 1.08, 0], [r, tall * 0.1], [r, tall * 0.9], [r * 1.15, tall * 0.95],
               [r * 1.15, tall * 1.03], [r * 0.9, tall * 1.03], [0, tall * 1.0]]  # fmt: skip
    parts = [patches(revolve(profile, 48), stone, paint=slits, rough=0.85).moved(place)]
    if roof is not None and rng.random() < 0.75:
        cone = spire((x, y + tall * 1.03, z), r * 1.3, r * rng.uniform(2.2, 3.2), roof, 24)
        return [*parts, cone]
    a = np.arange(12) * 2 * np.pi / 12
    spots = np.stack([x + r * 1.05 * np.cos(a), 0 * a + y + tall * 1.03 + 0.4,
                      z - r * 1.05 * np.sin(a)], -1)  # fmt: skip
    size = (r * 0.2, 1.0, r * 0.32)
    return parts + battlements(spots, size, wall, a)


def minaret(
    rng: np.random.Generator, place: Array, tall: float, radius: float, colour: Array, cap: Array
) -> list[Patches]:
    """A round tower with ornament in bands, corbelled balconies and a pointed cap."""
    seed, balconies = int(rng.integers(1e6)), int(rng.integers(1, 4))
    levels = np.linspace(0.55, 0.84, balconies) if balconies > 1 else np.array([0.74])
    profile = [[radius * 1.35, 0], [radius * 1.35, tall * 0.1], [radius, tall * 0.13]]
    for level in levels:
        r = radius * (1.05 - 0.35 * level)
        profile += [[r, tall * (level - 0.05)], [r * 1.2, tall * (level - 0.025)],
                    [r * 1.6, tall * level], [r * 1.6, tall * (level + 0.028)],
                    [r * 1.5, tall * (level + 0.028)], [r * 1.5, tall * level],
                    [r * 0.9, tall * level]]  # fmt: skip
    r = radius * 0.66
    profile += [[r, tall * 0.9], [r * 1.15, tall * 0.905], [r * 1.15, tall * 0.915]]
    carved = rng.random() < 0.6
    stone = ashlar(seed, colour, 0.35, 0.05, round_=(place[0], place[2], radius))

    def paint(hit: Hit) -> Array:
        shade = stone(hit)
        u, y = hit.uv[:, 1], hit.position[:, 1] - place[1]
        if not carved:
            return shade
        band = np.floor(y / 1.3).astype(int)
        fy = np.modf(y / 1.3)[0]
        kind = unit_hash(band, band * 0, 2, seed)
        s = np.modf(u * 18)[0]
        diamond = np.abs(s - 0.5) + np.abs(fy - 0.5) < 0.36
        zig = np.abs(np.abs(s - 0.5) * 2 - fy) < 0.16
        mark = np.where(kind < 0.3, diamond, np.where(kind < 0.6, zig, False))
        mark = mark | (fy < 0.08)
        arch = (kind > 0.8) & (lancet((s - 0.5), fy - 0.1, 0.6, 0.8) < 0)
        return shade * (1 - 0.42 * mark - 0.5 * arch)[:, None]

    grid = revolve(np.array(profile), 48)
    parts = [patches(grid, colour, paint=paint, rough=0.85).moved(place)]
    top = np.add(place, (0, tall * 0.915, 0))
    if rng.random() < 0.5:
        parts.append(spire(top, r * 1.2, tall * 0.12, cap, 24))
    else:
        parts.append(dome(r * 1.15, tall * 0.05, cap, 12, 0.1).moved(top))
    knob = revolve([[0, 1.6], [0.06, 1.5], [0.06, 0.8], [0.2, 0.6], [0.06, 0.4], [0.06, 0]], 12)
    parts.append(patches(knob, hexed("#b08c3c"), metal=1.0, rough=0.3).moved(
        np.add(top, (0, tall * 0.048, 0))))  # fmt: skip
    return parts


def curtain_wall(rng: np.random.Generator, storey: float, bay: float):
    """Paint of a glass tower: panes that mirror a bright sky, mullions and floor bands."""
    seed = int(rng.integers(1e6))
    glass = choose(rng, "#5c7c98 #3c5468 #7494a8 #48606c #6c7c84 #2c3c4c")
    frame = choose(rng, "#b8bcc0 #3c4044 #8c9094 #c8c0b0 #a07858")
    band, upright = rng.uniform(0.06, 0.35), rng.uniform(0.05, 0.25)

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        s = np.where(np.abs(hit.normal[:, 0]) > np.abs(hit.normal[:, 2]), z, x)
        cx, cy = np.floor(s / bay), np.floor(y / storey)
        fx, fy = s / bay - cx, y / storey - cy
        lot = unit_hash(cx, cy, 2, seed)
        wave = fbm2(s / 14 + 0.6 * lot * 0.1, y / 22, 4, seed)
        pane = glass * (0.8 + 0.7 * wave + 0.35 * (lot - 0.5))[:, None]
        pane = mix(pane, hexed("#e0d8c0") * 0.8, (unit_hash(cx, cy, 5, seed) < 0.05) * 0.6)
        return np.where(((fx < upright) | (fy < band))[:, None], frame * 0.8, pane)

    return paint
