from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from helpers import COLOURS, picture

from recommender.errors import EncoderError
from recommender.features.encoder import BUNDLED_PATH, N_FEATURES, Encoder, open_encoder

PICTURES = [picture(rgb, seed=i, size=(90, 60)) for i, rgb in enumerate(COLOURS.values())]


@pytest.fixture(scope="module")
def bundled():
    return open_encoder("bundled")


def test_bundled_encoder_sees_what_is_alike(bundled):
    features = bundled.encode([*PICTURES, picture(COLOURS["red"], seed=9, size=(90, 60))])
    assert features.shape == (4, N_FEATURES)
    assert features.dtype == np.float32
    centred = features - features.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    assert np.argmax((centred @ centred[3])[:3]) == 0


def test_one_image_and_many_give_the_same(bundled):
    features = bundled.encode(PICTURES)
    for image, row in zip(PICTURES, features, strict=True):
        np.testing.assert_array_equal(bundled.encode_one(image), row)
    assert bundled.encode([]).shape == (0, N_FEATURES)


def test_eight_threads_share_an_encoder(bundled):
    expected = bundled.encode(PICTURES)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(bundled.encode_one, PICTURES * 8))
    np.testing.assert_array_equal(results, np.tile(expected, (8, 1)))


def test_a_path_opens_the_same_encoder(bundled):
    assert open_encoder(str(BUNDLED_PATH)).fingerprint == bundled.fingerprint


def test_what_is_no_encoder_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="can't be read"):
        open_encoder(str(tmp_path / "none.tflite"))
    garbage = tmp_path / "garbage.tflite"
    garbage.write_bytes(b"no model at all" * 100)
    with pytest.raises(EncoderError, match="not a LiteRT model"):
        open_encoder(str(garbage))


def test_an_encoder_of_another_shape_is_refused(monkeypatch):
    monkeypatch.setattr("recommender.features.encoder.N_FEATURES", 1000)
    with pytest.raises(EncoderError, match=r"maps \[1, 192, 192, 3\] to \[1, 1280\]"):
        Encoder(BUNDLED_PATH)
