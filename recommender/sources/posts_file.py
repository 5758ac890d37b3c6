"""Posts files: ``.jsonl`` (one JSON object per line) and ``.csv`` (with a header line)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from recommender.errors import PostError
from recommender.sources.post import Post, Skipped, make_post

MAX_LINE = 1024 * 1024
"""Longest line of a JSON Lines file in bytes, and longest cell of a CSV file in characters."""

POSTS = "posts.jsonl"
IMAGES = "images"
"""The posts file and the folder of images that ``import`` and ``collect`` write."""

ENDINGS = (".jsonl", ".ndjson", ".csv")
"""Endings of posts files, in lower case."""

Record = dict[str, object]


def read_posts_file(path: Path) -> Iterator[Post | Skipped]:
    """The posts of a file in its order, with a :class:`Skipped` for each unusable record.

    Raises:
        PostError: the file can't be read at all, or lacks the columns ``image`` and ``hashtags``.
    """
    reader = _csv_records if path.suffix.lower() == ".csv" else _jsonl_records
    try:
        for line, record in reader(path):
            yield _post_or_skipped(record, path.parent, line)
    except FileNotFoundError as error:
        raise PostError(f"There is no posts file {path}; check the path.") from error
    except OSError as error:
        raise PostError(f"The posts file {path} can't be read ({error.strerror}).") from error


def _post_or_skipped(record: Record | str, folder: Path, line: int) -> Post | Skipped:
    if isinstance(record, str):
        return Skipped(line, record)
    try:
        return make_post(record, folder, line)
    except PostError as error:
        return Skipped(line, str(error), kind=error.kind)


def _jsonl_records(path: Path) -> Iterator[tuple[int, Record | str]]:
    """Line numbers with records, or with what is wrong with a line."""
    with path.open("rb") as file:
        number = 0
        while data := file.readline(MAX_LINE + 1):
            number += 1
            if len(data) > MAX_LINE:
                while data and not data.endswith(b"\n"):
                    data = file.readline(MAX_LINE)
                yield number, f"longer than {MAX_LINE >> 20} MB"
            elif data.strip():
                yield number, _parse_json(data.removeprefix(b"\xef\xbb\xbf"))


def _parse_json(data: bytes) -> Record | str:
    try:
        record = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return "not UTF-8"
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})" if isinstance(error, ValueError) else "JSON nested too deep"
    return record if isinstance(record, dict) else "not a JSON object"


def _csv_records(path: Path) -> Iterator[tuple[int, Record | str]]:
    # Bytes that are not UTF-8 become lone surrogates, so that one bad row does not end the file.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        header = file.readline(MAX_LINE)
        delimiter = max(",;\t", key=header.count)
        columns = [
            name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])
        ]
        missing = [name for name in ("image", "hashtags") if name not in columns]
        if missing:
            raise PostError(
                f"The posts file {path} has no column {' and no column '.join(missing)} in its first "
                "line; name the columns image and hashtags there."
            )
        csv.field_size_limit(MAX_LINE)
        lines = _BoundedLines(file)
        rows = csv.reader(lines, delimiter=delimiter)
        while True:
            line = lines.number + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, f"not CSV ({error})"
                continue
            if any(cell.strip() for cell in cells):
                yield line, _csv_record(columns, cells)


class _BoundedLines:
    """The lines of a CSV file after its first; for one that is too long, a csv.Error.

    ``number`` is that of the last line that was read.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.number = 1

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith("\n"):
                line = self._file.readline(MAX_LINE)
            raise csv.Error(f"a line longer than {MAX_LINE >> 20} MB")
        return line


def _csv_record(columns: list[str], cells: list[str]) -> Record | str:
    if len(cells) > len(columns):
        return f"{len(cells)} cells, but the first line names {len(columns)} columns"
    if any("\ud800" <= c <= "\udfff" for cell in cells for c in cell):
        return "not UTF-8"
    return dict(zip(columns, cells, strict=False))
