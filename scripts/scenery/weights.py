"""Dumbbells, barbells and kettlebells, standing on y = 0."""

from __future__ import annotations

import numpy as np

from .colour import choose, hexed, mix
from .lathe import STEEL, bent, lathe, placed, prism
from .noise import fbm2
from .shapes import (
    Hit,
    Patches,
    patches,
    revolve,
    sphere,
    tube,
)
from .vessels import ALONG_X, line

Array = np.ndarray


def dumbbell(rng: np.random.Generator, kind: str, colour: Array, size: float = 1.0) -> list:
    """A dumbbell along x, lying on the floor: kind is hex, round, disc or vinyl."""
    reach, head = 0.1, 0.062
    bar = tube(np.linspace((-0.2, 0, 0), (0.2, 0, 0), 9), 0.015, 16)
    parts = []
    soft = {"rough": 0.6, "specular": 0.05}
    for sign in (-1, 1):
        at = (sign * (reach + 0.045), 0, 0)
        if kind == "hex":
            parts.append(patches(prism(6, head, 0.1), colour, **soft).moved(at))
        elif kind == "vinyl":
            bulge = [[0, 0.06], [0.03, 0.058], [0.05, 0.04], [0.056, 0], [0.05, -0.04], [0, -0.06]]
            grid = revolve(np.array(bulge), 9) @ ALONG_X.T
            parts.append(patches(grid, colour, rough=0.45, specular=0.06).moved(at))
        elif kind == "round":
            cap = [(0, 0.055), (0.03, 0.055), (0.034, 0.05), (0.06, 0.05), (head, 0.045)]
            cap += [(head, -0.045), (0.055, -0.052), (0, -0.052)]
            grid = lathe(cap) @ ALONG_X.T * np.array([sign, 1, sign])
            parts.append(patches(grid, colour, **soft).moved(at))
            trim = lathe([(0, 0.058), (0.03, 0.058), (0.03, 0.05)]) @ ALONG_X.T
            parts.append(patches(trim * np.array([sign, 1, sign]), hexed("#b8b8bc"), **STEEL))
            parts[-1] = parts[-1].moved(at)
        else:
            for i, r in enumerate((0.085, 0.085, 0.065)):
                grid = lathe([(0, 0.011), (r - 0.004, 0.011), (r, 0.007), (r, -0.007), (0, -0.011)])
                spot = (sign * (reach - 0.02 + 0.026 * i), 0, 0)
                parts.append(patches(grid @ ALONG_X.T, colour, **soft).moved(spot))
            nut = lathe([(0, 0.012), (0.028, 0.012), (0.028, -0.012), (0, -0.012)], nv=12)
            parts.append(
                patches(nut @ ALONG_X.T, hexed("#c8c8cc"), **STEEL).moved((sign * 0.155, 0, 0))
            )
    handle = hexed("#c4c4c8") if kind != "vinyl" else colour
    shine = STEEL if kind != "vinyl" else {"rough": 0.45, "specular": 0.06}
    parts.append(patches(bar if kind == "disc" else bar * [0.6, 1, 1], handle, **shine))
    low = {"disc": 0.085, "hex": head * 0.866, "vinyl": 0.054}.get(kind, head)
    return placed(parts, np.eye(3), (0, low * size, 0), size)


def plate(colour: Array, radius: float = 0.225, thick: float = 0.05) -> list[Patches]:
    """A bumper plate about the origin with its axis along x."""
    half = thick / 2
    face = [(0.0, half * 0.9), (0.05, half * 0.9), (0.06, half * 0.55), (radius * 0.72, half * 0.5)]
    face += [(radius * 0.78, half), (radius * 0.96, half), (radius, half * 0.6)]
    profile = face + [(r, -y) for r, y in face[::-1]]

    def paint(hit: Hit) -> Array:
        u = hit.uv[:, 0]
        scuff = 1 + 0.25 * fbm2(hit.uv[:, 1] * 30, u * 30, 4, 3)
        ring = (np.abs(u - 0.42) < 0.012) | (np.abs(u - 0.58) < 0.012)
        pale = mix(hit.colour, np.full(3, 0.6), 0.55)
        return np.where(ring[:, None], pale, hit.colour * scuff[:, None])

    rubbery = patches(lathe(profile, nv=48) @ ALONG_X.T, colour, rough=0.55, specular=0.05)
    hub = lathe([(0.02, half * 1.08), (0.042, half * 1.08), (0.042, -half * 1.08), (0.02, -half)])
    return [
        Patches(rubbery.position, rubbery.colour, type(rubbery.surface)(0.55, 0.05, paint=paint)),
        patches(hub @ ALONG_X.T, hexed("#b4b4b8"), **STEEL),
    ]


def barbell(rng: np.random.Generator, stacks: list[tuple[Array, float]]) -> list[Patches]:
    """A barbell along x about the origin, with plates (colour, radius) from inside out."""
    parts = [
        line((-0.66, 0, 0), (0.66, 0, 0), 0.015, hexed("#a8a8ac"), **STEEL),
    ]
    for sign in (-1, 1):
        parts.append(
            patches(
                lathe([(0, -0.22), (0.025, -0.22), (0.025, 0.22), (0, 0.22)], nv=28) @ ALONG_X.T,
                hexed("#c0c0c4"),
                **STEEL,
            ).moved((sign * 0.88, 0, 0))
        )
        parts.append(
            line((sign * 0.64, 0, 0), (sign * 0.665, 0, 0), 0.04, hexed("#c0c0c4"), **STEEL)
        )
        x = 0.7
        for colour, radius in stacks:
            thick = 0.055 if radius > 0.2 else 0.035
            parts += [p.moved((sign * x, 0, 0)) for p in plate(colour, radius, thick)]
            x += thick + 0.006
        clip = lathe([(0.02, 0.02), (0.045, 0.02), (0.045, -0.02), (0.02, -0.02)])
        parts.append(
            patches(clip @ ALONG_X.T, choose(rng, "#303034 #b83c34 #c8c8cc"), rough=0.4).moved(
                (sign * (x + 0.005), 0, 0)
            )
        )
    return parts


def smooth(curve: Array) -> Array:
    """Round the bends of a sampled curve, keeping its ends."""
    for _ in range(3):
        middle = (curve[:-2] + 2 * curve[1:-1] + curve[2:]) / 4
        curve = np.concatenate([curve[:1], middle, curve[-1:]])
    return curve


def kettlebell(rng: np.random.Generator, colour: Array, band: Array | None) -> list[Patches]:
    """A kettlebell 0.28 m tall, its handle across x."""
    grid = sphere((0.1, 0.098, 0.1), 24, 32)
    grid[..., 1] = np.maximum(grid[..., 1], -0.078)
    seed = int(rng.integers(1e6))

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        worn = 1 + 0.3 * fbm2(v * 20, u * 12, 4, seed)
        out = hit.colour * worn[:, None]
        if band is not None:
            out = np.where((u > 0.34)[:, None], band * worn[:, None], out)
        return out

    body = patches(grid, colour, rough=0.5, specular=0.05, paint=paint).moved((0, 0.078, 0))
    t = np.linspace(-1, 1, 31)
    x = 0.076 * np.sin(t * np.pi / 2) * (1 + 0.12 * np.cos(t * np.pi / 2))
    y = 0.125 + 0.125 * np.clip(1 - np.abs(np.sin(t * np.pi / 2)) ** 5, 0, 1) ** 0.6
    x, y = smooth(x), smooth(y)
    thick = 0.017 + 0.009 * np.abs(t) ** 2
    handle = bent(np.stack([x, y, 0 * x], -1), thick, 16, (0, 0, 1))
    shine = {"rough": 0.35, "specular": 0.06}
    bare = hexed("#9a9a9e") if rng.random() < 0.3 else colour
    return [body, patches(handle, bare, **(STEEL if bare is not colour else shine))]
