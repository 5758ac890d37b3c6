import os

import pytest

from recommender.collection import own
from recommender.collection.own import default_collection, own_collections, written
from recommender.errors import CollectionError


def make(folder, seconds):
    """Something that looks like a collection from outside, written at a time."""
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    os.utime(folder / "manifest.json", (seconds, seconds))
    return folder


def test_own_collections_are_listed_by_name_without_unfinished_ones(home):
    assert own_collections() == []
    folders = [make(home / "collections" / name, 1000) for name in ("b", "a")]
    make(home / "collections/.b.x1.partial", 3000)
    (home / "collections/no collection").mkdir()
    assert own_collections() == folders[::-1]


def test_the_newest_is_the_default_and_the_demo_comes_last(home, tmp_path, monkeypatch):
    monkeypatch.setattr(own, "DEMO", tmp_path / "demo")
    with pytest.raises(CollectionError, match="make one with"):
        default_collection()
    demo = make(tmp_path / "demo", 9000)
    assert default_collection() == demo
    make(home / "collections/a", 1000)
    newest = make(home / "collections/b", 2000)
    make(home / "collections/c", 1500)
    make(home / "collections/.c.x1.partial", 3000)
    assert default_collection() == newest
    assert written(newest) == 2000 * 10**9
    assert written(tmp_path) == 0
