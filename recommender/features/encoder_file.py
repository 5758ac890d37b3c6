"""Reading the file of an encoder."""

from pathlib import Path

from recommender.errors import EncoderError, reason_of
from recommender.printable import printable

NAMES = ("imagenet", "bundled")

_MAGIC = b"TFL3"
"""Bytes 4 to 8 of a LiteRT model."""

_MAX_BYTES = 512 * 1024 * 1024
"""Largest encoder file; the encoders with names have 1 to 9 MB."""


def no_model(path: Path) -> EncoderError:
    """The error for a file that is no model."""
    return EncoderError(
        f"{path} is not a LiteRT model that can be loaded; name a .tflite file, "
        f"or use one of: {', '.join(NAMES)}."
    )


def read_model(path: Path) -> bytes:
    """The bytes of an encoder file.

    Raises:
        EncoderError: it can't be read, is too large, or does not begin as a LiteRT model does.
    """
    try:
        if path.exists() and not path.is_file():
            raise ValueError("it is not a file")  # a device or a pipe might never end
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES >> 20} MB")
    except (OSError, ValueError) as error:  # ValueError also for a NUL character in the path
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise EncoderError(
            f"The encoder file {printable(str(path))} can't be read ({reason}); "
            f"name a .tflite file, or use one of: {', '.join(NAMES)}."
        ) from error
    if data[4:8] != _MAGIC:
        raise no_model(path)
    return data
