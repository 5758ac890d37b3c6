"""The plan of a training: how many steps at which size, at which rate."""

from dataclasses import dataclass

import numpy as np

WARM_UP = 300
"""Steps over which the rate rises from 0."""

DECAY = 0.25
"""Share of all steps over which the rate falls to 0, at the end."""


@dataclass(frozen=True)
class Plan:
    """How long to train at which size, and how.

    Attributes:
        alpha: width of the student.
        sizes, steps: sides of the input in pixels, lowest first, and the steps at each.
        batch: crops per step.
        rate: highest learning rate.
        bfloat16: whether convolutions are computed in bfloat16.
        seed: of the first weights and of the order of the crops.
    """

    alpha: float
    sizes: tuple[int, ...]
    steps: tuple[int, ...]
    batch: int
    rate: float
    bfloat16: bool
    seed: int

    @property
    def n_steps(self) -> int:
        return sum(self.steps)

    @property
    def decay_start(self) -> int:
        return int(self.n_steps * (1 - DECAY))

    def size_at(self, step: int) -> int:
        for size, end in zip(self.sizes, np.cumsum(self.steps), strict=True):
            if step < end:
                return size
        return self.sizes[-1]

    def rate_at(self, step: int) -> float:
        """Rises, stays, falls (Hu et al., "MiniCPM", 2024, section 4: warm-up, stable, decay).

        So a training can be made longer: it goes on from the last state before the fall.
        """
        falls = (self.n_steps - step) / max(self.n_steps - self.decay_start, 1)
        return self.rate * min((step + 1) / WARM_UP, 1.0, falls)
