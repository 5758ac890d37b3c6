"""One post, made of one record of a posts file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recommender.errors import PostError
from recommender.hashtags import extract, parse_list

MAX_TEXT = 10_000
"""Longest caption in characters: Instagram allows 2,200."""

MAX_FIELD = 2_000
"""Longest other text in characters."""

MAX_HASHTAGS = 500
"""Most hashtags of one record: platforms allow 30 at most, so more is a mistake or an attack."""

_TEXT_FIELDS = ("creator", "license", "license_url", "source_url", "group", "category")


@dataclass(frozen=True)
class Post:
    """One image with its hashtags.

    ``image`` is the path as the source gave it, relative to the source; ``path`` where it lies now
    (None for a post read from a collection); ``line`` its place in the source. Unknown texts are "".
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
    path: Path | None = None
    line: int = 0

    @property
    def image_id(self) -> str:
        """The id that all posts of the very same image share: further ones count on from ``-2``."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Skipped:
    """A record that no post was made of."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


def make_post(record: Mapping[str, Any], folder: Path, line: int) -> Post:
    """A post from a record with the fields of :class:`Post`; hashtags of the caption count too.

    Raises:
        PostError: a field is missing or of the wrong type, the image's path leaves ``folder``,
            there is no such file, or there is no hashtag.
    """
    caption = _text(record, "caption", MAX_TEXT)
    given = parse_list(_tags(record.get("hashtags")))
    hashtags = tuple(dict.fromkeys([*given, *extract(caption)]))
    if not hashtags:
        raise PostError("no hashtags")
    image = _text(record, "image", MAX_FIELD)
    path = _image_path(image, folder)
    texts = {name: _text(record, name, MAX_FIELD) for name in _TEXT_FIELDS}
    return Post(image=image, hashtags=hashtags, caption=caption, path=path, line=line, **texts)


def _tags(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    if isinstance(value, str):  # as in CSV: separated by spaces or commas
        value = value.replace(",", " ").replace(";", " ").split()
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise PostError('"hashtags" is not a list of texts')
    if len(value) > MAX_HASHTAGS:
        raise PostError(f"more than {MAX_HASHTAGS} hashtags")
    return value


def _text(record: Mapping[str, Any], name: str, limit: int) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise PostError(f'"{name}" is not a text')
    if len(value) > limit:
        raise PostError(f'"{name}" is longer than {limit} characters')
    # Lone surrogates (JSON may hold them) can't be written as UTF-8.
    return value.encode("utf-8", "replace").decode("utf-8").strip()


def _image_path(image: str, folder: Path) -> Path:
    if not image:
        raise PostError("no image")
    if "://" in image:
        raise PostError(f"{image} is a web address; download the image and give its path")
    try:
        path = (folder / image).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise PostError(f"the image {image} is outside the folder of the posts file")
        if not path.is_file():
            raise PostError(f"there is no image file {image}")
    except (OSError, ValueError, RuntimeError) as error:  # NUL byte, name too long, link loop
        raise PostError("the image's path can't be used") from error
    return path
