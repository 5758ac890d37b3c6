"""The files of a source, whether they are in a folder, in a zip, or in several of them."""

import os
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from recommender.errors import PostError
from recommender.sources.archive import Archive, ArchiveMember
from recommender.sources.json_values import parse_json
from recommender.sources.post import Skipped, path_inside

MAX_TEXT_FILE = 64 * 1024 * 1024
"""Largest text file (JSON, lists of tags) that is read, in bytes."""

VIDEOS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv", ".3gp", ".mts", ".mpg", ".srt")

_JUNK = frozenset({"__MACOSX", "@eaDir", "$RECYCLE.BIN", "lost+found"})


class Tree(ABC):
    """Named files. Names have ``/`` between folders and are relative to the source's root.

    Hidden files and what operating systems leave behind are left out.
    """

    def __init__(self, label: str, stem: str) -> None:
        self.label = label
        self.stem = stem
        self._refused: dict[str, Skipped] = {}

    def refused(self) -> list[Skipped]:
        """What was left out while walking the tree so far, each once: links that lead out of it,
        folders and zips that can't be read, and members of zips that may not be read.
        """
        return list(self._refused.values())

    def parts(self) -> Sequence["Tree"]:
        """The folders and zips that this tree is made of; two exports may use the same names."""
        return (self,)

    def is_refused(self, name: str) -> bool:
        """Whether a file of this name is there, but may not be read; :meth:`refused` counts it."""
        return name in self._refused

    def refuse(self, place: str, reason: str, kind: str = "refused") -> None:
        """Remember that a file, folder or zip was left out."""
        self._refused[place] = Skipped(0, reason, place, kind)

    @abstractmethod
    def folders(self) -> Iterator[tuple[str, list[str]]]:
        """Each folder's name ("" for the root) and its files' sorted names, outer folders first."""

    @abstractmethod
    def file(self, name: str) -> Path | ArchiveMember | None:
        """Where a file is; None if there is no such file in the tree."""

    @abstractmethod
    def read(self, name: str, limit: int = MAX_TEXT_FILE) -> bytes:
        """All bytes of a file; raises :class:`PostError` if it can't be read or is larger."""

    def names(self) -> Iterator[str]:
        """The names of all files, including their folders."""
        for folder, names in self.folders():
            yield from (join(folder, name) for name in names)

    def read_text(self, name: str, limit: int = MAX_TEXT_FILE) -> str:
        """A file as text; raises :class:`PostError` if it is not UTF-8 or can't be read."""
        try:
            return self.read(name, limit).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PostError(f"{name} is not UTF-8 text.", kind="unreadable") from error

    def read_json(self, name: str) -> Any:
        """A parsed JSON file; raises :class:`PostError` if it is not JSON or can't be read."""
        return parse_json(self.read(name), name)

    def glance(self, name: str) -> dict[str, Any]:
        """A JSON file's object, to detect a format by; {} if it has none or is over 1 MB."""
        try:
            record = parse_json(self.read(name, 1024 * 1024), name)
        except PostError:
            return {}
        return record if isinstance(record, dict) else {}


class FolderTree(Tree):
    """A folder on disk. Links to folders are not followed, links to files only within it."""

    def __init__(self, root: Path) -> None:
        super().__init__(str(root), root.resolve().name)
        self.root = root

    def folders(self) -> Iterator[tuple[str, list[str]]]:
        waiting = deque([""])
        while waiting:
            folder = waiting.popleft()
            try:
                with os.scandir(self.root / folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                if not folder:
                    raise PostError(
                        f"The folder {self.root} can't be read ({error.strerror}); check it."
                    ) from error
                reason = f"the folder can't be read ({error.strerror})"
                self.refuse(folder, reason, "unreadable")
                continue
            kept = [entry for entry in found if not is_junk(entry.name)]
            waiting += [
                join(folder, entry.name) for entry in kept if entry.is_dir(follow_symlinks=False)
            ]
            yield (
                folder,
                [
                    entry.name
                    for entry in kept
                    if entry.is_file(follow_symlinks=False) or self._link_stays(folder, entry)
                ],
            )

    def file(self, name: str) -> Path | None:
        try:
            return path_inside(self.root, name) if name else None
        except PostError:
            return None

    def read(self, name: str, limit: int = MAX_TEXT_FILE) -> bytes:
        try:
            with path_inside(self.root, name).open("rb") as file:
                return _bounded(file.read(limit + 1), name, limit)
        except OSError as error:
            raise PostError(
                f"{name} can't be read ({error.strerror}).", kind="unreadable"
            ) from error

    def _link_stays(self, folder: str, entry: os.DirEntry[str]) -> bool:
        if not entry.is_symlink():
            return False
        name = join(folder, entry.name)
        if self.file(name) is not None:
            return True
        self.refuse(name, "is a link to a folder or to nothing, or leads out of the folder")
        return False


class ZipTree(Tree):
    """A zip on disk, read member by member."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), path.stem)
        self.archive = Archive(path)
        self._refused_members = {name for name, _ in self.archive.refused}
        for name, reason in self.archive.refused:
            self.refuse(f"{path.name}: {name}", reason)

    def is_refused(self, name: str) -> bool:
        return name in self._refused_members

    def folders(self) -> Iterator[tuple[str, list[str]]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.archive.members:
            if not any(is_junk(part) for part in name.split("/")):
                folder, _, file = name.rpartition("/")
                found[folder].append(file)
        for folder in sorted(found, key=lambda f: (f.count("/") + bool(f), f)):
            yield folder, sorted(found[folder])

    def file(self, name: str) -> ArchiveMember | None:
        return ArchiveMember(self.archive, name) if name in self.archive.members else None

    def read(self, name: str, limit: int = MAX_TEXT_FILE) -> bytes:
        return _bounded(self.archive.read(name, limit + 1), name, limit)


class JoinedTree(Tree):
    """Several trees as one: the parts of an export, or a folder and the zips in it."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        super().__init__(trees[0].label, trees[0].stem)
        self.trees = trees

    def parts(self) -> Sequence[Tree]:
        return self.trees

    def is_refused(self, name: str) -> bool:
        return any(tree.is_refused(name) for tree in self.trees)

    def folders(self) -> Iterator[tuple[str, list[str]]]:
        for tree in self.trees:
            yield from tree.folders()

    def refused(self) -> list[Skipped]:
        return [skipped for tree in self.trees for skipped in tree.refused()]

    def file(self, name: str) -> Path | ArchiveMember | None:
        return next((file for tree in self.trees if (file := tree.file(name)) is not None), None)

    def read(self, name: str, limit: int = MAX_TEXT_FILE) -> bytes:
        for tree in self.trees:
            if tree.file(name) is not None:
                return tree.read(name, limit)
        raise PostError(f"There is no file {name} in {self.label}.", kind="no image")


def open_tree(paths: Sequence[Path]) -> Tree:
    """The files of folders and zips. Zips in a folder (the parts of an export) are opened, too.

    Raises:
        PostError: a path is neither a folder nor a zip, or can't be read.
    """
    trees: list[Tree] = []
    for path in paths:
        if not path.is_dir():
            trees.append(ZipTree(path))
            continue
        folder = FolderTree(path)
        trees.append(folder)
        for part in _zips_in(path):
            try:
                trees.append(ZipTree(part))
            except PostError as error:
                folder.refuse(part.name, str(error), "unreadable")
    return trees[0] if len(trees) == 1 else JoinedTree(trees)


def join(folder: str, name: str) -> str:
    """A file's name, including its folder."""
    return f"{folder}/{name}" if folder else name


def suffix(name: str) -> str:
    """A file name's ending in lower case, with its dot; "" if it has none."""
    return os.path.splitext(name)[1].lower()


def is_junk(name: str) -> bool:
    """Whether a file or folder is hidden, or left behind by an operating system."""
    return name.startswith(".") or name in _JUNK


def is_image(name: str) -> bool:
    """Whether a file has the ending of an image that can be read."""
    from recommender.features.images import EXTENSIONS

    return suffix(name)[1:] in EXTENSIONS


def _bounded(data: bytes, name: str, limit: int) -> bytes:
    if len(data) > limit:
        raise PostError(
            f"{name} is larger than {limit >> 20} MB; leave it out or split it.", kind="unreadable"
        )
    return data


def _zips_in(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.glob("*.zip") if p.is_file() and not p.is_symlink())
    except OSError as error:
        raise PostError(
            f"The folder {folder} can't be read ({error.strerror}); check it."
        ) from error
