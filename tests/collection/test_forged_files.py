"""Links, folders and pipes where a collection has files."""

import io
import os

import numpy as np
import pytest
from forging import forge_thumbnail, refresh
from older import make_older
from PIL import Image

from recommender.collection import Collection
from recommender.errors import CollectionError


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "features.npy",
        "posts.parquet",
        "hashtags.parquet",
        "encoders/other/probe.npy",
    ],
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


def jpeg(size, kind="JPEG", **options):
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind, **options)
    return file.getvalue()


OTHERS = {
    "huge": jpeg((64, 64)) + bytes(5 << 20),
    "large": jpeg((481, 64)),
    "bomb": jpeg((8, 8)).replace(b"\0\x08\0\x08", b"\xff\xff\xff\xff"),
    "empty": b"",
    "png": jpeg((64, 64), "PNG"),
    "frames": jpeg((64, 64), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 64))]),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "text": b"\xff\xd8\xff and no more",
}


@pytest.mark.parametrize("what", ["link", "folder", "pipe", *OTHERS])
def test_a_thumbnail_that_is_none(folder, tmp_path, what):
    """In older collections each is a file."""
    make_older(folder, 2)
    collection = Collection.open(folder)
    post = collection.posts[3]
    path = folder / "thumbnails" / f"{post.id}.jpg"
    path.rename(tmp_path / "moved.jpg")
    if what == "link":
        path.symlink_to(tmp_path / "moved.jpg")
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(OTHERS[what])
    assert collection.thumbnail(3) is None
    assert collection.thumbnail(2) is not None
    assert collection.damaged_thumbnails() == (
        "1 thumbnails are missing, too large, links, or no JPEG; the first is that of the post "
        f"{post.id}"
    )


def test_a_folder_of_thumbnails_that_lies_elsewhere(folder, tmp_path):
    make_older(folder, 2)
    (folder / "thumbnails").rename(tmp_path / "elsewhere")
    (folder / "thumbnails").symlink_to(tmp_path / "elsewhere")
    collection = Collection.open(folder)
    assert collection.thumbnail(0) is None
    assert "12 thumbnails" in collection.damaged_thumbnails()


@pytest.mark.parametrize("what", OTHERS)
def test_a_thumbnail_in_the_archive_that_is_none(folder, what):
    forge_thumbnail(folder, 3, OTHERS[what])
    collection = Collection.open(folder)
    assert collection.thumbnail(3) is None
    assert collection.thumbnail(2) is not None
    assert "1 thumbnails are" in collection.damaged_thumbnails()


@pytest.mark.parametrize(
    "place", [(0, 0), (2**40, 100), (10**6, 100), (0, 2**40), (2**53, 2**53), (600, 10**6)]
)
def test_a_place_outside_of_the_archive(folder, place):
    places = np.load(folder / "thumbnail_places.npy")
    places[3] = place
    np.save(folder / "thumbnail_places.npy", places)
    refresh(folder, "thumbnail_places.npy")
    collection = Collection.open(folder)
    assert collection.thumbnail(3) is None
    assert collection.thumbnail(2) is not None


@pytest.mark.parametrize("place", [(-1, 100), (0, -5), (-(2**63), 2**63 - 1)])
def test_a_place_that_no_build_writes(folder, place):
    places = np.load(folder / "thumbnail_places.npy")
    places[3] = place
    np.save(folder / "thumbnail_places.npy", places)
    refresh(folder, "thumbnail_places.npy")
    with pytest.raises(CollectionError, match=r"thumbnail_places\.npy holds a number"):
        Collection.open(folder)
