"""The original notebook's way compared with ours, on the same images, in one run.

    PYTHONPATH=. python benchmarks/pipeline.py POSTS [--images 300] [--queries 30]

POSTS is a posts file. The original's way: Keras ``predict`` one image at a time, SciPy's cosine row
by row, and a pandas ``apply`` of dot products over all hashtags, rewritten here from a description.
Ours: this package. Both answer from the same deep features and ALS factors. Prints medians and
ratios; machines are shared and noisy, so only the ratios mean something.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from common.original import Hashtags, nearest

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.images import open_image, to_pixels
from recommender.paths import HOME_VARIABLE
from recommender.progress import Bars
from recommender.recommend import HashtagRecommender
from recommender.sources import Post
from recommender.sources.formats import read_posts

SIZE = 224
N_NEIGHBORS = 20


class Original:
    """The way of the notebooks of 2019: MobileNetV2 by Keras, SciPy's cosine, pandas."""

    def __init__(self, collection: Collection) -> None:
        import pandas as pd
        import tensorflow as tf

        self.model = tf.keras.applications.MobileNetV2(
            input_shape=(SIZE, SIZE, 3), weights="imagenet", include_top=False, pooling="avg"
        )
        self.features = [np.array(row) for row in collection.model.features]
        self.images = pd.DataFrame({"factor": list(np.array(collection.model.image_factors))})
        factors = collection.model.hashtag_factors
        self.hashtags = Hashtags(collection.vocabulary.hashtags, factors)

    def decode(self, path: Path) -> np.ndarray:
        import tensorflow as tf

        image = tf.io.decode_image(tf.io.read_file(str(path)), channels=3, expand_animations=False)
        return tf.image.resize(tf.cast(image, tf.float32) / 127.5 - 1.0, (SIZE, SIZE)).numpy()

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        return self.model.predict(pixels[None], verbose=0)[0]

    def search(self, features: np.ndarray) -> list[int]:
        return nearest(self.features, features, N_NEIGHBORS)

    def score(self, rows: list[int]) -> list[str]:
        mean = np.mean(self.images["factor"].iloc[rows].tolist(), axis=0)
        return self.hashtags.best(mean, 10)


def time_original(original: Original, paths: list[Path]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = defaultdict(list)
    original.encode(original.decode(paths[0]))  # warm-up
    for path in paths:
        value: object = path
        for stage in ("decode", "encode", "search", "score"):
            start = time.perf_counter()
            value = getattr(original, stage)(value)
            seconds[stage].append(time.perf_counter() - start)
    return seconds


def time_ours(recommender: HashtagRecommender, paths: list[Path]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = defaultdict(list)
    recommender.recommend(paths[0])  # warm-up
    for path in paths:
        for stage, value in recommender.recommend(path, N_NEIGHBORS).seconds.items():
            seconds[stage].append(value)
    return seconds


def print_answers(theirs: dict[str, list[float]], ours: dict[str, list[float]]) -> None:
    print(f"\nOne answer, median milliseconds of {len(theirs['decode'])}")
    print(f"{'stage':<10}{'original':>10}{'ours':>10}{'ratio':>10}")
    for stage in ("decode", "encode", "search", "score"):
        print_row(stage, statistics.median(theirs[stage]), statistics.median(ours[stage]))
    totals = [[sum(stages) for stages in zip(*way.values(), strict=True)] for way in (theirs, ours)]
    print_row("total", statistics.median(totals[0]), statistics.median(totals[1]))


def print_row(name: str, theirs: float, ours: float) -> None:
    print(f"{name:<10}{theirs * 1e3:>10.2f}{ours * 1e3:>10.2f}{theirs / ours:>9.1f}x")


def print_building(original: Original, encoder: Encoder, paths: list[Path], built: float) -> None:
    """Decoding and encoding many images, in images per second; ``built`` is the build's rate."""
    start = time.perf_counter()
    for path in paths:
        original.encode(original.decode(path))
    theirs = len(paths) / (time.perf_counter() - start)
    ready = [to_pixels(open_image(path), encoder.size) for path in paths]
    alone = rate(encoder.encode_pixels, ready)
    decoding = rate(lambda path: to_pixels(open_image(path), encoder.size), paths)
    print(f"\nBuilding, images per second (the alternatives on {len(paths)} images)")
    print(f"original (decode, then predict, one at a time)   {theirs:8.1f}")
    print(f"ours (the build's encode stage with thumbnails)  {built:8.1f}  {built / theirs:.1f}x")
    print(f"our encoder alone, on ready arrays               {alone:8.1f}")
    print(f"our decoding alone                               {decoding:8.1f}")
    print(f"ours reaches {built / alone:.0%} of the encoder alone")


def rate(function: Callable, items: list) -> float:
    """Calls per second on all cores."""
    start = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(function, items):
            pass
    return len(items) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, metavar="POSTS", help="posts.jsonl or posts.csv")
    parser.add_argument(
        "--images", type=int, default=300, help="images that the original's way encodes"
    )
    parser.add_argument("--queries", type=int, default=30, help="how many answers are timed")
    options = parser.parse_args()

    encoder = open_encoder("imagenet", threads=1, copies=os.cpu_count() or 1)
    single = open_encoder("imagenet")
    with tempfile.TemporaryDirectory() as name:
        os.environ[HOME_VARIABLE] = name  # an empty feature cache: everything is encoded
        report = build_collection(options.posts, Path(name) / "c", progress=Bars(), encoder=encoder)
        recommender = HashtagRecommender(Collection.open(report.folder), single)
        n = len(recommender.collection)
        posts = [p.path for p in read_posts(options.posts) if isinstance(p, Post) and p.path]
        print(f"{n:,} posts, {os.cpu_count()} cores, imagenet encoder")
        queries = posts[:: max(len(posts) // options.queries, 1)][: options.queries]
        ours = time_ours(recommender, queries)  # before TensorFlow's threads are in the process
        original = Original(recommender.collection)
        print_answers(time_original(original, queries), ours)
        print_building(original, encoder, posts[: options.images], n / report.seconds["encode"])
        stages = ", ".join(f"{stage} {value:.1f} s" for stage, value in report.seconds.items())
        print(f"\nThe whole build of {n:,} posts: {sum(report.seconds.values()):.1f} s ({stages})")


if __name__ == "__main__":
    main()
