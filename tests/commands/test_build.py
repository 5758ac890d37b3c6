import json

import pytest

from recommender import cli
from recommender.collection.manifest import read_manifest

pytestmark = pytest.mark.usefixtures("stub_commands")


def test_many_skipped_posts_of_one_kind_are_counted(posts_file, tmp_path, capsys):
    with posts_file.open("a") as file:
        file.write("{\n" * 5_000)
    assert cli.main(["build", str(posts_file), "--output", str(tmp_path / "c"), "--rank", "2"]) == 0
    out, err = capsys.readouterr()
    assert "Skipped     5,000\n" in out
    skipped = [line for line in err.splitlines() if line.startswith("skipped ")]
    assert len(skipped) == 101
    assert skipped[0].startswith("skipped line 13: not JSON")
    assert skipped[-1] == "skipped 4,900 more: bad record"


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


def test_large_collections_leave_out_rare_hashtags_unless_a_number_is_given(
    posts_file, tmp_path, capsys, monkeypatch
):
    for module in ("settings", "commands.build"):
        monkeypatch.setattr(f"recommender.{module}.POSTS_PER_COUNT", 10)
    first, *others = posts_file.read_text().splitlines(keepends=True)
    tagged = json.loads(first)
    tagged["hashtags"] += ["once", "never again"]
    posts_file.write_text("".join([json.dumps(tagged) + "\n", *others]))

    def build(*options):
        assert cli.main(["build", str(posts_file), "--output", str(tmp_path / "c"), *options]) == 0
        manifest = read_manifest(tmp_path / "c")
        return manifest.min_count, manifest.n_hashtags, capsys.readouterr().err

    *found, err = build()
    assert found == [2, 10]
    said = "2 hashtags on fewer than 2 posts were left out, as from 10 posts on; --min-count 1 keeps them."
    assert said in err
    *found, err = build("--overwrite", "--min-count", "1")
    assert found == [1, 12]
    assert "left out" not in err
    posts_file.write_text("".join([json.dumps(tagged) + "\n", *others[1:]]))
    *found, err = build("--update")  # it keeps the collection's number
    assert found == [1, 12]
    assert "left out" not in err
