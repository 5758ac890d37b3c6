import os
import subprocess
import sys

import pytest

from recommender.disk import exchange, sync_all, try_lock


def test_two_folders_change_places(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    try:
        exchange(tmp_path / "one", tmp_path / "two")
    except OSError as error:
        pytest.skip(f"not on this system or file system: {error}")
    assert os.listdir(tmp_path / "one") == ["two"]
    assert os.listdir(tmp_path / "two") == ["one"]


def test_nothing_is_exchanged_with_what_is_not_there(tmp_path):
    (tmp_path / "one").mkdir()
    with pytest.raises(OSError, match=r"\[Errno \d+\] \w+"):
        exchange(tmp_path / "one", tmp_path / "two")
    assert os.listdir(tmp_path) == ["one"]


def test_an_older_system_cannot_exchange(tmp_path, monkeypatch):
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    with pytest.raises(OSError, match="not implemented"):
        exchange(tmp_path, tmp_path)


def test_a_lock_keeps_others_out_until_its_process_ends(tmp_path):
    path = tmp_path / "lock"
    script = (
        "import os, sys; from recommender.disk import try_lock\n"
        "file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n"
        "print(try_lock(file), flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline().strip() == b"True"
    file = os.open(path, os.O_RDWR)
    assert not try_lock(file)
    other.kill()
    other.wait(30)
    assert try_lock(file)
    os.close(file)
    other.stdin.close()
    other.stdout.close()


def test_files_and_folders_are_synced_each_once(tmp_path, monkeypatch):
    (tmp_path / "a/b").mkdir(parents=True)
    for name in ("1", "a/2", "a/b/3"):
        (tmp_path / name).touch()
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda f: (synced.append(os.fstat(f).st_ino), fsync(f)))
    sync_all(tmp_path)
    folders = [] if sys.platform == "win32" else [tmp_path, tmp_path / "a", tmp_path / "a/b"]
    expected = [*folders, *(path for path in tmp_path.rglob("*") if path.is_file())]
    assert sorted(synced) == sorted(path.stat().st_ino for path in expected)
    synced.clear()
    sync_all(tmp_path / "1")
    assert synced == [(tmp_path / "1").stat().st_ino]


def test_what_the_disk_refuses_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "1").touch()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        sync_all(tmp_path)
