"""Zips, read member by member and never unpacked, so that they can't write anything."""

import re
import stat
import threading
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from recommender.errors import ImageError, PostError
from recommender.printable import printable

MAX_MEMBERS = 1_000_000
"""Most members that a zip may have."""

MAX_NAME = 1_000
"""Longest name of a member in characters, folders included."""

MAX_RATIO = 200
"""Largest unpacked size, as a multiple of the packed size, of a member and of the whole zip. Photos
and videos stay near 1, the JSON of an export near 20; a bomb has 1,000 and more."""

RATIO_FREE = 1024 * 1024
"""Members that unpack to at most this many bytes may have any ratio: small files are no bombs."""

MAX_TOTAL = 1 << 40
"""Most bytes (1 TiB) that all members together may unpack to."""

# What zipfile and the decompressors raise on damaged or unusual files.
_READ_ERRORS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class Archive:
    """A zip, opened for reading from any number of threads.

    Attributes:
        path: where the zip is.
        members: the usable members by name (``/`` between folders), in the zip's order.
        refused: the members that may not be read: name and reason.
    """

    def __init__(self, path: Path) -> None:
        """Open a zip and judge its members by what its directory says about them.

        Raises:
            PostError: there is no such file, it can't be read, or it is a bomb as a whole.
        """
        self.path = path
        self.members: dict[str, zipfile.ZipInfo] = {}
        self.refused: list[tuple[str, str]] = []
        self._lock = threading.Lock()  # zipfile does not promise that threads may share one
        try:
            self._zip = zipfile.ZipFile(path)
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise PostError(f"There is no file {path}; check the path.") from error
        except PermissionError as error:
            raise PostError(
                f"You may not read the zip {path}; change its permissions, or copy it."
            ) from error
        except _READ_ERRORS as error:
            raise PostError(
                f"The zip {path} can't be read ({_reason(error)}); download it again, and "
                "check that every part is complete."
            ) from error
        try:
            self._check(size)
        except PostError:
            self._zip.close()
            raise

    def _check(self, size: int) -> None:
        """Judge the members of a zip of ``size`` bytes; raises PostError if it is a bomb as a whole."""
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        total = sum(info.file_size for info in infos)
        if len(infos) > MAX_MEMBERS:
            raise PostError(f"The zip {self.path} has more than {MAX_MEMBERS:,} members; split it.")
        if total > MAX_TOTAL or total > MAX_RATIO * size + RATIO_FREE:
            raise PostError(
                f"The zip {self.path} of {size:,} bytes would unpack to {total:,}: it is a bomb, or "
                "damaged; download it again."
            )
        for info in infos:
            self._judge(info)

    def __repr__(self) -> str:
        return f"Archive({str(self.path)!r})"

    def read(self, name: str, limit: int) -> bytes:
        """The first ``limit`` bytes of a member; raises :class:`PostError` if that fails."""
        try:
            with self._lock, self._zip.open(self.members[name]) as file:
                return file.read(limit)
        except _READ_ERRORS as error:
            raise PostError(
                f"{name} in {self.path} can't be read ({_reason(error)}); download the zip again.",
                kind="unreadable",
            ) from error

    def _judge(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename.replace("\\", "/")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        reason = _fault(info, name, parts)
        clean = "/".join(parts)
        if reason is None and clean in self.members:
            reason = "is in the zip twice"
        if reason is None:
            self.members[clean] = info
        else:
            self.refused.append((info.orig_filename, reason))


@dataclass(frozen=True)
class ArchiveMember:
    """One file in a zip, which can be read like an open file: ``read(n)`` gives its first n bytes."""

    archive: Archive = field(repr=False)
    name: str

    def read(self, limit: int, /) -> bytes:
        """The first ``limit`` bytes, in every call anew, so threads may share a member.

        Raises:
            ImageError: the zip is damaged there, or packed in a way that can't be read.
        """
        try:
            return self.archive.read(self.name, limit)
        except PostError as error:
            raise ImageError(str(error)) from error


def _fault(info: zipfile.ZipInfo, name: str, parts: list[str]) -> str | None:
    mode = info.external_attr >> 16
    if "\0" in name or not parts or len(name) > MAX_NAME:
        return "has a name that can't be used"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "has an absolute name"
    if ".." in parts:
        return "has a name that climbs out of the zip"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link or a device, not a file"
    if info.flag_bits & 0x1:
        return "is encrypted"
    if info.file_size > max(RATIO_FREE, MAX_RATIO * info.compress_size):
        return f"would unpack to more than {MAX_RATIO} times its size: it is a bomb"
    return None


def _reason(error: Exception) -> str:
    # Errors of zipfile quote what the file holds in place of a name.
    return getattr(error, "strerror", None) or printable(str(error), 200) or type(error).__name__
