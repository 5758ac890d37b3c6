"""A collection that is replaced while somebody reads it."""

import shutil

from helpers import SETTINGS

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.manifest import read_manifest
from recommender.collection.reader import _version


def put_another(built, posts_file, encoder):
    """Put a collection with other posts into the place of one."""
    text = posts_file.read_text(encoding="utf-8").replace("life", "other")
    posts_file.write_text(text, encoding="utf-8")
    build_collection(posts_file, built.folder, SETTINGS, overwrite=True, encoder=encoder)


def test_one_that_is_replaced_while_it_is_opened_is_opened_anew(
    built, posts_file, encoder, monkeypatch
):
    replaced = []

    def and_replace(folder):
        manifest = read_manifest(folder)
        if not replaced:
            replaced.append(put_another(built, posts_file, encoder))
        return manifest

    monkeypatch.setattr("recommender.collection.reader.read_manifest", and_replace)
    collection = Collection.open(built.folder)
    assert collection.manifest != built.manifest
    assert "redother" in collection.vocabulary.hashtags
    assert "redother" in {tag for post in collection.posts for tag in post.hashtags}


def test_one_that_is_out_of_place_for_a_moment_is_opened_where_it_comes_back(built, monkeypatch):
    """It may be replaced by one that is the same, in two renames."""
    away = built.folder.with_name("away")
    moments = []

    def and_move(folder):
        manifest = read_manifest(folder)
        if not moments:
            moments.append(folder.rename(away))
        return manifest

    def and_come_back(folder):
        if away.exists():
            again = shutil.copytree(away, built.folder)
            shutil.rmtree(away)
            (again / "manifest.json").touch()
        return _version(folder)

    monkeypatch.setattr("recommender.collection.reader.read_manifest", and_move)
    monkeypatch.setattr("recommender.collection.reader._version", and_come_back)
    assert Collection.open(built.folder).manifest == built.manifest
    assert moments


def test_a_file_that_goes_away_while_it_is_read_is_looked_for_again(built, monkeypatch):
    """As where the folders change places in two renames."""
    features, away = built.folder / "features.npy", built.folder / "away.npy"
    moments = []

    def and_move(folder, name):
        if not moments:
            moments.append(features.rename(away))
        return True

    def and_come_back(folder):
        if away.exists():
            away.rename(features)
            (folder / "manifest.json").touch()
        return _version(folder)

    monkeypatch.setattr("recommender.collection.reader.is_own_file", and_move)
    monkeypatch.setattr("recommender.collection.reader._version", and_come_back)
    assert Collection.open(built.folder).manifest == built.manifest
    assert moments


def test_posts_of_another_collection_are_not_mixed_in(built, posts_file, encoder):
    """What was opened stays as it was, posts that were not read yet among it."""
    collection, same = Collection.open(built.folder), Collection.open(built.folder)
    before = list(same.posts)
    put_another(built, posts_file, encoder)
    assert list(collection.posts) == before != list(Collection.open(built.folder).posts)
