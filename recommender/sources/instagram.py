"""Instagram's own export ("Download your information", JSON): one zip, its parts, or unpacked.

The list of posts has moved over the years: ``content/posts_1.json`` (2021),
``your_instagram_activity/content/posts_1.json`` (2023), ``your_instagram_activity/media/posts_1.json``
(2025). The images' paths in it are relative to the export's root.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from recommender.errors import PostError
from recommender.sources.json_values import text_at
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tree import VIDEOS, Tree, is_image, join, suffix

_POSTS = re.compile(r"(?:^|.*/)posts_\d+\.json")
_HTML = re.compile(r"(?:^|.*/)posts(?:_\d+)?\.html")
_ROOT = re.compile(r"(|.*?/)(?:your_instagram_activity|content|media)(?:/.*)?")
_TRACES = re.compile(
    r"(?:.*/)?(?:your_instagram_activity/.*|media/(?:posts|other)/.*|(?:content|media)/posts_\d+\.\w+)"
)

MAX_MEDIA = 1_000
"""Most photos and videos of one post that are looked at; Instagram allows 20."""

ASK = (
    "Ask Instagram for a new one: Accounts Centre, Your information and permissions, Download your "
    "information, Format: JSON."
)


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether these files look like an Instagram export, or a part of one."""
    return any(form.fullmatch(name) for form in (_POSTS, _HTML, _TRACES) for name in names)


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per photo; the photos of a carousel share its caption and a ``group``.

    Raises:
        PostError: the export is in HTML, or its list of posts is missing or of an unknown form.
    """
    lists: list[tuple[Tree, str]] = []
    html: list[str] = []
    roots = {""}
    for part in tree.parts():
        for folder, names in part.folders():
            if root := _ROOT.fullmatch(folder):
                roots.add(root[1])
            paths = [join(folder, name) for name in names]
            lists += [(part, path) for path in paths if _POSTS.fullmatch(path)]
            html += [path for path in paths if _HTML.fullmatch(path)]
    if not lists and html:
        raise PostError(f"{tree.label} is an Instagram export in HTML ({html[0]}). {ASK}")
    if not lists:
        raise PostError(
            f"There is no posts_1.json in {tree.label}; give all parts of the Instagram export, "
            f"not only those with photos, or name another --format if it is none. {ASK}"
        )
    for part, name in sorted(lists, key=lambda found: (len(found[1]), found[1])):
        yield from _posts_of_list(tree, part, name, sorted(roots))


def repair(text: str) -> str:
    """Undo the export's encoding: it writes each byte of UTF-8 as one character.

    Correct text is left as it is: its characters, taken as bytes, are hardly ever valid UTF-8.
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _posts_of_list(tree: Tree, part: Tree, name: str, roots: list[str]) -> Iterator[Post | Skipped]:
    """The posts of one list. Its photos are in the same part, or in another part of the export."""
    try:
        records = part.read_json(name)
    except PostError as error:
        raise PostError(f"In {part.label}: {error}", kind=error.kind) from error
    if isinstance(records, dict) and "media" in records:  # an account with a single post
        records = [records]
    if not isinstance(records, list) or not (
        records == [] or any(_media(record) is not None for record in records)
    ):
        raise PostError(
            f"{name} in {part.label} is not a list of posts in a known form; Instagram "
            f"may have changed its export. {ASK}"
        )
    for number, record in enumerate(records, 1):
        media = _media(record)
        if media is None:
            place = f"{name}, post {number}"
            yield Skipped(0, "has no list of media", place=place, kind="unknown form")
            continue
        captions = [text_at(record, "title"), *(text_at(item, "title") for item in media)]
        caption = repair(next((text for text in captions if text.strip()), ""))
        group = text_at(media, 0, "uri") or f"{name}/{number}"
        place = f"{name}, post {number}"
        for item in media[:MAX_MEDIA]:
            found = _photo((part, tree), text_at(item, "uri"), caption, group, roots, place)
            if found is not None:
                yield found
        if len(media) > MAX_MEDIA:
            reason = f"has {len(media):,} photos and videos; those after {MAX_MEDIA:,} are left out"
            yield Skipped(0, reason, place=place, kind="unknown form")


def _media(record: Any) -> list[Any] | None:
    media = record.get("media") if isinstance(record, dict) else None
    return media if isinstance(media, list) and media else None


def _photo(
    trees: tuple[Tree, Tree], uri: str, caption: str, group: str, roots: list[str], place: str
) -> Post | Skipped | None:
    """One photo of a post; None if the tree refused its file, which is counted there."""
    if not uri:
        return Skipped(
            0, "has a photo or video without a file name", place=place, kind="unknown form"
        )
    if suffix(uri) in VIDEOS:
        return Skipped(0, "is a video", place=uri, kind="video")
    if not is_image(uri):
        return Skipped(0, "is not an image", place=uri, kind="not an image")
    names = [root + candidate for root in roots for candidate in (uri, repair(uri))]
    for tree in trees:
        for name in names:
            if (file := tree.file(name)) is not None:
                return imported_post(uri, file, caption=caption, group=group)
    if any(trees[1].is_refused(name) for name in names):
        return None
    reason = "the export lacks this file; give all its parts"
    return Skipped(0, reason, place=uri, kind="no image")
