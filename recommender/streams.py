"""The standard streams of a command: closed, full, or of an encoding that lacks a character."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from recommender.errors import RecommenderError, reason_of


@contextmanager
def standard_streams() -> Iterator[None]:
    """Make the standard streams safe to use.

    A stream that is closed is one that nobody wants: it becomes the null device, also for libraries,
    which would otherwise write into the next file that is opened. If stdout can't be written, a
    RecommenderError is raised; what can't be shown on stderr, progress above all, is no reason to
    give up a build. A character that the encoding of a stream lacks, or a file name that is no text,
    is written as an escape.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_null_device(number, name)
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = _Stream(sys.stdout, _refuse), _Stream(sys.stderr, _ignore)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def discard(stream: TextIO) -> None:
    """Send what a stream still holds, and all that follows, to the null device."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


class _Stream:
    """A stream that gives its errors to a function, but for that of a reader that is gone."""

    def __init__(self, stream: TextIO, failed: Callable[[OSError], None]) -> None:
        self._stream, self._failed = stream, failed

    def write(self, text: str) -> int:
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        self._try(self._stream.flush)

    def _try(self, function: Callable[[], object]) -> None:
        try:
            function()
        except BrokenPipeError:
            raise
        except OSError as error:
            discard(self._stream)  # else Python tries once more when it ends, and complains
            self._failed(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _refuse(error: OSError) -> None:
    raise RecommenderError(
        f"What was to be printed can't be written ({reason_of(error)}); send the output elsewhere."
    ) from error


def _ignore(error: OSError) -> None:
    """Go on without what could not be shown."""


def _open_null_device(number: int, name: str) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    try:
        os.fstat(number)  # taken by another file that was opened since
    except OSError:
        os.dup2(null, number)
        os.close(null)
        null = number
    mode = "r" if name == "stdin" else "w"
    setattr(sys, name, open(null, mode, errors="backslashreplace"))  # noqa: SIM115 (stays open)
