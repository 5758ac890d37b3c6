"""Texts that stay in Arrow's memory: a million Python objects would take 150 MB."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


class Texts(Sequence[str]):
    """Texts of an Arrow array, each made a Python object when it is asked for.

    They are found by bisection: Arrow's own search would go through all of them each time. What that
    needs, 4 bytes for each text, is made at the first search.
    """

    def __init__(self, array: "pa.Array") -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> "Texts": ...
    def __getitem__(self, i: int | slice) -> "str | Texts":
        return Texts(self.array[i]) if isinstance(i, slice) else self.array[int(i)].as_py()

    def find(self, text: str) -> int | None:
        """The place of a text; None if it is not there."""
        place = self._first(text)
        if place < len(self) and self[self._order[place]] == text:
            return int(self._order[place])
        return None

    def beginning_with(self, start: str) -> list[int]:
        """The places of all texts that begin with ``start``, ascending."""
        found = []
        for place in range(self._first(start), len(self)):
            if not self[self._order[place]].startswith(start):
                break
            found.append(int(self._order[place]))
        return sorted(found)

    def _first(self, text: str) -> int:
        return bisect_left(self._order, text, key=self.__getitem__)

    @cached_property
    def _order(self) -> np.ndarray:
        """The places in the order of their texts, ``int32``."""
        import pyarrow.compute as pc

        return np.from_dlpack(pc.sort_indices(self.array)).astype(np.int32)
