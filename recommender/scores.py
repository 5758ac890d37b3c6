"""Stages 4 and 5: the mean factor's dot product with every hashtag's factor, and the best of them."""

from collections.abc import Collection

import numpy as np

from recommender.neighbors.topk import best_first

REACH_EXPONENT = 0.3
"""Exponent of a hashtag's popularity at either end of the reach from broad (-1) to niche (1)."""


def dot_products(hashtag_factors: np.ndarray, mean_factor: np.ndarray) -> np.ndarray:
    """The score u . y_j of every hashtag: ``(n_hashtags,) float32``.

    Many mean factors at once, ``(m, rank)``, give ``(m, n_hashtags)`` and read the hashtag factors
    only once.
    """
    if mean_factor.ndim == 2:
        return mean_factor @ hashtag_factors.T
    return hashtag_factors @ mean_factor


def reach_scale(counts: np.ndarray, reach: float) -> np.ndarray:
    """Multipliers of the scores, ``(n_hashtags,) float32``: (count / largest) ** (-0.3 reach).

    ``reach`` is in [-1, 1]. At 0 all are 1; above 0 rare hashtags are raised, below 0 they
    are lowered.
    """
    relative = counts / max(counts.max(initial=1), 1)
    return (relative ** (-REACH_EXPONENT * reach)).astype(np.float32)


def best_allowed(scores: np.ndarray, n: int, excluded: Collection[int] = ()) -> np.ndarray:
    """Columns of the ``n`` highest scores, highest first, without the ``excluded`` columns."""
    if not excluded:
        return best_first(scores, n)
    barred = list(excluded)
    best = best_first(scores, n + len(barred))
    return best[~np.isin(best, barred)][:n]
