"""Stages 2 to 5 on arrays, in one place for the recommender, the evaluation and the benchmarks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.factors import factor_parts, fold_in, given_share, neighbor_weights
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.scores import best_allowed, dot_products, reach_scale, specificity_scale, varied
from recommender.settings import DEFAULT_VARIETY, RankingSettings
from recommender.sureness import Sureness, Usual, fit_usual, sureness

_POOL = 60
"""Hashtags of the highest scores that variety picks from."""


@dataclass(frozen=True)
class Ranked:
    """The ranked hashtags.

    Attributes:
        columns: ``(n,) int64``, in the order in which they are suggested.
        scores: ``(n,) float32``, theirs: each is ``scale`` times its dot product.
        scale: ``(n,) float32``.
    """

    columns: np.ndarray
    scores: np.ndarray
    scale: np.ndarray


class Ranker:
    """Ranks hashtags with a fitted model: posts are its rows, hashtags its columns."""

    def __init__(self, model: Model, settings: RankingSettings) -> None:
        self.model = model
        self.settings = settings
        self.index = NeighborIndex(
            model.features, model.similarity, settings.learned_share, settings.centered
        )

    def search(
        self, features: np.ndarray, n: int, barred: Sequence[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """Stage 2: rows ``(n,) int64`` and similarities of the posts most like ``(1280,)`` features.

        Best first; the ``barred`` rows are never among them.
        """
        return self.index.search(features, n, barred)

    def weights(
        self, rows: np.ndarray, similarities: np.ndarray, counted: np.ndarray | None = None
    ) -> np.ndarray:
        """Stage 3: the weight of each similar post, ``(n,) float32``, summing to 1.

        Posts where ``counted`` (``(n,) bool``) is False weigh 0.
        """
        if counted is not None and not counted.all():
            weights = np.zeros(len(rows), dtype=np.float32)
            weights[counted] = self.weights(rows[counted], similarities[counted])
            return weights
        return neighbor_weights(
            similarities,
            self.model.similarity.hubness[rows],
            self.model.n_hashtags[rows],
            self.settings,
        )

    def parts(self, rows: np.ndarray, weights: np.ndarray, given: Sequence[int] = ()) -> np.ndarray:
        """Stage 3: the parts that add up to the mean factor: ``(n, rank) float32``, one per post.

        ``given`` hashtags (columns) add one more part, the last.
        """
        factors = self.model.image_factors[rows]
        if not len(given):
            return factor_parts(factors, weights)
        return factor_parts(factors, weights, self.given_factor(given), given_share(len(given)))

    def given_factor(self, given: Sequence[int]) -> np.ndarray:
        """The image factor ``(rank,) float32`` of a post with just the given hashtags (columns)."""
        return fold_in(self.model.hashtag_factors, self._gram, list(given), self.model.als)

    def scores(self, mean_factor: np.ndarray) -> np.ndarray:
        """Stage 4: the score of every hashtag, ``(n_hashtags,) float32``."""
        return dot_products(self.model.hashtag_factors, mean_factor)

    def sureness(self, rows: np.ndarray, similarities: np.ndarray, weights: np.ndarray) -> Sureness:
        """How sure an answer from these similar posts is."""
        factors = self.model.image_factors[rows]
        return sureness(self.usual, factors, weights, similarities, self._mean_factor)

    def rank(
        self,
        scores: np.ndarray,
        sure: Sureness | None,
        n: int,
        *,
        reach: float = 0.0,
        variety: float = DEFAULT_VARIETY,
        excluded: Collection[int] = (),
    ) -> Ranked:
        """Stages 4 and 5: the ``n`` best hashtags by the dot products ``(n_hashtags,)`` of :meth:`scores`.

        The ``excluded`` columns are not among them. If nothing is known of how ``sure`` the answer
        is, hashtags that go with everything are not lowered.
        """
        scale = self._scale(reach, sure)
        scaled = scores * scale
        columns = best_allowed(scaled, max(n, _POOL) if variety else n, excluded)
        if variety:
            columns = columns[
                varied(scaled[columns], self.model.hashtag_factors[columns], n, variety)
            ]
        return Ranked(columns, scaled[columns], scale[columns])

    def _scale(self, reach: float, sure: Sureness | None) -> np.ndarray:
        scale = np.ones(len(self.model.counts), dtype=np.float32)
        if sure and self.settings.specificity:
            scale *= specificity_scale(
                self.usual.specificity, self.settings.specificity, sure.agreement_rank
            )
        if reach:
            scale *= reach_scale(self.model.counts, reach)
        return scale

    @cached_property
    def _gram(self) -> np.ndarray:
        y = self.model.hashtag_factors
        return (y.T @ y).astype(np.float64)

    @cached_property
    def usual(self) -> Usual:
        """What is usual here; computed when it is first asked for (0.1 s for 1,500 posts)."""
        return fit_usual(self.model, self.index, self.settings)

    @cached_property
    def _mean_factor(self) -> np.ndarray:
        return self.model.image_factors.mean(axis=0)
