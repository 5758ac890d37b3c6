"""The collection as a map: the photo and its similar images among all posts."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.typing import PlotlyState

from page import keys
from page.dialog import Entry, open_entry
from page.gallery import posts_grid
from page.script import CELL, COLUMNS
from page.tables import table_of
from page.text import escape_markdown
from recommender import Collection, Neighbor
from recommender.errors import ImageError
from recommender.features.images import open_image
from recommender.figures.post_map import drawn_rows, map_chart, map_columns

_BROWSED = 12
_LAST = "map_last_point"


def map_view(collection: Collection, neighbors: Sequence[Neighbor] = ()) -> None:
    """The map; a click on a point opens its post, and choosing a hashtag lists its posts."""
    post_map = collection.map
    if post_map is None:
        st.info(
            "This collection was built before there were maps; build it again to get one: "
            "`python -m recommender build POSTS --output DIR --overwrite`."
        )
        return
    st.caption(
        "Posts that lie close together look alike; the axes have no meaning. Colour and shape stand "
        "for the hashtag that says most about a post. Point at a post to see it, click it to open it."
    )
    names = {
        column: f"#{collection.vocabulary.hashtags[column]}" for column in map_columns(collection)
    }
    near = Counter(int(post_map.hashtags[n.row]) for n in neighbors)
    with st.container(key=keys.SHEET):
        st.image(_sheet(collection, collection.manifest.thumbnails_sha256), alt="")
    selection = st.plotly_chart(
        map_chart(collection, neighbors),
        key=keys.MAP,
        config={"displayModeBar": False, "scrollZoom": True},
        alt=_map_text(len(collection), names, near),
        on_select="rerun",
        selection_mode="points",
    )
    _open_clicked(collection, neighbors, selection)
    listed = names | {-1: "others"}
    counts = [post_map.counts.get(column, 0) for column in listed]
    columns = {"Hashtag": list(listed.values()), "Posts": [str(count) for count in counts]}
    if neighbors:
        columns["Similar images"] = [str(near[j]) for j in listed]
    table_of("The map as a table", columns)
    if not names:
        return
    browsed = st.pills(
        "Look at the posts of one colour",
        list(names),
        format_func=lambda column: escape_markdown(names[column]),
        key="browsed",
        wrap=True,
    )
    if browsed is not None:
        rows = np.flatnonzero(post_map.hashtags == browsed)
        shown = rows[:: max(len(rows) // _BROWSED, 1)][:_BROWSED]
        st.caption(f"{len(shown)} of {len(rows)} posts")
        posts_grid(collection, shown.tolist())


def _open_clicked(
    collection: Collection, neighbors: Sequence[Neighbor], selection: PlotlyState
) -> None:
    """Open the post whose point was clicked, but only once: the point stays selected."""
    points = selection["selection"]["points"]
    clicked = (points[0].get("customdata") or [None])[0] if points else None
    before, st.session_state[_LAST] = st.session_state.get(_LAST), clicked
    if clicked is None or clicked == before:
        return
    row = int(clicked)
    entries = [Entry(n.post, n.row, n) for n in neighbors]
    for i, entry in enumerate(entries):
        if entry.row == row:
            open_entry(collection, entries, i)
            return
    open_entry(collection, [Entry(collection.posts[row], row)], 0)


@st.cache_data(show_spinner="Drawing the map…", max_entries=4)
def _sheet(_collection: Collection, thumbnails_sha256: str) -> bytes:
    """All drawn posts' thumbnails on one JPEG, row by row, for the script to show on hover."""
    rows = drawn_rows(len(_collection))
    height = -(-len(rows) // COLUMNS) * CELL
    sheet = Image.new("RGB", (COLUMNS * CELL, height), "#888888")
    for i, row in enumerate(rows.tolist()):
        picture = _collection.thumbnail(row)
        if picture is None:
            continue
        try:
            image = open_image(picture, CELL)
        except ImageError:  # its place stays grey
            continue
        image.thumbnail((CELL, CELL))
        left = i % COLUMNS * CELL + (CELL - image.width) // 2
        top = i // COLUMNS * CELL + (CELL - image.height) // 2
        sheet.paste(image, (left, top))
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=72)
    return buffer.getvalue()


def _map_text(n_posts: int, names: Mapping[int, str], near: Counter[int]) -> str:
    """What the map shows, in words, for readers who don't see it."""
    text = f"Map of {n_posts:,} posts"
    if names:
        text += ", coloured by the hashtags " + ", ".join(names.values())
    if near:
        where = ", ".join(
            f"{n} among {names.get(column, 'the others')}" for column, n in near.most_common(3)
        )
        text += f". Of the similar images: {where}"
    return text
