"""What the pages of a Parquet file unpack to, read from their headers before anything is unpacked.

Arrow believes the header of a page, whatever the file's metadata say: 10 kB of zstd can unpack to
2 GB. A header is a struct in Thrift's compact protocol, whose first fields are the page's type and
its sizes (github.com/apache/parquet-format, ``parquet.thrift``; github.com/apache/thrift,
``thrift-compact-protocol.md``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from recommender.collection.files import map_own_file

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_HEADER = 64 * 1024
_DEEPEST = 8

_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(
    13
)
_DATA_PAGE, _DICTIONARY_PAGE, _DATA_PAGE_V2 = 5, 7, 8
"""Fields of a page header that hold a struct: 1 is its number of values, another its encoding."""
_ENCODING = {_DATA_PAGE: 2, _DICTIONARY_PAGE: 2, _DATA_PAGE_V2: 4}
_KNOWN_ENCODINGS = (0, 2, 3, 8)
"""Plain, dictionary (old and new name), run lengths: a value takes up its bytes in some page. The
others are left out, since in delta encodings a few bytes can repeat a long text any number of times."""


@dataclass(frozen=True)
class Unpacked:
    """The bytes that pages unpack to, and the values in them (each element of a list counts)."""

    bytes: int = 0
    values: int = 0

    def __add__(self, other: "Unpacked") -> "Unpacked":
        return Unpacked(self.bytes + other.bytes, self.values + other.values)


def mapped(folder: Path, name: str, limit: int) -> "pa.BufferReader":
    """A collection's Parquet file, memory-mapped.

    Raises:
        ValueError: it is not a file of its own, empty, or larger than ``limit``.
        OSError: it can't be read.
    """
    import pyarrow as pa

    content = map_own_file(folder, name)
    if len(content) > limit:
        raise ValueError(f"{name} is larger than {limit:,} bytes")
    return pa.BufferReader(pa.py_buffer(content))


def unpacked(file: BinaryIO, column: Any) -> Unpacked:
    """What a column chunk (``pyarrow.parquet.ColumnChunkMetaData``) unpacks to.

    Raises:
        ValueError: the headers can't be read, their pages don't fill the chunk exactly, or they are
            encoded in an unusual way.
    """
    position = column.data_page_offset
    if column.has_dictionary_page and column.dictionary_page_offset < position:
        position = column.dictionary_page_offset
    end = position + column.total_compressed_size
    total = Unpacked()
    while position < end:
        file.seek(position)
        reader = _Compact(file.read(min(_LONGEST_HEADER, end - position)))
        header = reader.struct()
        total += _page(header)
        position += reader.position + header[3]
    if position != end:
        raise ValueError("a page is longer than its column")
    return total


def _page(header: dict[int, Any]) -> Unpacked:
    kind = next((field for field in _ENCODING if isinstance(header.get(field), dict)), None)
    sizes = [header.get(field) for field in (2, 3)]  # unpacked, packed
    if kind is None or not all(isinstance(size, int) and size >= 0 for size in sizes):
        raise ValueError("a page has no size")
    values, encoding = header[kind].get(1), header[kind].get(_ENCODING[kind])
    if not isinstance(values, int) or values < 0 or encoding not in _KNOWN_ENCODINGS:
        raise ValueError("a page is encoded in an unusual way")
    return Unpacked(header[2], 0 if kind == _DICTIONARY_PAGE else values)


class _Compact:
    """Reads structs of Thrift's compact protocol: integers and structs, everything else as None."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of the struct that begins here, by their numbers."""
        if depth > _DEEPEST:
            raise ValueError("structs are nested too deep")
        fields: dict[int, Any] = {}
        number = 0
        for step, kind in self._field_headers():
            number += step
            fields[number] = self._value(kind, depth)
        return fields

    def _field_headers(self) -> Iterator[tuple[int, int]]:
        while header := self._byte():
            # Numbers in the long form (a step of 0) could repeat a field: writers don't use it here.
            if not header >> 4:
                raise ValueError("a field is out of order")
            yield header >> 4, header & 0xF

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return None
        if kind in (_I16, _I32, _I64):
            number = self._varint()
            return number >> 1 ^ -(number & 1)
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind == _BINARY:
            self._skip(self._varint())
        elif kind == _DOUBLE:
            self._skip(8)
        else:  # no page header has others
            raise ValueError("a field has an unknown type")
        return None

    def _varint(self) -> int:
        result = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
        raise ValueError("a number is too long")

    def _byte(self) -> int:
        self._skip(1)
        return self._data[self.position - 1]

    def _skip(self, n: int) -> None:
        self.position += n
        if self.position > len(self._data):
            raise ValueError("a page header is cut off")
