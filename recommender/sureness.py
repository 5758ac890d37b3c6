"""How sure an answer is: do the similar posts agree, and are they as similar as usual here?

What is usual is measured on the collection itself: some of its posts are asked about, each
without itself and its copies. The same answers tell which hashtags go with everything: their scores
hardly change from photo to photo.
"""

from dataclasses import dataclass

import numpy as np

from recommender.factors import neighbor_weights
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.topk import best_first
from recommender.settings import DEFAULT_NEIGHBORS, RankingSettings

N_ASKED = 500
"""Most posts of a collection that are asked about; fewer if it has fewer."""

FEW_LOOK_ALIKE = 0.1
"""Below this rank of similarity, few posts look like the photo."""

LITTLE_AGREEMENT, MUCH_AGREEMENT = 0.2, 0.5
"""Below and from these ranks of agreement, the similar posts agree on little or on much."""

_COPY = 0.999
_CHUNK_ROWS = 64


@dataclass(frozen=True)
class Usual:
    """What is usual when the posts of a collection are asked about.

    Attributes:
        agreements, similarities: ``(m,) float32``, sorted; see :func:`agreement`, and the weighted
            mean similarity of the neighbours.
        specificity: ``(n_hashtags,) float32`` in (0, 1]: how much a hashtag's score changes from
            photo to photo (its standard deviation), beside how much it would if every photo's own
            image factor were known. Hashtags that go with everything are low.
    """

    agreements: np.ndarray
    similarities: np.ndarray
    specificity: np.ndarray


def fit_usual(model: Model, index: NeighborIndex, settings: RankingSettings) -> Usual:
    """Ask about up to :data:`N_ASKED` posts, evenly spread over the collection."""
    n_posts = len(model.features)
    asked = np.unique(np.linspace(0, n_posts - 1, min(n_posts, N_ASKED)).astype(int))
    x = model.image_factors
    mean = x.mean(axis=0)
    means, agreements, similarities = [], [], []
    for start in range(0, len(asked), _CHUNK_ROWS):
        chunk = asked[start : start + _CHUNK_ROWS]
        for row, found in zip(chunk, index.similarities(model.features[chunk]), strict=True):
            found[row] = -np.inf
            found[found > _COPY] = -np.inf
            rows = best_first(found, min(DEFAULT_NEIGHBORS, n_posts))
            rows = rows[np.isfinite(found[rows])]
            weights = neighbor_weights(
                found[rows], model.similarity.hubness[rows], model.n_hashtags[rows], settings
            )
            means.append(weights @ x[rows])
            agreements.append(agreement(x[rows], weights, mean))
            similarities.append(weights @ found[rows])
    spread = _deviations(model.hashtag_factors, np.stack(means))
    most = _deviations(model.hashtag_factors, x[asked])
    specificity = np.divide(spread, most, out=np.ones_like(spread), where=most > 1e-9)
    return Usual(
        np.sort(np.array(agreements, dtype=np.float32)),
        np.sort(np.array(similarities, dtype=np.float32)),
        np.clip(specificity, 0.01, 1.0).astype(np.float32),
    )


def agreement(factors: np.ndarray, weights: np.ndarray, mean: np.ndarray) -> float:
    """How much the image factors point the same way, seen from their mean over the collection.

    ``sum over i != k of w_i w_k x_i . x_k``, divided by what it would be if all were equal:
    1 if they are, about 0 if they have nothing in common, 0 for fewer than two neighbours.

    Args:
        factors: x, ``(n, rank)``, of the neighbours.
        weights: w, ``(n,)``, summing to 1.
        mean: ``(rank,)``, of all posts' image factors.
    """
    centred = factors - mean
    squares = np.einsum("ir,ir->i", centred, centred)
    together = float(np.sum((weights @ centred) ** 2) - weights**2 @ squares)
    most = float((weights @ squares) * (1 - weights @ weights))
    return together / most if most > 1e-12 else 0.0


@dataclass(frozen=True)
class Sureness:
    """How sure an answer is, beside what is usual in the collection.

    Attributes:
        agreement: of the neighbours, at most 1; see :func:`agreement`.
        agreement_rank: share of the collection's own posts whose neighbours agree less, 0 to 1.
        similarity: weighted mean similarity of the neighbours, in [-1, 1].
        similarity_rank: share of the collection's own posts with less similar neighbours, 0 to 1.
    """

    agreement: float
    agreement_rank: float
    similarity: float
    similarity_rank: float

    @property
    def level(self) -> str:
        """``low``, ``usual`` or ``high``."""
        if self.similarity_rank < FEW_LOOK_ALIKE or self.agreement_rank < LITTLE_AGREEMENT:
            return "low"
        return "high" if self.agreement_rank >= MUCH_AGREEMENT else "usual"

    @property
    def sentence(self) -> str:
        """The same in plain words."""
        few = self.similarity_rank < FEW_LOOK_ALIKE
        little = self.agreement_rank < LITTLE_AGREEMENT
        if few and little:
            return "Few posts here look like this photo, and those agree on little."
        if few:
            return "Few posts here look like this photo."
        if little:
            return "The similar posts agree on little."
        if self.level == "high":
            return "The similar posts agree on much."
        return "The similar posts agree about as much as usual."

    def to_dict(self) -> dict[str, float | str]:
        return {
            "level": self.level,
            "sentence": self.sentence,
            "agreement": self.agreement,
            "agreement_rank": self.agreement_rank,
            "similarity": self.similarity,
            "similarity_rank": self.similarity_rank,
        }


def sureness(
    usual: Usual,
    factors: np.ndarray,
    weights: np.ndarray,
    similarities: np.ndarray,
    mean: np.ndarray,
) -> Sureness:
    """How sure an answer from these neighbours is; the arguments are those of :func:`agreement`."""
    agreed = agreement(factors, weights, mean)
    similarity = float(weights @ similarities)
    return Sureness(
        agreed,
        _rank(usual.agreements, agreed),
        similarity,
        _rank(usual.similarities, similarity),
    )


def _rank(values: np.ndarray, value: float) -> float:
    return float(np.searchsorted(values, value) / len(values))


def _deviations(hashtag_factors: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Standard deviation of each hashtag's score over image factors: ``(n_hashtags,)``."""
    centred = factors - factors.mean(axis=0)
    covariance = centred.T @ centred / len(factors)
    variances = np.einsum("jr,jr->j", hashtag_factors @ covariance, hashtag_factors)
    return np.sqrt(np.maximum(variances, 0.0))
