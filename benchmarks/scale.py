"""Collections of generated posts, larger and larger: building, opening, searching, scoring.

    PYTHONPATH=. python benchmarks/scale.py [--posts 1000 10000 100000] [--json]

Posts have generated deep features and about 12 hashtags, and thumbnails of 8 kB: nothing is encoded. The
default rank, and hashtags of a single post too. Building and answering run in processes of their own. Peak
memory and what is resident after the answers count the pages of mapped files too. open_s is opening a
collection that was built here or opened before, first_open_s checking every byte. Searches are for the 20
nearest posts, scores for ten hashtags without variety, posts_ms reading those 20 posts: median, and 95th
percentile, in milliseconds. Beside them NumPy's product of all posts with a photo, FAISS's flat index, and
the way of the notebooks of 2019. With several numbers of posts, the last column is the exponent of growth
between the last two. A million posts take an hour on two cores.
"""

import argparse
import json
import math
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from common.generated import generated, generated_parts, hashtags
from common.original import Hashtags, nearest
from common.stages import Stages

from recommender.build import fit_and_write
from recommender.build_posts import BuildPosts
from recommender.collection import Collection
from recommender.collection.manifest import EncoderFacts
from recommender.collection.seen import SeenFiles
from recommender.draft import Draft
from recommender.engine import LOCAL
from recommender.features.encoder import N_FEATURES
from recommender.features.rows import FeatureRows
from recommender.features.thumbnail_spool import ThumbnailSpool
from recommender.hashtags import Vocabulary
from recommender.mapped import blocks
from recommender.neighbors.similarity import EXACT_POSTS
from recommender.neighbors.vectors import SimilarityVectors
from recommender.paths import HOME_VARIABLE
from recommender.ranker import Ranker
from recommender.settings import BuildSettings
from recommender.sources import Post
from recommender.sources.skipped import SkippedItems
from recommender.sources.spool import PostSpool

N_PHOTOS, NEAREST, N_HASHTAGS = 100, 20, 10
MEGABYTE = 1e6
_THUMBNAIL = b"\xff\xd8" + b"\x55" * 8_000 + b"\xff\xd9"


def build(folder: Path, n: int) -> dict[str, Any]:
    os.environ[HOME_VARIABLE] = str(folder.parent)  # where a large build keeps its stages
    rows, posts = FeatureRows(folder.parent), PostSpool(folder.parent)
    thumbnails = ThumbnailSpool(folder=folder.parent)
    folder.mkdir()
    for features, _, kinds in generated_parts(n, 1):
        rows.add(features)
        for tags in hashtags(kinds, 3 * n, seed=len(posts)):
            post = Post(f"{len(posts)}.jpg", tags, "A caption.", id=f"{len(posts):016x}")
            thumbnails.add(post.id, _THUMBNAIL)
            posts.add(post)
    facts = EncoderFacts("generated", "0" * 64, 192)
    stages, start = Stages(), time.perf_counter()
    seconds: dict[str, float] = {}
    vocabulary = Vocabulary.of((post.hashtags for post in posts), 1)
    stages.rest("counting hashtags")
    draft = Draft(folder) if n > EXACT_POSTS else None
    manifest = fit_and_write(
        BuildPosts(SkippedItems(), posts, [rows], thumbnails),
        vocabulary,
        BuildSettings(min_count=1),
        [(facts, np.ones(N_FEATURES, dtype=np.float32))],
        "generated",
        folder,
        seconds,
        stages,
        LOCAL,
        draft,
    )
    built = time.perf_counter() - start
    SeenFiles(folder).remember(manifest.files.items())
    return {
        "build_s": built,
        "build_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE,
        "disk_mb": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / MEGABYTE,
        "stages": {**stages.seconds, "writing": seconds["write"]},
    }


def answer(folder: Path, n: int) -> dict[str, Any]:
    os.environ[HOME_VARIABLE] = str(folder.parent)
    photos = asked()
    start = time.perf_counter()
    collection = Collection.open(folder)
    ranker = Ranker(collection.model, collection.manifest.ranking, collection.vocabulary.hashtags)
    opened = time.perf_counter() - start
    found = [ranker.search(photo, NEAREST) for photo in photos]  # warm
    means = [ranker.mean_factor(*pair) for pair in found]
    search = milliseconds([lambda p=p: ranker.search(p, NEAREST) for p in photos])
    score = milliseconds(
        [lambda u=u: ranker.suggest(u, None, N_HASHTAGS, variety=0.0) for u in means]
    )
    niche = milliseconds(
        [lambda u=u: ranker.suggest(u, None, N_HASHTAGS, variety=0.0, reach=1.0) for u in means]
    )
    posts = milliseconds([lambda r=r: [collection.posts[i] for i in r] for r, _ in found])
    resident = resident_mb()
    exact = [set(top(row).tolist()) for row in ranker.index.similarities(photos)]
    shared = [len(a & set(rows)) / NEAREST for a, (rows, _) in zip(exact, found, strict=True)]
    start = time.perf_counter()
    Collection.open(folder, every=True)
    return {
        "hashtags": collection.manifest.n_hashtags,
        "open_s": opened,
        "first_open_s": time.perf_counter() - start,
        "resident_mb": resident,
        "search_ms": float(np.median(search)),
        "search_ms_p95": float(np.quantile(search, 0.95)),
        "recall_at_20": float(np.mean(shared)),
        "score_ms": float(np.median(score)),
        "score_ms_p95": float(np.quantile(score, 0.95)),
        "score_ms_reach_1": float(np.median(niche)),
        "posts_ms": float(np.median(posts)),
    }


def others(folder: Path, n: int) -> dict[str, Any]:
    """Other ways to the same: every post compared by NumPy and FAISS, and the way of 2019."""
    collection = Collection.open(folder)
    share = collection.manifest.ranking.learned_share
    vectors = SimilarityVectors(collection.model.features, collection.model.similarity, share)
    found = comparing_all(vectors, vectors.photos(asked()))
    photos = asked()[: 10 if n <= 10_000 else 1]
    features = list(collection.model.features.astype(np.float32))
    found["search_ms_of_2019"] = milliseconds(
        [lambda p=p: nearest(features, p, NEAREST) for p in photos]
    )
    table = Hashtags(collection.vocabulary.hashtags, collection.model.hashtag_factors)
    mean = collection.model.image_factors[0]
    found["score_ms_of_2019"] = milliseconds([lambda: table.best(mean, N_HASHTAGS)] * len(photos))
    return {name: float(np.median(times)) for name, times in found.items()}


def comparing_all(vectors: SimilarityVectors, queries: np.ndarray) -> dict[str, list[float]]:
    import faiss

    flat = faiss.IndexFlatIP(queries.shape[1])
    for rows in blocks(len(vectors)):
        flat.add(vectors.posts(rows))
    every = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, -1)
    return {
        "numpy_ms": milliseconds([lambda q=q: top(every @ q) for q in queries]),
        "faiss_flat_ms": milliseconds([lambda q=q: flat.search(q[None], NEAREST) for q in queries]),
    }


def top(similarities: np.ndarray) -> np.ndarray:
    return np.argpartition(similarities, len(similarities) - NEAREST)[-NEAREST:]


def asked() -> np.ndarray:
    """Deep features of photos that no collection has."""
    return generated(N_PHOTOS, 1, seed=1)[0].astype(np.float32)


def milliseconds(actions: list[Callable[[], object]]) -> list[float]:
    times = []
    for action in actions:
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return times


def resident_mb() -> float:
    """Of this process now, mapped pages included; its peak where there is no ``/proc``."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) * 1024 / MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def apart(function: Callable[[Path, int], dict[str, Any]], folder: Path, n: int) -> dict[str, Any]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, folder, n).result()


def measured(n: int, temporary_folder: Path | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=temporary_folder) as temporary:
        folder = Path(temporary) / "collection"
        built = apart(build, folder, n)
        stages = built.pop("stages")
        answered = {**apart(answer, folder, n), **apart(others, folder, n)}
        return {"posts": n, **built, **answered, "stages": stages}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", action="store_true", help="one object per line on stdout")
    parser.add_argument(
        "--folder", type=Path, help="a folder on a disk with room: 8 GB a million posts"
    )
    options = parser.parse_args()
    rows = []
    for n in options.posts:
        rows.append(measured(n, options.folder))
        print(json.dumps(rows[-1]), flush=True, file=sys.stdout if options.json else sys.stderr)
    if options.json:
        return
    names = [name for name in rows[0] if name not in ("posts", "stages")]
    stages = list(dict.fromkeys(stage for row in rows for stage in row["stages"]))
    print("| | " + " | ".join(f"{row['posts']:,}" for row in rows) + " | exponent |")
    print("|---" * (len(rows) + 2) + "|")
    for name in [*names, *stages]:
        values = [row[name] if name in row else row["stages"].get(name, 0.0) for row in rows]
        cells = [f"{value:,.4g}" if value < 100 else f"{value:,.0f}" for value in values]
        print(f"| {name} | {' | '.join(cells)} | {exponent(rows, values)} |")


def exponent(rows: list[dict[str, Any]], values: list[float]) -> str:
    if len(rows) < 2 or not (values[-1] > 0 and values[-2] > 0):
        return ""
    growth = math.log(values[-1] / values[-2])
    return f"{growth / math.log(rows[-1]['posts'] / rows[-2]['posts']):.2f}"


if __name__ == "__main__":
    main()
