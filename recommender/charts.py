"""Recommendation -> Plotly figures."""

import html

import plotly.graph_objects as go

from recommender.recommend import Recommendation

SCORE_LEGEND = (
    "A score is the dot product of the similar posts' mean ALS factor with the hashtag's ALS factor. "
    "It has no unit and is not a probability: only the order matters. It can pass 1 or go below 0."
)
_ROW_PIXELS = 36


def score_chart(recommendation: Recommendation) -> go.Figure:
    """Horizontal bars of the suggested hashtags' scores, highest on top, values at their ends."""
    suggestions = recommendation.hashtags
    # Plotly reads labels as markup; the hashtags came from strangers.
    labels = [html.escape(f"#{s.hashtag}") for s in suggestions]
    figure = go.Figure(
        go.Bar(
            x=[s.score for s in suggestions],
            y=labels,
            customdata=[[s.count] for s in suggestions],
            orientation="h",
            text=[f"{s.score:.2f}" for s in suggestions],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}<br>score %{x:.4f}<br>on %{customdata[0]:,} posts<extra></extra>",
        )
    )
    figure.update_yaxes(
        type="category", autorange="reversed", ticksuffix="  ", title=None, tickfont={"size": 14}
    )
    figure.update_xaxes(title="ALS dot-product score (no unit)", zeroline=True, nticks=6)
    figure.update_layout(
        height=_ROW_PIXELS * max(len(suggestions), 3) + 60,
        margin={"t": 8, "b": 8, "l": 0, "r": 40},
        bargap=0.28,
        showlegend=False,
        dragmode=False,
    )
    return figure


def score_chart_text(recommendation: Recommendation) -> str:
    """What the chart shows, in words, for readers who don't see it."""
    rows = ", ".join(f"#{s.hashtag} {s.score:.2f}" for s in recommendation.hashtags)
    return f"Bar chart of hashtag scores, highest first: {rows}"
