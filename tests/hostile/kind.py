"""A kind of hostile input: how its cases are made, and what is done with one."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Escape(Exception):
    """Something outside of the case's folder was reached; raised by a ``try_case`` that sees it."""


@dataclass(frozen=True)
class Case(Generic[T]):
    """One case: the kind and the seed that make it, the files in ``folder``, and what to try."""

    kind: str
    seed: int
    folder: Path
    made: T


class Kind(ABC, Generic[T]):
    """A kind of hostile input. The same seed makes the same case.

    Attributes:
        name: a word, for the table and for ``--kind``.
        n_tested: how many cases pytest tries, and its weight among the kinds when there are others;
            the slower a kind, the fewer.
        works_elsewhere: whether other threads or processes do the work. Nobody tells how long those
            waited for a processor, so the time of such a case is what processors worked for it.
    """

    name: str
    n_tested: int = 60
    works_elsewhere: bool = False

    def prepare(self, folder: Path) -> None:
        """Make what all cases are made from, once in each process; ``folder`` is empty and stays."""

    @abstractmethod
    def make_case(self, random: Random, folder: Path) -> T:
        """Write the files of a case into an empty folder, and return what ``try_case`` needs."""

    @abstractmethod
    def try_case(self, made: T, folder: Path) -> None:
        """Do with the case what users do, and check what comes out.

        Files may be written below ``folder / "out"`` only. A ``RecommenderError``, or what the
        package logs, is an answer by a sentence; returning without one accepts the case; anything
        else that is raised, :class:`Escape` included, is a fault.
        """

    def may_leave(self, name: str) -> bool:
        """Whether a file of this name, relative to the case's folder, may appear in it."""
        return name == "out" or name.startswith("out/")

    def cases(self, seed: int, n: int, folder: Path) -> Iterator[Case[T]]:
        """The cases of the seeds ``seed`` to ``seed + n - 1``, each in a new folder."""
        for number in range(seed, seed + n):
            own = folder / str(number)
            own.mkdir(parents=True)
            made = self.make_case(Random(f"{self.name} {number}"), own)
            yield Case(self.name, number, own, made)
