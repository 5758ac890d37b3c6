from dataclasses import replace

import pytest
from evaluations import RANDOM, means, random_posts

from recommender.evaluation.compare import compare
from recommender.evaluation.sweeps import NEIGHBORS, sweep


def test_sweep_agrees_with_the_comparison():
    data = random_posts()
    settings = replace(RANDOM, n_neighbors=10)
    comparison, sweeps = compare(data, settings), sweep(data, settings)
    at = NEIGHBORS.index(10)
    for name, judged in sweeps.neighbors.items():
        assert len(judged) == len(NEIGHBORS)
        assert means(judged[at])["ndcg@10"] == pytest.approx(
            means(comparison.way(name))["ndcg@10"], abs=1e-3
        )
    ranks = [rank for rank, _ in sweeps.ranks]
    assert ranks[0] == 16
    assert ranks == sorted(set(ranks))
    assert ranks[-1] <= 30  # the training matrix has 30 rows
