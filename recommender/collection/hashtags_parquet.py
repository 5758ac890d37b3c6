"""``hashtags.parquet``: the vocabulary of a collection, most used first."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recommender.collection.files import HASHTAGS
from recommender.collection.parquet_pages import Unpacked, mapped, unpacked
from recommender.collection.stored_vocabulary import StoredVocabulary
from recommender.hashtags import MAX_LENGTH, Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS = 1 << 16
_BASE_BYTES, _ENTRY_BYTES = 1 << 20, 4 * MAX_LENGTH + 16
"""Most bytes that the file unpacks to: some, and as many for each hashtag as UTF-8 can take."""

ARROW_STORED = (
    r"^[^#\x00-\x20\x7f-\xa0\x{1680}\x{2000}-\x{200b}\x{200e}\x{200f}\x{2028}-\x{202f}\x{205f}"
    r"\x{2066}-\x{2069}\x{3000}\x{feff}]+\z"
)
"""``hashtags.STORED`` in the syntax of Arrow's regular expressions."""


def save_vocabulary(folder: Path, vocabulary: Vocabulary) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "hashtag": pa.array(vocabulary.hashtags, pa.string()),
            "count": pa.array(vocabulary.counts, pa.int32()),
        }
    )
    with (folder / HASHTAGS).open("wb") as file:
        pq.write_table(table, file, row_group_size=_GROUP_ROWS, compression="zstd")


def load_vocabulary(folder: Path, n_hashtags: int, n_posts: int) -> StoredVocabulary:
    """The vocabulary of ``n_hashtags`` hashtags, each on 1 to ``n_posts`` posts.

    Raises:
        ValueError: the file is not such a table, names a hashtag twice, or is not in order.
        OSError: the file can't be read.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        texts, counts = _read(folder, n_hashtags)
    except (pa.ArrowException, ValueError) as error:
        raise ValueError(f"{HASHTAGS} can't be read: {error}") from error
    if counts[0] > n_posts or counts[-1] < 1 or np.any(counts[1:] > counts[:-1]):
        raise ValueError(f"{HASHTAGS} is not in the order of its counts, or has too large a count")
    if pc.count_distinct(texts).as_py() != n_hashtags:
        raise ValueError(f"{HASHTAGS} names a hashtag twice")
    return StoredVocabulary(texts, counts)


def _read(folder: Path, n_hashtags: int) -> "tuple[pa.Array, np.ndarray]":
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = mapped(folder, HASHTAGS, _BASE_BYTES + n_hashtags * _ENTRY_BYTES)
    metadata = pq.read_metadata(content)
    if metadata.num_rows != n_hashtags:
        raise ValueError(f"it has {metadata.num_rows} entries, not {n_hashtags}")
    if metadata.num_row_groups > 1 + n_hashtags // 1000:
        raise ValueError("it has too many groups of rows")
    paths = [metadata.schema.column(i).path for i in range(metadata.num_columns)]
    if sorted(paths) != ["count", "hashtag"]:
        raise ValueError("it has other columns than hashtag and count")
    size = Unpacked()
    for group in (metadata.row_group(i) for i in range(metadata.num_row_groups)):
        size += unpacked(content, group.column(0)) + unpacked(content, group.column(1))
    if size.bytes > _BASE_BYTES + n_hashtags * _ENTRY_BYTES or size.values > 2 * n_hashtags:
        raise ValueError(f"it would unpack to {size.bytes:,} bytes and {size.values:,} values")
    # Its texts come as dictionaries: a file can repeat a long text any number of times in few bytes.
    parquet = pq.ParquetFile(
        content, metadata=metadata, read_dictionary=["hashtag"], pre_buffer=False
    )
    table = parquet.read(["hashtag", "count"], use_threads=False)
    table.validate(full=True)
    texts, counts = table.column("hashtag"), table.column("count")
    if texts.type != pa.dictionary(pa.int32(), pa.string()) or counts.type != pa.int32():
        raise ValueError("a column has another type")
    if len(table) != n_hashtags or texts.null_count or counts.null_count:
        raise ValueError("an entry lacks its hashtag or its count")
    # Arrow's own to_numpy would load pandas.
    return pa.concat_arrays(list(map(_decoded, texts.chunks))), np.from_dlpack(
        pa.concat_arrays(counts.chunks)
    )


def _decoded(chunk: "pa.DictionaryArray") -> "pa.Array":
    import pyarrow as pa

    _check_texts(chunk.dictionary)
    return chunk.dictionary_decode().cast(pa.large_string())


def _check_texts(texts: "pa.Array") -> None:
    import pyarrow.compute as pc

    if pc.max(pc.utf8_length(texts)).as_py() > MAX_LENGTH:
        raise ValueError(f"a hashtag is longer than {MAX_LENGTH} characters")
    if not pc.all(pc.match_substring_regex(texts, ARROW_STORED)).as_py():
        raise ValueError("it holds something other than hashtags")
