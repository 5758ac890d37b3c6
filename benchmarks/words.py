"""How sure answers are, hashtags that go with everything, and variety: tables and costs.

    PYTHONPATH=. python benchmarks/words.py POSTS [--encoder imagenet] [--neighbors 20] [--seeds 0]
        [--topics TOPICS --collection DIR]

POSTS is a posts file; each post is answered from the other folds alone. Wallpaper is what the
training posts show to go with everything (recommender/specificity.py); useful hits are right
suggestions that are not wallpaper. Intervals are 95 %, by bootstrap over the images, and differences
are paired by image. TOPICS is a folder with one folder of real photos for each topic, DIR a collection
whose posts have such topics as categories: a hashtag is of a topic if it is on at least three posts
and two thirds of them are of that topic.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from recommender import HashtagRecommender
from recommender.answer import Level, Sureness
from recommender.errors import RecommenderError
from recommender.evaluation.data import Posts, read_evaluation_posts
from recommender.evaluation.folds import Fold, make_folds
from recommender.evaluation.metrics import (
    N_SUGGESTED,
    Estimate,
    bootstrap_weights,
    estimate,
    likeness_of_all,
    ranking_metrics,
    words_of,
)
from recommender.features.images import EXTENSIONS
from recommender.ranker import Ranker
from recommender.settings import DEFAULT_VARIETY, EvaluationSettings, RankingSettings
from recommender.sureness import N_MEASURED, fit_usual

OURS = RankingSettings()
OFF = replace(OURS, specificity=0.0)
VARIETIES = sorted({0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, DEFAULT_VARIETY})
TOPIC_SHARE, TOPIC_POSTS = 2 / 3, 3

CROWDED = 4
"""A list is crowded if so many of its hashtags are one word."""


@dataclass(frozen=True)
class Setting:
    """One way of ranking: its name, the exponents, the reach, and the variety."""

    name: str
    ranking: RankingSettings = OURS
    reach: float = 0.0
    variety: float = 0.0

    @property
    def kind(self) -> str:
        """What its cost depends on."""
        specificity = "with" if self.ranking.specificity else "without"
        return f"rank, {specificity} specificity, {'with' if self.variety else 'without'} variety"


WALLPAPER = [
    Setting("off", OFF),
    Setting("reach 0.3, for comparison", OFF, reach=0.3),
    *(
        Setting(f"exponent {e:g}", replace(OURS, specificity=e, unsure=0.0))
        for e in (0.25, 0.5, 1.0)
    ),
    *(
        Setting(f"exponent {e:g} (1 - v)^{p:g}", replace(OURS, specificity=e, unsure=p))
        for p in (1.0, 2.0, 4.0)
        for e in (0.5, 1.0, 2.0, 3.0)
    ),
]
"""From the weakest to the strongest, within each kind."""

SPREAD = [Setting(f"variety {v:g}", variety=v) for v in VARIETIES]
BEFORE_AND_AFTER = [Setting("before", OFF), Setting("now", OURS, variety=DEFAULT_VARIETY)]


@dataclass
class Outcome:
    """What a setting suggested: one value per post (and seed) in each list."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, fold: Fold, columns: np.ndarray, truth: set[str]) -> None:
        tags = [fold.vocabulary.hashtags[j] for j in columns]
        hits = np.zeros((1, N_SUGGESTED), bool)
        hits[0, : len(tags)] = [tag in truth for tag in tags]
        wallpaper = np.isin(columns, fold.wallpaper)
        self.values["ndcg"].append(ranking_metrics(hits, np.array([len(truth)]))["ndcg@10"][0])
        self.values["precision"].append(hits.mean())
        self.values["wallpaper"].append(wallpaper.mean())
        self.values["useful"].append(float((hits[0, : len(tags)] & ~wallpaper).sum()))
        words = words_of(tags)
        self.values["words"].append(len(words))
        self.values["crowded"].append(any(len(word) >= CROWDED for word in words))
        self.values["likeness"].append(likeness_of_all(fold.model.hashtag_factors[columns]))

    def array(self, name: str) -> np.ndarray:
        return np.array(self.values[name])


@dataclass
class Judgement:
    """The outcomes of all settings on the same posts, how sure the answers were, and the folds."""

    outcomes: dict[str, Outcome]
    sureness: list[Sureness]
    folds: np.ndarray
    costs: dict[str, list[float]]
    n_posts: int

    def difference(self, name: str, base: str, metric: str = "ndcg") -> Estimate:
        """Paired by image; several seeds of an image are averaged first."""
        values = self.outcomes[name].array(metric) - self.outcomes[base].array(metric)
        values = values.reshape(-1, self.n_posts).mean(axis=0)
        return estimate(values, bootstrap_weights(len(values), 0))


def judge(data: Posts, n: int, seeds: Iterable[int], settings: list[Setting]) -> Judgement:
    outcomes = {setting.name: Outcome() for setting in settings}
    sureness: list[Sureness] = []
    folds: list[int] = []
    costs: dict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        order: list[int] = []
        found: list[tuple[Sureness, int]] = []
        lines: dict[str, list[tuple[Fold, np.ndarray, set[str]]]] = defaultdict(list)
        for number, fold in enumerate(make_folds(data, EvaluationSettings(seed=seed))):
            ranker = fold.ranker
            start = time.perf_counter()
            fit_usual(ranker.model, ranker.index, ranker.weights)
            costs["what is usual, once"].append(time.perf_counter() - start)
            rankers = {s.name: Ranker(fold.model, s.ranking, ranker.hashtags) for s in settings}
            for other in rankers.values():
                other.usual = ranker.usual
            for row in fold.test.tolist():
                rows, similarities = ranker.search(data.features[row], max(n, N_MEASURED))
                start = time.perf_counter()
                sure = ranker.sureness(rows, similarities)
                costs["sureness"].append(time.perf_counter() - start)
                scores = ranker.scores(ranker.mean_factor(rows[:n], similarities[:n]))
                order.append(row)
                found.append((sure, number))
                for setting in settings:
                    other = rankers[setting.name]
                    start = time.perf_counter()
                    ranked = other.rank(
                        scores, sure, N_SUGGESTED, reach=setting.reach, variety=setting.variety
                    )
                    costs[setting.kind].append(time.perf_counter() - start)
                    lines[setting.name].append(
                        (fold, ranked.columns, set(data.posts[row].hashtags))
                    )
        for i in np.argsort(order):
            sureness.append(found[i][0])
            folds.append(found[i][1])
            for name, outcome in outcomes.items():
                outcome.add(*lines[name][i])
    return Judgement(outcomes, sureness, np.array(folds), costs, len(data.posts))


def print_sureness(result: Judgement, name: str) -> None:
    from scipy.stats import spearmanr

    outcome = result.outcomes[name]
    ndcg, useful = outcome.array("ndcg"), outcome.array("useful")
    print("\nSureness: rank correlation (Spearman) with the quality of the same answer")
    print(f"{'':<22}{'nDCG@10':>9}{'useful hits':>13}")
    for measure in ("value", "agreement", "similarity"):
        values = [getattr(sure, measure) for sure in result.sureness]
        cells = (spearmanr(values, quality).statistic for quality in (ndcg, useful))
        print(f"{measure:<22}{next(cells):>9.3f}{next(cells):>13.3f}")
    print(f"\n{'':<14}{'answers':>9}{'nDCG@10':>9}{'P@10':>7}{'useful':>8}{'wallpaper':>11}")
    levels = np.array([sure.level for sure in result.sureness])
    sureness = np.array([sure.value for sure in result.sureness])
    thirds = np.searchsorted(np.quantile(sureness, [1 / 3, 2 / 3]), sureness)
    groups = {
        **{str(level): levels == level for level in Level},
        **{f"{name} third": thirds == i for i, name in enumerate(("lowest", "middle", "highest"))},
    }
    for name, chosen in groups.items():
        means = [
            outcome.array(m)[chosen].mean() for m in ("ndcg", "precision", "useful", "wallpaper")
        ]
        print(
            f"{name:<14}{chosen.mean():>9.0%}{means[0]:>9.3f}{means[1]:>7.3f}{means[2]:>8.2f}"
            f"{means[3]:>11.0%}"
        )
    print(
        f"The sureness is {sureness.mean():.2f} on average: it is 0.5 if held-out posts are like the "
        "collection's own"
    )


def print_trade(result: Judgement, settings: list[Setting], title: str) -> None:
    base = settings[0].name
    unsure = np.array([sure.level is Level.UNSURE for sure in result.sureness])
    print(f"\n{title}")
    print(
        f"{'':<28}{'nDCG@10':>8}{'difference':>28}{'P@10':>7}{'useful':>8}{'wallpaper':>11}"
        f"{'unsure':>8}{'words':>7}{'crowded':>9}{'likeness':>10}"
    )
    for setting in settings:
        o = result.outcomes[setting.name]
        e = result.difference(setting.name, base)
        said = "" if setting.name == base else f"{e.mean:+.4f} [{e.low:+.4f}, {e.high:+.4f}]"
        print(
            f"{setting.name:<28}{o.array('ndcg').mean():>8.4f}{said:>28}"
            f"{o.array('precision').mean():>7.3f}{o.array('useful').mean():>8.2f}"
            f"{o.array('wallpaper').mean():>11.1%}{o.array('wallpaper')[unsure].mean():>8.1%}"
            f"{o.array('words').mean():>7.2f}{o.array('crowded').mean():>9.1%}{o.array('likeness').mean():>10.3f}"
        )


def print_nested(result: Judgement, settings: list[Setting], metric: str, sign: int) -> None:
    """Choose on four folds what changes the metric most without nDCG@10 falling, judge on the fifth."""
    base = result.outcomes[settings[0].name].array("ndcg")
    chosen, names = np.zeros(len(base)), []
    judged = np.zeros(len(base))
    for number in np.unique(result.folds):
        inside = result.folds != number
        kept = [
            s
            for s in settings
            if result.outcomes[s.name].array("ndcg")[inside].mean() >= base[inside].mean()
        ]
        best = max(kept, key=lambda s: sign * result.outcomes[s.name].array(metric)[inside].mean())
        names.append(best.name)
        o = result.outcomes[best.name]
        chosen[~inside], judged[~inside] = o.array("ndcg")[~inside], o.array(metric)[~inside]
    difference = (chosen - base).reshape(-1, result.n_posts).mean(axis=0)
    e = estimate(difference, bootstrap_weights(result.n_posts, 0))
    print(
        f"Chosen on the other folds ({', '.join(sorted(set(names)))}): nDCG@10 {e.mean:+.4f} "
        f"[{e.low:+.4f}, {e.high:+.4f}], {metric} {judged.mean():.3f}"
    )


def print_topics(topics: Path, collection: Path, encoder: str) -> None:
    """Whether photos of clear topic get hashtags of their topic, before and now."""
    recommender = HashtagRecommender.open(collection, encoder)
    posts = recommender.collection.posts
    vocabulary = recommender.collection.vocabulary
    categories = sorted({post.category for post in posts})
    on = np.zeros((len(vocabulary.hashtags), len(categories)))
    for post in posts:
        for column in vocabulary.columns_of(post.hashtags).values():
            on[column, categories.index(post.category)] += 1
    shares = on / on.sum(axis=1, keepdims=True)
    topic_of = np.where(
        (shares.max(axis=1) >= TOPIC_SHARE) & (on.sum(axis=1) >= TOPIC_POSTS),
        shares.argmax(axis=1),
        -1,
    )
    ranker = recommender.ranker
    photos = sorted(p for p in topics.glob("*/*") if p.suffix.lower().lstrip(".") in EXTENSIONS)
    found = []
    for photo in photos:
        features, _ = recommender.encode(photo)
        rows, similarities = ranker.search(features, N_MEASURED)
        sure = ranker.sureness(rows, similarities)
        scores = ranker.scores(ranker.mean_factor(rows, similarities))
        found.append((categories.index(photo.parent.name), sure, scores))
    levels = np.array([sure.level for _, sure, _ in found])
    print(
        f"\n{len(photos)} photos of clear topic on {collection}: answers with a hashtag of their topic"
    )
    print(
        f"{'':<12}{'all':>7}"
        + "".join(f"{level + f' ({sum(levels == level)})':>15}" for level in Level)
        + f"{'of ten: right':>15}{'wrong':>7}{'other':>7}"
    )
    for setting in [
        *BEFORE_AND_AFTER,
        *(Setting(s.name, s.ranking, 0.0, s.variety) for s in SPREAD),
    ]:
        other = Ranker(ranker.model, setting.ranking, ranker.hashtags)
        other.usual = ranker.usual
        counts = []
        for topic, sure, scores in found:
            columns = other.rank(scores, sure, N_SUGGESTED, variety=setting.variety).columns
            of = topic_of[columns]
            counts.append(((of == topic).sum(), ((of >= 0) & (of != topic)).sum(), (of < 0).sum()))
        right = np.array(counts)[:, 0] > 0
        cells = "".join(f"{right[levels == level].mean():>15.1%}" for level in Level)
        means = np.mean(counts, axis=0)
        print(
            f"{setting.name:<12}{right.mean():>7.1%}{cells}{means[0]:>15.1f}{means[1]:>7.1f}"
            f"{means[2]:>7.1f}"
        )


def print_costs(result: Judgement) -> None:
    print("\nMilliseconds (medians)")
    for name, seconds in sorted(result.costs.items()):
        print(f"{name:<48}{statistics.median(seconds) * 1e3:>8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, metavar="POSTS", help="a posts file or a collection")
    parser.add_argument("--encoder", default="imagenet")
    parser.add_argument("--neighbors", type=int, default=20)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="seeds of the folds")
    parser.add_argument("--topics", type=Path, help="a folder of folders of photos")
    parser.add_argument("--collection", type=Path, help="a collection with topics as categories")
    options = parser.parse_args()
    try:
        data, _ = read_evaluation_posts(options.posts, options.encoder)
        settings = [*WALLPAPER, *SPREAD, *BEFORE_AND_AFTER]
        result = judge(data, options.neighbors, options.seeds, settings)
        print(
            f"{len(data.posts):,} posts, {options.encoder}, {options.neighbors} neighbours, seeds "
            f"{', '.join(map(str, options.seeds))}"
        )
        print_sureness(result, "before")
        print_trade(result, WALLPAPER, "Wallpaper, at variety 0; v is the sureness")
        print_nested(result, WALLPAPER, "wallpaper", -1)
        print_trade(result, SPREAD, "Variety, beside variety 0")
        print_nested(result, SPREAD, "words", 1)
        print_trade(result, BEFORE_AND_AFTER, "Both")
        print_costs(result)
        if options.topics and options.collection:
            print_topics(options.topics, options.collection, options.encoder)
    except RecommenderError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
