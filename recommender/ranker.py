"""Stages 2 to 5 on arrays, in one place for the recommender, the evaluation and the benchmarks."""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from recommender.factors import factor_parts, fold_in, given_share, neighbor_weights
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.scores import best_allowed, dot_products, reach_scale
from recommender.settings import RankingSettings


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

    def scale(self, reach: float) -> np.ndarray:
        """Stage 4: the numbers by which the reach multiplies the scores, ``(n_hashtags,) float32``."""
        return reach_scale(self.model.counts, reach)

    def best(self, scores: np.ndarray, n: int, excluded: Collection[int] = ()) -> np.ndarray:
        """Stage 5: the columns of the ``n`` highest scores, highest first, without excluded ones."""
        return best_allowed(scores, n, excluded)

    def mean_factor(self, features: np.ndarray, n: int) -> np.ndarray:
        """Stages 2 and 3 for ``(1280,)`` features and ``n`` neighbours: ``(rank,) float32``."""
        rows, similarities = self.search(features, n)
        return self.parts(rows, self.weights(rows, similarities)).sum(axis=0)

    @cached_property
    def _gram(self) -> np.ndarray:
        y = self.model.hashtag_factors
        return (y.T @ y).astype(np.float64)
