"""Collections that a stranger changed and gave fresh checksums: each is refused with a sentence."""

import hashlib
import json
import os
import shutil
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from helpers import SETTINGS, StubEncoder, write_posts
from hostile.bombs import BOMBS

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.files import save_arrays
from recommender.collection.posts_parquet import load_posts, save_posts
from recommender.errors import CollectionError, RecommenderError
from recommender.paths import HOME_VARIABLE
from recommender.sources.post import Post


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A collection that all tests copy, which takes less time than building it."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder / "home"))
        posts = write_posts(folder / "posts")
        build_collection(posts, folder / "collection", SETTINGS, encoder=StubEncoder())
    return folder / "collection"


@pytest.fixture
def folder(template, tmp_path):
    return shutil.copytree(template, tmp_path / "collection")


def refresh(folder, name):
    """The file's size and checksum, as the manifest has them."""
    data = (folder / name).read_bytes()
    change(
        folder, ["files", name], {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    )


def change(folder, path, value):
    """Change one value of the manifest; ``path`` are the keys that lead to it."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text())
    holder = manifest
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    file.write_text(json.dumps(manifest))


def forge(folder, name, data):
    (folder / name).write_bytes(data)
    refresh(folder, name)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["n_posts"], "12", "n_posts"),
        (["n_posts"], 12.0, "n_posts"),
        (["n_posts"], True, "n_posts"),
        (["n_posts"], 0, "n_posts"),
        (["n_posts"], 10**30, "n_posts"),
        (["n_hashtags"], -1, "n_hashtags"),
        (["name"], None, "name"),
        (["encoder"], [], "encoder"),
        (["encoder", "sha256"], "5" * 63 + "\n", "sha256"),
        (["encoder", "name"], "/dev/zero", "encoder.name"),
        (["encoder", "name"], "..\\x.tflite", "encoder.name"),
        (["als"], [], "als"),
        (["als", "rank"], None, "rank"),
        (["als", "rank"], 10**30, "shape|array"),
        (["als", "alpha"], 1e300, "Alpha"),
        (["als", "seed"], -1, "seed"),
        (["ranking", "gamma"], "3", "gamma"),
        (["ranking", "gamma"], 1e9, "gamma"),
        (["ranking", "gamma"], float("nan"), "malformed"),
        (["ranking", "learned_share"], -0.1, "learned_share"),
        (["ranking", "centered"], 1, "centered"),
        (["files"], [], "files"),
        (["files"], {}, "missing"),
        (["files", "hubness.npy"], {"bytes": -1, "sha256": "0" * 64}, "bytes"),
        (["files", "hubness.npy"], "x", "files"),
        (["thumbnails_sha256"], 7, "thumbnails_sha256"),
    ],
)
def test_a_manifest_of_wrong_types_or_sizes(folder, path, value, said):
    change(folder, path, value)
    with pytest.raises(CollectionError, match=rf"damaged \(.*{said}.*build it again"):
        Collection.open(folder)


def test_fields_of_later_versions_are_ignored(folder):
    before = Collection.open(folder).manifest
    change(folder, ["further"], {"a": [1]})
    change(folder, ["encoder", "dtype"], "float16")
    assert Collection.open(folder).manifest == before


def test_a_manifest_that_is_too_large(folder):
    change(folder, ["further"], "x" * 2_000_000)
    with pytest.raises(CollectionError, match=r"manifest\.json is larger than"):
        Collection.open(folder)


def header(text, version=b"\x01\x00"):
    size = len(text).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + size + text.encode()


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\x93NUM",
        b"PK\x03\x04",
        header("'''"),
        header("("),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12L, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 9), }"),
        header("{'descr': '<i4', 'fortran_order': False, 'shape': (12, 8), }"),
        header("{'descr': '|O', 'fortran_order': False, 'shape': (12, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 8), }", b"\x02\x00"),
        header("1" * 9_000),
        header("(" * 5_000),
        header("\0"),
        b"\x93NUMPY\x01\x00\xff\xff{",
    ],
)
def test_a_header_that_is_no_such_array(folder, start, recwarn):
    forge(folder, "image_factors.npy", start + bytes(4 * 12 * 8))
    with pytest.raises(CollectionError, match=r"damaged \(image_factors\.npy is not a NumPy array"):
        Collection.open(folder)
    assert not recwarn.list


@pytest.mark.parametrize("extra", [-4, 4])
def test_an_array_with_more_or_less_than_its_shape(folder, extra):
    data = (folder / "hubness.npy").read_bytes()
    forge(folder, "hubness.npy", data[:extra] if extra < 0 else data + bytes(extra))
    with pytest.raises(CollectionError, match=r"hubness\.npy does not have the size of its array"):
        Collection.open(folder)


def test_an_array_in_the_other_order_is_read(folder):
    path = folder / "projection.npy"
    before = np.load(path)
    np.save(path, np.asfortranarray(before))
    refresh(folder, path.name)
    after = Collection.open(folder).model.similarity.projection
    np.testing.assert_array_equal(after, before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("features.npy", np.nan),
        ("features.npy", 1e30),
        ("image_factors.npy", np.inf),
        ("hashtag_factors.npy", -np.inf),
        ("feature_mean.npy", np.nan),
        ("projection.npy", 3e38),
        ("predicted_factors.npy", np.nan),
        ("hubness.npy", 1e6),
        ("post_lengths.npy", -1),
        ("map_positions.npy", 5.0),
    ],
)
def test_a_number_that_no_build_writes(folder, name, value):
    array = np.load(folder / name)
    array.reshape(-1)[-1] = value
    np.save(folder / name, array)
    refresh(folder, name)
    with pytest.raises(CollectionError, match=rf"damaged \({name} holds a number that no build"):
        Collection.open(folder)


def test_a_map_of_more_colours_than_there_are(folder, monkeypatch):
    np.save(folder / "map_hashtags.npy", np.arange(12, dtype=np.int32) % 7)
    refresh(folder, "map_hashtags.npy")
    assert Collection.open(folder).map is not None
    monkeypatch.setattr("recommender.collection.reader.N_COLORED", 6)
    with pytest.raises(CollectionError, match="unknown hashtag, or too many"):
        Collection.open(folder)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e10])
def test_what_could_not_be_read_again_is_not_written(folder, tmp_path, value):
    collection = Collection.open(folder)
    factors = np.array(collection.model.image_factors)
    factors[3, 1] = value
    model = replace(collection.model, image_factors=factors)
    parts = {"model": model, "similarity": model.similarity, "map": collection.map}
    with pytest.raises(
        RecommenderError, match=r"image_factors\.npy came out too large or not finite"
    ):
        save_arrays(tmp_path, parts)
    assert not (tmp_path / "image_factors.npy").exists()


HASHTAGS = [
    {"hashtag": tag, "count": count}
    for tag, count in (
        ("instagood", 12), ("blue", 4), ("green", 4), ("red", 4), ("bluelife", 2), ("bluelove", 2),
        ("greenlife", 2), ("greenlove", 2), ("redlife", 2), ("redlove", 2),
    )
]  # fmt: skip


def with_entry(**entry):
    return [*HASHTAGS[:-1], {**HASHTAGS[-1], **entry}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_entry(count=True), "count"),
        (with_entry(count=0), "count"),
        (with_entry(count=1.5), "count"),
        (with_entry(count=float("inf")), "malformed"),
        (with_entry(count=10**30), "count|order"),
        (with_entry(hashtag="blue"), "twice"),
        (with_entry(hashtag=7), "hashtag"),
        (with_entry(hashtag="a b"), "hashtag"),
        (with_entry(hashtag="\x1b[2J"), "hashtag"),
        (with_entry(hashtag="\u202ex"), "hashtag"),
        (with_entry(hashtag="a" * 101), "hashtag"),
        (HASHTAGS[::-1], "order"),
        ([{"hashtag": "instagood", "count": 13}, *HASHTAGS[1:]], "too large a count"),
        (HASHTAGS[:-1], "9 entries, not 10"),
        ("[" * 10_000, "hashtags.json"),
        ('[{"a":' + "[" * 10_000, "nested too deep"),
        ("x" * 100_000, "larger than"),
    ],
)
def test_hashtags_that_no_build_writes(folder, content, said):
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    forge(folder, "hashtags.json", text.encode())
    with pytest.raises(CollectionError, match=rf"damaged \(.*{said}"):
        Collection.open(folder)


def test_the_hashtags_that_were_forged_above_open_as_they_are(folder):
    forge(folder, "hashtags.json", json.dumps(HASHTAGS).encode())
    assert Collection.open(folder).vocabulary.hashtags[-1] == "redlove"


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
    with pytest.raises(CollectionError, match=r"damaged \(posts\.parquet"):
        _ = Collection.open(folder).posts


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
        _ = Collection.open(folder).posts


def test_a_further_column_is_ignored_and_other_compression_read(folder):
    path = folder / "posts.parquet"
    before = Collection.open(folder).posts
    table = pq.read_table(path).append_column("later", pa.array(range(12)))
    pq.write_table(table, path, data_page_version="2.0", compression="snappy")
    refresh(folder, path.name)
    assert Collection.open(folder).posts == before


def test_posts_in_several_groups_of_rows(tmp_path):
    posts = [Post(f"{i}.jpg", ("red", f"tag{i}"), id=f"{i:016x}") for i in range(2_500)]
    save_posts(tmp_path, posts)
    table = pq.read_table(tmp_path / "posts.parquet")
    pq.write_table(table, tmp_path / "posts.parquet", row_group_size=1_200)
    assert load_posts(tmp_path, 2_500) == tuple(posts)
    pq.write_table(table, tmp_path / "posts.parquet", row_group_size=100)
    with pytest.raises(CollectionError, match="groups of rows"):
        load_posts(tmp_path, 2_500)


def test_bytes_that_are_no_parquet_are_quoted_on_one_line(folder):
    data = (folder / "posts.parquet").read_bytes()
    forge(folder, "posts.parquet", data[:-200] + b"\xff" * 192 + data[-8:])
    with pytest.raises(CollectionError, match=r"damaged \(posts\.parquet") as caught:
        _ = Collection.open(folder).posts
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
            _ = collection.posts
    finally:
        pa.set_memory_pool(before)
    assert counting.max_memory() < 20_000_000


@pytest.mark.parametrize(
    "name", ["manifest.json", "features.npy", "posts.parquet", "hashtags.json"]
)
@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_a_file_that_is_none_of_its_own(folder, tmp_path, name, what):
    path = folder / name
    path.rename(tmp_path / name)
    if what == "link":
        path.symlink_to(tmp_path / name)
    elif what == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(CollectionError, match=rf"damaged \({name} is missing"):
        Collection.open(folder)


@pytest.mark.parametrize("what", ["link", "folder", "pipe", "huge"])
def test_a_thumbnail_that_is_none(folder, tmp_path, what):
    collection = Collection.open(folder)
    post = collection.posts[3]
    path = collection.thumbnail(post)
    path.rename(tmp_path / "moved.jpg")
    if what == "link":
        path.symlink_to(tmp_path / "moved.jpg")
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        with path.open("wb") as file:
            file.truncate(5 << 20)
    assert collection.thumbnail(post) is None
    assert collection.damaged_thumbnails() == (
        f"1 thumbnails are missing, too large, or links; the first is thumbnails/{post.id}.jpg"
    )


def test_a_folder_of_thumbnails_that_lies_elsewhere(folder, tmp_path):
    (folder / "thumbnails").rename(tmp_path / "elsewhere")
    (folder / "thumbnails").symlink_to(tmp_path / "elsewhere")
    collection = Collection.open(folder)
    assert collection.thumbnail(collection.posts[0]) is None
    assert "12 thumbnails" in collection.damaged_thumbnails()
