"""How good recommendations are on held-out posts, beside baselines on the same folds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from recommender.errors import RecommenderError
from recommender.evaluation.folds import connected_groups, split
from recommender.evaluation.metrics import (
    Estimate,
    bootstrap_weights,
    estimate,
    novelty,
    ranking_metrics,
)
from recommender.factors import AlsSettings, fit_factors
from recommender.hashtags import Vocabulary
from recommender.model import (
    ORIGINAL,
    Model,
    Ranker,
    RankingSettings,
    fit_model,
    given_share,
    reach_scale,
)
from recommender.neighbors.topk import best_first
from recommender.sources import Post

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

N_SUGGESTED = 10
OURS = "this recommender"
WEIGHTED_VOTES = "votes weighted by similarity³"
ORIGINAL_ALS = AlsSettings(rank=10, alpha=40.0, regularization=0.01)
ORIGINAL_NEIGHBORS = 5
_CHUNK_ROWS = 128
REACHES = (-1.0, -0.5, 0.0, 0.5, 1.0)

VOTE_RANKING = RankingSettings(gamma=3.0, length=0.0, hub=0.0, learned_share=0.0)


@dataclass(frozen=True)
class EvaluationSettings:
    """Folds, seed, neighbours, and the model that is judged."""

    folds: int = 5
    seed: int = 0
    n_neighbors: int = 20
    min_count: int = 1
    als: AlsSettings = AlsSettings()  # noqa: RUF009 (frozen)
    ranking: RankingSettings = RankingSettings()  # noqa: RUF009 (frozen)

    def __post_init__(self) -> None:
        if self.folds < 2 or self.n_neighbors < 1:
            raise RecommenderError(
                "At least 2 folds and 1 neighbour are needed; give larger numbers."
            )


@dataclass(frozen=True)
class Posts:
    """What is evaluated on: posts, their deep features ``(n, 1280)``, and a name for each image.

    The same image has the same name, so that it never sits on both sides of a split.
    ``encoder`` is the name of what made the features, for the report.
    """

    posts: Sequence[Post]
    features: np.ndarray
    images: Sequence[str]
    encoder: str = ""

    def subset(self, rows: Sequence[int]) -> "Posts":
        """The posts at these rows, in this order."""
        return Posts(
            [self.posts[i] for i in rows],
            self.features[list(rows)],
            [self.images[i] for i in rows],
            self.encoder,
        )


@dataclass(frozen=True, eq=False)
class Fold:
    """One split: what may be learned from (``train``) and what is asked (``test``), as row numbers.

    Vocabulary, matrix and model come from the training posts alone. A fold equals only itself.
    """

    train: np.ndarray
    test: np.ndarray
    vocabulary: Vocabulary
    counts: np.ndarray
    model: Model
    matrix: "csr_matrix"


@dataclass(frozen=True)
class Judged:
    """A way's suggestions for all images: the values of each metric, one an image, and coverage."""

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
        self.n_true = np.ones(n_images, dtype=int)
        self.suggestions: list[list[str]] = [[] for _ in range(n_images)]

    def add(self, row: int, columns: np.ndarray, truth: set[str], fold: Fold) -> None:
        """Suggestions for the post at ``row``, as columns of the fold's vocabulary, best first."""
        tags = [fold.vocabulary.hashtags[j] for j in columns]
        self.suggestions[row] = tags
        self.hits[row, : len(tags)] = [tag in truth for tag in tags]
        self.n_true[row] = len(truth)
        shares = fold.counts[columns] / len(fold.train)
        self.novelty[row] = novelty(shares[None])[0] if len(tags) else 0.0

    def add_fold(self, data: Posts, fold: Fold, suggestions: Iterable[np.ndarray]) -> None:
        """Suggestions for all test posts of a fold, in their order."""
        for row, columns in zip(fold.test.tolist(), suggestions, strict=True):
            self.add(row, columns, set(data.posts[row].hashtags), fold)

    def judged(self, rows: np.ndarray, n_vocabulary: int) -> Judged:
        """The metrics over the images at ``rows``."""
        values = ranking_metrics(self.hits[rows], self.n_true[rows])
        values["novelty"] = self.novelty[rows]
        suggested = {tag for row in rows for tag in self.suggestions[row]}
        return Judged(self.name, values, len(suggested) / max(n_vocabulary, 1), self.suggestions)


def make_folds(data: Posts, settings: EvaluationSettings, progress: bool = False) -> Iterator[Fold]:
    """Split the posts, and fit the model on each fold's training posts alone."""
    n = len(data.posts)
    numbers = split(connected_groups(data.posts, data.images), settings.folds, settings.seed)
    if len(set(numbers)) < 2:
        raise RecommenderError(
            f"The {n} posts make one group, so none can be held out; evaluate more posts."
        )
    for number in tqdm(range(settings.folds), desc="Folds", unit="fold", disable=not progress):
        test = np.flatnonzero(numbers == number)
        train = np.flatnonzero(numbers != number)
        if not len(test):
            continue
        tags = [data.posts[i].hashtags for i in train.tolist()]
        vocabulary = Vocabulary.of(tags, settings.min_count)
        if not vocabulary.hashtags:
            raise RecommenderError("No hashtag is on enough posts; lower --min-count.")
        matrix = vocabulary.matrix(tags)
        kept = np.flatnonzero(np.diff(matrix.indptr))  # as build: posts without any are left out
        train, matrix = train[kept], matrix[kept]
        als = settings.als.fitting(matrix.shape)
        model = fit_model(data.features[train], matrix, als, settings.ranking)
        counts = np.array(vocabulary.counts)
        yield Fold(train, test, vocabulary, counts, model, matrix)


def suggest(ranker: Ranker, features: np.ndarray, n: int) -> np.ndarray:
    """Columns of the ten best hashtags, by the very steps of the recommender."""
    return best_first(ranker.scores(mean_factor(ranker, features, n)), N_SUGGESTED)


def suggest_all(ranker: Ranker, features: np.ndarray, n: int) -> Iterator[np.ndarray]:
    """:func:`suggest` for ``(m, 1280)`` features: many at once read the hashtag factors once."""
    for start in range(0, len(features), _CHUNK_ROWS):
        chunk = features[start : start + _CHUNK_ROWS]
        factors = np.stack([mean_factor(ranker, f, n) for f in chunk])
        for scores in factors @ ranker.model.hashtag_factors.T:
            yield best_first(scores, N_SUGGESTED)


def mean_factor(ranker: Ranker, features: np.ndarray, n: int) -> np.ndarray:
    rows, similarities = ranker.index.search(features, n)
    return ranker.parts(rows, ranker.weights(rows, similarities)).sum(axis=0)


def vote(ranker: Ranker, matrix: "csr_matrix", features: np.ndarray, n: int) -> np.ndarray:
    """Columns of the ten hashtags with most (weighted) votes of the neighbours, without ALS.

    Ties, of which votes have many, go to the hashtag that is used more.
    """
    rows, similarities = ranker.index.search(features, n)
    votes = ranker.weights(rows, similarities) @ matrix[rows]
    columns = best_first(votes, N_SUGGESTED)
    return columns[votes[columns] > 0]


def compare(data: Posts, settings: EvaluationSettings, progress: bool = False) -> "Comparison":
    """Judge this recommender and the baselines on every post, each from the other folds alone."""
    n = len(data.posts)
    rng = np.random.default_rng(settings.seed)
    names = ["random", "most popular", "votes", WEIGHTED_VOTES, "the original's rule", OURS]
    tallies = {name: Tally(name, n) for name in names}
    reaches = {reach: Tally(f"reach {reach:+.1f}", n) for reach in REACHES}
    given = {name: Tally(name, n) for name in ("photo alone", "photo and given hashtags")}
    vocabulary: set[str] = set()
    for fold in make_folds(data, settings, progress):
        vocabulary.update(fold.vocabulary.hashtags)
        ours = Ranker(fold.model, settings.ranking)
        weighted = Ranker(fold.model, VOTE_RANKING)
        plain = Ranker(fold.model, replace(VOTE_RANKING, gamma=0.0))
        original = Ranker(_original_model(fold), ORIGINAL)
        popular = best_first(fold.counts.astype(float), N_SUGGESTED)
        scales = {reach: reach_scale(fold.counts, reach) for reach in REACHES}
        for row in fold.test.tolist():
            truth = set(data.posts[row].hashtags)
            f, k = data.features[row], settings.n_neighbors
            factor = mean_factor(ours, f, k)
            scores = ours.scores(factor)
            tallies["random"].add(row, _random(rng, len(fold.counts)), truth, fold)
            tallies["most popular"].add(row, popular, truth, fold)
            tallies["votes"].add(row, vote(plain, fold.matrix, f, k), truth, fold)
            tallies[WEIGHTED_VOTES].add(row, vote(weighted, fold.matrix, f, k), truth, fold)
            tallies["the original's rule"].add(
                row, suggest(original, f, ORIGINAL_NEIGHBORS), truth, fold
            )
            tallies[OURS].add(row, best_first(scores, N_SUGGESTED), truth, fold)
            for reach, tally in reaches.items():
                tally.add(row, best_first(scores * scales[reach], N_SUGGESTED), truth, fold)
            _add_given(given, rng, row, sorted(truth), factor, ours, fold)
    rows, size = np.arange(n), len(vocabulary)
    halves = np.flatnonzero([len(post.hashtags) > 1 for post in data.posts])
    return Comparison(
        settings=settings,
        n_posts=n,
        n_hashtags=size,
        ways=[tally.judged(rows, size) for tally in tallies.values()],
        reaches=[tally.judged(rows, size) for tally in reaches.values()],
        given=[tally.judged(halves, size) for tally in given.values()] if len(halves) else [],
    )


@dataclass(frozen=True)
class Comparison:
    """The outcome of :func:`compare`."""

    settings: EvaluationSettings
    n_posts: int
    n_hashtags: int
    ways: list[Judged]
    reaches: list[Judged]
    given: list[Judged]

    def way(self, name: str) -> Judged:
        return next(way for way in self.ways if way.name == name)

    def estimates(self, judged: Judged) -> dict[str, Estimate]:
        """Mean and 95 % interval of each metric."""
        n = len(next(iter(judged.values.values())))
        weights = _weights(n, self.settings.seed)
        return {name: estimate(values, weights) for name, values in judged.values.items()}

    def gain(self, metric: str = "ndcg@10", over: str = WEIGHTED_VOTES) -> Estimate:
        """Mean of this recommender's metric less that of another way, paired by image."""
        difference = self.way(OURS).values[metric] - self.way(over).values[metric]
        return estimate(difference, _weights(self.n_posts, self.settings.seed))

    def to_dict(self) -> dict[str, object]:
        def rows(judged: list[Judged]) -> list[dict[str, object]]:
            return [
                {
                    "name": j.name,
                    "metrics": {k: v.to_dict() for k, v in self.estimates(j).items()},
                    "coverage": j.coverage,
                }
                for j in judged
            ]

        s = self.settings
        return {
            "posts": self.n_posts,
            "hashtags": self.n_hashtags,
            "folds": s.folds,
            "seed": s.seed,
            "neighbors": s.n_neighbors,
            "ways": rows(self.ways),
            "gain_over_weighted_votes": {
                name: self.gain(name).to_dict() for name in ("ndcg@10", "precision@10")
            },
            "reach": rows(self.reaches),
            "given": rows(self.given),
        }


_weights = lru_cache(maxsize=2)(bootstrap_weights)


def _original_model(fold: Fold) -> Model:
    als = ORIGINAL_ALS.fitting(fold.matrix.shape)
    image_factors, hashtag_factors = fit_factors(fold.matrix, als)
    return replace(
        fold.model, als=als, image_factors=image_factors, hashtag_factors=hashtag_factors
    )


def _random(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.choice(n, size=min(N_SUGGESTED, n), replace=False)


def _add_given(
    tallies: dict[str, Tally],
    rng: np.random.Generator,
    row: int,
    truth: list[str],
    factor: np.ndarray,
    ranker: Ranker,
    fold: Fold,
) -> None:
    """Give half of the post's hashtags, drawn at random, and ask for the hidden half."""
    if len(truth) < 2:
        return
    column = {tag: j for j, tag in enumerate(fold.vocabulary.hashtags)}
    shuffled = [truth[i] for i in rng.permutation(len(truth))]
    half = len(truth) // 2
    known = [column[tag] for tag in shuffled[:half] if tag in column]
    hidden = set(shuffled[half:])
    for name, with_given in (("photo alone", False), ("photo and given hashtags", True)):
        u = factor
        if with_given and known:
            share = given_share(len(known))
            u = (1 - share) * factor + share * ranker.given_factor(known)
        scores = ranker.scores(u)
        scores[known] = -np.inf  # what the user has is never suggested
        best = best_first(scores, N_SUGGESTED)
        tallies[name].add(row, best[np.isfinite(scores[best])], hidden, fold)
