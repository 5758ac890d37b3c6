import json

import pytest
from evaluations import evaluate

from recommender.evaluation.compare import compare
from recommender.evaluation.ways import Way
from recommender.settings import AlsSettings

METRICS = {f"{m}@{k}" for m in ("precision", "recall", "ndcg", "hit_rate") for k in (1, 5, 10)}


@pytest.mark.usefixtures("stub_evaluation")
def test_json_is_one_object_with_all_metrics_and_intervals(posts_file, capsys):
    assert evaluate(posts_file, "--json", "--neighbors", "3", "--seed", "7") == 0
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["posts"], outcome["hashtags"]) == (12, 10)
    assert (outcome["folds"], outcome["seed"], outcome["neighbors"]) == (3, 7, 3)
    assert [way["name"] for way in outcome["ways"]] == [
        "random",
        "most popular",
        "votes",
        Way.WEIGHTED_VOTES,
        "the original's rule",
        Way.OURS,
    ]
    assert [v["name"] for v in outcome["variety"]][::3] == ["variety 0", "variety 1"]
    assert [level["level"] for level in outcome["sureness"]] == ["unsure", "fair", "sure"]
    assert sum(level["posts"] for level in outcome["sureness"]) == 12
    lists = ("ways", "reach", "variety", "given")
    for judged in [judged for name in lists for judged in outcome[name]]:
        assert set(judged["metrics"]) == METRICS | {"novelty", "wallpaper", "words", "likeness"}
        assert 0 <= judged["coverage"] <= 1
        for e in judged["metrics"].values():
            assert e["low"] <= e["mean"] + 1e-6
            assert e["mean"] <= e["high"] + 1e-6
    assert set(outcome["gain_over_weighted_votes"]["ndcg@10"]) == {"mean", "low", "high"}


@pytest.mark.usefixtures("stub_evaluation")
def test_the_tables_name_each_way_and_the_verdict(posts_file, capsys):
    assert evaluate(posts_file) == 0
    out = capsys.readouterr().out
    for name in ("random", "most popular", Way.WEIGHTED_VOTES, "the original's rule", Way.OURS):
        assert f"\n{name}" in out
    for name in ("variety 0", "variety 1", "unsure", "fair", "sure"):
        assert f"\n{name} " in out
    assert "12 posts, 10 hashtags, 3 folds, seed 0, 20 neighbours" in out
    assert "minus that of weighted votes: " in out


@pytest.mark.usefixtures("stub_evaluation")
def test_options_reach_the_model(posts_file, capsys, monkeypatch):
    seen = []

    def spy(data, settings, progress):
        seen.append(settings)
        return compare(data, settings, progress)

    monkeypatch.setattr("recommender.evaluation.compare.compare", spy)
    options = ["--alpha", "3", "--regularization", "2", "--iterations", "4", "--seed", "5"]
    assert evaluate(posts_file, "--json", "--min-count", "3", *options) == 0
    assert seen[0].als == AlsSettings(4, 3.0, 2.0, 4, 5)
    # Among each colour's hashtags, "life" and "love" are on two posts.
    assert json.loads(capsys.readouterr().out)["hashtags"] == 4


@pytest.mark.usefixtures("stub_evaluation")
def test_mistakes_are_one_sentence_and_nothing_is_measured(
    posts_file, tmp_path, capsys, monkeypatch
):
    assert evaluate(posts_file, "--min-count", "99") == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: No hashtag is on enough")
    monkeypatch.setattr(
        "recommender.evaluation.compare.compare", lambda *_: pytest.fail("measured")
    )
    for target in (tmp_path, tmp_path / "none/report.html"):
        assert evaluate(posts_file, "--report", str(target)) == 1
        error = capsys.readouterr().err
        assert error.startswith("error: ")
        assert error.count("\n") == 1
