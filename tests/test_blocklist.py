import pytest

from recommender.blocklist import DEFAULT, read_block_options, read_blocklist
from recommender.errors import RecommenderError
from recommender.hashtags import normalize


def test_the_default_list_is_of_normalised_engagement_bait():
    blocked = read_blocklist()
    assert {"like4like", "followme", "l4l"} <= blocked
    assert all(normalize(tag) == tag for tag in blocked)
    assert len(blocked) == len(
        [x for x in DEFAULT.read_text().splitlines() if not x.startswith("# ")]
    )


def test_a_file_of_ones_own(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("# a comment\n#Desk, chair\n\ntable\n", encoding="utf-8")
    assert read_blocklist(path) == {"desk", "chair", "table"}


def test_options_are_files_or_hashtags_and_add_to_the_default(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("desk")
    assert read_block_options([str(path), "#Chair"]) == read_blocklist() | {"desk", "chair"}


def test_a_file_that_is_no_text_is_a_sentence(tmp_path):
    path = tmp_path / "image.png"
    path.write_bytes(b"\x89PNG\xff\xff")
    with pytest.raises(RecommenderError, match="not UTF-8"):
        read_blocklist(path)


def test_a_file_that_is_too_large_is_a_sentence_whatever_its_characters(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("ä" * (600 * 1024), encoding="utf-8")
    with pytest.raises(RecommenderError, match="larger than 1 MB"):
        read_blocklist(path)


def test_an_option_too_long_for_a_file_name_is_hashtags():
    tags = [f"hashtag{i}" for i in range(100)]
    assert set(tags) <= read_block_options([",".join(tags)])
