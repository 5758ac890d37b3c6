"""Files that are whole or absent, even if the process is killed or the power fails."""

import os
from pathlib import Path

PART = ".part"
"""Ending of files that are not whole yet."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file to the disk under another name, and rename it when it is whole."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
