import pytest

from recommender.errors import RecommenderError
from recommender.hashtags import parse_list
from recommender.sources.tag_noise import noise_pattern, without_noise


@pytest.mark.parametrize(
    "tag",
    [
        "geo:lat=51.5",
        "uploaded:by=instagram",
        "foo.bar:x=",
        "geotagged",
        "Square Format",
        "Canon EOS 5D Mark II",
        "nikon d90",
        "Nikon",
        "iPhone 12",
        "50mm",
        "EF 24-70mm f/2.8",
        "18-55mm",
        "ISO 100",
        "f2.8",
        "explored",
        "Summer 2008",
        "January 2010",
        "1990s",
        "100CANON",
        "#geotagged",
        "Top-V555",
    ],
)
def test_noise_is_dropped(tag):
    assert without_noise([tag, "sea"]) == ["sea"]


STAYS = """sea|New York|summer|may|geometry|march|canyon|sigmund|f1racing|cat|isolation|topless|novel|wide
time 10:30|explorer|augustine|3d|camera|favela|view|street|marathon2008|Mount Fuji|decade|import|a:b"""


@pytest.mark.parametrize("tag", STAYS.replace("\n", "|").split("|"))
def test_what_tells_of_the_picture_stays(tag):
    assert without_noise([tag]) == [tag]


def test_years_are_no_hashtags_anyway():
    assert parse_list(["2008", "1999"]) == []


def test_the_list_can_be_edited(tmp_path):
    path = tmp_path / "noise.txt"
    path.write_text("# a comment\n\nCat*\nd?g\nx[0-9]\n", encoding="utf-8-sig")
    tags = ["cats", "concat", "dog", "doog", "x1", "xy", "a comment"]
    assert without_noise(tags, path) == ["concat", "doog", "xy", "a comment"]
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert without_noise(["nikon"], empty) == ["nikon"]


def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path):
    with pytest.raises(RecommenderError, match="can't be read"):
        noise_pattern(tmp_path / "none.txt")
    (tmp_path / "bytes.txt").write_bytes(b"\xff")
    with pytest.raises(RecommenderError, match="not UTF-8"):
        noise_pattern(tmp_path / "bytes.txt")
