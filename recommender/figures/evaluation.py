"""Results of an evaluation -> Plotly figures. All names and labels are ours, not strangers'."""

import html

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from recommender.evaluation.compare import Comparison
from recommender.evaluation.sweeps import NEIGHBORS, Sweeps
from recommender.evaluation.tally import Judged
from recommender.evaluation.ways import Way
from recommender.figures import colors

_TITLES = {"ndcg@10": "nDCG@10", "precision@10": "Precision@10"}


def ways_chart(comparison: Comparison) -> go.Figure:
    """Horizontal bars of nDCG@10 with 95 % intervals, one per way, this recommender last."""
    estimates = [comparison.estimates(way)["ndcg@10"] for way in comparison.ways]
    figure = go.Figure(
        go.Bar(
            x=[e.mean for e in estimates],
            y=[html.escape(way.name) for way in comparison.ways],
            orientation="h",
            marker_color=[
                colors.OURS if w.name == Way.OURS else colors.OTHER_WAY for w in comparison.ways
            ],
            error_x={
                "array": [e.high - e.mean for e in estimates],
                "arrayminus": [e.mean - e.low for e in estimates],
            },
            customdata=[[e.low, e.high] for e in estimates],
            hovertemplate="%{y}<br>nDCG@10 %{x:.4f}, 95 % from %{customdata[0]:.4f} to "
            "%{customdata[1]:.4f}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", ticksuffix="  ")
    figure.update_xaxes(title="nDCG@10, with 95 % intervals", rangemode="tozero")
    return _plain(figure, 90 + 42 * len(estimates))


def neighbors_chart(comparison: Comparison, sweeps: Sweeps) -> go.Figure:
    """nDCG@10 and precision@10 against the number of neighbours, one line per way."""
    lines = {name: (list(NEIGHBORS), judged) for name, judged in sweeps.neighbors.items()}
    return _lines(comparison, lines, "neighbours")


def ranks_chart(comparison: Comparison, sweeps: Sweeps) -> go.Figure:
    """nDCG@10 and precision@10 against the rank of ALS."""
    ranks, judged = zip(*sweeps.ranks, strict=True)
    return _lines(comparison, {Way.OURS: (list(ranks), list(judged))}, "ALS rank")


def reach_chart(comparison: Comparison) -> go.Figure:
    """Precision@10 against novelty, one point per reach."""
    estimates = [comparison.estimates(judged) for judged in comparison.reaches]
    figure = go.Figure(
        go.Scatter(
            x=[e["novelty"].mean for e in estimates],
            y=[e["precision@10"].mean for e in estimates],
            text=[html.escape(judged.name) for judged in comparison.reaches],
            mode="lines+markers+text",
            textposition="top right",
            cliponaxis=False,
            line_color=colors.OURS,
            marker_size=9,
            hovertemplate="%{text}<br>novelty %{x:.2f} bits, precision@10 %{y:.4f}<extra></extra>",
        )
    )
    figure.update_xaxes(title="Novelty in bits: higher is rarer")
    figure.update_yaxes(title="Precision@10", rangemode="tozero")
    return _plain(figure, 380)


def _lines(
    comparison: Comparison, lines: dict[str, tuple[list[int], list[Judged]]], axis: str
) -> go.Figure:
    """Two plots side by side with the same lines: (x values, the results at each)."""
    figure = make_subplots(cols=2, subplot_titles=list(_TITLES.values()))
    for name, (x, judged) in lines.items():
        estimates = [comparison.estimates(j) for j in judged]
        for column, metric in enumerate(_TITLES, 1):
            chosen = [e[metric] for e in estimates]
            scatter = go.Scatter(
                x=[str(value) for value in x],
                y=[e.mean for e in chosen],
                error_y={
                    "array": [e.high - e.mean for e in chosen],
                    "arrayminus": [e.mean - e.low for e in chosen],
                    "thickness": 1,
                },
                name=html.escape(name),
                legendgroup=name,
                showlegend=column == 1 and len(lines) > 1,
                line={
                    "color": colors.OURS if name == Way.OURS else colors.SECOND_WAY,
                    "dash": "solid" if name == Way.OURS else "dash",
                },
                hovertemplate=f"{axis} %{{x}}<br>%{{y:.4f}}",
            )
            figure.add_trace(scatter, row=1, col=column)
    figure.update_xaxes(type="category", title=axis)
    figure.update_layout(legend={"orientation": "h", "y": -0.25})
    return _plain(figure, 400)


def _plain(figure: go.Figure, height: int) -> go.Figure:
    """Make a figure transparent: the report's style sheet colours its paper, text and grid."""
    figure.update_xaxes(automargin=True)
    figure.update_yaxes(automargin=True)
    return figure.update_layout(
        height=height,
        margin={"t": 40, "b": 40, "l": 8, "r": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
    )
