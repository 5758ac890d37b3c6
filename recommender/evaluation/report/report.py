"""An evaluation -> one HTML file that needs no other file."""

import html
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from plotly.io import to_html
from plotly.offline import get_plotlyjs

from recommender.errors import RecommenderError
from recommender.evaluation.compare import Comparison
from recommender.evaluation.data import Posts
from recommender.evaluation.folds import connected_groups
from recommender.evaluation.metrics import DEPTHS, RANKED, Estimate
from recommender.evaluation.report.examples import examples, post_thumbnail
from recommender.evaluation.report.page import LIMITS, PAGE, figure, table
from recommender.evaluation.sweeps import NEIGHBORS, Sweeps, sweep
from recommender.evaluation.tally import Judged
from recommender.evaluation.ways import Way
from recommender.figures.evaluation import neighbors_chart, ranks_chart, reach_chart, ways_chart
from recommender.progress import Progress, silent

MAX_CATEGORIES = 30
"""Most categories that are shown: those with the most posts."""

_NAMES = {"precision": "Precision", "recall": "Recall", "ndcg": "nDCG", "hit_rate": "Hit rate"}
_SWEPT = {"ndcg@10": "nDCG@10", "precision@10": "Precision@10"}
_SURE = {**_SWEPT, "wallpaper": "Wallpaper"}
_SPREAD = {**_SURE, "words": "Words", "likeness": "Likeness"}


def write_report(
    path: Path,
    data: Posts,
    comparison: Comparison,
    thumbnails: Callable[[int], bytes] | None = None,
    progress: Progress = silent,
) -> None:
    """Measure what the charts need besides ``comparison``, and write the whole report or nothing.

    Args:
        path: the HTML file; replaced if it exists.
        data: the posts that ``comparison`` was made from.
        comparison: the outcome of :func:`~recommender.evaluation.compare.compare`.
        thumbnails: row -> JPEG bytes; None to make them from the posts' own images.
        progress: called as the measuring advances.

    Raises:
        RecommenderError: the file can't be written.
    """
    check_target(path)
    sweeps = sweep(data, comparison.settings, progress)
    sections = [
        _ways(comparison),
        _neighbors(comparison, sweeps),
        _ranks(comparison, sweeps),
        _reach(comparison),
        _variety(comparison),
        _sureness(comparison),
        _given(comparison),
        _categories(data, comparison),
        examples(data, comparison, thumbnails or (lambda row: post_thumbnail(data, row))),
        LIMITS,
    ]
    text = PAGE.format(
        plotly=get_plotlyjs(), header=_header(data, comparison), body="".join(sections)
    )
    _write(path, text)


def check_target(path: Path) -> None:
    """Refuse a file that can't be written, before anything is measured."""
    if path.is_dir():
        raise RecommenderError(f"{path} is a folder; name a file for the report.")
    if not os.access(path.absolute().parent, os.W_OK):
        raise RecommenderError(
            f"The folder of the report {path} does not exist or can't be written; name another."
        )


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8", errors="replace")
        partial.replace(path)
    except OSError as error:
        raise RecommenderError(
            f"The report {path} can't be written ({error.strerror}); free space or name another file."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _header(data: Posts, comparison: Comparison) -> str:
    s, als, r = comparison.settings, comparison.settings.als, comparison.settings.ranking
    groups = len(set(connected_groups(data.posts, data.images).tolist()))
    lengths = [len(post.hashtags) for post in data.posts]
    facts = {
        "Posts": f"{comparison.n_posts:,} in {groups:,} groups that are never split",
        "Hashtags": f"{comparison.n_hashtags:,} different, {median(lengths):g} per post (median)",
        "Folds": f"{s.folds}, seed {s.seed}",
        "Encoder": data.encoder or "unknown",
        "Neighbours": f"{s.n_neighbors}, weighed by (similarity − {r.hub:g} hubness) to the power of "
        f"{r.gamma:g} and hashtags to the power of −{r.length:g}",
        "Similarity": f"{r.learned_share:.0%} learned from hashtags",
        "ALS": f"rank {als.rank}, alpha {als.alpha:g}, regularization {als.regularization:g}, "
        f"{als.iterations} iterations",
        "Fewest posts per hashtag": str(s.min_count),
    }
    return "".join(f"<dt>{k}</dt><dd>{html.escape(v)}</dd>" for k, v in facts.items())


def _ways(comparison: Comparison) -> str:
    gain = comparison.gain()
    return (
        "<h2>Against the baselines</h2><p>Each post is answered from the other folds alone. This "
        f"recommender's nDCG@10 minus that of {Way.WEIGHTED_VOTES}, image by image: "
        f"<strong>{gain.mean:+.4f}</strong> (95 % from {gain.low:+.4f} to {gain.high:+.4f}): "
        f"{gain.verdict} them.</p>"
        + _plot(
            "ways", ways_chart(comparison), "nDCG@10 of each way; the table below has the numbers"
        )
        + _metrics_table(comparison, comparison.ways)
    )


def _neighbors(comparison: Comparison, sweeps: Sweeps) -> str:
    judged = sweeps.neighbors.values()
    rows = [
        [str(n), *(_cell(comparison.estimates(j[i])[m]) for j in judged for m in _SWEPT)]
        for i, n in enumerate(NEIGHBORS)
    ]
    heads = [f"{metric}, {name}" for name in sweeps.neighbors for metric in _SWEPT.values()]
    caption = "Quality against the number of neighbours that are averaged"
    return (
        "<h2>Number of neighbours</h2>"
        + _plot("neighbors", neighbors_chart(comparison, sweeps), caption)
        + table(["Neighbours", *heads], rows)
    )


def _ranks(comparison: Comparison, sweeps: Sweeps) -> str:
    rows = [
        [str(rank), *(_cell(comparison.estimates(judged)[m]) for m in _SWEPT)]
        for rank, judged in sweeps.ranks
    ]
    caption = (
        "Quality against the number of ALS factors; ranks above a side of the matrix are left out"
    )
    return (
        "<h2>Rank of ALS</h2>"
        + _plot("ranks", ranks_chart(comparison, sweeps), caption)
        + table(["Rank", *_SWEPT.values()], rows)
    )


def _reach(comparison: Comparison) -> str:
    return (
        "<h2>Reach</h2><p>The reach corrects scores by popularity, from −1 (hashtags that many "
        "people use) to 1 (niche ones). Novelty is the suggestions' mean −log₂ of the "
        "share of posts that have them.</p>"
        + _plot(
            "reach", reach_chart(comparison), "Precision@10 against novelty, one point per reach"
        )
        + _metrics_table(comparison, comparison.reaches)
    )


def _variety(comparison: Comparison) -> str:
    rows = []
    for judged in comparison.varieties:
        e = comparison.estimates(judged)
        rows.append([html.escape(judged.name), *(_cell(e[m]) for m in _SPREAD)])
    return (
        "<h2>Variety</h2><p>From 0, the order of the scores, to 1, hashtags that are as different as can "
        "be. Words is the number of different words among the suggestions, as a share of them, where "
        "#dog #dogs #dogsofinstagram are one word. Likeness is the mean cosine of all pairs of "
        "suggestions. Wallpaper is the share of hashtags that are on 5 % of the posts or more and "
        "depend less than average on what a photo shows.</p>" + table(["", *_SPREAD.values()], rows)
    )


def _sureness(comparison: Comparison) -> str:
    rows = [
        [str(level), f"{n:,}", *(f"{means[m]:.3f}" if n else "" for m in _SURE)]
        for level, n, means in comparison.by_sureness()
    ]
    return (
        "<h2>Sureness</h2><p>How alike the most similar posts are to the photo and how much they agree, "
        "beside what is usual among the posts that were learned from.</p>"
        + table(["Answers", "Posts", *_SURE.values()], rows)
    )


def _given(comparison: Comparison) -> str:
    if not comparison.given:
        return ""
    return (
        "<h2>Given hashtags</h2><p>Half of a post's hashtags, drawn at random, are given; the "
        "suggestions are judged on the other half.</p>"
        + _metrics_table(comparison, comparison.given)
    )


def _categories(data: Posts, comparison: Comparison) -> str:
    categories = np.array([post.category for post in data.posts])
    largest = Counter(categories.tolist()).most_common(MAX_CATEGORIES)
    if len(largest) < 2:
        return ""
    ways = (Way.OURS, Way.WEIGHTED_VOTES, Way.POPULAR)
    values = [comparison.way(name).values["ndcg@10"] for name in ways]
    rows = [
        [
            f"<bdi>{html.escape(name) or '(none)'}</bdi>",
            f"{count:,}",
            *(f"{v[categories == name].mean():.3f}" for v in values),
        ]
        for name, count in largest
    ]
    return "<h2>By category</h2><p>nDCG@10.</p>" + table(["Category", "Posts", *ways], rows)


def _metrics_table(comparison: Comparison, judged: list[Judged]) -> str:
    metrics = [f"{name}@{k}" for k in DEPTHS for name in RANKED]
    heads = [f"{_NAMES[name]}@{k}" for k in DEPTHS for name in RANKED]
    rows = []
    for j in judged:
        e = comparison.estimates(j)
        cells = [_cell(e[m]) for m in [*metrics, "novelty", "wallpaper"]]
        rows.append([html.escape(j.name), *cells, f"{j.coverage:.1%}"])
    return table(["", *heads, "Novelty (bits)", "Wallpaper", "Coverage"], rows)


def _cell(e: Estimate) -> str:
    return f"{e.mean:.3f}<small>{e.low:.3f} to {e.high:.3f}</small>"


def _plot(name: str, chart, caption: str) -> str:
    config = {"displayModeBar": False, "displaylogo": False, "responsive": True}
    drawn = to_html(chart, config, include_plotlyjs=False, full_html=False, div_id=f"chart-{name}")
    return figure(drawn, caption)
