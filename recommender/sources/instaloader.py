"""Folders of instaloader: images beside a ``.json.xz``, ``.json`` or ``.txt`` of the same name."""

import lzma
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from recommender.errors import PostError
from recommender.sources.json_values import parse_json, text_at
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tree import MAX_TEXT_FILE, VIDEOS, Tree, is_image, join, suffix

_SIDECARS = (".json.xz", ".json", ".txt")
_UTC_NAME = re.compile(r".*_UTC(_\d+)?\.(jpg|jpeg|webp|png|heic|txt|json|mp4)")
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_MEMORY = 256 * 1024 * 1024


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether a file looks like instaloader's: by its name, or by the content of a ``.json``."""
    if any(name.endswith(".json.xz") or _UTC_NAME.fullmatch(name) for name in names):
        return True
    return any(
        "instaloader" in tree.glance(name)
        for name in islice((n for n in names if suffix(n) == ".json"), 20)
    )


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per photo; the photos of a carousel share its caption and, as ``group``, its code."""
    for folder, names in tree.folders():
        yield from _posts_in(tree, folder, names)


def _posts_in(tree: Tree, folder: str, names: list[str]) -> Iterator[Post | Skipped]:
    """Match files by stem, whatever naming pattern instaloader was set to.

    Earlier captions (``_old_01.txt``), comments, places and profiles have stems without images.
    """
    sidecars: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        for ending in _SIDECARS:
            if name.endswith(ending):
                sidecars[name.removesuffix(ending)][ending] = join(folder, name)
                break
    videos = {os.path.splitext(name)[0] for name in names if suffix(name) in VIDEOS}
    images: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=_number):
        stem, ending = os.path.splitext(name)
        place = join(folder, name)
        if ending.lower() in VIDEOS:
            yield Skipped(0, "is a video", place=place, kind="video")
        elif not is_image(name) or stem.endswith("_profile_pic") or stem in videos:
            continue  # the last condition: a video's first frame
        elif base := next((b for b in (stem, re.sub(r"_\d+$", "", stem)) if b in sidecars), None):
            images[base].append(place)
        else:
            reason = "has no .json.xz, .json or .txt of the same name beside it"
            yield Skipped(0, reason, place=place, kind="no caption")
    for base, photos in images.items():
        yield from _posts_of(tree, join(folder, base), photos, sidecars[base])


def _posts_of(
    tree: Tree, base: str, photos: list[str], sidecars: dict[str, str]
) -> Iterator[Post | Skipped]:
    caption, node = "", {}
    try:
        if metadata := sidecars.get(".json.xz") or sidecars.get(".json"):
            node = _post_node(_json(tree, metadata))
            caption = _caption(node)
        if not caption and ".txt" in sidecars:
            caption = tree.read_text(sidecars[".txt"])
    except PostError as error:
        for photo in photos:
            yield Skipped(0, str(error), place=photo, kind=error.kind)
        return
    shortcode = text_at(node, "shortcode") or text_at(node, "code")
    known = _SHORTCODE.fullmatch(shortcode)
    for photo in photos:
        if node.get("is_video") is True and len(photos) == 1:
            yield Skipped(0, "is a video's first frame", place=photo, kind="video")
            continue
        yield imported_post(
            photo,
            tree.file(photo),
            caption=caption,
            creator=text_at(node, "owner", "username"),
            source_url=f"https://www.instagram.com/p/{shortcode}/" if known else "",
            group=shortcode or base,
        )


def _post_node(record: Any) -> dict[str, Any]:
    """The post in a metadata file; raises :class:`PostError` if the file has anything else."""
    if isinstance(record, dict):
        about = record.get("instaloader")
        node = record.get("node")
        if isinstance(about, dict) and isinstance(node, dict):
            if about.get("node_type") == "Post":
                return node
            raise PostError(
                f"belongs to a {about.get('node_type')}, not to a post"[:100], kind="not a post"
            )
        if "shortcode" in record:  # the form of version 3
            return record
    raise PostError("has metadata of an unknown form beside it", kind="unknown form")


def _caption(node: dict[str, Any]) -> str:
    return (
        text_at(node, "edge_media_to_caption", "edges", 0, "node", "text")
        or text_at(node, "caption")
        or text_at(node, "iphone_struct", "caption", "text")
    )


def _json(tree: Tree, name: str) -> Any:
    data = tree.read(name)
    if not name.endswith(".xz"):
        return parse_json(data, name)
    try:  # bounded: a few kilobytes of xz may unpack to gigabytes
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MAX_MEMORY)
        text = unpacker.decompress(data, max_length=MAX_TEXT_FILE)
    except lzma.LZMAError as error:
        raise PostError(f"{name} is damaged ({error}).", kind="unreadable") from error
    if not unpacker.eof:
        raise PostError(f"{name} is damaged, or far too large.", kind="unreadable")
    return parse_json(text, name)


def _number(name: str) -> tuple[str, int]:
    """A sort key that puts ``x_2`` before ``x_10``."""
    stem = os.path.splitext(name)[0]
    found = re.fullmatch(r"(.*)_(\d{1,6})", stem)
    return (found[1], int(found[2])) if found else (stem, 0)
