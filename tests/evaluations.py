"""Posts whose evaluation is known by hand, or drawn at random from a seed."""

from dataclasses import replace

import numpy as np

from recommender import cli
from recommender.evaluation.data import Posts
from recommender.features.encoder import N_FEATURES
from recommender.settings import AlsSettings, EvaluationSettings
from recommender.sources import Post

TINY = AlsSettings(rank=2, alpha=10.0, regularization=0.1, iterations=3)
SETTINGS = EvaluationSettings(folds=2, n_neighbors=2, als=TINY)
RANDOM = EvaluationSettings(folds=2, n_neighbors=8, als=replace(TINY, rank=6))


def toy() -> Posts:
    """Six photos of one kind with hashtags a1, a2 and four of another with b1, b2, in groups.

    Groups of 3, 3, 2 and 2 go to two folds of 3 + 2: each fold has both kinds, whatever the seed.
    """
    kinds = [("a", "g1")] * 3 + [("a", "g2")] * 3 + [("b", "g3")] * 2 + [("b", "g4")] * 2
    features = np.zeros((10, N_FEATURES), dtype=np.float32)
    posts = []
    for i, (kind, group) in enumerate(kinds):
        features[i, 0 if kind == "a" else 1] = 1.0
        features[i, 2 + i] = 0.05
        posts.append(Post(f"{i}.jpg", (f"{kind}1", f"{kind}2"), group=group, category=kind))
    return Posts(posts, features, [f"image{i}" for i in range(10)])


def random_posts(n: int = 60, seed: int = 0) -> Posts:
    """Features of five kinds; two hashtags per kind, and random popular and rare ones."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 5, n)
    features = rng.random((n, N_FEATURES)).astype(np.float32) * 0.2
    features[np.arange(n), kinds] += 2.0
    shares = 1 / np.arange(1, 41)
    posts = []
    for i, kind in enumerate(kinds):
        more = rng.choice(40, 4, replace=False, p=shares / shares.sum())
        tags = (f"kind{kind}", f"topic{kind}", *(f"tag{j}" for j in more))
        posts.append(Post(f"{i}.jpg", tags, group=f"g{i // 2}", category=f"c{kind}"))
    return Posts(posts, features, [f"image{i}" for i in range(n)])


def means(judged) -> dict[str, float]:
    return {name: values.mean() for name, values in judged.values.items()}


def evaluate(posts, *options) -> int:
    """Run the command ``evaluate`` with a small model; returns its exit status."""
    return cli.main(
        ["evaluate", str(posts), "--folds", "3", "--rank", "4", "--iterations", "3", *options]
    )
