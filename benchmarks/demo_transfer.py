"""Do real photos find rendered posts of their own topic?

    PYTHONPATH=. python benchmarks/demo_transfer.py TOPICS POSTS [--encoder bundled imagenet]

TOPICS is a folder with one folder of real photos for each topic, POSTS the demo's posts file
(scripts/demo_posts.py). For each photo: which topic has the most similarity-weighted votes
(max(s, 0) ** 3) among its 20 nearest rendered posts, by cosine of deep features centred on the
posts' mean? With ten topics, chance is 10 %.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from recommender.errors import RecommenderError
from recommender.evaluation.data import read_evaluation_posts
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.images import EXTENSIONS, open_image
from recommender.neighbors.vectors import unit_rows

N_NEIGHBORS = 20


def nearest_topic(similarities: np.ndarray, topics: list[str]) -> str:
    """The topic with the most votes among the 20 most similar posts."""
    votes: Counter[str] = Counter()
    for i in np.argsort(-similarities)[:N_NEIGHBORS]:
        votes[topics[i]] += max(similarities[i], 0.0) ** 3
    return votes.most_common(1)[0][0]


def guesses(encoder: Encoder, name: str, folder: Path, posts_file: Path) -> dict[str, list[str]]:
    """The guessed topic of each photo, by its true topic."""
    data, _ = read_evaluation_posts(posts_file, name)
    topics = [post.category for post in data.posts]
    mean = data.features.mean(axis=0)
    posts = unit_rows(data.features - mean)
    result: dict[str, list[str]] = {}
    for topic in sorted(set(topics)):
        photos = sorted(
            p for p in (folder / topic).glob("*") if p.suffix.lower().lstrip(".") in EXTENSIONS
        )
        result[topic] = [
            nearest_topic(posts @ unit_rows(encoder.encode_one(open_image(p)) - mean), topics)
            for p in photos
        ]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topics", type=Path, metavar="TOPICS", help="a folder of folders of photos")
    parser.add_argument("posts", type=Path, metavar="POSTS", help="the demo's posts.jsonl")
    parser.add_argument("--encoder", nargs="+", default=["bundled", "imagenet"])
    options = parser.parse_args()
    try:
        found = {
            name: guesses(open_encoder(name), name, options.topics, options.posts)
            for name in options.encoder
        }
    except RecommenderError as error:
        raise SystemExit(f"error: {error}") from error
    print(
        f"{'topic':<14}{'photos':>8}" + "".join(f"{name:>12}" for name in found) + "  mistaken for"
    )
    n_all, right_all = 0, Counter()
    for topic, first in next(iter(found.values())).items():
        cells = ""
        for name, by_topic in found.items():
            right = sum(guess == topic for guess in by_topic[topic])
            right_all[name] += right
            cells += f"{right / max(len(first), 1):>12.0%}"
        wrong = Counter(g for by_topic in found.values() for g in by_topic[topic] if g != topic)
        n_all += len(first)
        mistakes = ", ".join(f"{guess} {n}" for guess, n in wrong.most_common(3))
        print(f"{topic:<14}{len(first):>8}{cells}  {mistakes}")
    total = "".join(f"{right_all[name] / max(n_all, 1):>12.1%}" for name in found)
    print(f"{'all':<14}{n_all:>8}{total}")


if __name__ == "__main__":
    main()
