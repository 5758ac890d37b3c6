"""A recommendation -> Plotly figures."""

import html
from collections.abc import Sequence

import plotly.graph_objects as go

from recommender.answer import (
    N_TOP,
    Neighbor,
    Recommendation,
    ScorePart,
    Suggestion,
    score_parts,
)

SCORE_LEGEND = "A longer bar fits better. The numbers have no unit: only their order matters."

_ROW_PIXELS = 32


def score_chart(recommendation: Recommendation, n_posts: int) -> go.Figure:
    """Horizontal bars of the suggested hashtags' scores, in their order, values at their ends.

    A bar's customdata is the number of posts with the hashtag, their share of the collection, the
    reason, and the hashtag itself. The top five are a separate trace, so that the theme's first two
    colours tell them apart. ``n_posts`` is the size of the collection.
    """
    suggestions = recommendation.hashtags
    # Plotly reads labels as markup; the hashtags came from strangers.
    labels = [html.escape(f"#{s.hashtag}") for s in suggestions]
    bars = [
        {
            "type": "bar",
            "name": name,
            "x": [s.score for s in suggestions[rows]],
            "y": labels[rows],
            "customdata": [
                [s.count, s.count / n_posts, reason(s, recommendation.neighbors), s.hashtag]
                for s in suggestions[rows]
            ],
            "orientation": "h",
            "text": [f"{s.score:.2f}" for s in suggestions[rows]],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "<b>%{y}</b>  score %{x:.4f}<br>on %{customdata[0]:,} posts, "
            "%{customdata[1]:.1%} of the collection<br>%{customdata[2]}<extra></extra>",
        }
        for name, rows in (("Top five", slice(0, N_TOP)), ("Further", slice(N_TOP, None)))
    ]
    # Plain dictionaries in one go: each update of a figure takes Plotly longer than all of this.
    return go.Figure(
        bars,
        {
            "yaxis": {
                "fixedrange": True,
                "type": "category",
                "categoryorder": "array",
                "categoryarray": labels,
                "autorange": "reversed",
                "ticksuffix": "  ",
                "tickfont": {"size": 14},
            },
            "xaxis": {
                "title": {"text": "Score (no unit)"},
                "zeroline": True,
                "nticks": 6,
                "fixedrange": True,
            },
            "height": _ROW_PIXELS * max(len(suggestions), 3) + 80,
            "margin": {"t": 28, "b": 8, "l": 0, "r": 40},
            "barmode": "overlay",  # grouped bars would leave room for the other trace beside each
            "bargap": 0.28,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
            "showlegend": len(suggestions) > N_TOP,
            "dragmode": False,
        },
    )


def reason(suggestion: Suggestion, neighbors: Sequence[Neighbor]) -> str:
    """Where most of the score comes from, in a few words."""
    parts = score_parts(suggestion, neighbors)
    images = [part for part in parts if not part.is_given and part.counts]
    if not images:
        return "all of it from the given hashtags"
    n_with = sum(part.has_it for part in images)
    best = max(images, key=lambda part: part.value)
    return (
        f"{n_with} of the {len(images)} images that count have it; image {best.number} gives most"
    )


def contribution_chart(suggestion: Suggestion, neighbors: Sequence[Neighbor]) -> go.Figure:
    """One hashtag's score split into contributions: a bar per neighbour, one for given hashtags.

    Two colours tell neighbours that have the hashtag from those that only have related hashtags.
    """
    parts = score_parts(suggestion, neighbors)
    bars = []
    for name, has_it in (("Has it", True), ("Has what goes with it", False)):
        rows = [part for part in parts if part.has_it == has_it]
        bars.append(
            {
                "type": "bar",
                "name": name,
                "x": [part_label(part) for part in rows],
                "y": [part.value for part in rows],
                "hovertemplate": "%{x}: %{y:.4f}<extra></extra>",
            }
        )
    return go.Figure(
        bars,
        {
            "xaxis": {
                "fixedrange": True,
                "type": "category",
                "categoryorder": "array",
                "categoryarray": [part_label(part) for part in parts],
                "title": {"text": "Similar image"},
            },
            "yaxis": {
                "title": {"text": "Part of the score"},
                "zeroline": True,
                "nticks": 5,
                "fixedrange": True,
            },
            "height": 240,
            "margin": {"t": 28, "b": 8, "l": 0, "r": 0},
            "barmode": "overlay",
            "bargap": 0.25,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
            "showlegend": True,
            "dragmode": False,
        },
    )


def part_label(part: ScorePart) -> str:
    """The name of a part of a score in charts and tables: the image's number, or ``given``."""
    return "given" if part.is_given else str(part.number)


def score_chart_text(recommendation: Recommendation) -> str:
    """What the chart shows, in words, for readers who don't see it."""
    rows = ", ".join(f"#{s.hashtag} {s.score:.2f}" for s in recommendation.hashtags)
    return f"Bar chart of hashtag scores, in the order of the hashtags: {rows}"
