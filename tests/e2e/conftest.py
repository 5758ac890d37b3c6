"""A real server and a real browser (Debian's chromium, driven by Playwright)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import CHROMIUM, CHROMIUM_OPTIONS, Server, serve

from recommender.paths import ASSETS

SAMPLES = ASSETS / "samples"


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """A server that shows the demo."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def server(running) -> str:
    """Its address."""
    return running.address


@pytest.fixture
def visit(browser, server):
    """Makes visitors; fails afterwards if a page called another host or logged an error."""
    with visitors(browser, server) as new_visitor:
        yield new_visitor


@contextmanager
def visitors(browser, server):
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


@pytest.fixture(scope="module")
def lasting_visit(browser, server):
    """The same, whose visitors stay for all tests of a file that ask for them."""
    with visitors(browser, server) as new_visitor:
        yield new_visitor


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
