"""A folder or a file that appears whole or not at all, made by one process at a time."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recommender.disk import exchange, identity, is_free, sync_all, sync_folder
from recommender.errors import RecommenderError, reason_of
from recommender.paths import checked
from recommender.workplace import Held, Workplace, remove

Check = Callable[[Path], object]
"""Raises a RecommenderError if what is at a path may not be replaced, as a file by a folder."""


@contextmanager
def making(
    target: Path,
    kind: type[RecommenderError],
    check: Check,
    *,
    advice: str = "free space or choose another --output",
    wait: bool = False,
) -> Iterator["Work"]:
    """Make a folder or a file: write it to ``work.new``, then call ``work.finish()``.

    Whatever happens, nothing else stays behind, not even if the process is killed: what is left then
    is removed when the same target is made again.

    Args:
        target: where it will be; if that is a link, what it leads to is replaced, not the link.
        kind: the kind of error to raise.
        check: called at the beginning and before anything is replaced.
        advice: what to do if it can't be written.
        wait: whether to wait for another process that makes the same, or to raise an error.

    Raises:
        RecommenderError: it can't be written, or another process is making it.
    """
    work = Work(checked(target), kind, check, advice)
    parents: list[Path] = []
    try:
        with work.sentences():
            work.check()
            parents = [folder for folder in work.target.parents if not folder.exists()]
            work.target.parent.mkdir(parents=True, exist_ok=True)
            work.place.take(wait)
        try:
            with work.sentences():
                work.begin()
            with work.sentences(only_own=True):
                yield work
        finally:
            work.place.give_back()
    except Held as other:
        raise kind(f"{target} is being made by {other}; wait until it has ended.") from None
    finally:
        for folder in parents:
            with suppress(OSError):
                folder.rmdir()  # those that are still empty


class Work:
    """What is being made.

    Attributes:
        target: where it will be, links followed.
        new: where to write the file or the folder; nothing is there at the beginning.
        place: the folder that holds it until then.
    """

    def __init__(
        self, asked: Path, kind: type[RecommenderError], check: Check, advice: str
    ) -> None:
        self.target = Path(os.path.realpath(asked))
        self.place = Workplace(self.target)
        self.new = self.place.new
        self._asked, self._kind, self._check, self._advice = asked, kind, check, advice
        self._found: tuple[int, int] | None = None

    def check(self) -> None:
        """Refuse a target that may not be replaced."""
        moved_away = os.path.lexists(self.place.old)  # by a killed process; it will be put back
        if self._asked.is_symlink() and not (self.target.exists() or moved_away):
            raise self._kind(
                f"{self._asked} is a link that leads nowhere; remove it, or {self._advice}."
            )
        self._check(self._asked)

    def begin(self) -> None:
        """Look again, now that no other process can change the target, and remember what is there."""
        self.check()
        self._found = identity(self.target)

    def finish(self) -> None:
        """Put what was made in its place: on the disk, and all at once.

        Raises:
            RecommenderError: it can't be written; or somebody put something there meanwhile, which
                is then left alone, and what was made is kept beside it.
        """
        with self.sentences():
            sync_all(self.new)
            if self._is_changed(self.target):
                raise self._kept_beside()
            if self.new.is_file():
                self.new.replace(self.target)
            elif is_free(self.target):
                self._rename()
            else:
                self._replace()
            sync_folder(self.target.parent)

    @contextmanager
    def sentences(self, only_own: bool = False) -> Iterator[None]:
        """Errors of the system become sentences; with ``only_own``, not those of other files."""
        try:
            yield
        except BrokenPipeError:  # raised by the progress, when its reader is gone
            raise
        except OSError as error:
            if only_own and not self._is_own(error.filename):
                raise
            raise self._kind(
                f"{self._asked} can't be written ({reason_of(error)}); {self._advice}."
            ) from error

    def _is_own(self, name: object) -> bool:
        if isinstance(name, (str, os.PathLike)):
            return Path(name).is_relative_to(self.place.folder)
        return True  # most errors of writing name no file

    def _is_changed(self, path: Path) -> bool:
        """Whether this is something else than at the beginning, or may no longer be replaced."""
        if is_free(path):
            return False
        if not path.is_file() and identity(path) != self._found:
            return True
        try:
            self._check(path)
        except RecommenderError:
            return True
        return False

    def _kept_beside(self) -> RecommenderError:
        """Keep what was made under another name; returns the error that says so."""
        number = 2
        while os.path.lexists(kept := self.target.with_name(f"{self.target.name}-{number}")):
            number += 1
        self.new.rename(kept)
        return self._kind(
            f"{self._asked} was changed while this was being made, so it was left as it is. What was "
            f"made is in {kept}; rename it, or remove it."
        )

    def _rename(self) -> None:
        """Rename to a name that nothing has, or an empty folder: the system refuses anything else."""
        if sys.platform == "win32" and self.target.is_dir():
            self.target.rmdir()  # elsewhere, renaming replaces an empty folder
        try:
            self.new.rename(self.target)
        except OSError as error:
            if is_free(self.target):
                raise
            raise self._kept_beside() from error

    def _replace(self) -> None:
        try:
            exchange(self.new, self.target)
        except OSError:  # not here: two renames
            self._replace_in_two_steps()
            return
        if self._is_changed(self.new):
            exchange(self.new, self.target)
            raise self._kept_beside()

    def _replace_in_two_steps(self) -> None:
        old = self.place.old
        self.target.rename(old)
        try:
            if self._is_changed(old):
                raise self._kept_beside()
            self.new.rename(self.target)
        except BaseException:
            if not os.path.lexists(self.target):
                old.rename(self.target)
            raise
        with suppress(OSError):
            remove(old)
