"""Any source -> a folder with ``posts.jsonl`` and ``images/``, which ``build`` takes."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from recommender.errors import ImageError, RecommenderError
from recommender.features.images import extension_of, read_bytes
from recommender.progress import Progress, silent
from recommender.sources.formats import open_source
from recommender.sources.post import TEXT_FIELDS, Post, Skipped
from recommender.sources.posts_file import IMAGES, POSTS
from recommender.whole import making

SKIPPED_FILE = "skipped.txt"

MAX_LISTED = 100_000
"""Most lines of ``skipped.txt``."""

N_SHOWN = 20
"""Skipped items that a report holds; ``skipped.txt`` lists more of them."""


@dataclass
class ImportReport:
    """What an import did: counts, the first skipped items, and all of them by kind."""

    folder: Path
    format: str
    n_posts: int = 0
    hashtags: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def import_posts(
    paths: Path | Sequence[Path],
    output: Path,
    format: str | None = None,
    *,
    limit: int | None = None,
    progress: Progress = silent,
    checkpoint: Callable[[], object] = lambda: None,
) -> ImportReport:
    """Read a source and write ``posts.jsonl``, ``images/`` and ``skipped.txt``: whole, or not at all.

    Images that can be decoded are copied byte by byte, under names made from their sha256. If a
    picture comes more than once, only the first is kept. One post at a time is in memory.

    Args:
        paths, format: see :func:`~recommender.sources.formats.open_source`.
        output: a new or an empty folder.
        limit: stop after this many posts.
        progress: called with the stage ``"import"``, the posts written so far, and ``limit``.
        checkpoint: called just before the folder is put in place; what it raises stops the import.

    Raises:
        PostError: the source can't be read.
        RecommenderError: the source has no usable post, or the output is in the way or can't be
            written.
    """
    given = (paths,) if isinstance(paths, Path) else tuple(paths)
    output = output.absolute()
    with making(output, RecommenderError, partial(_check_output, sources=given)) as work:
        source = open_source(given, format)
        report = ImportReport(output, source.format)
        (work.new / IMAGES).mkdir(parents=True)
        with (
            (work.new / POSTS).open("w", encoding="utf-8", newline="\n") as posts_file,
            (work.new / SKIPPED_FILE).open("w", encoding="utf-8", newline="\n") as skipped_file,
            closing(source.items(unique=True)) as items,
        ):
            for item in items:
                written = (
                    _write_post(item, work.new, posts_file) if isinstance(item, Post) else item
                )
                if isinstance(written, Skipped):
                    _note(written, report, skipped_file)
                    continue
                report.n_posts += 1
                report.hashtags.update(written.hashtags)
                progress("import", report.n_posts, limit)
                if report.n_posts == limit:
                    break
        if not report.n_posts:
            raise RecommenderError(_nothing_usable(source.format, given, report))
        checkpoint()
        work.finish()
    return report


def _write_post(post: Post, folder: Path, posts_file: IO[str]) -> Post | Skipped:
    assert post.path is not None  # posts of a source always have one
    try:
        data = read_bytes(post.path)
    except ImageError as error:  # it was readable a moment ago, when duplicates were looked for
        return Skipped.of(post, str(error), "unreadable image")
    record = {"image": f"{IMAGES}/{_image_name(data)}", "hashtags": list(post.hashtags)}
    texts = {name: getattr(post, name) for name in ("caption", *TEXT_FIELDS)}
    record |= {name: text for name, text in texts.items() if text}
    (folder / str(record["image"])).write_bytes(data)
    posts_file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return post


def _image_name(data: bytes) -> str:
    """A safe name, the same for the same image, with the ending of its real format."""
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{extension_of(data)}"


def _note(skipped: Skipped, report: ImportReport, file: IO[str]) -> None:
    report.kinds[skipped.kind] += 1
    if len(report.skipped) < N_SHOWN:
        report.skipped.append(skipped)
    if report.kinds.total() <= MAX_LISTED:
        file.write(f"{skipped}\n")
    elif report.kinds.total() == MAX_LISTED + 1:
        file.write("More are not listed, but counted.\n")


def _check_output(output: Path, sources: Sequence[Path]) -> None:
    for source in sources:
        # os.path: pathlib raises if the source's name is too long, which is none of the output's.
        if os.path.isdir(source) and output.resolve().is_relative_to(source.resolve()):
            raise RecommenderError(
                f"{output} lies in {source}, which is being read; choose an --output outside of it."
            )
    if not output.exists() and not output.is_symlink():
        return
    if not output.is_dir():
        raise RecommenderError(f"{output} is a file; choose another --output.")
    if next(islice(output.iterdir(), 1), None) is not None:
        raise RecommenderError(f"The folder {output} is not empty; choose another --output.")


def _nothing_usable(format: str, sources: Sequence[Path], report: ImportReport) -> str:
    names = ", ".join(str(path) for path in sources)
    if not report.kinds:
        return (
            f"There is no post in {names}, read as {format}; check the path or name the --format."
        )
    kind, number = report.kinds.most_common(1)[0]
    return (
        f"There is no usable post in {names}, read as {format}: {report.kinds.total():,} skipped, "
        f"most often because: {kind} ({number:,}). The first: {report.skipped[0]}."
    )
