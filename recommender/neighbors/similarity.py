"""Deep features -> how alike two images are, as far as hashtags go."""

from dataclasses import dataclass, replace

import numpy as np

from recommender.mapped import release, row_blocks
from recommender.neighbors.cells import Cells, fit_cells
from recommender.neighbors.nearest import NearestPosts, find_nearest, hubness_of
from recommender.neighbors.vectors import SimilarityVectors, centred_rows, unit_rows
from recommender.progress import Progress, silent
from recommender.stages import Keep, anew

RIDGE = 1.0
"""Ridge penalty of the regression from deep features to image factors."""

EXACT_POSTS = 20_000
"""Up to here every post is compared; larger collections have cells. ``benchmarks/indexes.py`` shows
where the two take the same time."""


@dataclass(frozen=True)
class FittedSimilarity:
    """What is fitted on a collection's posts to compare images.

    Attributes:
        mean: ``(1280,) float32``, the mean of the posts' deep features of unit length.
        projection: ``(1280, rank) float32``, the ridge regression from centred features to
            image factors.
        predicted: ``(n_posts, rank)``, ``float32`` or ``float16``, the posts' own predicted factors, of
            unit length.
        hubness: ``(n_posts,) float32``, how much more similar a post is to its 20 nearest
            posts than others are to theirs: hubs are near to everything, and say less about any one
            photo (as in CSLS: Conneau et al., ICLR 2018, section 2.3).
        cells: the posts in cells, if there are more than :data:`EXACT_POSTS`.
    """

    mean: np.ndarray
    projection: np.ndarray
    predicted: np.ndarray
    hubness: np.ndarray
    cells: Cells | None = None


def fit_similarity(
    features: np.ndarray,
    image_factors: np.ndarray,
    learned_share: float,
    progress: Progress = silent,
    keep: Keep = anew,
) -> tuple[FittedSimilarity, NearestPosts]:
    """Fit on deep features ``(n, 1280)`` and image factors ``(n, rank)`` of a collection.

    Both may be memory-mapped: they are read block by block, several times.
    """

    def projected() -> tuple[np.ndarray, ...]:
        fitted = fit_projection(features, image_factors, progress)
        return fitted.mean, fitted.projection, fitted.predicted, fitted.hubness

    mean, projection, predicted, hubness = keep("projection", projected)
    fitted = FittedSimilarity(mean, projection, predicted, hubness)
    fitted = with_cells(features, fitted, learned_share, progress, keep)
    vectors = SimilarityVectors(features, fitted, learned_share)

    def compared() -> tuple[np.ndarray, np.ndarray]:
        nearest = find_nearest(vectors, fitted.cells, progress)
        return nearest.rows, nearest.similarities

    nearest = NearestPosts(*keep("nearest", compared))
    return replace(fitted, hubness=hubness_of(nearest)), nearest


def with_cells(
    features: np.ndarray,
    fitted: FittedSimilarity,
    learned_share: float,
    progress: Progress = silent,
    keep: Keep = anew,
) -> FittedSimilarity:
    """The same, with cells if there are more than :data:`EXACT_POSTS` posts."""
    if len(features) <= EXACT_POSTS:
        return fitted
    vectors = SimilarityVectors(features, fitted, learned_share)

    def put_into_cells() -> tuple[np.ndarray, ...]:
        cells = fit_cells(vectors, progress)
        return cells.axes, cells.centers, cells.cell_of, cells.reduced

    return replace(fitted, cells=Cells(*keep("cells", put_into_cells)))


def fit_projection(
    features: np.ndarray, image_factors: np.ndarray, progress: Progress = silent
) -> FittedSimilarity:
    """The mean, the projection and what it predicts; hubness is left at 0."""
    n = len(features)
    total = np.zeros(features.shape[1], dtype=np.float64)
    for _, block in row_blocks(features):
        total += unit_rows(block).sum(axis=0, dtype=np.float64)
    mean = (total / n).astype(np.float32)
    projection = _ridge(features, mean, image_factors, progress)
    predicted = np.empty(image_factors.shape, dtype=np.float32 if n <= EXACT_POSTS else np.float16)
    for rows, block in row_blocks(features):
        predicted[rows] = unit_rows(centred_rows(block, mean) @ projection)
    return FittedSimilarity(mean, projection, predicted, np.zeros(n, dtype=np.float32))


def _ridge(
    features: np.ndarray, mean: np.ndarray, factors: np.ndarray, progress: Progress
) -> np.ndarray:
    """argmin over M of ``|x M - y|² + RIDGE |M|²``, solved in the smaller of two forms.

    x are the centred features, y the image factors minus their mean.
    """
    n, width = features.shape
    middle = factors.mean(axis=0)
    release(factors)
    if n < width:
        x = centred_rows(features, mean).astype(np.float64)
        y = (factors - middle).astype(np.float64)
        return (x.T @ np.linalg.solve(x @ x.T + RIDGE * np.eye(n), y)).astype(np.float32)
    left, right = RIDGE * np.eye(width), np.zeros((width, factors.shape[1]))
    for rows, block in row_blocks(features):
        x = centred_rows(block, mean).astype(np.float64)
        left += x.T @ x
        right += x.T @ (factors[rows] - middle)
        release(factors)
        progress("learning the similarity", rows.stop, n)
    return np.linalg.solve(left, right).astype(np.float32)
