"""A collection's map -> a Plotly figure."""

import html
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from recommender.answer import Neighbor
from recommender.collection import Collection
from recommender.figures import colors
from recommender.neighbors.vectors import evenly

MAX_POINTS = 2_000
"""If there are more posts, an even sample is drawn: browsers draw each point by itself, and 5,000 take
them twice as long as these."""

_SYMBOLS = (
    "circle", "square", "diamond", "cross", "triangle-up", "star", "triangle-down", "hexagon",
    "pentagon", "x",
)  # fmt: skip


def drawn_rows(n_posts: int) -> np.ndarray:
    """Rows of the posts that the map draws, spread evenly over the collection."""
    return evenly(n_posts, MAX_POINTS)


def map_columns(collection: Collection) -> list[int]:
    """Columns of the hashtags that the map tells apart, those with the most posts first."""
    assert collection.map is not None
    order = sorted((-count, column) for column, count in collection.map.counts.items())
    return [column for _, column in order if column >= 0]


def map_chart(collection: Collection, neighbors: Sequence[Neighbor] = ()) -> go.Figure:
    """The posts as points; colour and shape stand for the hashtag that says most about a post.

    ``neighbors`` have rings, and the photo is a star at their weighted mean. The customdata of a
    point is its post's row, and that row's place in :func:`drawn_rows` or -1.
    """
    post_map = collection.map
    assert post_map is not None
    near = np.array([n.row for n in neighbors], dtype=np.int64)
    drawn = drawn_rows(len(collection))
    points = np.union1d(drawn, near)
    hashtags = post_map.hashtags[points]

    def add_posts(name: str, column: int, look: dict) -> None:
        rows = points[hashtags == column]
        _add_points(figure, name, post_map.positions[rows], _customdata(rows, drawn), look)

    figure = go.Figure()
    for i, column in enumerate(map_columns(collection)):
        name = f"#{collection.vocabulary.hashtags[column]}"
        look = {
            "symbol": _SYMBOLS[i % len(_SYMBOLS)],
            "color": colors.POST_MAP[i % len(colors.POST_MAP)],
        }
        add_posts(name, column, look)
    add_posts("others", -1, {"symbol": "circle", "color": colors.OTHERS})
    if len(near):
        ring = {"symbol": "circle-open", "size": 15, "color": colors.PHOTO, "line": {"width": 2.5}}
        figure.add_scatter(
            name="similar images",
            x=post_map.positions[near, 0].tolist(),
            y=post_map.positions[near, 1].tolist(),
            customdata=_customdata(near, drawn).tolist(),
            text=[f"similar image {i + 1}" for i in range(len(near))],
            mode="markers",
            marker=ring,
            hovertemplate="%{text}<extra></extra>",
        )
        place = post_map.place(near, np.array([n.weight for n in neighbors]))
        if place is not None:
            figure.add_scatter(
                name="your photo",
                x=[float(place[0])],
                y=[float(place[1])],
                mode="markers",
                marker={
                    "symbol": "star",
                    "size": 22,
                    "color": colors.PHOTO,
                    "line": {"width": 2, "color": "#ffffff"},
                },
                hovertemplate="your photo, in the middle of its similar images<extra></extra>",
            )
    figure.update_traces(unselected={"marker": {"opacity": 0.85}})
    axis = {"visible": False, "range": [-0.03, 1.03], "fixedrange": False}
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    figure.update_layout(
        height=560,
        margin={"t": 8, "b": 8, "l": 0, "r": 0},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "top",
            "itemsizing": "constant",
            "font": {"size": 14},
        },
        dragmode="pan",
        hoverdistance=12,
    )
    return figure


def _customdata(rows: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The rows, and the place of each among the ``drawn`` ones, which ascend, or -1: ``(m, 2)``."""
    places = np.minimum(np.searchsorted(drawn, rows), len(drawn) - 1)
    return np.column_stack([rows, np.where(drawn[places] == rows, places, -1)])


def _add_points(
    figure: go.Figure, name: str, positions: np.ndarray, customdata: np.ndarray, marker: dict
) -> None:
    figure.add_scatter(
        # Plotly reads names as markup; the hashtags came from strangers.
        name=html.escape(name),
        x=positions[:, 0].tolist(),
        y=positions[:, 1].tolist(),
        customdata=customdata.tolist(),
        mode="markers",
        marker={"size": 8, "opacity": 0.85, **marker},
        hovertemplate="%{fullData.name}<extra></extra>",
    )
