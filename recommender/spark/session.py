"""A Spark session: Java is looked at first, its noise goes to a file, its errors become sentences."""

import importlib.util
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from recommender.errors import EngineError
from recommender.printable import printable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DEFAULT_MASTER = "local[*]"

OLDEST_JAVA = 17
"""What Spark 4 runs on."""

LOG = "spark.log"

_ROOT = Path(__file__).resolve().parents[2]
_OURS = re.compile(r"^recommender\.errors\.\w+: (.+)$", re.MULTILINE)
_RAISED = re.compile(r"^Traceback .*\n(?: .*\n)+(.+)$", re.MULTILINE)
_FAILURE = re.compile(r"^(?:[\w.$]+(?:Error|Exception): )+", re.MULTILINE)


def is_local(master: str) -> bool:
    """Whether Spark runs in this machine's own process, without a cluster."""
    return re.fullmatch(r"local(\[[^\]]*\])?", master) is not None


@contextmanager
def open_session(master: str, log_folder: Path) -> Iterator["SparkSession"]:
    """A session on the cluster at this address, ended afterwards.

    What Spark and its workers print goes to ``spark.log`` in the folder.

    Raises:
        EngineError: pyspark or Java is missing, Java is too old, Spark can't be started, or it fails
            in whatever is done with the session.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise EngineError(
            "The engine spark needs pyspark, which is not installed; run pip install -r "
            "requirements-spark.txt, or leave out --engine."
        )
    check_java()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    _quiet_py4j()
    log = log_folder / LOG
    try:
        session = _start(master, log)
    except Exception as error:  # of py4j, of pyspark, of the system
        raise EngineError(
            f"Spark can't be started at {printable(master)} ({_first_line(error)}); check --master, and "
            f"read {log}."
        ) from error
    try:
        yield session
    except (PySparkException, Py4JError) as error:
        if ours := _OURS.findall(str(error)):  # a worker's own sentence
            raise EngineError(ours[-1]) from error
        raise EngineError(
            f"Spark stopped ({_first_line(error)}); read {log}, and start the same command again: it "
            "goes on where it was."
        ) from error
    finally:
        with suppress(Py4JError, OSError):  # the connection may be what failed
            session.stop()


def check_java() -> None:
    """Raises EngineError if there is no Java, or an older one than Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    advice = (
        f"install Java {OLDEST_JAVA} or newer (on Debian and Ubuntu: apt-get install "
        "default-jre-headless), or set JAVA_HOME to it"
    )
    if java is None:
        raise EngineError(f"The engine spark needs Java, which is not installed; {advice}.")
    try:
        done = subprocess.run(
            [java, "-version"], capture_output=True, text=True, errors="replace", timeout=60
        )
        said = done.stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{java} can't be run ({error}); {advice}.") from error
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if done.returncode or not found:
        raise EngineError(f"{java} does not say which Java it is; {advice}.")
    if int(found[1]) < OLDEST_JAVA:
        raise EngineError(f"{java} is Java {found[1]}, too old for the engine spark; {advice}.")


def _start(master: str, log: Path) -> "SparkSession":
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("hashtag-recommender")
    # Workers import this package from where it is here, and what this process was told to import.
    found = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = {
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(found),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.files.ignoreMissingFiles": "true",
        "spark.cleaner.referenceTracking.cleanCheckpoints": "true",
        # An image that was read is in one row of at most 25 MB; the factors of many posts are large.
        "spark.driver.maxResultSize": "0",
    }
    if is_local(master):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    log.parent.mkdir(parents=True, exist_ok=True)
    main = threading.current_thread() is threading.main_thread()
    handler = signal.getsignal(signal.SIGINT)
    with log.open("wb") as file, _output_to(file.fileno()):
        session = builder.getOrCreate()
    if main:  # pyspark has put its own handler there
        signal.signal(signal.SIGINT, handler)
    parallelism = session.sparkContext.defaultParallelism
    session.conf.set("spark.sql.shuffle.partitions", str(max(2, parallelism)))
    return session


def _quiet_py4j() -> None:
    """Its log has a stack trace for each call that Ctrl-C ends, some of it by the root logger."""
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_not_of_py4j)


def _not_of_py4j(record: logging.LogRecord) -> bool:
    return "py4j" not in Path(record.pathname).parts


@contextmanager
def _output_to(descriptor: int) -> Iterator[None]:
    """Processes that are started meanwhile write there, instead of into our output and progress."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = {number: os.dup(number) for number in (1, 2)}
    try:
        for number in saved:
            os.dup2(descriptor, number)
        yield
    finally:
        for number, copy in saved.items():
            os.dup2(copy, number)
            os.close(copy)


def _first_line(error: Exception) -> str:
    """What a Spark error says, without the names of its classes and without its stack trace."""
    java = getattr(error, "java_exception", None)
    text = str(java.getMessage() or "") if java is not None else str(error)
    if raised := _RAISED.findall(text):  # in Python: its last line says what
        text = raised[-1]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = _FAILURE.sub("", lines[0]) if lines else type(error).__name__
    return printable(first.rstrip("."), 300)
