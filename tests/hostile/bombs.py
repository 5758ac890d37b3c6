"""Parquet files of twelve posts that unpack to any length, though they are small."""

import io
import struct
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

LENGTH = 300_000_000
_N = 12


@cache
def one_long_text(length: int = LENGTH) -> bytes:
    """One letter, again and again, as a caption: 10 kB packed."""
    return _written(_table(["a" * length] + [""] * (_N - 1)), use_dictionary=False)


@cache
def one_long_text_said_to_be_short(length: int = LENGTH) -> bytes:
    """The same, while the file's own metadata claim less: readers believe the pages."""
    data = one_long_text(length)
    found = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0)
    footer_length = struct.unpack("<I", data[-8:-4])[0]
    footer = data[-8 - footer_length : -8]
    for size in (found.column(1).total_uncompressed_size, found.total_byte_size):
        real = _zigzag(size)
        footer = footer.replace(real, _zigzag(1 << (7 * len(real) - 8)))
    return data[: -8 - footer_length] + footer + data[-8:]


@cache
def one_text_many_times(length: int = LENGTH) -> bytes:
    """A text that stands once in the file, and twelve times in memory."""
    return _written(_table(["a" * (length // 10)] * _N))


@cache
def many_values(length: int = LENGTH) -> bytes:
    """Millions of hashtags, which are one and the same."""
    n = length // 25
    zeros = pa.Array.from_buffers(pa.int32(), n, [None, pa.py_buffer(bytes(4 * n))])
    tags = pa.DictionaryArray.from_arrays(zeros, pa.array(["red"]))
    lists = pa.ListArray.from_arrays(pa.array([0] + [n] * _N, pa.int32()), tags)
    return _written(_table([""] * _N).set_column(9, "hashtags", lists))


@cache
def long_prefixes(length: int = LENGTH) -> bytes:
    """Texts as changes to the one before: each row repeats it by a few bytes."""
    texts = ["a" * (length // 10) + str(i) for i in range(_N)]
    encoding = {"caption": "DELTA_BYTE_ARRAY"}
    return _written(_table(texts), use_dictionary=False, column_encoding=encoding)


BOMBS = (
    one_long_text, one_long_text_said_to_be_short, one_text_many_times, many_values, long_prefixes,
)  # fmt: skip


def _table(captions: list[str]) -> pa.Table:
    texts = ("creator", "license", "license_url", "source_url", "group", "category")
    return pa.table(
        {
            "image": [""] * _N,
            "caption": captions,
            **{name: [""] * _N for name in texts},
            "id": [f"{i:016x}" for i in range(_N)],
            "hashtags": [["red"]] * _N,
        }
    )


def _written(table: pa.Table, **options: object) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", write_statistics=False, **options)
    return file.getvalue()


def _zigzag(number: int) -> bytes:
    """A number as Thrift's compact protocol writes it."""
    number <<= 1
    digits = []
    while number >= 0x80:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])
