"""Deep features -> the nearest posts, by cosine similarity."""

import numpy as np

from recommender.ranking import best_first

_CHUNK_ROWS = 4096
"""Rows centred at a time while norms are computed: 20 MB, so that mapped files are not copied whole."""


class NeighborIndex:
    """Exact nearest-neighbour search over ``features``: ``(n_posts, 1280) float32``.

    Similarity is cos(f - mu, f_i - mu) with mu the mean of ``features`` (0 where not ``centered``).
    The features themselves are only read, so they can be memory-mapped; one query is one
    matrix-vector product: 1 ms for some thousand posts. An all-zero vector has similarity 0.
    """

    def __init__(self, features: np.ndarray, centered: bool = True) -> None:
        self.features = features
        width = features.shape[1]
        self.mean = (
            features.mean(axis=0, dtype=np.float64).astype(np.float32)
            if centered and len(features)
            else np.zeros(width, dtype=np.float32)
        )
        norms = np.empty(len(features), dtype=np.float32)
        for start in range(0, len(features), _CHUNK_ROWS):
            chunk = features[start : start + _CHUNK_ROWS] - self.mean
            norms[start : start + _CHUNK_ROWS] = np.linalg.norm(chunk, axis=1)
        self._inverse_norms = _inverse_or_zero(norms)

    def similarities(self, features: np.ndarray) -> np.ndarray:
        """Similarity of one image ``(1280,) float32`` to every post: ``(n_posts,) float32`` in [-1, 1]."""
        query = features - self.mean
        query *= _inverse_or_zero(np.linalg.norm(query))
        # cos(f - mu, f_i - mu) = (q . f_i - q . mu) / |f_i - mu| without a centred copy of f_i.
        products = self.features @ query - self.mean @ query
        return np.clip(products * self._inverse_norms, -1.0, 1.0)

    def search(self, features: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """The ``n`` most similar posts, best first: (rows ``int64``, similarities ``float32``).

        Equally similar posts come in the order of the collection, so that fewer neighbours are always
        the beginning of more.
        """
        similarities = self.similarities(features)
        rows = best_first(similarities, n)
        return rows, similarities[rows]


def _inverse_or_zero(norms: np.ndarray | np.floating) -> np.ndarray:
    """1 / norm, and 0 where the norm is (next to) zero."""
    return np.where(norms > 1e-12, 1.0 / np.maximum(norms, 1e-12), 0.0).astype(np.float32)
