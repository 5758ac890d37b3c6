"""Arguments that several commands share, and their checks."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recommender.errors import RecommenderError
from recommender.paths import checked
from recommender.progress import Bars, Progress, json_events, silent


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value


def path(text: str) -> Path:
    """A path; an empty one, as from a variable of the shell that is not set, is an error."""
    if not text:
        raise RecommenderError("A path is empty; name a file or a folder.")
    return checked(Path(text))


def source(text: str) -> Path | str:
    """A path, or an address (``s3a://...``) as it is."""
    return text if "://" in text else path(text)


def add_format(parser: argparse.ArgumentParser) -> None:
    """``--format``: the format of the posts."""
    parser.add_argument(
        "--format",
        metavar="NAME",
        help="posts, instagram, flickr, mirflickr, harrison, instaloader, gallery-dl or folder; "
        "detected from the files if left out",
    )


def add_progress(parser: argparse.ArgumentParser) -> None:
    """``--progress``: how to show a command's progress; for :func:`open_progress`."""
    parser.add_argument(
        "--progress",
        choices=("bar", "json", "none"),
        default="bar",
        help="on stderr: bars, one JSON object per line, or nothing",
    )


@contextmanager
def open_progress(form: str) -> Iterator[Progress]:
    """The kind of progress that ``--progress`` asks for; a bar is closed at the end."""
    if form == "bar":
        with Bars() as bars:
            yield bars
    else:
        yield json_events if form == "json" else silent


DEFAULT_COLLECTION = "if left out, your newest one in the data folder, or else the demo"
"""What the help of a command says that can do without a collection's name."""


def chosen_collection(folder: Path | None, argument: str) -> Path:
    """The collection that was named or, if none was, the default one, which is said on stderr.

    ``argument`` is where it could have been named.

    Raises:
        CollectionError: none was named, and there is none.
    """
    if folder is not None:
        return folder
    from recommender.collection.own import default_collection
    from recommender.paths import DEMO

    chosen = default_collection()
    which = (
        "the demo, whose posts are rendered pictures"
        if chosen == DEMO
        else f"your newest one, {chosen}"
    )
    print(f"No collection was named ({argument}): using {which}.", file=sys.stderr)
    return chosen
