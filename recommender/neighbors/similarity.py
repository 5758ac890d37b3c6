"""Deep features -> how alike two images are, as far as hashtags go."""

from dataclasses import dataclass

import numpy as np

RIDGE = 1.0
"""Ridge penalty of the regression from deep features to image factors."""

HUB_NEIGHBORS = 20
"""Nearest posts over which a post's hubness is averaged."""

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


def fit_similarity(
    features: np.ndarray, image_factors: np.ndarray, learned_share: float
) -> FittedSimilarity:
    """Fit on deep features ``(n, 1280)`` and image factors ``(n, rank)`` of a collection.

    The hubness costs n² dot products: 0.2 s for 1,500 posts, a quarter of an hour for 100,000.
    """
    unit = unit_rows(features)
    mean = unit.mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = unit_rows(unit - mean)
    projection = _ridge(centred, image_factors - image_factors.mean(axis=0))
    predicted = unit_rows(centred @ projection)
    vectors = np.hstack(
        [np.sqrt(1 - learned_share) * centred, np.sqrt(learned_share) * predicted]
    ).astype(np.float32)
    return FittedSimilarity(mean, projection, predicted, _hubness(vectors))


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


def _hubness(vectors: np.ndarray) -> np.ndarray:
    n = len(vectors)
    k = min(HUB_NEIGHBORS, n - 1)
    if k < 1:
        return np.zeros(n, dtype=np.float32)
    density = np.empty(n, dtype=np.float32)
    for start in range(0, n, _CHUNK_ROWS):
        similarities = vectors[start : start + _CHUNK_ROWS] @ vectors.T
        own = np.arange(len(similarities))
        similarities[own, start + own] = -np.inf
        nearest = np.partition(similarities, -k, axis=1)[:, -k:]
        density[start : start + _CHUNK_ROWS] = nearest.mean(axis=1)
    return density - density.mean()
