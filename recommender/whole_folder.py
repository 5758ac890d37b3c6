"""A folder that appears whole or not at all."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recommender.errors import RecommenderError

_LEFTOVER_SECONDS = 24 * 3600
"""Age at which a working folder is removed: its process must have been killed."""


@contextmanager
def working_folder(output: Path, error_kind: type[RecommenderError]) -> Iterator[Path]:
    """A hidden folder beside ``output`` to write into; removed at the end, whatever happens.

    Raises:
        RecommenderError: (of the given kind) the folder can't be written.
    """
    prefix, ending = f".{output.name}.", ".partial"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for leftover in output.parent.glob(f"{prefix}*{ending}"):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(dir=output.parent, prefix=prefix, suffix=ending))
        try:
            partial.chmod(0o755)  # mkdtemp's 0700 would stay on the finished folder
            yield partial
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise error_kind(
            f"The folder {output} can't be written ({error.strerror}); free space or choose another "
            "--output."
        ) from error


def move_into_place(partial: Path, folder: Path) -> None:
    """Rename the finished ``partial`` folder to ``folder``, and replace that if it exists."""
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
