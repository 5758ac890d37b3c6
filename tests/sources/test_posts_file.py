import json

import pytest
from helpers import picture
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import PostError
from recommender.sources import Post, Skipped
from recommender.sources.formats import read_posts


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "images").mkdir()
    picture((9, 9, 9)).save(tmp_path / "images/a.png")
    return tmp_path


def read_lines(folder, *lines):
    path = folder / "posts.jsonl"
    encoded = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines]
    path.write_bytes(b"\n".join(encoded))
    return list(read_posts(path))


def test_jsonl_post_with_all_fields(folder):
    record = {
        "image": "images/a.png",
        "hashtags": ["#Sun", "sea#Sand"],
        "caption": "Warm #sun and #wind",
        "creator": "Ann",
        "license": "by",
        "license_url": "https://example.org/by",
        "source_url": "https://example.org/1",
        "group": "g1",
        "category": "nature",
        "unknown": 7,
    }
    (post,) = read_lines(folder, record)
    assert isinstance(post, Post)
    assert post.hashtags == ("sun", "sea", "sand", "wind")
    assert (post.creator, post.license, post.group, post.category) == ("Ann", "by", "g1", "nature")
    assert post.path == (folder / "images/a.png").resolve()
    assert post.line == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"image": "images/a.png"', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "JSON nested too deep"),
        (b'{"image": "' + b"a" * 1_100_000, "longer than 1 MB"),
        ({"image": "images/a.png"}, "no hashtags"),
        ({"image": "images/a.png", "hashtags": ["#1", "x"]}, "no hashtags"),
        ({"image": "images/a.png", "hashtags": [3]}, "not a list of strings"),
        ({"image": "images/a.png", "hashtags": {"a": 1}}, "not a list of strings"),
        ({"image": "images/a.png", "hashtags": ["sun"] * 501}, "more than 500 hashtags"),
        ({"hashtags": ["sun"]}, "no image"),
        ({"image": 5, "hashtags": ["sun"]}, '"image" is not a string'),
        ({"image": "images/none.png", "hashtags": ["sun"]}, "no image file images/none.png"),
        ({"image": "../../etc/hosts", "hashtags": ["sun"]}, "outside the folder"),
        ({"image": "/etc/hosts", "hashtags": ["sun"]}, "outside the folder"),
        ({"image": "images\0/a.png", "hashtags": ["sun"]}, "path can't be used"),
        ({"image": "i" * 1900, "hashtags": ["sun"]}, "path can't be used"),
        ({"image": "https://x.org/a.jpg", "hashtags": ["sun"]}, "web address"),
        ({"image": "images/a.png", "hashtags": ["sun"], "creator": "c" * 2001}, "longer than 2000"),
    ],
)
def test_bad_line_is_skipped_with_its_reason_and_the_rest_goes_on(folder, line, reason):
    good = {"image": "images/a.png", "hashtags": ["sun"]}
    first, skipped, last = read_lines(folder, good, line, good)
    assert isinstance(first, Post)
    assert isinstance(last, Post)
    assert isinstance(skipped, Skipped)
    assert skipped.line == 2
    assert reason in skipped.reason
    assert last.line == 3


def test_a_link_that_leaves_the_folder_is_refused(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.png"
    picture((1, 1, 1)).save(secret)
    (folder / "images/link.png").symlink_to(secret)
    (skipped,) = read_lines(folder, {"image": "images/link.png", "hashtags": ["sun"]})
    assert "outside the folder" in skipped.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_hashtags_separated_by_spaces_or_commas(folder, delimiter):
    rows = [
        ["image", "Hashtags", "caption"],
        ["images/a.png", '"#sun, sea sand"', '"two\nlines #wind"'],
        ["images/a.png", "sun", ""],
        ["images/none.png", "sun", ""],
    ]
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)
    path = folder / "posts.csv"
    path.write_text(text, encoding="utf-8", newline="")
    first, second, skipped = read_posts(path)
    assert first.hashtags == ("sun", "sea", "sand", "wind")
    assert first.line == 2
    assert second.hashtags == ("sun",)
    assert second.line == 4
    assert skipped.line == 5
    assert "no image file" in skipped.reason


def test_csv_bad_rows_are_skipped(folder):
    path = folder / "posts.csv"
    path.write_bytes(
        b"image,hashtags\nimages/a.png,sun,too,many\nimages/\xff,sun\nimages/a.png,sun\n"
    )
    many, bytes_, post = read_posts(path)
    assert "4 cells" in many.reason
    assert bytes_.reason == "not UTF-8"
    assert post.hashtags == ("sun",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("posts.csv", "picture,tags\n", "no column image and no column hashtags"),
        ("posts.csv", "", "no column image"),
        ("posts.txt", "", "neither .jsonl nor .csv"),
        ("none.jsonl", None, "no posts file"),
    ],
)
def test_a_file_that_is_no_posts_file_is_one_error(tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(PostError, match=sentence):
        list(read_posts(path))


@given(st.binary(max_size=300), st.sampled_from([".jsonl", ".csv"]))
def test_any_bytes_are_posts_skips_or_one_error(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("wild") / f"posts{suffix}"
    path.write_bytes(data if suffix == ".jsonl" else b"image,hashtags\n" + data)
    for item in read_posts(path):
        assert isinstance(item, Skipped)
        assert item.line >= 1
        assert item.reason


def test_a_quote_that_is_never_closed_is_said_once_with_its_line(folder):
    path = folder / "posts.csv"
    path.write_text('image,hashtags\nimages/a.png,one\nimages/a.png,"two\n' + ",,\n" * 400_000)
    one, *others = read_posts(path)
    assert (one.hashtags, one.line) == (("one",), 2)
    assert [str(skipped) for skipped in others] == [
        "line 3: a quote is opened here and never closed"
    ]


def test_a_row_of_several_lines_that_is_skipped_names_them(folder):
    path = folder / "posts.csv"
    path.write_text('image,hashtags\nimages/none.png,"one\nimages/b.png,""two""\nimages/c.png,"x\n')
    (skipped,) = [item for item in read_posts(path) if isinstance(item, Skipped)]
    assert str(skipped).startswith("line 2: ")
    assert str(skipped).endswith("(the row goes on to line 4, by the quotes in it)")


def test_a_first_line_that_is_too_long_is_one_error(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text("x" * 900_000 + "\n")
    with pytest.raises(PostError, match="no column image"):
        list(read_posts(path))


def test_a_csv_line_that_is_too_long_is_skipped_and_the_next_one_read(folder):
    path = folder / "posts.csv"
    long = "images/a.png," + '"x",' * 400_000
    path.write_text(f"image,hashtags\nimages/a.png,one\n{long}\nimages/a.png,three\n")
    one, skipped, three = read_posts(path)
    assert (one.hashtags, one.line) == (("one",), 2)
    assert str(skipped).startswith("line 3: not CSV (a line longer than 1 MB)")
    assert (three.hashtags, three.line) == (("three",), 4)
