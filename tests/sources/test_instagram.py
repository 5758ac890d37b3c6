import json
import zipfile

import pytest
from exports import (
    INSTAGRAM_LISTS,
    INSTAGRAM_SKIPPED,
    instagram,
    mojibake,
    photo,
    read,
    write,
    zipped,
)
from helpers import SETTINGS, StubEncoder
from hypothesis import given
from hypothesis import strategies as st

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.update import Changes
from recommender.errors import PostError
from recommender.sources.instagram import MAX_MEDIA, repair

TAGS = [("påsk", "ägg"), ("hav", "sol"), ("hav", "sol"), ("fjäll",), ("fjäll",)]


def check(posts, skipped):
    assert [post.hashtags for post in posts] == TAGS
    assert [post.image.rpartition("/")[2] for post in posts] == [
        "a.jpg",
        "b.webp",
        "c.heic",
        "d.jpg",
        "e.jpg",
    ]
    assert posts[0].caption == "Glad #påsk! 🐣 #Ägg"
    groups = [post.group for post in posts]
    assert groups[1] == groups[2]
    assert groups[3] == groups[4]
    assert len({groups[0], groups[1], groups[3]}) == 3
    assert skipped == INSTAGRAM_SKIPPED


@pytest.mark.parametrize("posts_list", INSTAGRAM_LISTS)
@pytest.mark.parametrize("root", ["", "instagram-ann-2025-01-01-abc/"])
def test_every_generation_unpacked_zipped_and_in_parts(tmp_path, posts_list, root):
    folder = instagram(tmp_path / f"export/{root}", posts_list)
    whole = zipped(folder, tmp_path / "whole.zip", root=root)
    start = posts_list.split("/")[0]
    first = zipped(folder, tmp_path / "parts/1.zip", [start, "media/posts/202406"], root)
    second = zipped(
        folder, tmp_path / "parts/2.zip", ["media/posts/2020", "media/posts/2023"], root
    )
    check(*read(tmp_path / "export"))
    check(*read(whole))
    check(*read(second, first))
    check(*read(tmp_path / "parts"))


def test_it_is_built_from_the_zip(tmp_path):
    whole = zipped(instagram(tmp_path / "export"), tmp_path / "whole.zip")
    report = build_collection(whole, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    posts = Collection.open(report.folder).posts
    assert [post.hashtags for post in posts] == TAGS
    assert len(report.skipped) == INSTAGRAM_SKIPPED.total()
    gone = "media/posts/202406/gone.jpg: the export lacks this file; give all its parts"
    assert gone in [str(skipped) for skipped in report.skipped]


def test_a_part_alone_says_what_is_missing(tmp_path):
    folder = instagram(tmp_path / "export")
    only_posts = zipped(folder, tmp_path / "1.zip", ["your_instagram_activity"])
    assert read(only_posts)[1]["no image"] == 8
    only_photos = zipped(folder, tmp_path / "2.zip", ["media"])
    with pytest.raises(PostError, match=r"no posts_1\.json in .*all parts"):
        read(only_photos)


def test_an_export_in_html_gets_the_way_to_json(tmp_path):
    write(tmp_path / "your_instagram_activity/media/posts_1.html", "<html>")
    photo(tmp_path / "media/posts/202301/a.jpg", 1)
    with pytest.raises(PostError, match=r"in HTML .*Format: JSON"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"ig_posts": []}, "in a known form"),
        ([{"label_values": []}], "in a known form"),
        ("text", "not JSON"),
        ("5", "in a known form"),
    ],
)
def test_an_unknown_form_is_one_sentence(tmp_path, content, sentence):
    write(tmp_path / "content/posts_1.json", content)
    with pytest.raises(PostError, match=sentence):
        read(tmp_path)


def test_a_file_name_may_be_mojibake_too(tmp_path):
    photo(tmp_path / "media/posts/påsk.jpg", 1)
    records = [{"media": [{"uri": mojibake("media/posts/påsk.jpg"), "title": "#sun"}]}]
    write(tmp_path / "content/posts_1.json", records)
    assert len(read(tmp_path)[0]) == 1


def test_odd_records_are_skipped_and_a_single_post_is_taken(tmp_path):
    photo(tmp_path / "media/posts/a.jpg", 1)
    good = {"media": [{"uri": "media/posts/a.jpg", "title": "#sun"}]}
    odd = [3, {"media": "x"}, {"media": [5]}, {"media": [{"uri": 7, "title": 8}]}]
    write(
        tmp_path / "content/posts_1.json",
        [*odd, {"media": [{"uri": "a.pdf"}], "title": "#x2"}, good],
    )
    posts, skipped = read(tmp_path)
    assert [post.hashtags for post in posts] == [("sun",)]
    assert skipped == {"unknown form": 4, "not an image": 1}
    write(tmp_path / "content/posts_1.json", good)
    assert len(read(tmp_path)[0]) == 1


@pytest.mark.parametrize("uri", ["../secret.jpg", "/etc/hosts.jpg", "media/../../secret.jpg"])
def test_a_uri_that_leaves_the_export_finds_nothing(tmp_path, uri):
    photo(tmp_path / "secret.jpg", 1)
    record = {"media": [{"uri": uri, "title": "#sun"}]}
    folder = write(tmp_path / "export/content/posts_1.json", [record]).parent.parent
    assert read(folder) == ([], {"no image": 1})
    assert read(zipped(folder, tmp_path / "z.zip")) == ([], {"no image": 1})


@given(st.text())
def test_mojibake_is_repaired(text):
    escaped = json.dumps(mojibake(text.encode("utf-8", "ignore").decode()))
    assert escaped.isascii()
    assert repair(json.loads(escaped)) == text.encode("utf-8", "ignore").decode()


@given(st.text())
def test_text_that_is_no_mojibake_is_left_alone(text):
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        assert repair(text) == text


def test_examples_of_right_text_stay():
    for text in ("café #påsk", "日本 #桜", "plain", "", "Ã¤ is seldom", "\ud800"):
        if text != "Ã¤ is seldom":  # the one kind of correct text that looks like mojibake
            assert repair(text) == text


def export(folder, months):
    """An export with one post for each month: the photo of 202503 is #m202503."""
    records = []
    for month in months:
        photo(folder / f"media/posts/{month}/a.jpg", month)
        uri = f"media/posts/{month}/a.jpg"
        records.append({"media": [{"uri": uri, "title": f"#m{month}"}]})
    write(folder / INSTAGRAM_LISTS[2], records)
    return folder


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_later_export_beside_an_older_one_is_read_too(tmp_path, newest_first):
    old = zipped(export(tmp_path / "old", [202401, 202402]), tmp_path / "both/1.zip")
    new = zipped(export(tmp_path / "new", [202401, 202402, 202501]), tmp_path / "both/2.zip")
    for paths in ((tmp_path / "both",), (new, old) if newest_first else (old, new)):
        posts, skipped = read(*paths)
        assert sorted(p.hashtags[0] for p in posts) == ["m202401", "m202402", "m202501"]
        assert skipped == {"duplicate": 2}


def test_a_later_export_only_adds_to_the_collection_of_an_older_one(tmp_path):
    old = zipped(export(tmp_path / "old", [202401, 202402]), tmp_path / "instagram-2024.zip")
    new = zipped(
        export(tmp_path / "new", [202401, 202402, 202501]), tmp_path / "instagram-2025.zip"
    )
    build_collection(old, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    report = build_collection(new, tmp_path / "c", SETTINGS, encoder=StubEncoder(), update=True)
    assert report.changes == Changes(added=1, dropped=0, edited=0)


def test_a_refused_member_is_counted_once(tmp_path):
    folder = export(tmp_path / "export", [202401, 202402])
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix())
            if "202402" in info.filename:
                info.external_attr = 0o120777 << 16  # a link
            archive.writestr(info, file.read_bytes())
    posts, skipped = read(path)
    assert [post.hashtags for post in posts] == [("m202401",)]
    assert skipped == {"refused": 1}


def test_a_post_with_a_million_photos_is_cut(tmp_path):
    media = [{"uri": f"media/posts/{n}.jpg", "title": "#a"} for n in range(MAX_MEDIA + 50)]
    write(tmp_path / INSTAGRAM_LISTS[2], [{"media": media}])
    posts, skipped = read(tmp_path)
    assert not posts
    assert skipped == {"no image": MAX_MEDIA, "unknown form": 1}


@pytest.mark.parametrize("name", ["posts_1.html", "posts.html"])
def test_an_export_in_html_says_how_to_ask_for_json(tmp_path, name):
    write(tmp_path / f"your_instagram_activity/media/{name}", "<html>")
    write(tmp_path / "start_here.html", "<html>")
    with pytest.raises(PostError, match=r"in HTML .*Format: JSON"):
        read(tmp_path)


def test_a_list_that_cannot_be_read_names_the_zip_too(tmp_path):
    write(tmp_path / "export" / INSTAGRAM_LISTS[2], "[{")
    path = zipped(tmp_path / "export", tmp_path / "broken.zip")
    with pytest.raises(PostError, match=r"In .*broken\.zip: .*posts_1\.json is not JSON"):
        read(path)
