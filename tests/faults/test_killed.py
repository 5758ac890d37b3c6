"""SIGKILL: at random moments, and at the steps in which a build changes the disk."""

import random
import signal
import time

import pytest
from faults.trial import N_FAULTS, names, some

BUILDS = [
    ("new", True),
    ("overwrite", True),
    ("overwrite", False),
    ("update", True),
    ("update", False),
]
builds = pytest.mark.parametrize(
    ("kind", "exchange"), BUILDS, ids=lambda value: {True: "exchange", False: "renames"}.get(value)
)


def test_at_random_moments(bench):
    chance = random.Random(0)
    ends = {"killed": 0, "done": 0}
    for number in range(N_FAULTS):
        kind, exchange = BUILDS[number % len(BUILDS)]
        if number < len(BUILDS):
            bench.reset(kind)
            start = time.monotonic()
            bench.run(kind, exchange=exchange)
            seconds = time.monotonic() - start
        bench.reset(kind)
        run = bench.start(kind, exchange=exchange)
        time.sleep(chance.uniform(0, seconds))
        run.signal(signal.SIGKILL)
        outcome = run.wait()
        outcome.assert_clean()
        ends["done" if outcome.status == 0 else "killed"] += 1
        bench.assert_old_or_new(kind)
        bench.assert_ends_well(kind)
    assert ends["killed"] > N_FAULTS / 4, ends


@builds
def test_at_its_steps(bench, kind, exchange):
    bench.reset(kind)
    steps = bench.run(kind, exchange=exchange).steps
    assert ("exchange" in steps) == (exchange and kind != "new")
    for at in some(steps, N_FAULTS // len(BUILDS)):
        bench.reset(kind)
        assert bench.run(kind, exchange=exchange, fault="kill", at=at).status == -signal.SIGKILL
        bench.assert_old_or_new(kind)
        bench.assert_ends_well(kind)


def test_killed_over_and_over_nothing_piles_up(bench):
    bench.reset("overwrite")
    steps = bench.run("overwrite").steps
    for at in some(steps, 10):
        bench.run("overwrite", fault="kill", at=at)
        assert set(names(bench.folder)) <= {"c", ".c.building"}
    bench.assert_ends_well("overwrite")


@pytest.mark.parametrize("command", ["info", "recommend", "evaluate", "build --update"])
def test_killed_between_two_renames_the_old_collection_is_there_again(bench, command):
    """Whatever comes next, not only another build."""
    bench.reset("overwrite")
    steps = bench.run("overwrite", exchange=False).steps
    bench.reset("overwrite")
    second = steps.index("rename") + 1
    bench.run("overwrite", exchange=False, fault="kill", at=second)
    assert names(bench.folder) == [".c.building"]
    picture = bench.new.parent / "images/red0.png"
    arguments = {
        "info": ["info", bench.output],
        "recommend": ["recommend", picture, "--collection", bench.output],
        "evaluate": ["evaluate", bench.output, "--folds", 2, "--progress", "none"],
        "build --update": bench.command("update"),
    }[command]
    outcome = bench.server.run(*arguments, folder=bench.folder, home=bench.home)
    assert "There is no" not in outcome.sentence
    assert outcome.status == 0 or command == "evaluate", outcome.err  # three posts are too few
    assert names(bench.folder) == ["c"]
    assert bench.assert_old_or_new("overwrite") == (
        bench.after if "build" in command else bench.before
    )


@pytest.mark.parametrize("fault", ["kill", "error", "full"])
def test_an_import(bench, fault):
    command = ["import", bench.new, "--output", bench.output, "--progress", "none"]
    where = {"folder": bench.folder, "home": bench.home}
    steps = bench.server.run(*command, **where).steps
    imported = {path.name: path.read_bytes() for path in bench.output.rglob("*.*")}
    for at in some(steps, N_FAULTS // 5):
        bench.reset("new")
        bench.server.run(*command, **where, fault=fault, at=at).assert_clean()
        if not bench.output.exists():
            again = bench.server.run(*command, **where)
            assert again.status == 0, again.err
            assert names(bench.folder) == ["c"]
        assert {path.name: path.read_bytes() for path in bench.output.rglob("*.*")} == imported
