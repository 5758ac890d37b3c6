"""Whatever the image of one post does, the others are encoded, and this one is skipped."""

import io
import json

import pytest
from helpers import COLOURS, SETTINGS, StubEncoder, encoded, picture
from PIL import Image

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.features import decoders
from recommender.features.batch import EncodedPost, encode_posts
from recommender.features.decoders import Decoders
from recommender.sources.post import Post, Skipped

GOOD = encoded(picture(COLOURS["red"]), "JPEG")
LARGE = encoded(Image.new("L", (7000, 7000)), "PNG")


def posts(folder, *images):
    for i, data in enumerate(images):
        (folder / f"{i}.img").write_bytes(data)
    return [
        Post(id=str(i), image=f"{i}.img", hashtags=("red",), path=folder / f"{i}.img")
        for i in range(len(images))
    ]


@pytest.fixture
def limited(monkeypatch):
    """Decoders that can decode little, and that the build uses."""
    made = []

    def limit(**limits):
        made.append(Decoders(2, **limits))
        monkeypatch.setattr(decoders, "shared_decoders", lambda: made[-1])

    yield limit
    for pool in made:
        pool.close()


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"seconds": 0.03}, "takes longer than 0.03 seconds"),
        ({"megabytes": 30}, "not enough memory|more than 30 MB"),
    ],
)
def test_an_image_that_takes_too_much_is_skipped(limits, sentence, limited, tmp_path, monkeypatch):
    monkeypatch.setattr(decoders, "PATIENCE", 600)  # the processor's time counts, not the clock's
    limited(**limits)
    found = posts(tmp_path, GOOD, LARGE, GOOD, LARGE, GOOD)
    items = list(encode_posts(found, [StubEncoder()], thumbnail_side=64))
    assert [type(item) for item in items] == [
        EncodedPost,
        Skipped,
        EncodedPost,
        Skipped,
        EncodedPost,
    ]
    for item in items[1::2]:
        assert item.kind == "unreadable image"
        assert any(part in item.reason for part in sentence.split("|"))


def test_a_build_goes_on_after_thin_and_broken_images(tmp_path, encoder):
    images = {
        "wide.png": encoded(Image.new("RGB", (1000, 1), "red"), "PNG"),
        "tall.png": encoded(Image.new("RGB", (1, 5000), "red"), "PNG"),
        "fill.jpg": b"\xff\xd8" + b"\xff" * 300_000,
        **{f"good{i}.jpg": encoded(picture(COLOURS["red"], seed=i), "JPEG") for i in range(4)},
    }
    for name, data in images.items():
        (tmp_path / name).write_bytes(data)
    lines = [json.dumps({"image": name, "hashtags": ["red", name[:4]]}) for name in images]
    (tmp_path / "posts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = build_collection(tmp_path / "posts.jsonl", tmp_path / "c", SETTINGS, encoder=encoder)
    collection = Collection.open(report.folder)
    assert [post.image for post in collection.posts] == [
        name for name in images if name != "fill.jpg"
    ]
    pictures = [collection.thumbnail(row) for row in range(len(collection))]
    sizes = [Image.open(io.BytesIO(data)).size for data in pictures]
    assert sizes[:2] == [(480, 1), (1, 480)]
    assert collection.damaged_thumbnails() is None
