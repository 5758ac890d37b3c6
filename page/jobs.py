"""Long work that visitors ask for: commands of ``python -m recommender``, one after the other.

They run outside of the server, so the page stays fast, and visitors who leave find them again.
"""

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import IO

from recommender.commands.collect import LIMIT_STATUS

COMMAND = (sys.executable, "-m", "recommender")
_ROOT = Path(__file__).resolve().parent.parent

_MORE = re.compile(r"skipped (\d[\d,]*) more: ")
"""How :meth:`~recommender.sources.skipped.SkippedItems.lines` counts what it does not list."""

_MAX_LINES = 2_000
"""Most lines about skipped items that are kept to be shown."""


class Kind(Enum):
    """What a job makes; there is one job of each kind at a time."""

    COLLECTION = "collection"
    ENCODER = "encoder"


class State(Enum):
    """The state of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass
class Job:
    """Something in the making. Its own thread changes it; the page only reads it.

    Attributes:
        name: the name of the collection and of its folder, or of the encoder.
        folder: where it will be.
        commands: arguments of ``python -m recommender``, one list for each command.
        state: whether the job runs, or how it ended.
        stage, done, total: the current stage, the steps done, and of how many (None if unknown).
        skipped: the first lines about skipped items.
        n_skipped: how many items were skipped in all.
        notes: what the commands printed, apart from progress, skipped items and errors.
        error: why the job failed, in one sentence.
        limit: when collecting can continue, in one sentence, if the server's limit ended it.
    """

    name: str
    folder: Path
    commands: Sequence[Sequence[str]]
    state: State = State.RUNNING
    stage: str = "starting"
    done: int = 0
    total: int | None = None
    skipped: list[str] = field(default_factory=list)
    n_skipped: int = 0
    notes: deque[str] = field(default_factory=lambda: deque(maxlen=40))
    error: str = ""
    limit: str = ""
    _process: subprocess.Popen[str] | None = None
    _stopping: bool = False
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Start in the background."""
        self._thread = threading.Thread(target=self._run, name=f"make {self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the command to stop, as Ctrl-C does; it leaves nothing half-written."""
        self._stopping = True
        process = self._process
        if process is not None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Wait until the job has ended, at most this many seconds."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            for command in self.commands:
                if self._stopping or not self._succeeds(command):
                    break
            else:
                self.state = State.DONE
        except OSError as error:
            self.error = f"The command could not be started ({error.strerror}); try again."
        if self.state is State.RUNNING:
            self.state = State.STOPPED if self._stopping else State.FAILED

    def _succeeds(self, command: Sequence[str]) -> bool:
        # stdout is a file: two pipes that are read one after the other could block each other.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            status = self._listen(command, said)
            said.seek(0)
            self.notes += said.read().splitlines()
        if status == LIMIT_STATUS and self.notes:
            self.limit = self.notes[-1]
        return status in (0, LIMIT_STATUS)

    def _listen(self, command: Sequence[str], said: IO[str]) -> int:
        """Run one command and take in its stderr; returns its exit status."""
        self._process = subprocess.Popen(
            [*COMMAND, *command, "--progress", "json"],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            # A separate group: Ctrl-C in the terminal ends the server, which then ends the command.
            start_new_session=True,
        )
        assert self._process.stderr is not None
        if self._stopping:  # stop() was called while the command was starting
            self.stop()
        for line in self._process.stderr:
            self._hear(line.rstrip())
        return self._process.wait()

    def _hear(self, line: str) -> None:
        """Take in a line of stderr: progress, a skipped item, the error, or a remark."""
        if line.startswith("{"):
            with suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                self.stage, self.done, self.total = told["stage"], told["done"], told["total"]
        elif line.startswith("skipped "):
            more = _MORE.match(line)
            self.n_skipped += int(more[1].replace(",", "")) if more else 1
            if len(self.skipped) < _MAX_LINES:
                self.skipped.append(line.removeprefix("skipped "))
        elif line.startswith("error: "):
            self.error = line.removeprefix("error: ")
        elif line:
            self.notes.append(line)


_lock = threading.Lock()
_latest: dict[Kind, Job] = {}


def latest(kind: Kind = Kind.COLLECTION) -> Job | None:
    """The job that runs, or the last one that ended and was not dismissed."""
    return _latest.get(kind)


def start(
    name: str,
    folder: Path,
    commands: Sequence[Sequence[str]],
    kind: Kind = Kind.COLLECTION,
) -> Job | None:
    """Start a job, or return None if one is running: one at a time keeps the machine usable."""
    with _lock:
        if _is_running(kind):
            return None
        _latest[kind] = Job(name, folder, commands)
        _latest[kind].start()
        return _latest[kind]


def dismiss(kind: Kind = Kind.COLLECTION) -> None:
    """Forget the last job, unless it is still running."""
    with _lock:
        if not _is_running(kind):
            _latest.pop(kind, None)


def _is_running(kind: Kind) -> bool:
    return kind in _latest and _latest[kind].state is State.RUNNING


@atexit.register
def _stop_with_the_server() -> None:
    for kind, job in list(_latest.items()):
        if _is_running(kind):
            job.stop()
            job.wait(10)
