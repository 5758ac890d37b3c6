"""Posts -> folds. Posts that belong together are on one side of a split; each fold has a model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from recommender.errors import RecommenderError
from recommender.evaluation.data import Posts
from recommender.hashtags import Vocabulary
from recommender.model import Model, fit_model
from recommender.progress import Progress, silent
from recommender.ranker import Ranker
from recommender.settings import EvaluationSettings
from recommender.sources import Post

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, eq=False)
class Fold:
    """One split, as row numbers: the posts to learn from (``train``) and to judge on (``test``).

    Vocabulary, matrix and model come from the training posts alone, and so does the recommender's own
    ``ranker``. A fold equals only itself.
    """

    train: np.ndarray
    test: np.ndarray
    vocabulary: Vocabulary
    model: Model
    matrix: "csr_matrix"
    ranker: Ranker

    @cached_property
    def wallpaper(self) -> np.ndarray:
        """The columns of hashtags that go with everything, as the training posts show."""
        specificity = self.ranker.usual.specificity
        return specificity.wallpaper(self.model.counts, len(self.train))


def make_folds(
    data: Posts, settings: EvaluationSettings, progress: Progress = silent
) -> Iterator[Fold]:
    """Split the posts, and fit a model on each fold's training posts alone."""
    n = len(data.posts)
    numbers = split(connected_groups(data.posts, data.images), settings.folds, settings.seed)
    if len(set(numbers)) < 2:
        raise RecommenderError(
            f"The {n} posts form a single group, so none can be held out; evaluate more posts."
        )
    for number in range(settings.folds):
        progress("folds", number, settings.folds)
        test = np.flatnonzero(numbers == number)
        train = np.flatnonzero(numbers != number)
        if not len(test):
            continue
        tags = [data.posts[i].hashtags for i in train.tolist()]
        vocabulary = Vocabulary.of(tags, settings.min_count)
        if not vocabulary.hashtags:
            raise RecommenderError("No hashtag is on enough posts; lower --min-count.")
        matrix = vocabulary.matrix(tags)
        kept = np.flatnonzero(np.diff(matrix.indptr))  # like build, leave out posts that keep none
        train, matrix = train[kept], matrix[kept]
        als = settings.als.fitting(matrix.shape)
        model = fit_model(data.features[train], matrix, als, settings.ranking)
        ranker = Ranker(model, settings.ranking, vocabulary.hashtags)
        yield Fold(train, test, vocabulary, model, matrix, ranker)
    progress("folds", settings.folds, settings.folds)


def connected_groups(posts: Sequence[Post], images: Sequence[str]) -> np.ndarray:
    """One group number per post: ``(n_posts,) int``.

    Posts belong together if they share a ``group`` (creator, carousel) or the very same image,
    directly or through other posts.
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
    """One fold number per post, from 0 to ``n_folds - 1``: ``(n_posts,) int``.

    Groups are shuffled and stay whole. Each goes to the smallest fold so far, large groups first,
    so that folds come out about equal. If there are fewer groups than folds, some folds are empty.
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
