"""Collections to build with faults: the old one, the new one, and the commands that make them."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.trial import Outcome, Run, Server, names, whole
from helpers import write_posts

from recommender.collection import Manifest

OPTIONS = ("--also", "other", "--rank", "4", "--iterations", "2", "--progress", "none")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork on this system")
    server = Server(tmp_path_factory.mktemp("said"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory):
    """A folder in memory, where there is one: waiting for the disk is nine tenths of a tiny build."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("faults")
        return
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=memory))
    yield folder
    shutil.rmtree(folder)


@dataclass
class Bench:
    """Where collections are built: ``folder/c`` from the posts of ``old`` or of ``new``.

    Attributes:
        folder: holds nothing but the collection.
        old, new: the posts files.
        before, after: the manifests of what they give.
        built: the old collection, to be copied.
    """

    server: Server
    folder: Path
    home: Path
    old: Path
    new: Path
    built: Path
    before: Manifest
    after: Manifest

    @property
    def output(self) -> Path:
        return self.folder / "c"

    def reset(self, kind: str) -> None:
        """Make everything as it is before a build: without a collection, or with the old one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if kind != "new":
            shutil.copytree(self.built, self.output)

    def command(self, kind: str) -> list[object]:
        """The command that builds the new posts: a ``new``, ``overwrite`` or ``update`` build."""
        how = [] if kind == "new" else [f"--{kind}"]
        return ["build", self.new, "--output", self.output, *OPTIONS, *how]

    def start(self, kind: str, **options) -> Run:
        return self.server.start(*self.command(kind), folder=self.folder, home=self.home, **options)

    def run(self, kind: str, **options) -> Outcome:
        return self.start(kind, **options).wait()

    def assert_old_or_new(self, kind: str) -> Manifest | None:
        """What is there is the old or the new collection, whole; or nothing, if it was a new one.

        Opening it puts it back, if that is needed.
        """
        if kind == "new" and not self.output.exists():
            return None
        manifest = whole(self.output)
        assert manifest in (self.before, self.after)
        return manifest

    def assert_ends_well(self, kind: str) -> None:
        """The same command, run again, makes the new collection and leaves nothing else."""
        if kind == "new" and self.output.exists():  # it was killed when all was done
            kind = "overwrite"
        outcome = self.run(kind)
        assert (outcome.status, outcome.sentence) == (0, "")
        assert whole(self.output) == self.after
        assert names(self.folder) == ["c"]
        assert [path.name for path in self.home.rglob("*") if path.suffix != ".sqlite"] == [
            "cache",
            "features",
        ]


@pytest.fixture(scope="session")
def _workshop(server, quick_folder) -> Bench:
    folder = quick_folder
    old = write_posts(folder / "old", 1)
    new = write_posts(folder / "new", 2)
    home = folder / "home"
    manifests = []
    for posts in (new, old):
        built = folder / "built" / "c"
        shutil.rmtree(built, ignore_errors=True)
        command = ["build", posts, "--output", built, *OPTIONS]
        outcome = server.run(*command, folder=folder, home=home)
        assert outcome.status == 0, outcome.err
        manifests.append(whole(built))
    after, before = manifests
    return Bench(server, folder / "bench", home, old, new, built, before, after)


@pytest.fixture
def bench(_workshop) -> Bench:
    _workshop.reset("new")
    return _workshop
