"""The forms that start a new collection: from a path on this computer, or from Openverse."""

import importlib.util
import os
import re
from pathlib import Path

import streamlit as st

from page import jobs
from page.text import escape_markdown
from recommender.errors import RecommenderError
from recommender.paths import collections_folder, sources_folder

MAX_TOPICS = 20
_ENCODERS = {
    "imagenet": "Better: imagenet (the first time it downloads 9 MB and takes half a minute)",
    "bundled": "Quicker: bundled (nothing to download)",
}
_LOCAL = ("127.0.0.1", "::1", "localhost")


def make_button() -> None:
    """The button that opens the forms; disabled while a collection is being made."""
    job = jobs.latest()
    running = job is not None and job.state is jobs.State.RUNNING
    if st.button(
        "Make a collection",
        icon=":material/add_photo_alternate:",
        disabled=running,
        key="make",
        help="A collection is being made; another can follow." if running else None,
    ):
        _dialog()


def listens_here_alone() -> bool:
    """Whether only this computer can open the page; a proxy's headers mean that others can, too."""
    forwarded = {"x-forwarded-for", "x-forwarded-host", "forwarded"}
    headers = {name.lower() for name in st.context.headers}
    return st.get_option("server.address") in _LOCAL and not headers & forwarded


@st.dialog("Make a collection", width="medium")
def _dialog() -> None:
    if listens_here_alone():
        mine, openverse = st.tabs(["Posts on this computer", "Openly licensed photos"])
        with mine:
            from_path()
        with openverse:
            from_openverse()
    else:
        from_openverse()


def from_path() -> None:
    """The form for posts on this computer."""
    from recommender.sources.formats import NAMES  # all importers: not needed for the first paint

    st.markdown(
        "An export of Instagram or Flickr (a zip or a folder), a folder of instaloader or gallery-dl, "
        "a research set, a posts.jsonl or posts.csv, or a folder of photos whose sub-folders or "
        "keywords name hashtags. Put all zips of one export into one folder."
    )
    text = st.text_input("Path", key="make_path", placeholder="~/Downloads/instagram-export.zip")
    # os.path: pathlib raises on an unknown ~user, and on names that are too long.
    path = Path(os.path.expanduser(text.strip().strip("\"'"))) if text.strip() else None
    name = _ask_name("make_path_name", path.stem if path else "")
    exists = (collections_folder() / name).exists()
    update = exists and st.checkbox(
        f"Bring the collection {escape_markdown(name)} up to date: add new posts, drop those that are "
        "no longer there",
        key="make_update",
    )
    form = st.selectbox(
        "Form", ["", *NAMES], format_func=lambda name: name or "detect it", key="make_form"
    )
    encoder = None if exists else _ask_encoder("make_path_encoder")
    if not st.button("Make it", type="primary", key="make_from_path"):
        return
    if path is None:
        st.error("Name a file or a folder on this computer.")
    elif not os.path.exists(path):
        st.error(escape_markdown(f"There is no file or folder {path}; check the path."))
    elif exists and not update:
        st.error("There is already a collection of this name; give another name, or tick the box.")
    else:
        command = _build(path, name, encoder)
        _start(name, [[*command, f"--format={form}"] if form else command])


def from_openverse() -> None:
    """The form for openly licensed photos; it says what it will request before it starts."""
    from recommender.sources.openverse import CollectSettings, Key, plan_text

    st.markdown(
        "Photos from [Openverse](https://openverse.org) whose licences allow use and changes, with the "
        "hashtags that people gave them, and the credit that each asks for."
    )
    topics = st.text_input("Topics", key="make_topics", placeholder="travel, food, street art")
    per_topic = st.slider("Photos per topic", 10, 240, 100, 10, key="make_per_topic")
    words = tuple(word.strip() for word in topics.split(",") if word.strip())
    name = _ask_name("make_openverse_name", " ".join(words[:3]))
    exists = (collections_folder() / name).exists()
    encoder = None if exists else _ask_encoder("make_openverse_encoder")
    settings = None
    if words:
        try:
            if len(words) > MAX_TOPICS:
                raise RecommenderError(f"More than {MAX_TOPICS} topics; leave some out.")
            settings = CollectSettings(words, per_topic)
            plan = plan_text(settings, sources_folder() / name, Key.from_environment() is not None)
            with st.container(border=True):
                st.text(plan)
        except RecommenderError as error:
            st.error(escape_markdown(str(error)))
    if not st.button("Make it", type="primary", key="make_from_openverse"):
        return
    if settings is None:
        if not words:
            st.error("Name at least one topic, as in: travel, food.")
        return
    posts = sources_folder() / name
    if exists and not posts.exists():
        st.error(
            "There is already a collection of this name, made of other posts; give another name."
        )
        return
    collect = [
        *("collect", f"--topics={','.join(settings.topics)}", f"--output={posts}", "--yes"),
        *(f"--per-topic={per_topic}", f"--api={settings.api}"),
    ]
    # What earlier runs collected under this name stays: collecting continues, the collection grows.
    _start(name, [collect, _build(posts / "posts.jsonl", name, encoder)])


def _ask_name(key: str, suggestion: str) -> str:
    """The new collection's name, made safe as a folder's name."""
    text = st.text_input("Name", key=key, placeholder=folder_name(suggestion) or "my-collection")
    return folder_name(text) or folder_name(suggestion) or "my-collection"


def folder_name(text: str) -> str:
    """Letters, digits and hyphens of a text, at most 60 characters: safe on every system."""
    return re.sub(r"[\W_]+", "-", text).strip("-")[:60].rstrip("-")


def _ask_encoder(key: str) -> str:
    """The choice of encoder; the better one comes first if it exists or can be made."""
    from recommender.features.encoder import imagenet_path

    possible = imagenet_path().is_file() or importlib.util.find_spec("tensorflow") is not None
    names = list(_ENCODERS) if possible else ["bundled"]
    return st.selectbox("Encoder", names, format_func=_ENCODERS.__getitem__, key=key)


def _build(posts: Path, name: str, encoder: str | None) -> list[str]:
    """The command that builds a collection; without an encoder it updates one, which has its own."""
    folder = collections_folder() / name
    how = f"--encoder={encoder}" if encoder else "--update"
    return ["build", str(posts.absolute()), f"--output={folder}", how]


def _start(name: str, commands: list[list[str]]) -> None:
    if jobs.start(name, collections_folder() / name, commands) is None:
        st.error("Another collection is being made; wait until it is ready.")
    else:
        st.rerun()
