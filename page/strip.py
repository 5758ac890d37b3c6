"""A strip to choose from several photos, and the way back from a post used as the photo."""

from collections.abc import Sequence

import streamlit as st

from page import address, keys
from page.photos import Query
from page.text import escape_markdown

_CURRENT = "current_photo"


def strip(queries: Sequence[Query]) -> Query | None:
    """Show thumbnails of the photos if there are several; returns the chosen photo, if any."""
    if not queries:
        return None
    current = st.session_state.get(_CURRENT)
    i = next((i for i, query in enumerate(queries) if query.key == current), 0)
    if len(queries) > 1:
        st.header(f"{len(queries)} photos")
        with st.container(key=keys.STRIP):
            grid = st.grid("auto", min_column_width=88, gap="small")
        for k, query in enumerate(queries):
            chosen = k == i
            face = keys.FACE_PHOTO_SHOWN if chosen else f"{keys.FACE}photo_off_"
            with grid.cell(), st.container(key=f"{face}{k}", gap="xxsmall"):
                st.image(query.picture, width="stretch", alt=f"Photo {k + 1}, {query.name}")
                shown = "shown, " if chosen else ""
                st.button(
                    f"Photo {k + 1}: {shown}{escape_markdown(query.name)}",
                    key=f"{keys.OPEN}photo_{k}",
                    on_click=_choose,
                    args=(query.key,),
                )
    return queries[i]


def _choose(key: str) -> None:
    st.session_state[_CURRENT] = key
    address.keep(address.POST, [])


def breadcrumb(photo: Query | None, trail: Sequence[str]) -> None:
    """The photo and the posts that were used as the photo since; all but the last lead back."""
    if not trail:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=keys.TRAIL):
        start = f"Your photo, {photo.name}" if photo else "Start"
        st.button(
            escape_markdown(start),
            icon=":material/arrow_back:",
            type="tertiary",
            key=f"{keys.TRAIL}_start",
            on_click=address.keep,
            args=(address.POST, ()),
        )
        for k in range(1, len(trail)):
            st.button(
                f"› Post {k}",
                type="tertiary",
                key=f"{keys.TRAIL}_{k}",
                on_click=address.keep,
                args=(address.POST, tuple(trail[:k])),
            )
        st.markdown(f"› **Post {len(trail)}**, a post of the collection used as the photo")
