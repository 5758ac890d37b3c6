"""The command line: ``python -m recommender import | collect | build | recommend | evaluate | info | encoder``."""

import argparse
import os
import sys
from collections.abc import Sequence

from recommender.commands import build, collect, encoder, evaluate, import_, info, recommend
from recommender.errors import RecommenderError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0: done, 1: an error (one sentence on stderr), 2: wrong usage, 3: ``collect`` used up the
    server's limit, 130: stopped by Ctrl-C, 143: stopped by SIGTERM.
    """
    options = make_parser().parse_args(arguments)
    try:
        return options.run(options)
    except RecommenderError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing was left half-written.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of stdout is gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # a path that is too long, a folder that may not be looked into
        name = str(error.filename or "A file")
        shown = name if len(name) <= 80 else f"{name[:80]}…"
        print(f"error: {shown} can't be used ({error.strerror}); check the path.", file=sys.stderr)
        return 1


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
