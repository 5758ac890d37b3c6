"""Fixtures: a separate home folder for every test, and a small built collection."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import hypothesis
import one_thread  # noqa: F401  (before NumPy)
import pytest
from helpers import SETTINGS, StubEncoder, write_posts
from whole_folders import can_exchange, cannot

from recommender.build import BuildReport, build_collection
from recommender.paths import HOME_VARIABLE
from recommender.recommend import HashtagRecommender

# The same examples every time, and no deadline: machines are shared.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch) -> Path:
    """No test reads or writes the user's own folders."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder


@pytest.fixture
def encoder() -> StubEncoder:
    return StubEncoder()


@pytest.fixture
def posts_file(tmp_path) -> Path:
    return write_posts(tmp_path / "posts")


@pytest.fixture(scope="session")
def builds(tmp_path_factory) -> Callable[[Path], BuildReport]:
    """Puts a collection of 12 coloured pictures into a folder ``collection`` or ``mine``, as a copy.

    They are built now: what a test changes in the package is in none of them.
    """
    reports = {}
    for name in ("collection", "mine"):
        folder = tmp_path_factory.mktemp("built")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(HOME_VARIABLE, str(folder / "home"))
            posts = write_posts(folder / "posts")
            reports[name] = build_collection(posts, folder / name, SETTINGS, encoder=StubEncoder())

    def put(folder: Path) -> BuildReport:
        report = reports[folder.name]
        shutil.copytree(report.folder, folder)
        return replace(report, folder=folder)

    return put


@pytest.fixture
def built(posts_file, tmp_path, builds) -> BuildReport:
    """A collection of the posts of ``posts_file``."""
    return builds(tmp_path / "collection")


@pytest.fixture
def recommender(built, encoder) -> HashtagRecommender:
    from recommender.collection import Collection

    return HashtagRecommender(Collection.open(built.folder), encoder)


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request, monkeypatch):
    """Folders are replaced in one step, and in two, as on systems that know no exchange."""
    if request.param == "two renames":
        monkeypatch.setattr("recommender.whole.exchange", cannot)
    elif not can_exchange():
        pytest.skip("this system or file system can't exchange two folders")


@pytest.fixture
def fresh_page(monkeypatch, encoder):
    """No caches from an earlier test, no demo, no samples, and the stub encoder."""
    import streamlit as st

    from page import jobs
    from recommender import recommend

    monkeypatch.setattr(jobs, "_latest", {})
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setattr(recommend, "open_encoder", lambda *_, **__: encoder)
    monkeypatch.setattr("page.resources.DEMO", Path("/none"))
    monkeypatch.setattr("page.resources.SAMPLES", Path("/none"))


@pytest.fixture
def collection(home, builds) -> Path:
    """A collection in the data folder, where the page finds it."""
    return builds(home / "collections/mine").folder


@pytest.fixture
def stub_evaluation(monkeypatch):
    """Evaluations of posts files encode with the stub encoder."""
    monkeypatch.setattr("recommender.evaluation.data.open_encoder", lambda *_, **__: StubEncoder())


@pytest.fixture
def stub_commands(monkeypatch):
    """The commands build and recommend encode with the stub encoder."""
    from recommender import recommend

    monkeypatch.setattr("recommender.build.open_encoder", lambda *_, **__: StubEncoder())
    monkeypatch.setattr(recommend, "open_encoder", lambda *_, **__: StubEncoder())
