"""Write docs/commands.md, the reference of all commands, from the command line's own parser.

    PYTHONPATH=. python scripts/command_reference.py

It reads the parser's actions, not its help text, whose layout differs between versions of Python.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from recommender.cli import make_parser

PATH = Path(__file__).resolve().parent.parent / "docs/commands.md"
COMMAND = "PYTHONPATH=. python scripts/command_reference.py"
HEAD = f"""# Commands

<!-- Made by `{COMMAND}`; edit the help texts in recommender/commands/ instead of this file. -->

An installed package has the command `hashtag-recommender` too, which is the same as
`python -m recommender`. Exit status: 0 if all went well, 1 after an error (one sentence on stderr),
2 for wrong usage, 3 if the server's limit ended `collect`, 130 after Ctrl-C, 143 after SIGTERM.
"""


def reference() -> str:
    """The whole of docs/commands.md."""
    return "\n".join([HEAD, *(section(p, help_) for p, help_ in commands(make_parser()))])


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """The parser of each command that can be run, also of subcommands, with its one-line help."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                below = list(commands(command))
                yield from below or [(command, helps.get(name, ""))]


def section(parser: argparse.ArgumentParser, help_: str) -> str:
    """Heading, description, usage and a table of the arguments of one command."""
    actions = [a for a in parser._actions if not isinstance(a, argparse._HelpAction)]
    actions = [a for a in actions if a.help != argparse.SUPPRESS]
    lines = [
        f"## `{parser.prog.removeprefix('python -m recommender ')}`",
        "",
        parser.description or help_,
        "",
        "```",
        usage(parser, actions),
        "```",
        "",
        "| argument | default | |",
        "|---|---|---|",
        *(row(action, parser) for action in actions),
    ]
    return "\n".join(lines) + "\n"


def usage(parser: argparse.ArgumentParser, actions: list[argparse.Action]) -> str:
    """The command with its positional arguments and the options that it must have."""
    words = [written(a) for a in actions if not a.option_strings or a.required]
    optional = any(a.option_strings and not a.required for a in actions)
    return " ".join([parser.prog, *words, *(["[OPTIONS]"] if optional else [])])


def written(action: argparse.Action) -> str:
    """An argument as it is typed: ``--given HASHTAG...``, ``IMAGE...``, ``--json``."""
    name = ", ".join(action.option_strings)
    if action.nargs == 0:
        return name
    if action.metavar:
        value = action.metavar if isinstance(action.metavar, str) else " ".join(action.metavar)
    elif action.choices:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    else:
        value = "N" if isinstance(action.default, (int, float)) else action.dest.upper()
    value += "..." if action.nargs in ("+", "*") else ""
    value = f"[{value}]" if action.nargs in ("?", "*") else value
    return f"{name} {value}".strip()


def row(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    """One line of the table."""
    values = {**vars(action), "prog": parser.prog}
    text = (action.help or "") % values
    notes = ["required"] if action.required and action.option_strings else []
    notes += ["may be repeated"] if isinstance(action, argparse._AppendAction) else []
    for group in parser._mutually_exclusive_groups:
        if action in group._group_actions:
            others = [written(a) for a in group._group_actions if a is not action]
            notes.append("not with " + ", ".join(f"`{other}`" for other in others))
    notes = [text, *notes] if text else notes
    return f"| `{_cell(written(action))}` | {_default(action)} | {_cell('; '.join(notes))} |"


def _default(action: argparse.Action) -> str:
    empty = action.default is None or action.default == [] or action.nargs == 0
    if empty or action.default == argparse.SUPPRESS or not action.option_strings:
        return ""
    default = action.default
    return f"{default:g}" if isinstance(default, float) else _cell(str(default))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8")
    print(PATH)
