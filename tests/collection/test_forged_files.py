"""Links, folders and pipes where a collection has files."""

import os

import pytest

from recommender.collection import Collection
from recommender.errors import CollectionError


@pytest.mark.parametrize(
    "name",
    ["manifest.json", "features.npy", "posts.parquet", "hashtags.json", "encoders/other/probe.npy"],
)
@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_a_file_that_is_none_of_its_own(folder, tmp_path, name, what):
    path = folder / name
    path.rename(tmp_path / path.name)
    if what == "link":
        path.symlink_to(tmp_path / path.name)
    elif what == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(CollectionError, match=rf"damaged \({name} is missing"):
        Collection.open(folder)


@pytest.mark.parametrize("name", ["encoders", "encoders/other"])
def test_a_folder_of_an_encoder_that_lies_elsewhere(folder, tmp_path, name):
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CollectionError, match=r"encoders/other/.* is missing, or a link"):
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
        f"1 thumbnails are missing, links, or no small JPEG; the first is thumbnails/{post.id}.jpg"
    )


def test_a_folder_of_thumbnails_that_lies_elsewhere(folder, tmp_path):
    (folder / "thumbnails").rename(tmp_path / "elsewhere")
    (folder / "thumbnails").symlink_to(tmp_path / "elsewhere")
    collection = Collection.open(folder)
    assert collection.thumbnail(collection.posts[0]) is None
    assert "12 thumbnails" in collection.damaged_thumbnails()
