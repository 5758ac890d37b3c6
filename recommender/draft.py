"""What a large build keeps until it is done: a stopped one goes on after its last finished stage."""

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from recommender.collection.arrays import map_array, write_array
from recommender.collection.files import sha256_of_file
from recommender.disk import sync_file
from recommender.errors import reason_of
from recommender.features.thumbnail_spool import ThumbnailSpool
from recommender.mapped import row_blocks
from recommender.paths import cache_folder
from recommender.printable import printable
from recommender.stages import Arrays

_log = logging.getLogger(__name__)

_VERSION = 1
"""Increased when a stage makes other arrays of the same input."""

_OLD_SECONDS = 30 * 24 * 3600
"""Drafts that nothing was added to for so long are removed: their build was given up."""


class _Array(msgspec.Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    sha256: str


class _Finished(msgspec.Struct, frozen=True):
    """A finished stage: of which input, and the arrays in its files."""

    key: str
    arrays: tuple[_Array, ...]


class Draft:
    """A folder in the user's cache for one collection that is being built.

    Arrays that are kept are memory-mapped from there, so they are not held in memory either. It is
    only a cache: it raises no errors, and what it holds is checked as it is read. Where nothing can be
    kept, that is said once, as a warning of the logger ``recommender.draft``.

    Attributes:
        resumed: the stages that were taken from a stopped build.
    """

    def __init__(self, target: Path) -> None:
        """The draft of the collection that will be in ``target``."""
        name = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
        self.folder = cache_folder() / "builds" / name
        self.resumed: list[str] = []
        self._key = ""
        self._told = False
        _remove_old(self.folder.parent)

    def set_input(self, settings: Iterable[object], arrays: Iterable[np.ndarray]) -> None:
        """What the stages are made of: those of other settings or arrays are not taken over."""
        digest = hashlib.sha256(repr((_VERSION, list(settings))).encode())
        for array in arrays:
            digest.update(repr((array.dtype.str, array.shape)).encode())
            for _, block in row_blocks(array):
                digest.update(np.ascontiguousarray(block).data)
        self._key = digest.hexdigest()

    def keep(self, stage: str, make: Callable[[], Arrays]) -> Arrays:
        """See :class:`~recommender.stages.Keep`."""
        found = self._load(stage)
        if found is not None:
            self.resumed.append(stage)
            return found
        made = make()
        try:
            kept = self._save(stage, made)
            return tuple(self._map(stage, i, array) for i, array in enumerate(kept))
        except OSError as error:
            self._give_up(error)
            return made

    def thumbnails(self, side: int) -> ThumbnailSpool | None:
        """The thumbnails of this size of a stopped build, and those to come; None if there can be none."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return ThumbnailSpool(self.folder / f"thumbnails-{side}")
        except OSError as error:
            self._give_up(error)
            return None

    def remove(self) -> None:
        """Remove all that was kept."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _load(self, stage: str) -> Arrays | None:
        try:
            finished = msgspec.json.decode(self._marker(stage).read_bytes(), type=_Finished)
            if finished.key != self._key:
                return None
            return tuple(self._array(stage, i, a) for i, a in enumerate(finished.arrays))
        except (OSError, ValueError, TypeError):  # not there, or damaged
            return None

    def _array(self, stage: str, i: int, array: _Array) -> np.ndarray:
        path = self._path(stage, i)
        if sha256_of_file(path) != array.sha256:
            raise ValueError(f"{path} has changed")
        return self._map(stage, i, array)

    def _map(self, stage: str, i: int, array: _Array) -> np.ndarray:
        path = self._path(stage, i)
        return map_array(path.parent, path.name, np.dtype(array.dtype), array.shape)

    def _save(self, stage: str, arrays: Arrays) -> list[_Array]:
        marker = self._marker(stage)
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.unlink(missing_ok=True)
        kept = []
        for i, array in enumerate(arrays):
            path = self._path(stage, i)
            path.unlink(missing_ok=True)  # it may be mapped: what is mapped stays as it is
            with path.open("wb") as file:
                write_array(file, array)
            sync_file(path)
            kept.append(_Array(array.dtype.str, array.shape, sha256_of_file(path)))
        marker.write_bytes(msgspec.json.encode(_Finished(self._key, tuple(kept))))
        return kept

    def _marker(self, stage: str) -> Path:
        return self.folder / "stages" / f"{stage}.json"

    def _path(self, stage: str, i: int) -> Path:
        return self.folder / "stages" / f"{stage}-{i}.npy"

    def _give_up(self, error: OSError) -> None:
        if not self._told:
            _log.warning(
                f"{printable(str(self.folder))} can't be written ({reason_of(error)}): if this build is "
                "stopped, it begins again; free space there."
            )
        self._told = True


def _remove_old(folder: Path) -> None:
    with suppress(OSError):
        for draft in folder.iterdir():
            newest = max(path.stat().st_mtime for path in (draft, *draft.iterdir()))
            if newest < time.time() - _OLD_SECONDS:
                shutil.rmtree(draft, ignore_errors=True)
