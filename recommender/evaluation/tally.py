"""Suggestions for all images of an evaluation -> the metrics of each image."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recommender.evaluation.data import Posts
from recommender.evaluation.folds import Fold
from recommender.evaluation.metrics import (
    N_SUGGESTED,
    likeness_of_all,
    novelty,
    ranking_metrics,
    words_of,
)


@dataclass(frozen=True)
class Judged:
    """A way's suggestions for all images, with one value of each metric per image, and coverage."""

    name: str
    values: dict[str, np.ndarray]
    coverage: float
    suggestions: list[list[str]]


class Tally:
    """Collects a way's suggestions over the folds."""

    def __init__(self, name: str, n_images: int) -> None:
        self.name = name
        self.hits = np.zeros((n_images, N_SUGGESTED), dtype=bool)
        self.novelty = np.zeros(n_images)
        self.wallpaper = np.zeros(n_images)
        self.words = np.zeros(n_images)
        self.likeness = np.zeros(n_images)
        self.n_true = np.ones(n_images, dtype=int)
        self.suggestions: list[list[str]] = [[] for _ in range(n_images)]

    def add(self, row: int, columns: np.ndarray, truth: set[str], fold: Fold) -> None:
        """Add suggestions for the post at ``row``: columns of the fold's vocabulary, best first."""
        tags = [fold.vocabulary.hashtags[j] for j in columns]
        self.suggestions[row] = tags
        self.hits[row, : len(tags)] = [tag in truth for tag in tags]
        self.n_true[row] = len(truth)
        shares = fold.model.counts[columns] / len(fold.train)
        if len(tags):
            self.novelty[row] = novelty(shares[None])[0]
            self.wallpaper[row] = np.isin(columns, fold.wallpaper).mean()
            self.words[row] = len(words_of(tags)) / len(tags)
            self.likeness[row] = likeness_of_all(fold.model.hashtag_factors[columns])

    def add_fold(self, data: Posts, fold: Fold, suggestions: Iterable[np.ndarray]) -> None:
        """Add suggestions for all test posts of a fold, in their order."""
        for row, columns in zip(fold.test.tolist(), suggestions, strict=True):
            self.add(row, columns, set(data.posts[row].hashtags), fold)

    def judged(self, rows: np.ndarray, n_vocabulary: int) -> Judged:
        """The metrics over the images at ``rows``.

        Besides those of :func:`~recommender.evaluation.metrics.ranking_metrics`: novelty in bits;
        wallpaper, the share of suggestions that go with everything; words, the number of different
        words as a share of the suggestions; and likeness, their mean cosine.
        """
        values = ranking_metrics(self.hits[rows], self.n_true[rows])
        for name in ("novelty", "wallpaper", "words", "likeness"):
            values[name] = getattr(self, name)[rows]
        suggested = {tag for row in rows for tag in self.suggestions[row]}
        return Judged(self.name, values, len(suggested) / max(n_vocabulary, 1), self.suggestions)
