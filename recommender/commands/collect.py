"""``collect``: openly licensed photos from Openverse -> a folder that ``build`` takes."""

import argparse
import sys
from typing import TYPE_CHECKING

from recommender.commands.arguments import add_progress, open_progress, path, positive

if TYPE_CHECKING:
    from recommender.sources.openverse import CollectReport, CollectSettings

LIMIT_STATUS = 3
"""Exit status if the server's limit ended the run, which the same command continues later."""


def add(commands) -> None:
    parser = commands.add_parser(
        "collect",
        help="collect openly licensed photos from Openverse",
        description="Collect openly licensed photos with the hashtags that people gave them from "
        "Openverse. If it was stopped, the same command continues where it was.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option = parser.add_argument
    option(
        "--topics",
        required=True,
        metavar="WORDS",
        help="what to search for, as in: travel,street art",
    )
    option(
        "--output",
        type=path,
        required=True,
        metavar="DIR",
        help="folder for posts.jsonl and images/",
    )
    option("--per-topic", type=positive, default=100, help="posts per topic, at most 240")
    option(
        "--license",
        default="commercial,modification",
        help="what they must allow (all, all-cc, commercial, modification), or licences as in by,cc0",
    )
    option(
        "--min-tags",
        type=positive,
        default=3,
        help="least number of hashtags that people gave to a photo",
    )
    option("--per-creator", type=positive, default=10, help="most posts from one creator")
    option("--api", default="https://api.openverse.org/v1/", metavar="URL", help="the server")
    option("--yes", action="store_true", help="start without asking")
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.commands.signals import stop_on_signals
    from recommender.sources.openverse import CollectSettings, Key, collect, plan_text
    from recommender.sources.openverse.errors import NoAnswer

    settings = CollectSettings(
        topics=tuple(topic for topic in options.topics.split(",") if topic.strip()),
        per_topic=options.per_topic,
        license=options.license,
        min_tags=options.min_tags,
        per_creator=options.per_creator,
        api=options.api,
    )
    with_key = Key.from_environment() is not None
    print(plan_text(settings, options.output, with_key), end="\n\n", file=sys.stderr)
    if not options.yes and not _agreed():
        return 1
    with open_progress(options.progress) as progress:
        try:
            report = collect(settings, options.output, progress, stop_on_signals())
        except (KeyboardInterrupt, SystemExit, NoAnswer):
            print("The same command continues where this run stopped.", file=sys.stderr)
            raise
    print(as_text(report, settings))
    return 0 if report.go_on_at is None else LIMIT_STATUS


def as_text(report: "CollectReport", settings: "CollectSettings") -> str:
    """The summary for people."""
    from recommender.sources.openverse.errors import local_time
    from recommender.sources.posts_file import POSTS

    plurals = {"search": "searches", "thumbnail": "images", "token": "tokens"}
    sent = [f"{count:,} for {plurals[kind]}" for kind, count in report.requests.items()]
    lines = [f"Posts       {report.n_posts:,} in {report.folder / POSTS}"]
    lines += [f"  {topic}: {kept:,} of {report.wanted:,}" for topic, kept in report.kept.items()]
    lines += [f"Skipped     {sum(report.skipped.values()):,}"]
    reasons = sorted(report.skipped.items(), key=lambda item: (-item[1], item[0]))
    lines += [f"  {count:,} {reason}" for reason, count in reasons]
    lines += [f"Requests    {', '.join(sent) or 'none'}"]
    if report.go_on_at is not None:
        lines.append(
            f"The server's limit is used up; the same command can continue at "
            f"{local_time(report.go_on_at)} or later."
        )
    elif any(kept < settings.per_topic for kept in report.kept.values()):
        lines.append(
            "Some topics have fewer photos than asked for: a search gives at most 240 works, and "
            "not all of them fit. Add topics, or lower --min-tags."
        )
    return "\n".join(lines)


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print("error: There is no terminal to ask on; give --yes to start.", file=sys.stderr)
        return False
    print("Start? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
