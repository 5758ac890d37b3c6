"""Hashtags that say different things: the order in which they are suggested."""

from collections.abc import Sequence

import numpy as np

RESERVE = 40
"""How many more hashtags than are wanted variety chooses from: those of the highest scores."""

_RUN = 3
"""Letters in a row that are compared between two hashtags."""


def varied(
    scores: np.ndarray,
    hashtag_factors: np.ndarray,
    hashtags: Sequence[str],
    n: int,
    variety: float,
) -> np.ndarray:
    """Indices of ``n`` hashtags that score high and are unlike each other, in the order of picking.

    The next is the one with the highest ``score * product of (1 - variety * c)``, with c its
    :func:`likeness` to each one that was picked before. So the third that says the same loses more
    than the second, as in the gain of alpha-nDCG (Clarke et al., SIGIR 2008, section 4.2), whose
    alpha is the variety; picking greedily by score and likeness is maximal marginal relevance
    (Carbonell and Goldstein, SIGIR 1998). Scores below 0 stay as they are. Variety 0 gives
    the order of the scores.

    Args:
        scores: ``(m,)``, highest first.
        hashtag_factors: ``(m, rank)``, of the same hashtags.
        hashtags: the same hashtags as text.
        n: how many to pick.
        variety: in [0, 1].
    """
    n = min(n, len(scores))
    if not variety:
        return np.arange(n)
    directions = hashtag_factors / np.maximum(_lengths(hashtag_factors), 1e-9)
    runs = [_runs(hashtag) for hashtag in hashtags]
    kept = np.ones(len(scores))
    left = np.ones(len(scores), dtype=bool)
    picked: list[int] = []
    while len(picked) < n:
        worth = np.where(scores > 0, scores * kept, scores)
        j = int(np.argmax(np.where(left, worth, -np.inf)))
        picked.append(j)
        left[j] = False
        kept *= 1 - variety * likeness(j, directions, runs)
    return np.array(picked, dtype=np.int64)


def likeness(j: int, directions: np.ndarray, runs: Sequence[frozenset[str]]) -> np.ndarray:
    """How alike hashtag ``j`` and each of ``m`` hashtags are, ``(m,)``, from 0 to 1.

    It is the square of how alike they are written, times the square root of how alike they are used.
    Written: the share of the shorter one's ``runs`` of three letters that the longer one has too
    (the overlap coefficient), so that #dog is like #dogsofinstagram. Used: the cosine of their ALS
    factors (``directions`` are the factors at unit length, ``(m, rank)``), or 0 if it is negative, so
    that #cat is not like #vacation.
    """
    used = np.clip(directions @ directions[j], 0.0, 1.0)
    written = np.array([len(runs[j] & other) / min(len(runs[j]), len(other)) for other in runs])
    return np.sqrt(used) * written**2


def _runs(hashtag: str) -> frozenset[str]:
    """A hashtag's runs of three letters; a shorter hashtag is one run."""
    return frozenset(hashtag[i : i + _RUN] for i in range(max(len(hashtag) - _RUN + 1, 1)))


def _lengths(rows: np.ndarray) -> np.ndarray:
    return np.linalg.norm(rows, axis=1, keepdims=True)
