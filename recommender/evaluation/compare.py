"""How good the recommendations are on held-out posts, with baselines on the same folds."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recommender.answer import Level, Sureness
from recommender.evaluation import ways
from recommender.evaluation.data import Posts
from recommender.evaluation.folds import Fold, make_folds
from recommender.evaluation.metrics import N_SUGGESTED, Estimate, bootstrap_weights, estimate
from recommender.evaluation.tally import Judged, Tally
from recommender.evaluation.ways import Way
from recommender.progress import Progress, silent
from recommender.ranker import Ranker
from recommender.settings import DEFAULT_VARIETY, EvaluationSettings
from recommender.sureness import N_MEASURED

REACHES = (-1.0, -0.5, 0.0, 0.5, 1.0)
VARIETIES = (0.0, DEFAULT_VARIETY, 0.5, 1.0)
PHOTO_ALONE, WITH_GIVEN = "photo alone", "photo and given hashtags"


def compare(data: Posts, settings: EvaluationSettings, progress: Progress = silent) -> "Comparison":
    """Judge this recommender and the baselines on every post, each from the other folds alone."""
    n, k = len(data.posts), settings.n_neighbors
    rng = np.random.default_rng(settings.seed)
    tallies = {way: Tally(way, n) for way in Way}
    reaches = {reach: Tally(f"reach {reach:+.1f}", n) for reach in REACHES}
    varieties = {variety: Tally(f"variety {variety:g}", n) for variety in VARIETIES}
    sureness: list[Sureness | None] = [None] * n
    given = {name: Tally(name, n) for name in (PHOTO_ALONE, WITH_GIVEN)}
    vocabulary: set[str] = set()
    for fold in make_folds(data, settings, progress):
        vocabulary.update(fold.vocabulary.hashtags)
        ours = fold.ranker
        weighted = Ranker(fold.model, ways.VOTE_RANKING)
        plain = Ranker(fold.model, ways.PLAIN_VOTE_RANKING)
        original = ways.original_ranker(fold)
        popular = ways.popular(fold)
        for row in fold.test.tolist():
            truth, f = set(data.posts[row].hashtags), data.features[row]
            rows, similarities = ours.search(f, max(k, N_MEASURED))
            sure = sureness[row] = ours.sureness(rows, similarities)
            rows, similarities = rows[:k], similarities[:k]
            weights = ours.weights(rows, similarities)
            scores = ours.scores(ours.parts(rows, weights).sum(axis=0))
            spread = {v: ours.rank(scores, sure, N_SUGGESTED, variety=v).columns for v in VARIETIES}
            suggested = {
                Way.RANDOM: ways.random(rng, len(fold.model.counts)),
                Way.POPULAR: popular,
                Way.VOTES: ways.vote(plain, fold.matrix, f, k),
                Way.WEIGHTED_VOTES: ways.vote(weighted, fold.matrix, f, k),
                Way.ORIGINAL: ways.suggest(original, f, ways.ORIGINAL_NEIGHBORS, variety=0.0),
                Way.OURS: spread[DEFAULT_VARIETY],
            }
            for way, best in suggested.items():
                tallies[way].add(row, best, truth, fold)
            for variety, best in spread.items():
                varieties[variety].add(row, best, truth, fold)
            for reach, tally in reaches.items():
                best = ours.rank(scores, sure, N_SUGGESTED, reach=reach).columns
                tally.add(row, best, truth, fold)
            if len(truth) > 1:
                known, hidden = _halves(rng, sorted(truth), fold)
                for name, told in ((PHOTO_ALONE, []), (WITH_GIVEN, known)):
                    scores = ours.scores(ours.parts(rows, weights, told).sum(axis=0))
                    best = ours.rank(
                        scores, sure, N_SUGGESTED, n_given=len(told), excluded=known
                    ).columns
                    given[name].add(row, best, hidden, fold)
    everyone, size = np.arange(n), len(vocabulary)
    halves = np.flatnonzero([len(post.hashtags) > 1 for post in data.posts])
    return Comparison(
        settings=settings,
        n_posts=n,
        n_hashtags=size,
        ways=[tally.judged(everyone, size) for tally in tallies.values()],
        reaches=[tally.judged(everyone, size) for tally in reaches.values()],
        varieties=[tally.judged(everyone, size) for tally in varieties.values()],
        sureness=sureness,
        given=[tally.judged(halves, size) for tally in given.values()] if len(halves) else [],
    )


def _halves(rng: np.random.Generator, truth: list[str], fold: Fold) -> tuple[list[int], set[str]]:
    """Split a post's hashtags at random: columns of the given half, and the hidden half."""
    shuffled = [truth[i] for i in rng.permutation(len(truth))]
    half = len(truth) // 2
    column = fold.vocabulary.columns
    return [column[tag] for tag in shuffled[:half] if tag in column], set(shuffled[half:])


@dataclass(frozen=True)
class Comparison:
    """The outcome of :func:`compare`."""

    settings: EvaluationSettings
    n_posts: int
    n_hashtags: int
    ways: list[Judged]
    reaches: list[Judged]
    varieties: list[Judged]
    sureness: list[Sureness | None]
    given: list[Judged]

    def way(self, name: str) -> Judged:
        return next(way for way in self.ways if way.name == name)

    def estimates(self, judged: Judged) -> dict[str, Estimate]:
        """Mean and 95 % interval of each metric."""
        n = len(next(iter(judged.values.values())))
        weights = _weights(n, self.settings.seed)
        return {name: estimate(values, weights) for name, values in judged.values.items()}

    def by_sureness(self) -> list[tuple[Level, int, dict[str, float]]]:
        """Each level of sureness, its number of posts, and this recommender's means over them."""
        values = self.way(Way.OURS).values
        rows = []
        for level in Level:
            chosen = np.array([sure is not None and sure.level is level for sure in self.sureness])
            means = {m: float(v[chosen].mean()) for m, v in values.items()} if any(chosen) else {}
            rows.append((level, int(chosen.sum()), means))
        return rows

    def gain(self, metric: str = "ndcg@10", over: str = Way.WEIGHTED_VOTES) -> Estimate:
        """Mean of this recommender's metric minus that of another way, paired by image."""
        difference = self.way(Way.OURS).values[metric] - self.way(over).values[metric]
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
            "variety": rows(self.varieties),
            "sureness": [
                {"level": str(level), "posts": n, "metrics": metrics}
                for level, n, metrics in self.by_sureness()
            ],
            "given": rows(self.given),
        }


_weights = lru_cache(maxsize=2)(bootstrap_weights)
