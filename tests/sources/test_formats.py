"""Each format is detected, imported and built, with the counts that were put in."""

import zipfile
from collections import Counter
from contextlib import suppress

import exports
import pytest
from exports import photo, read, write, zipped
from helpers import SETTINGS, StubEncoder
from hypothesis import given
from hypothesis import strategies as st

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.errors import PostError
from recommender.sources import Post, Skipped
from recommender.sources.formats import NAMES, open_source, read_posts
from recommender.sources.import_posts import import_posts


def make_folder(folder):
    for number in range(3):
        photo(folder / f"sun/{number}.jpg", number)
    write(folder / "sun/v.mp4", b"")
    return folder


SOURCES = {
    "instagram": (exports.instagram, 5, exports.INSTAGRAM_SKIPPED),
    "instaloader": (exports.instaloader, 6, exports.INSTALOADER_SKIPPED),
    "gallery-dl": (exports.gallery_dl, 6, exports.GALLERY_DL_SKIPPED),
    "flickr": (lambda folder: exports.flickr(folder)[0].parent, 4, exports.FLICKR_SKIPPED),
    "mirflickr": (exports.mirflickr, 4, exports.MIRFLICKR_SKIPPED),
    "harrison": (exports.harrison, 3, exports.HARRISON_SKIPPED),
    "folder": (make_folder, 3, Counter({"video": 1})),
}


@pytest.mark.parametrize("name", SOURCES)
def test_each_source_is_told_imported_and_built_with_the_same_counts(tmp_path, name):
    make, n_posts, skipped = SOURCES[name]
    folder = make(tmp_path / "source")
    assert open_source(folder).format == name
    assert open_source(zipped(folder, tmp_path / "source.zip")).format == name

    posts, kinds = read(folder)
    assert (len(posts), kinds) == (n_posts, skipped)
    imported = import_posts(folder, tmp_path / "imported")
    assert (imported.format, imported.n_posts, imported.kinds) == (name, n_posts, skipped)
    direct = build_collection(folder, tmp_path / "c1", SETTINGS, encoder=StubEncoder())
    again = build_collection(imported.folder, tmp_path / "c2", SETTINGS, encoder=StubEncoder())
    assert Counter(s.kind for s in direct.skipped) == skipped
    assert len(again.skipped) == 0
    one, two = Collection.open(direct.folder), Collection.open(again.folder)
    assert list(one.vocabulary.hashtags) == list(two.vocabulary.hashtags)
    assert list(one.vocabulary.counts) == list(two.vocabulary.counts)
    assert imported.hashtags == dict(
        zip(one.vocabulary.hashtags, one.vocabulary.counts, strict=True)
    )
    for ours, theirs, post in zip(one.posts, two.posts, posts, strict=True):
        assert ours.hashtags == theirs.hashtags == post.hashtags
        for text in ("id", "caption", "creator", "license", "group", "attribution", "query"):
            assert getattr(ours, text) == getattr(theirs, text)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_of_another_format_is_a_sentence_or_skips(tmp_path, name):
    folder = SOURCES[name][0](tmp_path / "source")
    for other in NAMES:
        with suppress(PostError):
            assert all(isinstance(item, Post | Skipped) for item in read_posts(folder, other))


def test_a_folder_that_import_made_is_taken_as_posts(tmp_path):
    import_posts(make_folder(tmp_path / "source"), tmp_path / "imported")
    assert open_source(tmp_path / "imported").format == "posts"
    assert open_source(tmp_path / "imported/posts.jsonl", "posts").format == "posts"


def test_format_overrides_the_look(tmp_path):
    folder = exports.gallery_dl(tmp_path / "source")
    posts, _ = read(folder, format="folder")
    assert {post.hashtags for post in posts} == {("instagram", "ann"), ("bob",), ("lists",)}


@pytest.mark.parametrize(
    ("make", "format", "sentence"),
    [
        (lambda p: p / "none", None, "no file or folder .*check the path"),
        (lambda p: p / "none.zip", None, "no file or folder"),
        (lambda p: write(p / "a.tar", "x"), None, r"neither \.jsonl nor \.csv, nor a zip"),
        (lambda p: p, None, "is empty"),
        (
            lambda p: write(p / "f/readme.md", "x").parent,
            None,
            "has no known format: it holds no image",
        ),
        (lambda p: p, "tumblr", "no format tumblr; name one of: posts, instagram"),
        (lambda p: p, "posts", r"no posts\.jsonl or posts\.csv"),
        (lambda p: p, "instagram", r"no posts_1\.json"),
        (lambda p: p, "flickr", r"no photo_<id>\.json"),
        (lambda p: p, "mirflickr", r"no im1\.jpg"),
        (lambda p: p, "harrison", r"no data_list\.txt"),
        (lambda p: p, "instaloader", r"no post in .*read as a folder of instaloader"),
        (lambda p: p, "gallery-dl", "no post in"),
        (lambda p: p, "folder", "no post in"),
    ],
)
def test_a_wrong_path_or_format_has_its_sentence(tmp_path, make, format, sentence):
    (tmp_path / "e").mkdir()
    with pytest.raises(PostError, match=sentence):
        read(make(tmp_path / "e"), format=format)


def test_several_posts_files_follow_each_other(tmp_path):
    for number, name in enumerate(("a", "b")):
        photo(tmp_path / name / "x.jpg", number)
        write(tmp_path / name / "posts.jsonl", '{"image": "x.jpg", "hashtags": ["sun"]}\n')
    posts, _ = read(tmp_path / "a", tmp_path / "b/posts.jsonl")
    assert [post.path.parent.name for post in posts] == ["a", "b"]


def test_what_may_not_be_read_is_counted_with_the_skipped(tmp_path):
    photo(tmp_path / "s/sun/a.jpg", 1)
    (tmp_path / "s/sun/out.jpg").symlink_to("/etc/hosts")
    whole = zipped(make_folder(tmp_path / "z"), tmp_path / "s/more.zip")
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("../../evil.jpg", b"")
    write(tmp_path / "s/broken.zip", b"")
    posts, kinds = read(tmp_path / "s")
    assert len(posts) == 3  # one photo is both in the folder and in the zip
    assert kinds == {"refused": 2, "unreadable": 1, "video": 1, "duplicate": 1}


def test_a_stream_holds_no_more_than_it_must(tmp_path):
    for number in range(3):
        photo(tmp_path / f"sun/{number}.jpg", number)
    stream = read_posts(tmp_path, unique=False)
    first = next(stream)
    for file in (tmp_path / "sun").iterdir():
        file.unlink()
    assert first.image == "sun/0.jpg"
    assert {item.kind for item in stream} == {"no image"}


names = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda name: name not in (".", ".."))
known = st.sampled_from(
    [
        "posts_1.json",
        "photo_1.json",
        "im1.jpg",
        "tags1.txt",
        "a.jpg",
        "a.jpg.json",
        "a.json.xz",
        "content",
        "meta",
        "tags",
        "media",
        "data_list.txt",
        "tag_list.txt",
        "posts_1.html",
        "a.zip",
    ]
)


@given(
    st.dictionaries(
        st.lists(names | known, min_size=1, max_size=3).map("/".join),
        st.binary(max_size=30),
        max_size=5,
    )
)
def test_detection_of_any_folder_ends_in_posts_skips_or_a_post_error(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("wild")
    for name, content in files.items():
        try:
            write(folder / name, content)
        except (
            OSError
        ):  # a file of that name stands where a folder is wanted, or the other way round
            continue
    with suppress(PostError):
        assert all(isinstance(item, Post | Skipped) for item in read_posts(folder))
