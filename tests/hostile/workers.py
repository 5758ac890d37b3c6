"""Cases tried out in other processes, so that one which crashes or hangs is counted like any other."""

import faulthandler
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from hostile.kind import Kind
from hostile.trial import STDERR, Limits, Outcome, Sandbox

LIMITS = Limits()

HANG_SECONDS = 60.0
"""A case that takes longer is ended. It is long, since machines are shared: what is slow is told by
the time that the case itself took (see :class:`~hostile.trial.Outcome`)."""

_PREPARE_SECONDS = 300.0


class Worker:
    """A process that tries out cases of one kind; it is replaced when it breaks."""

    def __init__(self, kind: Kind[Any]) -> None:
        self._kind = kind
        self._start()

    def run(self, seeds: Sequence[int]) -> Iterator[Outcome]:
        """Try out the cases of these seeds, one after the other."""
        for seed in seeds:
            self._pipe.send(seed)
            yield self._outcome(seed)

    def close(self) -> None:
        self._pipe.close()  # which ends the process
        self._process.join(10)
        self._process.kill()
        self._folder.cleanup()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._folder = tempfile.TemporaryDirectory(prefix="hostile-")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(self._kind, Path(self._folder.name), LIMITS, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        if not self._pipe.poll(_PREPARE_SECONDS) or self._pipe.recv() != "ready":
            raise RuntimeError(f"The cases of {self._kind.name} could not be prepared.")

    def _outcome(self, seed: int) -> Outcome:
        try:
            if self._pipe.poll(HANG_SECONDS):
                return self._pipe.recv()
            verdict, text = "hang", f"over {HANG_SECONDS:.0f} s"
        except (EOFError, ConnectionResetError):
            self._process.join(10)
            status = self._process.exitcode or 0
            name = signal.Signals(-status).name if status < 0 else f"status {status}"
            said = (Path(self._folder.name) / STDERR).read_text(errors="replace")
            verdict, text = "crash", f"{name}\n{said[-3_000:]}"
        self._process.kill()
        self.close()
        self._start()
        return Outcome(self._kind.name, seed, verdict, text, HANG_SECONDS * (verdict == "hang"))


def try_out(kind: Kind[Any], seed: int, n: int, processes: int | None = None) -> Iterator[Outcome]:
    """The outcomes of the cases of seeds ``seed`` to ``seed + n - 1``, in no particular order."""
    wanted = min(processes or os.cpu_count() or 1, n)
    shares = [range(seed + i, seed + n, wanted) for i in range(wanted)]
    with ThreadPoolExecutor(wanted) as pool:
        for outcomes in pool.map(lambda share: _share(kind, share), shares):
            yield from outcomes


def _share(kind: Kind[Any], seeds: Sequence[int]) -> list[Outcome]:
    worker = Worker(kind)
    try:
        return list(worker.run(seeds))
    finally:
        worker.close()


def _work(kind: Kind[Any], folder: Path, limits: Limits, pipe: Connection) -> None:
    sandbox = Sandbox(folder, limits)
    faulthandler.enable()
    kind.prepare(sandbox.templates)
    sandbox.watch()
    pipe.send("ready")
    while True:
        try:
            seed = pipe.recv()
        except EOFError:
            return
        pipe.send(sandbox.try_seed(kind, seed))
