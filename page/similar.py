"""The similar images, as a grid of cards or on the map."""

from enum import StrEnum

import streamlit as st

from page.gallery import gallery
from page.map_view import map_view
from page.visit import Visit
from page.wishes import left_out_notice
from recommender import Suggestion


class View(StrEnum):
    """How the images are shown. Streamlit puts these labels into the address, so they must stay."""

    GRID = "Grid"
    MAP = "Map"


def similar_images(visit: Visit, explained: Suggestion | None) -> None:
    """The similar images; the grid marks those that have the ``explained`` hashtag."""
    st.header("Similar images")
    view = st.segmented_control(
        "Show them as",
        list(View),
        default=View.GRID,
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
    )
    collection, neighbors = visit.recommender.collection, visit.answer.neighbors
    left_out_notice([n.post.id for n in neighbors])
    if view == View.MAP:
        map_view(collection, neighbors)
        return
    legend = (
        "On each image: how similar it is to your photo (1 is the same picture, 0 is unrelated), and "
        "its place in the list."
    )
    if explained is not None:
        legend += " ✓ marks those that have the hashtag you asked about."
    st.caption(legend)
    gallery(collection, neighbors, explained.hashtag if explained else None)
