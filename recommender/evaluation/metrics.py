"""How well ranked hashtags match those that people gave: metrics per image, and averages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DEPTHS = (1, 5, 10)
N_SUGGESTED = max(DEPTHS)
"""How many hashtags every way suggests."""

RANKED = ("precision", "recall", "ndcg", "hit_rate")


@dataclass(frozen=True)
class Estimate:
    """A mean over images with its 95 % bootstrap interval (percentiles)."""

    mean: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """What a gain means: ``above``, ``below`` or ``not distinguishable from`` the other way."""
        return "above" if self.low > 0 else "below" if self.high < 0 else "not distinguishable from"

    def to_dict(self) -> dict[str, float]:
        return {"mean": self.mean, "low": self.low, "high": self.high}


def ranking_metrics(hits: np.ndarray, n_true: np.ndarray) -> dict[str, np.ndarray]:
    """Metrics of each image at the depths 1, 5 and 10.

    Args:
        hits: ``(n_images, 10) bool``, ``hits[i, r]`` says whether suggestion r is one of image i's
            own hashtags. Missing suggestions count as wrong.
        n_true: ``(n_images,) int``, how many hashtags image i has, at least 1.

    Returns:
        ``{"precision@1": (n_images,) float64, ...}``, all in [0, 1]. nDCG has binary gains and the
        discount 1 / log2(rank + 1) (Järvelin and Kekäläinen, 2002); the ideal ranking begins with
        min(k, n_true) correct hashtags.
    """
    result = {}
    discount = 1.0 / np.log2(np.arange(2, hits.shape[1] + 2))
    for k in DEPTHS:
        top, n_ideal = hits[:, :k], np.minimum(n_true, k)
        ideal = np.concatenate([[0.0], np.cumsum(discount[:k])])[n_ideal]
        result[f"precision@{k}"] = top.mean(axis=1)
        result[f"recall@{k}"] = top.sum(axis=1) / n_true
        result[f"ndcg@{k}"] = top @ discount[:k] / ideal
        result[f"hit_rate@{k}"] = top.any(axis=1).astype(float)
    return result


def novelty(shares: np.ndarray) -> np.ndarray:
    """Mean self-information of suggestions in bits: ``(n_images,) float64``.

    ``shares`` is ``(n_images, k)``, the share in (0, 1] of posts that have the suggested hashtag
    (Zhou et al., PNAS 2010): a hashtag on every post has 0 bits, on one of 1,024 posts 10.
    """
    return -np.log2(shares).mean(axis=1)


def likeness_of_all(factors: np.ndarray) -> float:
    """The mean cosine of all pairs of suggestions' ALS factors ``(k, rank)``; 0 if there is no pair.

    This is the intra-list similarity of Ziegler et al. (WWW 2005, section 3.3), by factors.
    """
    k = len(factors)
    if k < 2:
        return 0.0
    lengths = np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-9)
    cosines = (factors / lengths) @ (factors / lengths).T
    return float((cosines.sum() - np.trace(cosines)) / (k * (k - 1)))


def words_of(hashtags: Sequence[str]) -> list[list[str]]:
    """The hashtags of each word, where #dog #dogs #dogsofinstagram are one.

    Two hashtags are one word if one contains the other, which has three letters or more, or if
    they begin with the same five letters; so are two that are one word with a third.
    """
    words: list[list[str]] = []
    for hashtag in hashtags:
        same = [word for word in words if any(_one_word(hashtag, other) for other in word)]
        words = [word for word in words if word not in same]
        words.append([hashtag, *(other for word in same for other in word)])
    return words


def _one_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return (len(short) >= 3 and short in long) or (len(short) >= 5 and short[:5] == long[:5])


def bootstrap_weights(n_images: int, seed: int, n_samples: int = 1000) -> np.ndarray:
    """``(n_samples, n_images) float32``: how often each image is drawn, as a share of the sample."""
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(n_images, np.full(n_images, 1.0 / n_images), size=n_samples)
    return (counts / n_images).astype(np.float32)


def estimate(values: np.ndarray, weights: np.ndarray) -> Estimate:
    """Mean of ``(n_images,)`` values, or of differences paired by image, with its interval."""
    low, high = np.percentile(weights @ values, [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high))
