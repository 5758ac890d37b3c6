import pytest
from exports import photo

from recommender.errors import PostError
from recommender.sources.post import MAX_FIELD, MAX_TEXT, Post, Skipped, imported_post, make_post


def test_a_record_with_the_credit_and_the_query(tmp_path):
    photo(tmp_path / "a.jpg", 1)
    record = {"image": "a.jpg", "hashtags": ["sea"], "attribution": "By Ann", "query": "#New York"}
    post = make_post(record, tmp_path, 1)
    assert (post.attribution, post.query) == ("By Ann", "newyork")
    assert make_post({**record, "query": "7"}, tmp_path, 1).query == ""
    with pytest.raises(PostError, match='"query" is not a string'):
        make_post({**record, "query": 7}, tmp_path, 1)


def test_errors_have_a_kind_to_count_by(tmp_path):
    photo(tmp_path / "a.jpg", 1)
    for record, kind in [
        ({"image": "a.jpg"}, "no hashtags"),
        ({"hashtags": ["sea"]}, "no image"),
        ({"hashtags": ["sea"], "image": "b.jpg"}, "no image"),
        ({"hashtags": ["sea"], "image": "../b.jpg"}, "refused"),
        ({"hashtags": 5, "image": "a.jpg"}, "bad record"),
    ]:
        with pytest.raises(PostError) as caught:
            make_post(record, tmp_path, 1)
        assert caught.value.kind == kind


def test_an_imported_post_has_clean_and_cut_texts(tmp_path):
    path = photo(tmp_path / "a.jpg", 1)
    post = imported_post(
        "a\udcff.jpg",
        path,
        ["#Sea", "New York", "sea"],
        "x" * (2 * MAX_TEXT),
        creator=" Ann\ud800 ",
        license="l" * 5000,
    )
    assert post.hashtags == ("sea", "newyork")
    assert (post.image, post.creator) == ("a?.jpg", "Ann?")
    assert (len(post.caption), len(post.license)) == (MAX_TEXT, MAX_FIELD)
    assert str(imported_post("a.jpg", None, ["sea"])) == "a.jpg: there is no such file"
    assert imported_post("a.jpg", path, ["7"]).kind == "no hashtags"


def test_skipped_says_the_reason_however_long_its_place_is():
    said = str(Skipped(0, "is a link", place="a/" * 5_000))
    assert said.startswith("a/a/a/")
    assert said.endswith("…: is a link")
    assert len(said) < 400
    assert len(str(Skipped(3, "x" * 5_000))) < 800


def test_skipped_says_its_place_and_no_control_characters():
    assert str(Skipped(3, "not JSON")) == "line 3: not JSON"
    assert str(Skipped(0, "is a video", "a.mp4", "video")) == "a.mp4: is a video"
    assert str(Skipped(0, "x\r\ny", "\x1b[31m\u202ea")) == r"\x1b[31m\u202ea: x\r\ny"
    assert str(Skipped(0, "påsk", "日本.jpg")) == "日本.jpg: påsk"
    post = Post("a.jpg", ("sea",))
    assert Skipped.of(post, "bad", "k") == Skipped(0, "bad", "a.jpg", "k")
