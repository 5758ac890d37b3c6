"""Folders and files that may not be read or written; as root, commands run as another user."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.trial import names, whole

from recommender.paths import HOME_VARIABLE

NOBODY = 65534
USER = NOBODY if hasattr(os, "getuid") and os.getuid() == 0 else None
FROM = ("--rank", 4, "--iterations", 2, "--progress", "none")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that another user can reach, with ``posts/`` and a collection ``c/``."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def place(bench, home) -> Path:
    shutil.copytree(bench.new.parent, home / "posts")
    shutil.copytree(bench.built, home / "c")
    (home / "cache").mkdir()
    if USER is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, USER, USER)
    return home


@pytest.fixture
def run(server, place):
    """Run a command as somebody who is not root."""

    def run_command(*arguments):
        outcome = server.run(*arguments, folder=place, home=place / "cache", user=USER)
        outcome.assert_clean()
        return outcome

    return run_command


def build(place, output, *how):
    return ["build", place / "posts/posts.jsonl", "--output", output, *FROM, *how]


def denied(outcome, *words):
    assert outcome.status == 1, outcome
    assert "ermission" in outcome.sentence or "can't be written" in outcome.sentence, outcome
    for word in words:
        assert word in outcome.sentence


def test_a_folder_that_may_not_be_written(place, run):
    (place / "shut").mkdir(mode=0o555)
    (place / "shut").chmod(0o555)
    for output in (place / "shut/new", place / "shut/deep/new"):
        denied(run(*build(place, output)), str(output), "--output")
        denied(run("import", place / "posts", "--output", output), str(output), "--output")
    denied(run("collect", "--topics", "sea", "--yes", "--output", place / "shut/new"), "--output")
    assert names(place / "shut") == []


@pytest.mark.parametrize("how", ["--overwrite", "--update"])
def test_a_collection_in_a_folder_that_may_not_be_written(place, run, how):
    before = whole(place / "c")
    place.chmod(0o555)
    denied(run(*build(place, place / "c", how)), "--output")
    assert whole(place / "c") == before
    assert names(place) == ["c", "cache", "posts"]


def test_a_collection_of_somebody_else(place, run):
    """Its folder may be moved away, but not what is in it: it is replaced, or stays as it is."""
    before = whole(place / "c")
    (place / "c").chmod(0o555)
    outcome = run(*build(place, place / "c", "--overwrite"))
    after = whole(place / "c")
    assert (after == before) == (outcome.status == 1)
    left = set(names(place)) - {"c", "cache", "posts"}
    assert left <= {".c.building"}  # what may not be removed


def test_a_collection_that_may_not_be_read(place, run):
    picture = place / "posts/images/red0.png"
    for path in (place / "c/features.npy", place / "c/manifest.json", place / "c"):
        path.chmod(0)
        commands = [
            ["info", place / "c"],
            ["recommend", picture, "--collection", place / "c"],
            ["evaluate", place / "c"],
            build(place, place / "c", "--update"),
        ]
        for command in commands:
            outcome = run(*command)
            assert outcome.status == 1
            assert str(place / "c") in outcome.sentence
        path.chmod(0o755)
    whole(place / "c")
    assert names(place) == ["c", "cache", "posts"]


def test_posts_that_may_not_be_read(place, run):
    (place / "posts/images/red0.png").chmod(0)
    outcome = run(*build(place, place / "new"))
    assert (outcome.status, "red0.png" in outcome.err) == (0, True)
    for path in (place / "posts/posts.jsonl", place / "posts"):
        path.chmod(0)
        for command in (build(place, place / "new2"), ["evaluate", place / "posts"]):
            outcome = run(*command)
            assert outcome.status == 1
            assert "posts" in outcome.sentence
        path.chmod(0o755)
    assert names(place) == ["c", "cache", "new", "posts"]


def test_a_home_that_may_not_be_written(place, run):
    """The cache is only a cache: a build says that it goes on without."""
    (place / "cache").chmod(0o555)
    outcome = run(*build(place, place / "new"))
    assert outcome.status == 0
    assert "can't be used (" in outcome.err
    assert f"set {HOME_VARIABLE} to a folder that can be written" in outcome.err
    whole(place / "new")
    assert names(place / "cache") == []
    assert run("info", place / "c").status == 0


def test_a_cache_that_may_not_be_written(place, run):
    assert run(*build(place, place / "new")).status == 0
    for path in (place / "cache/cache/features").iterdir():
        path.chmod(0o444)
    (place / "cache/cache/features").chmod(0o555)
    outcome = run(*build(place, place / "new", "--overwrite"))
    assert outcome.status == 0
    whole(place / "new")


def test_a_report_that_may_not_be_written(place, run):
    (place / "shut").mkdir()
    (place / "shut").chmod(0o555)
    outcome = run("evaluate", place / "posts", "--report", place / "shut/report.html")
    assert outcome.status == 1
    assert "report" in outcome.sentence
