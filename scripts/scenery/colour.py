"""Colour: sRGB transfer, mixing, random variation and tone mapping."""

from __future__ import annotations

import colorsys

import numpy as np

Array = np.ndarray
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def to_linear(srgb: Array) -> Array:
    """Decode sRGB in [0, 1] to linear light."""
    srgb = np.clip(srgb, 0, 1)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Array) -> Array:
    """Encode linear light to sRGB, clipped to [0, 1]."""
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def hexed(code: str) -> Array:
    """Return the linear colour (3,) of an sRGB code such as '#8fb3d9'."""
    code = code.lstrip("#")
    channels = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return to_linear(np.array(channels)).astype(np.float32)


def hsv(hue: float, saturation: float, value: float) -> Array:
    """Return the linear colour (3,) of an sRGB hue, saturation and value in [0, 1]."""
    return to_linear(np.array(colorsys.hsv_to_rgb(hue % 1, saturation, value))).astype(np.float32)


def mix(a: Array, b: Array, t: Array | float) -> Array:
    """Blend a to b by t in [0, 1]; an array t gains a trailing axis for the channels."""
    t = np.asarray(t, np.float32)
    t = t[..., None] if t.ndim else t
    return (a * (1 - t) + b * t).astype(np.float32)


def ramp(t: Array, stops: list[tuple[float, Array]]) -> Array:
    """Piecewise-linear colour ramp: t (...) to (..., 3) through (position, colour) stops."""
    places = [place for place, _ in stops]
    colours = np.array([colour for _, colour in stops])
    return np.stack([np.interp(t, places, colours[:, c]) for c in range(3)], -1).astype(np.float32)


def jitter(rng: np.random.Generator, colour: Array, n: int, amount: float = 0.15) -> Array:
    """Return n varied copies (n, 3) of a linear colour: brightness and a little hue."""
    shade = np.exp(rng.normal(0, amount, (n, 1)))
    tint = np.exp(rng.normal(0, amount * 0.4, (n, 3)))
    return (colour * shade * tint).astype(np.float32)


def choose(rng: np.random.Generator, codes: str) -> Array:
    """Pick one linear colour from a string of hex codes separated by spaces."""
    return hexed(str(rng.choice(codes.split())))


def luminance(rgb: Array) -> Array:
    """Relative luminance (...) of linear rgb (..., 3)."""
    return rgb @ LUMA


def filmic(linear: Array, exposure: float = 1.0) -> Array:
    """ACES-like filmic curve from scene-linear light to display sRGB in [0, 1]."""
    x = np.maximum(linear * exposure * 0.75, 0)
    return to_srgb(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)).astype(np.float32)
