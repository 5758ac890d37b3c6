"""Every scene of the demo draws something; what it draws is for people to judge."""

import numpy as np
import pytest
from render_demo import scenes_of
from scenery.tags import CATEGORY, hashtags


@pytest.mark.parametrize("category", CATEGORY)
def test_every_scene_draws_a_picture_with_words(category):
    scenes = scenes_of(category)
    assert len(scenes) >= 6
    for name, scene in scenes.items():
        picture = scene(np.random.default_rng(5), 40, 32)
        assert picture.rgb.shape == (32, 40, 3), name
        assert np.isfinite(picture.rgb).all(), name
        assert picture.rgb.std() > 0.02, name
        assert len(picture.words) >= 2, name
        assert 15 <= len(hashtags(np.random.default_rng(5), picture, category)) <= 25, name
