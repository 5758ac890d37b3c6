"""The command line: ``python -m recommender build | recommend | info``."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from recommender.errors import RecommenderError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; exit status 0: done, 1: an error said on stderr, 2: wrong usage, 130: Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except RecommenderError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing was left half-written.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of stdout went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m recommender",
        description="Hashtags for a photo, from posts that look like it.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands)
    _add_recommend(commands)
    _add_info(commands)
    return parser


def _add_build(commands) -> None:
    from recommender.factors import AlsSettings

    als = AlsSettings()
    parser = commands.add_parser(
        "build",
        help="make a collection from a file of posts",
        description="Make a collection from a file of posts: encode the images, fit ALS, write a folder.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add(
        "posts",
        type=Path,
        metavar="POSTS",
        help="posts.jsonl or posts.csv; image paths are relative to it",
    )
    add("--output", type=Path, required=True, metavar="DIR", help="the collection's folder")
    add("--encoder", default="imagenet", help="imagenet, bundled, or a .tflite file")
    add("--rank", type=_positive, default=als.rank, help="number of ALS factors")
    add(
        "--alpha", type=float, default=als.alpha, help="ALS confidence of a hashtag that a post has"
    )
    add("--regularization", type=float, default=als.regularization, help="ALS regularization")
    add("--iterations", type=_positive, default=als.iterations, help="ALS iterations")
    add("--seed", type=int, default=als.seed, help="seed of ALS' random start")
    add("--min-count", type=_positive, default=1, help="fewest posts that a kept hashtag has")
    add("--thumbnail-side", type=_positive, default=480, help="longer side of thumbnails in pixels")
    add("--overwrite", action="store_true", help="replace a collection that is there already")
    add("--strict", action="store_true", help="stop at the first post that can't be used")
    parser.set_defaults(run=_build)


def _add_recommend(commands) -> None:
    parser = commands.add_parser(
        "recommend",
        help="hashtags for images",
        description="Recommend hashtags for images, and show the similar posts they come from.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("images", nargs="+", metavar="IMAGE", help="image files")
    add("--collection", required=True, metavar="DIR", help="a folder that build made")
    add(
        "--encoder",
        default=None,
        help="imagenet, bundled, or a .tflite file; else the collection's own",
    )
    add("--neighbors", type=_positive, default=20, help="how many similar posts to average")
    add("--hashtags", type=_positive, default=10, help="how many hashtags to recommend")
    add("--json", action="store_true", help="one JSON object a line and image")
    parser.set_defaults(run=_recommend)


def _add_info(commands) -> None:
    parser = commands.add_parser(
        "info",
        help="describe a collection and check its checksums",
        description="Describe a collection and check all its checksums, thumbnails included.",
    )
    parser.add_argument("folder", metavar="DIR", help="a folder that build made")
    parser.set_defaults(run=_info)


def _build(options: argparse.Namespace) -> int:
    from recommender.build import BuildSettings, build_collection
    from recommender.factors import AlsSettings

    # Docker and system shutdowns send SIGTERM; as an exception it cleans up like Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    als = AlsSettings(
        options.rank, options.alpha, options.regularization, options.iterations, options.seed
    )
    settings = BuildSettings(
        encoder=options.encoder,
        als=als,
        min_count=options.min_count,
        thumbnail_side=options.thumbnail_side,
    )
    report = build_collection(
        options.posts,
        options.output,
        settings,
        overwrite=options.overwrite,
        strict=options.strict,
        progress=True,
    )
    for skipped in report.skipped:
        print(f"skipped {skipped}", file=sys.stderr)
    manifest = report.manifest
    if manifest.als["rank"] < report.wanted_rank:
        print(
            f"The rank was lowered from {report.wanted_rank} to {manifest.als['rank']}: "
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


def _recommend(options: argparse.Namespace) -> int:
    from recommender.errors import ImageError
    from recommender.recommend import HashtagRecommender

    recommender = HashtagRecommender.open(options.collection, options.encoder)
    failed = False
    for image in options.images:
        try:
            answer = recommender.recommend(image, options.neighbors, options.hashtags)
        except ImageError as error:
            failed = True
            if options.json:
                print(
                    json.dumps({"image": image, "error": str(error)}, ensure_ascii=False),
                    flush=True,
                )
            else:
                print(f"error: {image}: {error}", file=sys.stderr)
            continue
        if options.json:
            print(json.dumps(answer.to_dict(), ensure_ascii=False), flush=True)
        else:
            print(_as_text(answer), flush=True)
    return 1 if failed else 0


def _as_text(answer) -> str:
    lines = [f"{answer.image}", "", "  score  hashtag"]
    lines += [f"{s.score:7.3f}  #{s.hashtag}" for s in answer.hashtags]
    lines += ["", "  similarity  similar post"]
    lines += [
        f"{n.similarity:12.3f}  {n.post.image}  {' '.join('#' + t for t in n.post.hashtags[:5])}"
        for n in answer.neighbors
    ]
    return "\n".join(lines) + "\n"


def _info(options: argparse.Namespace) -> int:
    from recommender.collection import Collection
    from recommender.errors import CollectionError

    collection = Collection.open(options.folder)
    manifest, als = collection.manifest, collection.manifest.als
    print(f"Collection  {manifest.name} (format {manifest.format}) in {collection.folder}")
    print(f"Posts       {manifest.n_posts:,}")
    print(f"Hashtags    {manifest.n_hashtags:,} on at least {manifest.min_count} posts each")
    top = zip(collection.vocabulary.hashtags[:5], collection.vocabulary.counts[:5], strict=True)
    print(f"Most used   {', '.join(f'#{tag} {count:,}' for tag, count in top)}")
    print(
        f"Encoder     {manifest.encoder['name']}, {manifest.encoder['image_size']} px, "
        f"sha256 {manifest.encoder['sha256']}"
    )
    print(
        f"ALS         rank {als['rank']}, alpha {als['alpha']:g}, regularization "
        f"{als['regularization']:g}, {als['iterations']} iterations, seed {als['seed']}"
    )
    print(f"Thumbnails  {manifest.n_posts:,}, up to {manifest.thumbnail_side} px")
    if damage := collection.damaged_thumbnails():
        raise CollectionError(
            f"The collection {collection.folder} is damaged ({damage}); build it again."
        )
    print("Checksums   all right")
    return 0


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value
