import os
import zipfile

import pytest
from exports import photo, write, zipped

from recommender.errors import PostError
from recommender.sources.tree import MAX_TEXT_FILE, FolderTree, JoinedTree, ZipTree, open_tree


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "root"
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/deep/x.txt", "c/y.txt"):
        write(root / name, name)
    for name in (".hidden", "a/._1.txt", "__MACOSX/a/1.txt", ".git/x.txt", "@eaDir/x.txt"):
        write(root / name, "junk")
    return root


NAMES = ["b.txt", "a/1.txt", "a/2.txt", "c/y.txt", "a/deep/x.txt"]


def test_a_folder_and_its_zip_hold_the_same_in_the_same_order(folder, tmp_path):
    trees = [FolderTree(folder), ZipTree(zipped(folder, tmp_path / "z.zip"))]
    for tree in trees:
        assert list(tree.names()) == NAMES
        assert tree.read_text("a/1.txt") == "a/1.txt"
        assert tree.file("a/none.txt") is None
        assert tree.file("") is None
        assert tree.refused() == []


def test_links_out_of_the_folder_are_refused_once_and_links_inside_are_followed(folder, tmp_path):
    outside = write(tmp_path / "secret.txt", "secret")
    (folder / "c/out.txt").symlink_to(outside)
    (folder / "c/in.txt").symlink_to(folder / "b.txt")
    (folder / "c/gone.txt").symlink_to(folder / "none")
    (folder / "c/loop").symlink_to(folder)
    tree = FolderTree(folder)
    for _ in range(2):
        assert [n for n in tree.names() if n.startswith("c/")] == ["c/in.txt", "c/y.txt"]
    assert {s.place for s in tree.refused()} == {"c/out.txt", "c/gone.txt", "c/loop"}
    assert tree.file("c/out.txt") is None
    assert tree.file("../secret.txt") is None
    assert tree.file(str(outside)) is None


def test_a_folder_that_cannot_be_read_is_said_and_the_rest_is_read(folder, monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if path == folder / "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = FolderTree(folder)
    assert list(tree.names()) == ["b.txt", "c/y.txt"]
    assert str(tree.refused()[0]) == "a: the folder can't be read (Permission denied)"


def test_a_root_that_vanished_is_one_sentence(tmp_path):
    with pytest.raises(PostError, match="can't be read"):
        list(FolderTree(tmp_path / "none").names())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff", "not UTF-8"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff", "not JSON"),
    ],
)
def test_a_text_or_json_that_is_invalid_is_one_sentence(tmp_path, content, sentence):
    write(tmp_path / "x", content)
    tree = FolderTree(tmp_path)
    with pytest.raises(PostError, match=f"^x is {sentence}"):
        tree.read_text("x") if "UTF" in sentence else tree.read_json("x")


def test_a_text_file_has_a_largest_size(tmp_path):
    write(tmp_path / "x", b"12345")
    for tree in (FolderTree(tmp_path), ZipTree(zipped(tmp_path, tmp_path.parent / "x.zip"))):
        assert tree.read("x", 5) == b"12345"
        with pytest.raises(PostError, match="larger than"):
            tree.read("x", 4)
    assert MAX_TEXT_FILE < 1 << 30


def test_the_zips_in_a_folder_belong_to_it_and_a_broken_one_is_said(folder, tmp_path):
    write(tmp_path / "part/z.txt", "from the zip")
    zipped(tmp_path / "part", folder / "part2.zip")
    write(folder / "broken.zip", b"no zip")
    tree = open_tree([folder])
    assert isinstance(tree, JoinedTree)
    assert {"z.txt", "b.txt"} <= set(tree.names())
    assert tree.read_text("z.txt") == "from the zip"
    assert [s.place for s in tree.refused()] == ["broken.zip"]
    with pytest.raises(PostError, match="no file none"):
        tree.read("none")


def test_refused_members_are_named_with_their_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as file:
        file.writestr("../evil\x1b[2J.jpg", b"")
    (skipped,) = open_tree([tmp_path / "z.zip"]).refused()
    assert str(skipped) == r"z.zip: ../evil\x1b[2J.jpg: has a name that climbs out of the zip"


def test_an_image_of_a_zip_and_of_a_folder_has_a_place(tmp_path):
    photo(tmp_path / "f/a.jpg", 1)
    zipped(tmp_path / "f", tmp_path / "z.zip")
    assert FolderTree(tmp_path / "f").file("a.jpg") == (tmp_path / "f/a.jpg").resolve()
    assert ZipTree(tmp_path / "z.zip").file("a.jpg").read(3) == b"\xff\xd8\xff"
