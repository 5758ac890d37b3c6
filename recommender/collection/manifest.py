"""``manifest.json``: what a collection holds, how it was made, and the checksums to verify it by.

The dataclasses below are the schema: msgspec reads the file by their types and bounds. A new field
needs a default if older collections lack it. Fields that are not listed are ignored, since a later
version may have added them; but not settings of ranking, without which the answers would be others.
"""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from recommender.collection.files import FORMAT, read_own_file
from recommender.errors import CollectionError, RecommenderError
from recommender.features.encoder import N_FEATURES
from recommender.neighbors.cells import number_of_cells
from recommender.printable import one_line, printable
from recommender.settings import AlsSettings, RankingSettings
from recommender.workplace import recover

MANIFEST = "manifest.json"

MAX_BYTES = 1024 * 1024
"""Largest manifest that is read; one has about 3 kB."""

_OLDER_RANKING: dict[str, Any] = {
    "smoothing": 0.0,
    "specificity": RankingSettings.specificity,
    "unsure": RankingSettings.unsure,
}
"""What collections count as that were made before there were these settings."""

_FOLDER_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")

T = TypeVar("T")

MAX_NAME = 1_000
"""Longest name of a collection in characters; file systems allow 255."""

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
FileName = Annotated[str, Meta(pattern=r"^[^/\\\x00-\x1f\x7f]{1,255}\Z")]
"""A name without a folder: nothing that a manifest names can lie outside of where it is looked for."""


@dataclass(frozen=True)
class EncoderFacts:
    """The encoder that made the deep features: its name, the sha256 of its file, its input side."""

    name: FileName
    sha256: Sha256
    image_size: Annotated[int, Meta(ge=1, le=10_000)]


@dataclass(frozen=True)
class FileFacts:
    """What a data file is checked against: its size in bytes and the sha256 of its content."""

    bytes: Annotated[int, Meta(ge=0)]
    sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What ``manifest.json`` says about a collection.

    ``encoder`` is the main encoder, which the map is made with; ``also`` are the further ones.
    """

    format: Annotated[int, Meta(ge=1, le=FORMAT)]
    name: Annotated[str, Meta(max_length=MAX_NAME)]
    n_posts: Count
    n_hashtags: Count
    encoder: EncoderFacts
    also: tuple[EncoderFacts, ...] = ()
    als: AlsSettings
    ranking: RankingSettings
    min_count: Count
    thumbnail_side: Annotated[int, Meta(ge=1, le=10_000)]
    files: dict[str, FileFacts]
    thumbnails_sha256: Sha256

    def __post_init__(self) -> None:
        if not have_folders([encoder.name for encoder in self.encoders]):
            raise ValueError("further encoders have names that can't be used")

    @property
    def encoders(self) -> tuple[EncoderFacts, ...]:
        """The main encoder and the further ones."""
        return (self.encoder, *self.also)

    @property
    def sizes(self) -> dict[str, int]:
        """The numbers behind the names in the shapes of arrays."""
        return {
            "n_posts": self.n_posts,
            "n_hashtags": self.n_hashtags,
            "n_cells": number_of_cells(self.n_posts),
            "rank": self.als.rank,
            "width": N_FEATURES + self.als.rank,
        }


@dataclass(frozen=True)
class _Version:
    """The one field that every format has had, and will have."""

    format: Annotated[int, Meta(ge=1)]


@dataclass(frozen=True)
class _Given:
    """The settings of ranking by their names, to see which there are."""

    ranking: dict[str, Any]


def have_folders(names: Sequence[str]) -> bool:
    """Whether each encoder after the first, the main one, can have a folder of its name.

    On every system: the names differ by more than case, and lead nowhere else.
    """
    different = len({name.lower() for name in names}) == len(names)
    return different and all(_FOLDER_NAME.fullmatch(name) for name in names[1:])


def is_collection(path: Path) -> bool:
    """Whether a folder is a collection, rather than a source of posts.

    One that a killed build had moved away is put back; raises RecommenderError if that fails.
    """
    recover(path)
    return (path / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a collection's folder.

    Raises:
        CollectionError: there is none, it can't be read, or it is of a newer format.
    """
    recover(folder)
    if not os.path.lexists(folder / MANIFEST):
        raise CollectionError(
            f"There is no collection in {folder}; make one with: "
            f"python -m recommender build POSTS --output {folder}"
        )
    try:
        data = read_own_file(folder, MANIFEST, MAX_BYTES)
        version = read_json(data, _Version, MANIFEST).format
        given = read_json(data, _Given, MANIFEST).ranking if version <= FORMAT else {}
        unknown = sorted(given.keys() - {field.name for field in fields(RankingSettings)})
        if version <= FORMAT and not unknown:
            return _read(data, given)
    except (OSError, ValueError) as error:
        raise damaged(folder, str(error)) from error
    except RecommenderError as error:  # a setting that no build would have accepted
        raise damaged(folder, f"{MANIFEST}: {error}") from error
    if version > FORMAT:
        what = f"has format {version}, but this version reads up to {FORMAT}"
    else:
        names = printable(", ".join(unknown), 100)
        what = f"ranks by settings that this version does not know ({names})"
    raise CollectionError(
        f"The collection {folder} {what}; update the software or build the collection again."
    )


def _read(data: bytes, ranking: dict[str, Any]) -> Manifest:
    manifest = read_json(data, Manifest, MANIFEST)
    lacking = {name: value for name, value in _OLDER_RANKING.items() if name not in ranking}
    return replace(manifest, ranking=replace(manifest.ranking, **lacking))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    write_json(folder / MANIFEST, asdict(manifest), indent=2)


def read_json(data: bytes, kind: type[T], name: str) -> T:
    """JSON bytes as the given type, checked by its bounds; raises ValueError that names the file."""
    try:
        return msgspec.json.decode(data, type=kind)
    except RecursionError as error:
        raise ValueError(f"{name} is nested too deep") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{name} can't be read: {error}") from error


def write_json(path: Path, content: Any, indent: int | None = None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")


def damaged(folder: Path, what: str) -> CollectionError:
    """The error for a collection that is not as it was written."""
    said = one_line(what, 300)  # libraries quote what they found
    return CollectionError(
        f"The collection {folder} is damaged ({said}); build it again or take a fresh copy."
    )
