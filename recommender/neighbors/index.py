"""Deep features -> the nearest posts."""

from collections.abc import Iterator, Sequence

import numpy as np

from recommender.mapped import blocks
from recommender.neighbors.cells import CANDIDATES, CellSearch
from recommender.neighbors.similarity import FittedSimilarity
from recommender.neighbors.topk import best_first
from recommender.neighbors.vectors import (
    SimilarityVectors,
    centred_rows,
    inverse_or_zero,
    unit_rows,
)

_CHUNK = 2_000_000
"""Similarities that are in memory at once: 8 MB."""


class NeighborIndex:
    """Nearest-neighbour search over deep features ``(n_posts, 1280)``.

    Similarity is ``(1 - b) cos(f' - mu, f'_i - mu) + b cos(z, z_i)`` in [-1, 1], where f' is the
    deep features at unit length, mu their mean, z the image factor that a ridge regression
    predicts from them, and b the ``learned_share``. It is 1 for the same image, and 0 for an
    all-zero vector.

    Without cells, every post is compared. Features may then be memory-mapped, unless they are
    ``float16``: those are held in memory, as ``float32``. With cells (see
    :class:`~recommender.neighbors.cells.Cells`), 400 candidates are compared, of which
    each has exactly the same similarity; hardly one in a hundred of the 20 nearest is missed.
    """

    def __init__(
        self,
        features: np.ndarray,
        fitted: FittedSimilarity,
        learned_share: float,
        centered: bool = True,
    ) -> None:
        """``learned_share=0, centered=False`` is the plain cosine of deep features."""
        self._vectors = SimilarityVectors(features, fitted, learned_share, centered)
        self._cells = CellSearch(fitted.cells) if fitted.cells is not None else None
        self._every = None if self._cells else _EveryPost(features, fitted, learned_share, centered)

    def similarities(self, features: np.ndarray) -> np.ndarray:
        """Similarity of one image ``(1280,) float32`` to every post: ``(n_posts,) float32``.

        Many images, ``(m, 1280)``, give ``(m, n_posts)``.
        """
        if self._every:
            return self._every.similarities(features)
        photos = self._vectors.photos(features)
        found = [photos @ self._vectors.posts(rows).T for rows in blocks(len(self._vectors))]
        return np.clip(np.concatenate(found, axis=-1), -1.0, 1.0)

    def search(
        self, features: np.ndarray, n: int, barred: Sequence[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """The ``n`` most similar posts, best first: (rows ``int64``, similarities ``float32``).

        Equally similar posts come in the order of the collection, so a smaller ``n`` gives the
        beginning of a larger one's result. The ``barred`` rows are never among them.
        """
        rows = self._candidates(features, n + len(barred))
        if rows is None:
            similarities = self.similarities(features)
            rows = np.arange(len(similarities))
        else:
            similarities = self._vectors.similarities(rows, self._vectors.photos(features))
        similarities[np.isin(rows, list(barred))] = -np.inf
        best = best_first(similarities, min(n, len(self._vectors) - len(barred)))
        return rows[best], similarities[best]

    def search_many(self, features: np.ndarray, n: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """What :meth:`search` gives for each of many images, ``(m, 1280)``."""
        if not self._every:
            yield from (self.search(photo, n) for photo in features)
            return
        for chunk in blocks(len(features), max(_CHUNK // len(self._vectors), 1)):
            for similarities in self.similarities(features[chunk].astype(np.float32)):
                rows = best_first(similarities, n)
                yield rows, similarities[rows]

    def _candidates(self, features: np.ndarray, n: int) -> np.ndarray | None:
        """Rows that are worth comparing, ascending; None for all, as if more than half are wanted."""
        if not self._cells or 2 * n > CANDIDATES:
            return None
        found = self._cells.candidates(self._vectors.photos(features)[None], CANDIDATES)[0]
        return np.sort(found[found >= 0]) if np.count_nonzero(found >= 0) >= n else None


class _EveryPost:
    """Two matrix-vector products, and no copy of features in memory: 1 ms for some thousand posts."""

    def __init__(
        self, features: np.ndarray, fitted: FittedSimilarity, learned_share: float, centered: bool
    ) -> None:
        self._features = features = features.astype(np.float32, copy=False)
        self._predicted = fitted.predicted
        if self._predicted.dtype == np.float16:
            self._predicted = unit_rows(self._predicted)
        self._projection = fitted.projection
        self._share = learned_share
        self._mean = fitted.mean if centered else np.zeros_like(fitted.mean)
        self._inverse_norms = np.empty(len(features), dtype=np.float32)
        self._inverse_centred = np.empty(len(features), dtype=np.float32)
        for rows in blocks(len(features)):
            chunk = features[rows]
            self._inverse_norms[rows] = inverse_or_zero(np.linalg.norm(chunk, axis=1))
            centred = unit_rows(chunk) - self._mean
            self._inverse_centred[rows] = inverse_or_zero(np.linalg.norm(centred, axis=1))

    def similarities(self, features: np.ndarray) -> np.ndarray:
        query = centred_rows(features, self._mean)
        # cos(f' - mu, f'_i - mu) = q . (f_i / |f_i| - mu) / |f'_i - mu|, without a copy of f_i.
        offset = (query @ self._mean)[..., None]
        products = (self._features @ query.T).T * self._inverse_norms - offset
        result = products * self._inverse_centred
        if self._share:
            predicted = (self._predicted @ unit_rows(query @ self._projection).T).T
            result = (1 - self._share) * result + self._share * predicted
        return np.clip(result, -1.0, 1.0)
