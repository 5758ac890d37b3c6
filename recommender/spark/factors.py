"""ALS by ``pyspark.ml``, with the settings of this project."""

from typing import TYPE_CHECKING

import numpy as np

from recommender.errors import EngineError
from recommender.settings import AlsSettings

if TYPE_CHECKING:
    from pyspark.ml.recommendation import ALS
    from pyspark.sql import DataFrame, SparkSession
    from scipy.sparse import csr_matrix

CHECKPOINT_INTERVAL = 5
"""Iterations between two checkpoints, which cut the lineage that Spark would have to walk back."""


def fit_factors(
    spark: "SparkSession", matrix: "csr_matrix", settings: AlsSettings, blocks: int
) -> tuple[np.ndarray, np.ndarray]:
    """:func:`~recommender.factors.fit_factors` on Spark, to about the same factors.

    The checkpoint folder must be set where all workers reach it. Another number of ``blocks`` gives
    other factors, as another seed does.

    Raises:
        EngineError: the factors came out as NaN or infinite; or alpha is below 1.
    """
    import pyarrow as pa

    cells = matrix.tocoo()
    columns = {
        "post": pa.array(cells.row, pa.int32()),
        "hashtag": pa.array(cells.col, pa.int32()),
        "has": pa.array(cells.data, pa.float32()),
    }
    ratings = spark.createDataFrame(pa.table(columns)).repartition(blocks).cache()
    try:
        model = als(settings, blocks, regularization(matrix, settings)).fit(ratings)
        posts = _collected(model.userFactors, matrix.shape[0], settings.rank)
        hashtags = _collected(model.itemFactors, matrix.shape[1], settings.rank)
    finally:
        ratings.unpersist()
    if not (np.isfinite(posts).all() and np.isfinite(hashtags).all()):
        raise EngineError(
            "ALS gave numbers that are not finite; raise --regularization or lower --alpha."
        )
    return posts, hashtags


def als(settings: AlsSettings, blocks: int, regularization: float) -> "ALS":
    """Spark's ALS for implicit feedback, on the columns ``post``, ``hashtag`` and ``has`` (1).

    Hu, Koren and Volinsky (ICDM 2008) give a cell of value r the confidence 1 + alpha r, and so does
    Spark; ``implicit`` gives alpha r, and so do our settings. Hence Spark's alpha is one less.
    """
    from pyspark.ml.recommendation import ALS

    if settings.alpha < 1:
        raise EngineError(
            "Spark's ALS takes no alpha below 1, the weight of a hashtag that a post lacks; raise "
            "--alpha, or leave out --engine."
        )
    return ALS(
        rank=settings.rank,
        maxIter=settings.iterations,
        regParam=regularization,
        alpha=settings.alpha - 1.0,
        implicitPrefs=True,
        seed=settings.seed,
        numUserBlocks=blocks,
        numItemBlocks=blocks,
        userCol="post",
        itemCol="hashtag",
        ratingCol="has",
        checkpointInterval=CHECKPOINT_INTERVAL,
    )


def regularization(matrix: "csr_matrix", settings: AlsSettings) -> float:
    """Spark's ``regParam`` for the regularization lambda of the settings.

    The paper adds lambda to the normal equations of every post and hashtag. Spark adds ``regParam``
    times the number of the post's hashtags, or of the hashtag's posts (ALS-WR: Zhou et al., AAIM
    2008, section 3.2; "Scaling of the regularization parameter" in Spark's guide of collaborative
    filtering). The two agree only if all have the same number n: then ``regParam = lambda / n``.
    Otherwise no number does for all, and n is the number of a hashtag's posts, averaged over the cells
    that are 1: so hashtags that are used much, which most answers are made of, are regularized as by
    ``implicit``, rare ones less. Of the ways that were tried it gives answers as like those of
    ``implicit`` as any (``benchmarks/engines.py``).
    """
    counts = np.bincount(matrix.indices).astype(float)
    return settings.regularization / float(counts @ counts / counts.sum())


def _collected(factors: "DataFrame", n: int, rank: int) -> np.ndarray:
    """``(n, rank) float32`` from Spark's rows of ``id`` and ``features``; zeros where there is none."""
    result = np.zeros((n, rank), dtype=np.float32)
    table = factors.toArrow()
    values = table.column("features").combine_chunks().flatten().to_numpy()
    result[table.column("id").to_numpy()] = values.reshape(-1, rank)
    return result
