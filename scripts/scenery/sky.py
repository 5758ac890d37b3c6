"""Skies: gradient, sun, clouds and stars, and the light that each sends down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .camera import Camera, normalise
from .colour import hexed, jitter, mix, ramp
from .noise import fbm2, smoothstep, unit_hash
from .render import Light

Array = np.ndarray

# name: (sun height in degrees, sun colour and strength, zenith, middle, horizon, strength of sky)
TIMES = {
    "day": (48, "#fff4e0", 3.2, "#2f6fb8", "#6fa8dc", "#c4dcee", 1.0),
    "morning": (20, "#ffe2b8", 2.7, "#4a82c0", "#93bbdf", "#eee2cf", 0.95),
    "golden": (11, "#ffd7a2", 3.0, "#5482b4", "#b0bcc8", "#f6dcb8", 0.85),
    "sunset": (4, "#ffb888", 2.4, "#46587e", "#b09aa6", "#f8b888", 0.75),
    "dusk": (-1, "#e0a090", 0.5, "#28345a", "#6a6690", "#e0a490", 0.45),
    "overcast": (50, "#ffffff", 0.7, "#a9b4bf", "#bcc5cc", "#d5dadd", 0.9),
    "mist": (25, "#fff2e2", 1.0, "#b5c3cf", "#cbd3d8", "#e4e4e0", 0.9),
    "night": (35, "#9db8ff", 0.16, "#060b1c", "#0c1834", "#1d2f52", 0.22),
}


@dataclass(frozen=True)
class Sky:
    """A sky of one time of day; `cover` is the share of cloud, 0 clear to 1 closed."""

    time: str
    sun_direction: Array
    sun: Array
    stops: tuple[Array, Array, Array]
    cover: float
    seed: int
    stretch: float = 1.0

    def gradient(self, direction: Array) -> Array:
        """Cloudless linear colour (..., 3) seen along unit directions (..., 3)."""
        zenith, middle, horizon = self.stops
        up = np.clip(direction[..., 1], -0.05, 1)
        colour = ramp(np.sqrt(np.maximum(up, 0)), [(0, horizon), (0.42, middle), (1, zenith)])
        toward = np.clip(direction @ normalise(self.sun_direction), 0, 1)
        warm = self.sun / max(float(self.sun.max()), 1e-3)
        low = 1 - min(max(float(self.sun_direction[1]), 0), 0.5) * 1.4
        strength = min(float(self.sun.max()), 1.5) * (0.3 if self.time != "night" else 0.02)
        glow = strength * low * (0.35 * toward**6 + 0.8 * toward**60 + 1.5 * toward**400)
        return colour + warm * glow[..., None]

    def colour(self, direction: Array, disc: bool = True) -> Array:
        """Linear colour (..., 3) along unit directions (..., 3), with clouds, sun and stars."""
        colour = self.gradient(direction)
        if self.time == "night":
            colour = colour + self.stars(direction)
        elif disc and self.time not in ("overcast", "mist"):
            toward = direction @ normalise(self.sun_direction)
            colour = colour + (self.sun * 5) * smoothstep(0.9994, 0.9998, toward)[..., None]
        if self.cover <= 0:
            return colour
        return self.clouded(direction, colour)

    def clouded(self, direction: Array, colour: Array) -> Array:
        """Lay a lit cloud deck over `colour` along the directions."""
        up = np.maximum(direction[..., 1], 0.015)
        x = direction[..., 0] / (up + 0.12) * 1.7
        z = direction[..., 2] / (up + 0.12) * 1.7 * self.stretch
        bend = fbm2(x * 0.7, z * 0.7, 2, self.seed + 5)
        x, z = x + 0.5 * bend, z + 0.5 * bend

        def thickness(x: Array, z: Array, octaves: int) -> Array:
            field = fbm2(x, z, octaves, self.seed) * 0.75 + 0.5
            return smoothstep(1 - self.cover * 0.95, 1.28 - self.cover * 0.6, field)

        here = thickness(x, z, 6)
        sx, sz = self.sun_direction[0], self.sun_direction[2]
        length = max(float(np.hypot(sx, sz)), 1e-3)
        ahead = thickness(x + 0.16 * sx / length, z + 0.16 * sz / length, 3)
        density = 0.45 * here + 0.55 * ahead
        zenith, middle, horizon = self.stops
        strength = min(float(self.sun.max()), 2.0)
        bright = mix(horizon, self.sun / 3.2, 0.5) * (0.75 + 0.35 * strength)
        dark = mix(middle, horizon, 0.45) * (0.62 if self.time != "overcast" else 0.85)
        if self.time == "night":
            bright, dark = horizon * 0.8, zenith * 0.7
        cloud = mix(bright, dark, smoothstep(0.15, 0.95, density))
        toward = np.clip(direction @ normalise(self.sun_direction), 0, 1)
        edge = (1 - here) * (toward**10) * 0.6 * strength / 2
        cloud = cloud + (self.sun / 3) * edge[..., None]
        fade = smoothstep(0.0, 0.09, direction[..., 1])
        return mix(colour, cloud, here * (0.25 + 0.7 * fade))

    def stars(self, direction: Array) -> Array:
        """Stars and the Milky Way (..., 3)."""
        lift = direction[..., 1]
        u = np.arctan2(direction[..., 0], direction[..., 2]) * 190
        v = np.arcsin(np.clip(lift, -1, 1)) * 190
        cu, cv = np.floor(u), np.floor(v)
        chance = unit_hash(cu, cv, 1, self.seed)
        px, py = unit_hash(cu, cv, 2, self.seed), unit_hash(cu, cv, 3, self.seed)
        near = np.exp(-(((u - cu - px) ** 2 + (v - cv - py) ** 2) * 9))
        slant = (v - 62 - u * 0.9) / 38
        cloud = fbm2(u / 30, v / 30, 5, self.seed + 9) * 0.5 + 0.5
        band = np.exp(-(slant**2)) * cloud
        rift = smoothstep(0.5, 0.8, fbm2(u / 16, v / 16, 4, self.seed + 3) * 0.5 + 0.55)
        band = band * (1 - 0.75 * rift * np.exp(-((slant * 2.5) ** 2)))
        bright = near * smoothstep(0.982 - 0.05 * band, 1.0, chance) ** 2 * 1.8
        tint = mix(hexed("#ffd9b0"), hexed("#b8d0ff"), unit_hash(cu, cv, 4, self.seed))
        milk = mix(hexed("#5868a8"), hexed("#e0b8a8"), cloud) * (0.3 * band**1.5)[..., None]
        return (tint * bright[..., None] + milk) * smoothstep(0, 0.15, lift)[..., None]

    def image(self, camera: Camera, disc: bool = True) -> Array:
        """The sky behind everything (h, w, 3)."""
        return self.colour(camera.rays()[1], disc)

    def light(self, **changes: object) -> Light:
        """The `Light` this sky gives; keyword arguments override its fields."""
        _zenith, middle, horizon = self.stops
        shade = 1 - 0.55 * max(self.cover - 0.5, 0)
        settings: dict = {
            "sun_direction": normalise(np.maximum(self.sun_direction, [-9, 0.06, -9])),
            "sun": self.sun * shade,
            "sky": mix(middle, horizon, 0.35) * 0.95,
            "ground": mix(horizon, hexed("#6b6a50"), 0.65) * 0.45,
            "haze": mix(middle, horizon, 0.75),
            "mirror": self.gradient,
        }
        return Light(**(settings | changes))


def make_sky(
    rng: np.random.Generator,
    time: str,
    cover: float | None = None,
    sun_turn: float | None = None,
) -> Sky:
    """Draw a varied sky of a time in TIMES.

    `sun_turn` is the sun's bearing in radians from straight ahead (-z), positive to the right.
    """
    height, sun, strength, *stops, level = TIMES[time]
    height = np.radians(height + rng.uniform(-0.15, 0.25) * max(height, 2))
    turn = rng.uniform(-2.4, 2.4) if sun_turn is None else sun_turn
    direction = normalise(
        [np.sin(turn) * np.cos(height), np.sin(height), -np.cos(turn) * np.cos(height)]
    )
    colours = tuple(jitter(rng, hexed(code), 1, 0.06)[0] * level for code in stops)
    if cover is None:
        cover = float(rng.choice([0.0, rng.uniform(0.25, 0.45), rng.uniform(0.4, 0.62)]))
        cover = max(cover, 0.8) if time == "overcast" else cover
        cover = 0.0 if time == "mist" else cover
    seed = int(rng.integers(1, 10000))
    return Sky(time, direction, hexed(sun) * strength, colours, cover, seed, rng.uniform(0.7, 1.8))
