"""What libraries print about damaged files, kept off stderr: whoever asked gets a sentence instead."""

import contextlib
import ctypes
import logging
import os
import threading
import warnings
from collections.abc import Iterator

from PIL import _imaging


def quiet_decoders() -> None:
    """For this process: no warnings of Pillow, none of its log, and no messages of libtiff.

    Pillow has libtiff print errors to stderr, and no setting for that. libtiff's own function is
    found among the libraries that Pillow's module has loaded; where it is a part of that module
    instead (on Windows), its messages stay.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logging.getLogger("PIL").addHandler(logging.NullHandler())
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(_imaging.__file__)
        for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            set_handler = getattr(library, name)
            set_handler.restype = ctypes.c_void_p
            set_handler(None)


_stderr_lock = threading.Lock()


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Drop what native code writes to stderr: LiteRT prints a line there once per process."""
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # no stderr at all
            yield
            return
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            os.close(sink)
