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

    Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998, section 2): the next is the one
    with the highest ``score * (1 - variety * c)``, where c is the highest :func:`likeness` to
    those picked before. The paper subtracts; multiplied, the loss does not depend on the
    scale of the scores. Scores below 0 stay as they are. Variety 0 gives the order of the scores.

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
    likest = np.zeros(len(scores))
    left = np.ones(len(scores), dtype=bool)
    picked: list[int] = []
    while len(picked) < n:
        worth = scores - variety * likest * np.maximum(scores, 0.0)
        j = int(np.argmax(np.where(left, worth, -np.inf)))
        picked.append(j)
        left[j] = False
        likest = np.maximum(likest, likeness(j, directions, runs))
    return np.array(picked, dtype=np.int64)


def likeness(j: int, directions: np.ndarray, runs: Sequence[frozenset[str]]) -> np.ndarray:
    """How alike hashtag ``j`` and each of ``m`` hashtags are, ``(m,)``, from 0 to 1.

    It is the mean of how alike they are used and how alike they are written. Used: the cosine of their
    ALS factors (``directions`` are the factors at unit length, ``(m, rank)``), or 0 if it is
    negative. Written: the share of the shorter one's ``runs`` of three letters that the longer one
    has too (the overlap coefficient), so that #dog is like #dogsofinstagram.
    """
    cosines = np.clip(directions @ directions[j], 0.0, 1.0)
    shared = [len(runs[j] & other) / min(len(runs[j]), len(other)) for other in runs]
    return (cosines + np.array(shared)) / 2


def _runs(hashtag: str) -> frozenset[str]:
    """A hashtag's runs of three letters; a shorter hashtag is one run."""
    return frozenset(hashtag[i : i + _RUN] for i in range(max(len(hashtag) - _RUN + 1, 1)))


def _lengths(rows: np.ndarray) -> np.ndarray:
    return np.linalg.norm(rows, axis=1, keepdims=True)
