"""Thumbnails in one folder, in folders by the beginnings of their ids, and in one archive.

    PYTHONPATH=. python benchmarks/thumbnails.py [--thumbnails 20000 100000]

Generated ones of 8 to 16 kB. Writing ends when they are on the disk, as at the end of a build; they are put
out of memory, where the system can, before 20 are read (median of 50 rounds) and all are copied.
"""

import argparse
import io
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.disk import sync_all

N_READ, N_ROUNDS = 20, 50
COLUMNS = f"written, s | copied, s | and on the disk, s | deleted, s | {N_READ} read, ms | GB"


def thumbnails(n: int) -> Iterator[tuple[str, bytes]]:
    """Ids, as good as random like those of posts, and contents."""
    random = np.random.default_rng(0)
    noise = random.bytes(1 << 24)
    for _ in range(n):
        start, size = random.integers(len(noise) - 16_000), random.integers(8_000, 16_000)
        yield random.bytes(8).hex(), b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise[start : start + size]


@dataclass
class Files:
    """A file for each thumbnail, in folders that are named by so many digits of the ids."""

    digits: int

    def write(self, folder: Path, n: int) -> None:
        for id_, content in thumbnails(n):
            path = folder / id_[: self.digits] / f"{id_}.jpg"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)

    def read(self, folder: Path, ids: Sequence[str], rows: Sequence[int]) -> None:
        for row in rows:
            (folder / ids[row][: self.digits] / f"{ids[row]}.jpg").read_bytes()


class Archive:
    """A tar in the order of the posts, and where in it each thumbnail begins and how long it is."""

    def write(self, folder: Path, n: int) -> None:
        places = []
        with tarfile.open(folder / "thumbnails.tar", "w") as tar:
            for id_, content in thumbnails(n):
                member = tarfile.TarInfo(f"{id_}.jpg")
                member.size = len(content)
                places.append((tar.offset + tarfile.BLOCKSIZE, len(content)))
                tar.addfile(member, io.BytesIO(content))
        np.save(folder / "thumbnails.npy", np.array(places, dtype=np.int64))

    def read(self, folder: Path, ids: Sequence[str], rows: Sequence[int]) -> None:
        places = np.load(folder / "thumbnails.npy", mmap_mode="r")
        with (folder / "thumbnails.tar").open("rb") as tar:
            for start, size in places[rows].tolist():
                tar.seek(start)
                tar.read(size)


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def forget(folder: Path) -> None:
    """Put the contents of all files out of memory, where the system can; their names stay."""
    for path in folder.rglob("*.*") if hasattr(os, "posix_fadvise") else ():
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def measured(layout: Files | Archive, n: int) -> list[float]:
    ids = [id_ for id_, _ in thumbnails(n)]
    rows = np.resize(np.random.default_rng(1).permutation(n), (N_ROUNDS, N_READ))
    with tempfile.TemporaryDirectory() as temporary:
        folder, copy = Path(temporary) / "new", Path(temporary) / "copy"
        folder.mkdir()
        written = seconds(lambda: layout.write(folder, n)) + seconds(lambda: sync_all(folder))
        forget(folder)
        reads = [seconds(lambda r=r: layout.read(folder, ids, r)) for r in rows]
        blocks = sum(path.lstat().st_blocks for path in (folder, *folder.rglob("*")))
        forget(folder)
        copied = seconds(lambda: shutil.copytree(folder, copy))
        synced = copied + seconds(lambda: sync_all(copy))
        deleted = seconds(lambda: shutil.rmtree(copy))
    return [written, copied, synced, deleted, 1000 * float(np.median(reads)), blocks * 512 / 1e9]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--thumbnails", type=int, nargs="+", default=[20_000, 100_000])
    options = parser.parse_args()
    print(f"| thumbnails | | {COLUMNS} |" + "\n" + "|---" * 8 + "|")
    layouts = {"one folder": Files(0), "256 folders": Files(2), "archive": Archive()}
    for n in options.thumbnails:
        rows = {name: measured(layout, n) for name, layout in layouts.items()}
        for name, row in rows.items():
            pairs = zip(row, rows["one folder"], strict=True)
            cells = [f"{value:,.3g} ({value / one:.2f})" for value, one in pairs]
            print(f"| {n:,} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
