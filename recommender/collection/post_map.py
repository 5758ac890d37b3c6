"""Deep features -> a map: the posts in two dimensions, and the most telling hashtag of each."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from recommender.mapped import blocks, release, row_blocks
from recommender.neighbors.vectors import centred_rows, evenly, unit_rows
from recommender.progress import Progress, silent

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

N_COLORED = 10
"""Most hashtags that the map tells apart: people can't name many more colours."""

_TSNE_POSTS = 5_000
"""Most posts that t-SNE lays out: it would take minutes for more. Any others are placed beside
their nearest posts among these."""
_PRINCIPAL = 50
_PERPLEXITY = 30.0
_ITERATIONS = 500
_SMALLEST_TSNE = 10
_PLACED_BESIDE = 5
_NEARBY = 30
_COMPARED_ROWS = 1024


@dataclass(frozen=True)
class PostMap:
    """The posts in two dimensions: posts that lie close together look alike.

    Attributes:
        positions: ``(n_posts, 2) float32`` in [0, 1]; the axes have no meaning of their own.
        hashtags: ``(n_posts,) int32``, the hashtag that says most about each post, as a column of
            the vocabulary; at most :data:`N_COLORED` different ones, and -1 for none of these.
    """

    positions: np.ndarray
    hashtags: np.ndarray

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many posts each of the ``hashtags`` stands for, -1 among them."""
        columns, counts = np.unique(self.hashtags, return_counts=True)
        return dict(zip(columns.tolist(), counts.tolist(), strict=True))

    def place(self, rows: np.ndarray, weights: np.ndarray) -> np.ndarray | None:
        """Where a photo with these neighbours belongs, ``(2,)``; None if all weights are 0."""
        total = weights.sum()
        return weights @ self.positions[rows] / total if total > 0 else None


def fit_map(features: np.ndarray, matrix: "csr_matrix", progress: Progress = silent) -> PostMap:
    """Lay out ``(n, 1280)`` deep features; ``matrix`` is the ``(n, n_hashtags)`` 0/1 matrix.

    Features are centred as for the similarity, reduced to 50 principal components, and laid out by
    t-SNE (van der Maaten, JMLR 2014), starting from the two largest. It runs in one thread with a
    fixed seed, so the same features give the same map on one machine. It takes 4 s for 1,500 posts
    and 20 s for 5,000 or more.

    Features are ``float32`` or ``float16`` and may be memory-mapped: those of the posts that t-SNE
    lays out are in memory, and all others block by block.
    """
    positions = _layout(features, progress)
    return PostMap(positions, _telling_hashtags(positions, matrix, progress))


def _layout(features: np.ndarray, progress: Progress) -> np.ndarray:
    n = len(features)
    total = np.zeros(features.shape[1], dtype=np.float64)
    for _, block in row_blocks(features):
        total += unit_rows(block).sum(axis=0)
    mean = (total / n).astype(np.float32)
    fitted = evenly(n, _TSNE_POSTS)
    vectors = centred_rows(features[fitted], mean)
    release(features)
    if n < _SMALLEST_TSNE:
        return _in_unit_square(_principal(vectors, 2))
    progress("drawing the map", 0, 1)
    positions = _tsne(_principal(vectors, _PRINCIPAL))
    progress("drawing the map", 1, 1)
    if len(fitted) < n:
        positions = _beside_nearest(features, mean, vectors, positions, progress)
    return _in_unit_square(positions)


def _principal(vectors: np.ndarray, k: int) -> np.ndarray:
    """The first ``k`` principal components, padded with zeros where there are fewer."""
    from sklearn.decomposition import PCA

    k_possible = min(k, *vectors.shape)
    with np.errstate(invalid="ignore"):  # it also divides by the variance, which may be 0
        found = PCA(k_possible, svd_solver="full").fit_transform(vectors.astype(np.float64))
    return np.pad(found, ((0, 0), (0, k - k_possible)))


def _tsne(vectors: np.ndarray) -> np.ndarray:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    # Start from the two largest components, scaled down as t-SNE wants them.
    start = vectors[:, :2] / max(vectors[:, 0].std(), 1e-12) * 1e-4
    tsne = TSNE(
        2,
        init=start.astype(np.float32),
        perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
        max_iter=_ITERATIONS,
        random_state=0,
        n_jobs=1,
    )
    with threadpool_limits(1):  # sums over more threads come out different each time
        return tsne.fit_transform(vectors.astype(np.float32))


def _beside_nearest(
    features: np.ndarray,
    mean: np.ndarray,
    fitted: np.ndarray,
    fitted_positions: np.ndarray,
    progress: Progress,
) -> np.ndarray:
    """Positions of all posts: for each, the mean of the five most similar ones laid out."""
    positions = np.empty((len(features), 2), dtype=np.float32)
    for rows, block in row_blocks(features, _COMPARED_ROWS):
        similarities = centred_rows(block, mean) @ fitted.T
        nearest = np.argpartition(similarities, -_PLACED_BESIDE, axis=1)[:, -_PLACED_BESIDE:]
        positions[rows] = fitted_positions[nearest].mean(axis=1)
        progress("placing posts on the map", rows.stop, len(features))
    return positions


def _in_unit_square(positions: np.ndarray) -> np.ndarray:
    """The positions, moved and scaled into [0, 1], by the same factor on both axes."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    side = max((high - low).max(), 1e-12)
    return (0.5 + (positions - (low + high) / 2) / side).astype(np.float32)


def _telling_hashtags(
    positions: np.ndarray, matrix: "csr_matrix", progress: Progress
) -> np.ndarray:
    """The column of one hashtag for each post, from the few that say most about the map's parts.

    A hashtag says ``p log(p / q)`` about a post that has it: p is its share of the 30 posts nearest
    on the map, q its share of all posts (a term of the Kullback-Leibler divergence). The few are
    chosen one by one: each time, the hashtag that says most about the posts not yet coloured.
    """
    telling = _telling(positions, matrix, progress)
    uncoloured = np.ones(len(positions))
    chosen: list[int] = []
    for _ in range(N_COLORED):
        gains = telling.T @ uncoloured
        best = int(gains.argmax()) if gains.size else 0
        if not gains.size or gains[best] <= 0:
            break
        chosen.append(best)
        uncoloured[telling[:, [best]].nonzero()[0]] = 0.0
    hashtags = np.full(len(positions), -1, dtype=np.int32)
    if chosen:
        columns = np.array(chosen, dtype=np.int32)
        told = telling[:, chosen]
        for rows in blocks(len(positions)):
            values = told[rows].toarray()
            hashtags[rows] = np.where(values.max(axis=1) > 0, columns[values.argmax(axis=1)], -1)
    return hashtags


def _telling(positions: np.ndarray, matrix: "csr_matrix", progress: Progress) -> "csr_matrix":
    """How much hashtag j says about post i: ``(n, n_hashtags)``, 0 where the post lacks it."""
    from scipy.sparse import csr_matrix, vstack
    from scipy.spatial import KDTree

    n = len(positions)
    k = min(_NEARBY, n)
    tree = KDTree(positions)
    overall = np.asarray(matrix.sum(axis=0, dtype=np.float64)).ravel() / n
    parts = []
    for rows in blocks(n):
        own = matrix[rows].astype(np.float64)
        _, nearby = tree.query(positions[rows], k=[*range(1, k + 1)])
        # As float32 like the matrix, of which SciPy would else make a copy for each block.
        ones = np.ones(nearby.size, dtype=np.float32)
        starts = np.arange(0, nearby.size + 1, k)
        nearness = csr_matrix((ones, nearby.ravel(), starts), shape=(len(nearby), n))
        local = own.multiply(nearness @ matrix).tocsr() / k
        local.data *= np.log(local.data / overall[local.indices])
        local.data = np.maximum(local.data, 0.0)
        local.eliminate_zeros()
        parts.append(local)
        progress("colouring the map", rows.stop, n)
    return vstack(parts).tocsr()
