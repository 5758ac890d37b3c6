"""How good the recommendations are on held-out posts, part by part.

    PYTHONPATH=. python benchmarks/quality.py POSTS [--neighbors 20 50] [--seeds 0] [--encoder imagenet]

Prints, all from one run on the same folds: baselines, this recommender, and what each of its parts
is worth; given hashtags, with several weights; and subsets of the posts, so that no default is
fitted to one size of collection. Intervals are 95 %, by bootstrap over the images (an image in
several subsets counts several times, which makes those intervals a little too narrow). Gains are
paired by image and averaged over the seeds.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from tqdm import tqdm

from recommender.evaluation import ways
from recommender.evaluation.data import Posts, read_evaluation_posts
from recommender.evaluation.folds import Fold, make_folds
from recommender.evaluation.metrics import (
    N_SUGGESTED,
    Estimate,
    bootstrap_weights,
    estimate,
    ranking_metrics,
)
from recommender.evaluation.tally import Judged, Tally
from recommender.factors import GIVEN_HALF, factor_parts, fit_factors, given_share
from recommender.model import Model, model_of_factors
from recommender.progress import Bars
from recommender.ranker import Ranker
from recommender.settings import AlsSettings, EvaluationSettings, RankingSettings
from recommender.sureness import N_MEASURED

Way = Callable[[np.ndarray], Iterable[np.ndarray]]
"""Deep features ``(m, 1280)`` -> for each row the columns of ten hashtags, best first."""

OURS = RankingSettings()
SMALLER_ALS = AlsSettings(rank=128, alpha=10.0, regularization=10.0)
SUBSETS = {500: 2, 200: 5, 50: 10}
"""Random subsets: number of posts -> number of draws. All draws of a size are judged together."""

N_GIVEN = (1, 2, 3, 5, 0)
"""How many hashtags are given; 0 stands for half of the post's."""

HALVES = sorted({0, 0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 20, GIVEN_HALF})
"""Values tried for ``GIVEN_HALF``; at 0 the given hashtags alone decide."""


def all_ways(fold: Fold, n: int, seed: int) -> dict[str, Way]:
    """Baselines, this recommender, and this recommender without one part at a time."""
    rng = np.random.default_rng(seed)
    size = len(fold.model.counts)
    popular = ways.popular(fold)
    ours = fold.ranker
    original = _original_ranker(fold)
    gammas = {f"gamma {g}": suggesting(fold, n, gamma=float(g)) for g in (0, 2, 3, 5)}
    return {
        "random": lambda f: (ways.random(rng, size) for _ in f),
        "most popular": lambda f: (popular for _ in f),
        "votes": voting(fold, n, ways.PLAIN_VOTE_RANKING),
        "weighted votes": voting(fold, n, ways.VOTE_RANKING),
        "original's rule, its 5 neighbours": lambda f: ways.suggest_all(
            original, f, ways.ORIGINAL_NEIGHBORS, variety=0.0
        ),
        "original's rule, n neighbours": lambda f: ways.suggest_all(original, f, n, variety=0.0),
        "this recommender": lambda f: ways.suggest_all(ours, f, n),
        "- without the learned similarity": suggesting(fold, n, learned_share=0.0),
        "- without smoothing": suggesting(fold, n, smoothing=0.0),
        "- general hashtags not lowered": suggesting(fold, n, specificity=0.0),
        **{
            f"variety {v}": lambda f, v=v: ways.suggest_all(ours, f, n, variety=v)
            for v in (0.0, 0.5, 1.0)
        },
        "- without hubness": suggesting(fold, n, hub=0.0),
        "- without the length weight": suggesting(fold, n, length=0.0),
        "- without centring": suggesting(fold, n, centered=False),
        "- ALS rank 128, alpha 10, reg. 10": other_als(fold, n, SMALLER_ALS),
        **{f"- {name}": way for name, way in gammas.items()},
        "- votes with the same weights": voting(fold, n, OURS),
    }


def few_ways(fold: Fold, n: int, seed: int) -> dict[str, Way]:
    popular = ways.popular(fold)
    ours = fold.ranker
    return {
        "most popular": lambda f: (popular for _ in f),
        "votes": voting(fold, n, ways.PLAIN_VOTE_RANKING),
        "weighted votes": voting(fold, n, ways.VOTE_RANKING),
        "this recommender": lambda f: ways.suggest_all(ours, f, n),
        "- without the learned similarity": suggesting(fold, n, learned_share=0.0),
        "- without smoothing": suggesting(fold, n, smoothing=0.0),
        "- without hubness": suggesting(fold, n, hub=0.0),
        "- ALS rank 128, alpha 10, reg. 10": other_als(fold, n, SMALLER_ALS),
        "- votes with the same weights": voting(fold, n, OURS),
    }


def suggesting(fold: Fold, n: int, **changes: float) -> Way:
    ranking = replace(OURS, **changes)
    model = _fit(fold, fold.model.als, ranking)
    ranker = Ranker(model, ranking, fold.vocabulary.hashtags)
    return lambda features: ways.suggest_all(ranker, features, n)


def other_als(fold: Fold, n: int, als: AlsSettings) -> Way:
    model = _fit(fold, als.fitting(fold.matrix.shape), OURS)
    ranker = Ranker(model, OURS, fold.vocabulary.hashtags)
    return lambda features: ways.suggest_all(ranker, features, n)


def voting(fold: Fold, n: int, ranking: RankingSettings) -> Way:
    ranker = Ranker(fold.model, ranking)
    return lambda features: (ways.vote(ranker, fold.matrix, f, n) for f in features)


def judge(data: Posts, n_neighbors: list[int], seed: int, all_or_few: Callable) -> dict:
    """{(n, way): :class:`Judged`} of all posts, each from the other folds."""
    tallies: dict[tuple[int, str], Tally] = {}
    for fold in make_folds(data, EvaluationSettings(seed=seed)):
        for n in n_neighbors:
            for name, way in all_or_few(fold, n, seed).items():
                tally = tallies.setdefault((n, name), Tally(name, len(data.posts)))
                tally.add_fold(data, fold, way(data.features[fold.test]))
        _fit.cache_clear()
        _factors.cache_clear()
        _original_ranker.cache_clear()
    rows = np.arange(len(data.posts))
    return {key: tally.judged(rows, 1) for key, tally in tallies.items()}


def print_ways(rounds: list[dict], n_neighbors: list[int]) -> None:
    """``rounds`` are the results of :func:`judge` on the same posts with several seeds."""
    for n in n_neighbors:
        names = [name for m, name in rounds[0] if m == n]
        values = {x: _mean([r[n, x] for r in rounds]) for x in names}
        print(f"\n{n} neighbours")
        print_table(values)


def print_table(values: dict[str, dict[str, np.ndarray]]) -> None:
    weights = bootstrap_weights(len(values["weighted votes"]["ndcg@10"]), 0)
    print(f"{'':<36}{'nDCG@10':>8} {'95 % interval':<18}{'P@10':>6}   gain over weighted votes")
    for name, v in values.items():
        ndcg = estimate(v["ndcg@10"], weights)
        gain = estimate(v["ndcg@10"] - values["weighted votes"]["ndcg@10"], weights)
        said = "" if name == "weighted votes" else f"   {_signed(gain)}"
        precision = v["precision@10"].mean()
        print(
            f"{name:<36}{ndcg.mean:>8.4f} [{ndcg.low:.4f}, {ndcg.high:.4f}]  {precision:>6.3f}{said}"
        )


def judge_given(data: Posts, n: int, seed: int) -> dict[tuple[int, float | None], np.ndarray]:
    """nDCG@10 on the hashtags that are not given: {(given, GIVEN_HALF or None): one per post}.

    None stands for the photo alone. Posts without more hashtags than are given have NaN.
    """
    size = len(data.posts)
    hits = {
        (k, half): np.zeros((size, N_SUGGESTED), bool) for k in N_GIVEN for half in (None, *HALVES)
    }
    n_hidden = {k: np.zeros(size, int) for k in N_GIVEN}
    rng = np.random.default_rng(seed)
    for fold in make_folds(data, EvaluationSettings(seed=seed)):
        column = fold.vocabulary.columns
        ranker = fold.ranker
        for row in fold.test.tolist():
            truth = sorted(data.posts[row].hashtags)
            truth = [truth[i] for i in rng.permutation(len(truth))]
            rows, similarities = ranker.search(data.features[row], max(n, N_MEASURED))
            sure = ranker.sureness(rows, similarities)
            rows, similarities = rows[:n], similarities[:n]
            weights = ranker.weights(rows, similarities)
            for k in N_GIVEN:
                count = k or len(truth) // 2
                if not 0 < count < len(truth):
                    continue
                n_hidden[k][row] = len(truth) - count
                known = [column[tag] for tag in truth[:count] if tag in column]
                hidden = [column[tag] for tag in truth[count:] if tag in column]
                given = ranker.given_factor(known) if known else None
                shares = [0.0, *(given_share(len(known), half) for half in HALVES)]
                parts = (
                    factor_parts(fold.model.image_factors[rows], weights, given, share)
                    for share in shares
                )
                scores = ranker.scores(np.stack([part.sum(axis=0) for part in parts]))
                for half, s in zip((None, *HALVES), scores, strict=True):
                    n_given = 0 if half is None else len(known)
                    best = ranker.rank(
                        s, sure, N_SUGGESTED, n_given=n_given, excluded=known
                    ).columns
                    hits[k, half][row, : len(best)] = np.isin(best, hidden)
    return {
        (k, half): np.where(
            n_hidden[k] > 0, ranking_metrics(h, np.maximum(n_hidden[k], 1))["ndcg@10"], np.nan
        )
        for (k, half), h in hits.items()
    }


def print_given(rounds: list[dict]) -> None:
    keys = rounds[0]
    means = {key: np.mean([r[key] for r in rounds], axis=0) for key in keys}
    print(
        "\nGiven hashtags: nDCG@10 on those that are not given, and the gain over the photo alone"
    )
    print(f"{'GIVEN_HALF':<14}" + "".join(f"{f'{k} given' if k else 'half':>10}" for k in N_GIVEN))
    for half in (None, *HALVES):
        label = "photo alone" if half is None else str(half) + " *" * (half == GIVEN_HALF)
        cells = "".join(f"{np.nanmean(means[k, half]):>10.4f}" for k in N_GIVEN)
        print(f"{label:<14}{cells}")
    best = [max(HALVES, key=lambda half: np.nanmean(means[k, half])) for k in N_GIVEN]
    print(f"{'best':<14}" + "".join(f"{half:>10}" for half in best))
    for k in N_GIVEN:
        asked = ~np.isnan(means[k, None])
        gain = (means[k, GIVEN_HALF] - means[k, None])[asked]
        e = estimate(gain, bootstrap_weights(len(gain), 0))
        print(f"gain with {k or 'half'} given ({len(gain):,} posts), * : {_signed(e)}")


def subsets(data: Posts) -> dict[str, list[Posts]]:
    rng = np.random.default_rng(0)
    n = len(data.posts)
    found = {
        f"{size} random posts, {draws} draws": [
            data.subset(sorted(rng.choice(n, size, replace=False).tolist())) for _ in range(draws)
        ]
        for size, draws in SUBSETS.items()
        if size < n
    }
    categories = sorted({post.category for post in data.posts})
    for half in (categories[: len(categories) // 2], categories[len(categories) // 2 :]):
        rows = [i for i, post in enumerate(data.posts) if post.category in half]
        if 1 < len(half) < len(categories):
            found[f"{len(rows)} posts: {', '.join(half)}"] = [data.subset(rows)]
    return found


def print_subsets(data: Posts, n: int) -> None:
    for name, draws in tqdm(subsets(data).items(), desc="Subsets"):
        outcomes = [judge(draw, [n], 0, few_ways) for draw in draws]
        parts: dict[str, dict[str, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
        for outcome in outcomes:
            for (_, way), judged in outcome.items():
                for metric, values in judged.values.items():
                    parts[way][metric].append(values)
        print(f"\n{name}, {n} neighbours")
        print_table(
            {w: {m: np.concatenate(v) for m, v in metrics.items()} for w, metrics in parts.items()}
        )


@lru_cache(maxsize=16)
def _fit(fold: Fold, als: AlsSettings, ranking: RankingSettings) -> Model:
    return model_of_factors(fold.model.features, fold.matrix, als, ranking, _factors(fold, als))


@lru_cache(maxsize=2)
def _factors(fold: Fold, als: AlsSettings) -> tuple[np.ndarray, np.ndarray]:
    return fit_factors(fold.matrix, als)


_original_ranker = lru_cache(maxsize=1)(ways.original_ranker)


def _mean(judged: list[Judged]) -> dict[str, np.ndarray]:
    return {
        metric: np.mean([j.values[metric] for j in judged], axis=0) for metric in judged[0].values
    }


def _signed(e: Estimate) -> str:
    return f"{e.mean:+.4f} [{e.low:+.4f}, {e.high:+.4f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, metavar="POSTS", help="a posts file or a collection")
    parser.add_argument("--neighbors", type=int, nargs="+", default=[20, 50])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="seeds of the folds")
    parser.add_argument("--encoder", help="default: imagenet, or a collection's main one")
    options = parser.parse_args()

    data, skipped = read_evaluation_posts(options.posts, options.encoder, Bars())
    print(f"{len(skipped)} records skipped", file=sys.stderr)
    tags = {tag for post in data.posts for tag in post.hashtags}
    seeds = ", ".join(map(str, options.seeds))
    print(f"{len(data.posts):,} posts, {len(tags):,} hashtags, {data.encoder}, seeds {seeds}")
    bar = tqdm(options.seeds, desc="Parts")
    print_ways([judge(data, options.neighbors, seed, all_ways) for seed in bar], options.neighbors)
    bar = tqdm(options.seeds, desc="Given hashtags")
    print_given([judge_given(data, options.neighbors[0], seed) for seed in bar])
    print_subsets(data, options.neighbors[0])


if __name__ == "__main__":
    main()
