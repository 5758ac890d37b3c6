"""Collections of generated posts, larger and larger: building, opening, searching, scoring.

    PYTHONPATH=. python benchmarks/scale.py [--posts 1000 10000 100000] [--json]

Posts have generated deep features and about 12 hashtags, and empty thumbnails: nothing is encoded. The
default rank. Building and answering run in processes of their own. Peak memory and what is resident after
the answers count the pages of mapped files too. Searches are for the 20 nearest posts, scores for ten
hashtags without variety: median, and 95th percentile, in milliseconds. With several numbers of posts, the
last line is the exponent of growth between the last two. The time of other searches: benchmarks/indexes.py.
"""

import argparse
import json
import math
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
from common.generated import generated, hashtags
from common.stages import Stages

from recommender.build import fit_and_write
from recommender.build_posts import BuildPosts
from recommender.collection import Collection
from recommender.collection.files import THUMBNAILS, thumbnail_path
from recommender.collection.manifest import EncoderFacts
from recommender.engine import LOCAL
from recommender.features.encoder import N_FEATURES
from recommender.hashtags import Vocabulary
from recommender.ranker import Ranker
from recommender.settings import BuildSettings
from recommender.sources import Post
from recommender.sources.skipped import SkippedItems

N_PHOTOS, NEAREST, N_HASHTAGS = 100, 20, 10
MEGABYTE = 1e6


def build(folder: Path, n: int) -> dict[str, Any]:
    features, _, kinds = generated(n, 1)
    posts = [
        Post(image=f"{i}.jpg", hashtags=tags, caption="A caption.", id=f"{i:016x}")
        for i, tags in enumerate(hashtags(kinds))
    ]
    (folder / THUMBNAILS).mkdir(parents=True)
    for post in posts:
        thumbnail_path(folder, post).touch()
    encoded = BuildPosts(SkippedItems(), posts, [(row.astype(np.float32),) for row in features])
    del features
    vocabulary = Vocabulary.of((post.hashtags for post in posts), 1)
    facts = EncoderFacts("generated", "0" * 64, 192)
    stages, start = Stages(), time.perf_counter()
    seconds: dict[str, float] = {}
    fit_and_write(
        encoded,
        vocabulary,
        BuildSettings(min_count=1),
        [(facts, np.ones(N_FEATURES, dtype=np.float32))],
        "generated",
        folder,
        seconds,
        stages,
        LOCAL,
    )
    return {
        "build_s": time.perf_counter() - start,
        "build_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE,
        "disk_mb": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / MEGABYTE,
        "stages": {**stages.seconds, "writing": seconds["write"]},
    }


def answer(folder: Path, n: int) -> dict[str, Any]:
    features, _, _ = generated(N_PHOTOS, 1, seed=1)
    photos = features.astype(np.float32)
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
    resident = resident_mb()
    shared = []
    for photo, (rows, _) in zip(photos, found, strict=True):
        exact = np.argsort(-ranker.index.similarities(photo), kind="stable")[:NEAREST]
        shared.append(len(set(exact.tolist()) & set(rows.tolist())) / NEAREST)
    return {
        "hashtags": collection.manifest.n_hashtags,
        "open_s": opened,
        "resident_mb": resident,
        "search_ms": float(np.median(search)),
        "search_ms_p95": float(np.quantile(search, 0.95)),
        "recall_at_20": float(np.mean(shared)),
        "score_ms": float(np.median(score)),
        "score_ms_p95": float(np.quantile(score, 0.95)),
        "score_ms_reach_1": float(np.median(niche)),
    }


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


def measured(n: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "collection"
        built = apart(build, folder, n)
        stages = built.pop("stages")
        return {"posts": n, **built, **apart(answer, folder, n), "stages": stages}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", action="store_true", help="one object per line on stdout")
    options = parser.parse_args()
    rows = []
    for n in options.posts:
        rows.append(measured(n))
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
