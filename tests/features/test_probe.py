import hashlib

import numpy as np
import pytest
from helpers import OtherEncoder, StubEncoder

from recommender.features.encoder import BUNDLED_PATH, Encoder, open_encoder
from recommender.features.imagenet import PROBE_FILE
from recommender.features.probe import (
    SAME,
    SAME_IMAGENET,
    cosine,
    least_cosine,
    probe_features,
    probe_picture,
)

DIGESTS = ["74e7cdd0fcc2caa6", "3cb166f951fe80b7"]


def test_the_picture_is_the_same_everywhere():
    """Features of it are kept in collections: another picture would make them worthless."""
    digests = [
        hashlib.sha256(probe_picture(side).tobytes()).hexdigest()[:16] for side in (192, 224)
    ]
    assert digests == DIGESTS
    assert probe_picture(224).size == (224, 224)


def test_another_file_of_the_same_network_agrees_and_another_network_does_not(tmp_path):
    bundled = open_encoder("bundled")
    again = tmp_path / "again.tflite"
    again.write_bytes(BUNDLED_PATH.read_bytes() + bytes(16))  # what follows the model is not read
    other = Encoder(again)
    assert other.fingerprint != bundled.fingerprint
    assert cosine(probe_features(bundled), probe_features(other)) > SAME
    imagenet = np.load(PROBE_FILE, allow_pickle=False)
    assert (imagenet.shape, imagenet.dtype) == ((1280,), np.float32)
    assert cosine(probe_features(bundled), imagenet) < 0.6 < SAME_IMAGENET
    assert abs(cosine(probe_features(StubEncoder()), probe_features(OtherEncoder()))) < 0.1


@pytest.mark.parametrize("bad", [np.zeros(3), np.full(3, np.nan), np.full(3, np.inf)])
def test_nothing_agrees_with_no_features(bad):
    assert cosine(bad, np.ones(3)) == 0.0
    assert cosine(np.ones(3), np.ones(3)) == pytest.approx(1.0)


def test_only_imagenet_may_differ_in_more_than_rounding():
    assert least_cosine(["imagenet", "imagenet"]) == SAME_IMAGENET
    assert least_cosine(["imagenet", "mine.tflite"]) == SAME
    assert least_cosine(["bundled", "bundled"]) == SAME
