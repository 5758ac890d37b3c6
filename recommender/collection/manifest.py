"""``manifest.json``: what a collection holds, how it was made, and the checksums to verify it by."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from recommender.errors import CollectionError, RecommenderError
from recommender.settings import AlsSettings, RankingSettings

FORMAT = 2
"""Increased when older code can't read the folders that are written now. Format 1 has no map."""

MANIFEST = "manifest.json"

_NEW_RANKING = {
    "smoothing": 0.0,
    "specificity": RankingSettings.specificity,
    "unsure": RankingSettings.unsure,
}
"""What collections count as that were made before there were these settings."""

_FOLDER_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")

T = TypeVar("T")


@dataclass(frozen=True)
class EncoderFacts:
    """The encoder that made the deep features: its name, the sha256 of its file, its input side."""

    name: str
    sha256: str
    image_size: int


@dataclass(frozen=True)
class FileFacts:
    """What a data file is checked against: its size in bytes and the sha256 of its content."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What ``manifest.json`` says about a collection.

    ``encoder`` is the main encoder, which the map is made with; ``also`` are the further ones.
    """

    format: int
    name: str
    n_posts: int
    n_hashtags: int
    encoder: EncoderFacts
    also: tuple[EncoderFacts, ...]
    als: AlsSettings
    ranking: RankingSettings
    min_count: int
    thumbnail_side: int
    files: dict[str, FileFacts]
    thumbnails_sha256: str

    @classmethod
    def from_dict(cls, facts: dict[str, Any]) -> "Manifest":
        """Read parsed JSON; raises ValueError, KeyError, TypeError or AttributeError if invalid."""
        parts: dict[str, Any] = {
            "encoder": _known(EncoderFacts, facts["encoder"]),
            "also": tuple(_known(EncoderFacts, encoder) for encoder in facts.get("also", ())),
            "als": _known(AlsSettings, facts["als"]),
            "ranking": _known(RankingSettings, {**_NEW_RANKING, **facts["ranking"]}),
            "files": {name: _known(FileFacts, file) for name, file in facts["files"].items()},
        }
        manifest = _known(cls, {**facts, **parts})
        if not have_folders([encoder.name for encoder in manifest.encoders]):
            raise ValueError("further encoders have names that can't be used")
        return manifest

    @property
    def encoders(self) -> tuple[EncoderFacts, ...]:
        """The main encoder and the further ones."""
        return (self.encoder, *self.also)

    @property
    def sizes(self) -> dict[str, int]:
        """The numbers behind the names in the shapes of arrays."""
        return {"n_posts": self.n_posts, "n_hashtags": self.n_hashtags, "rank": self.als.rank}


def _known(kind: type[T], facts: dict[str, Any]) -> T:
    """A dataclass from JSON. Further fields are ignored: a later version may have added them."""
    return kind(**{f.name: facts[f.name] for f in fields(kind)})  # type: ignore[arg-type]


def have_folders(names: Sequence[str]) -> bool:
    """Whether each encoder after the first, the main one, can have a folder of its name.

    On every system: the names differ by more than case, and lead nowhere else.
    """
    different = len({name.lower() for name in names}) == len(names)
    return different and all(_FOLDER_NAME.fullmatch(name) for name in names[1:])


def is_collection(path: Path) -> bool:
    """Whether a folder is a collection, rather than a source of posts."""
    return (path / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a collection's folder.

    Raises:
        CollectionError: there is none, it can't be read, or it is of a newer format.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise CollectionError(
            f"There is no collection in {folder}; make one with: "
            f"python -m recommender build POSTS --output {folder}"
        )
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        newer = facts["format"] > FORMAT
        manifest = None if newer else Manifest.from_dict(facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(folder, f"{MANIFEST} can't be read") from error
    except RecommenderError as error:  # a setting that no build would have accepted
        raise damaged(folder, str(error)) from error
    if manifest is None:
        raise CollectionError(
            f"The collection {folder} has format {facts['format']}, but this version reads up to "
            f"{FORMAT}; update the software or build the collection again."
        )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    write_json(folder / MANIFEST, asdict(manifest), indent=2)


def write_json(path: Path, content: Any, indent: int | None = None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")


def damaged(folder: Path, what: str) -> CollectionError:
    """The error for a collection that is not as it was written."""
    return CollectionError(
        f"The collection {folder} is damaged ({what}); build it again or take a fresh copy."
    )
