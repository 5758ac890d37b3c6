"""Settings and their defaults: ALS, how neighbours are found and weighed, and how many."""

from dataclasses import dataclass, field

from recommender.errors import CollectionError, RecommenderError

DEFAULT_NEIGHBORS = 20
"""How many similar posts are averaged."""

DEFAULT_HASHTAGS = 10
"""How many hashtags are recommended."""

DEFAULT_VARIETY = 0.1
"""How different the hashtags are from each other, 0 to 1. ``benchmarks/words.py`` shows what it costs and gains."""


MAX_THUMBNAIL_SIDE = 480
"""Most pixels on the longer side of thumbnails."""

POSTS_PER_COUNT = 100_000
"""For each so many posts, a hashtag must be on one post more to be kept, unless a number is given: one
that a single post of very many has tells little of others, and takes as much memory as any."""

_LARGEST = 1e6
"""Largest alpha and regularization: with larger ones the numbers of ALS don't stay finite."""


@dataclass(frozen=True)
class AlsSettings:
    """Settings of ALS for implicit feedback (Hu, Koren, Volinsky, ICDM 2008).

    ``rank`` is the number of factors. A hashtag that a post has counts with confidence ``alpha``
    (as in ``implicit``; in the paper it is 1 + alpha), a hashtag that it lacks with 1.
    ``regularization`` is the paper's lambda.
    """

    rank: int = 256
    alpha: float = 10.0
    regularization: float = 15.0
    iterations: int = 15
    seed: int = 0

    def __post_init__(self) -> None:
        if self.rank < 1 or self.iterations < 1:
            raise RecommenderError("Rank and iterations must be at least 1; give larger numbers.")
        if not 0 < self.alpha <= _LARGEST:
            raise RecommenderError("Alpha must be a number above 0, up to a million; try 10.")
        if not 0 <= self.regularization <= _LARGEST:
            raise RecommenderError("Regularization must be a number from 0 to a million; try 15.")
        if not 0 <= self.seed < 2**32:
            raise RecommenderError("The seed must be a whole number from 0 to 4294967295.")

    def fitting(self, shape: tuple[int, int]) -> "AlsSettings":
        """The same settings, with the rank lowered to the highest that this matrix shape allows."""
        return AlsSettings(
            min(self.rank, *shape), self.alpha, self.regularization, self.iterations, self.seed
        )


@dataclass(frozen=True)
class RankingSettings:
    """How neighbours are found and weighed. The defaults won in ``benchmarks/quality.py``.

    A neighbour with similarity s, hubness h and m hashtags weighs
    ``max(s - hub * h, 0) ** gamma * m ** -length``, and all weights are scaled to sum to 1.

    ``learned_share`` is the part of the similarity that is learned from the collection's hashtags;
    ``centered`` subtracts the collection's mean from the deep features. ``smoothing`` is the part of
    a post's image factor that comes from the posts most like it, when a collection is built; see
    :func:`~recommender.factors.smooth_factors`.

    Hashtags that go with everything are lowered where an answer is unsure: scores are multiplied by
    the hashtag's specificity (:class:`~recommender.specificity.Specificity`, where 1 is average) to
    the power of ``specificity * (1 - v) ** unsure``, with v the answer's sureness from 0 to 1
    (:class:`~recommender.answer.Sureness`). So ``specificity`` is the exponent where it is
    least sure, and ``unsure`` says how fast the exponent falls with sureness. Hashtags that
    are given lower it further; see :meth:`~recommender.ranker.Ranker.exponent`.
    """

    gamma: float = 3.5
    length: float = 0.25
    hub: float = 0.5
    learned_share: float = 0.4
    centered: bool = True
    smoothing: float = 0.6
    specificity: float = 1.0
    unsure: float = 2.0

    def __post_init__(self) -> None:
        # Within these, powers of similarities and of numbers of hashtags stay finite in float32.
        ranges = {
            "gamma": 20.0, "length": 10.0, "hub": 10.0, "learned_share": 1.0,
            "smoothing": 1.0, "specificity": 10.0, "unsure": 100.0,
        }  # fmt: skip
        for name, highest in ranges.items():
            if not 0 <= getattr(self, name) <= highest:
                raise RecommenderError(
                    f"{name} must be a number from 0 to {highest:g}; leave it out for the default."
                )


ORIGINAL = RankingSettings(
    gamma=0.0,
    length=0.0,
    hub=0.0,
    learned_share=0.0,
    centered=False,
    smoothing=0.0,
    specificity=0.0,
)
"""The rule of the 2019 project: raw cosine, plain average of the neighbours' factors."""


@dataclass(frozen=True)
class BuildSettings:
    """The settings of a build. Hashtags on fewer than ``min_count`` posts are dropped.

    If ``min_count`` is None, it is that of :meth:`min_count_of`.
    The collection gets the features of ``encoder``, and of the further encoders in ``also``.
    """

    encoder: str = "imagenet"
    also: tuple[str, ...] = ()
    als: AlsSettings = field(default_factory=AlsSettings)
    ranking: RankingSettings = field(default_factory=RankingSettings)
    min_count: int | None = None
    thumbnail_side: int = 480

    def __post_init__(self) -> None:
        if self.min_count is not None and self.min_count < 1:
            raise CollectionError("The minimum count must be at least 1.")
        if not 64 <= self.thumbnail_side <= MAX_THUMBNAIL_SIDE:
            raise CollectionError("The thumbnails' longer side must be from 64 to 480 pixels.")

    def min_count_of(self, n_posts: int) -> int:
        """Fewest posts of a kept hashtag: as given or, in a collection of ``n_posts``, 1 and 1 more
        for each 100,000 of them."""
        return 1 + n_posts // POSTS_PER_COUNT if self.min_count is None else self.min_count


@dataclass(frozen=True)
class EvaluationSettings:
    """Folds, seed, neighbours, and the settings of the model that is judged."""

    folds: int = 5
    seed: int = 0
    n_neighbors: int = DEFAULT_NEIGHBORS
    min_count: int = 1
    als: AlsSettings = field(default_factory=AlsSettings)
    ranking: RankingSettings = field(default_factory=RankingSettings)

    def __post_init__(self) -> None:
        if self.folds < 2 or self.n_neighbors < 1:
            raise RecommenderError(
                "At least 2 folds and 1 neighbour are needed; give larger numbers."
            )
