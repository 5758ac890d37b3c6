"""The imagenet encoder is made whole or not at all, and only of the right weights."""

import importlib.util
import shutil
import subprocess
import sys

import numpy as np
import pytest
from helpers import COLOURS, picture

from recommender.errors import EncoderError
from recommender.features import imagenet
from recommender.features.encoder import BUNDLED_PATH, best_first, imagenet_path, open_encoder
from recommender.features.imagenet import is_usable, make_imagenet
from recommender.features.images import to_pixels
from recommender.features.keras_weights import WEIGHTS_FILE, Weights, keras_models_folder
from recommender.features.probe import probe_features

WEIGHTS = keras_models_folder() / WEIGHTS_FILE


@pytest.mark.skipif(not WEIGHTS.is_file(), reason=f"Keras has not downloaded {WEIGHTS.name} yet")
def test_the_exported_encoder_equals_keras():
    encoder = open_encoder("imagenet")
    assert (encoder.name, encoder.size) == ("imagenet", 224)
    assert [p.name for p in imagenet_path().parent.iterdir()] == [imagenet_path().name]
    assert is_usable()
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


@pytest.fixture
def network(monkeypatch, tmp_path):
    """The bundled network takes the place of Keras': exporting copies its file."""
    np.save(tmp_path / "probe.npy", probe_features(open_encoder("bundled")))
    monkeypatch.setattr(imagenet, "PROBE_FILE", tmp_path / "probe.npy")
    monkeypatch.setattr(imagenet, "can_be_made", lambda: True)
    monkeypatch.setattr(
        imagenet, "_export_in_subprocess", lambda _, path: shutil.copyfile(BUNDLED_PATH, path)
    )


def weights(monkeypatch, tmp_path, published):
    found = Weights(tmp_path / "w.h5", published)
    monkeypatch.setattr(imagenet, "find_weights", lambda _: found)
    return found


def another_network(monkeypatch, tmp_path):
    np.save(tmp_path / "probe.npy", np.ones(1280, dtype=np.float32))


def test_it_is_made_whole_and_then_there(network, monkeypatch, tmp_path, capsys):
    found = weights(monkeypatch, tmp_path, published=True)
    assert not is_usable()
    assert best_first(["bundled", "imagenet"]) == ["bundled"]
    told = []
    assert make_imagenet(lambda *event: told.append(event)) == found
    assert told == [("exporting", 0, 1), ("exporting", 1, 1)]
    assert [p.name for p in imagenet_path().parent.iterdir()] == [imagenet_path().name]
    assert imagenet_path().read_bytes() == BUNDLED_PATH.read_bytes()
    assert is_usable()
    assert best_first(["bundled", "imagenet"]) == ["imagenet", "bundled"]
    assert "not the file that Keras publishes" not in capsys.readouterr().err


def test_other_weights_of_the_same_network_are_used_with_a_note(
    network, monkeypatch, tmp_path, capsys
):
    weights(monkeypatch, tmp_path, published=False)
    make_imagenet()
    assert "w.h5 is not the file that Keras publishes" in capsys.readouterr().err
    assert is_usable()


def test_weights_of_another_network_are_refused(network, monkeypatch, tmp_path):
    weights(monkeypatch, tmp_path, published=False)
    another_network(monkeypatch, tmp_path)
    with pytest.raises(EncoderError, match=r"w.h5 does not hold.*cosine of 0\.\d\d to the right"):
        make_imagenet()
    assert not imagenet_path().parent.exists()


def test_the_published_file_needs_no_comparison(network, monkeypatch, tmp_path):
    weights(monkeypatch, tmp_path, published=True)
    another_network(monkeypatch, tmp_path)
    make_imagenet()
    assert imagenet_path().is_file()
    assert not is_usable()


def test_one_that_another_process_has_made_meanwhile_is_taken(network, monkeypatch, tmp_path):
    found = weights(monkeypatch, tmp_path, published=True)

    def find_while_another_ends(_):
        shutil.copy(BUNDLED_PATH, imagenet_path())
        return found

    monkeypatch.setattr(imagenet, "find_weights", find_while_another_ends)
    told = []
    assert make_imagenet(lambda *event: told.append(event)) == found
    assert told == []
    assert [p.name for p in imagenet_path().parent.iterdir()] == [imagenet_path().name]


def test_a_broken_file_in_the_cache_is_not_usable(network):
    imagenet_path().parent.mkdir(parents=True)
    imagenet_path().write_bytes(b"half")
    assert not is_usable()


@pytest.mark.parametrize(
    ("published", "stderr", "sentence"),
    [
        (True, "Traceback\nValueError: odd\n", r"could not be exported .*ValueError: odd.*bundled"),
        (True, "", "tensorflow ended with status 1"),
        (
            False,
            "Traceback\nOSError: truncated file\n",
            r"does not hold.*truncated file.*delete it",
        ),
        (
            False,
            "OSError: [Errno 28] No space left on device: 'x'\n",
            "could not be exported.*space",
        ),
    ],
)
def test_a_failed_export_says_what_to_do(monkeypatch, tmp_path, published, stderr, sentence):
    weights(monkeypatch, tmp_path, published)
    failed = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(imagenet, "can_be_made", lambda: True)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(EncoderError, match=sentence):
        open_encoder("imagenet")
    assert not imagenet_path().parent.exists()


def test_without_tensorflow_nothing_is_downloaded(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(imagenet, "find_weights", lambda _: pytest.fail("it was looked for"))
    with pytest.raises(
        EncoderError, match=r"tensorflow, which is not installed.*--encoder bundled"
    ):
        open_encoder("imagenet")
