"""Large files that were checked before are not read again at each opening."""

import os

import numpy as np
import pytest
from forging import refresh
from helpers import SETTINGS, StubEncoder

from recommender import cli
from recommender.build import build_collection
from recommender.collection import Collection, reader, seen
from recommender.errors import CollectionError
from recommender.paths import cache_folder


@pytest.fixture(autouse=True)
def _features_are_large(monkeypatch):
    monkeypatch.setattr(seen, "LARGE", 20_000)  # 12 posts have 30 kB of features


@pytest.fixture
def built(posts_file, tmp_path, encoder):
    """Built here, not copied: a build is what remembers its files."""
    return build_collection(posts_file, tmp_path / "collection", SETTINGS, encoder=encoder)


@pytest.fixture
def hashed(monkeypatch):
    """The names of the files whose checksums were computed."""
    names = []

    def and_note(path):
        names.append(path.name)
        return reader_sha256(path)

    reader_sha256 = reader.sha256_of_file
    monkeypatch.setattr(reader, "sha256_of_file", and_note)
    return names


def change_a_number(folder, keep_time):
    """As a disk that forgets, which tells no time of change; or as somebody who writes."""
    path = folder / "features.npy"
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_a_build_wrote_is_known_and_small_files_are_always_checked(built, hashed):
    Collection.open(built.folder)
    assert "features.npy" not in hashed
    assert {"hubness.npy", "posts.parquet", "hashtags.parquet"} <= set(hashed)


def test_one_from_elsewhere_is_checked_once(built, tmp_path, hashed):
    other = built.folder.rename(tmp_path / "elsewhere")
    for _ in range(3):
        Collection.open(other)
    assert hashed.count("features.npy") == 1
    assert hashed.count("hubness.npy") == 3


def test_a_file_that_was_changed_is_checked_again(built):
    change_a_number(built.folder, keep_time=False)
    with pytest.raises(CollectionError, match=r"features\.npy does not have the content"):
        Collection.open(built.folder)


def test_a_collection_that_was_replaced_is_checked_again(built, posts_file, hashed):
    report = build_collection(
        posts_file, built.folder.with_name("b"), SETTINGS, encoder=StubEncoder()
    )
    os.rename(built.folder, built.folder.with_name("old"))
    os.rename(report.folder, built.folder)
    Collection.open(built.folder)
    assert "features.npy" in hashed


def test_info_checks_every_file(built, capsys):
    change_a_number(built.folder, keep_time=True)
    Collection.open(built.folder)
    assert cli.main(["info", str(built.folder)]) == 1
    assert "features.npy does not have the content" in capsys.readouterr().err


def test_a_file_found_damaged_is_not_remembered(built, tmp_path):
    """Neither one with a fresh checksum and numbers that no build writes."""
    other = built.folder.rename(tmp_path / "elsewhere")
    array = np.load(other / "features.npy")
    array[3, 5] = np.nan
    np.save(other / "features.npy", array)
    refresh(other, "features.npy")
    for _ in range(2):
        with pytest.raises(CollectionError, match="a number that no build writes"):
            Collection.open(other)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"features.npy": 3}', b"\xff" * 100])
def test_a_damaged_memory_is_made_anew(built, content, hashed):
    (path,) = (cache_folder() / "checked").iterdir()
    path.write_bytes(content)
    Collection.open(built.folder)
    assert "features.npy" in hashed
    hashed.clear()
    Collection.open(built.folder)
    assert "features.npy" not in hashed


def test_where_nothing_can_be_remembered_all_is_checked(built, hashed):
    folder = cache_folder() / "checked"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    for _ in range(2):
        Collection.open(built.folder)
    assert hashed.count("features.npy") == 2
