"""Large files of collections that were checked once: checking gigabytes at every opening takes long."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from recommender.collection.manifest import FileFacts
from recommender.paths import cache_folder

LARGE = 64 * 1024 * 1024
"""Files of more bytes are checked once, and again when their size or time of change is another."""


class _Seen(msgspec.Struct, frozen=True):
    """A file as it was when its checksum and its numbers were found to be right."""

    bytes: int
    modified: int
    inode: int
    sha256: str


class SeenFiles:
    """Which large files of a collection were checked, in the user's cache folder.

    It is only a cache: it raises no errors, and is made anew where it is damaged. Nothing in a
    collection says that it was checked, since that may come from a stranger.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        name = hashlib.sha256(os.fsencode(os.path.realpath(self._folder))).hexdigest()[:16]
        self._path = cache_folder() / "checked" / f"{name}.json"
        self._before: dict[str, _Seen] = {}
        with suppress(OSError, ValueError):
            self._before = msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Seen])

    def has(self, name: str, facts: FileFacts) -> bool:
        """Whether this file is large, was found to be right, and has not changed since."""
        return name in self._before and self._before[name] == self._now(name, facts)

    def remember(self, files: Iterable[tuple[str, FileFacts]]) -> None:
        """These files were found to be as the manifest says; small ones are not remembered."""
        with suppress(OSError):
            now = [(name, self._now(name, facts)) for name, facts in files]
            large = {name: seen for name, seen in now if seen is not None}
            if large == self._before:
                return
            if not large:
                self._path.unlink()
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(f".{os.getpid()}")
            new.write_bytes(msgspec.json.encode(large))
            new.replace(self._path)

    def _now(self, name: str, facts: FileFacts) -> _Seen | None:
        status = (self._folder / name).stat()
        if status.st_size <= LARGE:
            return None
        return _Seen(status.st_size, status.st_mtime_ns, status.st_ino, facts.sha256)
