"""Deep features -> the nearest posts."""

from collections.abc import Sequence

import numpy as np

from recommender.neighbors.similarity import FittedSimilarity, unit_rows
from recommender.neighbors.topk import best_first

_CHUNK_ROWS = 4096
"""Rows read at a time while lengths are computed: 20 MB, so that mapped files are not copied whole."""


class NeighborIndex:
    """Exact nearest-neighbour search over deep features ``(n_posts, 1280) float32``.

    Similarity is ``(1 - b) cos(f' - mu, f'_i - mu) + b cos(z, z_i)`` in [-1, 1], where f' is the
    deep features at unit length, mu their mean, z the image factor that a ridge regression
    predicts from them, and b the ``learned_share``. It is 1 for the same image, and 0 for an
    all-zero vector.

    The deep features are only read, so they can be memory-mapped, unless they are ``float16``: then
    they are held in memory, as ``float32``. A query takes two matrix-vector products: 1 ms for a few
    thousand posts.
    """

    def __init__(
        self,
        features: np.ndarray,
        fitted: FittedSimilarity,
        learned_share: float,
        centered: bool = True,
    ) -> None:
        """``learned_share=0, centered=False`` is the plain cosine of deep features."""
        self._features = features = features.astype(np.float32, copy=False)
        self._fitted = fitted
        self._share = learned_share
        self._mean = fitted.mean if centered else np.zeros_like(fitted.mean)
        self._inverse_norms = np.empty(len(features), dtype=np.float32)
        self._inverse_centred = np.empty(len(features), dtype=np.float32)
        for start in range(0, len(features), _CHUNK_ROWS):
            rows = slice(start, start + _CHUNK_ROWS)
            chunk = features[rows]
            self._inverse_norms[rows] = _inverse_or_zero(np.linalg.norm(chunk, axis=1))
            centred = unit_rows(chunk) - self._mean
            self._inverse_centred[rows] = _inverse_or_zero(np.linalg.norm(centred, axis=1))

    def similarities(self, features: np.ndarray) -> np.ndarray:
        """Similarity of one image ``(1280,) float32`` to every post: ``(n_posts,) float32``.

        Many images, ``(m, 1280)``, give ``(m, n_posts)``.
        """
        query = unit_rows(unit_rows(features) - self._mean)
        # cos(f' - mu, f'_i - mu) = q . (f_i / |f_i| - mu) / |f'_i - mu|, without a copy of f_i.
        offset = (query @ self._mean)[..., None]
        products = (self._features @ query.T).T * self._inverse_norms - offset
        result = products * self._inverse_centred
        if self._share:
            predicted = (self._fitted.predicted @ unit_rows(query @ self._fitted.projection).T).T
            result = (1 - self._share) * result + self._share * predicted
        return np.clip(result, -1.0, 1.0)

    def search(
        self, features: np.ndarray, n: int, barred: Sequence[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """The ``n`` most similar posts, best first: (rows ``int64``, similarities ``float32``).

        Equally similar posts come in the order of the collection, so a smaller ``n`` gives the
        beginning of a larger one's result. The ``barred`` rows are never among them.
        """
        similarities = self.similarities(features)
        similarities[list(barred)] = -np.inf
        rows = best_first(similarities, min(n, len(similarities) - len(barred)))
        return rows, similarities[rows]


def _inverse_or_zero(norms: np.ndarray) -> np.ndarray:
    """1 / norm, and 0 where the norm is (next to) zero."""
    return np.where(norms > 1e-12, 1.0 / np.maximum(norms, 1e-12), 0.0).astype(np.float32)
