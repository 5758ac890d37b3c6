"""The steps in which a program changes the disk, counted, and a fault at one of them."""

import builtins
import errno
import io
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

NEED_SPACE = ("create", "write", "close", "mkdir", "fsync")
"""Steps that a full disk refuses; it lets files be removed and renamed."""

Action = Callable[[], Any]


class Steps:
    """Counts the steps from 0, and brings about the fault at one of them.

    - ``kill``: SIGKILL before the step; before half of it, if it writes.
    - ``stop``: SIGSTOP before the step, until somebody sends SIGCONT.
    - ``error``: the system refuses this step, and no other.
    - ``full``: the disk is full from this step on.
    """

    def __init__(self, fault: str | None, at: int) -> None:
        self.names: list[str] = []
        self._fault, self._at = fault, at
        self._lock = threading.Lock()

    def take(self, name: str, action: Action, half: Action = lambda: None) -> Any:
        with self._lock:  # files are synced by several threads
            number = len(self.names)
            self.names.append(name)
        if number == self._at and self._fault == "kill":
            half()
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self._at and self._fault == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        if number == self._at and self._fault == "error":
            half()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if number >= self._at and self._fault == "full" and name in NEED_SPACE:
            half()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return action()

    def install(self, exchange: bool) -> None:
        """Put a counter around every function that changes the disk.

        What C libraries write by themselves, as SQLite does, is not counted. Without ``exchange``,
        folders are replaced as where the system can't exchange them.
        """
        for name in ("mkdir", "rmdir", "unlink", "rename", "replace", "fsync", "ftruncate"):
            setattr(os, name, self._counted(name, getattr(os, name)))
        self._count_open()
        self._count_files()
        self._count_exchange(exchange)

    def _counted(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: self.take(name, lambda: function(*args, **kwargs))

    def _count_open(self) -> None:
        plain_open, plain_write = os.open, os.write

        def counted_open(path, flags, *args, **kwargs):
            def action():
                return plain_open(path, flags, *args, **kwargs)

            return self.take("create", action) if flags & os.O_CREAT else action()

        def counted_write(file, data):
            def write(piece):
                return lambda: plain_write(file, piece)

            return self.take("write", write(data), write(data[: len(data) // 2]))

        os.open, os.write = counted_open, counted_write

    def _count_files(self) -> None:
        plain = io.open

        def counted(file, mode="r", *args, **kwargs):
            def action():
                return plain(file, mode, *args, **kwargs)

            if isinstance(file, int) or not set(mode) & set("wxa+"):
                return action()
            return _File(self, self.take("create", action))

        io.open = builtins.open = counted

    def _count_exchange(self, possible: bool) -> None:
        from recommender import whole

        def impossible(*_):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

        whole.exchange = self._counted("exchange", whole.exchange) if possible else impossible


class _File:
    """An open file whose writing and closing are steps."""

    def __init__(self, steps: Steps, file: Any) -> None:
        self._steps, self._file = steps, file

    def write(self, data):
        half = data[: len(data) // 2] if isinstance(data, str) else memoryview(data)[:7]

        def write_half():
            self._file.write(half)
            self._file.flush()

        return self._steps.take("write", lambda: self._file.write(data), write_half)

    def close(self):
        if not self._file.closed:
            try:
                self._steps.take("close", lambda: None)
            finally:
                self._file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __iter__(self):
        return iter(self._file)

    def __getattr__(self, name):
        return getattr(self._file, name)
