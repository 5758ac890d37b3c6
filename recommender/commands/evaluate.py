"""``evaluate``: how good the recommendations are on held-out posts."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from recommender.commands.arguments import add_format, add_progress, open_progress, path, positive
from recommender.settings import AlsSettings, BuildSettings, EvaluationSettings

if TYPE_CHECKING:
    from recommender.evaluation.compare import Comparison
    from recommender.evaluation.data import Posts
    from recommender.evaluation.tally import Judged

_COLUMNS = ("precision@1", "precision@5", "precision@10", "recall@10", "hit_rate@10", "novelty")
_WORDS = ("precision@10", "wallpaper", "words", "likeness")


def add(commands) -> None:
    default = EvaluationSettings()
    als = default.als
    parser = commands.add_parser(
        "evaluate",
        help="measure the recommendations on held-out posts",
        description="Recommend hashtags for each post from the other folds alone, and compare them "
        "with the post's own hashtags, beside baselines on the same folds.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option = parser.add_argument
    option(
        "posts",
        type=path,
        metavar="PATH|COLLECTION",
        help="whatever build takes, or a collection's folder",
    )
    add_format(parser)
    option("--folds", type=positive, default=default.folds, help="number of folds")
    option("--seed", type=int, default=default.seed, help="seed of folds, ALS and bootstrap")
    option(
        "--neighbors",
        type=positive,
        default=default.n_neighbors,
        help="how many similar posts to average",
    )
    option(
        "--encoder",
        help="imagenet, bundled, or a .tflite file; if left out, "
        f"{BuildSettings().encoder} or, with a collection, its main encoder",
    )
    option("--rank", type=positive, default=als.rank, help="number of ALS factors")
    option(
        "--alpha", type=float, default=als.alpha, help="ALS confidence of a hashtag that a post has"
    )
    option("--regularization", type=float, default=als.regularization, help="ALS regularization")
    option("--iterations", type=positive, default=als.iterations, help="ALS iterations")
    option(
        "--min-count",
        type=positive,
        default=default.min_count,
        help="drop hashtags on fewer posts than this",
    )
    option("--json", action="store_true", help="one JSON object on stdout instead of the tables")
    option(
        "--report",
        type=path,
        metavar="FILE",
        help="also write an HTML report with charts and examples",
    )
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.evaluation.compare import compare
    from recommender.evaluation.data import read_evaluation_posts

    settings = EvaluationSettings(
        folds=options.folds,
        seed=options.seed,
        n_neighbors=options.neighbors,
        min_count=options.min_count,
        als=AlsSettings(
            options.rank, options.alpha, options.regularization, options.iterations, options.seed
        ),
    )
    if options.report:
        from recommender.evaluation.report.report import check_target

        check_target(options.report)
    with open_progress(options.progress) as progress:
        data, skipped = read_evaluation_posts(
            options.posts, options.encoder, progress, options.format
        )
        for line in skipped.lines():
            print(line, file=sys.stderr)
        comparison = compare(data, settings, progress)
    if options.json:
        print(json.dumps(comparison.to_dict(), ensure_ascii=False))
    else:
        print(as_text(comparison))
    if options.report:
        from recommender.evaluation.report.report import write_report

        with open_progress(options.progress) as progress:
            thumbnails = _thumbnails(options, data)
            write_report(options.report, data, comparison, thumbnails, progress=progress)
        print(f"Report: {options.report}", file=sys.stderr)
    return 0


def _thumbnails(options: argparse.Namespace, data: "Posts") -> "Callable[[int], bytes] | None":
    """What the report shows of a post, if the posts are a collection's."""
    from recommender.collection import Collection, is_collection
    from recommender.evaluation.report.examples import small_jpeg

    if not is_collection(options.posts):
        return None
    collection = Collection.open(options.posts)

    def thumbnail(row: int) -> bytes:
        found = collection.row_of(data.posts[row].id)
        return small_jpeg(None if found is None else collection.thumbnail(found))

    return thumbnail


def as_text(comparison: "Comparison") -> str:
    """The tables for people."""
    s = comparison.settings
    gain = comparison.gain()
    lines = [
        f"{comparison.n_posts:,} posts, {comparison.n_hashtags:,} hashtags, {s.folds} folds, seed "
        f"{s.seed}, {s.n_neighbors} neighbours",
        "",
        *_table(comparison, comparison.ways),
        "",
        f"nDCG@10 minus that of weighted votes: {gain.mean:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]: "
        f"{gain.verdict} them",
        "",
        "Reach: the score corrected by popularity, from broad (-1) to niche (1)",
        *_table(comparison, comparison.reaches),
        "",
        "Variety: from the order of the scores (0) to hashtags as different as can be (1)",
        *_table(comparison, comparison.varieties, _WORDS),
        "",
        "Sureness: the answers of this recommender, by level",
        *_sureness(comparison),
    ]
    if comparison.given:
        title = "Half of a post's hashtags given, judged on the hidden half"
        lines += ["", title, *_table(comparison, comparison.given)]
    return "\n".join(lines)


def _sureness(comparison: "Comparison") -> list[str]:
    columns = ("ndcg@10", "precision@10", "wallpaper")
    lines = [f"{'':<30} {'posts':>8}" + "".join(f"{_short(c):>10}" for c in columns)]
    for level, n, means in comparison.by_sureness():
        cells = "".join(f"{means[c]:>10.3f}" if n else f"{'-':>10}" for c in columns)
        lines.append(f"{level:<30} {n:>8,}{cells}")
    return lines


def _table(
    comparison: "Comparison", judged: "list[Judged]", columns: Sequence[str] = _COLUMNS
) -> list[str]:
    names = [_short(c) for c in columns]
    header = f"{'':<30} {'nDCG@10':>8} {'95 % interval':>16}" + "".join(f"{n:>10}" for n in names)
    lines = [header + f"{'coverage':>10}"]
    for j in judged:
        e = comparison.estimates(j)
        ndcg = e["ndcg@10"]
        cells = "".join(f"{e[c].mean:>10.3f}" for c in columns)
        interval = f"[{ndcg.low:.3f}, {ndcg.high:.3f}]"
        lines.append(f"{j.name:<30} {ndcg.mean:>8.4f} {interval:>16}{cells}{j.coverage:>10.1%}")
    return lines


def _short(metric: str) -> str:
    name, at, depth = metric.partition("@")
    return (
        {"precision": "P", "recall": "R", "hit_rate": "hit", "ndcg": "nDCG"}.get(name, name)
        + at
        + depth
    )
