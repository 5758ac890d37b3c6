"""``hashtags.parquet``, and the JSON of older collections, by a stranger with fresh checksums."""

import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from forging import forge, refresh
from hypothesis import given
from hypothesis import strategies as st
from older import make_older

from recommender.collection import Collection
from recommender.collection.hashtags_parquet import ARROW_STORED
from recommender.errors import CollectionError
from recommender.hashtags import STORED

HASHTAGS = [
    {"hashtag": tag, "count": count}
    for tag, count in (
        ("instagood", 12), ("blue", 4), ("green", 4), ("red", 4), ("bluelife", 2), ("bluelove", 2),
        ("greenlife", 2), ("greenlove", 2), ("redlife", 2), ("redlove", 2),
    )
]  # fmt: skip


def with_entry(**entry):
    return [*HASHTAGS[:-1], {**HASHTAGS[-1], **entry}]


WRONG = [
    (with_entry(count=0), "count"),
    (with_entry(count=1.5), "count|type"),
    (with_entry(hashtag="blue"), "twice"),
    (with_entry(hashtag=None), "hashtag"),
    (with_entry(count=None), "count"),
    (with_entry(hashtag=""), "hashtag"),
    (with_entry(hashtag="a b"), "hashtag"),
    (with_entry(hashtag="\x1b[2J"), "hashtag"),
    (with_entry(hashtag="a\n"), "hashtag"),
    (with_entry(hashtag="\u202ex"), "hashtag"),
    (with_entry(hashtag="a" * 101), "hashtag"),
    (HASHTAGS[::-1], "order"),
    ([{"hashtag": "instagood", "count": 13}, *HASHTAGS[1:]], "too large a count"),
    (HASHTAGS[:-1], "9 entries, not 10"),
]


def save(folder, entries, **options):
    table = pa.Table.from_pylist(entries)
    if table.schema.field("count").type == pa.int64():
        table = table.set_column(1, "count", table["count"].cast(pa.int32()))
    save_table(folder, table, **options)


def save_table(folder, table, **options):
    pq.write_table(table, folder / "hashtags.parquet", **options)
    refresh(folder, "hashtags.parquet")


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_hashtags_that_no_build_writes(folder, content, said):
    save(folder, content)
    with pytest.raises(CollectionError, match=rf"damaged \(hashtags\.parquet.*({said})"):
        Collection.open(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        *WRONG,
        (with_entry(count=True), "count"),
        (with_entry(count=float("inf")), "malformed"),
        (with_entry(count=10**30), "count|order"),
        (with_entry(hashtag=7), "hashtag"),
        ("[" * 10_000, "hashtags.json"),
        ('[{"a":' + "[" * 10_000, "nested too deep"),
        ("x" * 100_000, "larger than"),
    ],
)
def test_hashtags_of_an_older_collection_that_no_build_wrote(folder, content, said):
    make_older(folder, 2)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    forge(folder, "hashtags.json", text.encode())
    with pytest.raises(CollectionError, match=rf"damaged \(.*({said})"):
        Collection.open(folder)


def test_the_hashtags_that_were_forged_above_open_as_they_are(folder):
    save(folder, HASHTAGS, row_group_size=10, compression="snappy")
    assert list(Collection.open(folder).vocabulary.hashtags) == [e["hashtag"] for e in HASHTAGS]
    make_older(folder, 2)
    forge(folder, "hashtags.json", json.dumps(HASHTAGS).encode())
    assert Collection.open(folder).vocabulary.hashtags[-1] == "redlove"


TABLE = pa.table(
    {
        "hashtag": [entry["hashtag"] for entry in HASHTAGS],
        "count": pa.array([entry["count"] for entry in HASHTAGS], pa.int32()),
    }
)
WRONG_TABLES = {
    "without counts": TABLE.drop_columns("count"),
    "wider counts": TABLE.set_column(1, "count", TABLE["count"].cast(pa.int64())),
    "lists": TABLE.set_column(0, "hashtag", pa.array([["a"]] * 10)),
    "bytes": TABLE.set_column(0, "hashtag", TABLE["hashtag"].cast(pa.binary())),
    "numbers": TABLE.set_column(0, "hashtag", pa.array(range(10))),
    "a column twice": TABLE.append_column("count", TABLE["count"]),
    "many megabytes": TABLE.set_column(0, "hashtag", pa.array(["x" * 40_000_000] * 10)),
}


@pytest.mark.parametrize("table", WRONG_TABLES.values(), ids=WRONG_TABLES.keys())
def test_tables_that_no_build_writes(folder, table):
    save_table(folder, table, compression="zstd")
    before, counting = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(counting)
    try:
        with pytest.raises(CollectionError, match=r"damaged \(hashtags\.parquet"):
            Collection.open(folder)
    finally:
        pa.set_memory_pool(before)
    assert counting.max_memory() < 20_000_000


@pytest.mark.parametrize("data", [b"", b"PAR1", b"x" * 2_000_000, b"PAR1" * 100])
def test_bytes_that_are_no_parquet(folder, data):
    forge(folder, "hashtags.parquet", data)
    with pytest.raises(CollectionError, match=r"damaged \(hashtags\.parquet"):
        Collection.open(folder)


@given(st.text(max_size=4))
def test_arrow_takes_for_hashtags_what_python_does(text):
    (arrow,) = pc.match_substring_regex(pa.array([text]), ARROW_STORED).to_pylist()
    assert arrow == bool(STORED.fullmatch(text))


def test_arrow_tells_every_character_as_python_does():
    characters = [chr(i) for i in range(0x110000) if not 0xD800 <= i < 0xE000]
    taken = pc.match_substring_regex(pa.array(characters), ARROW_STORED).to_pylist()
    assert taken == [bool(STORED.fullmatch(c)) for c in characters]
