"""The dialog that shows a post large, with what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from page import address
from page.photos import use_post
from page.text import escape_markdown, hashtag_line
from recommender import Collection, Neighbor, Post
from recommender.web import web_address

_SHOWN = "shown_entry"


@dataclass(frozen=True)
class Entry:
    """A post in the gallery or on the map, and its row in the collection.

    ``neighbor`` is None unless it is a similar image.
    """

    post: Post
    row: int
    neighbor: Neighbor | None = None


def open_entry(collection: Collection, entries: Sequence[Entry], i: int) -> None:
    """Show one of the entries in the dialog, with a way to the ones before and after it."""
    st.session_state[_SHOWN] = i
    title = "Similar image" if entries[i].neighbor else "A post of this collection"
    st.dialog(title, width="large")(_dialog)(collection, entries)


def _dialog(collection: Collection, entries: Sequence[Entry]) -> None:
    i = min(st.session_state[_SHOWN], len(entries) - 1)
    post, neighbor = entries[i].post, entries[i].neighbor
    picture, facts = st.columns([3, 2], gap="medium")
    with picture:
        what = f"{'Similar image' if neighbor else 'Post'} {i + 1}, large"
        thumbnail(collection, entries[i], what)
    with facts:
        if neighbor is not None:
            _likeness(neighbor, i)
        st.markdown("**Hashtags**")
        st.text(hashtag_line(post))
        _attribution(post)
        # A click in the dialog reruns the dialog alone, but the change concerns the page behind it.
        changed = st.button(
            "Use as the photo",
            icon=":material/image_search:",
            width="stretch",
            on_click=use_post,
            args=(post.id,),
        )
        if neighbor is not None:
            out = post.id in address.kept(address.WITHOUT)
            changed |= leave_button(post, out, key="leave_shown", width="stretch")
        if changed:
            st.rerun()
    if len(entries) == 1:
        return
    left, middle, right = st.columns([1, 1, 1], vertical_alignment="center")
    with left:
        if st.button("Previous", icon=":material/arrow_back:", disabled=i == 0, width="stretch"):
            _show(i - 1)
    middle.html(f"<div class='count'>{i + 1} of {len(entries)}</div>")
    with right:
        last = i == len(entries) - 1
        if st.button("Next", icon=":material/arrow_forward:", disabled=last, width="stretch"):
            _show(i + 1)


def _show(i: int) -> None:
    st.session_state[_SHOWN] = i
    st.rerun(scope="fragment")


def _likeness(neighbor: Neighbor, i: int) -> None:
    st.metric(
        f"Similarity of image {i + 1} (cosine, -1 to 1)",
        f"{neighbor.similarity:.3f}",
        help="How similar your photo and this one are, centred on the collection's mean: 1 is the "
        "same picture, 0 is unrelated. Part of it comes from the deep features, part from the ALS "
        "factors predicted from them.",
    )
    if neighbor.post.id in address.kept(address.WITHOUT):
        st.caption("Left out of the average.")
    else:
        st.caption(f"It makes up {neighbor.weight:.1%} of the average.")


def _attribution(post: Post) -> None:
    rows = [("By", post.creator), ("Licence", post.license)]
    for label, value in rows:
        if value:
            st.markdown(f"**{label}** {escape_markdown(value)}")
    if address_ := web_address(post.license_url):
        st.link_button("Licence text", address_, icon=":material/open_in_new:")
    if address_ := web_address(post.source_url):
        st.link_button("Source", address_, icon=":material/open_in_new:")
    if post.attribution:
        st.caption(escape_markdown(post.attribution))
    if not (post.creator or post.license or post.source_url or post.attribution):
        st.caption("The collection names no creator, licence or source.")


def thumbnail(collection: Collection, entry: Entry, what: str) -> None:
    """The picture of a post; its alternative text begins with ``what`` it is."""
    picture = collection.thumbnail(entry.row)
    if picture is None:
        st.caption("The picture is missing from the collection, or can't be shown.")
    else:
        alt = f"{what}, with {hashtag_line(entry.post, most=5)}"
        st.image(picture, width="stretch", alt=alt)


def leave_button(post: Post, out: bool, **look: Any) -> bool:
    """A button that leaves a post out, or brings it back if it is ``out``; True if clicked."""
    return st.button(
        "Bring back" if out else "Leave out",
        icon=":material/add_circle:" if out else ":material/remove_circle:",
        on_click=address.toggle,
        args=(address.WITHOUT, post.id),
        **look,
    )
