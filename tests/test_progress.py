import json

import pytest

from recommender.progress import Bars, json_events


def test_each_stage_has_a_bar_on_stderr_and_stdout_stays_clean(capsys):
    with Bars() as progress:
        for done in range(1, 4):
            progress("encoding", done, 3)
        progress("fitting ALS", 1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Encoding: 100%" in err
    assert "Fitting ALS:  50%" in err
    assert err.endswith("\n")


def test_an_error_ends_the_bar_before_it_is_said(capsys):
    def stop() -> None:
        with Bars() as progress:
            progress("encoding", 1, 3)
            raise ValueError("full")

    with pytest.raises(ValueError, match="full"):
        stop()
    assert capsys.readouterr().err.endswith("\n")


def test_a_stage_of_unknown_length_counts(capsys):
    with Bars() as progress:
        progress("reading", 7, None)
    assert "Reading: 7it" in capsys.readouterr().err


def test_json_events_are_one_object_each(capsys):
    json_events("encoding", 1, 3)
    json_events("reading", 2, None)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines == [
        {"stage": "encoding", "done": 1, "total": 3},
        {"stage": "reading", "done": 2, "total": None},
    ]
