"""The hidden folder: what killed processes left in it, and its lock."""

import errno
import os
import subprocess
import sys

import pytest
from whole_folders import anything, leave, names, write

from recommender import disk, workplace
from recommender.errors import CollectionError, RecommenderError
from recommender.whole import making
from recommender.workplace import Workplace, recover, recover_all


@pytest.mark.parametrize("name", ["a[b*c", "**", "plain"])
def test_what_only_looks_like_a_leftover_is_never_touched(tmp_path, name):
    """Names that an older pattern matched, and others that are near."""
    others = {"..partial", ".plain.aaa.partial", ".plain.bbb.old", ".abc.building", ".plain.old"}
    for other in others:
        (tmp_path / other / "new").mkdir(parents=True)
        (tmp_path / other / "lock").touch()
    write(tmp_path / name, "x")
    assert set(names(tmp_path)) == {*others, name}
    assert all(names(tmp_path / other) == ["lock", "new"] for other in others)


def test_a_folder_of_that_name_that_no_command_left_is_in_the_way(tmp_path):
    (tmp_path / ".out.building/new").mkdir(parents=True)
    with pytest.raises(RecommenderError, match=r"in the way.*move it away"):
        write(tmp_path / "out", "x")
    assert names(tmp_path / ".out.building") == ["new"]
    (tmp_path / ".link.building").symlink_to(tmp_path / ".out.building")
    with pytest.raises(RecommenderError, match="in the way"):
        write(tmp_path / "link", "x")


def test_what_a_killed_process_left_is_removed_at_once(tmp_path):
    output = tmp_path / "out"
    leave(output, new="half")
    write(output, "x")
    assert names(tmp_path) == ["out"]
    leave(output, old="replaced before the kill")
    write(output, "y")
    assert names(tmp_path) == ["out"]
    assert (output / "a.txt").read_text() == "y"
    Workplace(output).folder.mkdir()  # killed before it had a lock
    write(output, "z")
    assert names(tmp_path) == ["out"]


def test_what_a_killed_process_left_is_removed_even_if_it_fills_the_disk(tmp_path, monkeypatch):
    def full_until_it_is_tidy(file, data):
        if Workplace(tmp_path / "out").new.exists():
            raise OSError(errno.ENOSPC, "full")
        return plain_write(file, data)

    plain_write = os.write
    leave(tmp_path / "out", new="half")
    monkeypatch.setattr(os, "write", full_until_it_is_tidy)
    write(tmp_path / "out", "x")
    assert names(tmp_path) == ["out"]


def test_what_had_been_moved_away_is_put_back(tmp_path):
    for read in (recover, lambda output: recover_all(output.parent)):
        leave(tmp_path / "out", new="whole, but not in place", old="one")
        read(tmp_path / "out")
        assert names(tmp_path) == ["out"]
        assert (tmp_path / "out/a.txt").read_text() == "one"
        recover(tmp_path / "out")  # nothing to do
        (tmp_path / "out").rename(tmp_path / "out2")
        (tmp_path / "out2/a.txt").unlink()
        (tmp_path / "out2").rmdir()


def test_what_had_been_moved_away_behind_a_link_is_put_back(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "out")
    leave(tmp_path / "out", new="whole", old="one")
    recover(tmp_path / "link")
    assert (tmp_path / "link/a.txt").read_text() == "one"


def test_what_had_been_moved_away_is_kept_if_something_else_is_there(tmp_path):
    output = tmp_path / "out"
    leave(output, new="whole", old="one")
    output.mkdir()
    for _ in range(2):
        with pytest.raises(RecommenderError, match=r"\.out\.building/old was in .* move one"):
            write(output, "x")
    assert (Workplace(output).old / "a.txt").read_text() == "one"


def test_where_it_cannot_be_put_back_a_sentence_says_where_it_is(tmp_path, monkeypatch):
    leave(tmp_path / "out", new="whole", old="one")

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(
        RecommenderError, match=r"moved to .*\.out\.building/old by .* move it back"
    ):
        recover(tmp_path / "out")
    monkeypatch.undo()
    recover(tmp_path / "out")
    assert (tmp_path / "out/a.txt").read_text() == "one"


def test_a_second_process_is_refused_and_told_who_is_at_work(tmp_path):
    output = tmp_path / "out"
    with making(output, CollectionError, anything) as work:
        work.new.mkdir()
        who = rf"being made by process {os.getpid()} on .* since 2\d\d\d-.*; wait until"
        with pytest.raises(CollectionError, match=who):
            write(output, "second")
        assert work.new.is_dir()
        work.finish()
    assert names(tmp_path) == ["out"]


def test_one_process_may_wait_for_another(tmp_path):
    output = tmp_path / "out"
    script = (
        "import sys; from pathlib import Path; from recommender.whole import making\n"
        "with making(Path(sys.argv[1]), Exception, lambda _: None, wait=True) as work:\n"
        "    assert work.target.is_file()\n"
    )
    with making(output, CollectionError, anything) as work:
        other = subprocess.Popen([sys.executable, "-c", script, str(output)])
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        work.new.write_text("one")
        work.finish()
    assert other.wait(30) == 0
    assert names(tmp_path) == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not remove open files")
def test_a_lock_that_was_removed_since_it_was_opened_is_none(tmp_path, monkeypatch):
    """The process before has just ended: whoever comes next would make a lock of its own."""
    lock = Workplace(tmp_path / "out").folder / "lock"
    ended = []

    def lock_after_the_end(file):
        if not ended:
            ended.append(lock.unlink())
            lock.parent.rmdir()
        return disk.try_lock(file)

    monkeypatch.setattr(workplace, "try_lock", lock_after_the_end)
    with making(tmp_path / "out", CollectionError, anything):
        assert lock.read_text().startswith("process ")


def test_without_locks_the_folder_belongs_to_whoever_makes_it(tmp_path, monkeypatch):
    def no_locks(_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(workplace, "try_lock", no_locks)
    output = tmp_path / "out"
    write(output, "one")
    with making(output, CollectionError, anything):
        remedy = (
            r"made by process .*; if that has ended, see what is in .*\.out\.building, and remove"
        )
        with pytest.raises(CollectionError, match=remedy):
            write(output, "two")
    write(output, "two")
    assert names(tmp_path) == ["out"]
