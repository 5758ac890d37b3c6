"""The data files of a collection: one table that reading, writing and checking share."""

import hashlib
import math
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike

from recommender.errors import RecommenderError
from recommender.features.encoder import LARGEST, N_FEATURES
from recommender.sources.post import Post

POSTS = "posts.parquet"
HASHTAGS = "hashtags.json"
THUMBNAILS = "thumbnails"

MAX_THUMBNAIL = 4 * 1024 * 1024
"""Largest thumbnail that is shown, in bytes: 480 x 480 pixels of noise have a tenth of this."""


@dataclass(frozen=True)
class DataFile:
    """One file of a collection; the other attributes describe its array, if it has one.

    Attributes:
        name: the file's name.
        field: where the array is kept in memory: in the model, its similarity, or the map.
        dtype: the array's dtype.
        shape: the array's shape; ``n_posts``, ``n_hashtags`` and ``rank`` are the collection's.
        low, high: the smallest and the largest number that it may hold. A build writes none outside
            of them, and none that would make a score infinite.
        since: the first format of collections that has this file.
    """

    name: str
    field: str = ""
    dtype: DTypeLike = np.float32
    shape: tuple[str | int, ...] = ()
    low: float = -LARGEST
    high: float = LARGEST
    since: int = 1

    def fits(self, array: np.ndarray) -> bool:
        """Whether all numbers are within the bounds; not if one is NaN."""
        return bool(array.min() >= self.low and array.max() <= self.high)


# fmt: off
DATA_FILES = (
    DataFile(POSTS),
    DataFile("features.npy", "model.features", np.float32, ("n_posts", N_FEATURES)),
    DataFile("image_factors.npy", "model.image_factors", np.float32, ("n_posts", "rank")),
    DataFile("hashtag_factors.npy", "model.hashtag_factors", np.float32, ("n_hashtags", "rank")),
    DataFile(HASHTAGS),
    DataFile("feature_mean.npy", "similarity.mean", np.float32, (N_FEATURES,)),
    DataFile("projection.npy", "similarity.projection", np.float32, (N_FEATURES, "rank")),
    DataFile("predicted_factors.npy", "similarity.predicted", np.float32, ("n_posts", "rank")),
    DataFile("hubness.npy", "similarity.hubness", np.float32, ("n_posts",), -4, 4),
    DataFile("post_lengths.npy", "model.n_hashtags", np.int32, ("n_posts",), 0),
    DataFile("map_positions.npy", "map.positions", np.float32, ("n_posts", 2), -1, 2, since=2),
    DataFile("map_hashtags.npy", "map.hashtags", np.int32, ("n_posts",), -1, since=2),
)
# fmt: on


def data_files(format: int) -> list[DataFile]:
    """The files that a collection of this format has besides its thumbnails."""
    return [file for file in DATA_FILES if file.since <= format]


def load_arrays(folder: Path, format: int, sizes: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """The arrays, memory-mapped, by the part they belong to: ``{"model": {"features": …}, …}``.

    Every number is read once and compared with the bounds of the table, which takes a fifth of the
    time of the checksums (``benchmarks/opening.py``).

    Args:
        folder: the collection's folder.
        format: the collection's format.
        sizes: ``n_posts``, ``n_hashtags`` and ``rank``.

    Raises:
        ValueError: an array has another dtype or shape than the table says, or holds a number that
            is outside of its bounds or not a number at all.
        OSError: a file can't be read.
    """
    parts: dict[str, dict[str, Any]] = {"model": {}, "similarity": {}, "map": {}}
    for file in data_files(format):
        if not file.field:
            continue
        shape = tuple(sizes[side] if isinstance(side, str) else side for side in file.shape)
        array = map_array(folder / file.name, np.dtype(file.dtype), shape)
        if not file.fits(array):
            raise ValueError(f"{file.name} holds a number that no build writes")
        part, name = file.field.split(".")
        parts[part][name] = array
    return parts


_MAGIC = b"\x93NUMPY\x01\x00"


def map_array(path: Path, dtype: np.dtype, shape: tuple[int, ...]) -> np.memmap:
    """The array in a ``.npy`` file, memory-mapped; it must have just this dtype, shape and size.

    The header is compared with those that ``np.save`` writes for such an array, and not evaluated:
    it is a text in Python's syntax, and NumPy's own reader raises half of Python's exceptions on
    hostile ones.

    Raises:
        ValueError: the file holds anything else.
        OSError: the file can't be read.
    """
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
        raise ValueError(f"{path.name} is not a NumPy array of {dtype} {shape}")
    if size != offset + dtype.itemsize * math.prod(shape):
        raise ValueError(f"{path.name} does not have the size of its array")
    return np.memmap(path, dtype, mode="r", offset=offset, shape=shape, order=headers[header])


def _header(dtype: np.dtype, fortran_order: bool, shape: tuple[int, ...]) -> bytes:
    fields = {"descr": dtype.str, "fortran_order": fortran_order, "shape": shape}
    return f"{{{''.join(f'{name!r}: {value!r}, ' for name, value in fields.items())}}}".encode()


def save_arrays(folder: Path, parts: Mapping[str, object]) -> None:
    """Write the arrays of ``{"model": Model, "similarity": FittedSimilarity, "map": PostMap}``.

    Raises:
        RecommenderError: an array holds numbers that could not be read again.
    """
    for file in DATA_FILES:
        if file.field:
            part, name = file.field.split(".")
            array = getattr(parts[part], name).astype(file.dtype, copy=False)
            if not file.fits(array):
                raise RecommenderError(
                    f"The numbers of {file.name} came out too large or not finite; raise "
                    "--regularization or lower --alpha."
                )
            np.save(folder / file.name, array, allow_pickle=False)


def is_own_file(path: Path) -> bool:
    """Whether this is a file, and no link: a link might show what lies outside of the collection."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):  # ValueError: a NUL byte in the path
        return False


def read_own_file(path: Path, limit: int) -> bytes:
    """The bytes of a collection's file.

    Raises:
        ValueError: it is not a file of its own (see :func:`is_own_file`), or larger than ``limit``.
        OSError: it can't be read.
    """
    if not is_own_file(path):
        raise ValueError(f"{path.name} is missing, or not a file of its own")
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{path.name} is larger than {limit:,} bytes")
    return data


def sha256_of_file(path: Path) -> str:
    """sha256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_thumbnails(folder: Path, posts: Sequence[Post]) -> str:
    """sha256 over the thumbnails' own sha256, in the order of the posts."""
    digest = hashlib.sha256()
    for post in posts:
        digest.update(bytes.fromhex(sha256_of_file(thumbnail_path(folder, post))))
    return digest.hexdigest()


def thumbnail_path(folder: Path, post: Post) -> Path:
    """Where the JPEG thumbnail of a post lies, if it has one."""
    return folder / THUMBNAILS / f"{post.id}.jpg"
