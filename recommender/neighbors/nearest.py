"""The posts most like each post of a collection."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recommender.mapped import blocks
from recommender.neighbors.cells import Cells
from recommender.neighbors.vectors import SimilarityVectors
from recommender.progress import Progress, silent

SMOOTHING_NEIGHBORS = 50
"""Nearest posts that a post's image factor is smoothed with."""

HUB_NEIGHBORS = 20
"""Nearest posts over which a post's hubness is averaged."""

CELLS_LOOKED_AT = 16
"""Cells in which the nearest posts of a cell's posts are looked for: its own and the nearest ones."""

_BLOCK_ROWS = 1_024


@dataclass(frozen=True)
class NearestPosts:
    """The posts most like each post of a collection, itself left out, in no order.

    Attributes:
        rows: ``(n_posts, k)``, integers; k = 50 or, in a smaller collection, all others.
        similarities: ``(n_posts, k) float32``.
    """

    rows: np.ndarray
    similarities: np.ndarray


def find_nearest(
    vectors: SimilarityVectors, cells: Cells | None = None, progress: Progress = silent
) -> NearestPosts:
    """The 50 nearest posts of each post.

    Without cells all pairs are compared: n² dot products. With cells those of a post are looked for
    in the 16 cells nearest to its own, about ``4 n sqrt(n)`` dot products; a post for which fewer
    are found has itself in their places, at a similarity of -1.
    """
    n = len(vectors)
    k = min(SMOOTHING_NEIGHBORS, n - 1)
    nearest = NearestPosts(np.empty((n, k), np.int32), np.empty((n, k), np.float32))
    done = 0
    for asked, others in [(np.arange(n), np.arange(n))] if cells is None else _by_cell(cells):
        matrix = vectors.posts(others)
        for rows in blocks(len(asked), _BLOCK_ROWS):
            _fill(nearest, asked[rows], others, matrix)
            done += rows.stop - rows.start
            progress("comparing posts", done, n)
    return nearest


def _by_cell(cells: Cells) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows of each cell's posts, and those of all posts in the cells nearest to it, ascending."""
    members = cells.members()
    looked_at = min(CELLS_LOOKED_AT, len(members))
    for cell, asked in enumerate(members):
        if len(asked):
            likeness = cells.centers @ cells.centers[cell]
            likeness[cell] = np.inf
            near = np.argpartition(-likeness, looked_at - 1)[:looked_at]
            yield asked, np.sort(np.concatenate([members[other] for other in near]))


def _fill(nearest: NearestPosts, asked: np.ndarray, others: np.ndarray, matrix: np.ndarray) -> None:
    """Fill in the rows of the ``asked`` posts; ``matrix`` are the vectors of the ``others``."""
    places = np.searchsorted(others, asked)
    similarities = matrix[places] @ matrix.T
    each = np.arange(len(asked))
    similarities[each, places] = -np.inf
    k = min(nearest.rows.shape[1], len(others) - 1)
    nearest.rows[asked, k:] = asked[:, None]
    nearest.similarities[asked, k:] = -1.0
    if k:
        best = np.argpartition(-similarities, k - 1, axis=1)[:, :k]
        nearest.rows[asked, :k] = others[best]
        nearest.similarities[asked, :k] = similarities[each[:, None], best]


def hubness_of(nearest: NearestPosts) -> np.ndarray:
    """``(n_posts,) float32``: how much more similar posts are to their 20 nearest than others are."""
    n, found = nearest.similarities.shape
    k = min(HUB_NEIGHBORS, found)
    if k < 1:
        return np.zeros(n, dtype=np.float32)
    density = np.empty(n, dtype=np.float32)
    for rows in blocks(n):
        best = np.partition(nearest.similarities[rows], -k, axis=1)[:, -k:]
        density[rows] = best.mean(axis=1)
    return density - density.mean()
