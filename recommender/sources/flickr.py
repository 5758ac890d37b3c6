"""Flickr's export ("Your Flickr data"): a ``photo_<id>.json`` per photo, and zips of images."""

import html
import os
import re
from collections.abc import Iterator, Sequence

from recommender.errors import PostError
from recommender.sources.json_values import text_at, texts_of
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tag_noise import without_noise
from recommender.sources.tree import VIDEOS, Tree, is_image, suffix

_RECORD = re.compile(r"(?:.*/)?photo_(\d+)\.json")
_OWN_ID = re.compile(r"(?:.*_)?(\d+)_o|(\d+)_[0-9a-f]+(?:_[a-z])?")
_USER = re.compile(r"https?://(?:www\.)?flickr\.com/photos/([^/]{1,100})/")
_MARKUP = re.compile(r"<[^<>]{0,2000}>")

LICENSES = {
    "0": ("All rights reserved", ""),
    "1": ("CC BY-NC-SA 2.0", "https://creativecommons.org/licenses/by-nc-sa/2.0/"),
    "2": ("CC BY-NC 2.0", "https://creativecommons.org/licenses/by-nc/2.0/"),
    "3": ("CC BY-NC-ND 2.0", "https://creativecommons.org/licenses/by-nc-nd/2.0/"),
    "4": ("CC BY 2.0", "https://creativecommons.org/licenses/by/2.0/"),
    "5": ("CC BY-SA 2.0", "https://creativecommons.org/licenses/by-sa/2.0/"),
    "6": ("CC BY-ND 2.0", "https://creativecommons.org/licenses/by-nd/2.0/"),
    "7": ("No known copyright restrictions", "https://www.flickr.com/commons/usage/"),
    "8": ("United States government work", "https://www.usa.gov/government-copyright"),
    "9": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "10": ("Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
}
"""Name and address of each licence, by the number that Flickr's API gives it."""


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether there is a ``photo_<id>.json``."""
    return any(_RECORD.fullmatch(name) for name in names)


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per photo, in the order of their numbers; the photos of an album share a ``group``.

    Raises:
        PostError: there is no ``photo_<id>.json``.
    """
    records: list[tuple[int, Tree, str]] = []
    files: dict[str, str] = {}
    for part in tree.parts():
        for name in part.names():
            if found := _RECORD.fullmatch(name):
                records.append((int(found[1][:30]), part, name))
            elif is_image(name) or suffix(name) in VIDEOS:
                _remember(files, name)
    if not records:
        raise PostError(
            f"There is no photo_<id>.json in {tree.label}; give the part of the Flickr export with "
            "the JSON files as well (its name ends in _part1.zip)."
        )
    for number, part, name in sorted(records, key=lambda found: (found[0], found[2])):
        yield _post_of(tree, part, name, str(number), files)


def _remember(files: dict[str, str], name: str) -> None:
    """Note a file by the numbers in its name ``<title>_<id>_o.jpg``; the title may have some."""
    stem = os.path.splitext(name.rpartition("/")[2])[0]
    if own := _OWN_ID.fullmatch(stem):
        files[own[1] or own[2]] = name
        return
    for number in re.findall(r"\d{5,20}", stem):
        files.setdefault(number, name)


def _post_of(
    tree: Tree, part: Tree, name: str, number: str, files: dict[str, str]
) -> Post | Skipped:
    try:
        record = part.read_json(name)
    except PostError as error:
        return Skipped(0, str(error), place=name, kind=error.kind)
    if not isinstance(record, dict):
        return Skipped(0, "is not a JSON object", place=name, kind="unknown form")
    image = files.get(number)
    if image is None:
        reason = "the export lacks this photo's image; give all its parts (data-download-1.zip, …)"
        return Skipped(0, reason, place=name, kind="no image")
    if suffix(image) in VIDEOS:
        return Skipped(0, "is a video", place=image, kind="video")
    page = text_at(record, "photopage")
    user = _USER.match(page)
    album = text_at(record, "albums", 0, "id") or text_at(record, "albums", 0, "title")
    texts = [text_at(record, "name"), _MARKUP.sub(" ", text_at(record, "description"))]
    texts = [html.unescape(text) for text in texts]
    return imported_post(
        image,
        tree.file(image),
        without_noise(texts_of(record.get("tags"), "tag")),
        "\n".join(text for text in texts if text.strip()),
        creator=user[1] if user else "",
        license=text_at(record, "license"),
        source_url=page if user else "",
        group=f"album {album}" if album else "",
    )
