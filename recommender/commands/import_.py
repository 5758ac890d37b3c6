"""``import``: posts in any known form -> a folder that ``build`` takes."""

import argparse
import sys

from recommender.commands.arguments import add_format, add_progress, open_progress, path, positive


def add(commands) -> None:
    parser = commands.add_parser(
        "import",
        help="take over posts from an export, a folder, or a research set",
        description="Take over posts from an Instagram or Flickr export, a folder of instaloader or "
        "gallery-dl, a research set, or a folder of photos. Writes posts.jsonl and images/, which "
        "build takes, and skipped.txt: whole, or not at all. Images are copied byte by byte, with "
        "all that is written in them: also a photo's place and time, if the source has them. Zips "
        "are read where they are, never unpacked. If a picture comes twice, only the first is kept.",
    )
    option = parser.add_argument
    option(
        "paths",
        nargs="+",
        type=path,
        metavar="PATH",
        help="a folder, a zip, a posts file, or all parts of one export",
    )
    option("--output", type=path, required=True, metavar="DIR", help="a new folder")
    add_format(parser)
    option("--limit", type=positive, metavar="N", help="stop after this many posts")
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.commands.signals import stop_on_signals
    from recommender.sources.import_posts import SKIPPED_FILE, import_posts

    checkpoint = stop_on_signals()
    with open_progress(options.progress) as progress:
        report = import_posts(
            options.paths,
            options.output,
            options.format,
            limit=options.limit,
            progress=progress,
            checkpoint=checkpoint,
        )
    for skipped in report.skipped:
        print(f"skipped {skipped}", file=sys.stderr)
    n_skipped = report.kinds.total()
    if n_skipped > len(report.skipped):
        more = n_skipped - len(report.skipped)
        print(f"and {more:,} more: {report.folder / SKIPPED_FILE}", file=sys.stderr)
    print(f"Folder      {report.folder}")
    print(f"Format      {report.format}")
    print(f"Posts       {report.n_posts:,}")
    print(f"Hashtags    {report.hashtags.total():,}, {len(report.hashtags):,} different")
    print(f"Skipped     {n_skipped:,}")
    for kind, number in report.kinds.most_common():
        print(f"  {kind:<18}{number:>8,}")
    return 0
