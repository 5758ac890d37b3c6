"""The ways of suggesting that are compared on a fold: this recommender and the baselines."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from recommender.evaluation.folds import Fold
from recommender.evaluation.metrics import N_SUGGESTED
from recommender.factors import fit_factors
from recommender.neighbors.topk import best_first
from recommender.ranker import Ranker
from recommender.settings import DEFAULT_VARIETY, ORIGINAL, AlsSettings, RankingSettings
from recommender.sureness import N_MEASURED

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ORIGINAL_ALS = AlsSettings(rank=10, alpha=40.0, regularization=0.01)
ORIGINAL_NEIGHBORS = 5
VOTE_RANKING = RankingSettings(gamma=3.0, length=0.0, hub=0.0, learned_share=0.0)
PLAIN_VOTE_RANKING = replace(VOTE_RANKING, gamma=0.0)

_CHUNK_ROWS = 128


class Way(StrEnum):
    """A way of suggesting; the value is its name in tables, charts and JSON."""

    RANDOM = "random"
    POPULAR = "most popular"
    VOTES = "votes"
    WEIGHTED_VOTES = "votes weighted by similarity³"
    ORIGINAL = "the original's rule"
    OURS = "this recommender"


def random(rng: np.random.Generator, n_hashtags: int) -> np.ndarray:
    """Columns of ten hashtags drawn at random."""
    return rng.choice(n_hashtags, size=min(N_SUGGESTED, n_hashtags), replace=False)


def popular(fold: Fold) -> np.ndarray:
    """Columns of the ten hashtags with the most posts."""
    return best_first(fold.model.counts.astype(float), N_SUGGESTED)


def vote(ranker: Ranker, matrix: "csr_matrix", features: np.ndarray, n: int) -> np.ndarray:
    """Columns of the ten hashtags with the most (weighted) votes of the neighbours, without ALS.

    Ties, which are frequent, go to the hashtag that is used more.
    """
    rows, similarities = ranker.search(features, n)
    votes = ranker.weights(rows, similarities) @ matrix[rows]
    columns = best_first(votes, N_SUGGESTED)
    return columns[votes[columns] > 0]


def suggest(
    ranker: Ranker, features: np.ndarray, n: int, variety: float = DEFAULT_VARIETY
) -> np.ndarray:
    """Columns of the ten best hashtags, by the recommender's own stages."""
    return next(suggest_all(ranker, features[None], n, variety))


def suggest_all(
    ranker: Ranker, features: np.ndarray, n: int, variety: float = DEFAULT_VARIETY
) -> Iterator[np.ndarray]:
    """:func:`suggest` for ``(m, 1280)`` features: many at once read the hashtag factors once."""
    specific = bool(ranker.settings.specificity)
    for start in range(0, len(features), _CHUNK_ROWS):
        chunk = features[start : start + _CHUNK_ROWS]
        found = [ranker.search(f, max(n, N_MEASURED)) for f in chunk]
        factors = np.stack([ranker.mean_factor(rows[:n], s[:n]) for rows, s in found])
        for (rows, similarities), scores in zip(found, ranker.scores(factors), strict=True):
            sure = ranker.sureness(rows, similarities) if specific else None
            yield ranker.rank(scores, sure, N_SUGGESTED, variety=variety).columns


def original_ranker(fold: Fold) -> Ranker:
    """The rule of the 2019 project, with its settings of ALS."""
    als = ORIGINAL_ALS.fitting(fold.matrix.shape)
    image_factors, hashtag_factors = fit_factors(fold.matrix, als)
    model = replace(
        fold.model, als=als, image_factors=image_factors, hashtag_factors=hashtag_factors
    )
    return Ranker(model, ORIGINAL)
