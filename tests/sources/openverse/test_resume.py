import errno
import itertools
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openverse_server import FakeClock, Openverse, cut, status

from recommender.sources.openverse import CollectError, CollectSettings, collect
from recommender.sources.openverse.transport import Transport

ROOT = Path(__file__).resolve().parents[3]
TOPICS = ("sea", "sky")
OPTIONS = {"per_topic": 5, "per_creator": 2}


def fill(server):
    """Two pages of one topic and one of another, with works of every outcome."""
    for i in range(18):
        server.work("sea", i, tags=[])
    server.fill("sea", 4)
    server.work("sea", 30)
    server.broken[server.works["sea"][18]["id"]] = status(424)
    server.broken[server.works["sea"][19]["id"]] = status(500)
    for i in range(3):
        server.work("sky", i, creator_url="https://photos.example/people/ann")
    server.works["sky"].append(server.works["sea"][20])


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def stop_at(monkeypatch, moment):
    """Press Ctrl-C at the given moment: there is one after each step that leaves a trace."""
    count = 0

    def tick():
        nonlocal count
        count += 1
        if count == moment:
            raise KeyboardInterrupt

    def around(function):
        def call(*arguments, **named):
            result = function(*arguments, **named)
            tick()
            return result

        return call

    monkeypatch.setattr(os, "fsync", around(os.fsync))
    monkeypatch.setattr(Path, "replace", around(Path.replace))
    monkeypatch.setattr(Transport, "_exchange", around(Transport._exchange))
    return lambda: count


def test_stopped_at_any_moment_it_goes_on_to_the_same_end(server, run, tmp_path, monkeypatch):
    fill(server)
    with monkeypatch.context() as patch:
        moments = stop_at(patch, moment=0)
        assert run(*TOPICS, output=tmp_path / "whole", **OPTIONS).kept == {"sea": 3, "sky": 2}
        total = moments()
    whole = files(tmp_path / "whole")
    assert set(whole) == {"posts.jsonl", "collect.json"} | {n for n in whole if "images/" in n}
    assert total > 50
    for moment in range(1, total + 1):
        output = tmp_path / f"stopped{moment}"
        with monkeypatch.context() as patch:
            stop_at(patch, moment)
            with pytest.raises(KeyboardInterrupt):
                run(*TOPICS, output=output, **OPTIONS)
        report = run(*TOPICS, output=output, **OPTIONS)
        assert files(output) == whole, f"stopped at moment {moment}"
        assert report.skipped == {
            "fewer than 3 hashtags by people": 18,
            "its image is gone (status 424)": 1,
            "without an answer for the image": 1,
            "more than 2 of one creator": 1,
            "kept already": 1,
        }


def test_stopped_at_every_request_in_turn_it_never_asks_for_much_again(server, run, tmp_path):
    """One request per run: each run gets one further."""
    server.fill("sea", 6)
    run("sea", output=tmp_path / "whole")
    asked = len(server.seen)
    runs = 0
    while True:
        calls = iter((None, None, None))

        def checkpoint(calls=calls):
            if next(calls, True):
                raise KeyboardInterrupt

        runs += 1
        assert runs < 60
        try:
            run("sea", checkpoint=checkpoint)
            break
        except KeyboardInterrupt:
            continue
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert len(server.seen) == 2 * asked


@pytest.mark.parametrize(
    "tail", [b"{", b'{"image": "images/%s.jp', b'{"image": "images/%s.jpg"}\n']
)
def test_a_torn_line_and_what_was_begun_beside_it_are_taken_away(server, run, tmp_path, tail):
    server.fill("sea", 3)
    run("sea", output=tmp_path / "whole")
    server.faults = dict.fromkeys(range(6, 99), status(403))
    with pytest.raises(CollectError, match="blocks"):
        run("sea")
    output, work = tmp_path / "out", server.works["sea"][1]["id"]
    with (output / "posts.jsonl").open("ab") as file:
        file.write(tail.replace(b"%s", work.encode()))
    (output / f"images/{work}.webp").write_bytes(b"left over")
    (output / f"images/{work}.jpg.part").write_bytes(b"left over")
    (output / "collect.json.part").write_bytes(b"left over")
    server.faults = {}
    assert run("sea").kept == {"sea": 3}
    assert files(output) == files(tmp_path / "whole")


def test_lines_that_someone_else_wrote_are_not_taken_away(server, run, tmp_path):
    server.fill("sea", 3)
    server.faults = {2: status(403)}
    with pytest.raises(CollectError, match="blocks"):
        run("sea")
    path = tmp_path / "out/posts.jsonl"
    before = path.read_bytes()
    for changed in (before + b'{"image": "mine.jpg"}\n', before[:-20], b"x" * len(before)):
        path.write_bytes(changed)
        with pytest.raises(CollectError, match="was changed since"):
            run("sea")
        assert path.read_bytes() == changed
    path.write_bytes(before)
    assert run("sea").kept == {"sea": 3}


@pytest.mark.parametrize(
    "state",
    [
        b"", b"{", b"[]", b"5", b"[" * 99_999, b'{"format": 1}', b'{"format": 1, "settings": 5}',
        b'{"format": 1, "settings": {"topics": 5}, "pending": []}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "topic": 7}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "topic": "0"}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "size": -1}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "offset": -1}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [{"id": "../x"}]}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "kept": 5}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "skipped": []}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "not_before": {"a": "b"}}',
        b'{"format": 1, "settings": {"topics": ["sea"]}, "pending": [], "unknown": 1}',
    ],
)  # fmt: skip
def test_a_damaged_state_is_one_sentence(server, run, tmp_path, state):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/collect.json").write_bytes(state)
    with pytest.raises(CollectError, match="is damaged"):
        run("sea")
    assert server.seen == []


def test_a_state_of_another_version_is_one_sentence(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/collect.json").write_bytes(b'{"format": 2}')
    with pytest.raises(CollectError, match="another version"):
        run("sea")


def test_a_full_disk_is_one_sentence_and_loses_nothing(server, run, tmp_path, monkeypatch):
    server.fill("sea", 3)
    run("sea", output=tmp_path / "whole")

    real = os.fsync
    for number in (1, 3, 4, 5, 8):
        output = tmp_path / f"full{number}"
        calls = itertools.count(1)

        def fsync(file, calls=calls, number=number):
            if next(calls) == number:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(file)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            with pytest.raises(CollectError, match="No space left on device"):
                run("sea", output=output)
        assert run("sea", output=output).kept == {"sea": 3}
        assert files(output) == files(tmp_path / "whole")


def test_connections_cut_between_runs_leave_the_same_end(server, run, tmp_path):
    server.fill("sea", 5)
    run("sea", output=tmp_path / "whole")
    for number in range(len(server.seen), len(server.seen) + 40, 3):
        server.faults[number] = cut
    assert run("sea").kept == {"sea": 5}
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_killed_at_random_moments_it_goes_on_to_the_same_end(tmp_path):
    server = Openverse()
    try:
        server.fill("sea", 12)
        settings = CollectSettings(("sea",), api=server.api)
        collect(settings, tmp_path / "whole", environment={}, clock=FakeClock())
        script = (
            "import sys; sys.path[:0] = ['.', 'tests']\n"
            "from openverse_server import FakeClock\n"
            "from recommender.sources.openverse import CollectSettings, collect\n"
            f"settings = CollectSettings(('sea',), api={server.api!r})\n"
            f"collect(settings, {str(tmp_path / 'out')!r}, environment={{}}, clock=FakeClock())\n"
        )
        randomness = random.Random(3)
        for _ in range(5):
            process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
            until = len(server.seen) + randomness.randrange(1, 4)
            while len(server.seen) < until and process.poll() is None:
                time.sleep(0.0002)
            time.sleep(randomness.uniform(0, 0.006))
            process.kill()
            process.wait(30)
        assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0
        assert files(tmp_path / "out") == files(tmp_path / "whole")
    finally:
        server.close()
