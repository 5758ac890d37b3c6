"""Thumbnails of a build in one file, one after the other, until the collection is written."""

import os
import struct
import tempfile
from pathlib import Path
from threading import Lock

KEY_LENGTH = 16
"""Digits of an image's sha256 that it is known by, as in the ids of posts."""

_HEADER = struct.Struct("<8sI")
_LARGEST = 4 * 1024 * 1024


class ThumbnailSpool:
    """JPEG thumbnails by the first 16 digits of their images' sha256. Safe to share between threads.

    In memory are some 150 bytes a thumbnail.
    """

    def __init__(self, path: Path | None = None, folder: Path | None = None) -> None:
        """Open the file at ``path``, and go on after the last thumbnail that is whole there.

        Without a path, the file lies in ``folder``, has no name, and is gone with the process.

        Raises:
            OSError: it can't be written.
        """
        if path is None:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, closed with this object
        else:
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        self._lock = Lock()
        self._places: dict[bytes, int] = {}
        self._end = self._scan()
        self._file.truncate(self._end)

    def add(self, sha256: str, thumbnail: bytes) -> None:
        """Add the thumbnail of an image, unless there is a whole one of that image already."""
        if self.get(sha256) is not None:
            return
        key = bytes.fromhex(sha256[:KEY_LENGTH])
        with self._lock:
            self._file.seek(self._end)
            self._file.write(_HEADER.pack(key, len(thumbnail)) + thumbnail)
            self._places[key] = self._end
            self._end += _HEADER.size + len(thumbnail)

    def get(self, sha256: str) -> bytes | None:
        """The thumbnail of an image, or None if it is not there, or no whole JPEG."""
        with self._lock:
            place = self._places.get(bytes.fromhex(sha256[:KEY_LENGTH]))
            if place is None:
                return None
            self._file.seek(place)
            _, size = _HEADER.unpack(self._file.read(_HEADER.size))
            data = self._file.read(size)
        return data if data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9") else None

    def _scan(self) -> int:
        """Find the thumbnails in the file; returns where the last whole one ends."""
        size, end = self._file.seek(0, os.SEEK_END), 0
        while end + _HEADER.size <= size:
            self._file.seek(end)
            key, length = _HEADER.unpack(self._file.read(_HEADER.size))
            if length > _LARGEST or end + _HEADER.size + length > size:
                break
            self._places[key] = end
            end += _HEADER.size + length
        return end
