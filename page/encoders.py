"""The offer to get the ImageNet encoder, how far that is, and the change to it once it is there."""

import streamlit as st

from page import jobs
from page.jobs import Job, Kind, State
from page.making import listens_here_alone
from page.text import escape_markdown
from recommender import HashtagRecommender
from recommender.features.encoder import imagenet_path
from recommender.features.imagenet import can_be_made

_WATCHED = "watched_encoder"


def encoder_box(recommender: HashtagRecommender) -> None:
    """What there is to say about a sharper encoder for the open collection; mostly nothing.

    Only on this computer: getting it writes into its folders, and changes the answers of all visitors.
    """
    if recommender.encoder.name == "imagenet":
        if st.session_state.pop(_WATCHED, False):
            st.toast("The ImageNet encoder is there: it is in use now.", icon=":material/done:")
        return
    known = [facts.name for facts in recommender.collection.manifest.encoders]
    if "imagenet" not in known or not listens_here_alone():
        return
    if not can_be_made() and not recommender.passed_over:
        return
    job = jobs.latest(Kind.ENCODER)
    with st.container(key="encoder", border=True, gap="xsmall"):
        if job is not None and job.state is State.RUNNING:
            st.session_state[_WATCHED] = True
            _running()
        elif job is not None and job.state is State.FAILED:
            _failed(job, recommender.encoder.name)
        else:
            _offer(recommender.passed_over)


def _offer(passed_over: str) -> None:
    """The offer; or why the encoder that is there already was ``passed_over``."""
    st.caption(
        escape_markdown(passed_over)
        or "**Sharper answers:** get the ImageNet encoder (9 MB from storage.googleapis.com, once)"
    )
    if can_be_made():
        label = "Check the ImageNet encoder" if passed_over else "Get the ImageNet encoder"
        st.button(label, icon=":material/download:", key="get_encoder", on_click=_get)


def _failed(job: Job, used: str) -> None:
    """What went wrong, and which encoder is ``used`` meanwhile."""
    said = job.error or "The command failed without giving a reason; run it yourself to see more."
    st.error(
        f"The ImageNet encoder is not there; the encoder {escape_markdown(used)} goes on.",
        icon=":material/error:",
    )
    st.caption(escape_markdown(said))
    with st.container(horizontal=True):
        st.button("Try again", icon=":material/refresh:", key="get_encoder", on_click=_get)
        st.button(
            "Dismiss",
            type="tertiary",
            key="dismiss_encoder",
            on_click=jobs.dismiss,
            args=(Kind.ENCODER,),
        )


def _get() -> None:
    jobs.start("imagenet", imagenet_path(), [["encoder", "imagenet"]], Kind.ENCODER)


@st.fragment(run_every="1s")
def _running() -> None:
    """How far it is. Runs again every second, and redraws the page once it has ended."""
    job = jobs.latest(Kind.ENCODER)
    if job is None or job.state is not State.RUNNING:
        st.rerun()
    share, text = _progress(job)
    st.progress(share, text=text)
    st.caption("The page answers as before meanwhile, and changes to it by itself.")
    st.button("Stop", icon=":material/stop_circle:", on_click=job.stop, key="stop_encoder")


def _progress(job: Job) -> tuple[float, str]:
    """The download is the first half of the bar, the export the second."""
    if job.stage.startswith("downloading") and job.total:
        done, total = job.done / 1000, job.total / 1000
        return done / total / 2, f"ImageNet encoder: downloading {done:.1f} of {total:.1f} MB"
    if job.stage == "exporting":
        return 0.5, "ImageNet encoder: exporting, about half a minute"
    return 0.0, "ImageNet encoder: starting"
