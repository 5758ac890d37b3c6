import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest
from helpers import SETTINGS

from recommender.build import build_collection
from recommender.features.cache import FeatureCache
from recommender.features.encoder import N_FEATURES

FEATURES = np.arange(N_FEATURES, dtype=np.float32)


def test_features_come_back_after_reopening(home):
    cache = FeatureCache("f" * 64)
    assert cache.get("a") is None
    cache.put({"a": FEATURES, "b": FEATURES + 1})
    cache.close()
    again = FeatureCache("f" * 64)
    np.testing.assert_array_equal(again.get("b"), FEATURES + 1)
    assert again.path.is_relative_to(home)
    again.close()


def test_encoders_do_not_share_features():
    FeatureCache("e" * 64).put({"a": FEATURES})
    assert FeatureCache("f" * 64).get("a") is None


def test_threads_share_a_cache():
    cache = FeatureCache("f" * 64)
    names = [str(i) for i in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: cache.put({name: FEATURES + int(name)}), names))
        results = list(pool.map(cache.get, names))
    np.testing.assert_array_equal(np.array(results)[:, 0], np.arange(64))


@pytest.fixture
def path():
    """A cache with the features of ``a``, and where it lies."""
    cache = FeatureCache("f" * 64)
    cache.put({"a": FEATURES})
    cache.close()
    return cache.path


@pytest.mark.parametrize(
    "value",
    [
        np.full(N_FEATURES, np.nan, dtype="<f4").tobytes(),
        np.full(N_FEATURES, 3e38, dtype="<f4").tobytes(),
        b"",
        FEATURES.tobytes()[:-1],
        FEATURES.tobytes() + b"x",
        "x" * 4 * N_FEATURES,
        7,
        0.5,
    ],
    ids=["NaN", "too large", "empty", "cut off", "longer", "text", "integer", "float"],
)
def test_a_damaged_entry_is_not_known_and_is_replaced(path, value, caplog):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE features SET features = ?", (value,))
        database.execute("INSERT INTO features VALUES ('b', ?)", (value,))
    with closing(FeatureCache("f" * 64)) as cache:
        assert cache.get("a") is None
        assert cache.get("b") is None
        assert len(caplog.messages) == 1  # said once
        assert "damaged entries: those images are encoded again." in caplog.text
        cache.put({"a": FEATURES})
        np.testing.assert_array_equal(cache.get("a"), FEATURES)


def other_columns(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE features (image TEXT, features BLOB, more TEXT)")


def a_view(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIEW features AS SELECT 'a' AS image, zeroblob(5120) AS features")


def a_trigger(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TRIGGER t AFTER INSERT ON features BEGIN SELECT RAISE(FAIL, ''); END"
        )


def a_folder(path):
    path.unlink()
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


BROKEN = {
    "no database": lambda path: path.write_bytes(b"no database" * 500),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5_000]),
    "zeros": lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(20_000)),
    "a name that is no text": lambda path: path.write_bytes(
        path.read_bytes().replace(b"tablefeatures", b"table\xe0eatures")
    ),
    "other columns": other_columns,
    "a view": a_view,
    "a trigger": a_trigger,
    "a folder": a_folder,
    "a pipe": a_pipe,
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_moved_aside_and_said(path, breaks, caplog):
    breaks(path)
    with closing(FeatureCache("f" * 64)) as cache:
        assert cache.get("a") is None
        cache.put({"a": FEATURES})
        np.testing.assert_array_equal(cache.get("a"), FEATURES)
    (said,) = caplog.messages
    assert said.startswith(f"The feature cache {path} was broken (")
    assert said.endswith(
        f"): it is now {path.name}.broken, which you may delete, and images are encoded again."
    )
    assert path.with_name(f"{path.name}.broken").exists()
    with closing(FeatureCache("f" * 64)) as again:
        np.testing.assert_array_equal(again.get("a"), FEATURES)
    assert len(caplog.messages) == 1


def test_a_program_without_logging_gets_the_sentence_on_stderr(path):
    path.write_bytes(b"no database" * 500)
    code = "from recommender.features.cache import FeatureCache; FeatureCache('f' * 64).close()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        f"The feature cache {path} was broken (file is not a database): it is now {path.name}.broken, "
        "which you may delete, and images are encoded again.\n"
    )


def test_what_breaks_while_it_is_open_is_written_anew(path, caplog):
    cache = FeatureCache("f" * 64)
    many = {str(i): FEATURES for i in range(50)}
    cache.put(many)
    cache.close()
    data = path.read_bytes()
    path.write_bytes(data[:8_192] + b"\xff" * (len(data) - 8_192))
    with closing(FeatureCache("f" * 64)) as cache:
        assert [cache.get(name) for name in many] == [None] * 50
        cache.put(many)
        np.testing.assert_array_equal(cache.get("7"), FEATURES)
    assert any("was broken" in said for said in caplog.messages)


def test_a_cache_that_another_process_holds_is_done_without(path, monkeypatch, caplog):
    monkeypatch.setattr("recommender.features.cache._WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM features")
        with closing(FeatureCache("f" * 64)) as cache:
            cache.put({"b": FEATURES})
            assert cache.get("b") is None
    (said,) = caplog.messages
    assert "can't be used (database is locked): images are encoded without it" in said


def test_a_folder_that_can_not_be_made_is_done_without(home, caplog):
    (home / "cache").write_text("a file in place of the folder")
    with closing(FeatureCache("f" * 64)) as cache:
        cache.put({"a": FEATURES})
        assert cache.get("a") is None
    (said,) = caplog.messages
    assert "set HASHTAG_RECOMMENDER_HOME to a folder that can be written." in said


def test_a_full_disk_is_done_without(path, caplog):
    with closing(FeatureCache("f" * 64)) as cache:
        cache._database.execute("PRAGMA max_page_count = 3")
        cache.put({str(i): FEATURES for i in range(50)})
        assert cache.get("a") is None
    assert "can't be used (database or disk is full)" in caplog.text
    with closing(FeatureCache("f" * 64)) as again:  # what it had before is still there
        np.testing.assert_array_equal(again.get("a"), FEATURES)


def test_a_build_on_a_forged_cache_has_true_features(posts_file, tmp_path, encoder, home):
    true = build_collection(posts_file, tmp_path / "true", SETTINGS, encoder=encoder)
    (path,) = (home / "cache/features").glob("*.sqlite")
    with closing(sqlite3.connect(path)) as database, database:
        nan = np.full(N_FEATURES, np.nan, dtype="<f4").tobytes()
        database.execute("UPDATE features SET features = ?", (nan,))
    again = build_collection(posts_file, tmp_path / "again", SETTINGS, encoder=encoder)
    features = (true.folder / "features.npy").read_bytes()
    assert (again.folder / "features.npy").read_bytes() == features
    assert again.n_reused == 0
