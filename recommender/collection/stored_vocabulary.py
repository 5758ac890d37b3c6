"""The vocabulary of a collection on disk."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from recommender.collection.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa


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
        """The column of each of these hashtags that the vocabulary has."""
        columns = {tag: self.hashtags.find(tag) for tag in hashtags}
        return {tag: column for tag, column in columns.items() if column is not None}
