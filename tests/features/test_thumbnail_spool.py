import hashlib

import pytest
from helpers import encoded, picture

from recommender.features.thumbnail_spool import ThumbnailSpool

JPEGS = [encoded(picture((9, 9, 9), seed=i), "JPEG") for i in range(5)]
NAMES = [hashlib.sha256(data).hexdigest() for data in JPEGS]


def filled(path=None, folder=None):
    spool = ThumbnailSpool(path, folder)
    for name, data in zip(NAMES, JPEGS, strict=True):
        spool.add(name, data)
    return spool


def test_thumbnails_come_back_by_the_sha256_of_their_images_or_its_beginning(tmp_path):
    spool = filled(folder=tmp_path)
    spool.add(NAMES[1], JPEGS[2])  # the first one stays
    assert [spool.get(name) for name in NAMES] == JPEGS
    assert [spool.get(name[:16]) for name in NAMES] == JPEGS
    assert spool.get("0" * 64) is None
    assert not list(tmp_path.iterdir())  # the file has no name


def test_a_spool_with_a_name_goes_on_where_it_was(tmp_path):
    filled(tmp_path / "spool")._file.flush()
    spool = ThumbnailSpool(tmp_path / "spool")
    assert [spool.get(name) for name in NAMES] == JPEGS
    spool.add("f" * 64, JPEGS[0])
    spool._file.flush()
    assert ThumbnailSpool(tmp_path / "spool").get("f" * 64) == JPEGS[0]


@pytest.mark.parametrize("cut", [1, 5, len(JPEGS[4]), len(JPEGS[4]) + 3, len(JPEGS[4]) + 12])
def test_what_was_not_written_whole_is_left_off(tmp_path, cut):
    path = tmp_path / "spool"
    filled(path)._file.flush()
    path.write_bytes(path.read_bytes()[:-cut])
    spool = ThumbnailSpool(path)
    assert [spool.get(name) for name in NAMES] == [*JPEGS[:4], None]
    spool.add(NAMES[4], JPEGS[4])
    spool._file.flush()
    assert [ThumbnailSpool(path).get(name) for name in NAMES] == JPEGS


@pytest.mark.parametrize("content", [b"", b"\xff" * 50, b"\0" * 4096, b"x" * 11])
def test_a_file_that_is_no_spool_is_begun_anew(tmp_path, content):
    path = tmp_path / "spool"
    path.write_bytes(content)
    spool = ThumbnailSpool(path)
    assert spool.get(NAMES[0]) is None
    spool.add(NAMES[0], JPEGS[0])
    assert spool.get(NAMES[0]) == JPEGS[0]


def test_a_thumbnail_that_a_disk_has_lost_is_none(tmp_path):
    path = tmp_path / "spool"
    filled(path)._file.flush()
    data = bytearray(path.read_bytes())
    data[-200:] = bytes(200)
    path.write_bytes(data)
    spool = ThumbnailSpool(path)
    assert spool.get(NAMES[4]) is None
    spool.add(NAMES[4], JPEGS[4])
    assert spool.get(NAMES[4]) == JPEGS[4]
