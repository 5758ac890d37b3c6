"""Water: a rippled plane that mirrors the picture above it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage

from .camera import Camera, normalise
from .colour import mix
from .noise import fbm2, noise2, smoothstep
from .sky import Sky

Array = np.ndarray


def plane_points(camera: Camera, level: float = 0.0) -> tuple[Array, Array, Array, Array]:
    """World x and z and distance (h, w) where rays meet the plane y = level, and a mask."""
    origins, rays = camera.rays()
    drop = np.minimum(rays[..., 1], -1e-4)
    far = (level - origins[..., 1]) / drop
    below = (rays[..., 1] < -1e-4) & (far > 0)
    return origins[..., 0] + far * rays[..., 0], origins[..., 2] + far * rays[..., 2], far, below


def ripples(x: Array, z: Array, far: Array, pixel: float, size: float, seed: int) -> Array:
    """Slopes (..., 2) of waves about `size` metres long; waves below a pixel fade out."""
    total = np.zeros((*x.shape, 2), np.float32)
    for octave in range(5):
        length = size / 1.9**octave
        width = far * pixel
        keep = smoothstep(1.2, 0.25, width / length) * 0.8 + 0.2 * smoothstep(9, 1, width / length)
        a = noise2(x / length, z / length * 1.6, seed + octave)
        b = noise2(x / length + 40, z / length * 1.6 + 9, seed + 50 + octave)
        total += np.stack([a, b], -1) * (keep * (0.8 if octave else 1.0))[..., None]
    return total


def sea(
    camera: Camera,
    above: Array,
    sky: Sky,
    deep: Array,
    *,
    level: float = 0.0,
    wave: float = 1.2,
    steep: float = 0.08,
    seed: int = 0,
    shallow: Array | None = None,
    shore: Array | None = None,
    depth: Array | None = None,
    mirrored: Array | None = None,
) -> tuple[Array, Array]:
    """Paint water below the horizon of the linear image `above` (h, w, 3).

    `deep` is the water's own colour; `steep` the waves' slope (0.01 a pond, 0.15 a rough sea).
    `shore` (h, w) in [0, 1] blends to `shallow`. `depth` is the frame's, so that things that
    stand above the water hide it. `mirrored` is the picture seen by `mirror_camera`; without
    it `above` is flipped about the horizon. Returns the picture and the water's mask.
    """
    height, width = above.shape[:2]
    x, z, far, below = plane_points(camera, level)
    pixel = camera.half_height() * 2 / camera.height
    slope = ripples(x, z, np.minimum(far, 1e5), pixel, wave, seed) * steep
    _, rays = camera.rays()
    normal = normalise(np.stack([slope[..., 0], np.ones_like(x), slope[..., 1]], -1))
    facing = np.clip(-(rays * normal).sum(-1), 0.02, 1)
    fresnel = 0.03 + 0.97 * (1 - facing) ** 5 * (1 - min(steep * 2.2, 0.5))
    bounce = rays + 2 * facing[..., None] * normal
    bounce[..., 1] = np.abs(bounce[..., 1])
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    stretch = height / camera.half_height() * 0.5
    lift = np.abs(slope[..., 1]) * stretch * 1.6 + slope[..., 1] * stretch
    if mirrored is None:
        mirror, source = 2 * camera.horizon() - rows - lift, above
    else:
        mirror, source = rows + lift, mirrored
    side = columns + slope[..., 0] * stretch * 0.6
    rebound = np.stack(
        [
            ndimage.map_coordinates(source[..., c], [mirror, side], order=1, mode="nearest")
            for c in range(3)
        ],
        -1,
    )
    high = smoothstep(2, -height * 0.06, mirror) * (mirrored is None)
    rebound = mix(rebound, sky.gradient(normalise(bounce)), high)
    body = deep if shore is None or shallow is None else mix(deep, shallow, shore)
    body = body * (0.75 + 0.5 * fbm2(x / 30, z / 30, 3, seed + 7) * 0.5 + 0.25)[..., None]
    crest = np.clip(slope[..., 1] / max(steep, 1e-3), -1, 1)
    body = body * (1 + 0.35 * crest)[..., None]
    colour = mix(body, rebound, fresnel)
    half = normalise(normalise(sky.sun_direction) - rays)
    shine = np.clip((half * normal).sum(-1), 0, 1)
    sharp = 900 / (1 + 40 * steep)
    glint = shine**sharp * min(float(sky.sun.max()), 3.0) * 2.2
    colour = colour + (sky.sun / 3) * glint[..., None]
    haze = smoothstep(0.25, 1.0, 1 - np.exp(-far / 4000))
    colour = mix(colour, sky.gradient(normalise(rays * [1, 0, 1])), haze * 0.75)
    if depth is not None:
        below &= far * (rays @ camera.basis()[2].astype(np.float32)) < depth
    mask = ndimage.gaussian_filter(below.astype(np.float32), 0.4) if depth is not None else below
    return mix(above, colour, mask), mask


def mirror_camera(camera: Camera, level: float = 0.0) -> Camera:
    """The camera below the water whose picture, flipped by `flip`, is what the water shows."""
    eye = (camera.eye[0], 2 * level - camera.eye[1], camera.eye[2])
    target = (camera.target[0], 2 * level - camera.target[1], camera.target[2])
    return replace(camera, eye=eye, target=target)


def flip(image: Array) -> Array:
    """Turn the picture of a mirror camera upside down."""
    return image[::-1]


def foam(x: Array, z: Array, edge: Array, seed: int, width: float = 1.5) -> Array:
    """Foam (h, w) in [0, 1] along a shoreline; `edge` is the distance to it in metres."""
    lace = fbm2(x * 1.3, z * 1.3, 5, seed)
    broken = fbm2(x * 0.15, z * 0.15, 2, seed + 3)
    band = np.exp(-((edge / width) ** 2)) + 0.7 * np.exp(-(((edge - 4 * width) / width) ** 2))
    return smoothstep(0.25, 0.6, band * (0.75 + 0.6 * broken) + lace * 0.5 - 0.1)
