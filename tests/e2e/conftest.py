"""A real server and a real browser (Debian's chromium, driven by Playwright)."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from recommender.paths import ASSETS

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ASSETS / "samples"
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
QUIET = [
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


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """The page on the demo; gives its address."""
    home = tmp_path_factory.mktemp("server")
    environment = {**os.environ, "HASHTAG_RECOMMENDER_HOME": str(home)}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true",
        "--server.port", str(port), "--server.address", "127.0.0.1", "--server.fileWatcherType", "none",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_healthy(address: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready")


@pytest.fixture
def visit(browser, server):
    """Makes visitors; fails afterwards if one asked another host for anything, or logged an error."""
    own = (server, server.replace("http", "ws"), "data:", "blob:")
    elsewhere, errors, contexts = [], [], []

    def new_visitor(address: str = "", **options):
        options = {"viewport": {"width": 1440, "height": 900}, **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("request", lambda r: r.url.startswith(own) or elsewhere.append(r.url))
        page.on("console", lambda m: m.type == "error" and errors.append(m.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server + address)
        return page

    yield new_visitor
    for context in contexts:
        context.close()
    assert not elsewhere
    assert not errors


@pytest.fixture
def page(visit):
    """One visitor."""
    return visit()


@pytest.fixture
def photos(tmp_path) -> dict[str, Path]:
    """Three pictures that are not in the demo, named by the hashtag that they should get first."""
    paths = {}
    for tag, sample in (("food", 3), ("sea", 2), ("cars", 5)):
        paths[tag] = tmp_path / f"{tag}.jpg"
        shutil.copyfile(sorted(SAMPLES.glob("*.jpg"))[sample - 1], paths[tag])
    return paths


@pytest.fixture
def photo(photos) -> Path:
    return photos["food"]
