"""Deep features in a temporary file, as a build makes them, one image after the other."""

import tempfile
from pathlib import Path
from typing import Literal

import numpy as np

from recommender.errors import EncoderError
from recommender.features.encoder import N_FEATURES
from recommender.mapped import blocks, release

_ROW_BYTES = 2 * N_FEATURES


class FeatureRows:
    """Rows of deep features, rounded to ``float16`` as a collection keeps them.

    The file has no name, and is gone with the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is where the file lies; None for the system's folder of temporary files."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, closed with this object
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def add(self, features: np.ndarray) -> None:
        """Add the features ``(1280,)`` of an image, or those of many, ``(m, 1280)``.

        Raises:
            EncoderError: they are too large for float16.
        """
        with np.errstate(over="ignore"):
            rounded = features.astype(np.float16)
        if not np.isfinite(rounded).all():
            raise EncoderError(
                f"An encoder gives numbers up to {np.abs(features).max():.3g}, but only those below "
                "65,504 can be kept; use another encoder."
            )
        self._file.write(rounded.tobytes())
        self._n += rounded.size // N_FEATURES

    def keep(self, rows: np.ndarray) -> None:
        """Leave only these rows, which ascend; call it before :meth:`array`."""
        every = self._mapped("r+")
        for block in blocks(len(rows)):
            every[block] = every[rows[block]]  # a row only moves to the front
            release(every)
        every.flush()
        del every  # Windows shortens no file that is mapped
        self._n = len(rows)
        self._file.truncate(self._n * _ROW_BYTES)

    def array(self) -> np.ndarray:
        """All rows, ``(n, 1280) float16``, memory-mapped."""
        return self._mapped("r")

    def _mapped(self, mode: Literal["r", "r+"]) -> np.memmap:
        self._file.flush()
        return np.memmap(self._file, np.float16, mode, shape=(self._n, N_FEATURES))
