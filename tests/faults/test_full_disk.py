"""A disk that is full, that fails, or that allows small files only."""

import contextlib
import os
import subprocess
from pathlib import Path

import pytest
from faults.test_killed import BUILDS, builds
from faults.trial import N_FAULTS, names, some

SPACE = "No space left on device"


@builds
def test_full_from_some_step_on(bench, kind, exchange):
    bench.reset(kind)
    steps = bench.run(kind, exchange=exchange).steps
    for at in some(steps, N_FAULTS // len(BUILDS)):
        bench.reset(kind)
        outcome = bench.run(kind, exchange=exchange, fault="full", at=at)
        outcome.assert_clean()
        assert outcome.status == 0 or SPACE in outcome.sentence
        assert bench.assert_old_or_new(kind) is not None or kind == "new"
        assert set(names(bench.folder)) <= {"c"}
        bench.assert_ends_well(kind)


@builds
def test_one_step_fails(bench, kind, exchange):
    bench.reset(kind)
    steps = bench.run(kind, exchange=exchange).steps
    for at in some(steps, N_FAULTS // len(BUILDS)):
        bench.reset(kind)
        outcome = bench.run(kind, exchange=exchange, fault="error", at=at)
        outcome.assert_clean()
        bench.assert_old_or_new(kind)
        bench.assert_ends_well(kind)


@pytest.mark.parametrize("kind", ["new", "overwrite", "update"])
def test_files_may_not_be_large(bench, kind):
    """What ``ulimit -f`` sets, and what some file systems have."""
    for largest in (1_000, 3_000, 10_000, 20_000, 30_000, 60_000):
        bench.reset(kind)
        outcome = bench.run(kind, largest_file=largest)
        outcome.assert_clean()
        assert bench.assert_old_or_new(kind) is not None or kind == "new"
        assert set(names(bench.folder)) <= {"c"}
    bench.assert_ends_well(kind)


@pytest.fixture
def small_disk(tmp_path):
    """``small_disk(kilobytes)`` is the folder of a disk of that size."""
    with contextlib.ExitStack() as disks:

        def mount(kilobytes: int) -> Path:
            folder = tmp_path / f"disk{kilobytes}"
            folder.mkdir()
            command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
            try:
                done = subprocess.run(command, capture_output=True, text=True)
            except FileNotFoundError:
                pytest.skip("there is no mount")
            if done.returncode != 0:
                pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
            disks.callback(subprocess.run, ["umount", str(folder)], check=True)
            return folder

        yield mount


def test_a_disk_that_is_really_full(bench, small_disk):
    done = []
    for kilobytes in (4, 12, 40, 60, 90, 120, 150, 180, 250, 400):
        disk = small_disk(kilobytes)
        home = (
            bench.home if kilobytes % 20 else disk / "home"
        )  # with the feature cache, and without
        outcome = bench.server.run(
            *("build", bench.new, "--output", disk / "c", "--rank", 4, "--iterations", 2),
            folder=disk,
            home=home,
        )
        outcome.assert_clean()
        assert set(names(disk)) <= ({"c", "home"} if outcome.status == 0 else {"home"})
        done.append(outcome.status == 0)
    assert True in done
    assert False in done
    assert os.listdir(bench.folder) == []
