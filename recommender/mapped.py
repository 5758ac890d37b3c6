"""Large arrays on disk, read piece by piece without staying in memory."""

import mmap
from collections.abc import Iterator

import numpy as np

BLOCK_ROWS = 8_192
"""Rows that are in memory at once: 60 MB of deep features and factors."""

_SMALL = 64 * 1024 * 1024


def blocks(n: int, rows: int = BLOCK_ROWS) -> Iterator[slice]:
    """Slices that cover ``n`` rows, one after the other."""
    for start in range(0, n, rows):
        yield slice(start, min(start + rows, n))


def row_blocks(array: np.ndarray, rows: int = BLOCK_ROWS) -> Iterator[tuple[slice, np.ndarray]]:
    """The slices of :func:`blocks` with the array's rows; if it is memory-mapped, they are let go."""
    for block in blocks(len(array), rows):
        yield block, array[block]
        release(array)


def release(array: np.ndarray) -> None:
    """Take the pages of a large memory-mapped array out of this process's memory.

    They stay on disk, and in the system's own memory as long as there is room: reading them again
    is quick. Without this, a process that has read a file of gigabytes once would seem to need as
    much memory. Where the system knows no such thing (Windows), nothing happens.
    """
    file = array.base if isinstance(array, np.memmap) else None
    if isinstance(file, mmap.mmap) and array.nbytes > _SMALL and hasattr(file, "madvise"):
        file.madvise(mmap.MADV_DONTNEED)
