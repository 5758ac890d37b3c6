"""Processes that decode what strangers send, so that no image can hold or end this one.

Each decodes one image at a time. They are kept for the next image; one that an image broke is
replaced.
"""

import atexit
import contextlib
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image

from recommender.errors import ImageError
from recommender.features.decoder import ANSWER, READY, REQUEST
from recommender.features.images import WORKING_SIDE, open_image, read_bytes

SECONDS = 5.0
"""Most time of a processor that decoding an image may take."""

MEGABYTES = 600
"""Most memory that decoding an image may take."""

PATIENCE = 3
"""How many times as long it may take by the clock, on a machine that does other things too."""

_START_SECONDS = 60.0

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {
    "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])),
    # Libraries reserve memory for threads that there will not be.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


class Decoders:
    """Processes that decode images. Safe to share between threads: further calls wait."""

    def __init__(
        self, processes: int, seconds: float = SECONDS, megabytes: int = MEGABYTES
    ) -> None:
        """Start the processes; they are ready a moment later."""
        self._limits = seconds, megabytes
        self._directly = False
        self._idle: queue.LifoQueue[_Decoder] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(_Decoder(seconds, megabytes))

    def decode(self, data: bytes, at_least: int = WORKING_SIDE) -> Image.Image:
        """The same image as :func:`~recommender.features.images.open_image` gives.

        Where no process can be started, the image is decoded in this one, with the limits that
        ``open_image`` itself has.

        Raises:
            ImageError: as ``open_image``, or the image takes too much time or memory.
        """
        read_bytes(data)  # its limits
        if self._directly:
            return open_image(data, at_least)
        decoder = self._idle.get()
        if decoder.has_ended():  # while it had nothing to do
            decoder = _Decoder(*self._limits)
        try:
            if decoder.is_ready():
                return decoder.decode(data, at_least)
            self._directly = True
        finally:
            if decoder.has_ended() and not self._directly:
                decoder = _Decoder(*self._limits)
            self._idle.put(decoder)
        return open_image(data, at_least)

    def close(self) -> None:
        """End the processes; those at work end after it. Images are decoded here from now on."""
        self._directly = True
        while not self._idle.empty():
            self._idle.get().close()


class _Decoder:
    """One process. It ends when it breaks, or when nobody holds it any longer."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._is_ready = False
        self._process: subprocess.Popen[bytes] | None = None
        module = "recommender.features.decoder"
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, str(seconds), str(megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | _ENVIRONMENT,
            )

    def is_ready(self) -> bool:
        """Whether it can decode; waits until it has started."""
        if not self._is_ready and self._process is not None:
            assert self._process.stdout is not None
            with self._ended_after(_START_SECONDS):
                self._is_ready = self._process.stdout.read(len(READY)) == READY
        return self._is_ready

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def decode(self, data: bytes, at_least: int) -> Image.Image:
        assert self._process is not None
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        start, whole = time.monotonic(), False
        try:
            with self._ended_after(PATIENCE * self._seconds):
                requests.write(REQUEST.pack(at_least, len(data)))
                requests.write(data)
                requests.flush()
                width, height, length = ANSWER.unpack(answers.read(ANSWER.size))
                content = answers.read(length)
                whole = len(content) == length
        except (BrokenPipeError, struct.error):
            pass  # it has ended
        finally:
            if not whole:  # nor may what is left of this answer become the next one
                self._process.kill()
                self._process.wait()
        if not whole:
            raise self._broken(time.monotonic() - start)
        if width == 0:
            raise ImageError(content.decode())
        return Image.frombuffer("RGB", (width, height), content, "raw", "RGB", 0, 1)

    @contextlib.contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        assert self._process is not None
        clock = threading.Timer(seconds, self._process.kill)
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _broken(self, waited: float) -> ImageError:
        assert self._process is not None
        out_of_time = self._process.returncode == -getattr(signal, "SIGPROF", 0)
        if out_of_time or waited >= PATIENCE * self._seconds:
            what = f"takes longer than {self._seconds:g} seconds to decode"
        else:
            what = f"needs more than {self._megabytes} MB to be decoded, or breaks the decoder"
        return ImageError(
            f"The image {what}; open it in an image program, save it again as JPEG, and try that file."
        )

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


_lock = threading.Lock()


def open_apart(data: bytes, at_least: int = WORKING_SIDE) -> Image.Image:
    """What :func:`~recommender.features.images.open_image` gives, decoded in a process of its own.

    For images of strangers. It waits for one of :func:`shared_decoders`; a phone's photo then takes 3
    to 10 ms longer than in this process (``benchmarks/decoding.py``).

    Raises:
        ImageError: as ``open_image``, or it takes too much time or memory.
    """
    return shared_decoders().decode(data, at_least)


def shared_decoders() -> Decoders:
    """The decoders of this process, one for each core; the first call starts them."""
    with _lock:
        return _shared(os.getpid())


@cache
def _shared(process_id: int) -> Decoders:
    decoders = Decoders(os.cpu_count() or 1)
    atexit.register(decoders.close)
    return decoders
