"""Generated deep features and image factors, as many as are wanted: photos of many topics, in topics."""

from collections.abc import Iterator

import numpy as np

from recommender.features.encoder import N_FEATURES
from recommender.mapped import blocks

N_TOPICS, N_KINDS, DEPTH = 40, 25, 96
"""So many topics with so many kinds of photos each, apart in so many directions."""

_BLOCK = 20_000


def generated(n: int, rank: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deep features ``(n, 1280) float16``, image factors ``(n, rank) float32``, kinds ``(n,) int64``.

    Features are at least 0, as MobileNetV2's are. A tenth of the kinds has about half of the photos.
    """
    parts = list(generated_parts(n, rank, seed))
    features, factors, kinds = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return features, factors, kinds


def generated_parts(
    n: int, rank: int, seed: int = 0
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """What :func:`generated` gives, some rows after the other."""
    shape = np.random.default_rng(0)
    topics = shape.normal(size=(N_TOPICS, 1, DEPTH))
    kinds = (topics + 0.7 * shape.normal(size=(N_TOPICS, N_KINDS, DEPTH))).reshape(-1, DEPTH)
    mixing = shape.normal(size=(DEPTH, N_FEATURES)).astype(np.float32) / np.sqrt(DEPTH)
    said = shape.normal(size=(len(kinds), rank)).astype(np.float32)
    share = 1 / np.arange(1, len(kinds) + 1) ** 0.8
    random = np.random.default_rng(seed)
    for rows in blocks(n, _BLOCK):
        kind = random.choice(len(kinds), rows.stop - rows.start, p=share / share.sum())
        depth = kinds[kind] + 0.9 * random.normal(size=(len(kind), DEPTH))
        noise = 0.35 * random.standard_normal((len(kind), N_FEATURES), dtype=np.float32)
        features = np.maximum(depth.astype(np.float32) @ mixing + noise - 0.6, 0)
        own = random.standard_normal((len(kind), rank), dtype=np.float32)
        yield features.astype(np.float16), said[kind] + 0.5 * own, kind.astype(np.int64)


def hashtags(kinds: np.ndarray, n_rare: int, seed: int = 0) -> list[tuple[str, ...]]:
    """About 12 hashtags for each photo: of its kind, its topic, of all photos, and one of ``n_rare``."""
    random = np.random.default_rng(seed)
    n = len(kinds)
    columns = [
        *(("k", kind * 40 + number) for kind, number in _draws(random, kinds, 40, 6)),
        *(("t", kind // N_KINDS * 60 + number) for kind, number in _draws(random, kinds, 60, 3)),
        *(("a", number) for _, number in _draws(random, kinds, 50, 2)),
        ("r", random.integers(0, n_rare, n)),
    ]
    lists = [[f"{letter}{number}" for number in numbers.tolist()] for letter, numbers in columns]
    return [tuple(dict.fromkeys(tags)) for tags in zip(*lists, strict=True)]


def _draws(
    random: np.random.Generator, kinds: np.ndarray, n_words: int, times: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Numbers of words, low ones more often."""
    return [(kinds, (n_words * random.random(len(kinds)) ** 2).astype(int)) for _ in range(times)]
