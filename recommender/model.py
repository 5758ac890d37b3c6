"""What is fitted on a collection: the arrays that a recommendation is computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recommender.factors import fit_factors, smooth_factors
from recommender.neighbors.nearest import NearestPosts
from recommender.neighbors.similarity import FittedSimilarity, fit_similarity
from recommender.progress import Progress, silent
from recommender.settings import AlsSettings, RankingSettings
from recommender.stages import Keep, anew

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Model:
    """What is fitted on a collection.

    Attributes:
        als: the settings of ALS.
        features: deep features ``(n_posts, 1280)``, ``float16``; in collections of formats 1 and 2
            ``float32``.
        image_factors: ``(n_posts, rank) float32``, smoothed.
        hashtag_factors: ``(n_hashtags, rank) float32``.
        columns: for each post, the columns of its hashtags, each once.
        n_hashtags: ``(n_posts,) int``, how many hashtags of the vocabulary each post has.
        counts: ``(n_hashtags,) int``, how many posts have each hashtag, highest first.
        similarity: see :class:`~recommender.neighbors.similarity.FittedSimilarity`.
    """

    als: AlsSettings
    features: np.ndarray
    image_factors: np.ndarray
    hashtag_factors: np.ndarray
    columns: Sequence[Sequence[int] | np.ndarray]
    n_hashtags: np.ndarray
    counts: np.ndarray
    similarity: FittedSimilarity


class _Columns(Sequence[np.ndarray]):
    """The columns of each row of a matrix that are not 0, ascending."""

    def __init__(self, matrix: "csr_matrix") -> None:
        self._indices, self._starts = matrix.indices, matrix.indptr

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> np.ndarray:  # type: ignore[override]
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self._indices[self._starts[row] : self._starts[row + 1]]


def fit_model(
    features: np.ndarray,
    matrix: "csr_matrix",
    als: AlsSettings,
    ranking: RankingSettings,
    progress: Progress = silent,
    keep: Keep = anew,
) -> Model:
    """Fit ALS and the similarity on ``(n, 1280)`` features and the ``(n, n_hashtags)`` 0/1 matrix.

    What ``keep`` has kept of a stage is not made again.

    Raises:
        RecommenderError: the factors came out as NaN or infinite.
    """
    image_factors, hashtag_factors = keep("factors", lambda: fit_factors(matrix, als, progress))
    factors = (image_factors, hashtag_factors)
    return model_of_factors(features, matrix, als, ranking, factors, progress, keep)


def model_of_factors(
    features: np.ndarray,
    matrix: "csr_matrix",
    als: AlsSettings,
    ranking: RankingSettings,
    factors: tuple[np.ndarray, np.ndarray],
    progress: Progress = silent,
    keep: Keep = anew,
) -> Model:
    """The rest of :func:`fit_model`, from the image factors and hashtag factors of ALS."""
    fitted = fit_similarity(features, factors[0], ranking.learned_share, progress, keep)
    return model_of_parts(features, matrix, als, ranking, factors, fitted, progress, keep)


def model_of_parts(
    features: np.ndarray,
    matrix: "csr_matrix",
    als: AlsSettings,
    ranking: RankingSettings,
    factors: tuple[np.ndarray, np.ndarray],
    fitted: tuple[FittedSimilarity, NearestPosts],
    progress: Progress = silent,
    keep: Keep = anew,
) -> Model:
    """The model of what ALS and :func:`fit_similarity` gave; the image factors are smoothed here."""
    image_factors, hashtag_factors = factors
    similarity, nearest = fitted
    lengths = np.diff(matrix.indptr)
    (smoothed,) = keep(
        "smoothing",
        lambda: (
            smooth_factors(image_factors, nearest, similarity.hubness, lengths, ranking, progress),
        ),
    )
    return Model(
        als=als,
        features=features,
        image_factors=smoothed,
        hashtag_factors=hashtag_factors,
        columns=_Columns(matrix),
        n_hashtags=lengths,
        counts=np.bincount(matrix.indices, minlength=matrix.shape[1]),
        similarity=similarity,
    )
