"""Recommendation -> Plotly figures."""

import html

import plotly.graph_objects as go

from recommender.recommend import Recommendation

SCORE_LEGEND = (
    "A score is the dot product of the similar posts' mean ALS factor with the hashtag's ALS factor. "
    "It has no unit and is not a probability: only the order matters. It can pass 1 or go below 0."
)

N_TOP = 5
"""Instagram shows at most five hashtags of a post since December 2025."""

_ROW_PIXELS = 36


def score_chart(recommendation: Recommendation) -> go.Figure:
    """Horizontal bars of the suggested hashtags' scores, highest on top, values at their ends.

    The top five are a trace of their own, so that a theme's first two colours tell them apart.
    """
    suggestions = recommendation.hashtags
    # Plotly reads labels as markup; the hashtags came from strangers.
    labels = [html.escape(f"#{s.hashtag}") for s in suggestions]
    figure = go.Figure()
    for name, rows in (("Top five", slice(0, N_TOP)), ("Further", slice(N_TOP, None))):
        figure.add_bar(
            name=name,
            x=[s.score for s in suggestions[rows]],
            y=labels[rows],
            customdata=[[s.count] for s in suggestions[rows]],
            orientation="h",
            text=[f"{s.score:.2f}" for s in suggestions[rows]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}<br>score %{x:.4f}<br>on %{customdata[0]:,} posts<extra></extra>",
        )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        autorange="reversed",
        ticksuffix="  ",
        title=None,
        tickfont={"size": 14},
    )
    figure.update_xaxes(title="ALS dot-product score (no unit)", zeroline=True, nticks=6)
    figure.update_layout(
        height=_ROW_PIXELS * max(len(suggestions), 3) + 90,
        margin={"t": 36, "b": 8, "l": 0, "r": 40},
        barmode="overlay",  # one bar a hashtag: grouped, each would leave room for the other trace
        bargap=0.28,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        showlegend=len(suggestions) > N_TOP,
        dragmode=False,
    )
    return figure


def score_chart_text(recommendation: Recommendation) -> str:
    """What the chart shows, in words, for readers who don't see it."""
    rows = ", ".join(f"#{s.hashtag} {s.score:.2f}" for s in recommendation.hashtags)
    return f"Bar chart of hashtag scores, highest first: {rows}"
