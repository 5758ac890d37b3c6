"""The similarity by partitions against the one that is fitted here."""

import numpy as np
import pytest

from recommender.neighbors import nearest as local
from recommender.neighbors.similarity import fit_similarity


@pytest.mark.parametrize("shard", [7, 1000])
def test_it_is_the_local_one(engine, monkeypatch, shard):
    from recommender.spark import similarity

    monkeypatch.setattr(similarity, "_SHARD_ROWS", shard)
    monkeypatch.setattr(similarity, "SMOOTHING_NEIGHBORS", 5)
    monkeypatch.setattr(local, "SMOOTHING_NEIGHBORS", 5)
    rng = np.random.default_rng(0)
    features = rng.normal(size=(20, 1280)).astype(np.float32)
    factors = rng.normal(size=(20, 6)).astype(np.float32)
    ours, near = fit_similarity(features, factors, 0.4)
    told: list[tuple] = []
    theirs, found = similarity.fit_similarity(
        engine._sent(features, factors), factors.mean(axis=0), 20, 0.4, lambda *a: told.append(a)
    )
    for name in ("mean", "projection", "predicted", "hubness"):
        np.testing.assert_allclose(getattr(theirs, name), getattr(ours, name), atol=1e-4)
    np.testing.assert_array_equal(np.sort(found.rows), np.sort(near.rows))
    np.testing.assert_allclose(np.sort(found.similarities), np.sort(near.similarities), atol=1e-5)
    assert told[-1] == ("comparing posts", 20, 20)


def test_a_single_post_has_no_neighbours(engine):
    from recommender.spark import similarity

    features, factors = np.ones((1, 1280), np.float32), np.ones((1, 2), np.float32)
    fitted, nearest = similarity.fit_similarity(
        engine._sent(features, factors), factors.mean(axis=0), 1, 0.4, lambda *_: None
    )
    assert nearest.rows.shape == (1, 0)
    np.testing.assert_array_equal(fitted.hubness, [0.0])
