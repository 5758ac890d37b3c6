"""What checking a collection costs each time it is opened.

    PYTHONPATH=. python benchmarks/opening.py [--posts 1500 10000] [--runs 5]

Collections of random numbers and words, of the default rank. Milliseconds of a processor, the least
of several runs, with the files in memory: a first time after a start also reads them from disk.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from recommender.collection import Collection
from recommender.collection.arrays import load_arrays
from recommender.collection.encoders import EncoderPart
from recommender.collection.files import (
    data_files,
    sha256_of_file,
)
from recommender.collection.hashtags_parquet import load_vocabulary
from recommender.collection.manifest import EncoderFacts, Manifest, read_manifest
from recommender.collection.post_map import PostMap
from recommender.collection.posts_parquet import PostsFile
from recommender.collection.stored_posts import StoredPosts
from recommender.collection.writer import write_data
from recommender.features.encoder import N_FEATURES
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.neighbors.similarity import FittedSimilarity
from recommender.settings import AlsSettings, RankingSettings
from recommender.sources import Post


def write_collection(folder: Path, n_posts: int) -> Manifest:
    """A collection of so many posts with 20 hashtags each, out of five times as many."""
    random = np.random.default_rng(0)
    tags = [f"hashtag{i}" for i in range(5 * n_posts)]
    posts = [
        Post(
            image=f"images/{i}.jpg",
            hashtags=tuple(tags[j] for j in random.choice(len(tags), 20, replace=False)),
            caption="A caption of about the usual length, which says little. " * 4,
            creator=f"creator {i % 300}",
            source_url=f"https://example.org/{i}",
            id=f"{i:016x}",
        )
        for i in range(n_posts)
    ]
    vocabulary = Vocabulary.of(post.hashtags for post in posts)
    als = AlsSettings().fitting((n_posts, len(vocabulary.hashtags)))
    n_hashtags, rank = len(vocabulary.hashtags), als.rank

    def numbers(*shape: int) -> np.ndarray:
        return random.random(shape, dtype=np.float32)

    similarity = FittedSimilarity(
        numbers(N_FEATURES), numbers(N_FEATURES, rank), numbers(n_posts, rank), numbers(n_posts)
    )
    model = Model(
        als=als,
        features=numbers(n_posts, N_FEATURES),
        image_factors=numbers(n_posts, rank),
        hashtag_factors=numbers(n_hashtags, rank),
        columns=[],  # they are not kept on disk
        n_hashtags=np.full(n_posts, 20),
        counts=np.array(vocabulary.counts),
        similarity=similarity,
    )
    folder.mkdir()
    return write_data(
        folder,
        posts,
        vocabulary,
        [EncoderPart(EncoderFacts("bundled", "0" * 64, 192), model, numbers(N_FEATURES))],
        PostMap(numbers(n_posts, 2), np.zeros(n_posts, dtype=np.int32)),
        lambda image_id: random.bytes(10_000),
        name="random",
        ranking=RankingSettings(),
        min_count=1,
        thumbnail_side=480,
    )


def milliseconds(action: Callable[[], object], runs: int) -> float:
    """Milliseconds of a processor that the action takes at least."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1_500, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print("| posts | MB | manifest | checksums | every number | hashtags | open | posts |")
    print("|---|---|---|---|---|---|---|---|")
    for n_posts in options.posts:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "collection"
            manifest = write_collection(folder, n_posts)
            paths = [folder / file.name for file in data_files() if not file.late]
            actions: list[Callable[[], object]] = [
                lambda folder=folder: read_manifest(folder),
                lambda paths=paths: [sha256_of_file(path) for path in paths],
                lambda f=folder, m=manifest: load_arrays(f, data_files(), m.sizes),
                lambda f=folder, m=manifest: load_vocabulary(f, m.n_hashtags, m.n_posts),
                lambda folder=folder: Collection.open(folder),
                lambda f=folder, n=n_posts: list(StoredPosts(PostsFile(f, n), n)),
            ]
            size = sum(path.stat().st_size for path in paths) / 1e6
            cells = [f"{milliseconds(action, options.runs):.1f}" for action in actions]
            print(f"| {n_posts:,} | {size:.0f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
