"""Collections in the making: real commands in separate processes."""

import os
import time

import pytest
from exports import photo
from openverse_server import FakeClock, Openverse

from page import jobs
from page.jobs import Job, State
from recommender import Collection


@pytest.fixture(autouse=True)
def no_job_before():
    yield
    if job := jobs.latest():
        job.stop()
        job.wait(30)
    jobs.dismiss()
    assert jobs.latest() is None


@pytest.fixture
def photos(tmp_path):
    """A folder of two topics, with a file that is not an image."""
    for number in range(4):
        photo(tmp_path / f"photos/{'sea' if number % 2 else 'snow'}/{number}.jpg", number)
    (tmp_path / "photos/sea/broken.jpg").write_bytes(b"no image")
    return tmp_path / "photos"


def build(photos, folder):
    return ["build", str(photos), f"--output={folder}", "--encoder=bundled"]


def ended(job, seconds=60):
    job.wait(seconds)
    assert job.state is not State.RUNNING
    return job


def test_a_collection_is_made_with_what_was_skipped_and_said(photos, tmp_path):
    folder = tmp_path / "made"
    job = ended(jobs.start("made", folder, [build(photos, folder)]))
    assert (job.state, job.error) == (State.DONE, "")
    assert Collection.open(folder).manifest.n_posts == 4
    assert job.n_skipped == len(job.skipped) == 1
    assert job.skipped[0].startswith("sea/broken.jpg: ")
    assert "Posts       4" in job.notes
    assert (job.stage, job.done, job.total) == ("writing thumbnails", 4, 4)
    assert jobs.latest() is job


def test_a_mistake_is_its_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    job = ended(jobs.start("x", tmp_path / "x", [build(tmp_path / "empty", tmp_path / "x")]))
    assert job.state is State.FAILED
    assert job.error.endswith(".")
    assert "empty" in job.error
    assert not (tmp_path / "x").exists()


def test_commands_run_one_after_the_other_and_the_first_failure_ends_it(photos, tmp_path):
    commands = [build(tmp_path / "none", tmp_path / "a"), build(photos, tmp_path / "b")]
    job = ended(jobs.start("two", tmp_path / "b", commands))
    assert job.state is State.FAILED
    assert "none" in job.error
    assert not (tmp_path / "b").exists()


@pytest.mark.skipif(os.name != "posix", reason="SIGINT reaches a process on POSIX only")
def test_stopping_leaves_nothing_behind_and_another_can_follow(photos, tmp_path):
    folder = tmp_path / "out" / "made"
    job = jobs.start("made", folder, [build(photos, folder)])
    assert jobs.start("second", tmp_path / "second", [build(photos, tmp_path / "second")]) is None
    jobs.dismiss()
    assert jobs.latest() is job
    deadline = time.monotonic() + 30
    while job.stage == "starting" and time.monotonic() < deadline:
        time.sleep(0.01)
    job.stop()
    ended(job, 30)
    assert job.state in (State.STOPPED, State.DONE)  # it may have been at its very end
    if job.state is State.STOPPED:
        assert not folder.exists()
        assert not folder.parent.exists()
    jobs.dismiss()
    assert jobs.latest() is None


def test_a_job_that_is_stopped_before_it_starts_runs_nothing(photos, tmp_path):
    job = Job("never", tmp_path / "never", [build(photos, tmp_path / "never")])
    job.stop()
    job.start()
    assert ended(job).state is State.STOPPED
    assert not (tmp_path / "never").exists()


@pytest.fixture
def server():
    openverse = Openverse(FakeClock())
    yield openverse
    openverse.close()


def collect_and_build(server, topics, tmp_path):
    """The job that does both, and the collection's folder."""
    posts, folder = tmp_path / "sources", tmp_path / "collection"
    collect = [
        *("collect", f"--topics={topics}", f"--output={posts}", "--yes"),
        *("--per-topic=4", f"--api={server.api}"),
    ]
    job = ended(jobs.start("sea", folder, [collect, build(posts / "posts.jsonl", folder)]))
    assert (job.state, job.error) == (State.DONE, "")
    return job, folder


def test_openverse_is_collected_and_built(server, tmp_path):
    server.fill("sea", 6)
    job, folder = collect_and_build(server, "sea", tmp_path)
    assert job.limit == ""
    collection = Collection.open(folder)
    assert collection.manifest.n_posts == 4
    assert all(post.query == "sea" and post.attribution for post in collection.posts)


def test_where_the_servers_limit_ends_it_what_there_is_is_built(server, tmp_path):
    server.limits = {"anon_sustained": "1/day"}
    server.fill("sea", 2)
    server.fill("sky", 2)
    job, folder = collect_and_build(server, "sea,sky", tmp_path)
    assert job.limit.startswith("The server's limit is used up; the same command")
    assert Collection.open(folder).manifest.n_posts == 2


def test_what_is_not_progress_is_kept_as_it_is_said(tmp_path):
    job = Job("x", tmp_path, [])
    for line in ('{"stage": "encoding", "done": 2, "total": 9}', "{not json", "skipped a: b", "hm"):
        job._hear(line)
    assert (job.stage, job.done, job.total) == ("encoding", 2, 9)
    assert job.skipped == ["a: b"]
    assert list(job.notes) == ["hm"]
    job._hear("skipped 1,234 more: no image")
    assert job.n_skipped == 1_235
    assert job.skipped == ["a: b", "1,234 more: no image"]
