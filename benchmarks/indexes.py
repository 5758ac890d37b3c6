"""Searching many posts: the cells, beside comparing every post, FAISS and USearch as they come.

    pip install usearch  # else its row is left out
    PYTHONPATH=. python benchmarks/indexes.py [--posts 1000 10000 50000] [--photos 100] [--json]

Generated deep features and image factors, rank 256. Recall is how many of the exact 20 nearest are
found. Milliseconds are of one search for 20 neighbours, in one thread: median and 95th percentile.
"Exact search" is what smaller collections do, "cells" what larger ones do: 400 candidates, compared
exactly. The rows of libraries are searches alone, of vectors ``(1280 + 256,) float32`` that must be
in memory. MB is what a search holds in memory beside mapped files.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

import faiss
import numpy as np
from common.generated import generated
from threadpoolctl import threadpool_limits

from recommender.neighbors.cells import CANDIDATES, fit_cells
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.similarity import FittedSimilarity, fit_projection
from recommender.neighbors.vectors import SimilarityVectors

RANK, SHARE, NEAREST = 256, 0.4, 20

Search = Callable[[int], np.ndarray]
"""The number of a photo -> rows of the posts nearest to it."""


@dataclass
class Row:
    posts: int
    way: str
    build_s: float
    mb: float
    ms: float
    ms_p95: float
    recall_at_20: float


def ways(
    features: np.ndarray, fitted: FittedSimilarity, photos: np.ndarray
) -> Iterator[tuple[str, float, float, Search]]:
    """Name, seconds to build, MB in memory, and the search."""
    n, width = len(features), features.shape[1] + RANK
    vectors = SimilarityVectors(features, fitted, SHARE)
    asked = vectors.photos(photos)
    start = time.perf_counter()
    exact = NeighborIndex(features, fitted, SHARE)
    yield (
        "exact search",
        time.perf_counter() - start,
        4 * n * width / 1e6,
        lambda i: exact.search(photos[i], NEAREST)[0],
    )
    start = time.perf_counter()
    cells = fit_cells(vectors)
    index = NeighborIndex(features, replace(fitted, cells=cells), SHARE)
    seconds = time.perf_counter() - start
    size = cells.reduced.nbytes + 8 * n + cells.axes.nbytes + cells.centers.nbytes
    yield (
        f"cells, {CANDIDATES} candidates",
        seconds,
        size / 1e6,
        lambda i: index.search(photos[i], NEAREST)[0],
    )
    every = vectors.posts(slice(None))
    yield (
        "NumPy, matrix times vector",
        0.0,
        every.nbytes / 1e6,
        lambda i: np.argsort(-(every @ asked[i]))[:NEAREST],
    )
    for name in ("Flat", "HNSW32", f"IVF{int(4 * np.sqrt(n))},Flat"):
        start = time.perf_counter()
        built = faiss.index_factory(width, name, faiss.METRIC_INNER_PRODUCT)
        built.train(every)
        built.add(every)
        seconds = time.perf_counter() - start
        if name.startswith("IVF"):
            built.nprobe = 16
        size = every.nbytes + (4 * 2 * 32 * n if name.startswith("HNSW") else 8 * n)
        yield (
            f"FAISS {name}",
            seconds,
            size / 1e6,
            lambda i, built=built: built.search(asked[i : i + 1], NEAREST)[1][0],
        )
    with suppress(ImportError):
        from usearch.index import Index

        for kind in ("f16", "i8"):
            start = time.perf_counter()
            graph = Index(ndim=width, metric="ip", dtype=kind)
            graph.add(np.arange(n), every)
            yield (
                f"USearch {kind}",
                time.perf_counter() - start,
                graph.memory_usage / 1e6,
                lambda i, graph=graph: graph.search(asked[i], NEAREST).keys,
            )


def measured(n: int, n_photos: int) -> Iterator[Row]:
    features, factors, _ = generated(n + n_photos, RANK)
    photos = features[n:].astype(np.float32)
    features, factors = features[:n], factors[:n]
    fitted = fit_projection(features, factors)
    nearest: list[set[int]] = []
    for name, seconds, size, search in ways(features, fitted, photos):
        found, times = [], []
        faiss.omp_set_num_threads(1)
        with threadpool_limits(1):
            for i in range(n_photos):
                start = time.perf_counter()
                found.append(set(np.asarray(search(i)).tolist()))
                times.append(1000 * (time.perf_counter() - start))
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        nearest = nearest or found
        shared = [len(a & b) / NEAREST for a, b in zip(found, nearest, strict=True)]
        yield Row(
            n,
            name,
            seconds,
            size,
            float(np.median(times)),
            float(np.quantile(times, 0.95)),
            float(np.mean(shared)),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="one object per line")
    options = parser.parse_args()
    if not options.json:
        print("| posts | way | built in s | MB | ms | 95 % | recall@20 |")
        print("|---|---|---|---|---|---|---|")
    for n in options.posts:
        for row in measured(n, options.photos):
            if options.json:
                print(json.dumps(asdict(row)), flush=True)
            else:
                print(
                    f"| {row.posts:,} | {row.way} | {row.build_s:.1f} | {row.mb:,.0f} | {row.ms:.2f} "
                    f"| {row.ms_p95:.2f} | {row.recall_at_20:.4f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
