"""What the page shows before there is a photo: what it does, what to do, samples to try."""

import streamlit as st

from page import keys
from page.map_view import map_view
from page.photos import use_sample
from page.resources import sample_pictures
from recommender import Collection

_STEPS = (
    ("1", "Drop a photo", "or several at once, anywhere on this page; each gets its own answer."),
    ("2", "It is compared", "with the {n:,} posts of this collection; the most similar are found."),
    ("3", "Ten hashtags", "that fit those posts come back, each with its score and its reasons."),
)


def intro(collection: Collection) -> None:
    """The samples, three steps, and the map of the collection."""
    st.header("No photo at hand? Try one of these")
    with st.container(key=keys.TRY):
        samples(collection, min_column_width=64)
    st.header("How it works")
    columns = st.columns(3, gap="small")
    for column, (number, title, text) in zip(columns, _STEPS, strict=True):
        with column.container(border=True, key=f"step_{number}", gap="xxsmall", height="stretch"):
            st.markdown(f"**{number}. {title}**")
            st.markdown(text.format(n=len(collection)))
    map_box(collection)


def map_box(collection: Collection) -> None:
    """The map of the collection; drawn only while the box is open."""
    with st.expander(
        f"The {len(collection):,} posts of this collection, on a map",
        icon=":material/scatter_plot:",
        key="map_box",
        on_change="rerun",
    ) as opened:
        if opened.open:
            map_view(collection)


def samples_box(collection: Collection) -> None:
    """The samples under the settings; drawn only while the box is open."""
    with st.expander("Samples", key="samples", on_change="rerun") as opened:
        if opened.open:
            samples(collection, min_column_width=64)


def samples(collection: Collection, min_column_width: int) -> None:
    """Pictures to try, each a button."""
    grid = st.grid("auto", min_column_width=min_column_width, gap="small")
    for i, path in enumerate(sample_pictures(collection), start=1):
        with grid.cell(), st.container(key=f"{keys.FACE_SAMPLE}{i}"):
            st.image(path, width="stretch", alt=f"Sample {i}")
            st.button(
                f"Try sample {i}", key=f"{keys.OPEN}sample_{i}", on_click=use_sample, args=(i,)
            )
