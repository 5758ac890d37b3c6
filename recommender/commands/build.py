"""``build``: posts -> a collection."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING

from recommender.commands.arguments import (
    add_format,
    add_progress,
    open_progress,
    path,
    positive,
    source,
)
from recommender.errors import EngineError
from recommender.settings import POSTS_PER_COUNT, BuildSettings

if TYPE_CHECKING:
    from recommender.collection.update import Changes
    from recommender.engine import Engine


def add(commands) -> None:
    default = BuildSettings()
    als = default.als
    parser = commands.add_parser(
        "build",
        help="make a collection from posts",
        description="Make a collection from posts: encode the images, fit ALS, write a folder.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option = parser.add_argument
    option(
        "posts",
        nargs="+",
        type=source,
        metavar="PATH",
        help="posts.jsonl or posts.csv, or what import takes: a folder, a zip, all zips of one export; "
        "with --engine spark also the address of a posts file",
    )
    option("--output", type=path, required=True, metavar="DIR", help="the collection's folder")
    add_format(parser)
    setting = partial(_add_setting, parser)
    setting("--encoder", str, default.encoder, "imagenet, bundled, or a .tflite file")
    option(
        "--also",
        action="append",
        metavar="ENCODER",
        help="keep the features of this encoder as well",
    )
    setting("--rank", positive, als.rank, "number of ALS factors")
    setting("--alpha", float, als.alpha, "ALS confidence of a hashtag that a post has")
    setting("--regularization", float, als.regularization, "ALS regularization")
    setting("--iterations", positive, als.iterations, "ALS iterations")
    setting("--seed", int, als.seed, "seed of the random start of ALS")
    setting(
        "--min-count",
        positive,
        f"1, and 1 more for each {POSTS_PER_COUNT:,} posts",
        "drop hashtags on fewer posts than this",
    )
    setting(
        "--thumbnail-side", positive, default.thumbnail_side, "longer side of thumbnails in pixels"
    )
    over = parser.add_mutually_exclusive_group()
    over.add_argument("--overwrite", action="store_true", help="replace an existing collection")
    over.add_argument(
        "--update",
        action="store_true",
        help="bring a collection up to date: encode only new posts, drop those that are no longer "
        "there, keep its settings except those given here",
    )
    option("--strict", action="store_true", help="stop at the first post that can't be used")
    option(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="what encodes and fits: this machine, or Apache Spark, which may be a cluster",
    )
    option("--master", metavar="URL", help="address of Spark's cluster; local[*] if left out")
    option(
        "--work",
        metavar="FOLDER",
        help="where Spark keeps what is half done, reached by all its machines; in the cache folder "
        "if left out",
    )
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.build import build_collection
    from recommender.commands.signals import stop_on_signals

    _check_engine(options)
    checkpoint = stop_on_signals()
    with open_progress(options.progress) as progress, _engine(options) as engine:
        report = build_collection(
            options.posts,
            options.output,
            _settings(options),
            overwrite=options.overwrite,
            update=options.update,
            strict=options.strict,
            progress=progress,
            checkpoint=checkpoint,
            format=options.format,
            engine=engine,
        )
    for line in report.skipped.lines():
        print(line, file=sys.stderr)
    manifest = report.manifest
    if manifest.als.rank < report.wanted_rank:
        print(
            f"The rank was lowered from {report.wanted_rank} to {manifest.als.rank}: "
            "the matrix of posts and hashtags allows no more.",
            file=sys.stderr,
        )
    if report.n_rare:
        print(
            f"{report.n_rare:,} hashtags on fewer than {manifest.min_count} posts were left out, as from "
            f"{(manifest.min_count - 1) * POSTS_PER_COUNT:,} posts on; --min-count 1 keeps them.",
            file=sys.stderr,
        )
    stages = ", ".join(f"{stage} {value:.1f} s" for stage, value in report.seconds.items())
    reused = f" ({report.n_reused:,} encoded before)" if report.n_reused else ""
    print(f"Collection  {report.folder}")
    print(f"Encoders    {', '.join(facts.name for facts in manifest.encoders)}")
    print(f"Posts       {manifest.n_posts:,}{reused}")
    print(f"Hashtags    {manifest.n_hashtags:,}")
    print(f"Skipped     {len(report.skipped):,}")
    if report.resumed:
        print(f"Resumed     {', '.join(report.resumed)}")
    if report.changes is not None:
        print(f"Changed     {_in_words(report.changes)}")
    print(f"Seconds     {sum(report.seconds.values()):.1f} in all: {stages}")
    print(f"Size        {report.size / 1e6:.1f} MB")
    return 0


def _check_engine(options: argparse.Namespace) -> None:
    """Raises EngineError for options that don't go together."""
    if options.engine == "local":
        addresses = [path for path in options.posts if isinstance(path, str)]
        if options.master is not None or options.work is not None:
            name = "--work" if options.master is None else "--master"
            raise EngineError(f"{name} belongs to Spark; add --engine spark, or leave it out.")
        if addresses:
            raise EngineError(
                f"{addresses[0]} is an address, which only Spark reads; add --engine spark, or give "
                "the path of a local copy."
            )
    elif options.update or options.also:
        name = "--update" if options.update else "--also"
        raise EngineError(
            f"The engine spark does not know {name}; leave out --engine, or build without {name}."
        )


@contextmanager
def _engine(options: argparse.Namespace) -> "Iterator[Engine]":
    if options.engine == "local":
        from recommender.engine import LOCAL

        yield LOCAL
        return
    from recommender.spark.engine import open_engine
    from recommender.spark.session import DEFAULT_MASTER

    with open_engine(options.master or DEFAULT_MASTER, options.work) as engine:
        yield engine


@dataclass(frozen=True)
class _NotGiven:
    """An option's default, as shown; ``--update`` uses the old collection's setting instead."""

    default: object

    def __str__(self) -> str:
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)


def _add_setting(
    parser, name: str, type_: Callable[[str], object], value: object, text: str
) -> None:
    metavar = name[2:].upper() if type_ is str else "N"
    parser.add_argument(name, type=type_, default=_NotGiven(value), metavar=metavar, help=text)


def _settings(options: argparse.Namespace) -> BuildSettings:
    """The given settings; the others come from the collection to update, or are the defaults."""
    base = BuildSettings()
    if options.update:
        from recommender.collection import is_collection
        from recommender.collection.manifest import read_manifest
        from recommender.collection.update import settings_of

        if is_collection(options.output):
            base = settings_of(read_manifest(options.output))
    given = {
        name: value for name, value in vars(options).items() if not isinstance(value, _NotGiven)
    }
    given["also"] = base.also if options.also is None else tuple(options.also)
    als = replace(base.als, **{f.name: given[f.name] for f in fields(base.als) if f.name in given})
    others = {f.name: given[f.name] for f in fields(base) if f.name in given}
    return replace(base, als=als, **others)


def _in_words(changes: "Changes") -> str:
    if not (changes.added or changes.dropped or changes.edited):
        return "no post"
    return (
        f"{changes.added:,} added, {changes.dropped:,} dropped, {changes.edited:,} with other "
        "hashtags or texts"
    )
