import pytest
from exports import gallery_dl, photo, read, write

from recommender.sources.formats import open_source


@pytest.fixture
def posts(tmp_path):
    return {post.image.rpartition("/")[2]: post for post in read(gallery_dl(tmp_path))[0]}


def test_instagram(posts):
    first, second = posts["7_0.jpg"], posts["7_1.jpg"]
    assert first.hashtags == second.hashtags == ("sea", "sun")
    assert first.group == second.group == "AbC"
    assert (first.creator, first.source_url) == ("ann", "https://www.instagram.com/p/AbC/")


def test_flickr_raw_and_normalised_tags_without_noise(posts):
    raw, normalised = posts["flickr_555.jpg"], posts["flickr_556.jpg"]
    assert raw.hashtags == ("fishingboat", "harbour")
    assert normalised.hashtags == ("fishingboat",)
    assert raw.caption == "Morning"
    assert (raw.creator, raw.group) == ("bob", "1@N00")
    assert raw.license == "CC BY 2.0"
    assert raw.license_url == "https://creativecommons.org/licenses/by/2.0/"
    assert raw.source_url == "https://www.flickr.com/photos/1@N00/555/"


def test_files_of_tags(posts):
    assert posts["a.png"].hashtags == ("rainyday", "umbrella")
    assert posts["b.png"].hashtags == ("flickr", "umbrella")  # with #: what a person typed


def test_tags_in_one_text_and_of_other_sites(tmp_path):
    photo(tmp_path / "a.jpg", 1)
    write(tmp_path / "a.jpg.json", {"category": "danbooru", "tags": "two words", "author": "eve"})
    (post,) = read(tmp_path)[0]
    assert (post.hashtags, post.creator, post.group) == (("two", "words"), "eve", "eve")


@pytest.mark.parametrize("record", [[], 5, "x", {"tags": 5}, {"tags": [5, {"raw": 6}]}])
def test_odd_metadata_is_skipped(tmp_path, record):
    photo(tmp_path / "a.jpg", 1)
    write(tmp_path / "a.jpg.json", record)
    posts, kinds = read(tmp_path, format="gallery-dl")
    assert posts == []
    assert kinds.total() == 1


def test_other_programs_sidecars_are_not_taken_for_it(tmp_path):
    photo(tmp_path / "sun/a.jpg", 1)
    write(tmp_path / "sun/a.jpg.json", {"title": "a.jpg", "photoTakenTime": {}})
    assert open_source(tmp_path).format == "folder"
