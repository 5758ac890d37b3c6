"""Measure both engines on the same posts: seconds of each stage, quality, and how alike answers are.

    PYTHONPATH=. python benchmarks/engines.py POSTS --encoder bundled

Needs requirements-spark.txt and Java. One fifth of the posts is held out, as in the evaluation. Beside
the two engines stands the local one with another seed, whose answers differ as well. Features are
taken from no cache, so that encoding is measured; what is printed has seconds on this machine.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from common.stages import Stages

from recommender.engine import LOCAL, Engine
from recommender.evaluation.data import Posts
from recommender.evaluation.folds import make_folds
from recommender.evaluation.metrics import ranking_metrics
from recommender.evaluation.ways import suggest_all
from recommender.features.batch import EncodedPost
from recommender.features.encoder import open_encoder
from recommender.model import Model
from recommender.paths import HOME_VARIABLE
from recommender.ranker import Ranker
from recommender.settings import AlsSettings, EvaluationSettings
from recommender.sources import Post
from recommender.spark.engine import open_engine

N = 20
"""Similar posts."""


def encoded(engine: Engine, path: Path, encoder: str, stages: Stages) -> Posts:
    posts = [item for item in engine.read([path], None) if isinstance(item, Post)]
    stages.rest("reading")
    opened = open_encoder(encoder, threads=1, copies=os.cpu_count() or 1)
    items = engine.encode(posts, [opened], 480, stages, None)
    found = [item for item in items if isinstance(item, EncodedPost)]
    features = np.stack([item.features[0] for item in found])
    return Posts([x.post for x in found], features, [x.sha256 for x in found], opened.name)


def judge(
    name: str, answers: Sequence[np.ndarray], truth: Sequence[set[int]], sizes: np.ndarray
) -> None:
    hits = np.zeros((len(answers), 10), bool)
    for row, (best, right) in enumerate(zip(answers, truth, strict=True)):
        hits[row, : len(best)] = [column in right for column in best.tolist()]
    metrics = ranking_metrics(hits, sizes)
    print(
        f"{name:<24} nDCG@10 {metrics['ndcg@10'].mean():.3f}  P@10 {metrics['precision@10'].mean():.3f}"
    )


def overlap(a: Sequence[np.ndarray], b: Sequence[np.ndarray]) -> float:
    return float(np.mean([len(np.intersect1d(x, y)) for x, y in zip(a, b, strict=True)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, metavar="POSTS", help="a posts file or another source")
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--rank", type=int, default=AlsSettings().rank)
    options = parser.parse_args()

    names = ("local", "local, seed 1", "spark")
    stages = {name: Stages() for name in names}
    data: dict[str, Posts] = {}
    answers: dict[str, list[np.ndarray]] = {}
    with tempfile.TemporaryDirectory() as home:
        if options.encoder == "bundled":
            os.environ[HOME_VARIABLE] = home
        start = time.perf_counter()
        with open_engine(options.master) as spark:
            print(f"Spark starts in {time.perf_counter() - start:.1f} s")
            for name, engine in (("spark", spark), ("local", LOCAL)):
                stages[name] = Stages()
                data[name] = encoded(engine, options.posts, options.encoder, stages[name])
                if options.encoder == "bundled":  # no features for the other engine
                    os.environ[HOME_VARIABLE] = f"{home}/{name}"
            same = np.array_equal(data["spark"].features, data["local"].features)
            print(f"{len(data['local'].posts):,} posts, features equal: {same}")
            settings = EvaluationSettings(als=AlsSettings(rank=options.rank))
            fold = next(iter(make_folds(data["local"], settings)))
            features = data["local"].features

            def fitted(engine: Engine, name: str, als: AlsSettings) -> Model:
                stages[name].rest("")
                model = engine.fit(
                    features[fold.train], fold.matrix, als, settings.ranking, stages[name]
                )
                stages[name].rest("similarity and smoothing")
                return model

            als = fold.model.als
            for name, engine, seed in (
                ("local", LOCAL, 0),
                (names[1], LOCAL, 1),
                ("spark", spark, 0),
            ):
                model = fitted(engine, name, replace(als, seed=seed))
                ranker = Ranker(model, settings.ranking, fold.vocabulary.hashtags)
                answers[name] = list(suggest_all(ranker, features[fold.test], N))
    tags = [set(data["local"].posts[row].hashtags) for row in fold.test.tolist()]
    column = fold.vocabulary.columns
    truth = [{column[tag] for tag in own if tag in column} for own in tags]
    for name in names:
        judge(name, answers[name], truth, np.array([len(own) for own in tags]))
    print(
        f"of ten the same: spark and local {overlap(answers['spark'], answers['local']):.2f}, ",
        end="",
    )
    print(f"two seeds of local {overlap(answers['local'], answers[names[1]]):.2f}")
    for name in ("local", "spark"):
        told = {stage: f"{value:.1f} s" for stage, value in stages[name].seconds.items() if stage}
        print(f"{name}: {told}")


if __name__ == "__main__":
    main()
