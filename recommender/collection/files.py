"""The data files of a collection: one table that reading, writing and checking share."""

import hashlib
import mmap
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike

from recommender.features.encoder import LARGEST, N_FEATURES
from recommender.mapped import row_blocks
from recommender.neighbors.cells import N_AXES
from recommender.sources.post import Post

FORMAT = 3
"""Increased when older code can't read the folders that are written now. Format 1 has no map; formats
1 and 2 have all numbers of the main encoder as float32, the hashtags as JSON, and a file for each
thumbnail."""

POSTS = "posts.parquet"
HASHTAGS = "hashtags.parquet"
HASHTAGS_JSON = "hashtags.json"
THUMBNAILS = "thumbnails"
THUMBNAILS_TAR = "thumbnails.tar"
ENCODERS = "encoders"

_FACTOR = 1e6
"""Largest number of factors: variances of scores, with four of them in a product, stay finite."""


@dataclass(frozen=True)
class DataFile:
    """One file of a collection; the other attributes describe its array, if it has one.

    Attributes:
        name: the file's name.
        field: where the array is kept in memory: in the model, its similarity, or the map.
        dtype: the array's dtype.
        shape: the array's shape; names in it are of :attr:`~recommender.collection.manifest.Manifest.sizes`.
        low, high: the smallest and the largest number that it may hold. A build writes none outside
            of them, and none that would make a score infinite.
        since, until: the first and the last format of collections that has this file.
        before_3: the array's dtype in formats 1 and 2, if it was another.
        optional: whether collections may lack it: those made before there was such a file.
        late: whether its checksum is not compared when the collection is opened.
    """

    name: str
    field: str = ""
    dtype: DTypeLike = np.float32
    shape: tuple[str | int, ...] = ()
    low: float = -LARGEST
    high: float = LARGEST
    since: int = 1
    until: int = FORMAT
    before_3: DTypeLike | None = None
    optional: bool = False
    late: bool = False

    def fits(self, array: np.ndarray) -> bool:
        """Whether all numbers are within the bounds; not if one is NaN."""
        if array.dtype == np.float16 and self.low == -self.high:
            return all(_halves_within(block, self.high) for _, block in row_blocks(array))
        # As Python's floats: NumPy would round the bounds to the array's dtype.
        return all(
            float(block.min()) >= self.low and float(block.max()) <= self.high
            for _, block in row_blocks(array)
        )


def _halves_within(numbers: np.ndarray, bound: float) -> bool:
    """Whether all of these ``float16`` lie between ``-bound`` and ``bound``; not if one is NaN.

    Without their sign, their bits are integers in the same order, and NaN is above infinity: NumPy
    compares these ten times as fast as ``float16`` itself.
    """
    with np.errstate(over="ignore"):
        largest = np.float16(bound)
    if not float(largest) <= bound:
        largest = np.nextafter(largest, np.float16(0))
    bits = numbers.view(np.uint16) & np.uint16(0x7FFF)
    return bool(bits.max() <= largest.view(np.uint16))


# fmt: off
DATA_FILES = (
    DataFile(POSTS),
    DataFile("features.npy", "model.features", np.float16, ("n_posts", N_FEATURES), before_3=np.float32),
    DataFile("image_factors.npy", "model.image_factors", np.float32, ("n_posts", "rank"), -_FACTOR, _FACTOR),
    DataFile("hashtag_factors.npy", "model.hashtag_factors", np.float32, ("n_hashtags", "rank"), -_FACTOR, _FACTOR),
    DataFile(HASHTAGS, since=3),
    DataFile(HASHTAGS_JSON, until=2),
    DataFile(THUMBNAILS_TAR, since=3, late=True),
    DataFile("thumbnail_places.npy", "thumbnails.places", np.int64, ("n_posts", 2), 0, 2**53, since=3),
    DataFile("feature_mean.npy", "similarity.mean", np.float32, (N_FEATURES,)),
    DataFile("projection.npy", "similarity.projection", np.float32, (N_FEATURES, "rank")),
    DataFile("predicted_factors.npy", "similarity.predicted", np.float16, ("n_posts", "rank"), before_3=np.float32),
    DataFile("hubness.npy", "similarity.hubness", np.float32, ("n_posts",), -4, 4),
    DataFile("post_lengths.npy", "model.n_hashtags", np.int32, ("n_posts",), 0),
    DataFile("map_positions.npy", "map.positions", np.float32, ("n_posts", 2), -1, 2, since=2),
    DataFile("map_hashtags.npy", "map.hashtags", np.int32, ("n_posts",), -1, since=2),
    DataFile("probe.npy", "probe.features", np.float32, (N_FEATURES,), optional=True),
)

CELL_FILES = (
    DataFile("cell_axes.npy", "cells.axes", np.float32, ("width", N_AXES)),
    DataFile("cell_centers.npy", "cells.centers", np.float32, ("n_cells", N_AXES), -2, 2),
    DataFile("cell_of_post.npy", "cells.cell_of", np.int32, ("n_posts",), 0),
    DataFile("reduced_vectors.npy", "cells.reduced", np.int8, ("n_posts", N_AXES)),
)
"""What large collections have besides; see :mod:`recommender.neighbors.cells`."""
# fmt: on

_OF_EACH_ENCODER = (
    "features.npy",
    "feature_mean.npy",
    "projection.npy",
    "predicted_factors.npy",
    "hubness.npy",
    "probe.npy",
)
"""The files that depend on the encoder: a further encoder has its own."""


def data_files(format: int = FORMAT) -> list[DataFile]:
    """The files that a collection of this format has besides its thumbnails and further encoders."""
    files = [file for file in DATA_FILES if file.since <= format <= file.until]
    if format >= 3:
        return files
    return [replace(file, dtype=file.before_3 or file.dtype) for file in files]


def encoder_files(name: str, format: int = FORMAT) -> list[DataFile]:
    """The files of a further encoder, in ``encoders/NAME/``; features were always float16 there."""
    files = [file for file in data_files(format) if file.name in _OF_EACH_ENCODER]
    return [
        replace(
            file,
            name=f"{ENCODERS}/{name}/{file.name}",
            dtype=np.float16 if file.name == "features.npy" else file.dtype,
            optional=False,
        )
        for file in files
    ]


def cell_files(further: str = "") -> list[DataFile]:
    """The files of the main encoder's cells or, if a name is given, of a further one's."""
    folder = f"{ENCODERS}/{further}/" if further else ""
    return [replace(file, name=folder + file.name) for file in CELL_FILES]


def is_own_file(folder: Path, name: str) -> bool:
    """Whether a collection's folder has this file, reached by no link, which might lead elsewhere."""
    path = folder
    try:
        for part in Path(name).parts:
            path = path / part
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                return False
    except (OSError, ValueError):  # ValueError: a NUL character in the path
        return False
    return stat.S_ISREG(mode)


def read_own_file(folder: Path, name: str, limit: int) -> bytes:
    """The bytes of a collection's file.

    Raises:
        ValueError: it is not a file of its own (see :func:`is_own_file`), or larger than ``limit``.
        OSError: it can't be read.
    """
    if not is_own_file(folder, name):
        raise ValueError(f"{name} is missing, or not a file of its own")
    with (folder / name).open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{name} is larger than {limit:,} bytes")
    return data


def map_own_file(folder: Path, name: str) -> mmap.mmap:
    """A file of the collection, memory-mapped: it stays the same if another takes its place.

    Raises:
        ValueError: it is not a file of its own, or empty.
        OSError: it can't be read.
    """
    if not is_own_file(folder, name):
        raise ValueError(f"{name} is missing, or not a file of its own")
    with (folder / name).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def sha256_of_file(path: Path) -> str:
    """sha256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_thumbnails(folder: Path, posts: Iterable[Post]) -> str:
    """sha256 over the thumbnails' own sha256, in the order of the posts."""
    digest = hashlib.sha256()
    for post in posts:
        digest.update(bytes.fromhex(sha256_of_file(thumbnail_path(folder, post.id))))
    return digest.hexdigest()


def thumbnail_path(folder: Path, post_id: str) -> Path:
    """Where the JPEG thumbnail of the post with this id lies in a collection of format 1 or 2."""
    return folder / THUMBNAILS / f"{post_id}.jpg"
