"""The rows of a CSV file that may be broken anywhere, in bounded memory and time."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from recommender.errors import PostError

MAX_LINE = 1024 * 1024
"""Longest line of a posts file: bytes of a JSON Lines file, characters of a row of CSV."""

MAX_UNCLOSED = 20
"""Most quotes of a CSV file that may be opened and never closed: up to 1 MB is read twice for each."""


def csv_rows(file: TextIO, delimiter: str, path: Path) -> Iterator[tuple[range, list[str] | str]]:
    """The cells of each row after the first line, or what is wrong with it.

    Each comes with the numbers of its lines. A quote that is never closed would take in all lines
    after it: only the line where it is opened is given up.

    Raises:
        PostError: there are more than :data:`MAX_UNCLOSED` such quotes in the file at ``path``.
    """
    lines = _RowLines(file)
    rows = csv.reader(lines, delimiter=delimiter)
    unclosed = 0
    while True:
        first = lines.begin_row()
        cells: list[str] | str
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            cells = f"not CSV ({error})"
        if lines.ended or (isinstance(cells, str) and lines.number > first):
            unclosed += 1
            if unclosed > MAX_UNCLOSED:
                raise PostError(
                    f"The posts file {path} has more than {MAX_UNCLOSED} quotes that are never "
                    f"closed, the last of them in line {first}; write it with a program that knows CSV."
                )
            lines.go_back()
            cells = "a quote is opened here and never closed"
        yield range(first, lines.number + 1), cells


class _RowLines:
    """The lines of a CSV file after its first, for a ``csv.reader``; those of a row can be read again.

    Attributes:
        number: that of the last line that was read, from 1.
        ended: whether the file ended within the row.
    """

    def __init__(self, file: TextIO) -> None:
        self.number = 1
        self.ended = False
        self._file = file
        self._ahead: deque[str | None] = deque()
        self._row: list[str | None] = []
        self._size = 0

    def begin_row(self) -> int:
        """The number of the row's first line."""
        self._row.clear()
        self._size = 0
        self.ended = False
        return self.number + 1

    def go_back(self) -> None:
        """To the row's second line, which is read again."""
        self._ahead.extendleft(reversed(self._row[1:]))
        self.number -= len(self._row) - 1

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        """Raises csv.Error for a line, or a row, that is too long."""
        line = self._ahead.popleft() if self._ahead else self._read()
        if line == "":
            self.ended = bool(self._row)
            raise StopIteration
        self.number += 1
        self._row.append(line)
        if line is None:
            raise csv.Error(f"a line longer than {MAX_LINE >> 20} MB")
        self._size += len(line)
        if self._size > MAX_LINE:
            raise csv.Error(f"a row longer than {MAX_LINE >> 20} MB")
        return line

    def _read(self) -> str | None:
        """The next line of the file; None for one that is too long, "" at the end."""
        line = self._file.readline(MAX_LINE + 1)
        if len(line) <= MAX_LINE:
            return line
        while line and not line.endswith("\n"):
            line = self._file.readline(MAX_LINE)
        return None
