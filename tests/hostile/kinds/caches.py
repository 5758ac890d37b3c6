"""Feature caches that are damaged, forged, locked, or something else altogether."""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from helpers import COLOURS, StubEncoder, picture
from hostile.kind import Kind
from hostile.mutate import WILD_NUMBERS, mutated_bytes, wild_text

from recommender.features.batch import EncodedPost, encode_posts
from recommender.features.cache import FeatureCache
from recommender.paths import HOME_VARIABLE
from recommender.sources.post import Post

_TABLE = "CREATE TABLE features (image TEXT PRIMARY KEY, features BLOB NOT NULL)"
_SCHEMAS = (
    "CREATE TABLE features (image TEXT PRIMARY KEY)",
    "CREATE TABLE features (features BLOB, image TEXT)",
    "CREATE TABLE features (image TEXT PRIMARY KEY, features BLOB NOT NULL, more INTEGER NOT NULL)",
    "CREATE TABLE Features (x)",
    "CREATE TABLE others (image TEXT PRIMARY KEY, features BLOB NOT NULL)",
    "CREATE VIEW features AS SELECT 'a' AS image, zeroblob(5120) AS features",
    "CREATE VIEW features AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS image, zeroblob(5120) AS features FROM n",
    f"{_TABLE}; CREATE TRIGGER t BEFORE INSERT ON features BEGIN SELECT RAISE(FAIL, 'no'); END",
    f"{_TABLE}; CREATE TABLE sqlite_more (x)".replace("sqlite_more", "more"),
    "",
)


@dataclass(frozen=True)
class _Made:
    home: Path
    posts: list[Post]
    lock: Path | None


class Caches(Kind[_Made]):
    """A cache file with the features of two pictures, in which something is wrong."""

    name = "caches"

    def prepare(self, folder: Path) -> None:
        self._posts = []
        self._right: dict[str, np.ndarray] = {}
        for colour, rgb in list(COLOURS.items())[:2]:
            path = folder / f"{colour}.png"
            picture(rgb).save(path)
            self._posts.append(Post(path.name, (colour,), path=path))
        self._encoder = StubEncoder()
        os.environ[HOME_VARIABLE] = str(folder / "home")
        for item in encode_posts(self._posts, self._encoder):
            assert isinstance(item, EncodedPost)
            self._right[item.sha256] = item.features
        cache = FeatureCache(self._encoder.fingerprint)
        cache.close()
        self._name, self._whole = cache.path.name, cache.path.read_bytes()

    def make_case(self, random: Random, folder: Path) -> _Made:
        path = folder / "home/cache/features" / self._name
        path.parent.mkdir(parents=True)
        way = random.random()
        if way < 0.45:
            path.write_bytes(mutated_bytes(random, self._whole))
        elif way < 0.85:
            self._write_rows(random, path)
        elif way < 0.93:
            with closing(sqlite3.connect(path)) as database:
                database.executescript(random.choice(_SCHEMAS))
        else:
            _something_else(random, path)
        if path.parent.is_dir() and random.random() < 0.05:
            Path(f"{path}-wal").write_bytes(random.randbytes(5_000))
        if path.parent.is_dir() and random.random() < 0.02:
            Path(f"{path}.broken").mkdir()
        locked = path if way < 0.85 and random.random() < 0.003 else None
        return _Made(folder / "home", self._posts, locked)

    def try_case(self, made: _Made, folder: Path) -> None:
        os.environ[HOME_VARIABLE] = str(made.home)
        for _ in range(1 if made.lock else 2):  # the second time, what the first one kept
            with closing(sqlite3.connect(made.lock or ":memory:", isolation_level=None)) as lock:
                if made.lock:
                    with suppress(sqlite3.DatabaseError):  # nothing that could be locked
                        lock.execute("BEGIN EXCLUSIVE")
                found = list(encode_posts(made.posts, self._encoder))
            for item in found:
                assert isinstance(item, EncodedPost), item
                # Forged numbers that are finite can't be told from true ones; no other may pass.
                assert item.features.shape == (1280,)
                assert item.features.dtype == np.float32
                assert np.isfinite(item.features).all()

    def may_leave(self, name: str) -> bool:
        return name.startswith(f"home/cache/features/{self._name}")

    def _write_rows(self, random: Random, path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(_TABLE)
            for sha256, features in self._right.items():
                database.execute(
                    "INSERT INTO features VALUES (?, ?)", (sha256, _wild_features(random, features))
                )


def _wild_features(random: Random, right: np.ndarray) -> object:
    """Anything that SQLite lets stand in the column."""
    way = random.randrange(6)
    if way == 0:
        wild = right.copy()
        wild[random.randrange(1280)] = random.choice((np.nan, np.inf, -np.inf, 3e38, 1e30))
        return wild.astype("<f4").tobytes()
    if way == 1:
        return random.randbytes(random.choice((0, 1, 5119, 5120, 5121, 10240)))
    if way == 2:
        return wild_text(random).encode("utf-8", "replace").decode()
    if way == 3:
        return random.choice([n for n in WILD_NUMBERS if abs(n) < 2**63 and n == n])
    if way == 4:
        return "a" * 5120
    return right.astype("<f4").tobytes()


def _something_else(random: Random, path: Path) -> None:
    way = random.randrange(7)
    if way == 0:
        path.mkdir()
        (path / "mine.txt").write_text("mine")
    elif way == 1:
        path.write_bytes(b"")
    elif way == 2:
        path.symlink_to(path.parent / "nowhere" / "file")
    elif way == 3:
        path.symlink_to(random.choice(("/dev/zero", "/dev/null", path.name)))
    elif way == 4:
        os.mkfifo(path)
    elif way == 5:
        path.write_bytes(hashlib.sha256(b"x").digest() * 1_000)
    else:
        path.parent.rmdir()
        path.parent.write_bytes(b"a file in place of the folder")
