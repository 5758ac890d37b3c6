import hashlib
import json
from pathlib import Path

import pytest
from exports import FLICKR_SKIPPED, flickr, instagram, photo, write, zipped
from helpers import write_posts

from recommender.errors import PostError, RecommenderError
from recommender.sources import Post
from recommender.sources.formats import read_posts
from recommender.sources.import_posts import import_posts


@pytest.fixture
def source(tmp_path):
    """Three photos, one of them twice, and a text file named like an image."""
    folder = tmp_path / "source"
    for number, name in enumerate(("sun/a.jpg", "sun/b.heic", "sea/c.webp")):
        photo(folder / name, number)
    write(folder / "sun/z.jpg", (folder / "sea/c.webp").read_bytes())
    write(folder / "sun/broken.jpg", b"no image")
    return folder


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def test_the_folder_holds_posts_images_and_what_was_skipped(source, tmp_path):
    report = import_posts(source, tmp_path / "new/out")
    assert (report.n_posts, report.kinds) == (3, {"duplicate": 1, "unreadable image": 1})
    assert report.hashtags == {"sun": 2, "sea": 1}
    lines = [json.loads(x) for x in (tmp_path / "new/out/posts.jsonl").read_text().splitlines()]
    for line, name in zip(lines, ("sea/c.webp", "sun/a.jpg", "sun/b.heic"), strict=True):
        data = (tmp_path / "new/out" / line["image"]).read_bytes()
        assert data == (source / name).read_bytes()
        assert line["image"] == f"images/{hashlib.sha256(data).hexdigest()[:32]}{Path(name).suffix}"
    assert lines[1]["hashtags"] == ["sun"]
    assert lines[1]["category"] == "sun"
    skipped = (tmp_path / "new/out/skipped.txt").read_text().splitlines()
    assert [line.split(":")[0] for line in skipped] == ["sun/broken.jpg", "sun/z.jpg"]
    assert [str(item) for item in report.skipped] == skipped
    assert (tmp_path / "new/out").stat().st_mode & 0o777 == 0o755
    assert files(tmp_path / "new") == [
        "out",
        *(f"out/{name}" for name in files(tmp_path / "new/out")),
    ]


def test_what_is_read_back_is_what_was_imported(tmp_path):
    folder = flickr(tmp_path / "source")[0].parent
    before = [item for item in read_posts(folder) if isinstance(item, Post)]
    assert import_posts(folder, tmp_path / "out").kinds == FLICKR_SKIPPED
    after = list(read_posts(tmp_path / "out"))
    for one, two in zip(before, after, strict=True):
        for name in ("hashtags", "caption", "creator", "license", "source_url", "group"):
            assert getattr(one, name) == getattr(two, name)


def test_an_ending_that_lies_is_put_right(tmp_path):
    data = photo(tmp_path / "x.png", 1).read_bytes()
    write(tmp_path / "s/sun/a.jpg", data)
    import_posts(tmp_path / "s", tmp_path / "out")
    assert [name[-4:] for name in files(tmp_path / "out/images")] == [".png"]


def test_posts_files_lose_their_duplicates_too(tmp_path):
    posts_file = write_posts(tmp_path / "posts")
    with posts_file.open("a") as file:
        file.write('{"image": "images/red0.png", "hashtags": ["again"]}\n{\n')
    report = import_posts(posts_file, tmp_path / "out")
    assert report.format == "posts"
    assert report.kinds == {"duplicate": 1, "bad record": 1}
    assert [s.line for s in report.skipped] == [13, 14]


def test_limit_ends_after_so_many_posts(source, tmp_path):
    seen = []
    report = import_posts(
        source, tmp_path / "out", limit=2, progress=lambda *how_far: seen.append(how_far)
    )
    assert report.n_posts == len(files(tmp_path / "out/images")) == 2
    assert seen == [("import", 1, 2), ("import", 2, 2)]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, PostError, OSError])
def test_whatever_stops_it_leaves_nothing(source, tmp_path, stop):
    def stopping(stage, done, total):
        if done == 2:
            raise stop("text")

    before = files(tmp_path)
    with pytest.raises(KeyboardInterrupt if stop is KeyboardInterrupt else RecommenderError):
        import_posts(source, tmp_path / "out", progress=stopping)
    assert files(tmp_path) == before

    def last_moment():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_posts(source, tmp_path / "out", checkpoint=last_moment)
    assert files(tmp_path) == before


def test_a_source_without_anything_usable_is_one_sentence_and_leaves_nothing(tmp_path):
    for number in range(2):
        photo(tmp_path / f"s/{number}.jpg", number)
    write(tmp_path / "s/sun/v.mp4", b"")
    with pytest.raises(
        RecommenderError,
        match=r"3 skipped, most often because: no hashtags \(2\)\. The first: 0\.jpg",
    ):
        import_posts(tmp_path / "s", tmp_path / "out")
    write(tmp_path / "posts.jsonl", "")
    with pytest.raises(RecommenderError, match="There is no post in"):
        import_posts(tmp_path / "posts.jsonl", tmp_path / "out")
    assert files(tmp_path) == ["posts.jsonl", "s", "s/0.jpg", "s/1.jpg", "s/sun", "s/sun/v.mp4"]


def test_an_output_that_is_in_the_way_is_refused(source, tmp_path):
    write(tmp_path / "full/x", "x")
    with pytest.raises(RecommenderError, match="not empty; choose another"):
        import_posts(source, tmp_path / "full")
    with pytest.raises(RecommenderError, match="is a file"):
        import_posts(source, tmp_path / "full/x")
    for inside in (source, source / "sun/out"):
        with pytest.raises(RecommenderError, match="lies in"):
            import_posts(source, inside)
    with pytest.raises(RecommenderError, match="can't be written"):
        import_posts(source, tmp_path / "full/x/out")
    assert files(tmp_path / "full") == ["x"]
    (tmp_path / "empty").mkdir()
    assert import_posts(source, tmp_path / "empty").n_posts == 3


def test_a_report_holds_the_first_and_the_file_all(tmp_path):
    for number in range(30):
        write(tmp_path / f"s/sun/{number}.mp4", b"")
    photo(tmp_path / "s/sun/a.jpg", 1)
    report = import_posts(tmp_path / "s", tmp_path / "out")
    assert len(report.skipped) == 20
    assert report.kinds == {"video": 30}
    assert len((tmp_path / "out/skipped.txt").read_text().splitlines()) == 30


def test_nothing_of_a_zip_is_written_but_its_images(tmp_path, monkeypatch):
    whole = zipped(instagram(tmp_path / "export"), tmp_path / "whole.zip")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    import_posts(whole, tmp_path / "out")
    names = files(tmp_path / "out")
    assert len(names) == 3 + 5
    assert {Path(name).suffix for name in names} == {"", ".jsonl", ".txt", ".jpg", ".webp", ".heic"}


def test_the_list_of_what_was_skipped_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr("recommender.sources.import_posts.MAX_LISTED", 3)
    for number in range(6):
        write(tmp_path / f"s/sun/{number}.mp4", b"")
    photo(tmp_path / "s/sun/a.jpg", 1)
    report = import_posts(tmp_path / "s", tmp_path / "out")
    assert report.kinds["video"] == 6
    lines = (tmp_path / "out/skipped.txt").read_text().splitlines()
    assert len(lines) == 4
    assert lines[-1] == "More are not listed, but counted."
