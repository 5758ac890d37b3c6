"""Stages 4 and 5: the mean factor's dot product with every hashtag's factor, and the best of them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from recommender.mapped import blocks, row_blocks
from recommender.neighbors.topk import best_first
from recommender.specificity import Specificity

REACH_EXPONENT = 0.3
"""Exponent of a hashtag's popularity at either end of the reach from broad (-1) to niche (1)."""

_BLOCK_COLUMNS = 8_192
"""Hashtags that are looked at together: with 256 factors 8 MB."""

_ROUNDING = 1.0001
"""What a computed score may be above the computed bound."""


def dot_products(hashtag_factors: np.ndarray, mean_factor: np.ndarray) -> np.ndarray:
    """The score u . y_j of every hashtag: ``(n_hashtags,) float32``.

    Many mean factors at once, ``(m, rank)``, give ``(m, n_hashtags)`` and read the hashtag factors
    only once.
    """
    if mean_factor.ndim == 2:
        return mean_factor @ hashtag_factors.T
    return hashtag_factors @ mean_factor


class Scale:
    """What the scores of hashtags are multiplied by, made for the columns that are asked for.

    It is ``(count / largest) ** (-0.3 reach)`` and, for hashtags that are more or less specific than
    the average one, their specificity to the power of ``exponent``. ``reach`` is in [-1, 1]. At 0
    popularity plays no part; above 0 rare hashtags are raised, below 0 they are lowered.
    """

    def __init__(
        self,
        counts: np.ndarray,
        reach: float,
        specificity: Specificity | None = None,
        exponent: float = 0.0,
    ) -> None:
        """``counts`` are those of all hashtags, ``(n_hashtags,)``, highest first."""
        self._counts = counts
        self._largest = max(counts.max(initial=1), 1)
        self._power = -REACH_EXPONENT * reach
        if specificity is None or not exponent:
            specificity = Specificity(np.empty(0, np.int64), np.empty(0, np.float32))
        self._columns = specificity.columns
        self._values = specificity.values**exponent

    def __len__(self) -> int:
        return len(self._counts)

    def of(self, columns: slice) -> np.ndarray:
        """The multipliers of a range of columns, ``float32``."""
        scale = self._of_counts(self._counts[columns])
        first, end = np.searchsorted(self._columns, [columns.start, columns.stop])
        scale[self._columns[first:end] - columns.start] *= self._values[first:end]
        return scale

    def most(self, columns: slice) -> float:
        """A number that no multiplier of these columns exceeds."""
        ends = self._of_counts(self._counts[[columns.start, columns.stop - 1]])
        first, end = np.searchsorted(self._columns, [columns.start, columns.stop])
        return float(ends.max()) * max(1.0, float(self._values[first:end].max(initial=0.0)))

    def _of_counts(self, counts: np.ndarray) -> np.ndarray:
        if not self._power:
            return np.ones(len(counts), dtype=np.float32)
        return ((counts / self._largest) ** self._power).astype(np.float32)


@dataclass(frozen=True)
class Best:
    """The best hashtags, highest first: columns ``int64``, scores and multipliers ``float32``, ``(n,)``.

    A score is a dot product times its multiplier.
    """

    columns: np.ndarray
    scores: np.ndarray
    scale: np.ndarray

    def take(self, places: np.ndarray) -> "Best":
        return Best(self.columns[places], self.scores[places], self.scale[places])


class HashtagScores:
    """Finds the hashtags with the highest scores without computing all of a large vocabulary.

    By Cauchy and Schwarz no score exceeds the lengths of the two factors, multiplied. So blocks of
    hashtags are looked at in the order of the most that one of them may have, up to the first that can't
    have one of the best any more: the result is exact. Rare hashtags have short factors.
    """

    def __init__(self, hashtag_factors: np.ndarray) -> None:
        self._factors = hashtag_factors
        self._blocks = list(blocks(len(hashtag_factors), _BLOCK_COLUMNS))
        # A single block is looked at whatever its longest factor is.
        self._longest = (
            [np.inf]
            if len(self._blocks) == 1
            else [
                float(np.linalg.norm(rows, axis=1).max())
                for _, rows in row_blocks(hashtag_factors, _BLOCK_COLUMNS)
            ]
        )

    def best(
        self, mean_factor: np.ndarray, scale: Scale, n: int, excluded: Collection[int] = ()
    ) -> Best:
        """The ``n`` highest scores for a mean factor ``(rank,)``, without the ``excluded`` columns."""
        length = float(np.linalg.norm(mean_factor))
        most = [
            length * longest * scale.most(block)
            for longest, block in zip(self._longest, self._blocks, strict=True)
        ]
        found = Best(*(np.empty(0, dtype=t) for t in (np.int64, np.float32, np.float32)))
        for i in np.argsort([-value for value in most], kind="stable"):
            if len(found.columns) == n and most[i] * _ROUNDING < found.scores[-1]:
                break
            block = self._blocks[i]
            products = dot_products(self._factors[block], mean_factor)
            found = _merged(found, best_of(products, scale, n, excluded, block), n)
        return found


def best_of(
    products: np.ndarray,
    scale: Scale,
    n: int,
    excluded: Collection[int] = (),
    columns: slice | None = None,
) -> Best:
    """The ``n`` best by the dot products of all hashtags, or of a range of ``columns``."""
    columns = columns or slice(0, len(scale))
    multipliers = scale.of(columns)
    scores = products * multipliers
    barred = [j - columns.start for j in excluded if columns.start <= j < columns.stop]
    best = best_allowed(scores, n, barred)
    return Best(best + columns.start, scores[best], multipliers[best])


def _merged(one: Best, other: Best, n: int) -> Best:
    """The ``n`` best of both; of equal scores those of lower columns come first."""
    columns = np.concatenate([one.columns, other.columns])
    scores = np.concatenate([one.scores, other.scores])
    both = Best(columns, scores, np.concatenate([one.scale, other.scale]))
    return both.take(np.lexsort((columns, -scores))[:n])


def best_allowed(scores: np.ndarray, n: int, excluded: Collection[int] = ()) -> np.ndarray:
    """Columns of the ``n`` highest scores, highest first, without the ``excluded`` columns."""
    if not excluded:
        return best_first(scores, n)
    barred = list(excluded)
    best = best_first(scores, n + len(barred))
    return best[~np.isin(best, barred)][:n]
