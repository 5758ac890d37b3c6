import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from helpers import COLOURS, picture

from recommender.errors import EncoderError
from recommender.features.encoder import (
    BUNDLED_PATH,
    N_FEATURES,
    Encoder,
    are_usable,
    open_encoder,
)

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


def test_what_is_no_file_is_never_read(tmp_path):
    for name in ("/dev/zero", str(tmp_path), "a\0b"):
        with pytest.raises(EncoderError, match=r"can't be read \((it is not a file|embedded null)"):
            open_encoder(name)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EncoderError, match="it is not a file"):
        open_encoder(str(tmp_path / "pipe"))


def test_an_encoder_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("recommender.features.encoder._MAX_BYTES", 1024 * 1024)
    with pytest.raises(EncoderError, match="larger than 1 MB"):
        Encoder(BUNDLED_PATH)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e10])
def test_features_that_a_collection_may_not_hold(value):
    features = np.zeros(N_FEATURES, dtype=np.float32)
    assert are_usable(features)
    features[7] = value
    assert not are_usable(features)


def test_a_name_from_a_file_is_never_a_path(tmp_path):
    path = tmp_path / "a\\b\x1b.tflite"
    path.write_bytes(BUNDLED_PATH.read_bytes())
    assert Encoder(path).name == "a_b_.tflite"


def test_an_encoder_of_another_shape_is_refused(monkeypatch):
    monkeypatch.setattr("recommender.features.encoder.N_FEATURES", 1000)
    with pytest.raises(EncoderError, match=r"maps \[1, 192, 192, 3\] to \[1, 1280\]"):
        Encoder(BUNDLED_PATH)
