import io
import json

import pytest

from recommender import cli
from recommender.cli import make_parser
from recommender.sources.openverse import CollectSettings, collect


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def command(server, clock, tmp_path, monkeypatch):
    """Run the command against the server, without waiting."""
    monkeypatch.delenv("OPENVERSE_CLIENT_ID", raising=False)
    monkeypatch.delenv("OPENVERSE_CLIENT_SECRET", raising=False)
    monkeypatch.setattr(
        "recommender.sources.openverse.collect",
        lambda *arguments: collect(*arguments, clock=clock),
    )

    def run_command(*options):
        arguments = ["collect", "--output", str(tmp_path / "out"), "--api", server.api, *options]
        return cli.main(arguments)

    return run_command


def test_it_says_what_it_will_do_and_what_it_did(server, command, capsys, tmp_path):
    server.fill("sea", 3)
    server.fill("street art", 1)
    server.work("street art", 7, tags=[])
    assert command("--topics", "sea,street art", "--per-topic", "2", "--yes") == 0
    out, err = capsys.readouterr()
    assert "at most 24 searches and 480 images" in err
    assert "not endorsed or certified" in err
    assert out.splitlines() == [
        f"Posts       3 in {tmp_path / 'out/posts.jsonl'}",
        "  sea: 2 of 2",
        "  street art: 1 of 2",
        "Skipped     1",
        "  1 fewer than 3 hashtags by people",
        "Requests    2 for searches, 3 for images",
        "Some topics have fewer photos than asked for: a search gives at most 240 works, and not "
        "all of them fit. Add topics, or lower --min-tags.",
    ]
    assert command("--topics", "sea,street art", "--per-topic", "2", "--yes") == 0
    assert "Requests    none" in capsys.readouterr().out


def test_the_daily_limit_is_status_3_and_a_time(server, command, capsys):
    server.fill("sea", 1)
    server.limits = {"anon_sustained": "1/day"}
    assert command("--topics", "sea,sky", "--yes") == 3
    assert "the same command can continue at 2023-11-1" in capsys.readouterr().out


def test_without_a_terminal_nothing_starts_unless_told(server, command, capsys):
    assert command("--topics", "sea") == 1
    assert "error: There is no terminal to ask on; give --yes to start." in capsys.readouterr().err
    assert server.seen == []


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("YES\n", 0), ("\n", 1), ("", 1)])
def test_on_a_terminal_it_asks(server, command, monkeypatch, answer, status):
    server.fill("sea", 1)
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", Terminal())
    assert command("--topics", "sea", "--progress", "none") == status
    assert bool(server.seen) == (status == 0)


def test_progress_as_json_as_a_bar_or_not_at_all(server, command, capsys, tmp_path):
    server.fill("sea", 2)
    server.fill("sky", 2)
    assert command("--topics", "sea,sky", "--per-topic", "2", "--yes", "--progress", "json") == 0
    told = [json.loads(x) for x in capsys.readouterr().err.splitlines() if x.startswith("{")]
    assert told[-1] == {"stage": "collecting sky", "done": 2, "total": 2}
    options = ("--topics", "sea", "--output", str(tmp_path / "bar"), "--yes")
    assert command(*options, "--progress", "bar") == 0
    assert "Collecting sea" in capsys.readouterr().err
    options = ("--topics", "sea", "--output", str(tmp_path / "none"), "--yes")
    assert command(*options, "--progress", "none") == 0
    assert "ollecting sea" not in capsys.readouterr().err


def test_a_mistake_is_one_sentence(server, command, capsys):
    assert command("--topics", "1,2", "--yes") == 1
    assert capsys.readouterr().err == (
        "error: The topic “1” can't be a hashtag; use words of two letters or more.\n"
    )


def test_after_an_interruption_it_says_how_to_go_on(server, command, capsys, clock):
    def sleep(_):
        raise KeyboardInterrupt

    clock.sleep = sleep
    server.fill("sea", 9)
    assert command("--topics", "sea", "--yes") == 130
    assert "The same command continues where this run stopped." in capsys.readouterr().err


def test_the_commands_defaults_are_those_in_python():
    """The parser repeats them: reading them from the settings would load the client for --help."""
    options = make_parser().parse_args(["collect", "--topics", "sea", "--output", "x"])
    settings = CollectSettings(("sea",))
    for name in ("per_topic", "license", "min_tags", "per_creator", "api"):
        assert getattr(options, name) == getattr(settings, name), name


def test_what_would_fail_again_is_not_said_to_continue(server, command, capsys):
    server.fill("sea", 2)
    assert command("--topics", "sea", "--yes", "--progress", "none") == 0
    capsys.readouterr()
    assert command("--topics", "sea", "--min-tags", "1", "--yes") == 1  # begun with others
    assert "continues where" not in capsys.readouterr().err
