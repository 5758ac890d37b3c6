"""Deep features -> how alike two images are, as far as hashtags go."""

from dataclasses import dataclass

import numpy as np

RIDGE = 1.0
"""Ridge penalty of the regression from deep features to image factors."""

HUB_NEIGHBORS = 20
"""Nearest posts over which a post's hubness is averaged."""

SMOOTHING_NEIGHBORS = 50
"""Nearest posts that a post's image factor is smoothed with."""

_CHUNK_ROWS = 1024


@dataclass(frozen=True)
class FittedSimilarity:
    """What is fitted on a collection's posts to compare images.

    Attributes:
        mean: ``(1280,) float32``, the mean of the posts' deep features of unit length.
        projection: ``(1280, rank) float32``, the ridge regression from centred features to
            image factors.
        predicted: ``(n_posts, rank) float32``, the posts' own predicted factors, of unit length.
        hubness: ``(n_posts,) float32``, how much more similar a post is to its 20 nearest
            posts than others are to theirs: hubs are near to everything, and say less about any one
            photo (as in CSLS: Conneau et al., ICLR 2018, section 2.3).
    """

    mean: np.ndarray
    projection: np.ndarray
    predicted: np.ndarray
    hubness: np.ndarray


@dataclass(frozen=True)
class NearestPosts:
    """The posts most like each post of a collection, itself left out, in no order.

    Attributes:
        rows: ``(n_posts, k) int64``, k = 50 or, in a smaller collection, all others.
        similarities: ``(n_posts, k) float32``.
    """

    rows: np.ndarray
    similarities: np.ndarray


def fit_similarity(
    features: np.ndarray, image_factors: np.ndarray, learned_share: float
) -> tuple[FittedSimilarity, NearestPosts]:
    """Fit on deep features ``(n, 1280)`` and image factors ``(n, rank)`` of a collection.

    The nearest posts cost n² dot products: 0.2 s for 1,500 posts, a quarter of an hour for 100,000.
    """
    unit = unit_rows(features)
    mean = unit.mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = unit_rows(unit - mean)
    projection = _ridge(centred, image_factors - image_factors.mean(axis=0))
    predicted = unit_rows(centred @ projection)
    vectors = np.hstack(
        [np.sqrt(1 - learned_share) * centred, np.sqrt(learned_share) * predicted]
    ).astype(np.float32)
    nearest = _nearest(vectors)
    return FittedSimilarity(mean, projection, predicted, hubness_of(nearest)), nearest


def unit_rows(rows: np.ndarray) -> np.ndarray:
    """Rows (or one vector) divided by their length, ``float32``; all-zero ones stay zero."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.divide(rows, norms, out=np.zeros_like(rows, dtype=np.float32), where=norms > 1e-12)


def _ridge(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """argmin over M of ``|x M - y|² + RIDGE |M|²``, solved in the smaller of two forms."""
    x, y = x.astype(np.float64), y.astype(np.float64)
    n, width = x.shape
    if n < width:
        return (x.T @ np.linalg.solve(x @ x.T + RIDGE * np.eye(n), y)).astype(np.float32)
    return np.linalg.solve(x.T @ x + RIDGE * np.eye(width), x.T @ y).astype(np.float32)


def _nearest(vectors: np.ndarray) -> NearestPosts:
    n = len(vectors)
    k = min(SMOOTHING_NEIGHBORS, n - 1)
    rows = np.empty((n, k), dtype=np.int64)
    values = np.empty((n, k), dtype=np.float32)
    for start in range(0, n, _CHUNK_ROWS):
        similarities = vectors[start : start + _CHUNK_ROWS] @ vectors.T
        chunk = np.arange(len(similarities))
        similarities[chunk, start + chunk] = -np.inf
        best = np.argpartition(-similarities, k - 1, axis=1)[:, :k]
        rows[start + chunk] = best
        values[start + chunk] = similarities[chunk[:, None], best]
    return NearestPosts(rows, values)


def hubness_of(nearest: NearestPosts) -> np.ndarray:
    """``(n_posts,) float32``, see :class:`FittedSimilarity`."""
    n, found = nearest.similarities.shape
    k = min(HUB_NEIGHBORS, found)
    if k < 1:
        return np.zeros(n, dtype=np.float32)
    density = np.partition(nearest.similarities, -k, axis=1)[:, -k:].mean(axis=1)
    return density - density.mean()
