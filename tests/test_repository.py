"""Promises about the files themselves."""

import re
import tomllib
from pathlib import Path

import command_reference

from recommender.features.images import MAX_BYTES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_command_reference_is_what_the_parser_says():
    written = command_reference.PATH.read_text(encoding="utf-8")
    again = f"docs/commands.md is out of date; make it again: {command_reference.COMMAND}"
    assert written == command_reference.reference(), again


def test_the_reference_shows_each_argument_of_each_command():
    text = command_reference.reference()
    for command in ("build", "recommend", "evaluate", "info"):
        assert f"## `{command}`\n" in text
    assert "| `POSTS` |  | posts.jsonl or posts.csv; image paths are relative to it |" in text
    assert "| `--alpha N` | 20 | ALS confidence of a hashtag that a post has |" in text
    assert r"| `--block FILE\|HASHTAG` |  | never suggest these; may be repeated |" in text
    assert "python -m recommender recommend IMAGE... --collection DIR [OPTIONS]" in text


def test_readme_names_each_command():
    for command, _ in command_reference.commands(command_reference.make_parser()):
        name = command.prog.removeprefix("python -m recommender ")
        assert f"recommender {name}" in README, f"README does not name the command {name}"


def test_readme_has_two_commands_first():
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    assert "streamlit run streamlit_app.py" in blocks[0]
    assert "pytest" in blocks[1]
    assert len(blocks[0].strip().splitlines()) == len(blocks[1].strip().splitlines()) == 1


def test_upload_limits_agree():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert MAX_BYTES >> 20 <= config["server"]["maxUploadSize"] <= 50
    assert config["browser"]["gatherUsageStats"] is False
    for theme in ("light", "dark"):
        assert len(config["theme"][theme]["chartCategoricalColors"]) == 10
