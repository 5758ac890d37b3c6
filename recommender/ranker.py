"""Stages 2 to 5 on arrays, in one place for the recommender, the evaluation and the benchmarks."""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from recommender.answer import Sureness
from recommender.factors import factor_parts, fold_in, given_share, neighbor_weights
from recommender.mapped import row_blocks
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.scores import Best, HashtagScores, Scale, best_of, dot_products
from recommender.settings import DEFAULT_VARIETY, RankingSettings
from recommender.sureness import N_MEASURED, Usual, fit_usual
from recommender.variety import RESERVE, varied


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

    def suggest(
        self,
        mean_factor: np.ndarray,
        sure: Sureness | None,
        n: int,
        *,
        n_given: int = 0,
        reach: float = 0.0,
        variety: float = DEFAULT_VARIETY,
        excluded: Collection[int] = (),
    ) -> Best:
        """Stages 4 and 5: the ``n`` best hashtags for a mean factor ``(rank,)``, in the order of picking.

        The ``excluded`` columns are not among them. ``sure`` and ``n_given``, the number of given
        hashtags, are those of :meth:`scale`.
        """
        scale = self.scale(sure, n_given, reach)
        best = self._scores.best(mean_factor, scale, n + RESERVE if variety else n, excluded)
        return self._varied(best, n, variety)

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
    ) -> Best:
        """What :meth:`suggest` gives, from the dot products ``(n_hashtags,)`` of :meth:`scores`."""
        scale = self.scale(sure, n_given, reach)
        best = best_of(scores, scale, n + RESERVE if variety else n, excluded)
        return self._varied(best, n, variety)

    def _varied(self, best: Best, n: int, variety: float) -> Best:
        if not variety:
            return best
        texts = [self.hashtags[j] for j in best.columns]
        factors = self.model.hashtag_factors[best.columns]
        return best.take(varied(best.scores, factors, texts, n, variety))

    def scale(self, sure: Sureness | None = None, n_given: int = 0, reach: float = 0.0) -> Scale:
        """Stage 4: what the scores are multiplied by.

        For unsure answers see :class:`~recommender.settings.RankingSettings`. If ``sure`` is None, no
        hashtag is lowered for going with everything.
        """
        if sure is None or not self.settings.specificity:
            return Scale(self.model.counts, reach)
        specificity = self.usual.specificity
        return Scale(self.model.counts, reach, specificity, self.exponent(sure, n_given))

    def exponent(self, sure: Sureness, n_given: int = 0) -> float:
        """The power to which hashtags' specificity counts, the higher the less sure the answer is.

        Hashtags that are given are sure: the exponent falls to the photo's share of the mean factor.
        """
        photo = 1 - given_share(n_given)
        return photo * self.settings.specificity * (1 - sure.value) ** self.settings.unsure

    @cached_property
    def _scores(self) -> HashtagScores:
        return HashtagScores(self.model.hashtag_factors)

    @cached_property
    def _gram(self) -> np.ndarray:
        y = self.model.hashtag_factors
        parts = [rows.T @ rows for _, rows in row_blocks(y)]
        return np.stack(parts).sum(axis=0, dtype=np.float64)

    @cached_property
    def usual(self) -> Usual:
        """What is usual in the collection; measured when it is first asked for."""
        return fit_usual(self.model, self.index, self.weights)
