"""The lens and the filter: focus blur, bloom, vignette, grain, aberration and grading."""

from __future__ import annotations

import itertools

import numpy as np
from scipy import ndimage, signal

from .colour import LUMA, filmic, hexed, mix, to_srgb
from .noise import smoothstep

Array = np.ndarray


def disc_kernel(radius: float) -> Array:
    """Anti-aliased disc of a blur radius in pixels, summing to 1."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return (disc / disc.sum()).astype(np.float32)


def blur(image: Array, radius: float) -> Array:
    """Round lens blur of a linear image (h, w) or (h, w, c), edges repeated."""
    if radius < 0.6:
        return image
    kernel = disc_kernel(radius)
    reach = kernel.shape[0] // 2
    planes = image[..., None] if image.ndim == 2 else image
    padded = np.pad(planes, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    done = signal.fftconvolve(padded, kernel[..., None], mode="valid", axes=(0, 1))
    done = np.maximum(done, 0).astype(np.float32)
    return done[..., 0] if image.ndim == 2 else done


def focus(rgb: Array, depth: Array, at: float, strength: float, largest: float = 14.0) -> Array:
    """Depth of field: `strength` is the blur in pixels of a point at infinity.

    Layers from far to near are blurred and laid over one another, so blurred near things
    spread over sharp ones but far things do not bleed onto near ones.
    """
    circle = strength * np.abs(1 - at / np.maximum(depth, 1e-3))
    signed = np.where(depth > at, circle, -circle)
    signed = np.clip(signed, -largest, largest)
    steps = [largest + 1, *(largest * s for s in (0.75, 0.5, 0.32, 0.18)), 1.0]
    edges = [*steps, -1.0, -0.25 * largest, -0.6 * largest, -largest - 1]
    result = rgb.copy()
    for high, low in itertools.pairwise(edges):
        layer = (signed <= high) & (signed > low)
        radius = float(np.abs(signed[layer]).mean()) if layer.any() else 0.0
        if radius < 0.6:
            continue
        mass = blur(layer.astype(np.float32), radius)
        colour = blur(rgb * layer[..., None], radius) / np.maximum(mass, 1e-4)[..., None]
        seen = layer.astype(np.float32) if low > 0 else np.clip(mass * 1.05, 0, 1)
        result = mix(result, colour, seen)
    return result


def bloom(rgb: Array, amount: float = 0.12, threshold: float = 0.9) -> Array:
    """Spread the light of what is brighter than `threshold`."""
    bright = np.minimum(np.maximum(rgb - threshold, 0), 6)
    height, width = rgb.shape[:2]
    small = np.pad(bright, ((0, -height % 4), (0, -width % 4), (0, 0)), mode="edge")
    small = small.reshape(small.shape[0] // 4, 4, small.shape[1] // 4, 4, 3).mean((1, 3))
    size = min(small.shape[:2])
    total = sum(ndimage.gaussian_filter(small, (size * s, size * s, 0)) for s in (0.01, 0.03, 0.09))
    total = ndimage.zoom(total, (4, 4, 1), order=1, grid_mode=True, mode="nearest")[:height, :width]
    return rgb + amount * total


# name: (contrast, saturation, shadow tint, highlight tint, tint strength, fade)
FILTERS = {
    "natural": (1.0, 1.05, "#808080", "#808080", 0.0, 0.0),
    "vivid": (1.15, 1.3, "#707884", "#8c8478", 0.15, 0.0),
    "warm": (1.05, 1.1, "#7c7484", "#a08468", 0.4, 0.02),
    "cool": (1.05, 1.0, "#6a7c94", "#84868c", 0.4, 0.02),
    "faded": (0.85, 0.85, "#74809a", "#a09078", 0.35, 0.07),
    "film": (1.1, 0.95, "#64807c", "#a08c6c", 0.4, 0.04),
    "teal": (1.12, 1.1, "#50848c", "#a8845c", 0.45, 0.01),
    "mono": (1.15, 0.0, "#808080", "#808080", 0.0, 0.02),
}


def develop(
    rng: np.random.Generator,
    rgb: Array,
    *,
    exposure: float = 1.0,
    look: str | None = None,
    grain: float | None = None,
    vignette: float | None = None,
    glow: float = 0.1,
    auto: float = 0.6,
) -> Array:
    """Turn linear light (h, w, 3) into a finished display picture in [0, 1].

    `auto` is how far exposure is pulled to a middling brightness, as a phone does.
    """
    rgb = np.nan_to_num(np.maximum(rgb, 0))
    middle = float(np.exp(np.log(np.maximum(rgb @ LUMA, 1e-3)).mean()))
    rgb = rgb * exposure * (0.3 / middle) ** auto
    rgb = bloom(rgb, glow)
    image = filmic(rgb)
    name = str(rng.choice(list(FILTERS), p=LOOK_ODDS)) if look is None else look
    contrast, saturation, shadow, light, tint, fade = FILTERS[name]
    luma = (image @ LUMA)[..., None]
    image = luma + (image - luma) * saturation * rng.uniform(0.92, 1.1)
    toned = to_srgb(mix(hexed(shadow), hexed(light), smoothstep(0.1, 0.9, luma[..., 0])))
    image = image + (toned - 0.5) * tint * 0.55
    image = 0.5 + (image - 0.5) * contrast
    image = fade + image * (1 - 1.5 * fade)
    height, width = image.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    amount = rng.uniform(0.05, 0.25) if vignette is None else vignette
    image = image * (1 - amount * smoothstep(0.5, 2.1, x * x + y * y))[..., None]
    image = aberration(image, rng.uniform(0, 0.0012))
    level = rng.uniform(0.006, 0.018) if grain is None else grain
    speck = ndimage.gaussian_filter(rng.normal(0, 1, (height, width, 1)), (0.6, 0.6, 0)) * 1.8
    colour_speck = rng.normal(0, 0.35, image.shape)
    image = image + level * (speck + colour_speck) * (1.2 - luma)
    return np.clip(image, 0, 1).astype(np.float32)


LOOK_ODDS = (0.27, 0.16, 0.17, 0.1, 0.09, 0.11, 0.08, 0.02)


def aberration(image: Array, amount: float) -> Array:
    """Scale red out and blue in about the centre by a fraction of the size."""
    height, width = image.shape[:2]
    out = image.copy()
    for channel, sign in ((0, -1), (2, 1)):
        zoom = 1 + sign * amount
        offset = [(1 - zoom) * (height - 1) / 2, (1 - zoom) * (width - 1) / 2]
        out[..., channel] = ndimage.affine_transform(
            image[..., channel], [zoom, zoom], offset, order=1, mode="nearest"
        )
    return out


def bokeh(
    rng: np.random.Generator,
    height: int,
    width: int,
    colours: Array,
    count: int,
    radius: float,
    region: tuple[float, float, float, float] = (0, 0, 1, 1),
) -> Array:
    """Out-of-focus lights (h, w, 3) to add; `region` is left, top, right, bottom in [0, 1]."""
    light = np.zeros((height, width, 3), np.float32)
    for _ in range(count):
        x = rng.uniform(region[0], region[2]) * width
        y = rng.uniform(region[1], region[3]) * height
        r = radius * rng.uniform(0.5, 1.2)
        colour = colours[rng.integers(len(colours))] * rng.uniform(0.15, 1.0)
        x0, x1 = max(int(x - r - 2), 0), min(int(x + r + 3), width)
        y0, y1 = max(int(y - r - 2), 0), min(int(y + r + 3), height)
        if x0 >= x1 or y0 >= y1:
            continue
        yy, xx = np.mgrid[y0:y1, x0:x1]
        d = np.hypot(xx - x, yy - y)
        light[y0:y1, x0:x1] += (np.clip(r - d, 0, 1) * (0.75 + 0.3 * d / r))[..., None] * colour
    return light
