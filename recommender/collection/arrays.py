"""The arrays of a collection, read and written by the table of its files."""

import math
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO, Literal

import numpy as np

from recommender.collection.files import DataFile
from recommender.errors import RecommenderError
from recommender.mapped import row_blocks

_MAGIC = b"\x93NUMPY\x01\x00"


def load_arrays(
    folder: Path, files: Iterable[DataFile], sizes: Mapping[str, int], seen: Container[str] = ()
) -> dict[str, dict[str, Any]]:
    """The arrays, memory-mapped, by the part they belong to: ``{"model": {"features": …}, …}``.

    Every number is read once and compared with the bounds of the table, which takes a fifth of the
    time of the checksums (``benchmarks/opening.py``).

    Args:
        folder: the collection's folder.
        files: which to load.
        sizes: see :attr:`~recommender.collection.manifest.Manifest.sizes`.
        seen: names of files whose numbers were compared before.

    Raises:
        ValueError: an array has another dtype or shape than the table says, or holds a number that
            is outside of its bounds or not a number at all.
        OSError: a file can't be read.
    """
    parts: dict[str, dict[str, Any]] = {
        "model": {}, "similarity": {}, "cells": {}, "map": {}, "probe": {}, "thumbnails": {},
    }  # fmt: skip
    for file in files:
        if not file.field:
            continue
        shape = tuple(sizes[side] if isinstance(side, str) else side for side in file.shape)
        array = map_array(folder, file.name, np.dtype(file.dtype), shape)
        if file.name not in seen and not file.fits(array):
            raise ValueError(f"{file.name} holds a number that no build writes")
        part, name = file.field.split(".")
        parts[part][name] = array
    return parts


def save_arrays(
    folder: Path, files: Iterable[DataFile], parts: Mapping[str, Mapping[str, np.ndarray]]
) -> None:
    """Write the arrays of these files, given as :func:`load_arrays` returns them.

    Raises:
        RecommenderError: an array holds numbers that could not be read again.
    """
    for file in files:
        if not file.field:
            continue
        part, name = file.field.split(".")
        array = parts[part][name].astype(file.dtype, copy=False)
        if not file.fits(array):
            raise RecommenderError(
                f"The numbers of {file.name} came out too large or not finite; raise "
                "--regularization or lower --alpha."
            )
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as content:
            write_array(content, array)


def write_array(file: BinaryIO, array: np.ndarray) -> None:
    """What ``np.save`` writes, without holding all pages of a memory-mapped array in memory."""
    # Given a real file, NumPy would write past Python, and not say why it failed.
    writer = SimpleNamespace(write=file.write)
    if not array.flags.c_contiguous:
        np.save(writer, array, allow_pickle=False)
        return
    header = np.lib.format.header_data_from_array_1_0(array)
    np.lib.format.write_array_header_1_0(writer, header)
    for _, block in row_blocks(array):
        file.write(block.tobytes())


def map_array(folder: Path, name: str, dtype: np.dtype, shape: tuple[int, ...]) -> np.memmap:
    """The array in a ``.npy`` file, memory-mapped; it must have just this dtype, shape and size.

    The header is compared with those that ``np.save`` writes for such an array, and not evaluated:
    it is a text in Python's syntax, and NumPy's own reader raises half of Python's exceptions on
    hostile ones.

    Raises:
        ValueError: the file holds anything else.
        OSError: the file can't be read.
    """
    path = folder / name
    with path.open("rb") as file:
        start = file.read(len(_MAGIC) + 2)
        header = file.read(int.from_bytes(start[len(_MAGIC) :], "little")).rstrip()
        offset = file.tell()
        size = file.seek(0, 2)
    headers: dict[bytes, Literal["C", "F"]] = {
        _header(dtype, False, shape): "C",
        _header(dtype, True, shape): "F",
    }
    if not start.startswith(_MAGIC) or header not in headers:
        raise ValueError(f"{name} is not a NumPy array of {dtype} {shape}")
    if size != offset + dtype.itemsize * math.prod(shape):
        raise ValueError(f"{name} does not have the size of its array")
    return np.memmap(path, dtype, mode="r", offset=offset, shape=shape, order=headers[header])


def _header(dtype: np.dtype, fortran_order: bool, shape: tuple[int, ...]) -> bytes:
    fields = {"descr": dtype.str, "fortran_order": fortran_order, "shape": shape}
    return f"{{{''.join(f'{name!r}: {value!r}, ' for name, value in fields.items())}}}".encode()
