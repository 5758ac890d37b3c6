import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import numpy as np
import pytest
from helpers import SETTINGS, StubEncoder, picture, wild_picture, write_posts

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.collection.post_map import fit_map
from recommender.commands import build as commands
from recommender.errors import CollectionError, EncoderError, PostError
from recommender.settings import AlsSettings, BuildSettings


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def add_line(posts_file: Path, **record) -> int:
    with posts_file.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    return len(posts_file.read_text(encoding="utf-8").splitlines())


def test_factors_belong_to_their_posts(built):
    collection = Collection.open(built.folder)
    tags = collection.vocabulary.hashtags
    scores = collection.model.image_factors @ collection.model.hashtag_factors.T
    for post, row in zip(collection.posts, scores, strict=True):
        colour = post.hashtags[0]
        others = {"red", "green", "blue"} - {colour}
        assert all(row[tags.index(colour)] > row[tags.index(other)] for other in others)


def test_the_thumbnails_of_a_collection_give_the_same_collection(posts_file, tmp_path, encoder):
    """They are its pictures: nothing is encoded again, so nothing is lost."""
    folder = posts_file.parent
    wild_picture().save(folder / "wild.png")
    add_line(posts_file, image="wild.png", hashtags=["red"])
    built = []
    for name in ("first", "second", "third"):
        report = build_collection(posts_file, tmp_path / name, SETTINGS, encoder=encoder)
        collection = Collection.open(report.folder)
        lines = []
        built.append(
            {post.id: collection.thumbnail(row) for row, post in enumerate(collection.posts)}
        )
        for post in collection.posts:
            (folder / f"{post.id}.jpg").write_bytes(built[-1][post.id])
            lines.append(json.dumps({"image": f"{post.id}.jpg", "hashtags": post.hashtags}))
        posts_file.write_text("\n".join(lines), encoding="utf-8")
    pictures = [sorted(thumbnails.values()) for thumbnails in built]
    assert pictures[0] == pictures[1] == pictures[2]
    assert built[0].keys() != built[1].keys() == built[2].keys()


def test_a_name_that_is_no_text_can_be_written(posts_file, tmp_path, encoder):
    """File systems of Linux take any bytes, which Python has as lone surrogates."""
    output = tmp_path / "a\udcffb"
    report = build_collection(posts_file, output, SETTINGS, encoder=encoder)
    assert report.manifest.name == "a?b"
    assert Collection.open(output).manifest == report.manifest


def test_what_cannot_be_used_is_skipped_by_line_with_the_reason(posts_file, tmp_path, encoder):
    (posts_file.parent / "images/broken.jpg").write_bytes(b"no image")
    broken = add_line(posts_file, image="images/broken.jpg", hashtags=["sun"])
    untagged = add_line(posts_file, image="images/red0.png", hashtags=[])
    report = build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=encoder)
    assert report.manifest.n_posts == 12
    assert [(s.line, s.reason.split(";")[0]) for s in report.skipped] == [
        (broken, "images/broken.jpg: This is not an image that can be read"),
        (untagged, "no hashtags"),
    ]


@pytest.mark.parametrize(
    "record", [{"image": "images/broken.jpg", "hashtags": ["sun"]}, {"image": "images/red0.png"}]
)
def test_strict_makes_the_first_an_error_and_leaves_nothing(posts_file, tmp_path, encoder, record):
    (posts_file.parent / "images/broken.jpg").write_bytes(b"no image")
    line = add_line(posts_file, **record)
    with pytest.raises(PostError, match=f"line {line}: .*--strict"):
        build_collection(posts_file, tmp_path / "out/c", SETTINGS, strict=True, encoder=encoder)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_input_without_anything_usable_is_one_error(tmp_path, encoder):
    path = tmp_path / "posts.jsonl"
    path.write_text("")
    with pytest.raises(PostError, match="is empty"):
        build_collection(path, tmp_path / "c", SETTINGS, encoder=encoder)
    path.write_text('{"image": "a.png"}\n' * 3)
    with pytest.raises(PostError, match="3 skipped, most often because: no hashtags"):
        build_collection(path, tmp_path / "c", SETTINGS, encoder=encoder)
    (tmp_path / "a.png").write_bytes(b"no image")
    path.write_text('{"image": "a.png", "hashtags": ["sun"]}\n')
    with pytest.raises(PostError, match="not an image"):
        build_collection(path, tmp_path / "c", SETTINGS, encoder=encoder)
    assert not (tmp_path / "c").exists()


def test_the_same_input_and_seed_give_the_same_files(posts_file, tmp_path, encoder):
    for name in ("one/c", "two/c"):
        build_collection(posts_file, tmp_path / name, SETTINGS, encoder=encoder)
    assert files_of(tmp_path / "one/c") == files_of(tmp_path / "two/c")


def test_images_are_encoded_once(posts_file, tmp_path, encoder):
    first = build_collection(posts_file, tmp_path / "one", SETTINGS, encoder=encoder)
    assert (encoder.calls, first.n_reused) == (12, 0)
    picture((9, 9, 9)).save(posts_file.parent / "images/new.png")
    add_line(posts_file, image="images/new.png", hashtags=["new"])
    second = build_collection(posts_file, tmp_path / "two", SETTINGS, encoder=encoder)
    assert (encoder.calls, second.n_reused) == (13, 12)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EncoderError])
def test_a_build_that_stops_leaves_nothing_and_goes_on_where_it_was(posts_file, tmp_path, stop):
    class Stopping(StubEncoder):
        def encode_one(self, image):
            if self.calls == 7:
                raise stop
            return super().encode_one(image)

    output = tmp_path / "out/c"
    with pytest.raises(stop):
        build_collection(posts_file, output, SETTINGS, encoder=Stopping())
    assert not output.parent.exists()
    encoder = StubEncoder()
    report = build_collection(posts_file, output, SETTINGS, encoder=encoder)
    assert report.n_reused == 12 - encoder.calls > 0


def test_an_old_collection_is_replaced_only_when_asked_and_only_by_a_whole_one(
    built, posts_file, encoder
):
    before = files_of(built.folder)
    with pytest.raises(CollectionError, match="--overwrite"):
        build_collection(posts_file, built.folder, SETTINGS, encoder=encoder)
    empty = posts_file.with_name("empty.jsonl")
    empty.write_text("")
    with pytest.raises(PostError):
        build_collection(empty, built.folder, SETTINGS, overwrite=True, encoder=encoder)
    assert files_of(built.folder) == before
    write_posts(posts_file.parent, n_each=2)
    build_collection(posts_file, built.folder, SETTINGS, overwrite=True, encoder=encoder)
    assert len(Collection.open(built.folder)) == 6
    assert [p.name for p in built.folder.parent.iterdir() if p.name.startswith(".")] == []


def test_a_folder_that_is_no_collection_is_never_replaced(posts_file, tmp_path, encoder):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/diary.txt").write_text("dear diary")
    for output in (tmp_path / "mine", tmp_path / "mine/diary.txt"):
        with pytest.raises(CollectionError, match="choose another --output"):
            build_collection(posts_file, output, SETTINGS, overwrite=True, encoder=encoder)
    assert (tmp_path / "mine/diary.txt").read_text() == "dear diary"


def test_a_collection_that_holds_something_else_too_is_not_replaced(built, posts_file, encoder):
    (built.folder / ".DS_Store").touch()  # by a file manager
    (built.folder / "notes.txt").write_text("mine")
    with pytest.raises(CollectionError, match=r"also holds notes\.txt, which would be lost"):
        build_collection(posts_file, built.folder, SETTINGS, overwrite=True, encoder=encoder)
    assert (built.folder / "notes.txt").read_text() == "mine"
    (built.folder / "notes.txt").unlink()
    build_collection(posts_file, built.folder, SETTINGS, overwrite=True, encoder=encoder)
    assert not (built.folder / ".DS_Store").exists()


def test_a_link_to_a_collection_stays_a_link(built, posts_file, encoder):
    link = built.folder.with_name("link")
    link.symlink_to(built.folder)
    write_posts(posts_file.parent, n_each=2)
    for how in ("update", "overwrite"):
        report = build_collection(posts_file, link, SETTINGS, encoder=encoder, **{how: True})
        assert report.folder == link
        assert link.is_symlink()
        assert len(Collection.open(built.folder)) == 6


@pytest.mark.parametrize("name", ["a[b*c", "**"])
def test_a_name_like_a_pattern_is_a_name(posts_file, tmp_path, encoder, name):
    (tmp_path / ".abc.old").mkdir()
    build_collection(posts_file, tmp_path / name, SETTINGS, encoder=encoder)
    assert {p.name for p in tmp_path.iterdir()} == {".abc.old", "posts", name}


def test_the_rank_is_lowered_to_the_matrix(posts_file, tmp_path, encoder):
    report = build_collection(posts_file, tmp_path / "c", BuildSettings(), encoder=encoder)
    assert report.wanted_rank == 256
    assert (
        report.manifest.als.rank == min(report.manifest.n_posts, report.manifest.n_hashtags) == 10
    )


def test_min_count_drops_hashtags_and_the_posts_left_without_any(posts_file, tmp_path, encoder):
    picture((9, 9, 9)).save(posts_file.parent / "images/new.png")
    line = add_line(posts_file, image="images/new.png", hashtags=["unique"])
    settings = BuildSettings(als=SETTINGS.als, min_count=2)
    report = build_collection(posts_file, tmp_path / "c", settings, encoder=encoder)
    assert [s.line for s in report.skipped] == [line]
    collection = Collection.open(report.folder)
    assert min(collection.vocabulary.counts) >= 2
    assert len(collection) == 12
    with tarfile.open(report.folder / "thumbnails.tar") as archive:
        names = [f"{post.id}.jpg" for post in collection.posts]
        assert archive.getnames() == names
        for row, name in enumerate(names):
            assert archive.extractfile(name).read() == collection.thumbnail(row)


def test_the_same_image_twice_is_two_posts(posts_file, tmp_path, encoder):
    add_line(posts_file, image="images/red0.png", hashtags=["again"])
    report = build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=encoder)
    posts = Collection.open(report.folder).posts
    assert posts[12].id == f"{posts[0].id}-2"
    collection = Collection.open(report.folder)
    assert collection.damaged_thumbnails() is None
    assert collection.thumbnail(12) == collection.thumbnail(0) is not None
    with tarfile.open(report.folder / "thumbnails.tar") as archive:
        assert len(archive.getnames()) == 12


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_half_collection(posts_file, tmp_path, sent):
    images = posts_file.parent / "images"
    for i in range(400):
        shutil.copy(images / "red0.png", images / f"copy{i}.png")
        add_line(posts_file, image=f"images/copy{i}.png", hashtags=["sun"])
    output = tmp_path / "out/c"
    command = [
        sys.executable,
        "-m",
        "recommender",
        "build",
        str(posts_file),
        "--output",
        str(output),
    ]
    process = subprocess.Popen([*command, "--encoder", "bundled"], stderr=subprocess.PIPE)
    for _ in range(300):
        if list(tmp_path.glob("out/.c.building/new")):
            break
        time.sleep(0.02)
    process.send_signal(sent)
    assert process.wait(30) in (130, 143)
    assert b"Traceback" not in process.stderr.read()
    assert not output.parent.exists()


@pytest.mark.parametrize(
    ("sent", "expected"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_a_signal_that_a_library_dropped_stops_the_build_at_its_end(
    posts_file, tmp_path, monkeypatch, sent, expected
):
    def drop_the_signal(*arguments):
        with pytest.raises(expected):
            os.kill(os.getpid(), sent)
        return fit_map(*arguments)

    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr("recommender.build.fit_map", drop_the_signal)
    monkeypatch.setattr("recommender.build.open_encoder", lambda *_, **__: StubEncoder())
    options = argparse.ArgumentParser()
    commands.add(options.add_subparsers())
    output = tmp_path / "out/c"
    try:
        with pytest.raises(expected):
            commands.run(options.parse_args(["build", str(posts_file), "--output", str(output)]))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert not output.parent.exists()


@pytest.mark.parametrize("wrong", [{"min_count": 0}, {"thumbnail_side": 5000}])
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(CollectionError):
        BuildSettings(als=AlsSettings(), **wrong)


def test_features_are_those_of_the_images(built, posts_file):
    from recommender.features.images import open_image

    collection = Collection.open(built.folder)
    for post, row in zip(collection.posts, collection.model.features, strict=True):
        image = open_image(posts_file.parent / post.image)
        np.testing.assert_array_equal(StubEncoder().encode_one(image).astype(np.float16), row)


def test_reading_tells_how_far_it_is(tmp_path, encoder):
    posts_file = write_posts(tmp_path / "posts", n_each=7)
    told = []
    build_collection(
        posts_file, tmp_path / "c", SETTINGS, encoder=encoder, progress=lambda *t: told.append(t)
    )
    assert [t for t in told if t[0] == "reading"] == [("reading", 10, None), ("reading", 20, None)]
    stages = list(dict.fromkeys(stage for stage, *_ in told))
    assert stages == [
        *("reading", "encoding", "fitting ALS", "comparing posts", "drawing the map"),
        *("colouring the map", "writing posts", "writing thumbnails"),
    ]
