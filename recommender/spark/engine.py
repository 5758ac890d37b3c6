"""A build's heavy stages on Spark: what :class:`~recommender.engine.Engine` asks for."""

import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from recommender.errors import EngineError
from recommender.features.batch import EncodedPost, KnownImages
from recommender.features.encoder import Encoder
from recommender.model import Model, model_of_parts
from recommender.neighbors.similarity import with_cells
from recommender.paths import cache_folder
from recommender.progress import Progress
from recommender.settings import AlsSettings, RankingSettings
from recommender.sources import Post, Skipped
from recommender.sources.formats import read_posts
from recommender.spark.encoding import Opener, ShippedEncoder
from recommender.spark.factors import fit_factors
from recommender.spark.parts import Parts, Place
from recommender.spark.places import address_of, is_address, literally, remove
from recommender.spark.posts import PostsAtAddress
from recommender.spark.session import DEFAULT_MASTER, is_local, open_session
from recommender.spark.similarity import ROWS, fit_similarity
from recommender.stages import Keep, anew

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from scipy.sparse import csr_matrix

_MOST_BLOCKS = 10
"""As many as Spark's ALS makes by default: more cost more than they save."""

_SLICE_ROWS = 8192
"""Posts that are sent to Spark at once: 50 MB at the default rank."""


@contextmanager
def open_engine(
    master: str = DEFAULT_MASTER, work: str | None = None, openers: Sequence[Opener] | None = None
) -> Iterator["SparkEngine"]:
    """Spark at this address, for one build. What was kept for a next try is removed at the end, if
    no error was raised.

    Args:
        master: ``local[*]`` or the address of a cluster.
        work: address of a folder that all machines of the cluster reach; None for one in the user's
            cache folder, where Spark runs on this machine alone.
        openers: open the encoders in the workers; None to send the files of a build's own.

    Raises:
        EngineError: see :func:`~recommender.spark.session.open_session`; or a cluster has no ``work``.
    """
    kept = cache_folder() / "spark"
    if work is None:
        if not is_local(master):
            raise EngineError(
                f"The machines of {master} can't reach this one's cache folder; name a folder that all "
                "of them reach with --work, as in --work hdfs:///tmp/hashtags."
            )
        work = address_of(kept)
    elif not is_address(work):
        work = address_of(Path(work))
    with open_session(master, kept) as spark:
        engine = SparkEngine(spark, work, is_local(master), openers)
        try:
            yield engine
            engine.forget_parts()
        finally:
            engine.clean()


class SparkEngine:
    """Spark, for one build; use :func:`open_engine`.

    Attributes:
        part_images: images that are encoded in one job and kept together.
    """

    keeps_images = True

    def __init__(
        self, spark: "SparkSession", work: str, local: bool, openers: Sequence[Opener] | None = None
    ) -> None:
        self._spark, self._local, self._openers = spark, local, openers
        self._parallelism = spark.sparkContext.defaultParallelism
        self._parts_folder = f"{work}/parts"
        self._run_folder = f"{work}/run-{uuid4().hex}"
        self._parts: list[str] = []
        self._source: PostsAtAddress | None = None
        self.part_images = min(max(256, 32 * self._parallelism), 4096)

    def read(
        self, paths: Sequence[Path | str], format: str | None
    ) -> Generator[Post | Skipped, None, None]:
        addresses = [path for path in paths if isinstance(path, str) and is_address(path)]
        if not addresses:
            yield from read_posts([Path(path) for path in paths], format)
            return
        if len(paths) > 1 or format not in (None, "posts"):
            raise EngineError(
                f"{addresses[0]} is an address, where one posts file alone can be read; name nothing "
                "beside it, and leave out --format."
            )
        self._source = PostsAtAddress(self._spark, addresses[0])
        yield from self._source.read()

    def encode(
        self,
        posts: Sequence[Post],
        encoders: Sequence[Encoder],
        thumbnail_side: int,
        progress: Progress,
        known: KnownImages | None,
    ) -> Generator[EncodedPost | Skipped, None, None]:
        if known is not None:
            raise EngineError("The engine spark can't update a collection; leave out --engine.")
        places = [self._place(post) for post in posts]
        parts = Parts(
            self._spark,
            self._parts_folder,
            tuple(self._openers or map(self._shipped, encoders)),
            tuple(encoder.fingerprint for encoder in encoders),
            thumbnail_side,
            cached=self._local,
        )
        starts = range(0, len(posts), self.part_images)
        slices = [slice(start, start + self.part_images) for start in starts]
        # Two jobs at once: the second has work for those who wait for the last image of the first.
        with ThreadPoolExecutor(2) as pool:
            kept: list[Future[str]] = []
            try:
                kept += [pool.submit(parts.keep, places[chosen]) for chosen in slices]
                for chosen, future in zip(slices, kept, strict=True):
                    self._parts.append(future.result())
                    found = parts.load(self._parts[-1], posts[chosen], places[chosen])
                    for n, item in enumerate(found, chosen.start + 1):
                        progress("encoding", n, len(posts))
                        yield item
            except BaseException:  # whoever stops the build need not wait for the jobs
                pool.shutdown(wait=False, cancel_futures=True)
                self._cancel(kept)
                raise

    def fit(
        self,
        features: np.ndarray,
        matrix: "csr_matrix",
        als: AlsSettings,
        ranking: RankingSettings,
        progress: Progress,
        keep: Keep = anew,
    ) -> Model:
        self._spark.sparkContext.setCheckpointDir(f"{self._run_folder}/checkpoints")
        blocks = min(max(2, self._parallelism), _MOST_BLOCKS)
        progress("fitting ALS", 0, 1)
        image_factors, hashtag_factors = keep(
            "factors", lambda: fit_factors(self._spark, matrix, als, blocks)
        )
        progress("fitting ALS", 1, 1)
        factors = (image_factors, hashtag_factors)
        posts = self._sent(features, image_factors).persist()
        try:
            share = ranking.learned_share
            mean = factors[0].mean(axis=0)
            fitted, nearest = fit_similarity(posts, mean, len(features), share, progress)
        finally:
            posts.unpersist()
        similarity = with_cells(features, fitted, share, progress, keep)
        return model_of_parts(
            features, matrix, als, ranking, factors, (similarity, nearest), progress, keep
        )

    def forget_parts(self) -> None:
        """Remove what was kept so that a build that is stopped can go on."""
        for address in self._parts:
            remove(self._spark, address)

    def clean(self) -> None:
        """Remove what no other build could use, if Spark still answers."""
        from py4j.protocol import Py4JError

        with suppress(Py4JError, OSError):
            remove(self._spark, self._run_folder)

    def _cancel(self, running: Sequence[Future[str]]) -> None:
        """End these jobs, also those that are only about to start."""
        from py4j.protocol import Py4JError

        with suppress(Py4JError, OSError):
            while not all(future.done() for future in running):
                self._spark.sparkContext.cancelAllJobs()
                time.sleep(0.1)

    def _place(self, post: Post) -> Place:
        if self._source is not None:
            return self._source.image(post)
        assert post.path is not None  # posts of a source always have one
        return post.path

    def _shipped(self, encoder: Encoder) -> ShippedEncoder:
        self._spark.sparkContext.addFile(str(encoder.path))
        return ShippedEncoder(encoder.name, encoder.path.name, encoder.fingerprint)

    def _sent(self, features: np.ndarray, factors: np.ndarray) -> "DataFrame":
        """The posts as Parquet where all workers reach them, read again: columns :data:`ROWS`."""
        import pyarrow as pa

        address = f"{self._run_folder}/posts"
        for start in range(0, len(features), _SLICE_ROWS):
            rows = range(start, min(start + _SLICE_ROWS, len(features)))
            columns = {
                "row": pa.array(rows, pa.int32()),
                "features": _as_bytes(features[rows.start : rows.stop]),
                "factors": _as_bytes(factors[rows.start : rows.stop]),
            }
            self._spark.createDataFrame(pa.table(columns)).write.mode("append").parquet(address)
        self._spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1024)
        partitions = max(self._parallelism, len(features) // _SLICE_ROWS)
        return self._spark.read.schema(ROWS).parquet(literally(address)).repartition(partitions)


def _as_bytes(rows: np.ndarray) -> list[bytes]:
    return [row.astype("<f4").tobytes() for row in rows]
