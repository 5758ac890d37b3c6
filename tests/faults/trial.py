"""One command with one fault: how it is run, and what must be true afterwards."""

import itertools
import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recommender.collection import Collection, Manifest
from recommender.paths import HOME_VARIABLE

N_FAULTS = int(os.environ.get("FAULTS", "30"))
"""How many faults of each kind are tried; 2000 are every step of every build."""

SERVER = Path(__file__).with_name("server.py")


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit status (below 0: the signal), and what it said."""

    status: int
    out: str
    err: str
    steps: list[str]

    @property
    def sentence(self) -> str:
        """Its only error, after the word ``error``; "" if there is none."""
        errors = [line for line in self.err.splitlines() if line.startswith("error: ")]
        assert len(errors) <= 1, self.err
        return errors[0].removeprefix("error: ") if errors else ""

    def assert_clean(self) -> None:
        """It was killed, or is done, or said in one sentence why not."""
        assert "Traceback" not in self.err, self.err
        assert "(None)" not in self.err, self.err
        assert self.status <= 0 or self.sentence, self
        assert self.status in (0, 1, -9), self


class Run:
    """A command that is running."""

    def __init__(self, server: "Server", process: int, said: Path) -> None:
        self.process = process
        self._server, self._said = server, said

    def wait(self) -> Outcome:
        status = self._server.ask({"wait": self.process})
        out, err, steps = (self._read(name) for name in ("out", "err", "steps"))
        return Outcome(status, out, err, steps.split())

    def signal(self, number: int) -> None:
        os.kill(self.process, number)

    def wait_until_stopped(self) -> None:
        """Wait for the fault ``stop``."""
        assert self._server.ask({"stopped": self.process})

    def _read(self, name: str) -> str:
        path = Path(f"{self._said}.{name}")
        return path.read_text("utf-8", "backslashreplace") if path.exists() else ""


class Server:
    """The process that runs the commands; see ``server.py``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, request: dict) -> int:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        return _ask(requests, answers, request)

    def start(
        self,
        *arguments: object,
        folder: Path,
        home: Path,
        fault: str | None = None,
        at: int = -1,
        exchange: bool = True,
        largest_file: int | None = None,
        user: int | None = None,
        to_the_end: bool = False,
        **streams: str | None,
    ) -> Run:
        """Start ``python -m recommender`` with these arguments, in a folder and a home.

        ``fault`` and ``at`` are those of :class:`~faults.steps.Steps`; ``streams`` say what stdin,
        stdout or stderr are instead of files that are read at the end.
        """
        said = self._folder / str(next(self._numbers))
        own = {"stdin": os.devnull, "stdout": f"{said}.out", "stderr": f"{said}.err"}
        request = {
            "arguments": [str(argument) for argument in arguments],
            "folder": str(folder),
            "environment": {HOME_VARIABLE: str(home)},
            "fault": fault,
            "at": at,
            "exchange": exchange,
            "largest_file": largest_file,
            "user": user,
            "to_the_end": to_the_end,
            "streams": own | streams,
            "steps": None if user or largest_file is not None else f"{said}.steps",
        }
        return Run(self, self.ask({"start": request}), said)

    def run(self, *arguments: object, **options) -> Outcome:
        return self.start(*arguments, **options).wait()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _ask(requests: IO[str], answers: IO[str], request: dict) -> int:
    requests.write(json.dumps(request) + "\n")
    requests.flush()
    return int(answers.readline())


def whole(folder: Path) -> Manifest:
    """The manifest of a collection whose files all have their checksums, thumbnails too."""
    collection = Collection.open(folder)
    assert collection.damaged_thumbnails() is None
    assert len(collection.posts) == collection.manifest.n_posts
    return collection.manifest


def some(steps: list[str], number: int) -> list[int]:
    """About ``number`` of the steps, drawn at random but the same every time.

    All renames are among them, and the steps in which the lock is taken.
    """
    renames = [i for i, name in enumerate(steps) if name in ("rename", "replace", "exchange")]
    chosen = {*renames, *(i + 1 for i in renames), *range(4), len(steps) - 1}
    others = [i for i in range(len(steps)) if i not in chosen]
    random.Random(0).shuffle(others)
    return sorted([*chosen, *others[: max(number - len(chosen), 0)]])


def names(folder: Path) -> list[str]:
    """What is in a folder; nothing if there is none."""
    return sorted(os.listdir(folder)) if folder.exists() else []
