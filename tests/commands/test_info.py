import json

import pytest

from recommender import cli
from recommender.collection.files import FORMAT

pytestmark = pytest.mark.usefixtures("stub_commands")


def test_info_prints_the_manifest_and_checks_thumbnails(built, capsys):
    assert cli.main(["info", str(built.folder)]) == 0
    out = capsys.readouterr().out
    assert "Posts       12" in out
    assert "#instagood 12" in out
    assert "all correct" in out
    path = built.folder / "thumbnails.tar"
    data = bytearray(path.read_bytes())
    data[-1] = 1
    path.write_bytes(data)
    assert cli.main(["info", str(built.folder)]) == 1
    assert "damaged (a thumbnail" in capsys.readouterr().err


def test_info_without_a_name_describes_the_newest_collection(collection, capsys):
    assert cli.main(["info"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"Collection  mine (format {FORMAT}) in {collection}\n")
    assert err == f"No collection was named (DIR): using your newest one, {collection}.\n"


def test_a_name_can_not_steer_the_terminal(built, capsys):
    path = built.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "name": "a\x1b[2J\nPosts 1"}))
    assert cli.main(["info", str(built.folder)]) == 0
    assert r"Collection  a\x1b[2J\nPosts 1 (format" in capsys.readouterr().out
