"""Servers of the page, for browser tests, measurements and pictures."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a test picture, and is allowed without a question.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process id, and ``time.perf_counter()`` at its start."""

    address: str
    pid: int
    started: float


@contextmanager
def serve(
    collections: Sequence[Path] = (),
    app: Path = ROOT / "streamlit_app.py",
    python: Path = Path(sys.executable),
) -> Iterator[Server]:
    """A fresh server on a free port of this machine, stopped at the end.

    It knows these collections and the demo, and has its own cache and data folders. It runs in the
    project's folder, or in the app's own if that is another checkout.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(python), "-m", "streamlit", "run", str(app), "--server.headless", "true",
        "--server.port", str(port), "--server.address", "127.0.0.1",
        "--server.fileWatcherType", "none", "--",
    ]  # fmt: skip
    for folder in collections:
        command += ["--collection", str(folder)]
    with tempfile.TemporaryDirectory() as home:
        folder = app.parent if (app.parent / "page").is_dir() else ROOT
        environment = {**os.environ, "HASHTAG_RECOMMENDER_HOME": home, "PYTHONPATH": str(folder)}
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = Server(f"http://127.0.0.1:{port}", process.pid, started)
        try:
            _wait_until_healthy(server.address, process)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_healthy(address: str, process: subprocess.Popen) -> None:
    for _ in range(3000):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not become ready; start it by hand to see why")
