"""Collections that a stranger changed and gave fresh checksums."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from helpers import SETTINGS, StubEncoder, picture, write_posts
from hostile.bombs import BOMBS
from hostile.kind import Escape, Kind
from hostile.mutate import (
    WILD_NUMBERS,
    json_bytes,
    mutated_bytes,
    mutated_json,
    wild_text,
    wild_value,
)

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.commands.info import run as info
from recommender.paths import HOME_VARIABLE
from recommender.recommend import HashtagRecommender, Wishes


class Collections(Kind[Path]):
    """A collection of twelve posts in which one to three files are forged."""

    name = "collections"

    def prepare(self, folder: Path) -> None:
        posts = write_posts(folder / "posts")
        # The cache of features is no matter of these cases.
        home = os.environ[HOME_VARIABLE]
        os.environ[HOME_VARIABLE] = str(folder / "home")
        build_collection(posts, folder / "collection", SETTINGS, encoder=StubEncoder())
        os.environ[HOME_VARIABLE] = home
        self._collection = folder / "collection"

    def make_case(self, random: Random, folder: Path) -> Path:
        made = folder / "collection"
        shutil.copytree(self._collection, made)
        for forge in _chosen(random):
            forge(random, made)
        return made

    def try_case(self, made: Path, folder: Path) -> None:
        collection = Collection.open(made)
        recommender = HashtagRecommender(collection, StubEncoder())
        for colour, reach in (((200, 30, 30), 0.0), ((10, 250, 250), 1.0)):
            answer = recommender.recommend(picture(colour), 20, 10, given=["red"], reach=reach)
            numbers = [suggestion.score for suggestion in answer.hashtags]
            numbers += [value for n in answer.neighbors for value in (n.similarity, n.weight)]
            assert answer.hashtags
            assert np.isfinite(numbers).all(), numbers
            json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8")
        recommender.recommend_post(collection.posts[0].id, Wishes(without=[collection.posts[1].id]))
        _map(collection)
        for post in collection.posts:
            path = collection.thumbnail(post)
            if path is not None and not path.resolve().is_relative_to(made.resolve()):
                raise Escape(str(path))
        info(_Options(str(made)))


def _chosen(random: Random) -> list[Callable[[Random, Path], None]]:
    """One of the forgers or, in every fourth case, several, in their order."""
    if random.random() < 0.75:
        return [random.choices(_FORGERS, weights=(6, 3, 6, 4, 2, 1))[0]]
    n = random.choice((2, 3))
    return [_FORGERS[i] for i in sorted(random.sample(range(len(_FORGERS)), n))]


class _Options:
    def __init__(self, folder: str) -> None:
        self.folder = folder


def _map(collection: Collection) -> None:
    from recommender.figures.post_map import map_chart

    if collection.map is not None:
        map_chart(collection).to_json()


def _refresh(folder: Path, name: str) -> None:
    """The size and the checksum of a file, as the manifest has them."""
    path = folder / "manifest.json"
    facts = json.loads(path.read_bytes())
    data = (folder / name).read_bytes()
    facts["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    path.write_text(json.dumps(facts))


def _manifest(random: Random, folder: Path) -> None:
    path = folder / "manifest.json"
    facts = json.loads(path.read_bytes())
    if random.random() < 0.6:  # a value of the right place, of the wrong type or size
        section = random.choice(("", "", "encoder", "als", "ranking", "files"))
        part = facts.get(section, facts)
        name = random.choice(sorted(part))
        part[name] = random.choice((random.choice(WILD_NUMBERS), wild_value(random)))
        path.write_bytes(json.dumps(facts).encode())
        return
    path.write_bytes(json_bytes(random, mutated_json(random, facts)))


def _array(random: Random, folder: Path) -> None:
    """An array of other numbers, shape, type or order; or a file with another header."""
    path = random.choice(sorted(folder.glob("*.npy")))
    array = np.array(np.load(path))
    way = random.randrange(6)
    if way <= 1:
        flat = array.reshape(-1)
        value = random.choice((np.nan, np.inf, -np.inf, 3e38, -3e38, 1e30, 1e20, 1e9, -1, 0, 1e-45))
        if flat.dtype == np.int32:
            value = random.choice((2**31 - 1, -(2**31), -1, -2, 10, 11, 0))
        flat[random.randrange(flat.size) if random.random() < 0.5 else slice(None)] = value
    elif way == 2:
        array = random.choice(
            (array.astype(np.float64), array.astype(">f4"), array[:-1], array.T, array[None],
             array.reshape(-1), np.asfortranarray(array), array.astype(str), array.astype(complex),
             np.zeros(3, dtype=[("a\x1b", "f4")]), np.float32(3.0))
        )  # fmt: skip
    if way <= 2:
        np.save(path, array, allow_pickle=False)
    elif way == 3:
        np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    elif way == 4:
        with path.open("wb") as file:
            np.savez(file, array)
    else:
        path.write_bytes(_with_header(random, path.read_bytes()))
    _refresh(folder, path.name)


_HEADERS = (
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 1280), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 8), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (12L, 8L), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-12, -8), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (True, 8), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (12, 8), }",
    "{'descr': [('a', '<f4', (2147483647,))], 'fortran_order': False, 'shape': (12, 8), }",
    "{'descr': '<f4', 'fortran_order': 3, 'shape': (12, 8), }",
    "{[]: 3}", "{", "(" * 5_000, "'''", "{'descr': '<f4'", "\\", "[" * 300 + "]" * 300, "\0", "\x0c",
    "1" * 9_000, "-" * 9_000 + "1", "{'shape': (" + "12," * 3000 + ")}", "__import__('os').system('id')",
)  # fmt: skip


def _with_header(random: Random, data: bytes) -> bytes:
    if random.random() < 0.4:
        length = 10 + int.from_bytes(data[8:10], "little")
        return mutated_bytes(random, data[:length]) + data[length:]
    header = random.choice(_HEADERS).encode()
    version = random.choice((b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x09"))
    size = len(header).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + size + header + data[128:]


def _hashtags(random: Random, folder: Path) -> None:
    path = folder / "hashtags.json"
    rows: Any = [
        {"hashtag": "instagood", "count": 12}, {"hashtag": "blue", "count": 4},
        {"hashtag": "green", "count": 4}, {"hashtag": "red", "count": 4},
        {"hashtag": "bluelife", "count": 2}, {"hashtag": "bluelove", "count": 2},
        {"hashtag": "greenlife", "count": 2}, {"hashtag": "greenlove", "count": 2},
        {"hashtag": "redlife", "count": 2}, {"hashtag": "redlove", "count": 2},
    ]  # fmt: skip
    way = random.randrange(6)
    if way == 0:
        random.choice(rows)["count"] = random.choice((*WILD_NUMBERS, True, "7", None))
    elif way == 1:
        random.choice(rows)["hashtag"] = random.choice((wild_text(random), "blue", None, 7))
    elif way == 2:
        random.shuffle(rows)
    elif way == 3:
        rows = mutated_json(random, rows)
    path.write_bytes(
        json_bytes(random, rows) if way < 4 else mutated_bytes(random, path.read_bytes())
    )
    if way == 5:
        path.write_bytes(random.choice((b"[" * 200_000, b'{"a":' * 200_000, b"[{}]", b"7", b"")))
    _refresh(folder, path.name)


def _posts(random: Random, folder: Path) -> None:
    path = folder / "posts.parquet"
    way = random.randrange(8)
    if way == 0:
        path.write_bytes(mutated_bytes(random, path.read_bytes()))
    elif way == 1:
        path.write_bytes(random.choice(BOMBS)())
    else:
        try:
            _write_forged(random, path, pq.read_table(path))
        except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError):
            return  # Arrow itself does not write such a thing
    _refresh(folder, path.name)


def _write_forged(random: Random, path: Path, table: pa.Table) -> None:
    name = random.choice(table.column_names)
    i, values = table.schema.get_field_index(name), table.column(name).to_pylist()
    way = random.randrange(8)
    if way == 0:
        table = table.drop_columns([name])
    elif way == 1:
        table = table.append_column(random.choice((name, "more")), [values])
    elif way == 2:
        values[random.randrange(len(values))] = None
        table = table.set_column(i, name, pa.array(values, type=table.schema.field(name).type))
    elif way == 3:
        other: Any = random.choice(
            ([7] * 12, [1.5] * 12, [b"\xff\xfe"] * 12, [["a"]] * 12, [{"a": "b"}] * 12, [None] * 12,
             [[None]] * 12, [[["a"]]] * 12, [True] * 12, [[]] * 12)
        )  # fmt: skip
        table = table.set_column(i, name, [pa.array(other)])
    elif way == 4:
        kind = random.choice(
            (pa.large_string(), pa.binary(), pa.dictionary(pa.int8(), pa.string()))
        )
        table = table.set_column(i, name, table.column(name).cast(kind))
    elif way == 5:
        table = (
            table.slice(0, random.randrange(12))
            if random.random() < 0.5
            else pa.concat_tables([table] * 3)
        )
    elif way == 6:
        text = wild_text(random).encode("utf-8", "replace").decode()
        ids = table.column("id").to_pylist()
        ids[3] = random.choice(
            (text, "../../../outside/secret", ids[4], "0" * 16, "0" * 17, "A" * 16)
        )
        table = table.set_column(table.schema.get_field_index("id"), "id", [ids])
    else:
        text = wild_text(random).encode("utf-8", "replace").decode()
        values[0] = [text] if name == "hashtags" else text
        table = table.set_column(i, name, [values])
    pq.write_table(table, path, compression=random.choice(("zstd", "snappy", "gzip", "none", "brotli", "lz4")),
                   row_group_size=random.choice((None, 1, 5)), data_page_version=random.choice(("1.0", "2.0")))  # fmt: skip


def _thumbnails(random: Random, folder: Path) -> None:
    """Links, folders, huge files or other formats in place of thumbnails."""
    path = random.choice(sorted((folder / "thumbnails").iterdir()))
    secret = Path("../outside/secret.txt").absolute()
    path.unlink()
    way = random.randrange(6)
    if way == 0:
        path.symlink_to(random.choice((secret, "/etc/passwd", "/dev/zero", path.name)))
    elif way == 1:
        path.mkdir()
    elif way == 2:
        with path.open("wb") as file:
            file.truncate(3 << 30)  # a hole, which takes no room
    elif way == 3:
        path.write_bytes(
            random.choice((b"", b"<svg onload='alert(1)'/>", b"GIF89a", b"\xff\xd8\xff"))
        )
    elif way == 4:
        os.mkfifo(path)
    else:
        moved = folder.parent / "elsewhere"
        (folder / "thumbnails").rename(moved)
        (folder / "thumbnails").symlink_to(moved)


def _files(random: Random, folder: Path) -> None:
    """Data files that are missing, links, folders or pipes."""
    path = random.choice(sorted(path for path in folder.iterdir() if path.is_file()))
    moved = folder.parent / path.name
    path.rename(moved)
    way = random.randrange(4)
    if way == 0:
        path.symlink_to(moved)
    elif way == 1:
        path.mkdir()
    elif way == 2:
        os.mkfifo(path)


# The manifest comes after the files, whose checksums stand in it; what takes files away comes last.
_FORGERS: tuple[Callable[[Random, Path], None], ...] = (
    _array, _hashtags, _posts, _manifest, _thumbnails, _files,
)  # fmt: skip
