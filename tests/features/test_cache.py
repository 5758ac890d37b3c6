from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from recommender.errors import RecommenderError
from recommender.features.cache import FeatureCache
from recommender.features.encoder import N_FEATURES

FEATURES = np.arange(N_FEATURES, dtype=np.float32)


def test_features_come_back_after_reopening(home):
    cache = FeatureCache("f" * 64)
    assert cache.get("a") is None
    cache.put({"a": FEATURES, "b": FEATURES + 1})
    cache.close()
    again = FeatureCache("f" * 64)
    np.testing.assert_array_equal(again.get("b"), FEATURES + 1)
    assert again.path.is_relative_to(home)
    again.close()


def test_encoders_do_not_share_features():
    FeatureCache("e" * 64).put({"a": FEATURES})
    assert FeatureCache("f" * 64).get("a") is None


def test_threads_share_a_cache():
    cache = FeatureCache("f" * 64)
    names = [str(i) for i in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: cache.put({name: FEATURES + int(name)}), names))
        results = list(pool.map(cache.get, names))
    np.testing.assert_array_equal(np.array(results)[:, 0], np.arange(64))


def test_a_damaged_file_is_a_sentence():
    cache = FeatureCache("f" * 64)
    cache.close()
    cache.path.write_bytes(b"no database" * 500)
    with pytest.raises(RecommenderError, match="delete that file"):
        FeatureCache("f" * 64)
