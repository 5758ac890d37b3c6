"""``build``: posts -> a collection."""

import argparse
import sys
from pathlib import Path

from recommender.commands.arguments import add_format, add_progress, open_progress, positive
from recommender.settings import AlsSettings


def add(commands) -> None:
    als = AlsSettings()
    parser = commands.add_parser(
        "build",
        help="make a collection from posts",
        description="Make a collection from posts: encode the images, fit ALS, write a folder.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option = parser.add_argument
    option(
        "posts",
        type=Path,
        metavar="PATH",
        help="posts.jsonl or posts.csv, or what import takes: a folder, a zip",
    )
    option("--output", type=Path, required=True, metavar="DIR", help="the collection's folder")
    add_format(parser)
    option("--encoder", default="imagenet", help="imagenet, bundled, or a .tflite file")
    option("--rank", type=positive, default=als.rank, help="number of ALS factors")
    option(
        "--alpha", type=float, default=als.alpha, help="ALS confidence of a hashtag that a post has"
    )
    option("--regularization", type=float, default=als.regularization, help="ALS regularization")
    option("--iterations", type=positive, default=als.iterations, help="ALS iterations")
    option("--seed", type=int, default=als.seed, help="seed of ALS' random start")
    option("--min-count", type=positive, default=1, help="fewest posts that a kept hashtag has")
    option(
        "--thumbnail-side", type=positive, default=480, help="longer side of thumbnails in pixels"
    )
    option("--overwrite", action="store_true", help="replace a collection that is there already")
    option("--strict", action="store_true", help="stop at the first post that can't be used")
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.build import BuildSettings, build_collection
    from recommender.commands.signals import stop_on_signals

    checkpoint = stop_on_signals()
    als = AlsSettings(
        options.rank, options.alpha, options.regularization, options.iterations, options.seed
    )
    settings = BuildSettings(
        encoder=options.encoder,
        als=als,
        min_count=options.min_count,
        thumbnail_side=options.thumbnail_side,
    )
    with open_progress(options.progress) as progress:
        report = build_collection(
            options.posts,
            options.output,
            settings,
            overwrite=options.overwrite,
            strict=options.strict,
            progress=progress,
            checkpoint=checkpoint,
            format=options.format,
        )
    for skipped in report.skipped:
        print(f"skipped {skipped}", file=sys.stderr)
    manifest = report.manifest
    if manifest.als.rank < report.wanted_rank:
        print(
            f"The rank was lowered from {report.wanted_rank} to {manifest.als.rank}: "
            "the matrix of posts and hashtags is not larger.",
            file=sys.stderr,
        )
    stages = ", ".join(f"{stage} {value:.1f} s" for stage, value in report.seconds.items())
    reused = f" ({report.n_reused:,} encoded before)" if report.n_reused else ""
    print(f"Collection  {report.folder}")
    print(f"Posts       {manifest.n_posts:,}{reused}")
    print(f"Hashtags    {manifest.n_hashtags:,}")
    print(f"Skipped     {len(report.skipped):,}")
    print(f"Seconds     {sum(report.seconds.values()):.1f} in all: {stages}")
    print(f"Size        {report.size / 1e6:.1f} MB")
    return 0
