"""Posts in a temporary file: a million of them would take two gigabytes of memory."""

import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias, overload

import msgspec

from recommender.sources.archive import Archive, ArchiveMember
from recommender.sources.post import Post

_PLAIN = tuple(field.name for field in fields(Post) if field.name != "path")
_READ_AT_ONCE = 256

_Place: TypeAlias = bytes | tuple[int, bytes] | None
"""A path, a member of one of the archives, or nothing."""


class PostSpool(Sequence[Post]):
    """Posts that are added one by one and read again in any order; 8 bytes a post are in memory.

    The file has no name, and is gone with the process. Safe to share between threads.
    """

    def __init__(self, folder: Path | None = None, posts: Iterable[Post] = ()) -> None:
        """``folder`` is where the file lies; None for the system's folder of temporary files."""
        self.folder = folder
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, closed with this object
        self._starts = array("q", [0])
        self._archives: list[Archive] = []
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(tuple[list[Any], _Place]).decode
        self._lock = Lock()
        for post in posts:
            self.add(post)

    def add(self, post: Post) -> None:
        texts = [getattr(post, name) for name in _PLAIN]
        record = self._encode((texts, self._place(post.path)))
        with self._lock:
            self._file.seek(self._starts[-1])
            self._file.write(record)
            self._starts.append(self._starts[-1] + len(record))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, i: int) -> Post: ...
    @overload
    def __getitem__(self, i: slice) -> list[Post]: ...
    def __getitem__(self, i: int | slice) -> Post | list[Post]:
        if isinstance(i, slice):
            start, stop, step = i.indices(len(self))
            if step != 1:
                return [self[row] for row in range(start, stop, step)]
            return self._read(start, max(stop, start))
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        row = i % len(self)
        return self._read(row, row + 1)[0]

    def __iter__(self) -> Iterator[Post]:
        for start in range(0, len(self), _READ_AT_ONCE):
            yield from self._read(start, min(start + _READ_AT_ONCE, len(self)))

    def _read(self, start: int, stop: int) -> list[Post]:
        first = self._starts[start]
        with self._lock:
            self._file.seek(first)
            data = memoryview(self._file.read(self._starts[stop] - first))
        ends = [place - first for place in self._starts[start : stop + 1]]
        return [self._post(data[a:b]) for a, b in pairwise(ends)]

    def _post(self, record: memoryview) -> Post:
        texts, place = self._decode(record)
        values = dict(zip(_PLAIN, texts, strict=True))
        values["hashtags"] = tuple(values["hashtags"])
        path: Path | ArchiveMember | None = None
        if isinstance(place, bytes):
            path = Path(os.fsdecode(place))
        elif place is not None:
            path = ArchiveMember(self._archives[place[0]], os.fsdecode(place[1]))
        return Post(**values, path=path)

    def _place(self, path: Path | ArchiveMember | None) -> _Place:
        if path is None:
            return None
        if isinstance(path, Path):
            return os.fsencode(path)
        if path.archive not in self._archives:
            self._archives.append(path.archive)
        return self._archives.index(path.archive), os.fsencode(path.name)
