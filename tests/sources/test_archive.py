import os
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from exports import scene, write
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import ImageError, PostError
from recommender.features.images import open_image, read_bytes
from recommender.sources import archive
from recommender.sources.archive import Archive, ArchiveMember


def member(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.filename = name  # the constructor would correct what an attacker writes
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "a.zip"


@pytest.mark.parametrize(
    ("name", "mode", "reason"),
    [
        ("../evil.jpg", 0, "climbs out"),
        ("a/../../evil.jpg", 0, "climbs out"),
        ("a\\..\\..\\evil.jpg", 0, "climbs out"),
        ("/etc/passwd.jpg", 0, "absolute"),
        ("\\\\server\\x.jpg", 0, "absolute"),
        ("C:\\x.jpg", 0, "absolute"),
        ("c:x.jpg", 0, "absolute"),
        ("link.jpg", stat.S_IFLNK | 0o777, "link"),
        ("device.jpg", stat.S_IFCHR | 0o600, "link or a device"),
        ("a.jpg\0.txt", 0, "can't be used"),
        ("././", 0, None),
    ],
)
def test_members_that_leave_the_zip_are_refused_by_name(path, name, mode, reason):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(member(name, mode), b"data")
        file.writestr("good.jpg", b"good")
    opened = Archive(path)
    assert list(opened.members) == ["good.jpg"]
    if reason:
        ((refused, said),) = opened.refused
        assert refused.replace("\\", "/") == name.replace("\\", "/")
        assert reason in said


def test_backslashes_and_dots_are_tidied(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(member("media\\posts\\.\\a.jpg", stat.S_IFREG | 0o644), b"data")
    assert Archive(path).read("media/posts/a.jpg", 10) == b"data"


def test_the_second_member_of_a_name_is_refused(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.jpg", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("a.jpg", b"second")
        file.writestr(member("./a.jpg"), b"third")
    opened = Archive(path)
    assert opened.read("a.jpg", 99) == b"first"
    assert opened.refused == [
        ("a.jpg", "is in the zip twice"),
        ("./a.jpg", "is in the zip twice"),
    ]


def test_encrypted_members_are_refused(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("secret.jpg", b"data")
        file.writestr("good.jpg", b"data")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    opened = Archive(path)
    assert opened.refused == [("secret.jpg", "is encrypted")]
    assert list(opened.members) == ["good.jpg"]


def test_a_member_that_is_a_bomb_is_refused_and_others_are_read(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.jpg", bytes(archive.RATIO_FREE + 1))
        file.writestr("flat.bmp", bytes(archive.RATIO_FREE))  # small enough to be harmless
        file.writestr(zipfile.ZipInfo("photo.jpg"), os.urandom(20_000))
    opened = Archive(path)
    assert [name for name, _ in opened.refused] == ["bomb.jpg"]
    assert "bomb" in opened.refused[0][1]
    assert set(opened.members) == {"flat.bmp", "photo.jpg"}


def test_many_harmless_members_can_be_a_bomb_together(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for number in range(30):
            file.writestr(f"{number}.bmp", bytes(archive.RATIO_FREE))
    with pytest.raises(PostError, match="would unpack to 31,457,280: it is a bomb"):
        Archive(path)


@pytest.mark.parametrize(("name", "value"), [("MAX_TOTAL", 9), ("MAX_MEMBERS", 1)])
def test_size_and_number_of_members_are_bounded(path, monkeypatch, name, value):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", b"12345")
        file.writestr("b", b"12345")
    Archive(path)
    monkeypatch.setattr(archive, name, value)
    with pytest.raises(PostError, match=r"unpack to 10|more than 1 members"):
        Archive(path)


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_said(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.jpg", b"x" * 5000)
    data = path.read_bytes().replace((5000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(PostError, match=r"a\.jpg in .* can't be read"):
        Archive(path).read("a.jpg", 10_000)


def test_a_damaged_member_is_an_image_error_that_names_it(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.jpg", b"content")
    path.write_bytes(path.read_bytes().replace(b"content", b"CONTENT"))
    with pytest.raises(ImageError, match=r"a\.jpg in .*a\.zip can't be read \(Bad CRC"):
        read_bytes(ArchiveMember(Archive(path), "a.jpg"))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut"])
def test_what_is_no_zip_is_one_sentence(path, content):
    path.write_bytes(content)
    with pytest.raises(PostError, match=r"can't be read .*download it again"):
        Archive(path)
    with pytest.raises(PostError, match="There is no file"):
        Archive(path.with_name("none.zip"))


def test_an_image_is_read_from_the_zip_by_many_threads(path, tmp_path):
    for number in range(4):
        scene(number).save(tmp_path / f"{number}.png")
    with zipfile.ZipFile(path, "w") as file:
        for number in range(4):
            file.write(tmp_path / f"{number}.png", f"{number}.png")
    opened, wrong = Archive(path), []

    def check(number: int) -> None:
        for _ in range(50):
            image = open_image(ArchiveMember(opened, f"{number}.png"))
            if image.tobytes() != scene(number).tobytes():
                wrong.append(number)

    threads = [threading.Thread(target=check, args=(number % 4,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_member_is_read_only_so_far(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.jpg", b"0123456789")
    one = ArchiveMember(Archive(path), "a.jpg")
    assert (one.read(3), one.read(3)) == (b"012", b"012")  # each time from the beginning
    assert one == ArchiveMember(one.archive, "a.jpg")


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_name_leaves_the_zip(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("wild") / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in dict.fromkeys(names):
            encodable = name.encode("utf-8", "replace").decode()
            if encodable not in file.NameToInfo:
                file.writestr(member(encodable), b"data")
    for name in Archive(path).members:
        parts = name.split("/")
        assert not {"", ".", ".."} & set(parts)
        assert not name.startswith("/")
        assert "\0" not in name


@given(st.binary(max_size=200))
def test_any_bytes_are_a_zip_or_one_error(tmp_path_factory, data):
    path = write(tmp_path_factory.mktemp("wild") / "a.zip", data)
    try:
        opened = Archive(path)
        for name in opened.members:
            opened.read(name, 100)
    except PostError:
        pass
