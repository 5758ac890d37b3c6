"""Posts as vectors whose dot product is their similarity."""

from typing import TYPE_CHECKING

import numpy as np

from recommender.mapped import blocks, release

if TYPE_CHECKING:
    from recommender.neighbors.similarity import FittedSimilarity


_ROWS_AT_ONCE = 2_048
"""Rows that are read at once: where they lie apart, the system reads 64 kB for each."""


def unit_rows(rows: np.ndarray) -> np.ndarray:
    """Rows (or one vector) divided by their length, ``float32``; all-zero ones stay zero."""
    rows = rows.astype(np.float32, copy=False)
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-12)


def inverse_or_zero(lengths: np.ndarray) -> np.ndarray:
    """1 / length, and 0 where it is (next to) zero."""
    return np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 1e-12)


def centred_rows(features: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Deep features at unit length, minus the mean of such ones, at unit length again: ``float32``."""
    return unit_rows(unit_rows(features) - mean)


def _lengths_of_parts(learned_share: float) -> np.ndarray:
    return np.sqrt(np.array([1 - learned_share, learned_share], dtype=np.float32))


def joined(centred: np.ndarray, predicted: np.ndarray, learned_share: float) -> np.ndarray:
    """The vectors of :class:`SimilarityVectors` from their two parts, each of unit length."""
    own, learned = _lengths_of_parts(learned_share)
    return np.concatenate([own * centred, learned * predicted], axis=-1, dtype=np.float32)


def evenly(n: int, most: int) -> np.ndarray:
    """At most ``most`` of ``n`` rows, evenly spread, ascending: ``int64``."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.int64))


class SimilarityVectors:
    """The vectors ``(sqrt(1 - b) c, sqrt(b) z)`` of posts and photos, made when they are asked for.

    c is the centred deep features, z the predicted image factor, both of unit length, and b the
    learned share: the dot product of two vectors is
    ``(1 - b) cos(f' - mu, f'_i - mu) + b cos(z, z_i)``.
    """

    def __init__(
        self,
        features: np.ndarray,
        fitted: "FittedSimilarity",
        learned_share: float,
        centered: bool = True,
    ) -> None:
        """``features`` are ``(n_posts, 1280)``, ``float32`` or ``float16``; they may be memory-mapped."""
        self._features = features
        self._fitted = fitted
        self._share = learned_share
        self._mean = fitted.mean if centered else np.zeros_like(fitted.mean)

    def __len__(self) -> int:
        return len(self._features)

    def posts(self, rows: np.ndarray | slice) -> np.ndarray:
        """The vectors of these posts, ``(m, 1280 + rank) float32``."""
        if isinstance(rows, slice):
            rows = np.arange(*rows.indices(len(self)))
        if len(rows) <= _ROWS_AT_ONCE:
            return self._some(rows)
        parts = [self._some(rows[block]) for block in blocks(len(rows), _ROWS_AT_ONCE)]
        return np.concatenate(parts)

    def _some(self, rows: np.ndarray) -> np.ndarray:
        predicted = unit_rows(self._fitted.predicted[rows])  # again: it may be rounded
        centred = centred_rows(self._features[rows], self._mean)
        self._release()
        return joined(centred, predicted, self._share)

    def similarities(self, rows: np.ndarray, photo: np.ndarray) -> np.ndarray:
        """The dot products of these posts' vectors with a photo's, ``(m,) float32`` in [-1, 1].

        The vectors themselves are not made: that would take most of a search's time. Nor are BLAS's
        threads, which would wait for one another wherever something else is at work.
        """
        features = self._features[rows].astype(np.float32)
        predicted = unit_rows(self._fitted.predicted[rows])
        self._release()
        width = features.shape[1]
        lengths = np.sqrt(np.einsum("ij,ij->i", features, features))
        inverse = inverse_or_zero(lengths)
        # f' . mu and, of |f' - mu|², what is left when f' . f' is 1, or 0 for an all-zero row.
        along = _dots(features, self._mean) * inverse
        squares = (lengths * inverse) - 2 * along + self._mean @ self._mean
        own = _dots(features, photo[:width]) * inverse - self._mean @ photo[:width]
        own *= inverse_or_zero(np.sqrt(np.maximum(squares, 0.0)))
        learned = _dots(predicted, photo[width:])
        of_own, of_learned = _lengths_of_parts(self._share)
        return np.clip(of_own * own + of_learned * learned, -1.0, 1.0)

    def _release(self) -> None:
        release(self._features)
        release(self._fitted.predicted)

    def photos(self, features: np.ndarray) -> np.ndarray:
        """The vectors of deep features ``(m, 1280)``, or the vector of ``(1280,)``."""
        centred = centred_rows(features, self._mean)
        return joined(centred, unit_rows(centred @ self._fitted.projection), self._share)


def _dots(rows: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """The dot product of each row with a vector."""
    return np.einsum("ij,j->i", rows, vector)
