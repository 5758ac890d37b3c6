"""A process that decodes images for another one, within limits of time and memory.

    python -m recommender.features.decoder SECONDS MEGABYTES

It says ``READY``; then each request on stdin is :data:`REQUEST` and a file's bytes, and each answer on
stdout is :data:`ANSWER` and RGB pixels, or a sentence if the width is 0. An image that breaks a limit
ends the process. The end of stdin ends it as well, so it outlives nobody who started it.
"""

import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pillow_heif
from PIL import AvifImagePlugin

from recommender.errors import ImageError
from recommender.features.images import open_image

_resource: ModuleType | None
try:
    import resource as _resource
except ImportError:  # Windows, where only the time is limited, by whoever started us
    _resource = None

REQUEST = struct.Struct("<II")
"""The least side to decode to, in pixels, and the file's length in bytes."""

ANSWER = struct.Struct("<III")
"""Width, height, and how many bytes follow."""

READY = b"ready"
TOO_LARGE = 3
"""Exit status after an image that took too much memory."""


def main() -> None:
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    # One process for each core is enough; and threads reserve memory.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = 1
    limit_memory(megabytes)
    answers.write(READY)
    answers.flush()
    while len(request := requests.read(REQUEST.size)) == REQUEST.size:
        at_least, length = REQUEST.unpack(request)
        data = requests.read(length)
        _limit_time(seconds)
        size, content = _decoded(data, at_least)
        _limit_time(0)
        _send(answers, size, content)


def _decoded(data: bytes, at_least: int) -> tuple[tuple[int, int], bytes]:
    try:
        image = open_image(data, at_least)
        return image.size, image.tobytes()
    except ImageError as error:
        return (0, 0), str(error).encode()


def _send(answers: BinaryIO, size: tuple[int, int], content: bytes) -> None:
    answers.write(ANSWER.pack(*size, len(content)))
    answers.write(content)
    answers.flush()


def _limit_time(seconds: float) -> None:
    """End the process after so much work of a processor; 0 for no end. Waiting does not count."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles SIGPROF: it ends us


def limit_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has now.

    Linux refuses more, which Pillow survives. Where the system sets no such limit, as on macOS, the
    process looks at its own size and ends itself.
    """
    if _resource is None:
        return
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * _resource.getpagesize() + (megabytes << 20)
        _resource.setrlimit(_resource.RLIMIT_AS, (most, most))
    except (OSError, ValueError):
        most = resident() + (megabytes << 20)
        threading.Thread(target=watch_memory, args=(most,), daemon=True).start()


def resident() -> int:
    """The most bytes of memory that this process had so far; on Linux, those it has now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        assert _resource is not None
        return _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
    return pages * os.sysconf("SC_PAGE_SIZE")


def watch_memory(most: int) -> None:
    """End this process when it has more bytes than this."""
    while resident() <= most:
        time.sleep(0.02)
    os._exit(TOO_LARGE)


if __name__ == "__main__":
    main()
