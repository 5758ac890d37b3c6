import json
import os
import signal
import subprocess
import sys

import pytest
from exports import INSTAGRAM_SKIPPED, instagram, photo, write, zipped
from helpers import StubEncoder

from recommender import cli
from recommender.evaluation.data import read_evaluation_posts
from recommender.sources.formats import NAMES


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr("recommender.build.open_encoder", lambda *_, **__: StubEncoder())
    monkeypatch.setattr("recommender.evaluation.data.open_encoder", lambda *_, **__: StubEncoder())


def test_it_prints_a_summary_and_what_was_skipped(tmp_path, capsys):
    export = zipped(instagram(tmp_path / "export"), tmp_path / "export.zip")
    out = tmp_path / "out"
    assert cli.main(["import", str(export), "--output", str(out), "--progress", "none"]) == 0
    said, skipped = capsys.readouterr()
    assert said.splitlines()[:5] == [
        f"Folder      {out}",
        "Format      instagram",
        "Posts       5",
        "Hashtags    8, 5 different",
        "Skipped     6",
    ]
    kinds = {line[2:20].strip(): int(line[20:]) for line in said.splitlines()[5:]}
    assert kinds == INSTAGRAM_SKIPPED
    assert "skipped media/posts/202406/v.mp4: is a video\n" in skipped
    assert skipped.count("\n") == 6


def test_a_long_list_of_skipped_is_cut_and_kept_in_a_file(tmp_path, capsys):
    for number in range(25):
        write(tmp_path / f"s/sun/{number}.mp4", b"")
    photo(tmp_path / "s/sun/a.jpg", 1)
    assert cli.main(["import", str(tmp_path / "s"), "--output", str(tmp_path / "out")]) == 0
    err = capsys.readouterr().err
    assert err.count("is a video") == 20
    assert err.endswith(f"and 5 more: {tmp_path / 'out/skipped.txt'}\n")


@pytest.mark.parametrize("form", ["bar", "json", "none"])
def test_progress_is_shown_as_asked(tmp_path, capsys, form):
    photo(tmp_path / "s/sun/a.jpg", 1)
    arguments = ["import", str(tmp_path / "s"), "--output", str(tmp_path / "out")]
    assert cli.main([*arguments, "--progress", form, "--limit", "1"]) == 0
    err = capsys.readouterr().err
    if form == "json":
        assert json.loads(err) == {"stage": "import", "done": 1, "total": 1}
    else:
        assert ("Import: 100%" in err) == (form == "bar")


def test_build_and_evaluate_take_the_export_itself_and_what_import_wrote(tmp_path, capsys):
    export = instagram(tmp_path / "export")
    cli.main(["import", str(export), "--output", str(tmp_path / "out")])
    for number, path in enumerate((export, tmp_path / "out", tmp_path / "out/posts.jsonl")):
        collection = tmp_path / f"c{number}"
        assert cli.main(["build", str(path), "--output", str(collection)]) == 0
        assert "Posts       5" in capsys.readouterr().out
        data, _ = read_evaluation_posts(path, "imagenet")
        assert len(data.posts) == 5
        assert len(read_evaluation_posts(collection, None)[0].posts) == 5
    folder = ["build", str(export), "--format", "folder", "--output", str(tmp_path / "c9")]
    assert cli.main(folder) == 0
    # One picture is there twice, and counts once.
    assert "Posts       6" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["import", "build", "evaluate"])
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda p: [p / "none"], "There is no file or folder"),
        (lambda p: [write(p / "a.zip", "no zip")], "can't be read"),
        (lambda p: [p], "is empty"),
        (lambda p: [write(p / "e/posts_1.html", "x").parent], "Format: JSON"),
        (lambda p: [write(p / "e/a.jpg", "x").parent, "--format", "tumblr"], "no format tumblr"),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_left(tmp_path, capsys, command, make, sentence):
    (tmp_path / "i").mkdir()
    arguments = [command, *map(str, make(tmp_path / "i"))]
    if command != "evaluate":
        arguments += ["--output", str(tmp_path / "out")]
    assert cli.main(arguments) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert sentence in err
    assert [path.name for path in tmp_path.iterdir()] == ["i"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x"],
        ["x", "--output", "o", "--limit", "0"],
        ["x", "--output", "o", "--progress", "loud"],
    ],
)
def test_wrong_usage_is_status_2(arguments):
    with pytest.raises(SystemExit) as caught:
        cli.main(["import", *arguments])
    assert caught.value.code == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_half_written(tmp_path, number, status):
    for i in range(400):
        photo(tmp_path / f"s/sun/{i}.png", i)
    before = sorted(path.name for path in tmp_path.iterdir())
    arguments = ["import", str(tmp_path / "s"), "--output", str(tmp_path / "out")]
    process = subprocess.Popen(
        [sys.executable, "-m", "recommender", *arguments, "--progress", "json"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert b"import" in process.stderr.readline()
    process.send_signal(number)
    process.stderr.read()
    assert process.wait(30) == status
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_help_says_what_happens_to_places_in_photos(capsys):
    with pytest.raises(SystemExit):
        cli.main(["import", "--help"])
    out = " ".join(capsys.readouterr().out.split())
    assert "byte by byte" in out
    assert "place and time" in out
    assert all(name in out for name in NAMES)
