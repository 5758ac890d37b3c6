"""Getting Keras' weights, from a stand-in for their server."""

import errno
import io
import os
from pathlib import Path

import pytest
from weights_server import WEIGHTS, WeightsServer, facts

from recommender.errors import EncoderError
from recommender.features import keras_weights
from recommender.features.keras_weights import WEIGHTS_FILE, find_weights, keras_models_folder
from recommender.http import CHUNK


@pytest.fixture
def server(monkeypatch, tmp_path):
    server = WeightsServer()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(keras_weights, "WEIGHTS_ADDRESS", server.address)
    for name, value in facts().items():
        monkeypatch.setattr(keras_weights, name, value)
    yield server
    server.close()


def kept() -> list[str]:
    """The names of the files in Keras' folder."""
    return [path.name for path in keras_models_folder().glob("*")]


def put(data: bytes) -> Path:
    path = keras_models_folder() / WEIGHTS_FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def test_the_published_file_is_downloaded_once_with_progress(server):
    told = []
    weights = find_weights(lambda *event: told.append(event))
    assert weights.published
    assert weights.path.read_bytes() == WEIGHTS
    assert kept() == [WEIGHTS_FILE]
    assert server.asked == [f"/{WEIGHTS_FILE}"]
    assert told[-1] == ("downloading (kB)", 512, 512)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert find_weights() == weights
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"body": b"<!DOCTYPE html>\n<p>Please log in"}, "a web page came.*DOCTYPE.*proxy"),
        ({"body": WEIGHTS[:-9]}, "only 511,999 of 512,008 bytes came"),
        ({"body": WEIGHTS[:-1] + b"?"}, "its sha256 is not that of the published file"),
        ({"body": WEIGHTS + b"?"}, "its sha256 is not"),
        ({"body": b""}, "only 0 of"),
        ({"body": WEIGHTS[:999], "said": 512_008}, "can't be downloaded"),
        ({"status": 404}, "status 404"),
        ({"status": 302}, "status 302"),
        ({"status": 407}, "status 407"),
    ],
)
def test_anything_else_is_one_sentence_and_is_not_kept(server, answer, sentence):
    for name, value in answer.items():
        setattr(server, name, value)
    with pytest.raises(EncoderError, match=sentence) as caught:
        find_weights()
    assert str(caught.value).isprintable()
    assert kept() == []
    assert len(server.asked) == 1
    server.status, server.body, server.said = 200, WEIGHTS, None
    assert find_weights().published  # nothing is in the way of the next try


def test_an_endless_answer_is_cut_off(server):
    server.body = WEIGHTS * 40
    told = []
    with pytest.raises(EncoderError, match="its sha256 is not"):
        find_weights(lambda *event: told.append(event))
    assert told[-1][1] * 1000 <= len(WEIGHTS) + CHUNK
    assert kept() == []


def test_without_a_network_it_says_where_to_put_the_file(server):
    server.close()
    with pytest.raises(EncoderError, match=r"check the network.*--encoder bundled") as caught:
        find_weights()
    assert f"put {WEIGHTS_FILE} into {keras_models_folder()}" in str(caught.value)
    assert server.address in str(caught.value)
    assert kept() == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing(server, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "open", lambda *_, **__: Full())
    with pytest.raises(EncoderError, match=r"No space left on device.*KERAS_HOME"):
        find_weights()
    assert kept() == []


def test_what_a_killed_download_left_is_removed_by_the_next(server):
    left = keras_models_folder() / f".{WEIGHTS_FILE}.building"
    left.mkdir(parents=True)
    (left / "lock").touch()
    (left / "new").write_bytes(WEIGHTS[:999])
    assert find_weights().published
    assert kept() == [WEIGHTS_FILE]


def test_a_file_that_somebody_put_there_is_used_whatever_its_hash(server):
    path = put(WEIGHTS + b"in other digits")
    weights = find_weights()
    assert (weights.path, weights.published) == (path, False)
    assert server.asked == []


def test_a_file_that_cannot_be_the_weights_is_refused_and_stays(server):
    path = put(b"<html>a proxy's page</html>")
    with pytest.raises(EncoderError, match=r"it begins with b'<html>.*delete it"):
        find_weights()
    assert path.exists()
    assert server.asked == []
