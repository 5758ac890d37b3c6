"""Posts as cards in a grid: the similar images, and others that are not compared with anything."""

from collections.abc import Sequence

import streamlit as st

from page import address, keys
from page.dialog import Entry, leave_button, open_entry, thumbnail
from page.text import hashtag_line
from recommender import Collection, Neighbor, Post


def gallery(
    collection: Collection, neighbors: Sequence[Neighbor], explained: str | None = None
) -> None:
    """Cards of the similar posts, best first; a click on one, or Enter, opens the dialog.

    Posts that have the ``explained`` hashtag are marked by a sign and a border; posts that are left
    out of the average are faded, and offer to come back.
    """
    without = address.kept(address.WITHOUT)
    entries = [Entry(neighbor.post, neighbor) for neighbor in neighbors]
    with st.container(key=keys.GALLERY):
        grid = st.grid("auto", min_column_width=150, gap="small")
    for i, neighbor in enumerate(neighbors):
        post, out = neighbor.post, neighbor.post.id in without
        carries = explained in post.hashtags
        card = keys.CARD_OUT if out else keys.CARD_CARRIES if carries else f"{keys.CARD}plain_"
        with grid.container(key=f"{card}{i}", border=True, gap="xsmall", height="stretch"):
            with st.container(key=f"{keys.FACE}{i}", gap="xxsmall"):
                thumbnail(collection, post, f"Similar image {i + 1}")
                st.html(_similarity_bar(neighbor.similarity, i + 1, carries))
                with st.container(key=f"{keys.TAGS}{i}"):
                    st.text(hashtag_line(post, most=4))
                if st.button(f"Open similar image {i + 1}", key=f"{keys.OPEN}{i}"):
                    open_entry(collection, entries, i)
            effect = "counts again." if out else "no longer counts; the hashtags are ranked again."
            leave_button(
                post, out, key=f"leave_{i}", type="tertiary", help=f"Similar image {i + 1} {effect}"
            )


def posts_grid(collection: Collection, posts: Sequence[Post]) -> None:
    """Cards of posts that are not compared with anything."""
    entries = [Entry(post) for post in posts]
    grid = st.grid("auto", min_column_width=112, gap="small")
    for i, post in enumerate(posts):
        with grid.cell(), st.container(key=f"{keys.FACE_POST}{i}", gap="xxsmall"):
            thumbnail(collection, post, f"Post {i + 1}")
            if st.button(f"Open post {i + 1}", key=f"{keys.OPEN}post_{i}"):
                open_entry(collection, entries, i)


def _similarity_bar(similarity: float, number: int, carries: bool) -> str:
    """The similarity as a number and as a thin bar; only numbers, so it is safe as HTML."""
    mark = " <span class='mark' title='has the hashtag'>✓</span>" if carries else ""
    return (
        f"<div class='likeness'><b>{similarity:.3f}</b>{mark}<span class='number'>{number}</span></div>"
        f"<div class='bar'><i style='width:{100 * max(similarity, 0.0):.0f}%'></i></div>"
    )
