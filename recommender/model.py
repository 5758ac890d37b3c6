"""The arrays that a recommendation is computed from, and the computation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from recommender.factors import AlsSettings, fit_factors, fold_in
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.similarity import FittedSimilarity, fit_similarity

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class RankingSettings:
    """How neighbours are found and weighed. Defaults: what won in ``benchmarks/quality.py``.

    A neighbour of similarity s, hubness h and m hashtags weighs
    ``max(s - hub * h, 0) ** gamma * m ** -length``, and all weights are scaled to sum to 1.

    ``learned_share`` is the part of the similarity that is learned from the collection's hashtags;
    ``centered`` takes the collection's mean off the deep features.
    """

    gamma: float = 3.0
    length: float = 0.25
    hub: float = 0.5
    learned_share: float = 0.3
    centered: bool = True


ORIGINAL = RankingSettings(gamma=0.0, length=0.0, hub=0.0, learned_share=0.0, centered=False)
"""The rule of the 2019 project: raw cosine, plain average of the neighbours' factors."""


@dataclass(frozen=True)
class Model:
    """What is fitted on a collection.

    Attributes:
        als: the settings of ALS.
        features: deep features ``(n_posts, 1280) float32``.
        image_factors: ``(n_posts, rank) float32``.
        hashtag_factors: ``(n_hashtags, rank) float32``.
        n_hashtags: ``(n_posts,) int``, how many hashtags of the vocabulary each post has.
        similarity: see :class:`~recommender.neighbors.similarity.FittedSimilarity`.
    """

    als: AlsSettings
    features: np.ndarray
    image_factors: np.ndarray
    hashtag_factors: np.ndarray
    n_hashtags: np.ndarray
    similarity: FittedSimilarity


def fit_model(
    features: np.ndarray,
    matrix: "csr_matrix",
    als: AlsSettings,
    ranking: RankingSettings,
    on_iteration: Callable[[], object] = lambda: None,
) -> Model:
    """Fit ALS and the similarity on ``(n, 1280)`` features and the ``(n, n_hashtags)`` 0/1 matrix.

    Raises:
        RecommenderError: the factors came out as NaN or infinite.
    """
    image_factors, hashtag_factors = fit_factors(matrix, als, on_iteration)
    return Model(
        als=als,
        features=features,
        image_factors=image_factors,
        hashtag_factors=hashtag_factors,
        n_hashtags=np.diff(matrix.indptr),
        similarity=fit_similarity(features, image_factors, ranking.learned_share),
    )


REACH_EXPONENT = 0.3
"""Exponent of a hashtag's popularity at either end of the reach from broad (-1) to niche (1)."""

GIVEN_HALF = 0.5
"""How much the photo counts beside given hashtags, in hashtags: what won in ``benchmarks/quality.py``
on average over one, two, three, five and half of a post's hashtags given."""


def given_share(n_given: int) -> float:
    """Share of the given hashtags' factor in the image factor, in [0, 1): n / (n + 0.5)."""
    return n_given / (n_given + GIVEN_HALF)


def reach_scale(counts: np.ndarray, reach: float) -> np.ndarray:
    """What each score is multiplied by: ``(n_hashtags,) float32``, ``(count / largest) ** -0.3 reach``.

    ``reach`` in [-1, 1]: at 0 all are 1, above it rare hashtags are raised, below it lowered.
    """
    relative = counts / max(counts.max(initial=1), 1)
    return (relative ** (-REACH_EXPONENT * reach)).astype(np.float32)


class Ranker:
    """Searches, weighs and scores with a :class:`Model`."""

    def __init__(self, model: Model, settings: RankingSettings) -> None:
        self.model = model
        self.settings = settings
        self.index = NeighborIndex(
            model.features, model.similarity, settings.learned_share, settings.centered
        )

    def weights(self, rows: np.ndarray, similarities: np.ndarray) -> np.ndarray:
        """Weights ``(n,) float32`` of neighbours, at least 0, summing to 1.

        All weigh alike where none is left above 0.
        """
        s = self.settings
        closeness = similarities - s.hub * self.model.similarity.hubness[rows]
        lengths = np.maximum(self.model.n_hashtags[rows], 1).astype(np.float32)
        weights = np.maximum(closeness, 0.0) ** s.gamma * lengths**-s.length
        total = weights.sum()
        if not total > 0:
            return np.full(len(rows), 1.0 / max(len(rows), 1), dtype=np.float32)
        return (weights / total).astype(np.float32)

    def parts(self, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The neighbours' parts w_i x_i of the mean factor u = sum of them: ``(n, rank) float32``."""
        return weights[:, None] * self.model.image_factors[rows]

    def scores(self, mean_factor: np.ndarray) -> np.ndarray:
        """The score u . y_j of every hashtag for ``(rank,)`` u: ``(n_hashtags,) float32``."""
        return self.model.hashtag_factors @ mean_factor

    def given_factor(self, columns: list[int]) -> np.ndarray:
        """The image factor ``(rank,) float32`` that hashtags given by the user stand for."""
        return fold_in(self.model.hashtag_factors, self._gram, columns, self.model.als)

    @cached_property
    def _gram(self) -> np.ndarray:
        y = self.model.hashtag_factors
        return (y.T @ y).astype(np.float64)
