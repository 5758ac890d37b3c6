"""A finished picture and the register of scenes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Picture:
    """A display picture and what is truly in it.

    rgb: (h, w, 3) float32 in [0, 1]; words: things and places seen ("mountain", "lake");
    time: "day", "sunset", "night" and so on, or "" indoors; mood: colour and feeling words.
    """

    rgb: Array
    words: tuple[str, ...]
    time: str = ""
    mood: tuple[str, ...] = ()


Scene = Callable[[np.random.Generator, int, int], Picture]


def register(scenes: dict[str, Scene]) -> Callable[[Scene], Scene]:
    """Return a decorator that adds a scene to a category's dictionary under its own name."""

    def add(scene: Scene) -> Scene:
        scenes[scene.__name__] = scene
        return scene

    return add


def pick(rng: np.random.Generator, options: str) -> str:
    """Pick one word of a string of words separated by spaces."""
    return str(rng.choice(options.split()))
