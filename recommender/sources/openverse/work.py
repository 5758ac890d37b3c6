"""A work as the API describes it -> what is stored of it, or why it is left out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from recommender.errors import PostError
from recommender.hashtags import normalize, parse_list
from recommender.sources.openverse.licenses import label
from recommender.sources.openverse.settings import CollectSettings
from recommender.sources.post import MAX_FIELD, MAX_HASHTAGS
from recommender.sources.tag_noise import without_noise
from recommender.web import web_address

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A work's id, which becomes the name of its image file."""

MAX_TITLE = 500
"""Longest title in characters that is kept as a caption; longer ones are advertisements or logs."""

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|tiff?|webp|heic|cr2|nef|arw)", re.IGNORECASE)
_CAMERA_NAME = re.compile(
    r"(?:dsc[fn]?|_?mg|img|imgp|p|pict|image|photo|foto|scan|untitled|no title|sans titre)?[\W\d_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Work:
    """What is stored of a work besides its image: texts as in :class:`recommender.sources.Post`.

    ``id`` is the API's, ``thumbnail`` the image's address, and ``query`` the topic's own hashtag:
    what the search was for, whether the photo shows it or not.
    """

    id: str
    thumbnail: str
    hashtags: tuple[str, ...]
    caption: str
    creator: str
    license: str
    license_url: str
    source_url: str
    attribution: str
    group: str
    category: str
    query: str

    def record(self, image: str) -> dict[str, Any]:
        """The line of ``posts.jsonl``; ``image`` is the image's path beside it."""
        fields = asdict(self)
        del fields["id"], fields["thumbnail"]
        return {"image": image, **{name: value for name, value in fields.items() if value}}


def read_work(item: Any, topic: str, settings: CollectSettings) -> Work:
    """Read one object of a search's results.

    Raises:
        PostError: the work is not wanted, or lacks what a post or its credit needs. The message is
            the reason, in the same words for all such works, so that it can be counted.
    """
    if not isinstance(item, dict):
        raise PostError("described in an unknown form")
    identity = _text(item, "id")
    thumbnail = _text(item, "thumbnail")
    if not ID.fullmatch(identity) or not thumbnail:
        raise PostError("described in an unknown form")
    if item.get("mature") or item.get("unstable__sensitivity"):
        raise PostError("marked as sensitive")
    if _text(item, "category") not in ("", "photograph"):
        raise PostError("not a photograph")
    code = _text(item, "license").lower()
    if code not in settings.allowed_licenses():
        raise PostError("under a licence that was not asked for")
    source_url = _web_address(item, "foreign_landing_url")
    if not source_url:
        raise PostError("without a page to credit")
    hashtags = human_hashtags(item)
    if len(hashtags) < settings.min_tags:
        raise PostError(f"fewer than {settings.min_tags} hashtags by people")
    title, creator = _text(item, "title"), _text(item, "creator")
    license_name = label(code, _text(item, "license_version"))
    license_url = _web_address(item, "license_url")
    return Work(
        id=identity,
        thumbnail=thumbnail,
        hashtags=hashtags,
        caption=title if is_sensible(title) else "",
        creator=creator,
        license=license_name,
        license_url=license_url,
        source_url=source_url,
        attribution=_text(item, "attribution")
        or _attribution(title, creator, code, license_name, license_url),
        group=_group(item, creator),
        category=topic,
        query=normalize(topic) or "",
    )


def human_hashtags(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The normalised hashtags that people gave: without accuracy, from the work's own provider.

    Machines' tags have an accuracy, and the machine's name as their provider. Cameras, years and the
    like are dropped, as from Flickr's tags.
    """
    tags = item.get("tags")
    if not isinstance(tags, list):
        return ()
    provider = item.get("provider")
    names = [
        tag["name"]
        for tag in tags
        if isinstance(tag, dict)
        and isinstance(tag.get("name"), str)
        and tag.get("accuracy") is None
        # If the API stops naming the provider ("unstable__"), the accuracy has to be enough.
        and tag.get("unstable__provider", provider) == provider
    ]
    if len(names) > MAX_HASHTAGS:
        raise PostError(f"more than {MAX_HASHTAGS} tags")
    return tuple(parse_list(without_noise(names)))


def is_sensible(title: str) -> bool:
    """Whether a title says something: not ``IMG_1234``, ``sunset.jpg``, ``Untitled``, ``12/3``."""
    return len(title) <= MAX_TITLE and not (
        _CAMERA_NAME.fullmatch(title) or _FILE_NAME.fullmatch(title)
    )


def _group(item: Mapping[str, Any], creator: str) -> str:
    """The creator's page, which identifies a person better than a name does.

    If a source names no creators, its works count as one creator's: museums upload in bulk.
    """
    provider = _text(item, "source") or _text(item, "provider")
    return _web_address(item, "creator_url") or f"{provider}: {creator or 'unknown'}"[:MAX_FIELD]


def _attribution(title: str, creator: str, code: str, license_name: str, url: str) -> str:
    """A credit in the API's form, for a work that comes without one."""
    verb = "is marked with" if code in ("cc0", "pdm") else "is licensed under"
    what = f"“{title[:200]}”" if title else "This work"
    who = f" by {creator[:200]}" if creator else ""
    return f"{what}{who} {verb} {license_name}." + (f" See {url}" if url else "")


def _text(item: Mapping[str, Any], name: str) -> str:
    """A field as one line without control characters; "" if it is not text."""
    value = item.get(name)
    if not isinstance(value, str):
        return ""
    if len(value) > MAX_FIELD:
        raise PostError(f"with a {name} longer than {MAX_FIELD} characters")
    # Lone surrogates (JSON may hold them) can't be written as UTF-8.
    value = value.encode("utf-8", "replace").decode("utf-8")
    line = "".join(" " if unicodedata.category(c) == "Cc" else c for c in value)
    return " ".join(line.split())


def _web_address(item: Mapping[str, Any], name: str) -> str:
    """A field that is an http(s) address; "" if it is anything else, such as ``javascript:``."""
    return web_address(_text(item, name)) or ""
