import os
import time

import pytest

from recommender.errors import CollectionError
from recommender.whole_folder import move_into_place, working_folder


def write(output, text):
    with working_folder(output, CollectionError) as partial:
        (partial / "a.txt").write_text(text)
        move_into_place(partial, output)


@pytest.mark.parametrize("name", ["plain", "my[1]", "a*b", "ends."])
def test_a_folder_appears_whole_and_is_replaced_whole(tmp_path, name):
    output = tmp_path / name
    for text in ("one", "two"):
        write(output, text)
        assert (output / "a.txt").read_text() == text
        assert list(tmp_path.iterdir()) == [output]


def test_after_an_error_nothing_is_there(tmp_path):
    def fail():
        with working_folder(tmp_path / "out", CollectionError) as partial:
            (partial / "a.txt").write_text("half")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out", "my[1]"])
def test_what_a_killed_process_left_is_removed_after_a_day(tmp_path, name):
    old, new = tmp_path / f".{name}.aaa.partial", tmp_path / f".{name}.bbb.partial"
    other = tmp_path / ".m1.ccc.partial"
    for folder in (old, new, other):
        folder.mkdir()
    day_ago = time.time() - 25 * 3600
    os.utime(old, (day_ago, day_ago))
    os.utime(other, (day_ago, day_ago))
    write(tmp_path / name, "x")
    assert {p.name for p in tmp_path.iterdir()} == {name, new.name, other.name}


def test_what_a_process_had_moved_away_when_it_was_killed_is_put_back(tmp_path):
    output = tmp_path / "out"
    write(output, "one")
    output.rename(tmp_path / ".out.abc.old")

    def fail():
        with working_folder(output, CollectionError):
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert (output / "a.txt").read_text() == "one"
    assert list(tmp_path.iterdir()) == [output]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CollectionError, match=r"can't be written .*--output\.$"):
        write(tmp_path / "file" / "out", "x")
