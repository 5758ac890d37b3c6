"""What runs the heavy stages of a build: this machine's threads, or something else in their place."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from recommender.features.batch import EncodedPost, KnownImages, encode_posts
from recommender.features.encoder import Encoder
from recommender.model import Model, fit_model
from recommender.progress import Progress
from recommender.settings import AlsSettings, RankingSettings
from recommender.sources import Post, Skipped
from recommender.sources.formats import read_posts
from recommender.stages import Keep, anew

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Engine(Protocol):
    """Reads, encodes and fits for :func:`~recommender.build.build_collection`.

    Attributes:
        keeps_images: whether it keeps what it encoded itself, until the build is done.
    """

    keeps_images: bool

    def read(
        self, paths: Sequence[Path | str], format: str | None
    ) -> Generator[Post | Skipped, None, None]:
        """See :func:`~recommender.sources.formats.read_posts`."""

    def encode(
        self,
        posts: Sequence[Post],
        encoders: Sequence[Encoder],
        thumbnail_side: int,
        progress: Progress,
        known: KnownImages | None,
    ) -> Generator[EncodedPost | Skipped, None, None]:
        """See :func:`~recommender.features.batch.encode_posts`."""

    def fit(
        self,
        features: np.ndarray,
        matrix: "csr_matrix",
        als: AlsSettings,
        ranking: RankingSettings,
        progress: Progress,
        keep: Keep = anew,
    ) -> Model:
        """See :func:`~recommender.model.fit_model`."""


class LocalEngine:
    """This machine: threads, ``implicit``, NumPy."""

    keeps_images = False

    def read(
        self, paths: Sequence[Path | str], format: str | None
    ) -> Generator[Post | Skipped, None, None]:
        return read_posts([Path(path) for path in paths], format)

    def encode(
        self,
        posts: Sequence[Post],
        encoders: Sequence[Encoder],
        thumbnail_side: int,
        progress: Progress,
        known: KnownImages | None,
    ) -> Generator[EncodedPost | Skipped, None, None]:
        return encode_posts(posts, encoders, thumbnail_side, progress, known)

    def fit(
        self,
        features: np.ndarray,
        matrix: "csr_matrix",
        als: AlsSettings,
        ranking: RankingSettings,
        progress: Progress,
        keep: Keep = anew,
    ) -> Model:
        return fit_model(features, matrix, als, ranking, progress, keep)


LOCAL = LocalEngine()
