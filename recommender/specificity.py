"""Which hashtags depend on what a photo shows, and which go with everything."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BELIEF = 20
"""How many posts the average hashtag's specificity counts for, beside a hashtag's own posts."""

FEWEST = 5
"""Hashtags on fewer of the asked posts are taken for average: too little is known of them."""

LEAST = 0.1
"""No hashtag is less specific than this, where the average is 1."""

POPULAR = 0.05
"""Wallpaper is on at least this share of the posts."""


@dataclass(frozen=True)
class Specificity:
    """How specific hashtags are, beside the average hashtag of the collection.

    Attributes:
        columns: ``(k,) int64``, the hashtags of which enough is known; all others are average.
        values: ``(k,) float32``, theirs, at least :data:`LEAST`; 1 is average.
    """

    columns: np.ndarray
    values: np.ndarray

    def wallpaper(self, counts: np.ndarray, n_posts: int) -> np.ndarray:
        """The columns of hashtags on 5 % of the posts or more that are less specific than average.

        ``counts`` is ``(n_hashtags,)``, how many of the ``n_posts`` posts have each hashtag.
        """
        popular = counts[self.columns] >= POPULAR * n_posts
        return self.columns[popular & (self.values < 1.0)]


def fit_specificity(
    mean_factors: np.ndarray,
    posts: Sequence[Sequence[int] | np.ndarray],
    hashtag_factors: np.ndarray,
) -> Specificity:
    """Measure hashtags on posts whose own hashtags are known.

    Of each post the recommender is asked without the post itself. A hashtag is specific if its
    score then tells who has it: the correlation, over the posts, of its score with having it or not
    (Pearson; of a score and a yes or no, the point-biserial one), and 0 if that is negative. A
    hashtag that goes with everything is scored about the same for all. Since a correlation
    over few posts is mostly chance, it is averaged with that of all hashtags, which counts for
    :data:`BELIEF` posts (an empirical Bayes estimate: Efron and Morris, JASA 1975).

    Args:
        mean_factors: u, ``(m, rank)``, the mean factor of each post's similar posts.
        posts: for each post, the columns of its hashtags, each once.
        hashtag_factors: y, ``(n_hashtags, rank)``.
    """
    m = len(posts)
    counts = np.zeros(len(hashtag_factors), dtype=np.int64)
    for post in posts:
        counts[np.asarray(post, dtype=np.int64)] += 1
    known = np.flatnonzero(counts >= FEWEST)
    if not len(known):
        return Specificity(known, np.ones(0, dtype=np.float32))
    place = np.full(len(hashtag_factors), -1)
    place[known] = np.arange(len(known))
    centred = mean_factors - mean_factors.mean(axis=0)
    sums = np.zeros((len(known), centred.shape[1]), dtype=np.float32)
    for mean_factor, post in zip(centred, posts, strict=True):
        places = place[np.asarray(post, dtype=np.int64)]
        sums[places[places >= 0]] += mean_factor
    y = hashtag_factors[known]
    covariances = np.einsum("jr,jr->j", sums, y) / m
    variances = np.einsum("jr,jr->j", y @ (centred.T @ centred / m), y)
    n, shares = counts[known], counts[known] / m
    spread = np.sqrt(np.maximum(variances, 0.0) * shares * (1 - shares))
    correlations = np.divide(
        np.maximum(covariances, 0.0), spread, out=np.zeros(len(known)), where=spread > 1e-12
    )
    average = (n @ correlations) / n.sum()
    if not average > 0:
        return Specificity(known, np.ones(len(known), dtype=np.float32))
    estimates = (n * correlations + BELIEF * average) / (n + BELIEF)
    return Specificity(known, np.maximum(estimates / average, LEAST).astype(np.float32))
