import lzma

import pytest
from exports import INSTALOADER_SKIPPED, instaloader, photo, read, write

from recommender.errors import PostError
from recommender.sources import instaloader as module
from recommender.sources.formats import read_posts


@pytest.fixture
def posts(tmp_path):
    return {post.image: post for post in read(instaloader(tmp_path))[0]}


def test_the_caption_comes_from_the_json_before_the_text(posts):
    assert posts["ann/2023-01-15_10-30-45_UTC.jpg"].hashtags == ("sea",)
    assert posts["ann/2023-03-01_00-00-00_UTC.webp"].hashtags == ("wind",)
    assert posts["#sun/custom_name.png"].hashtags == ("version",)
    assert posts["#sun/new.jpg"].hashtags == ("phone",)


def test_a_carousel_is_put_together_by_its_stem_without_the_frame_of_a_video(posts):
    carousel = [p for p in posts.values() if p.group == "CaRouSeL"]
    assert [p.image[-6:] for p in carousel] == ["_1.jpg", "_2.jpg"]
    assert {p.hashtags for p in carousel} == {("sand",)}
    assert {p.source_url for p in carousel} == {"https://www.instagram.com/p/CaRouSeL/"}
    assert {p.creator for p in carousel} == {"ann"}
    assert posts["ann/2023-03-01_00-00-00_UTC.webp"].group == "ann/2023-03-01_00-00-00_UTC"


def test_the_skipped_are_named_with_the_reason(tmp_path):
    _, kinds = read(instaloader(tmp_path))
    assert kinds == INSTALOADER_SKIPPED
    said = {item.place: item.reason for item in read_posts(tmp_path) if hasattr(item, "reason")}
    assert "no .json.xz, .json or .txt" in said["ann/alone.jpg"]
    assert said["ann/story.jpg"] == "belongs to a StoryItem, not to a post"
    assert "broken.json.xz is damaged" in said["ann/broken.jpg"]


def test_an_image_with_a_number_of_its_own_is_no_part_of_a_carousel(tmp_path):
    for number, stem in enumerate(("trip_1", "trip_2", "trip")):
        photo(tmp_path / f"{stem}.jpg", number)
        write(tmp_path / f"{stem}.json", {"shortcode": stem, "caption": f"#tag{stem}"})
    write(tmp_path / "x.json", {"node": {}, "instaloader": {"node_type": "Profile"}})
    posts, _ = read(tmp_path, format="instaloader")
    assert {post.hashtags for post in posts} == {("tagtrip_1",), ("tagtrip_2",), ("tagtrip",)}


def test_an_xz_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_TEXT_FILE", 100_000)
    photo(tmp_path / "a.jpg", 1)
    text = b'{"shortcode": "x", "caption": "#sun' + b" " * 50_000_000 + b'"}'
    bomb = write(tmp_path / "a.json.xz", lzma.compress(text))
    assert bomb.stat().st_size < 20_000
    assert read(tmp_path) == ([], {"unreadable": 1})


@pytest.mark.parametrize("record", [[], 5, {"node": 1, "instaloader": 2}, {"node": {}}])
def test_metadata_of_an_unknown_form_is_said(tmp_path, record):
    photo(tmp_path / "a_UTC.jpg", 1)
    write(tmp_path / "a_UTC.json", record)
    assert read(tmp_path) == ([], {"unknown form": 1})


@pytest.mark.parametrize("caption", [None, 5, {"edges": 3}, {"edges": [{}]}, [[]]])
def test_a_caption_of_another_type_counts_as_none(tmp_path, caption):
    photo(tmp_path / "a_UTC.jpg", 1)
    node = {"edge_media_to_caption": caption, "caption": caption, "owner": "ann", "is_video": 0}
    write(tmp_path / "a_UTC.json", {"node": node, "instaloader": {"node_type": "Post"}})
    assert read(tmp_path) == ([], {"no hashtags": 1})
    write(tmp_path / "a_UTC.txt", "the text then #sun")
    assert [post.hashtags for post in read(tmp_path)[0]] == [("sun",)]


def test_a_shortcode_that_is_invalid_makes_no_address(tmp_path):
    photo(tmp_path / "a.jpg", 1)
    write(tmp_path / "a.json", {"shortcode": "../evil?", "caption": "#sun"})
    (post,) = read(tmp_path, format="instaloader")[0]
    assert post.source_url == ""


def test_a_folder_without_images_has_a_sentence(tmp_path):
    write(tmp_path / "a.json.xz", b"")
    with pytest.raises(PostError, match="no post in"):
        read(tmp_path)
