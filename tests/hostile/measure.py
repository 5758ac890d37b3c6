"""What a case takes: time, apart from that of other processes, and memory."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Measure:
    """Seconds, without those of waiting for a processor, and megabytes of growth."""

    seconds: float = 0.0
    megabytes: float = 0.0


@contextmanager
def measured(elsewhere: bool) -> Iterator[Measure]:
    """Measure what is done within; ``elsewhere`` is as in :class:`~hostile.kind.Kind`."""
    seconds = _worked if elsewhere else _unwaited
    measure = Measure()
    _reset_peak()
    memory, start = _kilobytes("VmRSS"), seconds()
    yield measure
    measure.seconds = seconds() - start
    measure.megabytes = max(0.0, (_kilobytes("VmHWM") - memory) / 1024)


def _worked() -> float:
    """Seconds that processors worked for this process and for those that it started."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _unwaited() -> float:
    """The clock, less the seconds that this thread was ready to run and waited for a processor."""
    try:
        waited = int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):  # not Linux
        waited = 0.0
    return time.perf_counter() - waited


def _kilobytes(field: str) -> int:
    """A figure of this process's memory; 0 where Linux does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)


def _reset_peak() -> None:
    with suppress(OSError):  # not Linux, or not allowed: the peak is then that of all cases so far
        Path("/proc/self/clear_refs").write_text("5")
