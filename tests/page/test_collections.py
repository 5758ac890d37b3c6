"""The collections: which one is open, the forms that make another, and what becomes of it."""

import dataclasses
import json
import shutil
from collections import deque
from pathlib import Path

import pytest
import streamlit as st
from helpers import SETTINGS, StubEncoder, write_posts
from pages import button, click_card, page, photo, said, upload
from streamlit.testing.v1 import AppTest

from page import jobs, resources
from page.jobs import Job, Kind, State
from page.making import folder_name
from recommender.build import build_collection

pytestmark = pytest.mark.usefixtures("fresh_page")


@pytest.fixture
def started(monkeypatch):
    """The jobs that would have been started: (name, folder, commands)."""
    seen = []

    def start(name, folder, commands):
        seen.append((name, folder, [list(command) for command in commands]))
        return Job(name, folder, commands)

    monkeypatch.setattr(jobs, "start", start)
    return seen


@pytest.fixture
def job(monkeypatch, tmp_path):
    """Makes the page believe that there is a job in this state."""

    def make(state, **facts):
        made = dataclasses.replace(Job("fresh", tmp_path / "fresh", []), state=state, **facts)
        monkeypatch.setattr(jobs, "_latest", {Kind.COLLECTION: made})
        return made

    return make


def cells(at) -> dict[str, str]:
    """What the table of the open collection says."""
    frame = next(t.value for t in at.table if "Fact" in t.value.columns)
    return {
        what: how.replace("\\", "") for what, how in zip(frame["Fact"], frame["Value"], strict=True)
    }


def form(name):
    """One of the two forms alone: under AppTest, a dialog closes at the first click in it."""
    return AppTest.from_string(f"from page.making import {name}\n{name}()").run()


def text(at, key):
    return at.text_input(key=key)


def test_the_open_collection_is_described_with_sources_and_licences(home):
    file = write_posts(home / "posts")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for i, line in enumerate(lines):
        line["license"] = "CC BY 2.0" if i % 3 else "CC0 1.0"
        line["source_url"] = f"https://photos.example.org/{i}" if i else "javascript:alert(1)"
    file.write_text("\n".join(map(json.dumps, lines)))
    build_collection(file, home / "collections/mine", SETTINGS, encoder=StubEncoder())
    at = page().run()
    assert cells(at) == {
        "Posts": "12",
        "Hashtags": "10",
        "Creators": "3",
        "Sources": "photos.example.org (11), not named (1)",
        "Licences": "CC BY 2.0 (8), CC0 1.0 (4)",
        "Encoder": "stub",
    }


def test_of_a_large_collection_some_posts_are_counted(collection, monkeypatch):
    monkeypatch.setattr("page.collections._COUNTED", 6)
    monkeypatch.setattr("page.collections._RUN", 2)
    described = cells(page().run())
    assert described["Posts"] == "12"
    assert described["Creators of 6 posts"] == "3"
    assert "Sources of 6 posts" in described
    assert "Licences of 6 posts" in described


def test_what_a_killed_build_had_moved_away_is_listed(collection):
    left = collection.with_name(f".{collection.name}.building")
    (left / "new").mkdir(parents=True)
    (left / "lock").touch()
    collection.rename(left / "old")
    at = page().run()
    assert cells(at)["Posts"] == "12"
    assert [path.name for path in collection.parent.iterdir()] == [collection.name]


def test_a_path_is_built_under_the_name_that_is_given(collection, started, home, tmp_path):
    (tmp_path / "My photos").mkdir()
    at = form("from_path")
    text(at, "make_path").input(f' "{tmp_path / "My photos"}" ').run()
    assert text(at, "make_path_name").placeholder == "My-photos"
    text(at, "make_path_name").input("../Étretat & co.")
    at.selectbox(key="make_path_encoder").set_value("bundled")
    at.button(key="make_from_path").click().run()
    ((name, folder, commands),) = started
    assert name == "Étretat-co"
    assert folder == home / "collections/Étretat-co"
    assert commands == [
        ["build", str(tmp_path / "My photos"), f"--output={folder}", "--encoder=bundled"]
    ]


@pytest.mark.parametrize("path", ["", "/none/such", "~nobody-known/posts", "long" * 100])
def test_a_wrong_path_is_one_sentence_and_starts_nothing(collection, started, path):
    at = form("from_path")
    text(at, "make_path").input(path)
    at.button(key="make_from_path").click().run()
    expected = "There is no file or folder" if path else "Name a file or a folder"
    assert said(at).startswith(expected)
    assert not started


def test_the_form_of_the_posts_can_be_named(collection, started, tmp_path):
    at = form("from_path")
    text(at, "make_path").input(str(tmp_path))
    at.selectbox(key="make_form").set_value("instaloader")
    at.button(key="make_from_path").click().run()
    assert started[0][2][0][-1] == "--format=instaloader"


def test_a_taken_name_must_be_meant(collection, started, posts_file):
    at = form("from_path")
    text(at, "make_path").input(str(posts_file))
    text(at, "make_path_name").input("mine")
    at.button(key="make_from_path").click().run()
    assert "There is already a collection of this name" in said(at)
    assert not started
    assert not [s for s in at.selectbox if s.key == "make_path_encoder"]  # it has one
    at.checkbox(key="make_update").check()
    at.button(key="make_from_path").click().run()
    assert started[0][2][0][-1] == "--update"


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", None])
def test_paths_are_offered_only_where_no_other_computer_can_open_the_page(collection, address):
    before = st.get_option("server.address")
    st.config.set_option("server.address", address)
    try:
        at = page().run()
        button(at, "Make a collection").click().run()
        assert not [t for t in at.text_input if t.key == "make_path"]
        assert text(at, "make_topics").label == "Topics"
        assert not any("It is in" in caption.value for caption in at.caption)
    finally:
        st.config.set_option("server.address", before)


def test_openverse_says_what_it_will_ask_and_what_the_terms_ask_before_it_starts(
    collection, started, home
):
    at = form("from_openverse")
    text(at, "make_topics").input("street art, food")
    at.slider(key="make_per_topic").set_value(50)
    at.button(key="make_from_openverse").click().run()
    ((name, folder, (collect, build)),) = started
    assert (name, folder) == ("street-art-food", home / "collections/street-art-food")
    posts = home / "sources/street-art-food"
    assert collect == [
        *("collect", "--topics=street art,food", f"--output={posts}", "--yes"),
        *("--per-topic=50", "--api=https://api.openverse.org/v1/"),
    ]
    assert build[:3] == ["build", str(posts / "posts.jsonl"), f"--output={folder}"]
    assert build[-1] == "--encoder=imagenet" or build[-1] == "--encoder=bundled"

    at = form("from_openverse")
    text(at, "make_topics").input("food").run()
    plan = next(t.value for t in at.text if "searches" in t.value)
    assert "not endorsed or certified" in plan


@pytest.mark.parametrize(
    ("topics", "sentence"),
    [
        ("", "Name at least one topic"),
        ("sea, -xy", "operators"),
        ("1, 2", "can't be a hashtag"),
    ],
)
def test_topics_that_cannot_be_searched_are_one_sentence(collection, started, topics, sentence):
    at = form("from_openverse")
    text(at, "make_topics").input(topics)
    at.button(key="make_from_openverse").click().run()
    assert sentence in said(at)
    assert not started


def test_a_running_job_shows_how_far_it_is_and_can_be_stopped(collection, job, monkeypatch):
    facts = {"stage": "encoding", "done": 3, "total": 12, "n_skipped": 2}
    running = job(State.RUNNING, **facts, notes=deque(["Exporting the *encoder*"]))
    at = page().run()
    assert not at.exception
    assert button(at, "Make a collection").disabled
    assert any(m.value == "Making **fresh**" for m in at.markdown)
    assert at.get("progress")[0].proto.value == 25
    assert at.get("progress")[0].proto.text == "Encoding 3 of 12"
    assert any("2 skipped so far" in caption.value for caption in at.caption)
    assert any(caption.value == "Exporting the \\*encoder\\*" for caption in at.caption)
    stopped = []
    monkeypatch.setattr(type(running), "stop", lambda self: stopped.append(self))
    at = page().run()  # somebody who comes back
    at.button(key="stop_job").click().run()
    assert stopped == [running]


def test_what_became_of_a_job_is_said_with_all_that_was_skipped(collection, job):
    job(State.FAILED, error="The *zip* can't be read.", skipped=["a.jpg: <b>no</b>"], n_skipped=1)
    at = page().run()
    assert said(at) == "The *zip* can't be read."
    assert any(c.value == "a.jpg: <b>no</b>" for c in at.code)
    at.button(key="dismiss_job").click().run()
    assert jobs.latest() is None
    assert not at.error


def test_a_finished_collection_is_opened_by_one_click_and_not_before(home, job, monkeypatch):
    """The demo stays open, although another collection comes first in the list now."""
    demo = build_collection(
        write_posts(home / "demo posts"), home / "demo", SETTINGS, encoder=StubEncoder()
    ).folder
    monkeypatch.setattr(resources, "DEMO", demo)
    at = upload(page().run(), photo("blue"))
    fresh = write_posts(home / "posts", n_each=2)
    folder = home / "collections/fresh"
    build_collection(fresh, folder, SETTINGS, encoder=StubEncoder())
    job(State.DONE, folder=folder)
    at.run()
    assert cells(at)["Posts"] == "12"
    button(at, "Open fresh").click().run()
    assert not at.exception
    assert cells(at)["Posts"] == "6"
    assert at.selectbox(key="collection").value == "fresh"
    assert jobs.latest() is None


def test_a_limit_that_ended_the_collecting_says_when_to_go_on(collection, job):
    job(State.DONE, limit="The server's limit is used up; it goes on at 12:00 or later.")
    at = page().run()
    assert "it goes on at 12" in at.info[0].value
    assert "under the same name" in at.info[0].value


def test_openverse_goes_on_with_its_own_collections_only(collection, started, home):
    """Bringing a collection of other posts up to date would drop them all."""
    at = form("from_openverse")
    text(at, "make_topics").input("food")
    text(at, "make_openverse_name").input("mine")
    at.button(key="make_from_openverse").click().run()
    assert "made of other posts" in said(at)
    assert not started
    (home / "sources/mine").mkdir(parents=True)
    at.button(key="make_from_openverse").click().run()
    assert not at.error
    assert started[0][2][1][-1] == "--update"  # with the encoder that it has


def test_of_two_with_one_name_the_new_one_is_opened(collection, home, job, monkeypatch):
    elsewhere = write_posts(home / "other posts", n_each=1)
    given = home / "elsewhere/mine"
    build_collection(elsewhere, given, SETTINGS, encoder=StubEncoder())
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", "--collection", str(given)])
    job(State.DONE, name="mine", folder=collection)
    at = page().run()
    assert cells(at)["Posts"] == "3"
    button(at, "Open mine").click().run()
    assert cells(at)["Posts"] == "12"
    assert at.selectbox(key="collection").value == str(collection)


def test_where_the_open_collection_is_gone_another_one_opens(collection, posts_file, home):
    other = home / "collections/other"
    build_collection(posts_file, other, SETTINGS, encoder=StubEncoder())
    at = page().run()
    at.selectbox(key="collection").select("other").run()
    shutil.rmtree(other)
    at.run()
    assert not at.exception
    assert not at.error
    assert any("**mine** is open" in m.value for m in at.markdown)


def test_the_credit_of_a_post_is_shown_with_it(home):
    file = write_posts(home / "posts")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines:
        line["attribution"] = "“Sea” by *Ann* is licensed under CC BY 2.0."
    file.write_text("\n".join(map(json.dumps, lines)))
    build_collection(file, home / "collections/mine", SETTINGS, encoder=StubEncoder())
    at = upload(page().run(), photo("red"))
    click_card(at, "open", 1)
    shown = [c.value.replace("\\", "") for c in at.caption]
    assert "“Sea” by *Ann* is licensed under CC BY 2.0." in shown


def test_without_any_collection_one_can_be_made():
    at = page().run()
    assert "There is no collection yet" in at.info[0].value
    button(at, "Make a collection").click().run()
    assert text(at, "make_path").label == "Path"
    assert text(at, "make_topics").label == "Topics"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc", "etc"),
        ("Été 2024 – été", "Été-2024-été"),
        ("a/b\\c:d\0e", "a-b-c-d-e"),
        (".hidden", "hidden"),
        ("x" * 99, "x" * 60),
        ("…", ""),
    ],
)
def test_a_name_becomes_one_of_a_folder(given, safe):
    assert folder_name(given) == safe
    assert Path(safe).name == safe
