"""The folder of a collection: written whole or not at all, refused where it is damaged."""

import hashlib
import json
import re
import shutil
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from recommender.collection.post_map import PostMap
from recommender.errors import CollectionError, RecommenderError
from recommender.factors import AlsSettings
from recommender.features.encoder import N_FEATURES
from recommender.hashtags import Vocabulary
from recommender.model import Model, RankingSettings
from recommender.neighbors.similarity import FittedSimilarity
from recommender.sources.post import Post

FORMAT = 2
"""Raised when a folder of the new form can't be read by the code before. Format 1 has no map."""

MANIFEST = "manifest.json"
THUMBNAILS = "thumbnails"
DATA_FILES = (
    "posts.parquet",
    "features.npy",
    "image_factors.npy",
    "hashtag_factors.npy",
    "hashtags.json",
    "feature_mean.npy",
    "projection.npy",
    "predicted_factors.npy",
    "hubness.npy",
    "post_lengths.npy",
)
MAP_FILES = ("map_positions.npy", "map_hashtags.npy")
_ID = re.compile(r"[0-9a-f]{16}(-[1-9][0-9]{0,8})?")
_OPTIONAL_TEXTS = ("attribution", "query")
"""Texts that few collections have: their columns are written only where some post has one."""

_POST_TEXTS = tuple(
    f.name for f in fields(Post) if f.name not in ("hashtags", "path", "line", *_OPTIONAL_TEXTS)
)


@dataclass(frozen=True)
class Manifest:
    """What ``manifest.json`` says of a collection: facts to show, and checksums to verify it by."""

    format: int
    name: str
    n_posts: int
    n_hashtags: int
    encoder: dict[str, Any]
    als: dict[str, Any]
    ranking: dict[str, Any]
    min_count: int
    thumbnail_side: int
    files: dict[str, dict[str, Any]]
    thumbnails_sha256: str

    def to_dict(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def data_files(self) -> tuple[str, ...]:
        """Names of the files that a collection of this format has beside its thumbnails."""
        return DATA_FILES + (MAP_FILES if self.format >= 2 else ())


class Collection:
    """A collection on disk, opened for reading.

    Attributes:
        folder: where it lies.
        manifest: its facts.
        vocabulary: its hashtags, most used first, with counts.
        model: its :class:`~recommender.model.Model`, all arrays memory-mapped.
        ranking: the :class:`~recommender.model.RankingSettings` it was made with.
        map: its :class:`~recommender.collection.post_map.PostMap`; None where it is of format 1.
        posts: its :class:`~recommender.sources.Post` records, read on first use.
        rows: the row of each post in all of these, by its id.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        n, rank = manifest.n_posts, manifest.als["rank"]
        self.model = Model(
            als=AlsSettings(**manifest.als),
            features=self._array("features.npy", (n, N_FEATURES)),
            image_factors=self._array("image_factors.npy", (n, rank)),
            hashtag_factors=self._array("hashtag_factors.npy", (manifest.n_hashtags, rank)),
            n_hashtags=self._array("post_lengths.npy", (n,), np.int32),
            similarity=FittedSimilarity(
                mean=self._array("feature_mean.npy", (N_FEATURES,)),
                projection=self._array("projection.npy", (N_FEATURES, rank)),
                predicted=self._array("predicted_factors.npy", (n, rank)),
                hubness=self._array("hubness.npy", (n,)),
            ),
        )
        self.ranking = RankingSettings(**manifest.ranking)
        self.vocabulary = self._vocabulary()
        self.map = self._map() if manifest.format >= 2 else None

    @classmethod
    def open(cls, folder: str | Path) -> "Collection":
        """Open a collection folder after checking its format, sizes and checksums.

        Checksums take about 10 ms for 1,500 posts; thumbnails are left to :meth:`damaged_thumbnails`.

        Raises:
            CollectionError: there is none, it is damaged, or of a newer format.
        """
        folder = Path(folder)
        manifest = _read_manifest(folder)
        for name in manifest.data_files():
            expected, path = manifest.files.get(name), folder / name
            if expected is None or not path.is_file():
                raise _damaged(folder, f"{name} is missing")
            if path.stat().st_size != expected.get("bytes"):
                raise _damaged(folder, f"{name} has another size than when it was written")
            if sha256_of_file(path) != expected.get("sha256"):
                raise _damaged(folder, f"{name} has other content than when it was written")
        try:
            return cls(folder, manifest)
        except (OSError, ValueError, KeyError, TypeError, RecommenderError) as error:
            raise _damaged(folder, str(error)) from error

    def __len__(self) -> int:
        return self.manifest.n_posts

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder / "posts.parquet"
        try:
            with path.open("rb") as file:
                rows = pq.ParquetFile(file).read().to_pylist()
            posts = tuple(
                Post(
                    hashtags=tuple(row["hashtags"]),
                    **{n: row[n] for n in _POST_TEXTS},
                    **{n: row.get(n, "") for n in _OPTIONAL_TEXTS},
                )
                for row in rows
            )
        except (OSError, KeyError, TypeError, pa.ArrowException) as error:
            raise _damaged(self.folder, "posts.parquet can't be read") from error
        if not all(_ID.fullmatch(post.id) for post in posts):  # ids become file names
            raise _damaged(self.folder, "posts.parquet holds an id that is none")
        if len(posts) != len(self):
            raise _damaged(self.folder, f"posts.parquet has {len(posts)} posts, not {len(self)}")
        return posts

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each post in the arrays, by its id."""
        return {post.id: row for row, post in enumerate(self.posts)}

    def rows_of_image(self, post: Post) -> list[int]:
        """The rows of a post and of all others of the very same image."""
        image = post.id.partition("-")[0]  # further posts of an image have -2, -3… after its hash
        return [row for id_, row in self.rows.items() if id_.partition("-")[0] == image]

    def thumbnail(self, post: Post) -> Path:
        """Path of the JPEG thumbnail of one of this collection's posts."""
        return self.folder / THUMBNAILS / f"{post.id}.jpg"

    def damaged_thumbnails(self) -> str | None:
        """What is wrong with the thumbnails, or None where all are as they were written."""
        missing = [post.id for post in self.posts if not self.thumbnail(post).is_file()]
        if missing:
            return f"{len(missing)} thumbnails are missing, the first is {missing[0]}.jpg"
        if sha256_of_thumbnails(self.folder, self.posts) != self.manifest.thumbnails_sha256:
            return "a thumbnail has other content than when it was written"
        return None

    def _array(
        self, name: str, shape: tuple[int, ...], dtype: DTypeLike = np.float32
    ) -> np.ndarray:
        array = np.load(self.folder / name, mmap_mode="r", allow_pickle=False)
        if array.shape != shape or array.dtype != dtype:
            raise ValueError(f"{name} is {array.dtype} {array.shape}, not {dtype} {shape}")
        return array

    def _map(self) -> PostMap:
        n = self.manifest.n_posts
        positions = self._array("map_positions.npy", (n, 2))
        hashtags = self._array("map_hashtags.npy", (n,), np.int32)
        if not np.isfinite(positions).all():
            raise ValueError("map_positions.npy holds a position that is none")
        if not ((hashtags >= -1) & (hashtags < self.manifest.n_hashtags)).all():
            raise ValueError("map_hashtags.npy names a hashtag that is none")
        return PostMap(positions, hashtags)

    def _vocabulary(self) -> Vocabulary:
        rows = json.loads((self.folder / "hashtags.json").read_text(encoding="utf-8"))
        if len(rows) != self.manifest.n_hashtags:
            raise ValueError(f"hashtags.json has {len(rows)} entries")
        return Vocabulary(
            tuple(str(row["hashtag"]) for row in rows), tuple(int(row["count"]) for row in rows)
        )


def write_data(
    folder: Path,
    posts: list[Post],
    vocabulary: Vocabulary,
    model: Model,
    post_map: PostMap,
    facts: dict[str, Any],
) -> Manifest:
    """Write all of a collection but its thumbnails, which lie there already, into ``folder``.

    ``facts`` are the manifest's ``name``, ``encoder``, ``als``, ``ranking``, ``min_count`` and
    ``thumbnail_side``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {n: [getattr(post, n) for post in posts] for n in _POST_TEXTS}
    columns["hashtags"] = [list(post.hashtags) for post in posts]
    for name in _OPTIONAL_TEXTS:
        if any(texts := [getattr(post, name) for post in posts]):
            columns[name] = texts
    pq.write_table(pa.table(columns), folder / "posts.parquet", compression="zstd")
    arrays = {
        "features.npy": model.features,
        "image_factors.npy": model.image_factors,
        "hashtag_factors.npy": model.hashtag_factors,
        "feature_mean.npy": model.similarity.mean,
        "projection.npy": model.similarity.projection,
        "predicted_factors.npy": model.similarity.predicted,
        "hubness.npy": model.similarity.hubness,
        "post_lengths.npy": model.n_hashtags.astype(np.int32),
        "map_positions.npy": post_map.positions,
        "map_hashtags.npy": post_map.hashtags,
    }
    for name, array in arrays.items():
        np.save(folder / name, array, allow_pickle=False)
    rows = [
        {"hashtag": tag, "count": count}
        for tag, count in zip(vocabulary.hashtags, vocabulary.counts, strict=True)
    ]
    _write_json(folder / "hashtags.json", rows)
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": sha256_of_file(folder / name)}
        for name in DATA_FILES + MAP_FILES
    }
    manifest = Manifest(
        format=FORMAT,
        n_posts=len(posts),
        n_hashtags=len(vocabulary.hashtags),
        files=files,
        thumbnails_sha256=sha256_of_thumbnails(folder, tuple(posts)),
        **facts,
    )
    _write_json(folder / MANIFEST, manifest.to_dict(), indent=2)
    return manifest


def is_collection(path: Path) -> bool:
    """Whether a folder is a collection, and not a source of posts."""
    return (path / MANIFEST).is_file()


def check_target(folder: Path, overwrite: bool) -> None:
    """Refuse to write a collection where something stands; with ``overwrite`` only over a collection."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise CollectionError(f"{folder} is a file; choose another --output.")
    if not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file():
        raise CollectionError(
            f"The folder {folder} holds something else than a collection; choose another --output."
        )
    if not overwrite:
        raise CollectionError(
            f"There is a collection in {folder} already; add --overwrite to replace it."
        )


def move_into_place(partial: Path, folder: Path) -> None:
    """Rename the finished ``partial`` folder to ``folder``, which is replaced if it exists."""
    if not folder.exists():
        partial.rename(folder)
        return
    old = partial.with_suffix(".old")
    folder.rename(old)
    try:
        partial.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def sha256_of_file(path: Path) -> str:
    """sha256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_thumbnails(folder: Path, posts: tuple[Post, ...]) -> str:
    """sha256 over the thumbnails' own sha256, in the order of the posts."""
    digest = hashlib.sha256()
    for post in posts:
        digest.update(bytes.fromhex(sha256_of_file(folder / THUMBNAILS / f"{post.id}.jpg")))
    return digest.hexdigest()


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise CollectionError(
            f"There is no collection in {folder}; make one with: "
            f"python -m recommender build POSTS --output {folder}"
        )
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts["format"] > FORMAT:
            raise CollectionError(
                f"The collection {folder} has format {facts['format']}, and this version reads up to "
                f"{FORMAT}; update the software or build the collection again."
            )
        return Manifest(**{f.name: facts[f.name] for f in fields(Manifest)})
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(folder, f"{MANIFEST} can't be read") from error


def _write_json(path: Path, content: Any, indent: int | None = None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")


def _damaged(folder: Path, what: str) -> CollectionError:
    return CollectionError(
        f"The collection {folder} is damaged ({what}); build it again or take a fresh copy."
    )
