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


def specificity_scale(specificity: np.ndarray, exponent: float, surety: float) -> np.ndarray:
    """Multipliers of the scores, ``(n_hashtags,) float32``: specificity ** (exponent (1 - surety)).

    Where the neighbours disagree, the hashtags that go with everything would be left at the top:
    they are lowered, the more the less sure the answer is.

    Args:
        specificity: ``(n_hashtags,)`` in (0, 1], see :class:`~recommender.sureness.Usual`.
        exponent: ``RankingSettings.specificity``.
        surety: in [0, 1], the rank of the neighbours' agreement.
    """
    return (specificity ** (exponent * (1.0 - surety))).astype(np.float32)


def varied(scores: np.ndarray, hashtag_factors: np.ndarray, n: int, variety: float) -> np.ndarray:
    """Indices of ``n`` hashtags that score high and are unlike each other, in the order of picking.

    Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998, section 2): the next is the one
    with the highest ``score (1 - variety c)``, where c is the highest cosine (at least 0) of its
    factor with those of the hashtags picked before. The paper subtracts; multiplied, the loss does
    not depend on the scale of the scores. Variety 0 gives the order of the scores.

    Args:
        scores: ``(m,)``, highest first.
        hashtag_factors: ``(m, rank)``, of the same hashtags.
        n: how many to pick.
        variety: in [0, 1].
    """
    lengths = np.maximum(np.linalg.norm(hashtag_factors, axis=1, keepdims=True), 1e-9)
    unit = hashtag_factors / lengths
    likeness = np.zeros(len(scores), dtype=np.float32)
    left = np.ones(len(scores), dtype=bool)
    picked = []
    for _ in range(min(n, len(scores))):
        worth = np.where(scores > 0, scores * (1 - variety * likeness), scores)
        j = int(np.argmax(np.where(left, worth, -np.inf)))
        picked.append(j)
        left[j] = False
        likeness = np.maximum(likeness, unit @ unit[j])
    return np.array(picked, dtype=np.int64)


def best_allowed(scores: np.ndarray, n: int, excluded: Collection[int] = ()) -> np.ndarray:
    """Columns of the ``n`` highest scores, highest first, without the ``excluded`` columns."""
    if not excluded:
        return best_first(scores, n)
    barred = list(excluded)
    best = best_first(scores, n + len(barred))
    return best[~np.isin(best, barred)][:n]
