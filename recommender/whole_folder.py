"""A folder that appears whole or not at all."""

import glob
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recommender.errors import RecommenderError

_LEFTOVER_SECONDS = 24 * 3600
"""Age at which a working folder is removed: its process must have been killed."""
_PARTIAL, _OLD = ".partial", ".old"


@contextmanager
def working_folder(output: Path, error_kind: type[RecommenderError]) -> Iterator[Path]:
    """A hidden folder beside ``output`` to write into; removed at the end, whatever happens.

    Raises:
        RecommenderError: (of the given kind) the folder can't be written.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        _clean_up(output)
        partial = Path(
            tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}.", suffix=_PARTIAL)
        )
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
    old = partial.with_suffix(_OLD)
    folder.rename(old)
    try:
        partial.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clean_up(output: Path) -> None:
    """Remove what killed processes left beside ``output``, and put back what one had moved away."""
    for leftover in _beside(output, _OLD):
        if not output.exists():  # killed between the two renames
            leftover.rename(output)
        else:
            shutil.rmtree(leftover, ignore_errors=True)
    for leftover in _beside(output, _PARTIAL):
        with suppress(FileNotFoundError):  # another process may have finished meanwhile
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)


def _beside(output: Path, ending: str) -> list[Path]:
    return sorted(output.parent.glob(f".{glob.escape(output.name)}.*{ending}"))
