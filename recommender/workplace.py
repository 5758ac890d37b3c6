"""The hidden folder beside a target in which it is made, held by one process at a time.

What becomes ``DIR/NAME`` is made in ``DIR/.NAME.building``, which holds:

- ``lock``: who is at work. That process keeps it locked, so if it is free, the process has ended.
- ``new``: what is being made and, after an exchange, what it replaced.
- ``old``: what is replaced, for the moment between two renames, where folders can't be exchanged.

What a killed process left there is put back or removed by the next one. No other name is touched.
"""

import os
import shutil
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from recommender.disk import try_lock
from recommender.errors import RecommenderError
from recommender.paths import checked

_ENDING = ".building"
_LOCK, _NEW, _OLD = "lock", "new", "old"
_PAUSE = 0.05
"""Seconds between two looks at a lock that another process holds."""


class Held(Exception):
    """Another process is at work; the text says which."""


class Workplace:
    """The folder to make ``target`` in; ``new`` and ``old`` are in it."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = target.parent / f".{target.name}{_ENDING}"
        self.new, self.old = self.folder / _NEW, self.folder / _OLD
        self._lock_path = self.folder / _LOCK
        self._lock = -1

    def take(self, wait: bool = False) -> None:
        """Take it for this process, and tidy up what a killed process left.

        Raises:
            Held: another process is at work, unless this is to ``wait`` for it.
            RecommenderError: it can't be tidied up without losing something.
            OSError: the folder can't be written.
        """
        while not self._take_lock(wait):
            time.sleep(_PAUSE)
        try:
            with suppress(OSError):  # on a full disk, tidying up may free what is needed
                os.ftruncate(self._lock, 0)
                os.write(self._lock, _who().encode("utf-8", "replace"))
            self._tidy()
        except BaseException:
            self.give_back()
            raise

    def give_back(self) -> None:
        """Remove all that is in it, and let the next process in."""
        # If what was replaced is still there, it could not be put back: the next process tries again.
        if not os.path.lexists(self.old):
            with suppress(OSError):
                remove(self.new)
        kept = os.path.lexists(self.old) or os.path.lexists(self.new)
        if sys.platform == "win32":  # a file can't be removed while it is open
            os.close(self._lock)
        if not kept:
            with suppress(OSError):
                self._lock_path.unlink()
        if sys.platform != "win32":  # once it is closed, the name may be that of another's lock
            os.close(self._lock)
        with suppress(OSError):
            self.folder.rmdir()

    def _take_lock(self, wait: bool) -> bool:
        """Whether the lock was taken; if not, it may be in a moment."""
        begun = self._make_folder()
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self._lock = os.open(self._lock_path, flags, 0o644)
        except FileNotFoundError:  # the process before this one has just removed the folder
            return False
        except OSError:
            with suppress(OSError):
                self.folder.rmdir()
            raise
        advice = ""
        try:
            taken = try_lock(self._lock)
        except OSError:  # a file system without locks: the folder belongs to whoever makes it
            taken = begun
            advice = f"; if that has ended, see what is in {self.folder}, and remove it"
        if taken and self._is_still_there():
            return True
        said = b"" if taken else os.read(self._lock, 200)
        os.close(self._lock)
        if not taken and not wait:
            text = "".join(c for c in said.decode("utf-8", "replace") if c.isprintable())
            raise Held((text or "another process") + advice)
        return False

    def _is_still_there(self) -> bool:
        """Whether the locked file still has its name; the process before may have removed it."""
        if sys.platform == "win32":  # where no open file can be removed
            return True
        try:
            return os.path.samestat(os.fstat(self._lock), os.stat(self._lock_path))
        except FileNotFoundError:
            return False

    def _make_folder(self) -> bool:
        """Make the folder; False if it was there."""
        try:
            self.folder.mkdir()
            return True
        except FileExistsError:
            ours = self.folder.is_dir() and not self.folder.is_symlink()
            names = os.listdir(self.folder) if ours else []
            if not ours or (names and _LOCK not in names):
                raise RecommenderError(
                    f"{self.folder} is in the way, which no command has left; move it away."
                ) from None
            return False

    def _tidy(self) -> None:
        if os.path.lexists(self.old) and os.path.lexists(self.new):  # killed between two renames
            if os.path.lexists(self.target):
                raise RecommenderError(
                    f"{self.old} was in {self.target} until a process was killed, and by now something "
                    f"else is there; move one of them away, and remove {self.folder}."
                )
            self.old.rename(self.target)
        remove(self.new)
        remove(self.old)


def recover(target: Path) -> None:
    """Put back what a killed process had moved away, if ``target`` is missing.

    Raises:
        RecommenderError: it can't be put back; the sentence says where it is.
    """
    target = Path(os.path.realpath(checked(target)))
    place = Workplace(target)
    for _ in range(20):  # a process that is alive moves the next one there at once
        if os.path.lexists(target) or not os.path.lexists(place.old):
            return
        try:
            place.take()
            place.give_back()
        except Held:
            time.sleep(_PAUSE)
        except OSError as error:
            raise RecommenderError(
                f"{target} was moved to {place.old} by a process that was killed; move it back."
            ) from error


def recover_all(folder: Path) -> None:
    """Put back whatever killed processes had moved away in a folder, as far as that is possible."""
    for old in folder.glob(f".*{_ENDING}/{_OLD}"):
        with suppress(RecommenderError):
            recover(folder / old.parent.name[1 : -len(_ENDING)])


def remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _who() -> str:
    since = time.strftime("%Y-%m-%d %H:%M:%S")
    return f"process {os.getpid()} on {socket.gethostname()} since {since}"
