"""Posts files: ``.jsonl`` (one JSON object per line) and ``.csv`` (with a header line)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from recommender.errors import PostError
from recommender.sources.csv_rows import MAX_LINE, csv_rows
from recommender.sources.post import FindImage, Post, Skipped, make_post

POSTS = "posts.jsonl"
IMAGES = "images"
"""The posts file and the folder of images that ``import`` and ``collect`` write."""

ENDINGS = (".jsonl", ".ndjson", ".csv")
"""Endings of posts files, in lower case."""

Record = dict[str, object]


def read_posts_file(path: Path, find: FindImage | None = None) -> Iterator[Post | Skipped]:
    """The posts of a file in its order, with a :class:`Skipped` for each unusable record.

    Images are beside the file, or where ``find`` finds them.

    Raises:
        PostError: the file can't be read at all, lacks the columns ``image`` and ``hashtags``, or
            has more than twenty quotes that are never closed.
    """
    reader = _csv_records if path.suffix.lower() == ".csv" else _jsonl_records
    try:
        for lines, record in reader(path):
            yield _post_or_skipped(record, find or path.parent, lines)
    except FileNotFoundError as error:
        raise PostError(f"There is no posts file {path}; check the path.") from error
    except OSError as error:
        raise PostError(f"The posts file {path} can't be read ({error.strerror}).") from error


def _post_or_skipped(
    record: Record | str, folder: Path | FindImage, lines: range
) -> Post | Skipped:
    """``lines`` are those of the record: several for a row of CSV with line breaks in its cells."""
    kind = "bad record"
    if not isinstance(record, str):
        try:
            return make_post(record, folder, lines[0])
        except PostError as error:
            record, kind = str(error), error.kind
    if len(lines) > 1:
        record += f" (the row goes on to line {lines[-1]}, by the quotes in it)"
    return Skipped(lines[0], record, kind=kind)


def _jsonl_records(path: Path) -> Iterator[tuple[range, Record | str]]:
    """Line numbers with records, or with what is wrong with a line."""
    with path.open("rb") as file:
        number = 0
        while data := file.readline(MAX_LINE + 1):
            number += 1
            if len(data) > MAX_LINE:
                while data and not data.endswith(b"\n"):
                    data = file.readline(MAX_LINE)
                yield range(number, number + 1), f"longer than {MAX_LINE >> 20} MB"
            elif data.strip():
                yield range(number, number + 1), _parse_json(data.removeprefix(b"\xef\xbb\xbf"))


def _parse_json(data: bytes) -> Record | str:
    try:
        record = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return "not UTF-8"
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})" if isinstance(error, ValueError) else "JSON nested too deep"
    return record if isinstance(record, dict) else "not a JSON object"


def _csv_records(path: Path) -> Iterator[tuple[range, Record | str]]:
    # Bytes that are not UTF-8 become lone surrogates, so that one bad row does not end the file.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        header = file.readline(MAX_LINE)
        csv.field_size_limit(MAX_LINE)
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
        for lines, cells in csv_rows(file, delimiter, path):
            if isinstance(cells, str):
                yield lines, cells
            elif any(cell.strip() for cell in cells):
                yield lines, _csv_record(columns, cells)


def _csv_record(columns: list[str], cells: list[str]) -> Record | str:
    if len(cells) > len(columns):
        return f"{len(cells)} cells, but the first line names {len(columns)} columns"
    if any("\ud800" <= c <= "\udfff" for cell in cells for c in cell):
        return "not UTF-8"
    return dict(zip(columns, cells, strict=False))
