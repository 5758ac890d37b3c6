"""The folder of collected posts: ``posts.jsonl``, ``images/``, and the state beside them."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from recommender.disk import try_lock
from recommender.errors import ImageError, PostError, reason_of
from recommender.features.decoders import open_apart
from recommender.features.images import extension_of
from recommender.sources.openverse.errors import CollectError
from recommender.sources.openverse.files import PART, write_atomically
from recommender.sources.openverse.settings import CollectSettings
from recommender.sources.openverse.state import NAME, State, load_state
from recommender.sources.openverse.work import Work
from recommender.sources.posts_file import IMAGES, POSTS


class Folder:
    """An open folder: what it holds already, and how to add to it."""

    def __init__(self, path: Path, state: State, posts: BinaryIO) -> None:
        self.path, self.state, self._posts = path, state, posts
        self.works: set[str] = set()
        """Ids and landing pages of the works that are kept."""
        self.per_creator: Counter[str] = Counter()
        """The number of posts of each creator."""

    def add(self, work: Work, image: bytes) -> None:
        """Store a work, without saving the state.

        Raises:
            PostError: the bytes are not an image; the message is the reason.
        """
        name = f"{IMAGES}/{work.id}.{_ending(image)}"
        write_atomically(self.path / name, image)
        line = json.dumps(work.record(name), ensure_ascii=False).encode() + b"\n"
        self._posts.write(line)
        self._posts.flush()
        os.fsync(self._posts.fileno())
        self.state.size += len(line)
        self._remember(work.id, work.source_url, work.group)

    def save(self) -> None:
        self.state.save(self.path)

    def _remember(self, work: str, source_url: str, group: str) -> None:
        self.works |= {work, source_url}
        self.per_creator[group] += 1

    def _restore(self) -> None:
        """Make the files match the saved state: remove what was begun after it."""
        self._posts.seek(0)
        content = self._posts.read()
        kept, begun = content[: self.state.size], content[self.state.size :]
        if len(kept) < self.state.size or not self._is_ours(begun):
            raise CollectError(
                f"{self.path / POSTS} was changed since the collector stopped; collect into a new "
                "--output."
            )
        self._posts.truncate(self.state.size)
        self._posts.seek(self.state.size)
        for line in kept.splitlines():
            self._remember_line(line)
        for work in self.state.pending:
            if work.id not in self.works:  # it may have been kept for another topic
                for image in (self.path / IMAGES).glob(f"{work.id}.*"):  # also half-written ones
                    image.unlink()

    def _is_ours(self, begun: bytes) -> bool:
        """Whether the bytes beyond the accounted ones are part of a line that we were writing."""
        starts = [
            b'{"image": "%s/%s.' % (IMAGES.encode(), w.id.encode()) for w in self.state.pending
        ]
        one_line = b"\n" not in begun[:-1]
        return not begun or (one_line and any(s.startswith(begun[: len(s)]) for s in starts))

    def _remember_line(self, line: bytes) -> None:
        try:
            record = json.loads(line)
            self._remember(Path(record["image"]).stem, record["source_url"], record["group"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise CollectError(
                f"{self.path / POSTS} was changed since the collector stopped; collect into a new "
                "--output."
            ) from error


@contextmanager
def open_folder(path: Path, settings: CollectSettings) -> Iterator[Folder]:
    """Open a folder, new or begun, for this process alone.

    Raises:
        CollectError: the folder holds other files, was begun with other settings, is in use by
            another collector, or can't be written.
    """
    try:
        state = load_state(path) or _new_state(path, settings)
        _check_settings(path, state.settings, settings)
        (path / IMAGES).mkdir(parents=True, exist_ok=True)
        with (path / POSTS).open("a+b") as posts:
            _lock(posts, path)
            # Read it again: another collector may have changed it before it released the folder.
            state = load_state(path) or state
            folder = Folder(path, state, posts)
            folder._restore()
            folder.save()
            yield folder
    except BrokenPipeError:  # raised by the progress, when its reader is gone
        raise
    except OSError as error:
        raise CollectError(
            f"{path} can't be written ({reason_of(error)}); free space or choose another "
            "--output. What was kept so far is safe."
        ) from error


def _new_state(path: Path, settings: CollectSettings) -> State:
    if path.is_dir() and any(not _is_just_begun(file) for file in path.iterdir()):
        raise CollectError(f"{path} holds other files; collect into a new or empty folder.")
    return State(settings)


def _is_just_begun(file: Path) -> bool:
    """Whether this may be from a collector that was stopped before it saved its first state."""
    if file.name == IMAGES and file.is_dir():
        return not any(file.iterdir())
    return file.name == NAME + PART or (file.name == POSTS and file.stat().st_size == 0)


def _check_settings(path: Path, old: CollectSettings, new: CollectSettings) -> None:
    for name, value in vars(new).items():
        if (begun := getattr(old, name)) != value:
            text = ",".join(begun) if isinstance(begun, tuple) else begun
            raise CollectError(
                f"{path} was begun with --{name.replace('_', '-')} {text}; give the same value to "
                "continue, or another --output."
            )


def _lock(posts: BinaryIO, path: Path) -> None:
    if not try_lock(posts.fileno()):
        raise CollectError(
            f"Another collector is at work in {path}; wait for it, or choose another --output."
        )


def _ending(data: bytes) -> str:
    """The ending for an image file's name; raises :class:`PostError` if it is not an image."""
    try:
        open_apart(data)
        return extension_of(data)
    except ImageError as error:
        raise PostError("its image can't be read") from error
