"""Paths that no file can have, that are of the wrong kind, or that are no text: for every command."""

import json
import os
import sys

import pytest
from helpers import COLOURS, picture

from recommender import cli

pytestmark = pytest.mark.usefixtures("stub_commands", "stub_evaluation")


@pytest.fixture
def commands(posts_file, built, tmp_path, monkeypatch):
    """Each command, as a function of the path that is wrong, by the argument that has it."""
    monkeypatch.chdir(tmp_path)
    image = str(posts_file.parent / "images/red0.png")
    quiet = ["--progress", "none"]
    return {
        "build PATH": lambda path: ["build", path, "--output", "o", *quiet],
        "build --output": lambda path: ["build", str(posts_file), "--output", path, *quiet],
        "build --encoder": lambda path: [
            "build",
            str(posts_file),
            "--output",
            "o",
            "--encoder",
            path,
        ],
        "import PATH": lambda path: ["import", path, "--output", "o", *quiet],
        "import --output": lambda path: ["import", str(posts_file), "--output", path, *quiet],
        "collect --output": lambda path: ["collect", "--topics", "sea", "--yes", "--output", path],
        "evaluate PATH": lambda path: ["evaluate", path, *quiet],
        "evaluate --report": lambda path: ["evaluate", str(posts_file), "--report", path, *quiet],
        "info DIR": lambda path: ["info", path],
        "recommend IMAGE": lambda path: ["recommend", path, "--collection", str(built.folder)],
        "recommend --collection": lambda path: ["recommend", image, "--collection", path],
    }


INPUTS = ("build PATH", "import PATH", "evaluate PATH", "info DIR", "recommend --collection")
OUTPUTS = ("build --output", "import --output", "collect --output", "evaluate --report")


def error_of(command, capsys):
    """The one sentence of a command that fails."""
    assert cli.main(command) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, lines
    return lines[0]


def everything(folder):
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize(
    ("path", "said"), [("", "empty"), ("a\0b", "NUL"), ("x" * 300, "x" * 80), ("x/" * 3000, "x/x")]
)
def test_what_no_file_can_be_called(commands, tmp_path, capsys, path, said, monkeypatch):
    monkeypatch.setattr(
        "recommender.evaluation.compare.compare", lambda *_: pytest.fail("it was measured first")
    )
    before = everything(tmp_path)
    for argument in (*INPUTS, *OUTPUTS):
        assert said in error_of(commands[argument](path), capsys)
    assert everything(tmp_path) == before


def test_an_image_that_cannot_be_read_is_named_with_its_error(commands, capsys):
    for path in ("a\0b", "x" * 300, "", "\udcff.jpg"):
        assert "error: " in error_of(commands["recommend IMAGE"](path), capsys)


def test_in_python_such_paths_are_sentences_too(posts_file, tmp_path):
    from recommender import Collection
    from recommender.build import build_collection
    from recommender.errors import RecommenderError
    from recommender.evaluation.data import read_evaluation_posts
    from recommender.features.encoder import open_encoder
    from recommender.sources.import_posts import import_posts

    wrong = tmp_path / "a\0b.jsonl"
    for call in (
        lambda: build_collection(wrong, tmp_path / "o"),
        lambda: build_collection(posts_file, wrong),
        lambda: import_posts(wrong, tmp_path / "o"),
        lambda: import_posts(posts_file, wrong),
        lambda: read_evaluation_posts(wrong, "bundled"),
        lambda: Collection.open(wrong),
        lambda: open_encoder(str(wrong)),
    ):
        with pytest.raises(RecommenderError):
            call()
    assert not (tmp_path / "o").exists()


def test_a_file_where_a_folder_is_expected(commands, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    before = everything(tmp_path)
    for argument in INPUTS:
        for path in ("file", "file/inside"):
            assert "file" in error_of(commands[argument](path), capsys)
    assert everything(tmp_path) == before


def test_a_file_or_a_full_folder_where_something_new_is_expected(commands, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/mine.txt").write_text("mine")
    before = everything(tmp_path)
    for argument in OUTPUTS:
        paths = ["folder", "folder/mine.txt/inside"]
        if argument != "evaluate --report":  # a report replaces a file
            paths.append("folder/mine.txt")
        for path in paths:
            assert "folder" in error_of(commands[argument](path), capsys)
    assert (tmp_path / "folder/mine.txt").read_text() == "mine"
    assert everything(tmp_path) == before


def test_the_root_and_the_current_folder_are_folders_like_others(commands, tmp_path, capsys):
    before = everything(tmp_path)
    for argument in (*OUTPUTS, "info DIR", "recommend --collection"):
        for path in (".", "/", ".."):
            error_of(commands[argument](path), capsys)
    assert everything(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_devices_are_not_replaced(commands, capsys):
    for path in filter(os.path.exists, ("/dev/null", "/dev/full", "/dev/stdout")):
        before = os.stat(path).st_mode
        for argument in OUTPUTS:
            error_of(commands[argument](path), capsys)
        assert os.stat(path).st_mode == before


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text(posts_file, tmp_path, monkeypatch, capsys):
    """Linux allows any bytes: a folder unpacked from an old zip may be called in Latin-1."""
    monkeypatch.chdir(tmp_path)
    cafe = os.fsdecode(b"caf\xe9")
    folder = posts_file.parent.rename(tmp_path / cafe)
    picture(COLOURS["red"]).save(folder / f"{cafe}.png")
    quiet = ["--progress", "none"]
    posts = f"{cafe}/posts.jsonl"
    assert cli.main(["build", posts, "--output", f"{cafe}-c", "--rank", "4", *quiet]) == 0
    assert cli.main(["build", posts, "--output", f"{cafe}-c", "--update", *quiet]) == 0
    assert cli.main(["info", f"{cafe}-c"]) == 0
    assert cli.main(["import", f"{cafe}/images", "--format", "folder", "--output", "i"]) in (0, 1)
    assert cli.main(["import", posts, "--output", f"{cafe}-i", *quiet]) == 0
    report = [posts, "--folds", "2", "--rank", "2", "--report", f"{cafe}.html", *quiet]
    assert cli.main(["evaluate", *report]) == 0
    capsys.readouterr()
    image = f"{cafe}/{cafe}.png"
    for form in ([], ["--csv"], ["--json"]):
        assert cli.main(["recommend", image, "--collection", f"{cafe}-c", *form]) == 0
        out = capsys.readouterr().out
        assert r"caf\udce9" in out
    assert json.loads(out)["image"] == image
    assert cli.main(["info", f"{cafe}-none"]) == 1
