"""The stages of a fit, and whether what they make is kept."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np

Arrays: TypeAlias = tuple[np.ndarray, ...]


class Keep(Protocol):
    """Gives the arrays of a stage: those that were kept, or those that ``make`` makes now."""

    def __call__(self, stage: str, make: Callable[[], Arrays]) -> Arrays: ...


def anew(stage: str, make: Callable[[], Arrays]) -> Arrays:
    """Keeps nothing: for builds whose stages take seconds."""
    return make()
