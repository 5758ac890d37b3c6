"""The command line: ``python -m recommender import | collect | build | recommend | evaluate | info | encoder``."""

import argparse
import os
import sys
from collections.abc import Sequence

from recommender.commands import build, collect, encoder, evaluate, import_, info, recommend
from recommender.errors import RecommenderError, reason_of
from recommender.printable import printable
from recommender.streams import discard, standard_streams


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0: done, 1: an error (one sentence on stderr), 2: wrong usage, 3: ``collect`` used up the
    server's limit, 130: stopped by Ctrl-C, 143: stopped by SIGTERM.
    """
    with standard_streams():
        try:
            return _run(arguments)
        except BrokenPipeError:  # the reader of stdout or stderr is gone, as with `| head`
            discard(sys.stdout)
            discard(sys.stderr)
            return 1


def _run(arguments: Sequence[str] | None) -> int:
    try:
        try:
            options = make_parser().parse_args(arguments)
            return options.run(options)
        finally:
            sys.stdout.flush()
    except RecommenderError as error:
        print(f"error: {printable(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing was left half-written.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:  # a path that is too long, a folder that may not be looked into
        print(f"error: {_system_error(error)}", file=sys.stderr)
        return 1


def _system_error(error: OSError) -> str:
    if error.filename is None:
        return f"Reading or writing failed ({reason_of(error)}); free space, or check the disk."
    name = os.fsdecode(error.filename) if not isinstance(error.filename, int) else "A file"
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return f"{shown} can't be used ({reason_of(error)}); check the path."


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; ``docs/commands.md`` is made from it."""
    parser = argparse.ArgumentParser(
        prog="python -m recommender",
        description="Hashtags for a photo, from posts that look like it.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (import_, collect, build, recommend, evaluate, info, encoder):
        command.add(commands)
    return parser
