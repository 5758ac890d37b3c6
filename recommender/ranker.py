"""Stages 2 to 5 on arrays, in one place for the recommender, the evaluation and the benchmarks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.answer import Sureness
from recommender.factors import factor_parts, fold_in, given_share, neighbor_weights
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.scores import best_allowed, dot_products, reach_scale
from recommender.settings import DEFAULT_VARIETY, RankingSettings
from recommender.sureness import N_MEASURED, Usual, fit_usual
from recommender.variety import RESERVE, varied


@dataclass(frozen=True)
class Ranked:
    """The suggested hashtags.

    Attributes:
        columns: ``(n,) int64``, in the order in which they are suggested.
        scores: ``(n,) float32``, theirs: each is its dot product times its scale.
        scale: ``(n,) float32``.
    """

    columns: np.ndarray
    scores: np.ndarray
    scale: np.ndarray


class Ranker:
    """Ranks hashtags with a fitted model: posts are its rows, hashtags its columns."""

    def __init__(
        self, model: Model, settings: RankingSettings, hashtags: Sequence[str] = ()
    ) -> None:
        """``hashtags`` are the columns' texts; only variety above 0 needs them."""
        self.model = model
        self.settings = settings
        self.hashtags = hashtags
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

    def mean_factor(self, rows: np.ndarray, similarities: np.ndarray) -> np.ndarray:
        """Stage 3: the mean factor ``(rank,) float32`` of these similar posts."""
        return self.parts(rows, self.weights(rows, similarities)).sum(axis=0)

    def scores(self, mean_factor: np.ndarray) -> np.ndarray:
        """Stage 4: the score of every hashtag, ``(n_hashtags,) float32``."""
        return dot_products(self.model.hashtag_factors, mean_factor)

    def sureness(
        self, rows: np.ndarray, similarities: np.ndarray, counted: np.ndarray | None = None
    ) -> Sureness | None:
        """How sure an answer is, from the 20 most similar posts of those that count, best first.

        It is about the photo, so all of them are measured even if fewer are averaged. None if
        there are none.
        """
        if counted is not None:
            rows, similarities = rows[counted], similarities[counted]
        if not len(rows):
            return None
        rows, similarities = rows[:N_MEASURED], similarities[:N_MEASURED]
        weights = self.weights(rows, similarities)
        return self.usual.sureness(self.model.image_factors[rows], weights, similarities)

    def rank(
        self,
        scores: np.ndarray,
        sure: Sureness | None,
        n: int,
        *,
        n_given: int = 0,
        reach: float = 0.0,
        variety: float = DEFAULT_VARIETY,
        excluded: Collection[int] = (),
    ) -> Ranked:
        """Stages 4 and 5: the ``n`` best hashtags by the dot products ``(n_hashtags,)`` of :meth:`scores`.

        The ``excluded`` columns are not among them. ``sure`` and ``n_given``, the number of given
        hashtags, are those of :meth:`scale`.
        """
        scale = self.scale(sure, n_given, reach)
        scaled = scores * scale
        best = best_allowed(scaled, n + RESERVE if variety else n, excluded)
        if variety:
            texts = [self.hashtags[j] for j in best]
            best = best[varied(scaled[best], self.model.hashtag_factors[best], texts, n, variety)]
        return Ranked(best, scaled[best], scale[best])

    def scale(
        self, sure: Sureness | None = None, n_given: int = 0, reach: float = 0.0
    ) -> np.ndarray:
        """Stage 4: what the scores are multiplied by, ``(n_hashtags,) float32``.

        See :func:`~recommender.scores.reach_scale` and, for unsure answers,
        :class:`~recommender.settings.RankingSettings`. If ``sure`` is None, no hashtag
        is lowered for going with everything.
        """
        scale = reach_scale(self.model.counts, reach)
        if sure is None or not self.settings.specificity:
            return scale
        return scale * self.usual.specificity.scale(len(scale), self.exponent(sure, n_given))

    def exponent(self, sure: Sureness, n_given: int = 0) -> float:
        """The power to which hashtags' specificity counts, the higher the less sure the answer is.

        Hashtags that are given are sure: the exponent falls to the photo's share of the mean factor.
        """
        photo = 1 - given_share(n_given)
        return photo * self.settings.specificity * (1 - sure.value) ** self.settings.unsure

    @cached_property
    def _gram(self) -> np.ndarray:
        y = self.model.hashtag_factors
        return (y.T @ y).astype(np.float64)

    @cached_property
    def usual(self) -> Usual:
        """What is usual in the collection; measured when it is first asked for."""
        return fit_usual(self.model, self.index, self.weights)
