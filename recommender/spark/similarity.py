"""What :func:`~recommender.neighbors.similarity.fit_similarity` fits, by partitions of the posts."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from recommender.features.encoder import N_FEATURES
from recommender.neighbors.nearest import SMOOTHING_NEIGHBORS, NearestPosts, hubness_of
from recommender.neighbors.similarity import RIDGE, FittedSimilarity
from recommender.neighbors.vectors import centred_rows, joined, unit_rows
from recommender.progress import Progress

if TYPE_CHECKING:
    import pandas as pd
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

ROWS = "row int, features binary, factors binary"
"""Columns of a post: its number, deep features ``(1280,) float32`` and image factor ``(rank,) float32``."""

_SHARD_ROWS = 20_000
"""Posts that every worker holds at once to compare its own with: 120 MB at the default rank."""

Batches = Iterator["pd.DataFrame"]


def fit_similarity(
    posts: "DataFrame",
    factors_mean: np.ndarray,
    n_posts: int,
    learned_share: float,
    progress: Progress,
) -> tuple[FittedSimilarity, NearestPosts]:
    """Fit on posts with the columns :data:`ROWS`, numbered from 0 to ``n_posts - 1``.

    Mean and ridge regression are sums over partitions, added up in a tree. The nearest posts are exact: each
    partition is compared with one shard of all posts after another.

    Args:
        posts: a cached frame, since it is read several times.
        factors_mean: the mean image factor, ``(rank,)``.
        n_posts: their number.
        learned_share: see :class:`~recommender.settings.RankingSettings`.
        progress: called after each shard.
    """
    rank = len(factors_mean)
    sums = _added(posts, _unit_sum, (N_FEATURES,))
    mean = (sums / n_posts).astype(np.float32)
    width = N_FEATURES + rank
    products = _added(
        posts, partial(_products, mean=mean, factors_mean=factors_mean), (N_FEATURES, width)
    )
    left = products[:, :N_FEATURES] + RIDGE * np.eye(N_FEATURES)
    projection = np.linalg.solve(left, products[:, N_FEATURES:]).astype(np.float32)
    vectors = posts.mapInPandas(
        partial(_vectors, mean=mean, projection=projection, learned_share=learned_share),
        "row int, vector binary, predicted binary",
    ).persist()
    try:
        predicted = np.zeros((n_posts, rank), dtype=np.float32)
        for start in range(0, n_posts, _SHARD_ROWS):
            for row, values in _tuples(_shard(vectors, start).select("row", "predicted")):
                predicted[row] = np.frombuffer(values, dtype="<f4")
        nearest = _nearest(vectors, n_posts, width, progress)
    finally:
        vectors.unpersist()
    return FittedSimilarity(mean, projection, predicted, hubness_of(nearest)), nearest


def _added(
    posts: "DataFrame", function: Callable[[Batches], np.ndarray | None], shape: tuple[int, ...]
) -> np.ndarray:
    """The sum of what a function gives for each partition: ``shape float64``."""

    def of_partition(batches: Batches) -> Batches:
        import pandas as pd

        total = function(batches)
        if total is not None:
            yield pd.DataFrame({"sum": [total.astype("<f8").tobytes()]})

    parts = posts.mapInPandas(of_partition, "sum binary").rdd.map(
        lambda row: np.frombuffer(row["sum"], dtype="<f8")
    )
    return parts.treeReduce(np.add).reshape(shape)


def _unit_sum(batches: Batches) -> np.ndarray | None:
    total = None
    for batch in batches:
        if len(batch):
            part = unit_rows(_stacked(batch.features)).sum(axis=0, dtype=np.float64)
            total = part if total is None else total + part
    return total


def _products(batches: Batches, mean: np.ndarray, factors_mean: np.ndarray) -> np.ndarray | None:
    """``XᵀX`` and ``XᵀY`` side by side, of centred features X and centred image factors Y."""
    total = None
    for batch in batches:
        if len(batch):
            x = centred_rows(_stacked(batch.features), mean).astype(np.float64)
            y = (_stacked(batch.factors) - factors_mean).astype(np.float64)
            part = x.T @ np.hstack([x, y])
            total = part if total is None else total + part
    return total


def _vectors(
    batches: Batches, mean: np.ndarray, projection: np.ndarray, learned_share: float
) -> Batches:
    """Vectors whose dot products are the similarities, and the predicted factors of unit length."""
    import pandas as pd

    for batch in batches:
        if not len(batch):
            continue
        centred = centred_rows(_stacked(batch.features), mean)
        predicted = unit_rows(centred @ projection)
        vectors = joined(centred, predicted, learned_share)
        yield pd.DataFrame(
            {
                "row": batch.row,
                "vector": [v.astype("<f4").tobytes() for v in vectors],
                "predicted": [v.astype("<f4").tobytes() for v in predicted],
            }
        )


def _nearest(vectors: "DataFrame", n: int, width: int, progress: Progress) -> NearestPosts:
    """The best of each shard are merged here: ``(n, 2 k)`` numbers at a time."""
    k = min(SMOOTHING_NEIGHBORS, n - 1)
    rows = np.zeros((n, k), dtype=np.int64)
    values = np.full((n, k), -np.inf, dtype=np.float32)
    context = vectors.sparkSession.sparkContext
    for start in range(0, n, _SHARD_ROWS):
        stop = min(start + _SHARD_ROWS, n)
        shard = np.zeros((stop - start, width), dtype=np.float32)
        for row, vector in _tuples(_shard(vectors, start).select("row", "vector")):
            shard[row - start] = np.frombuffer(vector, dtype="<f4")
        sent = context.broadcast(shard)
        function = partial(_best_of_shard, sent=sent, start=start, k=k)
        best = vectors.mapInPandas(function, "row int, rows binary, similarities binary")
        for row, found_rows, found_values in _tuples(best):
            near = np.concatenate([rows[row], np.frombuffer(found_rows, dtype="<i8")])
            how = np.concatenate([values[row], np.frombuffer(found_values, dtype="<f4")])
            kept = np.argsort(-how)[:k]
            rows[row], values[row] = near[kept], how[kept]
        sent.destroy()
        progress("comparing posts", stop, n)
    return NearestPosts(rows, values)


def _best_of_shard(batches: Batches, sent: "Broadcast[np.ndarray]", start: int, k: int) -> Batches:
    import pandas as pd

    shard = sent.value
    for batch in batches:
        if not len(batch):
            continue
        similarities = _stacked(batch.vector) @ shard.T
        own = batch.row.to_numpy() - start
        here = np.flatnonzero((own >= 0) & (own < len(shard)))
        similarities[here, own[here]] = -np.inf
        best = np.argpartition(-similarities, min(k, len(shard)) - 1, axis=1)[:, :k]
        values = np.take_along_axis(similarities, best, axis=1)
        yield pd.DataFrame(
            {
                "row": batch.row,
                "rows": [(start + b).astype("<i8").tobytes() for b in best],
                "similarities": [v.astype("<f4").tobytes() for v in values],
            }
        )


def _stacked(column: "pd.Series") -> np.ndarray:
    """``(n, width) float32`` from a column of bytes."""
    return np.frombuffer(b"".join(column), dtype="<f4").reshape(len(column), -1).copy()


def _shard(vectors: "DataFrame", start: int) -> "DataFrame":
    return vectors.where(f"row >= {start} and row < {start + _SHARD_ROWS}")


def _tuples(frame: "DataFrame") -> Iterator[tuple]:
    """The rows of a frame, computed by all workers at once and then brought here."""
    table = frame.toArrow()
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
