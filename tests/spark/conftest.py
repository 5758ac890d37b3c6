"""One Spark for all tests of this folder, which are skipped where pyspark or Java is missing."""

import importlib.util
import sys
from pathlib import Path

import pytest

from recommender.errors import EngineError
from recommender.spark.session import check_java

TESTS = Path(__file__).resolve().parents[1]


def missing() -> str | None:
    """Why no Spark can be started here; None if it can."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pandas") is None:
        return "pyspark is not installed (requirements-spark.txt)"
    if sys.platform == "win32":
        return "Spark on Windows needs Hadoop's winutils"
    try:
        check_java()
    except EngineError as error:
        return str(error)
    return None


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session with two workers, which find the tests' own modules."""
    if reason := missing():
        pytest.skip(reason)
    from recommender.spark.session import open_session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TESTS))
        with open_session("local[2]", tmp_path_factory.mktemp("log")) as session:
            yield session


@pytest.fixture
def work(tmp_path) -> str:
    """Where Spark keeps what is half done."""
    return f"file://{tmp_path}/work"


@pytest.fixture
def engine(spark, work):
    """Spark with the stub encoder in its workers, and four images a job."""
    from helpers import StubEncoder

    from recommender.spark.engine import SparkEngine

    engine = SparkEngine(spark, work, local=False, openers=[StubEncoder])
    engine.part_images = 5
    yield engine
    engine.clean()
