"""What somebody puts in the place of what is being made is not lost."""

import os
import re

import pytest
from whole_folders import anything, names, nothing, write

from recommender import whole
from recommender.errors import CollectionError, RecommenderError
from recommender.whole import making


@pytest.mark.parametrize("made", ["a folder", "a file", "a link"])
def test_what_appeared_meanwhile_is_kept_and_so_is_what_was_made(tmp_path, made):
    output = tmp_path / "out"

    def appear():
        with making(output, CollectionError, nothing) as work:
            work.new.mkdir()
            (work.new / "a.txt").write_text("made")
            if made == "a folder":
                output.mkdir()
                (output / "mine.txt").write_text("mine")
            elif made == "a file":
                output.write_text("mine")
            else:
                output.symlink_to("elsewhere")
            work.finish()

    for number in (2, 3):
        kept = tmp_path / f"out-{number}"
        with pytest.raises(CollectionError, match=re.escape(f"What was made is in {kept};")):
            appear()
        assert (kept / "a.txt").read_text() == "made"
        if made == "a folder":
            assert (output / "mine.txt").read_text() == "mine"
            (output / "mine.txt").unlink()
            output.rmdir()
        elif made == "a file":
            assert output.read_text() == "mine"
            output.unlink()
        else:
            assert os.readlink(output) == "elsewhere"
            output.unlink()
    assert names(tmp_path) == ["out-2", "out-3"]


def test_a_file_is_not_lost_where_a_folder_appeared(tmp_path):
    report = tmp_path / "report.html"

    def write_report():
        with making(report, RecommenderError, nothing) as work:
            work.new.write_text("made")
            report.mkdir()
            (report / "mine.txt").touch()
            work.finish()

    with pytest.raises(RecommenderError, match=r"What was made is in .*report\.html-2;"):
        write_report()
    assert (tmp_path / "report.html-2").read_text() == "made"
    assert names(report) == ["mine.txt"]


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("when", ["before", "at the last moment"])
def test_another_folder_of_that_name_is_not_replaced(tmp_path, monkeypatch, when):
    output = tmp_path / "out"
    write(output, "one")

    def swap(*_):
        output.rename(tmp_path / "mine")
        output.mkdir()
        (output / "a.txt").write_text("another")

    if when == "at the last moment":  # after it was looked at for the last time
        original = whole.Work._replace

        def late(work):
            swap()
            original(work)

        monkeypatch.setattr(whole.Work, "_replace", late)

    def replace():
        with making(output, CollectionError, anything) as work:
            work.new.mkdir()
            if when == "before":
                swap()
            work.finish()

    with pytest.raises(CollectionError, match="was changed while this was being made"):
        replace()
    assert names(tmp_path) == ["mine", "out", "out-2"]
    assert (output / "a.txt").read_text() == "another"
    assert (tmp_path / "mine/a.txt").read_text() == "one"


def test_what_was_removed_meanwhile_is_no_hindrance(tmp_path):
    output = tmp_path / "out"
    write(output, "one")
    with making(output, CollectionError, anything) as work:
        work.new.mkdir()
        (output / "a.txt").unlink()
        output.rmdir()
        work.finish()
    assert names(tmp_path) == ["out"]
