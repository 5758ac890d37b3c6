"""The similar images: a grid of cards, and a dialog that shows one of them large."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from page import address
from page.photos import use_post
from page.text import escape_markdown, hashtag_line, web_address
from recommender import Collection, Neighbor, Post

_SHOWN = "shown_entry"


@dataclass(frozen=True)
class Entry:
    """A post in the gallery or on the map; ``neighbor`` where it is one of the similar images."""

    post: Post
    neighbor: Neighbor | None = None


def gallery(
    collection: Collection, neighbors: Sequence[Neighbor], explained: str | None = None
) -> None:
    """Cards of the similar posts, best first; a click on one, or Enter, opens the dialog.

    Those that have the ``explained`` hashtag are marked, by a sign and by their border; those left
    out of the average are faded, and say so.
    """
    without = address.kept(address.WITHOUT)
    entries = [Entry(neighbor.post, neighbor) for neighbor in neighbors]
    with st.container(key="gallery"):
        grid = st.grid("auto", min_column_width=150, gap="small")
    for i, neighbor in enumerate(neighbors):
        post, out = neighbor.post, neighbor.post.id in without
        carries = explained in post.hashtags
        kind = "out" if out else "carries" if carries else "plain"
        with (
            grid.cell(),
            st.container(key=f"card_{kind}_{i}", border=True, gap="xsmall"),
        ):
            with st.container(key=f"face_{i}", gap="xxsmall"):
                _thumbnail(collection, post, f"Similar image {i + 1}")
                st.html(_similarity_bar(neighbor.similarity, i + 1, carries))
                with st.container(key=f"tags_{i}"):
                    st.text(hashtag_line(post, most=4))
                if st.button(f"Open similar image {i + 1}", key=f"open_{i}"):
                    open_entry(collection, entries, i)
            effect = "counts again." if out else "counts no more; the hashtags are ranked anew."
            _leave_button(
                post, out, key=f"leave_{i}", type="tertiary", help=f"Similar image {i + 1} {effect}"
            )


def _leave_button(post: Post, out: bool, **look: Any) -> bool:
    """Takes a post out of the average, or brings it back where it is ``out``; whether it was clicked."""
    return st.button(
        "Bring back" if out else "Leave out",
        icon=":material/add_circle:" if out else ":material/remove_circle:",
        on_click=address.toggle,
        args=(address.WITHOUT, post.id),
        **look,
    )


def posts_grid(collection: Collection, posts: Sequence[Post]) -> None:
    """Cards of posts that are not compared with anything."""
    entries = [Entry(post) for post in posts]
    grid = st.grid("auto", min_column_width=112, gap="small")
    for i, post in enumerate(posts):
        with grid.cell(), st.container(key=f"face_post_{i}", gap="xxsmall"):
            _thumbnail(collection, post, f"Post {i + 1}")
            if st.button(f"Open post {i + 1}", key=f"open_post_{i}"):
                open_entry(collection, entries, i)


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
        _thumbnail(collection, post, f"{'Similar image' if neighbor else 'Post'} {i + 1}, large")
    with facts:
        if neighbor is not None:
            _likeness(neighbor, i)
        st.markdown("**Hashtags**")
        st.text(hashtag_line(post))
        _attribution(post)
        # The dialog alone runs again after a click in it; what changed is on the page behind it.
        changed = st.button(
            "Use as the photo",
            icon=":material/image_search:",
            width="stretch",
            on_click=use_post,
            args=(post.id,),
        )
        if neighbor is not None:
            out = post.id in address.kept(address.WITHOUT)
            changed |= _leave_button(post, out, key="leave_shown", width="stretch")
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
        help="How alike your photo and this one are, centred on the collection's mean: 1 is the "
        "same picture, 0 is unrelated. Part of it is the likeness of the deep features, part that "
        "of the ALS factors which they predict.",
    )
    if neighbor.post.id in address.kept(address.WITHOUT):
        st.caption("Left out of the average.")
    else:
        st.caption(f"It makes up {neighbor.weight:.1%} of the average.")


def _similarity_bar(similarity: float, number: int, carries: bool) -> str:
    """The number, and a thin bar as long as the similarity; numbers only, so it is safe as HTML."""
    mark = " <span class='mark' title='has the hashtag'>✓</span>" if carries else ""
    return (
        f"<div class='likeness'><b>{similarity:.3f}</b>{mark}<span class='number'>{number}</span></div>"
        f"<div class='bar'><i style='width:{100 * max(similarity, 0.0):.0f}%'></i></div>"
    )


def _thumbnail(collection: Collection, post: Post, what: str) -> None:
    path = collection.thumbnail(post)
    if path.is_file():
        st.image(path, width="stretch", alt=f"{what}, with {hashtag_line(post, most=5)}")
    else:
        st.caption("The picture is missing in the collection.")


def _attribution(post: Post) -> None:
    rows = [("By", post.creator), ("Licence", post.license)]
    for label, value in rows:
        if value:
            st.markdown(f"**{label}** {escape_markdown(value)}")
    if address_ := web_address(post.license_url):
        st.link_button("Licence text", address_, icon=":material/open_in_new:")
    if address_ := web_address(post.source_url):
        st.link_button("Source", address_, icon=":material/open_in_new:")
    if not (post.creator or post.license or post.source_url):
        st.caption("The collection names no creator, licence or source.")
