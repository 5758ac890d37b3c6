"""A build's progress -> how long its stages take."""

import time


class Stages:
    """Seconds of each stage, by what is told as progress: of all between two stages' last steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def rest(self, name: str) -> None:
        """What went by since the last step belongs to the stage of this name."""
        self(name, 1, 1)
