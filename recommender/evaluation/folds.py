"""Posts -> folds, so that near-copies never sit on both sides of a split."""

from collections.abc import Sequence

import numpy as np

from recommender.sources import Post


def connected_groups(posts: Sequence[Post], images: Sequence[str]) -> np.ndarray:
    """A group number a post: ``(n_posts,) int``.

    Posts belong together when they share a ``group`` (creator, carousel) or the very same image,
    also by way of other posts.
    """
    parent = list(range(len(posts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[tuple[str, str], int] = {}
    for i, (post, image) in enumerate(zip(posts, images, strict=True)):
        keys = [("image", image)] + ([("group", post.group)] if post.group else [])
        for key in keys:
            parent[root(i)] = root(first.setdefault(key, i))
    return np.array([root(i) for i in range(len(posts))])


def split(groups: np.ndarray, n_folds: int, seed: int) -> np.ndarray:
    """A fold number from 0 to ``n_folds - 1`` a post: ``(n_posts,) int``.

    Groups are shuffled and stay whole; each goes to the fold that is smallest so far, large ones
    first, so that folds come out about equal. Fewer groups than folds leave folds empty.
    """
    numbers, sizes = np.unique(groups, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled = np.zeros(n_folds, dtype=int)
    fold_of = {}
    for i in order:
        smallest = int(filled.argmin())
        fold_of[numbers[i]] = smallest
        filled[smallest] += sizes[i]
    return np.array([fold_of[group] for group in groups])
