"""A table of scenes and a folder of pictures become posts, which build the collection again."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from demo_hashtags import CATEGORY, GENERAL
from demo_posts import PICTURES, TABLE, post_of, read_pictures, read_table, write_posts
from helpers import COLOURS, SETTINGS, StubEncoder, wild_picture

from recommender import Collection
from recommender.build import build_collection
from recommender.features.images import thumbnail_jpeg

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("id", "category", "scene", "number", "words", "time", "mood")


@pytest.fixture
def source(tmp_path) -> Path:
    """A folder with scenes.csv and thumbnails of three colours."""
    (tmp_path / "thumbnails").mkdir()
    with (tmp_path / "scenes.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for place, colour in enumerate(COLOURS):
            for number in range(3):
                jpeg = thumbnail_jpeg(wild_picture(seed=10 * place + number), 64)
                id_ = hashlib.sha256(jpeg).hexdigest()[:16]
                (tmp_path / "thumbnails" / f"{id_}.jpg").write_bytes(jpeg)
                table.writerow([id_, "nature", colour, number, f"{colour} meadow", "day", "calm"])
    return tmp_path


def test_a_collection_from_its_own_thumbnails_is_the_same(source):
    rows = read_table(source / "scenes.csv")
    pictures = read_pictures(source / "thumbnails")
    write_posts(rows, pictures, source / "posts")
    report = build_collection(
        source / "posts/posts.jsonl", source / "collection", SETTINGS, encoder=StubEncoder()
    )
    collection = Collection.open(report.folder)
    assert [post.id for post in collection.posts] == [row["id"] for row in rows]
    assert [list(post.hashtags) for post in collection.posts] == [
        [tag.lstrip("#") for tag in post_of(row)["hashtags"]] for row in rows
    ]
    assert read_pictures(report.folder) == pictures


def test_hashtags_depend_on_their_own_row_alone(source):
    rows = read_table(source / "scenes.csv")
    post = post_of(rows[4])
    assert post["image"] == "images/nature_green_01.jpg"
    assert post["group"] == "nature/green"
    assert post_of({**rows[4], "id": "another"})["hashtags"] == post["hashtags"]
    assert post_of(rows[5])["hashtags"] != post["hashtags"]
    assert {"#green", "#meadow"} & set(post["hashtags"])


def test_the_script_writes_posts(source):
    paths = [source / name for name in ("posts", "scenes.csv", "thumbnails")]
    options = zip(("--output", "--table", "--pictures"), map(str, paths), strict=True)
    command = [sys.executable, "scripts/demo_posts.py", *(x for pair in options for x in pair)]
    environment = {**os.environ, "PYTHONPATH": "."}
    done = subprocess.run(
        command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout.startswith("9 posts with ")
    lines = (source / "posts/posts.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == list(
        map(post_of, read_table(source / "scenes.csv"))
    )
    assert len(list((source / "posts/images").iterdir())) == len(lines)


def test_the_table_names_the_demos_pictures_by_their_content():
    rows = read_table(TABLE)
    assert tuple(rows[0]) == COLUMNS
    pictures = read_pictures(PICTURES)
    assert {row["id"] for row in rows} == pictures.keys()
    assert {row["category"] for row in rows} == set(CATEGORY)
    for row in rows:
        assert hashlib.sha256(pictures[row["id"]]).hexdigest()[:16] == row["id"]


def test_the_demos_hashtags_are_those_of_the_rules():
    demo = Collection.open(PICTURES)
    for row, post in zip(read_table(TABLE), demo.posts, strict=True):
        written = post_of(row)
        assert post.id == row["id"]
        assert (post.image, post.group) == (written["image"], written["group"])
        assert [f"#{tag}" for tag in post.hashtags] == written["hashtags"]


def test_some_of_the_demos_pictures_built_again_are_the_same(tmp_path):
    rows = read_table(TABLE)[::60]
    pictures = read_pictures(PICTURES)
    write_posts(rows, pictures, tmp_path)
    settings = type(SETTINGS)(als=SETTINGS.als, thumbnail_side=320)
    built = build_collection(
        tmp_path / "posts.jsonl", tmp_path / "demo", settings, encoder=StubEncoder()
    )
    assert [post.id for post in Collection.open(built.folder).posts] == [row["id"] for row in rows]
    assert read_pictures(built.folder) == {row["id"]: pictures[row["id"]] for row in rows}


def test_general_words_on_the_demo_are_no_more_than_on_peoples_posts():
    demo = Collection.open(PICTURES)
    rate = dict.fromkeys(GENERAL, 0)
    for post in demo.posts:
        for tag in set(post.hashtags) & set(GENERAL):
            rate[tag] += 1 / len(demo)
    assert all(rate[word] <= share + 0.03 for word, share in GENERAL.items())
    assert 0.04 < sum(rate.values()) / 18 <= 0.18
