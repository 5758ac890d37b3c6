import subprocess
import sys

import numpy as np
import pytest
from helpers import COLOURS, picture

from recommender.errors import EncoderError
from recommender.features import keras_mobilenet
from recommender.features.encoder import imagenet_path, open_encoder
from recommender.features.images import to_pixels

WEIGHTS = keras_mobilenet.keras_models_folder() / keras_mobilenet.WEIGHTS_FILE


@pytest.mark.skipif(not WEIGHTS.is_file(), reason=f"Keras has not downloaded {WEIGHTS.name} yet")
def test_the_exported_encoder_equals_keras():
    encoder = open_encoder("imagenet")
    assert (encoder.name, encoder.size) == ("imagenet", 224)
    assert [p.name for p in imagenet_path().parent.iterdir()] == [imagenet_path().name]
    image = picture(COLOURS["red"], size=(300, 200))
    script = (
        "import sys, numpy as np, tensorflow as tf\n"
        "m = tf.keras.applications.MobileNetV2(include_top=False, pooling='avg', input_shape=(224, 224, 3))\n"
        "np.save(sys.argv[2], m.predict(np.load(sys.argv[1])[None], verbose=0)[0])\n"
    )
    folder = imagenet_path().parent
    np.save(folder / "in.npy", to_pixels(image, 224))
    command = [sys.executable, "-c", script, str(folder / "in.npy"), str(folder / "out.npy")]
    subprocess.run(command, check=True, capture_output=True)
    expected, features = np.load(folder / "out.npy"), encoder.encode_one(image)
    cosine = expected @ features / np.linalg.norm(expected) / np.linalg.norm(features)
    assert cosine > 0.9999


@pytest.mark.parametrize(
    ("stderr", "sentence"),
    [
        (
            "Traceback\nException: URL fetch failure\n",
            r"URL fetch failure.*--encoder bundled.*models",
        ),
        ("ModuleNotFoundError: No module named 'tensorflow'\n", "not installed.*--encoder bundled"),
        ("", "no reason"),
    ],
)
def test_a_failed_export_says_the_two_ways_out(monkeypatch, stderr, sentence):
    failed = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(EncoderError, match=sentence) as caught:
        open_encoder("imagenet")
    assert "tensorflow" in str(caught.value)
    assert not imagenet_path().parent.exists()
