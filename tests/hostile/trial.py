"""One case tried out in this process, and everything it did besides answering."""

import logging
import os
import shutil
import stat
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hostile.kind import Escape, Kind
from hostile.measure import Measure, measured

from recommender.errors import RecommenderError
from recommender.paths import HOME_VARIABLE

SENTENCE, ACCEPTED = "sentence", "accepted"
FAULTS = ("traceback", "text", "slow", "memory", "stderr", "leftover", "escape", "crash", "hang")


@dataclass(frozen=True)
class Limits:
    """What a case may take: seconds, and megabytes by which the memory grows."""

    seconds: float = 5.0
    megabytes: float = 600.0


STDERR = "stderr"

_LONGEST = 3_000
"""Longest answer in characters: names of files may have 2,000."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Attributes:
        kind, seed: name the case.
        verdict: "sentence", "accepted", or one of :data:`FAULTS`.
        text: the sentence, or what is known of the fault.
        seconds: time it took, without waiting for a processor that others use.
        megabytes: by how much the memory of the process grew at most.
    """

    kind: str
    seed: int
    verdict: str
    text: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


class Sandbox:
    """Folders for trying out cases, with all that a case might reach by mistake under watch.

    The process works in them from now on: working directory, temporary files, the user's folder,
    and stderr, which is kept in a file.
    """

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self._limits = limits
        self.templates = root / "templates"
        self._cases = root / "cases"
        for name in ("templates", "cases", "outside", "cwd", "tmp", "home"):
            (root / name).mkdir()
        (root / "outside" / "secret.txt").write_text("a secret")
        os.environ.update(
            {
                HOME_VARIABLE: str(root / "home"),
                "HOME": str(root / "home"),
                "TMPDIR": str(root / "tmp"),
            }
        )
        os.chdir(root / "cwd")
        self._stderr = os.open(root / STDERR, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(self._stderr, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        self._said: list[str] = []
        logger = logging.getLogger("recommender")
        logger.addHandler(_Collect(self._said))
        logger.propagate = False
        self._watched: dict[str, tuple[int, int]] = {}

    def watch(self) -> None:
        """Remember what lies around the cases now: it must stay as it is."""
        self._watched = self._state()

    def try_seed(self, kind: Kind[Any], seed: int) -> Outcome:
        """Make one case and try it out."""
        try:
            (case,) = kind.cases(seed, 1, self._cases)
        except Exception:
            return Outcome(kind.name, seed, "traceback", f"no case: {traceback.format_exc()}")
        before = set(_names(case.folder))
        self._said.clear()
        os.ftruncate(self._stderr, 0)
        with measured(kind.works_elsewhere) as measure:
            verdict, text = self._answer(kind, case.made, case.folder)
        verdict, text = self._faults(kind, case.folder, before, measure) or (verdict, text)
        _remove(case.folder)
        return Outcome(kind.name, seed, verdict, text, measure.seconds, measure.megabytes)

    def _answer(self, kind: Kind[Any], made: Any, folder: Path) -> tuple[str, str]:
        try:
            kind.try_case(made, folder)
        except RecommenderError as error:
            self._said.append(str(error))
        except Escape as error:
            return "escape", str(error)
        except BaseException:
            return "traceback", traceback.format_exc()
        if not self._said:
            return ACCEPTED, ""
        wrong = next((text for text in self._said if not _is_sentence(text)), None)
        return (SENTENCE, self._said[0]) if wrong is None else ("text", wrong)

    def _faults(
        self, kind: Kind[Any], folder: Path, before: set[str], measure: Measure
    ) -> tuple[str, str] | None:
        state = self._state()
        if state != self._watched:
            changed = sorted(set(state.items()) ^ set(self._watched.items()))
            self._watched = state
            return "escape", f"changed: {changed[:5]}"
        new = sorted(name for name in set(_names(folder)) - before if not kind.may_leave(name))
        if new:
            return "leftover", ", ".join(new[:5])
        if printed := os.pread(self._stderr, 2_000, 0):
            return "stderr", printed.decode("utf-8", "replace")
        if measure.seconds > self._limits.seconds:
            return "slow", f"{measure.seconds:.1f} s"
        if measure.megabytes > self._limits.megabytes:
            return "memory", f"{measure.megabytes:.0f} MB"
        return None

    def _state(self) -> dict[str, tuple[int, int]]:
        """Size and time of all files around the cases."""
        return {
            name: (found.st_size, 0 if stat.S_ISDIR(found.st_mode) else found.st_mtime_ns)
            for folder in ("outside", "cwd", "tmp", "home")
            for name in _names(self._root / folder, folder)
            for found in [(self._root / name).lstat()]
        }


def _names(folder: Path, prefix: str = "") -> Iterator[str]:
    """Names of everything below a folder; links are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}/{entry.name}" if prefix else entry.name
            yield name
            if entry.is_dir(follow_symlinks=False):
                yield from _names(Path(entry.path), name)


def _remove(folder: Path) -> None:
    for path in (folder, *(folder / name for name in _names(folder))):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def _is_sentence(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return text.count(" ") > 1 and len(text) <= _LONGEST and "\n" not in text


class _Collect(logging.Handler):
    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        self._texts.append(record.getMessage())
