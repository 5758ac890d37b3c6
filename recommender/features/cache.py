"""Deep features that were computed before, so that no image is encoded twice."""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from recommender.features.encoder import N_FEATURES, are_usable
from recommender.paths import HOME_VARIABLE, cache_folder
from recommender.printable import printable

T = TypeVar("T")

_log = logging.getLogger(__name__)

_BYTES = 4 * N_FEATURES
_TABLE = "CREATE TABLE features (image TEXT PRIMARY KEY, features BLOB NOT NULL)"
_WAIT_SECONDS = 3.0
"""How long to wait for another process: a build that writes to the same cache takes milliseconds."""

_BROKEN = ".broken"

_ERRORS = (OSError, sqlite3.Error, UnicodeDecodeError)
"""The last one if SQLite's message quotes a broken file."""


class FeatureCache:
    """One SQLite file per encoder: sha256 of an image -> its ``(1280,) float32`` deep features.

    SQLite keeps it whole if the process is killed or two builds write at once. The file may be
    deleted at any time; it grows by 5 kB per image. Safe to share between threads.

    It is only a cache: it raises no errors. What it holds is checked as it is read. A file that is
    no such cache is moved aside (``.broken``) and begun anew; where none can be kept, nothing is
    remembered. Both are said once, as a warning of the logger ``recommender.features.cache``.
    """

    VERSION = 1
    """Increased when images are prepared in another way, so that old features are not used."""

    def __init__(self, fingerprint: str, folder: Path | None = None) -> None:
        """Open or make the cache of the encoder with this fingerprint."""
        folder = folder or cache_folder() / "features"
        self.path = folder / f"{fingerprint[:16]}-{self.VERSION}.sqlite"
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._told_of_entries = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except _ERRORS as error:
            self._give_up(error)

    def get(self, image: str) -> np.ndarray | None:
        """Features of the image with this sha256; None if they are not known, or damaged."""
        # SQLite keeps any type in any column; all but a blob of the right length comes as NULL.
        query = (
            "SELECT CASE WHEN typeof(features) = 'blob' AND length(features) = ? THEN features END"
            " FROM features WHERE image = ?"
        )
        row = self._try(lambda database: database.execute(query, (_BYTES, image)).fetchone())
        if row is None:
            return None
        if row[0] is not None:
            features = np.frombuffer(row[0], dtype="<f4").astype(np.float32)
            if are_usable(features):
                return features
        self._tell_of_entries()
        return None

    def put(self, features: Mapping[str, np.ndarray]) -> None:
        """Store features by sha256, all in one transaction."""
        rows = [(image, values.astype("<f4").tobytes()) for image, values in features.items()]

        def store(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN")
                database.executemany("INSERT OR REPLACE INTO features VALUES (?, ?)", rows)

        self._try(store)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _try(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """The action's result, on a new cache if this one is broken; None if there is none at all."""
        with self._lock:
            for _ in range(2):
                if self._database is not None:
                    try:
                        return action(self._database)
                    except _ERRORS as error:
                        self._give_up(error)
        return None

    def _open(self) -> None:
        """Connect, and make the table if the file is new; raises what SQLite raises."""
        if self.path.exists() and not self.path.is_file():
            raise sqlite3.DatabaseError("it is not a file")
        self._database = sqlite3.connect(
            self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._database.text_factory = bytes  # texts in a broken file may not be UTF-8
        self._database.execute("PRAGMA trusted_schema=OFF")
        found = self._database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        if found.fetchmany(2) not in ([], [(_TABLE.encode(),)]):
            raise sqlite3.DatabaseError("it has other tables")
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))

    def _give_up(self, error: Exception) -> None:
        """Move a broken file aside and begin a new one; do without where that can't be."""
        self._close()
        # Its subclass OperationalError is raised where nothing is wrong with the file itself: it is
        # locked or read-only, the disk is full.
        if type(error) in (sqlite3.DatabaseError, UnicodeDecodeError):
            try:
                self._move_aside()
                self._open()
            except _ERRORS as another:
                self._close()
                error = another
            else:
                _log.warning(
                    f"The feature cache {self.path} was broken ({printable(str(error))}): it is now "
                    f"{self.path.name}{_BROKEN}, which you may delete, and images are encoded again."
                )
                return
        _log.warning(
            f"The feature cache {self.path} can't be used ({printable(str(error))}): images are "
            f"encoded without it; set {HOME_VARIABLE} to a folder that can be written."
        )

    def _move_aside(self) -> None:
        for ending in ("-wal", "-shm", "-journal"):  # they belong to the file
            with suppress(FileNotFoundError):
                os.replace(f"{self.path}{ending}", f"{self.path}{_BROKEN}{ending}")
        os.replace(self.path, f"{self.path}{_BROKEN}")

    def _tell_of_entries(self) -> None:
        with self._lock:
            told, self._told_of_entries = self._told_of_entries, True
        if not told:
            _log.warning(
                f"The feature cache {self.path} has damaged entries: those images are encoded again."
            )

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
