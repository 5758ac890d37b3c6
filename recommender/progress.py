"""Progress of long tasks, in one form for all that show it: a terminal, the page, a program."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm


T = TypeVar("T")

Progress: TypeAlias = Callable[[str, int, int | None], object]
"""Called with a stage's name, how many steps are done, and of how many (None if unknown)."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Show nothing."""


def json_events(stage: str, done: int, total: int | None) -> None:
    """One JSON object per line on stderr, for programs: ``{"stage", "done", "total"}``."""
    print(json.dumps({"stage": stage, "done": done, "total": total}), file=sys.stderr, flush=True)


def told(items: Iterable[T], n: int, stage: str, progress: Progress) -> Iterator[T]:
    """The ``n`` items themselves; progress is told every thousand items, and at the end."""
    for i, item in enumerate(items, 1):
        yield item
        if i % 1_000 == 0 or i == n:
            progress(stage, i, n)


class Bars:
    """One bar per stage, on stderr; a context manager, so that no bar stays open after an error."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: tqdm | None = None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self._bar is None or stage != self._stage:
            self._close()
            from tqdm import tqdm  # 30 ms: not for those who show nothing

            self._stage = stage
            self._bar = tqdm(desc=stage[:1].upper() + stage[1:], total=total)
        self._bar.update(done - self._bar.n)
        if done == total:
            self._close()

    def __enter__(self) -> "Bars":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None
