"""The similar images as cards: one component for all of them, since each element costs the server."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st
from streamlit.runtime import get_instance

from page import address
from page.text import hashtag_line
from recommender import Collection, Neighbor

KEY = "gallery"
_component = st.components.v2.component(
    "hashtag_cards",
    html="<div class='cards'></div>",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,  # page.css has the styles
)


def cards(
    collection: Collection, neighbors: Sequence[Neighbor], explained: str | None = None
) -> str | None:
    """Cards of the similar posts, best first; returns the id of the post to open, if one was chosen.

    Posts that have the ``explained`` hashtag are marked by a sign and a border; posts that are left
    out of the average are faded, and offer to come back.
    """
    without = address.kept(address.WITHOUT)
    shown = [
        {
            "id": neighbor.post.id,
            "address": _thumbnail_address(collection, neighbor.row, i),
            "tags": hashtag_line(neighbor.post, most=4),
            "tags_short": hashtag_line(neighbor.post, most=5),
            "similarity": f"{neighbor.similarity:.3f}",
            "percent": round(100 * max(neighbor.similarity, 0.0)),
            "carries": explained in neighbor.post.hashtags,
            "out": neighbor.post.id in without,
        }
        for i, neighbor in enumerate(neighbors)
    ]
    clicked = _component(
        key=KEY,
        data={"cards": shown},
        on_open_change=_nothing,
        on_leave_change=_leave(collection),
    )
    return clicked.open if isinstance(clicked.open, str) else None


def _nothing() -> None:
    """A component names its events by their callbacks; this event is read from what it returns."""


def _leave(collection: Collection) -> Callable[[], None]:
    def leave() -> None:
        post_id = st.session_state[KEY].get("leave")
        if isinstance(post_id, str) and collection.row_of(post_id) is not None:
            address.toggle(address.WITHOUT, post_id)

    return leave


def _thumbnail_address(collection: Collection, row: int, place: int) -> str | None:
    """Where the browser finds the thumbnail, or None if it is missing or can't be shown.

    The address is made of the content, so browsers and the server keep one copy of each picture. The
    server keeps it for as long as this place of this visit shows it.
    """
    data = collection.thumbnail(row)
    if data is None:
        return None
    return get_instance().media_file_mgr.add(data, "image/jpeg", f"{KEY} {place}")
