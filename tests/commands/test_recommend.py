import csv
import json
import os
import shutil

import pytest

from recommender import cli

pytestmark = pytest.mark.usefixtures("stub_commands")


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
    assert set(first) == {"image", "sureness", "hashtags", "neighbors"}
    assert set(first["sureness"]) == {
        "level",
        "sentence",
        "value",
        "similarity",
        "similarity_rank",
        "agreement",
        "agreement_rank",
    }
    assert first["sureness"]["sentence"].endswith(".")
    assert len(first["hashtags"]) == 3
    assert len(first["neighbors"]) == 2
    for hashtag in first["hashtags"]:
        total = sum(c["value"] for c in hashtag["contributions"])
        assert total == pytest.approx(hashtag["score"], rel=1e-5, abs=1e-6)
    assert set(error) == {"image", "error"}
    assert "not an image" in error["error"]


def test_people_are_told_how_sure_an_answer_is(built, posts_file, capsys, monkeypatch):
    image = str(posts_file.parent / "images/red1.png")
    arguments = ["recommend", image, "--collection", str(built.folder)]
    assert cli.main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == image
    assert cli.main([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert lines[1] == f"{answer['sureness']['level']}: {answer['sureness']['sentence']}"
    out = [neighbor["id"] for neighbor in answer["neighbors"]]
    assert cli.main([*arguments, "--without", *out]) == 0
    assert capsys.readouterr().out.splitlines()[1] == ""


def test_variety_0_is_the_order_of_the_scores(built, posts_file, capsys):
    image = str(posts_file.parent / "images/red1.png")
    arguments = ["recommend", image, "--collection", str(built.folder), "--json", "--variety"]
    found = {}
    for variety in ("0", "1"):
        assert cli.main([*arguments, variety]) == 0
        hashtags = json.loads(capsys.readouterr().out)["hashtags"]
        found[variety] = [(h["score"], h["hashtag"]) for h in hashtags]
    scores = [score for score, _ in found["0"]]
    assert scores == sorted(scores, reverse=True)
    assert found["0"] != found["1"]
    assert sorted(found["0"]) == sorted(found["1"])
    assert cli.main([*arguments, "1.5"]) == 1
    assert capsys.readouterr().err.startswith("error: Variety goes from 0")


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


def test_without_a_collection_the_newest_own_one_answers_and_stdout_stays_as_it_is(
    collection, posts_file, capsys
):
    image = str(posts_file.parent / "images/red1.png")
    assert cli.main(["recommend", image, "--collection", str(collection), "--json"]) == 0
    expected = capsys.readouterr()
    assert expected.err == ""
    assert cli.main(["recommend", image, "--json"]) == 0
    out, err = capsys.readouterr()
    assert out == expected.out
    assert (
        err == f"No collection was named (--collection DIR): using your newest one, {collection}.\n"
    )


def test_a_damaged_newest_collection_is_a_sentence_and_no_other_answers(
    collection, posts_file, capsys
):
    newest = shutil.copytree(collection, collection.with_name("newest"))
    (newest / "features.npy").write_bytes(b"")
    later = (collection / "manifest.json").stat().st_mtime + 60
    os.utime(newest / "manifest.json", (later, later))
    assert cli.main(["recommend", str(posts_file.parent / "images/red1.png")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    which, error = err.splitlines()
    assert which.endswith(f"using your newest one, {newest}.")
    assert error.startswith(f"error: The collection {newest} is damaged (features.npy")


def test_without_any_collection_the_demo_answers(home, tmp_path, posts_file, monkeypatch, capsys):
    image = str(posts_file.parent / "images/red1.png")
    monkeypatch.setattr("recommender.collection.own.DEMO", tmp_path / "none")
    assert cli.main(["recommend", image]) == 1
    assert "and no demo; make one with" in capsys.readouterr().err
    monkeypatch.undo()  # the real demo and encoder
    monkeypatch.setenv("HASHTAG_RECOMMENDER_HOME", str(home))
    assert cli.main(["recommend", image, "--neighbors", "2"]) == 0
    out, err = capsys.readouterr()
    assert "similar post" in out
    assert err == (
        "No collection was named (--collection DIR): using the demo, whose posts are rendered "
        "pictures.\n"
    )
