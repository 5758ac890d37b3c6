"""Folders of gallery-dl: each image ``NAME.jpg`` beside ``NAME.jpg.json`` or ``NAME.jpg.txt``."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from recommender.errors import PostError
from recommender.sources.flickr import LICENSES
from recommender.sources.json_values import text_at, texts_of
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tag_noise import without_noise
from recommender.sources.tree import VIDEOS, Tree, is_image, join, suffix

_SAFE = re.compile(r"[A-Za-z0-9@_.-]{1,64}")


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether an image has a file of tags, or a file of metadata with gallery-dl's ``category``."""
    sidecars = [name for name in names if is_image(name.rpartition(".")[0])]
    if any(name.endswith(".txt") for name in sidecars):
        return True
    candidates = islice((name for name in sidecars if name.endswith(".json")), 20)
    return any("category" in tree.glance(name) for name in candidates)


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per image, in the folders' order; images of one Instagram post share a ``group``."""
    for folder, names in tree.folders():
        present = set(names)
        for name in names:
            place = join(folder, name)
            if suffix(name) in VIDEOS:
                yield Skipped(0, "is a video", place=place, kind="video")
            elif not is_image(name):
                continue
            elif f"{name}.json" in present:
                yield _post_of_json(tree, place)
            elif f"{name}.txt" in present:
                yield _post_of_tags(tree, place)
            else:
                reason = f"has no {name}.json or {name}.txt beside it"
                yield Skipped(0, reason, place=place, kind="no caption")


def _post_of_json(tree: Tree, image: str) -> Post | Skipped:
    try:
        record = tree.read_json(f"{image}.json")
    except PostError as error:
        return Skipped(0, str(error), place=image, kind=error.kind)
    if not isinstance(record, dict):
        reason = "has metadata of an unknown form beside it"
        return Skipped(0, reason, place=image, kind="unknown form")
    site = text_at(record, "category")
    tags = record.get("tags")
    listed = tags.split() if isinstance(tags, str) else list(texts_of(tags, "raw", "name", "tag"))
    if site == "instagram":
        return imported_post(
            image, tree.file(image), listed, text_at(record, "description"), **_instagram(record)
        )
    caption = text_at(record, "title")
    texts = _flickr(record) if site == "flickr" else _other(record)
    return imported_post(image, tree.file(image), without_noise(listed), caption, **texts)


def _post_of_tags(tree: Tree, image: str) -> Post | Skipped:
    try:
        tags = tree.read_text(f"{image}.txt").splitlines()
    except PostError as error:
        return Skipped(0, str(error), place=image, kind=error.kind)
    hashtags = any(tag.startswith("#") for tag in tags)  # from a caption, as the person typed them
    return imported_post(image, tree.file(image), tags if hashtags else without_noise(tags))


def _instagram(record: dict[str, Any]) -> dict[str, str]:
    shortcode = text_at(record, "post_shortcode") or text_at(record, "shortcode")
    creator = text_at(record, "username")
    return {
        "creator": creator,
        "source_url": text_at(record, "post_url"),
        "group": shortcode or creator,
    }


def _flickr(record: dict[str, Any]) -> dict[str, str]:
    owner = next(
        (name for key in ("realname", "username") if (name := text_at(record, "owner", key))),
        text_at(record, "owner") or text_at(record, "username"),
    )
    user = text_at(record, "owner", "nsid") or text_at(record, "user", "nsid")
    number = str(record.get("id", ""))
    known = _SAFE.fullmatch(user) and _SAFE.fullmatch(number)
    license, url = LICENSES.get(str(record.get("license", "")), ("", ""))
    return {
        "creator": owner,
        "license": text_at(record, "license_name") or license,
        "license_url": url,
        "source_url": f"https://www.flickr.com/photos/{user}/{number}/" if known else "",
        "group": user or owner,
    }


def _other(record: dict[str, Any]) -> dict[str, str]:
    creator = (
        text_at(record, "username") or text_at(record, "user", "name") or text_at(record, "author")
    )
    return {"creator": creator, "group": creator}
