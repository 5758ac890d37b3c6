import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from recommender import disk, whole, workplace
from recommender.errors import CollectionError, RecommenderError
from recommender.whole import making
from recommender.workplace import Workplace, recover, recover_all

ADVICE = r"; free space or choose another --output\.$"


def anything(_):
    """May be replaced."""


def nothing(path):
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise CollectionError("in the way")


def write(output, text, check=anything):
    with making(output, CollectionError, check) as work:
        work.new.mkdir()
        (work.new / "a.txt").write_text(text)
        work.finish()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request, monkeypatch):
    """Folders are replaced in one step, and in two, as on systems that know no exchange."""
    if request.param == "two renames":
        monkeypatch.setattr(whole, "exchange", cannot)
    elif not can_exchange():
        pytest.skip("this system or file system can't exchange two folders")


def cannot(*_):
    raise OSError(errno.EINVAL, "no")


def can_exchange():
    return sys.platform in ("linux", "darwin")


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


def leave(output, **folders):
    """What a process leaves that is killed while it makes ``output``."""
    place = Workplace(output)
    place.folder.mkdir()
    (place.folder / "lock").write_text("process 1 on here since 2020")
    for name, text in folders.items():
        (place.folder / name).mkdir()
        (place.folder / name / "a.txt").write_text(text)


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
