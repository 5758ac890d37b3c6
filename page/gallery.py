"""The similar images: a grid of cards, and a dialog that shows one of them large."""

from collections.abc import Sequence

import streamlit as st

from page.text import escape_markdown, hashtag_line, web_address
from recommender import Collection, Neighbor

_SHOWN = "shown_neighbor"


def gallery(
    collection: Collection, neighbors: Sequence[Neighbor], explained: str | None = None
) -> None:
    """Cards of the similar posts, best first; a click on one, or Enter, opens the dialog.

    Those that have the ``explained`` hashtag are marked, by a sign and by their border.
    """
    grid = st.grid("auto", min_column_width=170)
    for i, neighbor in enumerate(neighbors):
        carries = explained in neighbor.post.hashtags
        key = f"card_carries_{i}" if carries else f"card_{i}"
        with grid.cell(), st.container(key=key, border=True, gap="xxsmall"):
            _thumbnail(collection, neighbor)
            mark = " ✓" if carries else ""
            st.markdown(f"**{neighbor.similarity:.3f}** :gray[image {i + 1}]{mark}")
            with st.container(key=f"tags_{i}"):
                st.text(hashtag_line(neighbor.post, most=4))
            if st.button(f"Open similar image {i + 1}", key=f"open_{i}"):
                st.session_state[_SHOWN] = i
                _dialog(collection, neighbors)


@st.dialog("Similar image", width="large")
def _dialog(collection: Collection, neighbors: Sequence[Neighbor]) -> None:
    i = min(st.session_state[_SHOWN], len(neighbors) - 1)
    neighbor = neighbors[i]
    post = neighbor.post
    picture, facts = st.columns([3, 2], gap="medium")
    with picture:
        _thumbnail(collection, neighbor)
    with facts:
        st.metric(
            "Similarity (cosine, -1 to 1)",
            f"{neighbor.similarity:.3f}",
            help="How alike your photo and this one are, centred on the collection's mean: 1 is the "
            "same picture, 0 is unrelated. Part of it is the likeness of the deep features, part that "
            "of the ALS factors which they predict.",
        )
        st.caption(f"{neighbor.weight:.1%} of the average of {len(neighbors)} similar images")
        st.markdown("**Hashtags**")
        st.text(hashtag_line(post))
        _attribution(post)
    left, middle, right = st.columns([1, 1, 1], vertical_alignment="center")
    with left:
        if st.button("Previous", icon=":material/arrow_back:", disabled=i == 0, width="stretch"):
            _show(i - 1)
    middle.markdown(
        f"<div style='text-align:center'>{i + 1} of {len(neighbors)}</div>", unsafe_allow_html=True
    )
    with right:
        last = i == len(neighbors) - 1
        if st.button("Next", icon=":material/arrow_forward:", disabled=last, width="stretch"):
            _show(i + 1)


def _show(i: int) -> None:
    st.session_state[_SHOWN] = i
    st.rerun(scope="fragment")


def _thumbnail(collection: Collection, neighbor: Neighbor) -> None:
    path = collection.thumbnail(neighbor.post)
    alt = f"Similar image with {hashtag_line(neighbor.post, most=5)}"
    if path.is_file():
        st.image(path, width="stretch", alt=alt)
    else:
        st.caption("The picture is missing in the collection.")


def _attribution(post) -> None:
    rows = [("By", post.creator), ("Licence", post.license)]
    for label, value in rows:
        if value:
            st.markdown(f"**{label}** {escape_markdown(value)}")
    if address := web_address(post.license_url):
        st.link_button("Licence text", address, icon=":material/open_in_new:")
    if address := web_address(post.source_url):
        st.link_button("Source", address, icon=":material/open_in_new:")
    if not (post.creator or post.license or post.source_url):
        st.caption("The collection names no creator, licence or source.")
