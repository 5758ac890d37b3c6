"""``recommend``: hashtags for images."""

import argparse
import json
import sys

from recommender.commands.arguments import DEFAULT_COLLECTION, chosen_collection, positive
from recommender.settings import DEFAULT_HASHTAGS, DEFAULT_NEIGHBORS, DEFAULT_VARIETY


def add(commands) -> None:
    parser = commands.add_parser(
        "recommend",
        help="hashtags for images",
        description="Recommend hashtags for images, and show the similar posts they come from.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    option = parser.add_argument
    option("images", nargs="+", metavar="IMAGE", help="image files")
    option(
        "--collection",
        default=None,
        metavar="DIR",
        help=f"a folder that build made; {DEFAULT_COLLECTION}",
    )
    option(
        "--encoder",
        default=None,
        help="imagenet, bundled, or a .tflite file; if left out, the best of the collection's own that "
        "is on this computer",
    )
    option(
        "--neighbors",
        type=positive,
        default=DEFAULT_NEIGHBORS,
        help="how many similar posts to average",
    )
    option(
        "--hashtags",
        type=positive,
        default=DEFAULT_HASHTAGS,
        help="how many hashtags to recommend",
    )
    option(
        "--given",
        nargs="+",
        default=[],
        metavar="HASHTAG",
        help="hashtags that the images have already",
    )
    option("--reach", type=float, default=0.0, help="from -1 (broad hashtags) to 1 (niche ones)")
    option(
        "--variety",
        type=float,
        default=DEFAULT_VARIETY,
        help="from 0 (the order of the scores) to 1 (hashtags that are as different as can be)",
    )
    option(
        "--block", action="append", default=[], metavar="FILE|HASHTAG", help="never suggest these"
    )
    option(
        "--without",
        nargs="+",
        default=[],
        metavar="ID",
        help="ids of posts, as --json prints them, to leave out of the average",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="one JSON object per image, each on a line of its own"
    )
    form.add_argument(
        "--csv", action="store_true", help="one line per hashtag, after a header line"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.blocklist import read_block_options
    from recommender.errors import ImageError
    from recommender.export import csv_text, json_lines
    from recommender.hashtags import parse_separated
    from recommender.recommend import HashtagRecommender

    folder = chosen_collection(options.collection, "--collection DIR")
    recommender = HashtagRecommender.open(folder, options.encoder)
    if recommender.passed_over:
        used = recommender.encoder.name
        print(f"{recommender.passed_over} Meanwhile {used} is used.", file=sys.stderr)
    wishes = {
        "given": parse_separated(" ".join(options.given)),
        "reach": options.reach,
        "variety": options.variety,
        "block": read_block_options(options.block),
        "without": options.without,
    }
    if options.csv:
        print(csv_text([]), end="", flush=True)
    failed = False
    for image in options.images:
        try:
            answer = recommender.recommend(image, options.neighbors, options.hashtags, **wishes)
        except ImageError as error:
            failed = True
            if options.json:
                said = json.dumps({"image": image, "error": str(error)}, ensure_ascii=False)
                print(said, flush=True)
            else:
                print(f"error: {image}: {error}", file=sys.stderr)
            continue
        if options.json:
            text = json_lines([answer])
        elif options.csv:
            text = csv_text([answer], header=False)
        else:
            text = _as_text(answer)
        print(text, end="", flush=True)
    return 1 if failed else 0


def _as_text(answer) -> str:
    lines = [f"{answer.image}"]
    if answer.sureness is not None:
        lines.append(f"{answer.sureness.level}: {answer.sureness.sentence}")
    lines += ["", "  score  hashtag"]
    lines += [f"{s.score:7.3f}  #{s.hashtag}" for s in answer.hashtags]
    lines += ["", "  similarity  similar post"]
    lines += [
        f"{n.similarity:12.3f}  {n.post.image}  {' '.join('#' + t for t in n.post.hashtags[:5])}"
        for n in answer.neighbors
    ]
    return "\n".join(lines) + "\n\n"
