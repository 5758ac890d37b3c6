"""All that was skipped while posts were read, in bounded memory and in as many lines."""

from collections import Counter
from collections.abc import Iterable, Iterator

from recommender.sources.post import Skipped

MOST_KEPT = 100
"""Skipped items of one kind that are kept, and so printed; the others are only counted."""


class SkippedItems:
    """The first skipped items of each kind, and the number of all of them.

    A broken file may have millions: one quote that is never closed, one folder that was moved.
    ``len`` counts all, iterating gives those that are kept, in the order of their lines.

    Attributes:
        kinds: how many items of each kind there are.
    """

    def __init__(self, items: Iterable[Skipped] = ()) -> None:
        self.kinds: Counter[str] = Counter()
        self._kept: list[Skipped] = []
        for item in items:
            self.add(item)

    def add(self, item: Skipped) -> None:
        self.kinds[item.kind] += 1
        if self.kinds[item.kind] <= MOST_KEPT:
            self._kept.append(item)

    def __len__(self) -> int:
        return self.kinds.total()

    def __iter__(self) -> Iterator[Skipped]:
        return iter(sorted(self._kept, key=lambda item: item.line))

    def most_common_reason(self) -> str:
        """The reason that the most common kind gives most often, as far as its items are kept."""
        kind = self.kinds.most_common(1)[0][0]
        return Counter(item.reason for item in self._kept if item.kind == kind).most_common(1)[0][0]

    def lines(self) -> Iterator[str]:
        """A line for each item that is kept, then one for each kind that has more."""
        for item in self:
            yield f"skipped {item}"
        for kind, number in self.kinds.most_common():
            if number > MOST_KEPT:
                yield f"skipped {number - MOST_KEPT:,} more: {kind}"
