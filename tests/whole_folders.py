"""Folders made by :mod:`recommender.whole`, for its tests."""

import errno
import sys

from recommender.errors import CollectionError
from recommender.whole import making
from recommender.workplace import Workplace


def anything(_):
    """May be replaced."""


def nothing(path):
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise CollectionError("in the way")


def write(output, text, check=anything):
    with making(output, CollectionError, check) as work:
        work.new.mkdir()
        (work.new / "a.txt").write_text(text)
        work.finish()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def cannot(*_):
    raise OSError(errno.EINVAL, "no")


def can_exchange():
    return sys.platform in ("linux", "darwin")


def leave(output, **folders):
    """What a process leaves that is killed while it makes ``output``."""
    place = Workplace(output)
    place.folder.mkdir()
    (place.folder / "lock").write_text("process 1 on here since 2020")
    for name, text in folders.items():
        (place.folder / name).mkdir()
        (place.folder / name / "a.txt").write_text(text)
