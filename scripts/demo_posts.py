"""Write the demo's posts: its pictures, with hashtags by rules, from a table of scenes.

    PYTHONPATH=. python scripts/demo_posts.py --output demo_posts
    python -m recommender build demo_posts/posts.jsonl --output assets/demo --encoder bundled \\
        --also imagenet --thumbnail-side 320 --rank 64 --overwrite

makes assets/demo again. Change the rules in scripts/demo_hashtags.py, or a row of the table, and the
next build has other hashtags.
"""

import argparse
import csv
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from demo_hashtags import GENERAL, hashtags

from recommender.collection import Collection, is_collection

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TABLE = ASSETS / "demo_posts/scenes.csv"
PICTURES = ASSETS / "demo"

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """The rows: id, category, scene, number, words, time and mood, all of them texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def post_of(row: Row) -> dict:
    """A row's post. Its hashtags depend on nothing but the row."""
    name = f"{row['category']}_{row['scene']}_{int(row['number']):02d}"
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return {
        "image": f"images/{name}.jpg",
        "hashtags": hashtags(
            rng, row["category"], row["words"].split(), row["time"], row["mood"].split()
        ),
        "group": f"{row['category']}/{row['scene']}",
        "creator": "the demo's renderer",
        "license": "CC0-1.0",
        "category": row["category"],
    }


def read_pictures(path: Path) -> dict[str, bytes]:
    """The pictures by their ids: the thumbnails of a collection, or the files of a folder."""
    if not is_collection(path):
        return {file.stem: file.read_bytes() for file in path.glob("*.jpg")}
    collection = Collection.open(path)
    return {post.id: collection.thumbnail(row) or b"" for row, post in enumerate(collection.posts)}


def write_posts(rows: list[Row], pictures: Mapping[str, bytes], output: Path) -> list[dict]:
    """Write posts.jsonl, and the pictures beside it, which the table names by their ids."""
    (output / "images").mkdir(parents=True, exist_ok=True)
    posts = [post_of(row) for row in rows]
    for row, post in zip(rows, posts, strict=True):
        (output / post["image"]).write_bytes(pictures[row["id"]])
    lines = [json.dumps(post) + "\n" for post in posts]
    (output / "posts.jsonl").write_text("".join(lines), encoding="utf-8")
    return posts


def facts(posts: list[dict]) -> str:
    """How many hashtags the posts have, and which share of a post's are general words."""
    lists = [post["hashtags"] for post in posts]
    share = np.mean([np.mean([tag[1:] in GENERAL for tag in tags]) for tags in lists])
    return (
        f"{len(posts)} posts with {np.mean([len(tags) for tags in lists]):.1f} hashtags each, "
        f"of which {share:.1%} are general words"
    )


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True, help="folder for posts.jsonl")
    parser.add_argument("--table", type=Path, default=TABLE, help="the table of scenes")
    parser.add_argument(
        "--pictures", type=Path, default=PICTURES, help="a collection, or a folder of ID.jpg"
    )
    options = parser.parse_args()
    pictures = read_pictures(options.pictures)
    print(facts(write_posts(read_table(options.table), pictures, options.output)))


if __name__ == "__main__":
    main()
