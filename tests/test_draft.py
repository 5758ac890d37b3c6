"""A large build that is stopped goes on after its last finished stage."""

import logging
import os
import time

import numpy as np
import pytest
from helpers import COLOURS, SETTINGS, OtherEncoder, StubEncoder, picture

from recommender import build, model
from recommender.build import build_collection
from recommender.draft import Draft
from recommender.features import batch
from recommender.neighbors import similarity
from recommender.paths import cache_folder

STAGES = ("factors", "projection", "cells", "nearest", "smoothing", "map")
MAKERS = {
    "factors": (model, "fit_factors"),
    "projection": (similarity, "fit_projection"),
    "cells": (similarity, "fit_cells"),
    "nearest": (similarity, "find_nearest"),
    "smoothing": (model, "smooth_factors"),
    "map": (build, "fit_map"),
}


class StoppedError(Exception):
    pass


def stop(*_, **__):
    raise StoppedError


@pytest.fixture(autouse=True)
def _twelve_posts_are_many(monkeypatch):
    monkeypatch.setattr(build, "EXACT_POSTS", 5)
    monkeypatch.setattr(similarity, "EXACT_POSTS", 5)


@pytest.fixture
def expected(posts_file, tmp_path):
    report = build_collection(posts_file, tmp_path / "expected/c", SETTINGS, encoder=StubEncoder())
    assert report.resumed == ()
    return files_of(report.folder)


def files_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def drafts():
    folder = cache_folder() / "builds"
    return list(folder.iterdir()) if folder.exists() else []


def stopped_in(stage, posts_file, output, settings=SETTINGS):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*MAKERS[stage], stop)
        with pytest.raises(StoppedError):
            build_collection(posts_file, output, settings, encoder=StubEncoder())
    assert not output.exists()


@pytest.mark.parametrize("stage", STAGES)
def test_it_goes_on_after_the_last_finished_stage(stage, posts_file, tmp_path, expected):
    output = tmp_path / "c"
    stopped_in(stage, posts_file, output)
    encoder = StubEncoder()
    report = build_collection(posts_file, output, SETTINGS, encoder=encoder)
    assert encoder.calls == 0
    assert report.resumed == STAGES[: STAGES.index(stage)]
    assert files_of(output) == expected
    assert not drafts()


def test_no_image_is_decoded_again(posts_file, tmp_path, monkeypatch, expected):
    stopped_in("factors", posts_file, tmp_path / "c")
    monkeypatch.setattr(batch, "open_apart", stop)
    build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    assert files_of(tmp_path / "c") == expected


def test_a_thumbnail_that_is_not_whole_is_made_again(posts_file, tmp_path, expected):
    stopped_in("factors", posts_file, tmp_path / "c")
    path = drafts()[0] / f"thumbnails-{SETTINGS.thumbnail_side}"
    path.write_bytes(path.read_bytes().replace(b"\xff\xd9", b"\0\0"))
    build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    assert files_of(tmp_path / "c") == expected


def test_thumbnails_of_another_size_are_not_taken_over(posts_file, tmp_path):
    picture(COLOURS["red"], size=(200, 150)).save(posts_file.parent / "images/red0.png")
    small = build.replace(SETTINGS, thumbnail_side=64)
    stopped_in("factors", posts_file, tmp_path / "c")
    report = build_collection(posts_file, tmp_path / "c", small, encoder=StubEncoder())
    expected = build_collection(posts_file, tmp_path / "d", small, encoder=StubEncoder())
    tars = [(r.folder / "thumbnails.tar").read_bytes() for r in (report, expected)]
    assert tars[0] == tars[1]


@pytest.mark.parametrize("name", ["factors-0.npy", "factors-1.npy", "factors.json"])
@pytest.mark.parametrize("damage", ["missing", "shorter", "changed", "empty"])
def test_a_damaged_stage_is_made_again(name, damage, posts_file, tmp_path, expected):
    stopped_in("map", posts_file, tmp_path / "c")
    path = drafts()[0] / "stages" / name
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        changed = data[:-4] + b"\0\0\0\x40"
        path.write_bytes({"shorter": data[:-1], "changed": changed, "empty": b""}[damage])
    report = build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    assert report.resumed == STAGES[1:-1]
    assert files_of(tmp_path / "c") == expected


def test_stages_of_other_settings_posts_or_another_encoder_are_not_taken_over(posts_file, tmp_path):
    output = tmp_path / "c"
    other = build.replace(SETTINGS, als=build.replace(SETTINGS.als, seed=3))
    stopped_in("map", posts_file, output, other)
    report = build_collection(posts_file, output, SETTINGS, encoder=StubEncoder())
    assert report.resumed == ()
    output = tmp_path / "d"
    stopped_in("map", posts_file, output)
    report = build_collection(posts_file, output, SETTINGS, encoder=OtherEncoder())
    assert report.resumed == ()
    output = tmp_path / "e"
    stopped_in("map", posts_file, output)
    posts_file.write_text("\n".join(posts_file.read_text().splitlines()[1:]))
    report = build_collection(posts_file, output, SETTINGS, encoder=StubEncoder())
    assert report.resumed == ()


def test_stages_of_a_further_encoder_are_kept_apart(posts_file, tmp_path):
    output = tmp_path / "c"
    options = {"encoder": StubEncoder(), "also": [OtherEncoder()]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*MAKERS["map"], stop)
        with pytest.raises(StoppedError):
            build_collection(posts_file, output, SETTINGS, **options)
    report = build_collection(posts_file, output, SETTINGS, **options)
    further = ("other projection", "other cells", "other nearest")
    assert report.resumed == (*STAGES[:-1], *further)
    anew = build_collection(posts_file, tmp_path / "anew/c", SETTINGS, **options)
    assert files_of(output) == files_of(anew.folder)


def test_a_small_build_keeps_nothing(posts_file, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "EXACT_POSTS", 12)
    stopped_in("map", posts_file, tmp_path / "c")
    assert not drafts()


def test_where_nothing_can_be_kept_the_build_goes_on(posts_file, tmp_path, expected, caplog):
    cache_folder().mkdir(parents=True, exist_ok=True)
    for path in drafts():
        path.rmdir()
    builds = cache_folder() / "builds"
    if builds.exists():
        builds.rmdir()
    builds.write_text("in the way")
    with caplog.at_level(logging.WARNING, "recommender.draft"):
        build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder())
    assert files_of(tmp_path / "c") == expected
    assert len(caplog.messages) == 1
    assert "begins again" in caplog.messages[0]


def test_drafts_of_builds_that_were_given_up_are_removed(tmp_path):
    old, new = Draft(tmp_path / "old"), Draft(tmp_path / "new")
    for draft in (old, new):
        draft.keep("factors", lambda: (np.zeros(3),))
    long_ago = time.time() - 31 * 24 * 3600
    for path in (old.folder, *old.folder.iterdir()):
        os.utime(path, (long_ago, long_ago))
    Draft(tmp_path / "another")
    assert not old.folder.exists()
    assert new.folder.exists()
