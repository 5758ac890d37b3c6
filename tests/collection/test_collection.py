import gc
import io
import json
import weakref
from dataclasses import asdict, replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from forging import refresh
from helpers import SETTINGS
from older import make_older
from PIL import Image

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.files import FORMAT, data_files, sha256_of_file
from recommender.collection.update import settings_of
from recommender.errors import CollectionError
from recommender.recommend import HashtagRecommender
from recommender.settings import RankingSettings

DATA_FILES = [file.name for file in data_files()]


def change_manifest(folder, **changes):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, **changes}))


def test_round_trip(built, encoder):
    collection = Collection.open(built.folder)
    assert len(collection) == len(collection.posts) == 12
    assert collection.manifest == built.manifest
    assert collection.model.features.shape == (12, 1280)
    assert isinstance(collection.model.features, np.memmap)
    assert collection.model.image_factors.shape == (12, collection.manifest.als.rank)
    assert collection.vocabulary.hashtags[0] == "instagood"
    assert collection.vocabulary.counts[0] == 12
    post = collection.posts[5]
    assert post.image == "images/green1.png"
    assert post.creator == "green & co"
    assert post.hashtags == ("green", "greenlove", "instagood")
    with Image.open(io.BytesIO(collection.thumbnail(5))) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert thumbnail.size == (64, 48)
    assert collection.damaged_thumbnails() is None


def test_a_collection_from_before_smoothing_opens_as_one_without_it(built):
    ranking = json.loads((built.folder / "manifest.json").read_text())["ranking"]
    del ranking["smoothing"]
    change_manifest(built.folder, ranking=ranking)
    collection = Collection.open(built.folder)
    assert collection.manifest.ranking == replace(built.manifest.ranking, smoothing=0.0)
    assert settings_of(collection.manifest).ranking.smoothing == 0.0


def test_files_are_open_formats(built):
    names = {path.name for path in built.folder.iterdir()}
    assert names == {*DATA_FILES, "manifest.json"}
    hashtags = pq.read_table(built.folder / "hashtags.parquet").to_pylist()
    assert hashtags[0] == {"hashtag": "instagood", "count": 12}
    assert np.load(built.folder / "features.npy", allow_pickle=False).dtype == np.float16


@pytest.mark.parametrize("name", DATA_FILES)
@pytest.mark.parametrize("damage", ["missing", "shorter", "changed"])
def test_damaged_files_are_refused(built, name, damage):
    path = built.folder / name
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "shorter":
        path.write_bytes(data[:-7])
    else:
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        if name == "thumbnails.tar":  # compared by info alone
            assert Collection.open(built.folder).damaged_thumbnails() is not None
            return
    with pytest.raises(CollectionError, match=rf"damaged \({name}.*build it again"):
        Collection.open(built.folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "one"}', "[" * 100_000])
def test_a_damaged_manifest_is_refused(built, content):
    (built.folder / "manifest.json").write_text(content)
    with pytest.raises(CollectionError, match="damaged"):
        Collection.open(built.folder)


def test_a_collection_from_before_specificity_has_its_defaults(built, encoder, posts_file):
    manifest = json.loads((built.folder / "manifest.json").read_text())
    ranking = {k: v for k, v in manifest["ranking"].items() if k not in ("specificity", "unsure")}
    assert len(ranking) == len(manifest["ranking"]) - 2
    change_manifest(built.folder, ranking=ranking)
    collection = Collection.open(built.folder)
    assert collection.manifest.ranking == RankingSettings()
    answer = HashtagRecommender(collection, encoder).recommend(
        posts_file.parent / "images/red0.png"
    )
    assert answer.hashtags
    assert answer.sureness is not None


@pytest.mark.parametrize(
    "wrong", [{"specificity": 1e300}, {"specificity": float("nan")}, {"unsure": -1}]
)
def test_a_ranking_that_would_give_no_numbers_is_refused(built, wrong):
    change_manifest(built.folder, ranking={**asdict(RankingSettings()), **wrong})
    with pytest.raises(CollectionError, match=r"damaged \(manifest.*(from 0 to 10|malformed)"):
        Collection.open(built.folder)


def test_the_columns_of_a_posts_hashtags_are_looked_up_in_the_vocabulary(built):
    collection = Collection.open(built.folder)
    for post, columns in zip(collection.posts, collection.model.columns, strict=True):
        found = {collection.vocabulary.hashtags[j] for j in columns}
        assert found == set(post.hashtags)
    assert [len(columns) for columns in collection.model.columns] == list(
        collection.model.n_hashtags
    )


def test_a_collection_is_released_with_its_last_reference(built):
    """Its files are then closed: Windows would not replace open ones."""
    gc.disable()
    try:
        collection = Collection.open(built.folder)
        assert collection.model.columns[0]
        released = weakref.ref(collection)
        del collection
        assert released() is None
    finally:
        gc.enable()


def test_counts_that_do_not_fit_are_refused(built):
    change_manifest(built.folder, n_posts=13)
    with pytest.raises(CollectionError, match="damaged"):
        Collection.open(built.folder)


def test_a_newer_format_is_named(built):
    change_manifest(built.folder, format=FORMAT + 1)
    with pytest.raises(CollectionError, match=f"format {FORMAT + 1}.*update"):
        Collection.open(built.folder)


def test_no_collection_says_how_to_make_one(tmp_path):
    with pytest.raises(CollectionError, match="python -m recommender build"):
        Collection.open(tmp_path / "none")


def replace_file(folder, path, array):
    """Replace a file's content, and its checksum in the manifest."""
    np.save(path, array)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[path.name] = {"bytes": path.stat().st_size, "sha256": sha256_of_file(path)}
    change_manifest(folder, files=files)


@pytest.mark.parametrize("format", [1, 2])
def test_a_collection_of_an_older_format_opens_and_answers_alike(
    built, encoder, posts_file, format
):
    image = posts_file.parent / "images/red0.png"
    expected = HashtagRecommender(Collection.open(built.folder), encoder).recommend(image)
    make_older(built.folder, format)
    assert not (built.folder / "hashtags.parquet").exists()
    assert np.load(built.folder / "features.npy").dtype == np.float32
    recommender = HashtagRecommender(Collection.open(built.folder), encoder)
    assert (recommender.collection.map is None) == (format == 1)
    assert len(list(recommender.collection.posts)) == 12
    answer = recommender.recommend(image)
    assert [s.hashtag for s in answer.hashtags] == [s.hashtag for s in expected.hashtags]
    np.testing.assert_allclose(
        [s.score for s in answer.hashtags], [s.score for s in expected.hashtags], atol=1e-4
    )


def test_an_update_writes_an_older_collection_in_the_present_format(built, encoder, posts_file):
    make_older(built.folder, 2)
    posts_file.write_text("\n".join(posts_file.read_text().splitlines()[:-1]))
    report = build_collection(posts_file, built.folder, SETTINGS, update=True, encoder=encoder)
    assert report.n_reused == 11
    assert Collection.open(built.folder).manifest.format == FORMAT


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("map_positions.npy", np.full((12, 2), np.nan, dtype=np.float32)),
        ("map_hashtags.npy", np.full(12, 10, dtype=np.int32)),
        ("map_hashtags.npy", np.full(12, -2, dtype=np.int32)),
    ],
)
def test_a_map_that_points_nowhere_is_refused(built, name, array):
    replace_file(built.folder, built.folder / name, array)
    with pytest.raises(CollectionError, match=f"damaged .*{name}"):
        Collection.open(built.folder)


def test_rows_of_the_same_image(built):
    collection = Collection.open(built.folder)
    assert [collection.row_of(post.id) for post in collection.posts] == list(range(12))
    assert [collection.row_of(id_) for id_ in ("0" * 16, "", "../x", "\ud800")] == [None] * 4
    assert collection.rows_of_image(collection.posts[5]) == [5]


def test_pickled_arrays_are_refused(built):
    path = built.folder / "image_factors.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    files = json.loads((built.folder / "manifest.json").read_text())["files"]
    files[path.name] = {"bytes": path.stat().st_size, "sha256": sha256_of_file(path)}
    change_manifest(built.folder, files=files)
    with pytest.raises(CollectionError, match="damaged"):
        Collection.open(built.folder)


@pytest.mark.parametrize("asked", ["posts", "ids", "row"])
def test_an_id_that_leaves_the_folder_is_refused(built, asked):
    path = built.folder / "posts.parquet"
    table = pq.read_table(path)
    ids = ["../../../etc/passwd", *table.column("id").to_pylist()[1:]]
    pq.write_table(table.set_column(table.schema.get_field_index("id"), "id", [ids]), path)
    files = json.loads((built.folder / "manifest.json").read_text())["files"]
    files[path.name] = {"bytes": path.stat().st_size, "sha256": sha256_of_file(path)}
    change_manifest(built.folder, files=files)
    collection = Collection.open(built.folder)
    use = {
        "posts": lambda: collection.posts[7],
        "ids": lambda: collection.posts.ids,
        "row": lambda: collection.row_of("0" * 16),
    }
    with pytest.raises(CollectionError, match="invalid id"):
        use[asked]()


@pytest.mark.parametrize("format", [2, FORMAT])
def test_damaged_thumbnails_are_found(built, format):
    collection = Collection.open(built.folder)
    path = built.folder / "thumbnails.tar"
    if format == 2:
        path = built.folder / "thumbnails" / f"{collection.posts[3].id}.jpg"
        make_older(built.folder, 2)
        collection = Collection.open(built.folder)
    assert collection.damaged_thumbnails() is None
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"x")
    assert "does not have the content" in Collection.open(built.folder).damaged_thumbnails()
    path.write_bytes(b"")
    if format == 2:
        assert f"that of the post {collection.posts[3].id}" in collection.damaged_thumbnails()
    else:
        with pytest.raises(CollectionError, match=r"thumbnails\.tar does not have the size"):
            Collection.open(built.folder)


def test_older_thumbnails_are_those_of_the_archive(built):
    now = Collection.open(built.folder)
    expected = [now.thumbnail(row) for row in range(12)]
    make_older(built.folder, 2)
    old = Collection.open(built.folder)
    assert [old.thumbnail(row) for row in range(12)] == expected
    assert None not in expected


def test_credit_and_query_are_kept_and_may_lack_their_columns(posts_file, tmp_path, encoder):
    without = build_collection(posts_file, tmp_path / "a", SETTINGS, encoder=encoder)
    path = without.folder / "posts.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["attribution", "query"]), path)
    refresh(without.folder, path.name)
    assert {(p.attribution, p.query) for p in Collection.open(without.folder).posts} == {("", "")}
    lines = posts_file.read_text().splitlines()
    lines[3] = json.dumps({**json.loads(lines[3]), "attribution": "By Ann, CC BY", "query": "Red"})
    posts_file.write_text("\n".join(lines))
    one = build_collection(posts_file, tmp_path / "b", SETTINGS, encoder=encoder)
    posts = Collection.open(one.folder).posts
    assert [p.attribution for p in posts if p.attribution] == ["By Ann, CC BY"]
    assert (posts[3].attribution, posts[3].query, posts[4].query) == ("By Ann, CC BY", "red", "")
