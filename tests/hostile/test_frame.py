"""The frame notices everything that a case does besides answering."""

import re

import pytest
from hostile import command, trial, workers
from hostile.faulty import DEEDS, Faulty
from hostile.kinds import KINDS

VERDICTS = {
    **{deed: deed for deed in trial.FAULTS},
    "accepted": trial.ACCEPTED,
    "sentence": trial.SENTENCE,
    "logged": trial.SENTENCE,
    "seen": "escape",
    "exit": "traceback",
    "no case": "traceback",
}


@pytest.fixture
def strict(monkeypatch):
    """Limits that the tests of them reach soon; workers take them over."""
    monkeypatch.setattr(workers, "LIMITS", trial.Limits(seconds=0.6, megabytes=50))
    monkeypatch.setattr(workers, "HANG_SECONDS", 3.0)


def test_each_deed_has_its_verdict(strict):
    outcomes = {DEEDS[o.seed]: o for o in workers.try_out(Faulty(), 0, len(DEEDS), processes=2)}
    assert {deed: outcome.verdict for deed, outcome in outcomes.items()} == {
        deed: VERDICTS[deed] for deed in DEEDS
    }
    assert outcomes["slow"].seconds >= 1.0
    assert outcomes["memory"].megabytes >= 90
    assert "SIGABRT" in outcomes["crash"].text
    assert "nobody caught this" in outcomes["traceback"].text
    assert outcomes["leftover"].text == "more.txt"
    assert "outside/new.txt" in outcomes["escape"].text
    assert outcomes["stderr"].text == "a warning from C"


def test_a_seed_makes_the_same_case_again(tmp_path):
    kind = next(kind for kind in KINDS if kind.name == "addresses")
    made = [[case.made for case in kind.cases(7, 5, tmp_path / name)] for name in ("a", "b")]
    assert made[0] == made[1]
    assert [case.made for case in kind.cases(9, 1, tmp_path / "c")] == [made[0][2]]


def test_the_table_and_the_exit_status(strict, monkeypatch, capsys):
    monkeypatch.setattr(command, "KINDS", (Faulty(),))
    assert command.main(["--cases", "3", "--processes", "1"]) == 0
    assert re.search(r"faulty +3 +2 +1 +0 ", capsys.readouterr().out)
    assert command.main(["--seed", "2", "--cases", "2", "--processes", "1"]) == 1
    printed = capsys.readouterr().out
    assert re.search(r"faulty +2 +1 +0 +1 ", printed)
    assert "traceback: python -m tests.hostile --kind faulty --seed 3 --cases 1\n" in printed
