"""Files that are whole or absent, whenever the process or the power goes."""

import os
from pathlib import Path

PART = ".part"
"""Ending of what is not whole yet."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under another name, to the disk, and give it its name then."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
