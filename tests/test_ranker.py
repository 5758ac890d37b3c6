import dataclasses

import numpy as np
import pytest

from recommender.ranker import Ranker
from recommender.settings import ORIGINAL, RankingSettings

PLAIN = RankingSettings(gamma=3.0, length=0.0, hub=0.0)


@pytest.fixture
def model(recommender):
    return recommender.collection.model


def weights(model, settings, similarities):
    s = np.array(similarities, dtype=np.float32)
    return Ranker(model, settings).weights(np.arange(len(s)), s)


def test_weights_are_powers_of_the_similarity_that_sum_to_one(model):
    np.testing.assert_allclose(
        weights(model, PLAIN, [0.5, 0.25, 0.0, -0.5]), [8 / 9, 1 / 9, 0, 0], rtol=1e-6
    )


def test_the_original_weighs_all_alike(model):
    np.testing.assert_allclose(weights(model, ORIGINAL, [0.5, 0.25, 0.0, -0.5]), [0.25] * 4)


def test_where_nothing_is_similar_all_weigh_alike(model):
    np.testing.assert_allclose(weights(model, PLAIN, [-0.1, -0.3]), [0.5, 0.5])


def test_hubs_and_posts_with_many_hashtags_weigh_less(model):
    hubness = np.zeros(len(model.features), dtype=np.float32)
    hubness[0] = 0.2
    changed = dataclasses.replace(
        model,
        similarity=dataclasses.replace(model.similarity, hubness=hubness),
        n_hashtags=np.array([1, 1, 16] + [1] * (len(hubness) - 3)),
    )
    hub = RankingSettings(gamma=1.0, length=0.0, hub=0.5)
    np.testing.assert_allclose(weights(changed, hub, [0.5, 0.4]), [0.5, 0.5], rtol=1e-6)
    length = RankingSettings(gamma=1.0, length=0.25, hub=0.0)
    np.testing.assert_allclose(weights(changed, length, [0.0, 0.5, 1.0]), [0, 0.5, 0.5], rtol=1e-6)
