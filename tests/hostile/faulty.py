"""A kind whose cases do everything that the frame must notice, to test the frame itself."""

import logging
import os
import sys
import time
from pathlib import Path
from random import Random

from hostile.kind import Escape, Kind

from recommender.errors import RecommenderError

DEEDS = (
    "accepted", "sentence", "logged", "traceback", "text", "slow", "memory", "stderr", "leftover",
    "escape", "seen", "crash", "hang", "exit", "no case",
)  # fmt: skip
"""What the case of each seed does, from 0."""


class Faulty(Kind[str]):
    """The seed says what a case does."""

    name = "faulty"

    def make_case(self, random: Random, folder: Path) -> str:
        deed = DEEDS[int(folder.name)]
        if deed == "no case":
            raise ValueError("the case could not be made")
        (folder / "mine.txt").write_text("mine")
        return deed

    def try_case(self, made: str, folder: Path) -> None:
        (folder / "out").mkdir()
        (folder / "out/file.txt").write_text("allowed")
        getattr(self, made.replace(" ", "_"))(folder)

    def accepted(self, folder: Path) -> None:
        pass

    def sentence(self, folder: Path) -> None:
        raise RecommenderError("The file is wrong; take another.")

    def logged(self, folder: Path) -> None:
        logging.getLogger("recommender.x").warning("The file was wrong; it is left out.")

    def traceback(self, folder: Path) -> None:
        raise ValueError("nobody caught this")

    def text(self, folder: Path) -> None:
        raise RecommenderError("two\nlines of a text")

    def slow(self, folder: Path) -> None:
        time.sleep(1.0)

    def memory(self, folder: Path) -> None:
        del bytearray(100 << 20)[:1]

    def stderr(self, folder: Path) -> None:
        os.write(2, b"a warning from C")

    def leftover(self, folder: Path) -> None:
        (folder / "more.txt").write_text("more")

    def escape(self, folder: Path) -> None:
        Path("../outside/new.txt").write_text("outside")

    def seen(self, folder: Path) -> None:
        raise Escape("a path led out")

    def crash(self, folder: Path) -> None:
        os.abort()

    def hang(self, folder: Path) -> None:
        time.sleep(600)

    def exit(self, folder: Path) -> None:
        sys.exit(3)
