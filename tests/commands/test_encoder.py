import json
import shutil

import pytest

from recommender import cli
from recommender.errors import EncoderError
from recommender.features import imagenet
from recommender.features.encoder import BUNDLED_PATH, imagenet_path, open_encoder
from recommender.features.keras_weights import Weights


@pytest.fixture
def made(monkeypatch, tmp_path):
    """What was made: the command gets a copy of the bundled encoder as imagenet."""
    calls = []

    def make(progress):
        progress("downloading (kB)", 9406, 9406)
        progress("exporting", 1, 1)
        imagenet_path().parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(BUNDLED_PATH, imagenet_path())
        calls.append(1)
        return Weights(tmp_path, published=True)

    monkeypatch.setattr(imagenet, "make_imagenet", make)
    monkeypatch.setattr(
        imagenet,
        "is_usable",
        lambda: imagenet_path().is_file() and imagenet_path().stat().st_size > 9,
    )
    return calls


def test_without_a_name_it_lists_them_and_gets_nothing(made, capsys):
    assert cli.main(["encoder"]) == 0
    out = capsys.readouterr().out
    assert f"bundled     192 px, 2.8 MB, sha256 {open_encoder('bundled').fingerprint}" in out
    assert str(BUNDLED_PATH) in out
    assert "imagenet    not there; get it with: python -m recommender encoder imagenet" in out
    assert not made
    assert not imagenet_path().exists()


def test_imagenet_is_got_once_with_progress(made, capsys):
    assert cli.main(["encoder", "imagenet", "--progress", "json"]) == 0
    said = capsys.readouterr()
    assert f"imagenet    192 px, 2.8 MB, sha256 {open_encoder('bundled').fingerprint}" in said.out
    assert str(imagenet_path()) in said.out
    events = [json.loads(line) for line in said.err.splitlines() if line.startswith("{")]
    assert events[0] == {"stage": "downloading (kB)", "done": 9406, "total": 9406}
    assert cli.main(["encoder", "imagenet"]) == 0
    assert made == [1]
    assert cli.main(["encoder"]) == 0
    assert "not there" not in capsys.readouterr().out


def test_one_that_is_broken_is_made_again_and_listed_as_broken(made, capsys):
    imagenet_path().parent.mkdir(parents=True)
    imagenet_path().write_bytes(b"broken")
    assert cli.main(["encoder"]) == 0
    assert f"{imagenet_path()} is not a LiteRT model" in capsys.readouterr().out
    assert cli.main(["encoder", "imagenet", "--progress", "none"]) == 0
    assert made == [1]


def test_what_went_wrong_is_one_sentence(monkeypatch, capsys):
    def fail(_):
        raise EncoderError("There is no network; check it.")

    monkeypatch.setattr(imagenet, "make_imagenet", fail)
    assert cli.main(["encoder", "imagenet", "--progress", "none"]) == 1
    assert capsys.readouterr().err == "error: There is no network; check it.\n"


def test_other_names_are_wrong_usage():
    with pytest.raises(SystemExit) as caught:
        cli.main(["encoder", "my.tflite"])
    assert caught.value.code == 2
