"""Folders and files appear whole, or not at all."""

import os
import sys
from pathlib import Path

import pytest
from whole_folders import anything, names, nothing, write

from recommender import disk, whole
from recommender.errors import CollectionError, RecommenderError
from recommender.whole import making

ADVICE = r"; free space or choose another --output\.$"


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("name", ["plain", "my[1]", "a[b*c", "**", "a*b", "ends.", ".c.building"])
def test_a_folder_appears_whole_and_is_replaced_whole(tmp_path, name):
    output = tmp_path / name
    for text in ("one", "two"):
        write(output, text)
        assert (output / "a.txt").read_text() == text
        assert list(tmp_path.iterdir()) == [output]


def test_after_an_error_nothing_is_there(tmp_path):
    def fail():
        with making(tmp_path / "new/out", CollectionError, anything) as work:
            work.new.mkdir()
            (work.new / "a.txt").write_text("half")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_finished_folder_has_the_users_own_permissions(tmp_path):
    write(tmp_path / "out", "x")
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o777 & ~umask


def test_an_empty_folder_is_no_hindrance(tmp_path):
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", "one", nothing)
    assert names(tmp_path / "out") == ["a.txt"]


@pytest.mark.usefixtures("either_way")
def test_behind_a_link_the_folder_is_replaced_and_the_link_stays(tmp_path):
    write(tmp_path / "disk/real", "one")
    link = tmp_path / "out"
    link.symlink_to(Path("disk/real"))
    write(link, "two")
    assert os.readlink(link) == "disk/real"
    assert (tmp_path / "disk/real/a.txt").read_text() == "two"
    assert names(tmp_path / "disk") == ["real"]
    assert names(tmp_path) == ["disk", "out"]


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    (tmp_path / "to nothing").symlink_to("nothing")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("to nothing", "loop"):
        with pytest.raises(CollectionError, match=f"{name} is a link that leads nowhere"):
            write(tmp_path / name, "x")
    assert names(tmp_path) == ["loop", "to nothing"]


def test_a_file_is_replaced_whole_and_behind_a_link_too(tmp_path):
    (tmp_path / "link.html").symlink_to("real.html")
    (tmp_path / "real.html").write_text("old")
    with making(tmp_path / "link.html", RecommenderError, anything) as work:
        work.new.write_text("new")
        assert (tmp_path / "real.html").read_text() == "old"
        work.finish()
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"
    assert names(tmp_path) == ["link.html", "real.html"]


def test_what_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    for output in (tmp_path / "file/out", tmp_path / ("x" * 300)):
        with pytest.raises(CollectionError, match=r"can't be written .*" + ADVICE):
            write(output, "x")
    with pytest.raises(RecommenderError, match="NUL"):
        write(tmp_path / "a\0b", "x")
    assert names(tmp_path) == ["file"]


def test_an_error_without_a_reason_still_has_a_sentence(tmp_path):
    """NumPy's errors of writing have a text, but neither errno nor strerror."""

    def fail():
        with making(tmp_path / "out", CollectionError, anything):
            raise OSError("9 requested and 3 written")

    with pytest.raises(CollectionError, match=r"can't be written \(9 requested and 3 written\)"):
        fail()


def test_errors_of_other_files_keep_their_own_sentence(tmp_path):
    def read():
        with making(tmp_path / "out", CollectionError, anything):
            (tmp_path / "none").read_bytes()

    with pytest.raises(FileNotFoundError):
        read()

    def lose_the_reader():
        with making(tmp_path / "out", CollectionError, anything):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        lose_the_reader()
    assert names(tmp_path) == []


@pytest.mark.usefixtures("either_way")
def test_all_is_on_the_disk_before_it_is_in_place(tmp_path, monkeypatch):
    output = tmp_path / "out"
    write(output, "one")
    synced = []

    def sync(path):
        assert (output / "a.txt").read_text() == "one"
        synced.append(path.name)

    monkeypatch.setattr(disk, "sync_file", sync)
    monkeypatch.setattr(disk, "sync_folder", sync)
    monkeypatch.setattr(whole, "sync_folder", lambda path: synced.append(path.name))
    write(output, "two")
    assert synced == ["a.txt", "new", tmp_path.name]
