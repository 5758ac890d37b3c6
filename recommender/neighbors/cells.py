"""Large collections: the posts in cells of alike ones, so that a search looks at a few cells only.

FAISS (Douze et al., The Faiss library, arXiv:2401.08281) finds the cells and searches them. What is
kept on disk are plain arrays, of which FAISS's index is made when a collection is opened: its own
files are not meant to be read from strangers.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.mapped import blocks, release
from recommender.neighbors.vectors import SimilarityVectors, evenly, unit_rows
from recommender.progress import Progress, silent

N_AXES = 128
"""Numbers per post that a search compares: principal components of the similarity's vectors."""

PROBED = 64
"""Cells that a search looks at: those nearest to the photo."""

CANDIDATES = 400
"""Posts that a search finds, to be compared exactly."""

_CELLS_PER_ROOT = 4
"""There are 4 times the square root of the number of posts, as FAISS's guidelines have it."""
_TRAINING_ROWS = 40
"""Posts per cell that the cells are found with; FAISS warns of fewer."""
_AXES_ROWS = 20_000
"""Posts that the axes are fitted on."""
_ITERATIONS = 10
_SEED = 0
_LARGEST = 127


@dataclass(frozen=True)
class Cells:
    """The posts in cells, and each post's reduced vector: its vector on a few axes, rounded.

    Attributes:
        axes: ``(1280 + rank, n_axes) float32``, orthogonal, of one length: that at which the numbers of
            reduced vectors reach from -127 to 127.
        centers: ``(n_cells, n_axes) float32``, of unit length.
        cell_of: ``(n_posts,) int32``, the cell of each post.
        reduced: ``(n_posts, n_axes) int8``.
    """

    axes: np.ndarray
    centers: np.ndarray
    cell_of: np.ndarray
    reduced: np.ndarray

    def members(self) -> list[np.ndarray]:
        """The rows of each cell's posts, in ascending order."""
        order = np.argsort(self.cell_of, kind="stable")
        sizes = np.bincount(self.cell_of, minlength=len(self.centers))
        return np.split(order, np.cumsum(sizes)[:-1])


def number_of_cells(n_posts: int) -> int:
    return min(int(_CELLS_PER_ROOT * np.sqrt(n_posts)), n_posts)


def fit_cells(vectors: SimilarityVectors, progress: Progress = silent) -> Cells:
    """Put all posts into cells: spherical k-means over their reduced vectors."""
    import faiss

    n = len(vectors)
    axes = _fit_axes(vectors)
    reduced = np.empty((n, axes.shape[1]), dtype=np.int8)
    for rows in blocks(n):
        found = np.rint(vectors.posts(rows) @ axes)
        reduced[rows] = np.clip(found, -_LARGEST, _LARGEST)
        progress("reducing vectors", rows.stop, n)
    n_cells = number_of_cells(n)
    sample = np.random.default_rng(_SEED).permutation(n)[: n_cells * _TRAINING_ROWS]
    kmeans = faiss.Kmeans(
        axes.shape[1],
        n_cells,
        niter=_ITERATIONS,
        spherical=True,
        seed=_SEED + 1,
        min_points_per_centroid=1,
        max_points_per_centroid=_TRAINING_ROWS,
    )
    progress("finding cells", 0, 1)
    kmeans.train(unit_rows(reduced[np.sort(sample)]))
    centers = unit_rows(np.array(kmeans.centroids))
    progress("finding cells", 1, 1)
    cell_of = np.empty(n, dtype=np.int32)
    for rows in blocks(n):
        _, found = kmeans.index.search(unit_rows(reduced[rows]), 1)
        cell_of[rows] = found[:, 0]
    return Cells(axes, centers, cell_of, reduced)


def _fit_axes(vectors: SimilarityVectors) -> np.ndarray:
    """The principal components of an even sample, scaled so that its vectors reach to 127."""
    rows = vectors.posts(evenly(len(vectors), _AXES_ROWS))
    _, components = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    axes = components[:, ::-1][:, :N_AXES].astype(np.float32)
    largest = float(np.abs(rows @ axes).max())
    return axes * np.float32(_LARGEST / max(largest, 1e-12))


class CellSearch:
    """FAISS's inverted lists of the cells' posts, held in memory: 140 bytes a post."""

    def __init__(self, cells: Cells) -> None:
        import faiss

        self._axes = np.array(cells.axes)
        n_cells, n_axes = cells.centers.shape
        self._quantizer = faiss.IndexFlatIP(n_axes)
        self._quantizer.add(np.array(cells.centers, dtype=np.float32))
        self._index = faiss.IndexIVFScalarQuantizer(
            self._quantizer,
            n_axes,
            n_cells,
            faiss.ScalarQuantizer.QT_8bit_direct_signed,
            faiss.METRIC_INNER_PRODUCT,
            False,
        )
        self._index.is_trained = True
        self._index.ntotal = len(cells.reduced)
        for cell, rows in enumerate(cells.members()):
            _add(self._index.invlists, cell, rows, cells.reduced[rows])
        release(cells.reduced)

    def candidates(self, vectors: np.ndarray, n: int) -> np.ndarray:
        """Rows of the posts that may be the most similar to vectors ``(m, 1280 + rank)``.

        ``(m, n) int64``; -1 where fewer than ``n`` posts lie in the cells that are looked at.
        """
        self._index.nprobe = PROBED
        return self._index.search(vectors @ self._axes, n)[1]


def _add(lists: Any, cell: int, rows: np.ndarray, reduced: np.ndarray) -> None:
    import faiss

    # As FAISS keeps signed bytes: from 0 to 255.
    codes = np.ascontiguousarray((reduced.astype(np.int16) + 128).astype(np.uint8))
    ids = np.ascontiguousarray(rows, dtype=np.int64)
    lists.add_entries(cell, len(ids), faiss.swig_ptr(ids), faiss.swig_ptr(codes))
