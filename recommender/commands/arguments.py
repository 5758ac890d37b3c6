"""Arguments that several commands take, and their checks."""

import argparse
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
        default="bar",
        help="on stderr: bars, one JSON object per line, or nothing",
    )


@contextmanager
def open_progress(form: str) -> Iterator[Progress]:
    """The progress that ``--progress`` asked for; its bar is closed at the end."""
    if form == "bar":
        with Bars() as bars:
            yield bars
    else:
        yield json_lines if form == "json" else silent
