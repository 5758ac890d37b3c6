"""The same posts built by both engines."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from helpers import SETTINGS, StubEncoder, write_posts

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.manifest import read_manifest
from recommender.errors import PostError


@pytest.fixture
def posts_file(tmp_path) -> Path:
    """Twelve pictures, one of them broken and one used twice; a name with what Spark takes for
    wildcards; a bad line."""
    path = write_posts(tmp_path / "posts")
    images = path.parent / "images"
    (images / "red1.png").write_bytes(b"no picture")
    odd = images / "a[1]{b}*? %20#é.png"
    odd.write_bytes((images / "blue0.png").read_bytes())
    with path.open("a", encoding="utf-8") as file:
        for name in (odd.name, "green2.png"):
            line = {"image": f"images/{name}", "hashtags": ["twice", "blue"]}
            file.write(json.dumps(line) + "\n")
        file.write("{\n")
        file.write(json.dumps({"image": "images/none.png", "hashtags": ["none"]}) + "\n")
        file.write(json.dumps({"image": "../posts.jsonl", "hashtags": ["out"]}) + "\n")
    return path


FEWER = replace(SETTINGS, als=replace(SETTINGS.als, iterations=6))
"""Each iteration is several jobs of Spark."""


def built(path, folder, **options):
    return build_collection(path, folder, FEWER, encoder=StubEncoder(), **options)


def check_alike(local: Collection, spark: Collection) -> None:
    assert list(spark.posts) == list(local.posts)
    assert list(spark.vocabulary.hashtags) == list(local.vocabulary.hashtags)
    ours, theirs = (c.parts[0].model for c in (local, spark))
    np.testing.assert_array_equal(theirs.features, ours.features)
    # The regressions aim at each engine's own factors, so they are compared as functions of these
    # in test_similarity.py.
    np.testing.assert_allclose(theirs.similarity.mean, ours.similarity.mean, atol=1e-4)
    for row in range(len(local)):
        assert local.thumbnail(row) == spark.thumbnail(row) is not None
    scores = [(m.image_factors @ m.hashtag_factors.T).ravel() for m in (ours, theirs)]
    assert np.corrcoef(*scores)[0, 1] > 0.95


def test_both_engines_make_the_same_collection(posts_file, tmp_path, engine):
    local = built(posts_file, tmp_path / "local")
    spark = built(posts_file, tmp_path / "spark", engine=engine)
    assert [str(s) for s in spark.skipped] == [str(s) for s in local.skipped]
    assert len(spark.skipped) == 4
    assert "images/red1.png: This is not an image" in " ".join(map(str, spark.skipped))
    facts = [read_manifest(report.folder) for report in (local, spark)]
    same = ("n_posts", "n_hashtags", "encoder", "als", "ranking", "min_count", "thumbnail_side")
    assert all(getattr(facts[0], name) == getattr(facts[1], name) for name in same)
    check_alike(Collection.open(local.folder), Collection.open(spark.folder))


def test_a_posts_file_and_images_at_an_address(posts_file, tmp_path, engine):
    """The way of s3a:// and hdfs://, by file://."""
    local = built(posts_file, tmp_path / "local")
    address = f"file://{posts_file}"
    spark = built([address], tmp_path / "spark", engine=engine)
    assert [str(s) for s in spark.skipped] == [str(s) for s in local.skipped]
    check_alike(Collection.open(local.folder), Collection.open(spark.folder))
    with pytest.raises(PostError, match="There is no posts file file:///none"):
        list(engine.read(["file:///none/posts.jsonl"], None))
    with pytest.raises(PostError, match="not a posts file"):
        list(engine.read([f"file://{tmp_path}"], None))


def test_a_large_image_at_an_address_is_skipped(posts_file, tmp_path, engine):
    large = posts_file.parent / "images/green1.png"
    os.truncate(large, 26 << 20)
    items = list(engine.read([f"file://{posts_file}"], None))
    posts = [item for item in items if hasattr(item, "hashtags")]
    chosen = [post for post in posts if post.image == "images/green1.png"]
    (skipped,) = engine.encode(chosen, [StubEncoder()], 64, lambda *_: None, None)
    assert "larger than 25 MB" in str(skipped)


def test_a_stopped_build_goes_on_where_it_was(tmp_path, spark, work):
    """Parts that were finished are taken as they are; a damaged one is made again."""
    from recommender.sources.formats import read_posts
    from recommender.spark.engine import SparkEngine

    def engine() -> SparkEngine:
        made = SparkEngine(spark, work, local=False, openers=[StubEncoder])
        made.part_images = 3
        return made

    def encode(engine: SparkEngine, n: int) -> list:
        items = engine.encode(posts, [StubEncoder()], 64, lambda *_: None, None)
        found = [next(items) for _ in range(n)]
        items.close()
        return found

    posts = list(read_posts(write_posts(tmp_path / "posts")))
    assert len(posts) == 12
    first = encode(engine(), 4)
    # Those that were begun and not finished are there as well.
    parts = sorted(file.parent for file in (tmp_path / "work/parts").glob("*/_SUCCESS"))
    assert 2 <= len(parts) <= 4
    times = {part: (part / "_SUCCESS").stat().st_mtime_ns for part in parts}
    for file in parts[0].glob("*.parquet"):
        file.write_bytes(b"damaged")
        (file.parent / f".{file.name}.crc").unlink()
    again = engine()
    every = encode(again, 12)
    assert [item.post for item in every] == posts
    assert [item.sha256 for item in every[:4]] == [item.sha256 for item in first]
    for part, time in times.items():
        kept = (part / "_SUCCESS").stat().st_mtime_ns == time
        assert kept == (part != parts[0])
    again.forget_parts()
    assert not list((tmp_path / "work/parts").iterdir())


def test_the_bundled_encoder_in_the_workers(tmp_path, spark, work):
    from recommender.features.batch import encode_posts
    from recommender.features.encoder import open_encoder
    from recommender.sources.formats import read_posts
    from recommender.spark.engine import SparkEngine

    posts = list(read_posts(write_posts(tmp_path / "posts", n_each=1)))
    encoders = [open_encoder("bundled")]
    shipped = SparkEngine(spark, work, local=True).encode(
        posts, encoders, 64, lambda *_: None, None
    )
    for ours, theirs in zip(encode_posts(posts, encoders, 64), shipped, strict=True):
        np.testing.assert_allclose(theirs.features[0], ours.features[0], atol=1e-5)
        assert replace(ours, features=(), reused=False) == replace(
            theirs, features=(), reused=False
        )
