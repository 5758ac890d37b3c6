"""Arguments that several commands take, and their checks."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from recommender.progress import Bars, Progress, json_lines, silent


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value


def add_format(parser: argparse.ArgumentParser) -> None:
    """``--format``: the form in which the posts are."""
    parser.add_argument(
        "--format",
        metavar="NAME",
        help="posts, instagram, flickr, mirflickr, harrison, instaloader, gallery-dl or folder; "
        "told by a look at the files if left out",
    )


def add_progress(parser: argparse.ArgumentParser) -> None:
    """``--progress``: how to show how far a command is; for :func:`open_progress`."""
    parser.add_argument(
        "--progress",
        choices=("bar", "json", "none"),
        help="bars, one JSON object per line on stderr, or nothing; bars if left out, where stderr is "
        "a terminal",
    )


@contextmanager
def open_progress(form: str | None) -> Iterator[Progress]:
    """The progress that ``--progress`` asked for; its bar is closed at the end."""
    if form is None:
        form = "bar" if sys.stderr.isatty() else "none"
    bars = Bars()
    try:
        if form == "bar":
            yield bars
        else:
            yield json_lines if form == "json" else silent
    finally:
        bars.close()
