"""The data files of a collection: one table that reading, writing and checking share."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from recommender.features.encoder import N_FEATURES
from recommender.sources.post import Post

POSTS = "posts.parquet"
HASHTAGS = "hashtags.json"
THUMBNAILS = "thumbnails"
ENCODERS = "encoders"


@dataclass(frozen=True)
class DataFile:
    """One file of a collection; ``field``, ``dtype`` and ``shape`` describe its array, if any.

    Attributes:
        name: the file's name.
        field: where the array is kept in memory: in the model, its similarity, or the map.
        dtype: the array's dtype.
        shape: the array's shape; ``n_posts``, ``n_hashtags`` and ``rank`` are the collection's.
        since: the first format of collections that has this file.
        optional: whether collections may lack it: those made before there was such a file.
    """

    name: str
    field: str = ""
    dtype: DTypeLike = np.float32
    shape: tuple[str | int, ...] = ()
    since: int = 1
    optional: bool = False


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
    DataFile("hubness.npy", "similarity.hubness", np.float32, ("n_posts",)),
    DataFile("post_lengths.npy", "model.n_hashtags", np.int32, ("n_posts",)),
    DataFile("map_positions.npy", "map.positions", np.float32, ("n_posts", 2), since=2),
    DataFile("map_hashtags.npy", "map.hashtags", np.int32, ("n_posts",), since=2),
    DataFile("probe.npy", "probe.features", np.float32, (N_FEATURES,), optional=True),
)
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


def data_files(format: int) -> list[DataFile]:
    """The files that a collection of this format has besides its thumbnails and further encoders."""
    return [file for file in DATA_FILES if file.since <= format]


def encoder_files(name: str) -> list[DataFile]:
    """The files of a further encoder, in ``encoders/NAME/``; its features take half the space."""
    files = [file for file in DATA_FILES if file.name in _OF_EACH_ENCODER]
    return [
        replace(
            file,
            name=f"{ENCODERS}/{name}/{file.name}",
            dtype=np.float16 if file.name == "features.npy" else file.dtype,
            optional=False,
        )
        for file in files
    ]


def load_arrays(
    folder: Path, files: Iterable[DataFile], sizes: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """The arrays, memory-mapped, by the part they belong to: ``{"model": {"features": …}, …}``.

    Args:
        folder: the collection's folder.
        files: which to load.
        sizes: ``n_posts``, ``n_hashtags`` and ``rank``.

    Raises:
        ValueError: an array has another dtype or shape than the table says.
        OSError: a file can't be read.
    """
    parts: dict[str, dict[str, Any]] = {"model": {}, "similarity": {}, "map": {}, "probe": {}}
    for file in files:
        if not file.field:
            continue
        array = np.load(folder / file.name, mmap_mode="r", allow_pickle=False)
        shape = tuple(sizes[side] if isinstance(side, str) else side for side in file.shape)
        if array.shape != shape or array.dtype != file.dtype:
            expected = f"{np.dtype(file.dtype)} {shape}"
            raise ValueError(f"{file.name} is {array.dtype} {array.shape}, not {expected}")
        part, name = file.field.split(".")
        parts[part][name] = array
    return parts


def save_arrays(
    folder: Path, files: Iterable[DataFile], parts: Mapping[str, Mapping[str, np.ndarray]]
) -> None:
    """Write the arrays of these files, given as :func:`load_arrays` returns them."""
    for file in files:
        if file.field:
            part, name = file.field.split(".")
            array = parts[part][name].astype(file.dtype, copy=False)
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as content:
                # Given a real file, NumPy would write past Python, and not say why it failed.
                np.save(SimpleNamespace(write=content.write), array, allow_pickle=False)


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
    """Where the JPEG thumbnail of a post lies."""
    return folder / THUMBNAILS / f"{post.id}.jpg"
