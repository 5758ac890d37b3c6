"""Zips that are bombs, climb out of their folder, or are damaged."""

import io
import stat
import struct
import zipfile
from pathlib import Path
from random import Random

import exports
from hostile.kind import Escape, Kind
from hostile.mutate import mutated_bytes, wild_text

from recommender.errors import PostError
from recommender.features.images import read_bytes
from recommender.sources.formats import open_source
from recommender.sources.import_posts import import_posts
from recommender.sources.post import Post

_NAMES = (
    "../../outside/evil.jpg", "/tmp/evil.jpg", "C:\\evil.jpg", "..\\evil.jpg", "a/../../evil.jpg", "",
    "/", "a\0b.jpg", "a" * 5_000 + ".jpg", "\x1b[2J.jpg", "nul", "a/" * 2_000 + "x.jpg", "sea/1.jpg",
    "__MACOSX/a.jpg", ".hidden.jpg", "a\nb.jpg", "\N{GRINNING FACE}.jpg",
)  # fmt: skip


class Archives(Kind[Path]):
    """A zip of an Instagram export or of a folder of photos, in which something is wrong."""

    name = "archives"
    works_elsewhere = True

    def prepare(self, folder: Path) -> None:
        exports.instagram(folder / "instagram")
        for number in range(4):
            exports.photo(folder / "photos/sea" / f"{number}.jpg", number)
        self._zips = [
            exports.zipped(folder / name, folder / f"{name}.zip").read_bytes()
            for name in ("instagram", "photos")
        ]

    def make_case(self, random: Random, folder: Path) -> Path:
        path = folder / random.choice(("export.zip", "export.ZIP"))
        path.write_bytes(random.choice(self._zips))
        way = random.random()
        if way < 0.6:
            _add_members(random, path)
        if way > 0.4:
            data = path.read_bytes()
            path.write_bytes(
                mutated_bytes(random, data) if random.random() < 0.6 else _wild_header(random, data)
            )
        if way > 0.95:
            path.write_bytes(
                path.read_bytes() + random.choice((b"PK\5\6", b"\0" * 70_000, path.read_bytes()))
            )
        return path

    def try_case(self, made: Path, folder: Path) -> None:
        before = {path.name for path in folder.iterdir()}
        source = open_source(made)
        skipped = [item for item in source.items(unique=False) if not isinstance(item, Post)]
        for item in source.items(unique=False):
            if isinstance(item, Post) and item.path is not None:
                read_bytes(item.path)
        if {path.name for path in folder.iterdir()} != before:
            raise Escape("reading wrote something")
        (folder / "out").mkdir()
        import_posts(made, folder / "out/imported")
        if skipped:
            raise PostError(f"{skipped[0]}.")


def _add_members(random: Random, path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for _ in range(random.choice((1, 1, 3))):
            name = random.choice(_NAMES) if random.random() < 0.8 else wild_text(random)
            info = zipfile.ZipInfo("x")
            info.filename = name.encode("utf-8", "replace").decode()[:60_000]
            info.compress_type = random.choice(
                (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 0)
            )
            if random.random() < 0.2:
                info.external_attr = (
                    random.choice((stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR)) | 0o777
                ) << 16
            content = random.choice(
                (b"x", bytes(3_000_000), b'{"a": ' * 20_000, str(path).encode(), _jpeg(random))
            )
            try:
                archive.writestr(info, content)
            except (ValueError, OSError, struct.error, UnicodeError):
                return


def _jpeg(random: Random) -> bytes:
    file = io.BytesIO()
    exports.scene(random.randrange(99)).save(file, "JPEG")
    return file.getvalue()


def _wild_header(random: Random, data: bytes) -> bytes:
    """Other sizes, offsets, flags or methods in the zip's directory or its members' own headers."""
    changed = bytearray(data)
    marks = [
        i for i in range(len(data) - 4) if data[i : i + 4] in (b"PK\1\2", b"PK\3\4", b"PK\5\6")
    ]
    for at in random.sample(marks, min(len(marks), random.choice((1, 2, 5)))):
        where = at + random.randrange(4, 46)
        wild = random.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", random.randbytes(4), b"\x01\x00"))
        changed[where : where + len(wild)] = wild
    return bytes(changed)
