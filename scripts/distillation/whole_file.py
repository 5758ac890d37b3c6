"""A file that is written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from recommender.errors import RecommenderError
from recommender.whole import making


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a file that then takes the place of ``path``.

    Raises:
        RecommenderError: it can't be written, or another process is writing it.
    """
    advice = "free space or choose another folder"
    with making(path, RecommenderError, lambda _: None, advice=advice) as work:
        write(work.new)
        work.finish()
