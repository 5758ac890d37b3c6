"""Deep features that were computed before, so that no image is encoded twice."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from recommender.errors import RecommenderError
from recommender.features.encoder import N_FEATURES
from recommender.paths import HOME_VARIABLE, cache_folder


class FeatureCache:
    """One SQLite file per encoder: sha256 of an image -> its ``(1280,) float32`` deep features.

    SQLite keeps it whole if the process is killed or two builds write at once. The file may be
    deleted at any time; it grows by 5 kB per image. Safe to share between threads.
    """

    VERSION = 1
    """Increased when images are prepared in another way, so that old features are not used."""

    def __init__(self, fingerprint: str, folder: Path | None = None) -> None:
        """Open or make the cache of the encoder with this fingerprint; raises RecommenderError."""
        folder = folder or cache_folder() / "features"
        self.path = folder / f"{fingerprint[:16]}-{self.VERSION}.sqlite"
        self._lock = threading.Lock()
        with self._errors_as_sentences():
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                self.path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS features (image TEXT PRIMARY KEY, features BLOB NOT NULL)"
            )

    def get(self, image: str) -> np.ndarray | None:
        """Features of the image with this sha256, or None."""
        query = "SELECT features FROM features WHERE image = ?"
        with self._lock, self._errors_as_sentences():
            row = self._database.execute(query, (image,)).fetchone()
        if row is None or len(row[0]) != 4 * N_FEATURES:
            return None
        return np.frombuffer(row[0], dtype="<f4").astype(np.float32)

    def put(self, features: Mapping[str, np.ndarray]) -> None:
        """Store features by sha256, all in one transaction."""
        rows = [(image, values.astype("<f4").tobytes()) for image, values in features.items()]
        with self._lock, self._errors_as_sentences(), self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO features VALUES (?, ?)", rows)

    def close(self) -> None:
        with self._lock:
            self._database.close()

    @contextlib.contextmanager
    def _errors_as_sentences(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise RecommenderError(
                f"The feature cache {self.path} can't be used ({error}); delete that file, or set "
                f"{HOME_VARIABLE} to a folder that can be written."
            ) from error
