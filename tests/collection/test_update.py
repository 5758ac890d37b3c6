import json
from dataclasses import replace

import pytest
from helpers import COLOURS, SETTINGS, OtherEncoder, StubEncoder, picture

from recommender import Collection, cli
from recommender.build import build_collection
from recommender.collection.update import Changes, settings_of
from recommender.errors import CollectionError, EncoderError
from recommender.paths import HOME_VARIABLE


@pytest.fixture(autouse=True)
def no_feature_cache(built, tmp_path, monkeypatch):
    """After the first build, only the collection knows what was encoded."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "another home"))


def lines_of(posts_file):
    return [json.loads(line) for line in posts_file.read_text().splitlines()]


def write_lines(posts_file, lines):
    posts_file.write_text("".join(json.dumps(line) + "\n" for line in lines))


def update(posts_file, folder, settings=SETTINGS, encoder=None):
    encoder = encoder or StubEncoder()
    return build_collection(posts_file, folder, settings, encoder=encoder, update=True)


def change_posts(posts_file):
    """One new picture, two posts fewer, one post with other hashtags."""
    picture(COLOURS["red"], seed=99).save(posts_file.parent / "images/new.png")
    lines = lines_of(posts_file)[2:]
    lines[0]["hashtags"] = ["red", "edited"]
    write_lines(posts_file, [*lines, {"image": "images/new.png", "hashtags": ["red", "new"]}])


def files_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_only_new_images_are_encoded_and_the_result_is_that_of_a_build(posts_file, built, tmp_path):
    change_posts(posts_file)
    encoder = StubEncoder()
    report = update(posts_file, built.folder, encoder=encoder)
    assert encoder.calls == 1
    assert report.changes == Changes(added=1, dropped=2, edited=1)
    assert (report.manifest.n_posts, report.n_reused) == (11, 10)
    anew = build_collection(
        posts_file, tmp_path / "anew" / built.folder.name, SETTINGS, encoder=StubEncoder()
    )
    assert files_of(built.folder) == files_of(anew.folder)


def test_images_that_are_known_need_not_even_be_decoded(posts_file, built, monkeypatch):
    lines = lines_of(posts_file)
    write_lines(posts_file, lines[1:])
    monkeypatch.setattr(
        "recommender.features.batch.open_apart", lambda *_: pytest.fail("an image was decoded")
    )
    assert update(posts_file, built.folder).manifest.n_posts == 11


def test_where_nothing_changed_the_folder_is_left_alone(posts_file, built):
    before = (built.folder / "manifest.json").stat()
    report = update(posts_file, built.folder)
    after = (built.folder / "manifest.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert report.changes == Changes(0, 0, 0)
    assert report.manifest == built.manifest


def test_other_settings_are_a_change(posts_file, built):
    report = update(posts_file, built.folder, replace(SETTINGS, min_count=3))
    assert report.changes == Changes(0, 0, 0)
    assert report.manifest.n_hashtags < built.manifest.n_hashtags
    assert Collection.open(built.folder).manifest == report.manifest


def test_other_thumbnails_are_made_again(posts_file, built):
    report = update(posts_file, built.folder, replace(SETTINGS, thumbnail_side=64))
    assert report.manifest.thumbnail_side == 64
    assert Collection.open(built.folder).damaged_thumbnails() is None


def test_another_encoder_is_refused_and_the_collection_stays(posts_file, built):
    before = files_of(built.folder)
    with pytest.raises(EncoderError, match=r"made with the encoder stub.*--overwrite"):
        update(posts_file, built.folder, encoder=OtherEncoder())
    assert files_of(built.folder) == before


def test_what_is_no_collection_is_refused_and_a_missing_one_is_built(posts_file, tmp_path):
    assert update(posts_file, tmp_path / "first").changes is None
    with pytest.raises(CollectionError, match="something other than a collection"):
        update(posts_file, posts_file.parent)


def test_settings_of_a_collection_are_those_it_was_built_with(built):
    assert settings_of(built.manifest) == replace(
        SETTINGS, encoder="stub", als=replace(SETTINGS.als, rank=8), min_count=1
    )
    lowered = replace(built.manifest, als=replace(built.manifest.als, rank=10))
    assert lowered.n_hashtags == 10
    assert settings_of(lowered).als.rank == 256


def test_the_command_keeps_the_collections_settings_and_says_what_changed(
    posts_file, built, capsys, monkeypatch
):
    monkeypatch.setattr("recommender.build.open_encoder", lambda *_, **__: StubEncoder())
    change_posts(posts_file)
    command = ["build", str(posts_file), "--output", str(built.folder), "--update"]
    assert cli.main(command) == 0
    out = capsys.readouterr().out
    assert "Changed     1 added, 2 dropped, 1 with other hashtags or texts" in out
    assert Collection.open(built.folder).manifest.als == built.manifest.als
    assert cli.main([*command, "--alpha", "3"]) == 0
    assert "Changed     no post" in capsys.readouterr().out
    als = Collection.open(built.folder).manifest.als
    assert als == replace(built.manifest.als, alpha=3.0)
    with pytest.raises(SystemExit):
        cli.main([*command, "--overwrite"])
