"""A post, made from one record of a source, or the reason why a record is skipped."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from recommender.errors import PostError
from recommender.hashtags import extract, normalize, parse_list
from recommender.printable import printable
from recommender.sources.archive import ArchiveMember

ID = re.compile(r"[0-9a-f]{16}(-[1-9][0-9]{0,8})?")
"""The form of an id: the beginning of the image's sha256 and, for its further posts, a number."""

MAX_TEXT = 10_000
"""Longest caption in characters: Instagram allows 2,200."""

MAX_FIELD = 2_000
"""Longest other text in characters."""

MAX_HASHTAGS = 500
"""Most hashtags of one record: platforms allow 30 at most, so more is a mistake or an attack."""

TEXT_FIELDS = (
    "creator",
    "license",
    "license_url",
    "source_url",
    "group",
    "category",
    "attribution",
    "query",
)
"""The optional texts of a record in a posts file, besides the caption."""


@dataclass(frozen=True)
class Post:
    """One image with its hashtags.

    ``image`` is the path that the source gives, relative to the source. ``path`` is where the image
    is now: a file, or a member of a zip (None for a post read from a collection). ``line`` is the
    record's line in a posts file, from 1, and 0 for other sources. ``attribution`` is the credit
    that the licence asks for. ``query`` is the normalised hashtag that a collector searched for,
    which the person may not have typed. Unknown texts are "".
    """

    image: str
    hashtags: tuple[str, ...]
    caption: str = ""
    creator: str = ""
    license: str = ""
    license_url: str = ""
    source_url: str = ""
    group: str = ""
    category: str = ""
    id: str = ""
    path: Path | ArchiveMember | None = None
    line: int = 0
    attribution: str = ""
    query: str = ""

    @property
    def image_id(self) -> str:
        """The id without ``-2``, ``-3`` and so on: all posts of the very same image share it."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Skipped:
    """A record that did not become a post.

    ``line`` is its line in a posts file; for other sources, ``place`` says where it is (a file, a
    member of a zip). ``kind`` is the reason in a word or two, for counting.
    """

    line: int
    reason: str
    place: str = ""
    kind: str = "bad record"

    @classmethod
    def of(cls, post: Post, reason: str, kind: str) -> "Skipped":
        """For a post that turned out to be unusable: the image is named."""
        if post.line:
            return cls(post.line, f"{post.image}: {reason}", kind=kind)
        return cls(0, reason, place=post.image, kind=kind)

    def __str__(self) -> str:
        place = printable(self.place, 300) or f"line {self.line}"
        return f"{place}: {printable(self.reason, 700)}"


FindImage: TypeAlias = Callable[[str], Path | None]
"""The file of an image's name; None if it is not on this disk. Raises PostError if there is none."""


def make_post(record: Mapping[str, Any], folder: Path | FindImage, line: int) -> Post:
    """A post from a record with the fields of :class:`Post`; hashtags in the caption count too.

    ``folder`` holds the images, or is a function that finds them.

    Raises:
        PostError: a field is missing or of the wrong type, the image's path leaves ``folder``,
            there is no such file, or there is no hashtag.
    """
    caption = _text(record, "caption", MAX_TEXT)
    given = parse_list(_tags(record.get("hashtags")))
    hashtags = tuple(dict.fromkeys([*given, *extract(caption)]))
    if not hashtags:
        raise PostError("no hashtags", kind="no hashtags")
    image = _text(record, "image", MAX_FIELD)
    if not image:
        raise PostError("no image", kind="no image")
    if "://" in image:
        raise PostError(f"{image} is a web address; download the image and give its path")
    path = path_inside(folder, image) if isinstance(folder, Path) else folder(image)
    texts = {name: _text(record, name, MAX_FIELD) for name in TEXT_FIELDS}
    texts["query"] = normalize(texts["query"]) or ""
    return Post(image=image, hashtags=hashtags, caption=caption, path=path, line=line, **texts)


def imported_post(
    image: str,
    path: Path | ArchiveMember | None,
    tags: Iterable[str] = (),
    caption: str = "",
    **texts: str,
) -> Post | Skipped:
    """A post from another format. Texts that are too long are cut, since people can't correct them.

    ``path`` is where the image is, None if it is missing. ``tags`` and the hashtags in ``caption``
    are normalised here. ``texts`` are fields of :class:`Post`.
    """
    image = clean_text(image, MAX_FIELD)
    caption = clean_text(caption, MAX_TEXT)
    if path is None:
        return Skipped(0, "there is no such file", place=image, kind="no image")
    hashtags = tuple(dict.fromkeys([*parse_list(tags), *extract(caption)]))[:MAX_HASHTAGS]
    if not hashtags:
        return Skipped(0, "no hashtags", place=image, kind="no hashtags")
    cleaned: dict[str, Any] = {n: clean_text(text, MAX_FIELD) for n, text in texts.items()}
    return Post(image=image, hashtags=hashtags, caption=caption, path=path, **cleaned)


def decoded(data: bytes) -> str:
    """Text from bytes: UTF-8 today, one byte per character from old Windows and Mac programs."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def clean_text(text: str, limit: int) -> str:
    """The first ``limit`` characters of a text, stripped, and safe to write as UTF-8."""
    # Lone surrogates, which JSON and file names may hold, can't be written as UTF-8.
    return text[:limit].encode("utf-8", "replace").decode("utf-8").strip()


def path_inside(folder: Path, name: str) -> Path:
    """The file with this name in a folder; links are followed.

    Raises:
        PostError: the file is outside of the folder or missing, or the name can't be used.
    """
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise PostError(f"{name} is outside the folder of the source", kind="refused")
        if not path.is_file():
            raise PostError(f"there is no image file {name}", kind="no image")
    except (OSError, ValueError, RuntimeError) as error:  # NUL byte, name too long, link loop
        raise PostError("the image's path can't be used", kind="no image") from error
    return path


def _tags(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    if isinstance(value, str):  # as in CSV: separated by spaces, commas or semicolons
        value = value.replace(",", " ").replace(";", " ").split()
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise PostError('"hashtags" is not a list of strings')
    if len(value) > MAX_HASHTAGS:
        raise PostError(f"more than {MAX_HASHTAGS} hashtags")
    return value


def _text(record: Mapping[str, Any], name: str, limit: int) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise PostError(f'"{name}" is not a string')
    if len(value) > limit:
        raise PostError(f'"{name}" is longer than {limit} characters')
    return clean_text(value, limit)
