"""Ground: height fields gridded to the camera, and their rock, snow, grass and sand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .camera import Camera
from .colour import mix
from .noise import fbm2, ridged2, smoothstep
from .shapes import Hit, Patches, patches

Array = np.ndarray
Height = Callable[[Array, Array], Array]


def ground(
    camera: Camera,
    height: Height,
    near: float,
    far: float,
    paint: Callable[[Hit], Array],
    detail: int = 2,
    **surface: object,
) -> Patches:
    """A height field y = height(x, z) over the camera's view from `near` to `far` metres.

    Grid rows are spaced so that each spans about `detail` pixels; the camera must look
    roughly level.
    """
    right, _, forward = camera.basis()
    flat = np.array([forward[0], 0, forward[2]])
    flat /= np.linalg.norm(flat)
    across = np.array([right[0], 0, right[2]])
    across /= np.linalg.norm(across)
    wide = camera.half_height() * camera.width / camera.height * 1.12 + 0.05
    columns = max(camera.width // detail, 8)
    rows = max(camera.height // detail, 8)
    t = np.linspace(0, 1, rows)
    distance = 1 / ((1 - t) / near + t / far)
    distance = 0.6 * distance + 0.4 * np.geomspace(near, far, rows)
    side = np.linspace(-wide, wide, columns)
    eye = np.array(camera.eye)
    d, s = distance[:, None], side[None, :] * distance[:, None]
    x = eye[0] + flat[0] * d + across[0] * s
    z = eye[2] + flat[2] * d + across[2] * s
    grid = np.stack([x, height(x, z), z], -1)
    return patches(grid, np.full(3, 0.3), paint=paint, **surface)


def mountains(
    seed: int, start: float, peak: float, scale: float, base: float = 0.0, sharp: float = 1.0
) -> Height:
    """Ridged mountains that rise beyond z = -start to about `peak` metres over `base`."""

    def height(x: Array, z: Array) -> Array:
        bend = fbm2(x / scale * 0.8, z / scale * 0.8, 3, seed + 5) * 0.35
        ridge = ridged2(x / scale + bend, z / scale - bend, 8, seed, 0.48) ** (1.3 * sharp)
        broad = fbm2(x / scale * 0.4, z / scale * 0.4, 2, seed + 9) * 0.5 + 0.6
        rise = smoothstep(start, start + scale * 1.6, -z)
        return base + peak * ridge * broad * rise * 1.5

    return height


def alpine(
    seed: int, snow_line: float, rock: Array, grass: Array, scale: float, tree_line: float = 0.0
) -> Callable[[Hit], Array]:
    """Paint of mountains: snow above the line where not steep, rock on slopes, grass below."""
    snow = np.array([0.85, 0.89, 0.95], np.float32)
    forest = grass * np.array([0.28, 0.36, 0.34], np.float32)

    def paint(hit: Hit) -> Array:
        x, y, z = hit.position.T
        grain = fbm2(x / scale * 14, (z + 1.7 * y) / scale * 14, 5, seed)
        patch = fbm2(x / scale * 3, z / scale * 3, 3, seed + 4)
        flat = hit.normal[:, 1]
        colour = rock * (1 + 0.55 * grain)[:, None] * (1 + 0.25 * patch)[:, None]
        green = smoothstep(0.5, 0.75, flat + 0.2 * grain)
        green = green * smoothstep(snow_line * 0.95, snow_line * 0.45, y + 0.15 * snow_line * patch)
        colour = mix(colour, grass * (1 + 0.4 * grain)[:, None], green)
        woods = smoothstep(tree_line, tree_line * 0.6, y + tree_line * 0.5 * (patch + 0.5 * grain))
        woods = woods * smoothstep(0.3, 0.55, flat)
        colour = mix(colour, forest * (1 + 0.7 * grain)[:, None], woods if tree_line else 0.0)
        level = y + snow_line * (0.22 * patch + 0.16 * grain)
        white = smoothstep(snow_line * 0.9, snow_line * 1.12, level)
        white = white * smoothstep(0.38, 0.62, flat + 0.15 * grain)
        return mix(colour, snow * (1 + 0.05 * grain)[:, None], white)

    return paint


def mottled(
    seed: int, colours: tuple[Array, Array], size: float, grain: float = 0.35
) -> Callable[[Hit], Array]:
    """Paint of plain ground: two colours mixed by patches `size` metres wide, with grain."""

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        patch = smoothstep(-0.4, 0.4, fbm2(x / size, z / size, 5, seed))
        fine = fbm2(x / size * 22, z / size * 22, 4, seed + 3)
        return mix(colours[0], colours[1], patch) * (1 + grain * fine)[:, None]

    return paint


def dunes(seed: int, scale: float, peak: float) -> Height:
    """Wind-blown sand: smooth windward slopes and sharp crests."""

    def height(x: Array, z: Array) -> Array:
        bend = fbm2(x / scale * 0.5, z / scale * 0.5, 3, seed) * 0.7
        wave = np.abs(np.modf(np.abs(x / scale * 0.35 + z / scale * 0.9 + bend * 1.6 + 99.5))[0])
        slope = np.where(wave < 0.72, smoothstep(0, 0.72, wave), (1 - wave) / 0.28)
        broad = fbm2(x / scale * 0.25, z / scale * 0.25, 2, seed + 3) * 0.6 + 0.55
        return peak * slope * broad

    return height
