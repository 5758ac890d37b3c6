"""What is usual in a collection: how much similar posts agree, and how similar they are.

It is measured on the collection itself: some of its posts are asked about, each without
itself and its copies. The same answers tell which hashtags go with everything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from recommender.answer import Sureness
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.vectors import evenly
from recommender.specificity import Specificity, fit_specificity

N_MEASURED = 20
"""How many of the most similar posts are measured, however many are averaged."""

MOST_ASKED, FEWEST_ASKED = 1000, 200
"""How many posts of a collection are asked about, in a small and in a very large one."""

_PAIRS = 20_000_000
"""Comparisons after which fewer posts are asked about: about a second."""

_MOST_MEANT = 20_000
"""Posts of which the mean image factor is taken, evenly spread over larger collections."""

_COPY = 0.99999
"""From this similarity on, two posts are taken to be of the very same image."""

_COPIES = 30
"""How many posts of the very same image are passed over."""

Weigh = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Rows and similarities of similar posts -> their weights, all ``(n,)``."""


@dataclass(frozen=True)
class Usual:
    """What came out when posts of a collection were asked about.

    Attributes:
        agreements: ``(m,)``, sorted; see :func:`agreement`.
        similarities: ``(m,)``, sorted: the weighted mean similarity of the most similar posts.
        specificity: which hashtags depend on what a photo shows.
        mean_factor: ``(rank,)``, the mean of all posts' image factors.
    """

    agreements: np.ndarray
    similarities: np.ndarray
    specificity: Specificity
    mean_factor: np.ndarray

    def sureness(
        self, factors: np.ndarray, weights: np.ndarray, similarities: np.ndarray
    ) -> Sureness:
        """How sure an answer is, from the image factors ``(n, rank)`` of the most similar posts.

        ``weights`` and ``similarities``, ``(n,)``, are those of the same posts.
        """
        agreed = agreement(factors, weights, self.mean_factor)
        similarity = float(weights @ similarities)
        return Sureness(
            similarity=similarity,
            similarity_rank=rank_among(self.similarities, similarity),
            agreement=agreed,
            agreement_rank=rank_among(self.agreements, agreed),
        )


def fit_usual(model: Model, index: NeighborIndex, weigh: Weigh) -> Usual:
    """Ask about posts that are evenly spread over the collection: 0.2 s for 1,500 posts.

    ``weigh`` is :meth:`~recommender.ranker.Ranker.weights`.
    """
    mean = model.image_factors[evenly(len(model.image_factors), _MOST_MEANT)].mean(axis=0)
    asked, means, agreements, similarities = [], [], [], []
    for row, neighbors, found in _neighbors_of_posts(model, index):
        weights = weigh(neighbors, found)
        factors = model.image_factors[neighbors]
        asked.append(row)
        means.append(weights @ factors)
        agreements.append(agreement(factors, weights, mean))
        similarities.append(float(weights @ found))
    return Usual(
        np.sort(agreements),
        np.sort(similarities),
        fit_specificity(
            np.array(means).reshape(-1, len(mean)),
            [model.columns[row] for row in asked],
            model.hashtag_factors,
        ),
        mean,
    )


def agreement(factors: np.ndarray, weights: np.ndarray, mean: np.ndarray) -> float:
    """How much the hashtags of posts have in common, beyond what all posts have: -1 to 1.

    With z the image factors minus their mean over the collection, it is the sum over all pairs
    i != k of ``w_i w_k z_i . z_k``, divided by the sum over i of ``w_i (1 - w_i) z_i . z_i``: an
    intraclass correlation (Fisher, 1925, section 38; for several numbers and with weights). It is 1
    if all factors are the same, about 0 if they have no more in common than any posts, and 0 for a
    single post.

    Args:
        factors: ``(n, rank)``, image factors of the posts.
        weights: w, ``(n,)``, at least 0, summing to 1.
        mean: ``(rank,)``, of all posts' image factors.
    """
    z = factors - mean
    squares = np.einsum("ir,ir->i", z, z)
    most = float(weights * (1 - weights) @ squares)
    if not most > 1e-12:
        return 0.0
    return float(np.sum((weights @ z) ** 2) - weights**2 @ squares) / most


def rank_among(values: np.ndarray, value: float) -> float:
    """The share of sorted values below this one, where equal ones count half; 0.5 if there are none."""
    if not len(values):
        return 0.5
    below = np.searchsorted(values, value, "left") + np.searchsorted(values, value, "right")
    return float(below / 2 / len(values))


def _neighbors_of_posts(
    model: Model, index: NeighborIndex
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Rows of posts, each with the rows and similarities of the posts most like it, but no copies."""
    n = len(model.features)
    asked = evenly(n, max(FEWEST_ASKED, min(MOST_ASKED, _PAIRS // n)))
    found = index.search_many(model.features[asked], N_MEASURED + _COPIES)
    for row, (neighbors, similarities) in zip(asked.tolist(), found, strict=True):
        other = (similarities < _COPY) & (neighbors != row)
        if other.any():
            yield row, neighbors[other][:N_MEASURED], similarities[other][:N_MEASURED]
