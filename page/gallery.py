"""Posts in a grid: the similar images, and others that are not compared with anything."""

from collections.abc import Sequence

import streamlit as st

from page import keys
from page.cards import cards
from page.dialog import Entry, open_entry, thumbnail
from recommender import Collection, Neighbor


def gallery(
    collection: Collection, neighbors: Sequence[Neighbor], explained: str | None = None
) -> None:
    """Cards of the similar posts, best first; a click on one, or Enter, opens the dialog.

    Posts that have the ``explained`` hashtag are marked.
    """
    chosen = cards(collection, neighbors, explained)
    for i, neighbor in enumerate(neighbors):
        if neighbor.post.id == chosen:
            open_entry(collection, [Entry(n.post, n.row, n) for n in neighbors], i)


def posts_grid(collection: Collection, rows: Sequence[int]) -> None:
    """Cards of posts that are not compared with anything."""
    entries = [Entry(collection.posts[row], row) for row in rows]
    grid = st.grid("auto", min_column_width=112, gap="small")
    for i, entry in enumerate(entries):
        with grid.cell(), st.container(key=f"{keys.FACE_POST}{i}", gap="xxsmall"):
            thumbnail(collection, entry, f"Post {i + 1}")
            if st.button(f"Open post {i + 1}", key=f"{keys.OPEN}post_{i}"):
                open_entry(collection, entries, i)
