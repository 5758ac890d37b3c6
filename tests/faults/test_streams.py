"""Standard streams that are closed, full, or without a reader."""

import os
import subprocess
import sys

import pytest
from faults.trial import whole

COMMANDS = [
    "import",
    "build",
    "recommend",
    "recommend --json",
    "recommend --csv",
    "evaluate",
    "info",
]
FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")


@pytest.fixture
def run(bench):
    """Run one of the commands, with some streams that are not as usual."""

    def run_command(command, **streams):
        bench.reset("new")
        picture = bench.new.parent / "images/red0.png"
        name, _, option = command.partition(" ")
        arguments = {
            "import": [bench.new, "--output", bench.folder / "imported"],
            "build": bench.command("new")[1:],
            "recommend": [picture, "--collection", bench.built, *option.split()],
            "evaluate": [bench.new, "--folds", 2, "--rank", 2, "--iterations", 1],
            "info": [bench.built],
            "collect": ["--topics", "sea", "--output", bench.folder / "sea"],
            "--help": [],
        }[name]
        return bench.server.run(
            *[name, *arguments],
            folder=bench.folder,
            home=bench.home,
            to_the_end="/dev/full" in streams.values(),
            **streams,
        )

    return run_command


@FULL
@pytest.mark.parametrize("command", [*COMMANDS, "--help"])
def test_a_full_stdout_is_one_sentence(run, command, bench):
    outcome = run(command, stdout="/dev/full")
    assert outcome.status == 1
    assert outcome.sentence == (
        "What was to be printed can't be written (No space left on device); send the output elsewhere."
    )
    assert "Exception" not in outcome.err
    if command == "build":  # it was done by then
        assert whole(bench.output) == bench.after


@FULL
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_or_closed_stderr_stops_nothing(run, command, bench):
    expected = run(command)
    for stream in ("/dev/full", None):
        outcome = run(command, stderr=stream)
        assert outcome.status == 0
        if command in ("recommend", "evaluate", "info"):  # others print how long they took
            assert outcome.out == expected.out
        if command == "build":
            assert whole(bench.output) == bench.after


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_stdout_is_one_that_nobody_wants(run, command, bench):
    outcome = run(command, stdout=None)
    assert (outcome.status, outcome.sentence) == (0, "")
    assert run(command, stdout=None, stderr=None, stdin=None).status == 0


def test_a_closed_stdin_is_nobody_to_ask(run):
    outcome = run("collect", stdin=None)
    assert outcome.status == 1
    assert outcome.sentence == "There is no terminal to ask on; give --yes to start."


def test_errors_do_not_move_to_stdout_when_stderr_is_closed(bench):
    where = {"folder": bench.folder, "home": bench.home}
    outcome = bench.server.run("info", "none", **where, stderr=None, to_the_end=True)
    assert (outcome.status, outcome.out) == (1, "")


@pytest.mark.parametrize(
    ("redirected", "status", "said"),
    [
        ("> /dev/full", 1, "error: What was to be printed can't be written"),
        ("2>&-", 0, ""),
        (">&- 2>&- <&-", 0, ""),
    ],
)
def test_a_real_shell(bench, redirected, status, said):
    """The other tests close streams by hand; this is how Python finds them."""
    if "full" in redirected and not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    command = f"{sys.executable} -m recommender info '{bench.built}' {redirected}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert (done.returncode, done.stderr.startswith(said)) == (status, True)
    assert done.stderr.count("\n") == (status == 1)
    assert ("Checksums" in done.stdout) == (redirected == "2>&-")
