"""What decoders print about damaged images, kept off stderr: whoever asked gets a sentence instead."""

import contextlib
import ctypes
import logging
import warnings

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
