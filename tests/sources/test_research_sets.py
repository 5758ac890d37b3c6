import pytest
from exports import harrison, mirflickr, photo, read, write, zipped

from recommender.errors import PostError


def test_mirflickr_pairs_by_number_and_prefers_raw_tags(tmp_path):
    posts, kinds = read(mirflickr(tmp_path))
    assert [(p.image, p.hashtags) for p in posts] == [
        ("mirflickr/im1.jpg", ("fishingboat",)),
        ("mirflickr/im2.jpg", ("sky",)),
        ("mirflickr/im4.jpg", ("sea", "sky")),
        ("mirflickr/im10.jpg", ("café",)),
    ]
    assert kinds == {"no hashtags": 2}
    first = posts[0]
    assert (first.creator, first.group) == ("owner1@N00", "owner1@N00")
    assert first.license_url == "http://creativecommons.org/licenses/by-nc/2.0/"
    assert first.attribution.startswith("By Ann http")
    assert posts[1].license_url == posts[1].attribution == ""


def test_mirflickr_without_owners_has_no_groups(tmp_path):
    mirflickr(tmp_path)
    write(tmp_path / "mirflickr/doc/owner_ids.txt", "one line\n")
    assert {post.group for post in read(tmp_path)[0]} == {""}


def test_harrison_reads_both_lists_line_by_line(tmp_path):
    posts, kinds = read(harrison(tmp_path))
    assert [post.hashtags for post in posts] == [("beach", "sun", "sea"), ("beach",), ("party",)]
    assert [(post.category, post.query) for post in posts] == [
        ("beach", "beach"),
        ("beach", "beach"),
        ("new year", "newyear"),
    ]
    assert kinds == {"no image": 1, "no hashtags": 1}


def test_harrison_lists_within_the_folder_of_the_images(tmp_path):
    root = harrison(tmp_path / "all") / "instagram_dataset"
    for name in ("data_list.txt", "tag_list.txt"):
        (root.parent / name).rename(root / name)
    assert len(read(root)[0]) == 3
    assert len(read(zipped(root.parent, tmp_path / "z.zip"))[0]) == 3


def test_harrison_lists_that_do_not_belong_together(tmp_path):
    harrison(tmp_path)
    (tmp_path / "tag_list.txt").write_text("beach\n")
    with pytest.raises(PostError, match=r"data_list\.txt has 5 lines and tag_list\.txt 1"):
        read(tmp_path)
    (tmp_path / "tag_list.txt").unlink()
    with pytest.raises(PostError, match=r"no tag_list\.txt beside data_list\.txt"):
        read(tmp_path, format="harrison")


def test_harrison_images_outside_of_the_folder_are_not_found(tmp_path):
    harrison(tmp_path / "set")
    (tmp_path / "secret.jpg").write_bytes(b"")
    write(tmp_path / "set/data_list.txt", "../secret.jpg\n/etc/hosts.jpg\n")
    write(tmp_path / "set/tag_list.txt", "sun\nsun\n")
    assert read(tmp_path / "set") == ([], {"no image": 2})


def test_harrisons_lists_break_at_line_feeds_only(tmp_path):
    photo(tmp_path / "sea/1.jpg", 1)
    photo(tmp_path / "sea/2.jpg", 2)
    write(tmp_path / "data_list.txt", "sea/1.jpg\r\nsea/2.jpg\r\n")
    write(tmp_path / "tag_list.txt", "blue wa\u2028ve \r\ngreen\r\n")
    posts, _ = read(tmp_path, format="harrison")
    assert [post.hashtags for post in posts] == [("blue", "wa", "ve"), ("green",)]
