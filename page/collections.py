"""The collections: which one is open, what it holds, and how far a new one is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from page import jobs, resources
from page.jobs import Job, State
from page.making import listens_here_alone, make_button
from page.tables import table
from page.text import escape_markdown
from recommender import Collection, HashtagRecommender, Post
from recommender.collection.files import POSTS
from recommender.neighbors.vectors import evenly
from recommender.web import web_address

_CHOICE = "collection"
_N_NAMED = 3
_COUNTED, _RUN = 5_000, 250
"""Posts whose creators, sources and licences are counted: all, or as many of a larger collection in
runs that are spread evenly. To read all posts would take a minute for a million."""


def collections_panel(folders: dict[str, Path]) -> tuple[Path, DeltaGenerator]:
    """The folder of the collection in use, and where to :func:`describe` it once it is open.

    Shows a choice if there are several, the button to make one, and how far a new one is.
    """
    names = list(folders)
    with st.expander("Collections", icon=":material/collections_bookmark:", key="collections"):
        name = names[0]
        if st.session_state.get(_CHOICE, name) not in names:
            del st.session_state[_CHOICE]  # it is no longer there
        if len(names) > 1:
            name = st.selectbox(
                "Collection",
                names,
                key=_CHOICE,
                bind="query-params",
                help="Where the similar posts come from",
            )
        else:  # it stays in use when another is made
            st.session_state[_CHOICE] = name
        about = st.container(gap="xsmall")
        demo = folders[name] == resources.DEMO
        if not demo:
            make_button()
    if demo:
        st.caption(
            "The posts of this demo are rendered pictures, not photos. Make a collection of your own "
            "posts, or of openly licensed photos."
        )
        make_button()
    job_box()
    return folders[name], about


def no_collection() -> None:
    """What the page shows if there is no collection at all."""
    st.info(
        "There is no collection yet. Make one of your own posts or of openly licensed photos, here or "
        "with `python -m recommender build`.",
        icon=":material/folder_off:",
    )
    make_button()
    job_box()


def job_box() -> None:
    """How far the new collection is, or what became of it; nothing if none was begun."""
    job = jobs.latest()
    if job is not None:
        with st.container(key="job", border=True):
            if job.state is State.RUNNING:
                _running(job.name)
            else:
                _ended(job)


def switch_to(folder: Path) -> None:
    """Switch to a collection, as the choice would."""
    names = {path: name for name, path in resources.collection_folders().items()}
    if folder.absolute() in names:
        st.session_state[_CHOICE] = names[folder.absolute()]
    jobs.dismiss()


def describe(recommender: HashtagRecommender) -> None:
    """Its name, its posts and hashtags, their sources and licences, and the encoder in use."""
    collection, manifest = recommender.collection, recommender.collection.manifest
    st.markdown(f"**{escape_markdown(manifest.name)}** is open.")
    used, main = recommender.encoder.name, manifest.encoder.name
    facts = {
        **_facts(collection, manifest.files[POSTS].sha256),
        "Encoder": used if used == main else f"{used}, in place of {main}",
    }
    table({"Fact": list(facts), "Value": list(facts.values())}, "What this collection holds")
    if listens_here_alone():
        st.caption(f"It is in {escape_markdown(str(collection.folder))}")


@st.cache_data(show_spinner=False, max_entries=8)
def _facts(_collection: Collection, posts_sha256: str) -> dict[str, str]:
    posts, manifest = _counted(_collection.posts), _collection.manifest
    creators = {post.creator for post in posts if post.creator}
    of = "" if len(posts) == manifest.n_posts else f" of {len(posts):,} posts"
    return {
        "Posts": f"{manifest.n_posts:,}",
        "Hashtags": f"{manifest.n_hashtags:,}",
        f"Creators{of}": f"{len(creators):,}" if creators else "not named",
        f"Sources{of}": _summary(_host(post.source_url) for post in posts),
        f"Licences{of}": _summary(post.license for post in posts),
    }


def _counted(posts: Sequence[Post]) -> list[Post]:
    if len(posts) <= _COUNTED:
        return list(posts)
    runs = len(posts) // _RUN
    starts = (_RUN * evenly(runs, _COUNTED // _RUN)).tolist()
    return [post for start in starts for post in posts[start : start + _RUN]]


def _summary(texts: Iterable[str]) -> str:
    """The most common texts with their numbers; empty texts are "not named"."""
    counts = Counter(texts)
    unnamed = counts.pop("", 0)
    said = [f"{text} ({n:,})" for text, n in counts.most_common(_N_NAMED)]
    if others := sum(counts.values()) - sum(n for _, n in counts.most_common(_N_NAMED)):
        said.append(f"others ({others:,})")
    if unnamed:
        said.append(f"not named ({unnamed:,})" if said else "not named")
    return ", ".join(said)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "") if web_address(address) else ""


@st.fragment(run_every="1s")
def _running(name: str) -> None:
    """How far the job is. Runs again every second, and redraws the page once the job has ended."""
    job = jobs.latest()
    if job is None or job.state is not State.RUNNING:
        st.rerun()
    st.markdown(f"Making **{escape_markdown(name)}**")
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    st.progress(share, text=escape_markdown(_stage(job)))
    if job.notes:
        st.caption(escape_markdown(job.notes[-1]))
    if job.n_skipped:
        st.caption(f"{job.n_skipped:,} skipped so far")
    st.caption("It continues if you leave this page.")
    st.button("Stop", icon=":material/stop_circle:", on_click=job.stop, key="stop_job")


def _stage(job: Job) -> str:
    """The current stage, and how far it is if it has more than one step."""
    stage = job.stage[:1].upper() + job.stage[1:]
    if job.total is not None and job.total > 1:
        return f"{stage} {job.done:,} of {job.total:,}"
    return f"{stage} {job.done:,}" if job.done else stage


def _ended(job: Job) -> None:
    """What became of the job, what was skipped, and a button to open the new collection."""
    name = escape_markdown(job.name)
    if job.state is State.DONE:
        st.success(f"The collection **{name}** is ready.", icon=":material/check_circle:")
        if job.limit:
            st.info(
                f"{escape_markdown(job.limit)} Then make it again under the same name, and it "
                "continues where it stopped.",
                icon=":material/schedule:",
            )
        st.button(
            f"Open {name}",
            type="primary",
            key="switch_made",
            on_click=switch_to,
            args=(job.folder,),
        )
    elif job.state is State.STOPPED:
        st.info(f"Making {name} was stopped; nothing was left half-written.")
    else:
        said = (
            job.error
            or "The command failed without giving a reason; its output below may tell more."
        )
        st.error(escape_markdown(said), icon=":material/error:")
    if job.notes:
        with st.expander("What the commands said"):
            st.code("\n".join(job.notes), language=None, wrap_lines=True)
    if job.skipped:
        with st.expander(f"{job.n_skipped:,} skipped"):
            st.code("\n".join(job.skipped), language=None, wrap_lines=True)
    st.button("Dismiss", key="dismiss_job", on_click=jobs.dismiss, type="tertiary")
