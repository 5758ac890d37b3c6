import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from recommender.hashtags import MAX_LENGTH, Vocabulary, extract, normalize, parse_list

texts = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("#＃&;_ \u200c\u200d\ufe0fअ́aZ1'/")),
    max_size=60,
)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("#Sunset", "sunset"),
        ("sunset", "sunset"),
        ("＃ＡＢＣ", "abc"),
        ("#हिन्दी", "हिन्दी"),
        ("#தமிழ்", "தமிழ்"),
        ("#cafe\u0301", "café"),
        ("STRASSE", "strasse"),
        ("#Straße", "strasse"),
        ("#日本", "日本"),
        ("fishing boat", "fishingboat"),
        ("#می\u200cخواهم", "می\u200cخواهم"),
        ("#lo\u200bve", "love"),
        ("#lo\u200dve", "love"),
        ("#lo\u202eve", "love"),
        ("#love❤️", "love"),
        ("#snow_day", "snow_day"),
        ("#4x4", "4x4"),
    ],
)
def test_normalize_keeps_words_of_any_script(given, stored):
    assert normalize(given) == stored


@pytest.mark.parametrize(
    "given", ["", "#", "2024", "#１２３", "x", "#猫", "___", "1️⃣2️⃣", "!?", "a" * 101]
)
def test_normalize_drops_what_is_no_hashtag(given):
    assert normalize(given) is None


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        ("A day #at the #Beach!", ["at", "beach"]),
        ("#a1#b1##c1", ["a1", "b1", "c1"]),
        ("#Love #love #LOVE", ["love"]),
        ("it&#39;s &amp;#39; fine &#x27;", []),
        ("x#y mail@x.org#z https://x.org/#part /page#part", []),
        ("(#sun),#sea;#sky.", ["sun", "sea", "sky"]),
        ("＃full #\u200bzero", ["full", "zero"]),
        ("#sun&paragliding", ["sun"]),
        ("&num;one &lt;#two&gt;", ["one", "two"]),
        ("rock'n'#roll", ["roll"]),
    ],
)
def test_extract_finds_hashtags_as_people_type_them(caption, found):
    assert extract(caption) == found


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["#a1#b1", "c1"], ["a1", "b1", "c1"]),
        (["x1#y1"], ["x1", "y1"]),
        (["Sun", "#sun", "SUN"], ["sun"]),
        (["New York", "#rock'n'roll"], ["newyork", "rock"]),
        (["&#39;", "7", "z"], []),
    ],
)
def test_parse_list(tags, found):
    assert parse_list(tags) == found


@given(texts)
def test_stored_hashtags_are_stable_and_bounded(text):
    for tag in [*extract(text), *parse_list([text])]:
        assert 2 <= len(tag) <= MAX_LENGTH
        assert normalize(tag) == tag
        assert extract(f"#{tag}") == [tag]
        assert regex.fullmatch(r"[\p{L}\p{M}\p{N}_\u200c\u200d]+", tag)


def test_vocabulary_counts_posts_and_orders_by_use():
    lists = [["sea", "sun"], ["sun"], ["sun", "sky", "sky"], ["sea"]]
    assert Vocabulary.of(lists) == Vocabulary(("sun", "sea", "sky"), (3, 2, 1))
    assert Vocabulary.of(lists, min_count=2).hashtags == ("sun", "sea")


def test_matrix_has_a_one_where_a_post_has_a_hashtag():
    lists = [["sea", "sun"], ["rare"], ["sun", "sun"]]
    vocabulary = Vocabulary(("sun", "sea"), (2, 1))
    matrix = vocabulary.matrix(lists)
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix.toarray(), [[1, 1], [0, 0], [1, 0]])
