"""The encoders side by side: topics, hashtags, size and speed.

    PYTHONPATH=. python benchmarks/encoders.py TOPICS POSTS

TOPICS is a folder with one folder of photos for each topic. A photo's topic is guessed from the
others, by similarity-weighted votes (max(s, 0) ** 3) of its 10 nearest, by cosine of centred deep
features. POSTS is a posts file; its nDCG@10 is measured as by `evaluate`, with 5 folds and seed 0.
"""

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path

import numpy as np

from recommender.evaluation.compare import compare
from recommender.evaluation.data import read_evaluation_posts
from recommender.evaluation.ways import Way
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.images import EXTENSIONS, open_image
from recommender.neighbors.vectors import unit_rows
from recommender.settings import EvaluationSettings

N_NEIGHBORS = 10


def topic_accuracy(encoder: Encoder, folder: Path) -> tuple[float, int]:
    """Share of photos whose topic is guessed right from the others, and the number of photos."""
    files = sorted(p for p in folder.glob("*/*") if p.suffix.lower().lstrip(".") in EXTENSIONS)
    topics = [p.parent.name for p in files]
    features = encoder.encode([open_image(p) for p in files])
    rows = unit_rows(features - features.mean(axis=0))
    similarities = rows @ rows.T
    np.fill_diagonal(similarities, -1)
    right = 0
    for i, row in enumerate(similarities):
        votes: Counter[str] = Counter()
        for j in np.argsort(-row)[:N_NEIGHBORS]:
            votes[topics[j]] += max(row[j], 0.0) ** 3
        right += votes.most_common(1)[0][0] == topics[i]
    return right / len(files), len(files)


def milliseconds(encoder: Encoder) -> float:
    """Median time to encode an image that is already decoded and resized, in milliseconds."""
    pixels = np.zeros((encoder.size, encoder.size, 3), dtype=np.float32)
    times = []
    for _ in range(200):
        start = time.perf_counter()
        encoder.encode_pixels(pixels)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topics", type=Path, metavar="TOPICS", help="a folder of folders of photos")
    parser.add_argument("posts", type=Path, metavar="POSTS", help="a posts file")
    parser.add_argument("--encoder", nargs="+", default=["bundled", "imagenet"])
    options = parser.parse_args()
    print(f"{'encoder':<12}{'px':>5}{'MB':>7}{'ms':>7}{'topics':>9}{'nDCG@10 n=20':>15}{'n=50':>8}")
    for name in options.encoder:
        encoder = open_encoder(name)
        accuracy, n = topic_accuracy(encoder, options.topics)
        data, _ = read_evaluation_posts(options.posts, name)
        ndcg = [
            compare(data, EvaluationSettings(n_neighbors=k)).way(Way.OURS).values["ndcg@10"].mean()
            for k in (20, 50)
        ]
        print(
            f"{name:<12}{encoder.size:>5}{encoder.path.stat().st_size / 1e6:>7.1f}"
            f"{milliseconds(encoder):>7.1f}{accuracy:>9.1%}{ndcg[0]:>15.3f}{ndcg[1]:>8.3f}"
        )
    print(f"topics: {n} photos; nDCG: {len(data.posts):,} posts")


if __name__ == "__main__":
    main()
