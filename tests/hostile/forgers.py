"""Forged arrays and posts of a collection, with fresh checksums in its manifest."""

from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from forging import refresh
from hostile.bombs import BOMBS
from hostile.mutate import (
    WILD_NUMBERS,
    json_bytes,
    mutated_bytes,
    mutated_json,
    wild_text,
)
from older import make_older

from recommender.errors import RecommenderError


def forge_array(random: Random, folder: Path) -> None:
    """An array of other numbers, shape, type or order; or a file with another header."""
    path = random.choice(sorted(folder.rglob("*.npy")))
    numbers = np.array(np.load(path))
    way = random.randrange(6)
    if way <= 1:
        flat = numbers.reshape(-1)
        value = random.choice((np.nan, np.inf, -np.inf, 3e38, -3e38, 1e30, 1e20, 1e9, -1, 0, 1e-45))
        if flat.dtype == np.int32:
            value = random.choice((2**31 - 1, -(2**31), -1, -2, 10, 11, 0))
        with np.errstate(over="ignore"):  # in float16, most of them are infinite
            flat[random.randrange(flat.size) if random.random() < 0.5 else slice(None)] = value
    elif way == 2:
        numbers = random.choice(
            (numbers.astype(np.float64), numbers.astype(">f4"), numbers.astype(np.float16), numbers[:-1], numbers.T, numbers[None],
             numbers.reshape(-1), np.asfortranarray(numbers), numbers.astype(str), numbers.astype(complex),
             np.zeros(3, dtype=[("a\x1b", "f4")]), np.float32(3.0))
        )  # fmt: skip
    if way <= 2:
        np.save(path, numbers, allow_pickle=False)
    elif way == 3:
        np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    elif way == 4:
        with path.open("wb") as file:
            np.savez(file, numbers)
    else:
        path.write_bytes(_with_header(random, path.read_bytes()))
    refresh(folder, path.relative_to(folder).as_posix())


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


def forge_posts(random: Random, folder: Path) -> None:
    _forge_table(random, folder, "posts.parquet")


def made_older(folder: Path) -> bool:
    """Turn the collection into one of format 2; False if it was forged too much before."""
    try:
        make_older(folder, 2)
    except (RecommenderError, OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return False
    return True


def forge_hashtags(random: Random, folder: Path) -> None:
    """Other entries, another order, another table; or the JSON of an older collection."""
    way = random.randrange(8)
    if way < 3:
        _forge_table(random, folder, "hashtags.parquet")
        return
    path = folder / "hashtags.parquet"
    rows: Any = pq.read_table(path).to_pylist()
    if way == 3:
        random.choice(rows)["count"] = random.choice((*WILD_NUMBERS, True, "7", None))
    elif way == 4:
        random.choice(rows)["hashtag"] = random.choice((wild_text(random), "blue", None, 7))
    elif way == 5:
        random.shuffle(rows)
    if random.random() < 0.5 and made_older(folder):
        path = folder / "hashtags.json"
        if way == 6:
            rows = mutated_json(random, rows)
        path.write_bytes(json_bytes(random, rows))
        if way == 7:
            path.write_bytes(
                random.choice((b"[" * 200_000, b'{"a":' * 200_000, b"[{}]", b"7", b""))
            )
    else:
        try:
            table = pa.Table.from_pylist(rows)
            if random.random() < 0.8:
                table = table.set_column(1, "count", table["count"].cast(pa.int32()))
            pq.write_table(table, path)
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            return  # Arrow itself does not write such a thing
    refresh(folder, path.name)


def _forge_table(random: Random, folder: Path, name: str) -> None:
    path = folder / name
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
    refresh(folder, path.name)


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
            (7, 1.5, b"\xff\xfe", ["a"], {"a": "b"}, None, [None], [["a"]], True, [])
        )
        table = table.set_column(i, name, [pa.array([other] * len(table))])
    elif way == 4:
        kind = random.choice(
            (pa.large_string(), pa.binary(), pa.dictionary(pa.int8(), pa.string()))
        )
        table = table.set_column(i, name, table.column(name).cast(kind))
    elif way == 5:
        table = (
            table.slice(0, random.randrange(len(table)))
            if random.random() < 0.5
            else pa.concat_tables([table] * 3)
        )
    elif way == 6:
        text = wild_text(random).encode("utf-8", "replace").decode()
        key = "id" if "id" in table.column_names else "hashtag"
        keys = table.column(key).to_pylist()
        keys[3] = random.choice(
            (text, "../../../outside/secret", keys[4], "0" * 16, "0" * 17, "A" * 16)
        )
        table = table.set_column(table.schema.get_field_index(key), key, [keys])
    else:
        text = wild_text(random).encode("utf-8", "replace").decode()
        values[0] = [text] if name == "hashtags" else text
        table = table.set_column(i, name, [values])
    pq.write_table(table, path, compression=random.choice(("zstd", "snappy", "gzip", "none", "brotli", "lz4")),
                   row_group_size=random.choice((None, 1, 5)), data_page_version=random.choice(("1.0", "2.0")))  # fmt: skip
