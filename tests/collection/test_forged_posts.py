"""``posts.parquet`` by a stranger, with a fresh checksum."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from forging import forge, refresh
from hostile.bombs import BOMBS

from recommender.collection import Collection
from recommender.collection.posts_parquet import PostsFile
from recommender.collection.posts_writer import save_posts
from recommender.collection.stored_posts import StoredPosts
from recommender.errors import CollectionError
from recommender.sources.post import Post


def set_column(folder, name, values):
    path = folder / "posts.parquet"
    table = pq.read_table(path)
    table = table.set_column(table.schema.get_field_index(name), name, [values])
    pq.write_table(table, path)
    refresh(folder, path.name)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("caption", pa.array([7] * 12)),
        ("caption", pa.array([None] * 12, pa.string())),
        ("caption", pa.array([b"\xff"] * 12)),
        ("caption", pa.array([{"a": "b"}] * 12)),
        ("caption", pa.array([["a"]] * 12)),
        ("caption", pa.array(["a" * 10_001] * 12)),
        ("creator", pa.array(["a" * 2_001] * 12)),
        ("id", pa.array([f"{i:016x}" for i in range(11)] + ["../../etc/passwd"])),
        ("id", pa.array(["0" * 16] * 12)),
        ("hashtags", pa.array(["red"] * 12)),
        ("hashtags", pa.array([["red", None]] * 12)),
        ("hashtags", pa.array([None] * 12, pa.list_(pa.string()))),
        ("hashtags", pa.array([[["red"]]] * 12)),
        ("hashtags", pa.array([[7]] * 12)),
        ("hashtags", pa.array([["a b"]] * 12)),
        ("hashtags", pa.array([["x" * 101]] * 12)),
    ],
)
def test_posts_of_other_types_or_sizes(folder, name, values):
    set_column(folder, name, values)
    posts = Collection.open(folder).posts
    with pytest.raises(CollectionError, match=r"damaged \(posts\.parquet"):
        _ = [*posts, posts.ids]


@pytest.mark.parametrize("change_table", ["without a column", "a column twice", "fewer", "more"])
def test_posts_of_another_shape(folder, change_table):
    path = folder / "posts.parquet"
    table = pq.read_table(path)
    changed = {
        "without a column": lambda: table.drop_columns(["license"]),
        "a column twice": lambda: table.append_column("caption", table.column("caption")),
        "fewer": lambda: table.slice(1),
        "more": lambda: pa.concat_tables([table, table]),
    }
    pq.write_table(changed[change_table](), path)
    refresh(folder, path.name)
    with pytest.raises(CollectionError, match=r"damaged \(posts\.parquet"):
        list(Collection.open(folder).posts)


def test_a_further_column_is_ignored_and_other_compression_read(folder):
    path = folder / "posts.parquet"
    before = list(Collection.open(folder).posts)
    table = pq.read_table(path).append_column("later", pa.array(range(12)))
    pq.write_table(table, path, data_page_version="2.0", compression="snappy")
    refresh(folder, path.name)
    assert list(Collection.open(folder).posts) == before


def load(folder, n_posts):
    return list(StoredPosts(PostsFile(folder, n_posts), n_posts))


def test_posts_in_several_groups_of_rows(tmp_path):
    posts = [Post(f"{i}.jpg", ("red", f"tag{i}"), id=f"{i:016x}") for i in range(2_500)]
    save_posts(tmp_path, posts)
    table = pq.read_table(tmp_path / "posts.parquet")
    pq.write_table(table, tmp_path / "posts.parquet", row_group_size=1_200)
    assert load(tmp_path, 2_500) == posts
    pq.write_table(table, tmp_path / "posts.parquet", row_group_size=100)
    with pytest.raises(CollectionError, match="groups of rows"):
        load(tmp_path, 2_500)


def test_bytes_that_are_no_parquet_are_quoted_on_one_line(folder):
    data = (folder / "posts.parquet").read_bytes()
    forge(folder, "posts.parquet", data[:-200] + b"\xff" * 192 + data[-8:])
    with pytest.raises(CollectionError, match=r"damaged \(posts\.parquet") as caught:
        list(Collection.open(folder).posts)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_posts_that_would_unpack_to_many_megabytes(folder, bomb):
    forge(folder, "posts.parquet", bomb(40_000_000))
    collection = Collection.open(folder)
    before = pa.default_memory_pool()
    counting = pa.proxy_memory_pool(before)
    pa.set_memory_pool(counting)
    try:
        with pytest.raises(CollectionError, match=r"would unpack to|values|unusual|longer than"):
            list(collection.posts)
    finally:
        pa.set_memory_pool(before)
    assert counting.max_memory() < 20_000_000
