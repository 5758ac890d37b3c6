import pytest
from exports import FLICKR_SKIPPED, flickr, photo, read, write, zipped

from recommender.errors import PostError


def check(posts, kinds):
    assert [post.hashtags for post in posts] == [
        ("santacon", "seen"),
        ("red", "seen"),
        ("blue", "seen"),
        ("green",),
    ]
    first, second, third, fourth = posts
    assert first.image.endswith("santa_5550001112_o.jpg")
    assert third.image.endswith("img-5550001113-copy_5550001114_o.png")
    assert fourth.image.endswith("title with 5550001115 in it.jpg")
    assert first.group == second.group
    assert first.group == "album 72"
    assert third.group == fourth.group == ""
    assert first.creator == "ann"
    assert first.license == "Attribution License"
    assert first.source_url == "https://www.flickr.com/photos/ann/5550001112/"
    assert first.caption == "Photo 5550001112\nSeen  here  #seen"
    assert kinds == FLICKR_SKIPPED


def test_the_folder_and_the_zips_given_or_lying_together(tmp_path):
    json, images = flickr(tmp_path / "all")
    check(*read(tmp_path / "all"))
    one = zipped(json, tmp_path / "parts/72157_ab12_part1.zip")
    two = zipped(images, tmp_path / "parts/data-download-1.zip", ["sant", "555", "film", "more"])
    three = zipped(images, tmp_path / "parts/data-download-2.zip", ["img", "x"])
    check(*read(two, one, three))
    check(*read(tmp_path / "parts"))


def test_the_images_alone_say_what_is_missing(tmp_path):
    _, images = flickr(tmp_path)
    with pytest.raises(PostError, match=r"no photo_<id>\.json .*_part1\.zip"):
        read(images, format="flickr")


def test_the_own_number_counts_more_than_a_number_in_a_title(tmp_path):
    write(tmp_path / "photo_55501.json", {"tags": [{"tag": "right"}]})
    photo(tmp_path / "a_55501_b_55502_o.jpg", 1)
    photo(tmp_path / "z_55501_o.jpg", 2)
    photo(tmp_path / "zz-55501-copy.jpg", 3)
    (post,) = read(tmp_path)[0]
    assert post.image == "z_55501_o.jpg"


@pytest.mark.parametrize(
    "record", [[], {"tags": 5}, {"tags": ["plain", 7]}, {"tags": None, "albums": 5, "name": 6}]
)
def test_odd_records_are_taken_as_far_as_they_go(tmp_path, record):
    write(tmp_path / "photo_55501.json", record)
    photo(tmp_path / "x_55501_o.jpg", 1)
    posts, kinds = read(tmp_path)
    assert [post.hashtags for post in posts] == ([("plain",)] if "plain" in str(record) else [])
    assert len(posts) + kinds.total() == 1


def test_an_address_of_another_host_is_not_kept(tmp_path):
    record = {"tags": [{"tag": "sea"}], "photopage": "https://evil.org/photos/ann/1/"}
    write(tmp_path / "photo_55501.json", record)
    photo(tmp_path / "x_55501_o.jpg", 1)
    (post,) = read(tmp_path)[0]
    assert (post.source_url, post.creator) == ("", "")


def test_a_number_in_a_title_is_not_the_photo_of_that_number(tmp_path):
    write(tmp_path / "photo_20190102.json", {"id": "20190102", "tags": [{"tag": "wrong"}]})
    write(tmp_path / "photo_5550001113.json", {"id": "5550001113", "tags": [{"tag": "right"}]})
    photo(tmp_path / "img-20190102-sea_5550001113_o.jpg", 1)
    posts, skipped = read(tmp_path)
    assert [post.hashtags for post in posts] == [("right",)]
    assert skipped == {"no image": 1}


def test_entities_in_titles_become_the_signs_they_stand_for(tmp_path):
    record = {"id": "1", "name": "Tom &amp; Ann", "description": "it&#39;s <b>big</b>"}
    write(tmp_path / "photo_5550001113.json", {**record, "tags": [{"tag": "sea"}]})
    photo(tmp_path / "x_5550001113_o.jpg", 1)
    ((post,), _) = read(tmp_path)
    assert post.caption.split() == ["Tom", "&", "Ann", "it's", "big"]
