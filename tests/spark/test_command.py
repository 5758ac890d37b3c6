"""``build --engine spark``: options that don't go together, and what is missing, as one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import write_posts

from recommender import cli
from recommender.errors import EngineError
from recommender.spark import session

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--master", "local[2]"], "--master belongs to Spark"),
        (["--work", "/tmp"], "--work belongs to Spark"),
        (["--engine", "spark", "--update"], "does not know --update"),
        (["--engine", "spark", "--also", "bundled"], "does not know --also"),
    ],
)
def test_options_that_do_not_fit(options, sentence, posts_file, tmp_path, capsys):
    assert cli.main(["build", str(posts_file), "--output", str(tmp_path / "c"), *options]) == 1
    assert sentence in capsys.readouterr().err


def test_an_address_needs_spark(tmp_path, capsys):
    assert cli.main(["build", "s3a://bucket/posts.jsonl", "--output", str(tmp_path / "c")]) == 1
    assert "error: s3a://bucket/posts.jsonl is an address" in capsys.readouterr().err


def java_that_says(folder: Path, text: str, monkeypatch) -> None:
    (folder / "bin").mkdir()
    java = folder / "bin/java"
    java.write_text(f"#!/bin/sh\necho '{text}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for java")
def test_java_is_looked_at(tmp_path, monkeypatch):
    java_that_says(tmp_path, 'openjdk version "21.0.1" 2023-10-17', monkeypatch)
    session.check_java()
    (tmp_path / "bin/java").write_text("#!/bin/sh\necho 'java version \"1.8.0_392\"' >&2\n")
    with pytest.raises(EngineError, match=r"is Java 8, too old .* install Java 17"):
        session.check_java()
    (tmp_path / "bin/java").unlink()
    with pytest.raises(EngineError, match=r"java can't be run"):
        session.check_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"needs Java, which is not installed; install Java 17"):
        session.check_java()


def test_pyspark_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(session.importlib.util, "find_spec", lambda name: None)
    with (
        pytest.raises(EngineError, match=r"pip install -r requirements-spark\.txt"),
        session.open_session("local[2]", tmp_path),
    ):
        pass


def test_a_cluster_needs_a_folder_that_it_reaches():
    from recommender.spark.engine import open_engine

    with (
        pytest.raises(EngineError, match=r"spark://host:7077 can't reach .* --work"),
        open_engine("spark://host:7077"),
    ):
        pass


def test_a_spark_error_is_one_sentence():
    java = "org.apache.spark.SparkException: Job aborted.\n\tat org.apache.spark.rdd.RDD.x(RDD.scala:1)"
    assert session._first_line(RuntimeError(java)) == "Job aborted"
    python = (
        'Oh:\nTraceback (most recent call last):\n  File "a.py", line 1\n    x\nKeyError: 7\n at x'
    )
    assert session._first_line(RuntimeError(python)) == "7"


def test_the_command_builds_quietly(spark, tmp_path):
    """In a process of its own, with the bundled encoder: nothing of Spark's is printed."""
    posts = write_posts(tmp_path / "posts", n_each=2)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "recommender", "build", str(posts), "--engine", "spark"),
            *("--master", "local[2]", "--encoder", "bundled", "--rank", "2", "--iterations", "3"),
            *("--output", str(tmp_path / "c"), "--progress", "none"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if not line.startswith("The rank was")]
    assert told == []
    assert "Posts       6\n" in done.stdout
    assert not list(Path(os.environ["HASHTAG_RECOMMENDER_HOME"]).rglob("part-*"))
