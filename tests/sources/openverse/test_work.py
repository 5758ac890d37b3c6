import json

import pytest
from helpers import picture
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import PostError
from recommender.sources.openverse import CollectSettings
from recommender.sources.openverse.work import Work, human_hashtags, is_sensible, read_work
from recommender.sources.post import make_post

SETTINGS = CollectSettings(("street art",))
GOOD = {
    "id": "0a6b8f0e-3c1d-4a5f-9b7e-2f4d1c0e9a11",
    "title": "Morning harbour",
    "foreign_landing_url": "https://photos.example/1",
    "creator": "Ann",
    "creator_url": "https://photos.example/ann",
    "license": "by-sa",
    "license_version": "2.0",
    "license_url": "https://creativecommons.org/licenses/by-sa/2.0/",
    "provider": "flickr",
    "source": "flickr",
    "category": "photograph",
    "tags": [
        {"accuracy": None, "name": name, "unstable__provider": "flickr"}
        for name in ("harbour", "fishing boat", "Sea")
    ],
    "attribution": "by Ann",
    "mature": False,
    "thumbnail": "https://api.openverse.org/v1/images/0a6b8f0e/thumb/",
    "unstable__sensitivity": [],
}

texts = st.text(max_size=40) | st.sampled_from(
    [
        "by",
        "\ud800",
        "\x1b[2J",
        "http://[",
        "https://a.example/b c",
        "javascript:x",
        "t" * 2001,
        "\0",
    ]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "accuracy"]) | texts, inner, max_size=4)
    ),
    max_leaves=12,
)
tags = st.lists(
    anything
    | st.fixed_dictionaries(
        {"name": texts},
        optional={"accuracy": st.none() | st.floats(), "unstable__provider": texts},
    ),
    max_size=8,
)


def with_tags(*tags):
    return human_hashtags({"provider": "flickr", "tags": list(tags)})


@given(
    st.dictionaries(st.sampled_from(sorted(GOOD)), anything, max_size=4),
    st.sets(st.sampled_from(sorted(GOOD)), max_size=2),
    tags | st.none(),
)
def test_any_work_is_a_post_or_has_a_reason_that_says_nothing_of_the_work(
    tmp_path_factory, changes, missing, tag_list
):
    item = {name: value for name, value in {**GOOD, **changes}.items() if name not in missing}
    if tag_list is not None:
        item["tags"] = [*GOOD["tags"], *tag_list]
    try:
        work = read_work(item, "street art", SETTINGS)
    except PostError as error:
        reason = str(error)
    else:
        reason = ""
    if reason:
        assert reason in REASONS or reason.endswith("longer than 2000 characters")
        return
    assert isinstance(work, Work)
    folder = tmp_path_factory.getbasetemp()
    name = f"{work.id}.png"
    picture((1, 2, 3), size=(4, 4)).save(folder / name)
    line = json.dumps(work.record(name), ensure_ascii=False).encode()
    post = make_post(json.loads(line), folder, 1)
    assert len(work.hashtags) >= 3
    assert set(work.hashtags) <= set(post.hashtags)
    assert post.license.split()[0] in ("CC", "CC0", "Public")
    assert post.source_url.startswith(("http://", "https://"))
    assert post.license_url == "" or post.license_url.startswith(("http://", "https://"))
    assert post.group
    assert work.attribution
    assert not any(ord(c) < 32 for text in vars(work).values() for c in "".join(text))


REASONS = {
    "described in an unknown form",
    "marked as sensitive",
    "not a photograph",
    "under a licence that was not asked for",
    "without a page to credit",
    "fewer than 3 hashtags by people",
    "more than 500 tags",
}


@given(anything)
def test_anything_but_a_work_is_left_out(item):
    with pytest.raises(PostError):
        read_work(item, "street art", SETTINGS)


def test_half_characters_and_control_characters_can_be_written():
    work = read_work({**GOOD, "title": "a\ud800b\x1b\n c", "creator": "\udfff"}, "sea", SETTINGS)
    assert json.dumps(work.record("x"), ensure_ascii=False).encode()
    assert (work.caption, work.creator) == ("a?b c", "?")


def test_the_topic_is_the_category_and_its_hashtag_the_query():
    work = read_work(GOOD, "street art", SETTINGS)
    assert (work.category, work.query) == ("street art", "streetart")
    assert work.hashtags == ("harbour", "fishingboat", "sea")


def test_only_tags_of_people_count():
    assert with_tags(
        {"accuracy": None, "name": "Sea", "unstable__provider": "flickr"},
        {"accuracy": 0.5, "name": "boat", "unstable__provider": "flickr"},
        {"accuracy": 0, "name": "zero", "unstable__provider": "flickr"},
        {"accuracy": None, "name": "robot", "unstable__provider": "rekognition"},
        {"accuracy": None, "name": "nobody", "unstable__provider": None},
    ) == ("sea",)


def test_where_the_api_tells_no_provider_of_tags_the_accuracy_has_to_do():
    assert with_tags({"name": "Sea"}, {"name": "robot", "accuracy": 0.9}) == ("sea",)


def test_tags_become_hashtags_once_and_machine_tags_are_dropped():
    names = [
        "Fishing Boat",
        "fishingboat",
        "#fishing#boat",
        "2019",
        "x",
        "geo:lat=12.3",
        "a:b",
        "nikon",
        "geotagged",
    ]
    assert with_tags(*({"name": name} for name in names)) == (
        "fishingboat",
        "fishing",
        "boat",
        "ab",
    )


def test_more_tags_than_a_post_may_have_are_refused():
    with pytest.raises(PostError, match="more than 500 tags"):
        with_tags(*({"name": f"tag{i}"} for i in range(501)))


@pytest.mark.parametrize("title", ["IMG_1234", "DSC_0042", "P1010101", "DSCN 12", "_MG_3", "Untitled",
    "sunset.jpg", "2019-07-01", "12/365", "", "...", "x" * 501])  # fmt: skip
def test_titles_that_say_nothing_are_no_captions(title):
    assert not is_sensible(title)
    assert read_work({**GOOD, "title": title}, "sea", SETTINGS).caption == ""


@pytest.mark.parametrize(
    "title", ["Morning harbour", "Photo of a pier", "P", "港", "Scan of the sea"]
)
def test_titles_are_captions(title):
    assert read_work({**GOOD, "title": title}, "sea", SETTINGS).caption == (
        "" if title == "P" else title
    )


def test_a_credit_is_made_where_the_api_gives_none():
    work = read_work({**GOOD, "attribution": None}, "sea", SETTINGS)
    assert work.attribution == (
        "“Morning harbour” by Ann is licensed under CC BY-SA 2.0. "
        "See https://creativecommons.org/licenses/by-sa/2.0/"
    )
    bare = {**GOOD, "attribution": "", "title": None, "creator": 5, "license": "CC0"}
    bare |= {"license_version": "1.0", "license_url": "x"}
    assert read_work(bare, "sea", SETTINGS).attribution == "This work is marked with CC0 1.0."


@pytest.mark.parametrize(
    ("creator", "page", "group"),
    [
        ("Ann", "https://photos.example/ann", "https://photos.example/ann"),
        ("Ann", None, "flickr: Ann"),
        ("Ann", "javascript:alert(1)", "flickr: Ann"),
        (None, None, "flickr: unknown"),
    ],
)
def test_the_group_is_the_creator(creator, page, group):
    item = {**GOOD, "creator": creator, "creator_url": page}
    assert read_work(item, "sea", SETTINGS).group == group
