"""A vocabulary that stays in Arrow's memory: a million Python objects would take 150 MB."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


class Texts(Sequence[str]):
    """Texts of an Arrow array, each made a Python object when it is asked for."""

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


class StoredVocabulary:
    """The hashtags of a collection on disk, most used first, as :class:`~recommender.hashtags.Vocabulary`.

    Attributes:
        hashtags: the texts.
        counts: ``(n_hashtags,) int32``, the number of posts that have each.
    """

    def __init__(self, hashtags: "pa.Array", counts: np.ndarray) -> None:
        self.hashtags = Texts(hashtags)
        self.counts = counts

    def columns_of(self, hashtags: Iterable[str]) -> dict[str, int]:
        """The column of each of these hashtags that the vocabulary has.

        By bisection in the sorted texts: Arrow's ``index_in`` would go through all of them each time.
        """
        found = {}
        for tag in hashtags:
            place = bisect_left(self._order, tag, key=self.hashtags.__getitem__)
            if place < len(self._order) and self.hashtags[self._order[place]] == tag:
                found[tag] = int(self._order[place])
        return found

    @cached_property
    def _order(self) -> np.ndarray:
        """The columns in the order of their texts; made when it is first used."""
        import pyarrow.compute as pc

        return np.from_dlpack(pc.sort_indices(self.hashtags.array)).astype(np.int32)
