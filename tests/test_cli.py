import csv
import json
import subprocess
import sys

import pytest
from helpers import StubEncoder

from recommender import cli, recommend


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr("recommender.build.open_encoder", lambda *_, **__: StubEncoder())
    monkeypatch.setattr(recommend, "open_encoder", lambda *_, **__: StubEncoder())


def test_build_prints_a_summary_and_the_skipped_lines(posts_file, tmp_path, capsys):
    with posts_file.open("a") as file:
        file.write("{\n")
    assert (
        cli.main(["build", str(posts_file), "--output", str(tmp_path / "c"), "--rank", "64"]) == 0
    )
    out, err = capsys.readouterr()
    lines = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert (lines["Posts"], lines["Hashtags"], lines["Skipped"]) == ("12", "10", "1")
    assert all(stage in lines["Seconds"] for stage in ("read", "encode", "fit", "map", "write"))
    assert lines["Size"].endswith("MB")
    assert "skipped line 13: not JSON" in err
    assert "rank was lowered from 64 to 10" in err
    assert "Encoding: 100%" in err
    assert "Fitting ALS: 100%" in err


def test_recommend_for_people(built, posts_file, capsys):
    image = str(posts_file.parent / "images/red1.png")
    assert (
        cli.main(["recommend", image, "--collection", str(built.folder), "--neighbors", "3"]) == 0
    )
    out = capsys.readouterr().out
    assert "#red\n" in out
    assert "1.000  images/red1.png  #red #redlove #instagood" in out


def test_recommend_json_is_one_object_per_line_and_goes_on_after_a_bad_image(
    built, posts_file, capsys
):
    good = str(posts_file.parent / "images/red1.png")
    broken = posts_file.parent / "broken.jpg"
    broken.write_bytes(b"no image")
    arguments = ["recommend", good, str(broken), good, "--collection", str(built.folder), "--json"]
    assert cli.main([*arguments, "--neighbors", "2", "--hashtags", "3"]) == 1
    first, error, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == last
    assert first["image"] == good
    assert set(first) == {"image", "hashtags", "neighbors"}
    assert len(first["hashtags"]) == 3
    assert len(first["neighbors"]) == 2
    for hashtag in first["hashtags"]:
        total = sum(c["value"] for c in hashtag["contributions"])
        assert total == pytest.approx(hashtag["score"], rel=1e-5, abs=1e-6)
    assert set(error) == {"image", "error"}
    assert "not an image" in error["error"]


def test_recommend_csv_is_one_line_per_hashtag(built, posts_file, capsys):
    good = str(posts_file.parent / "images/red1.png")
    arguments = ["recommend", good, "/none.jpg", good, "--collection", str(built.folder)]
    assert cli.main([*arguments, "--csv", "--hashtags", "2"]) == 1
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(out.splitlines()))
    assert [row["rank"] for row in rows] == ["1", "2", "1", "2"]
    assert {row["image"] for row in rows} == {good}
    assert {row["hashtag"] for row in rows} == {"#red", "#instagood"}
    assert err.startswith("error: /none.jpg")
    with pytest.raises(SystemExit):
        cli.main([*arguments, "--csv", "--json"])


def test_posts_can_be_left_out(built, posts_file, capsys):
    image = str(posts_file.parent / "images/red1.png")
    arguments = ["recommend", image, "--collection", str(built.folder), "--json"]
    assert cli.main(arguments) == 0
    first = json.loads(capsys.readouterr().out)["neighbors"][0]
    assert cli.main([*arguments, "--without", first["id"]]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["neighbors"][0] == {**first, "weight": 0}


def test_given_reach_and_block(built, posts_file, capsys, tmp_path):
    image = str(posts_file.parent / "images/red1.png")
    (tmp_path / "block.txt").write_text("redlove")
    arguments = ["recommend", image, "--collection", str(built.folder), "--json"]
    options = ["--given", "#instagood", "--reach", "0.5", "--block", str(tmp_path / "block.txt")]
    assert cli.main([*arguments, *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    tags = [h["hashtag"] for h in answer["hashtags"]]
    assert "#red" in tags
    assert not {"#instagood", "#redlove"} & set(tags)
    assert cli.main([*arguments, "--reach", "7"]) == 1
    assert "Reach" in capsys.readouterr().err


def test_recommend_for_people_says_errors_on_stderr(built, capsys):
    assert cli.main(["recommend", "/none.jpg", "--collection", str(built.folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "error: /none.jpg: There is no file /none.jpg; check the path.\n"


def test_info_prints_the_manifest_and_checks_thumbnails(built, capsys):
    assert cli.main(["info", str(built.folder)]) == 0
    out = capsys.readouterr().out
    assert "Posts       12" in out
    assert "#instagood 12" in out
    assert "all correct" in out
    next((built.folder / "thumbnails").iterdir()).write_bytes(b"")
    assert cli.main(["info", str(built.folder)]) == 1
    assert "damaged (a thumbnail" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "a.jpg", "--collection", "/none"],
        ["info", "/none"],
        ["build", "/none.jsonl", "--output", "/tmp/never"],
        ["build", "posts.txt", "--output", "/tmp/never"],
        ["build", "p.jsonl", "--output", "/tmp/never", "--alpha", "-1"],
        ["build", "p.jsonl", "--output", "/tmp/never", "--thumbnail-side", "9999"],
    ],
)
def test_a_mistake_is_one_sentence_and_status_1(arguments, capsys):
    assert cli.main(arguments) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["recommend"],
        ["recommend", "a.jpg", "--collection", "c", "--neighbors", "0"],
        ["build", "p", "--output", "o", "--rank", "x"],
    ],
)
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_help_is_quick_and_light():
    script = "import sys, recommender.cli\ntry: recommender.cli.main(['--help'])\nexcept SystemExit: pass\nheavy = {'tensorflow', 'ai_edge_litert', 'implicit', 'scipy', 'pyarrow'} & set(sys.modules)\nassert not heavy, heavy"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout


def test_a_closed_pipe_is_no_traceback(built, posts_file):
    image = str(posts_file.parent / "images/red1.png")
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from helpers import StubEncoder; from recommender import cli, recommend\n"
        "recommend.open_encoder = lambda *_: StubEncoder()\n"
        f"sys.exit(cli.main(['recommend', *[{image!r}] * 200, '--collection', {str(built.folder)!r}, '--json']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 1
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["info", "x" * 300],
        ["build", "x" * 300, "--output", "c"],
        ["build", "posts.jsonl", "--output", "x" * 300],
        ["import", "x" * 300, "--output", "o"],
        ["evaluate", "x" * 300],
        ["recommend", "photo.jpg", "--collection", "x" * 300],
    ],
)
def test_a_path_that_is_too_long_is_one_short_sentence(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
