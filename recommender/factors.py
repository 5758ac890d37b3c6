"""Post x hashtag matrix -> ALS image factors and hashtag factors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recommender.errors import RecommenderError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class AlsSettings:
    """Settings of ALS for implicit feedback (Hu, Koren, Volinsky, ICDM 2008).

    ``rank`` is the number of factors; a hashtag that a post has counts with confidence ``alpha``
    (as ``implicit`` does; the paper's is 1 + alpha), one that it lacks with 1; ``regularization``
    is the paper's lambda.
    """

    rank: int = 256
    alpha: float = 20.0
    regularization: float = 30.0
    iterations: int = 15
    seed: int = 0

    def __post_init__(self) -> None:
        if self.rank < 1 or self.iterations < 1:
            raise RecommenderError("Rank and iterations must be at least 1; give larger numbers.")
        if not (self.alpha > 0 and np.isfinite(self.alpha)):
            raise RecommenderError("Alpha must be a number above 0; try 10.")
        if not (self.regularization >= 0 and np.isfinite(self.regularization)):
            raise RecommenderError("Regularization must be a number of at least 0; try 10.")
        if not 0 <= self.seed < 2**32:
            raise RecommenderError("The seed must be a whole number from 0 to 4294967295.")

    def fitting(self, shape: tuple[int, int]) -> "AlsSettings":
        """The same with the rank lowered to what a matrix of this shape can have at most."""
        return AlsSettings(
            min(self.rank, *shape), self.alpha, self.regularization, self.iterations, self.seed
        )


def fit_factors(
    matrix: "csr_matrix",
    settings: AlsSettings,
    on_iteration: Callable[[], object] = lambda: None,
) -> tuple[np.ndarray, np.ndarray]:
    """Fit ALS with posts as users and hashtags as items.

    Args:
        matrix: ``(n_posts, n_hashtags) float32``, 1 where a post has a hashtag.
        settings: the rank must not be above either side of the matrix (``settings.fitting``).
        on_iteration: called after each iteration.

    Returns:
        image factors ``(n_posts, rank) float32`` and hashtag factors ``(n_hashtags, rank) float32``.
        The same matrix and settings give the same bits on one machine; another processor or BLAS
        may round otherwise, which differs in about the sixth digit.

    Raises:
        RecommenderError: the factors came out as NaN or infinite.
    """
    from implicit.cpu.als import AlternatingLeastSquares  # 0.7 s, and only building needs it
    from implicit.recommender_base import ModelFitError
    from threadpoolctl import threadpool_limits

    # implicit runs threads of its own; BLAS threads beside them slow it down (its README), and one
    # thread adds up in one order, so that the same input gives the same bits.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=settings.rank,
            alpha=settings.alpha,
            regularization=settings.regularization,
            iterations=settings.iterations,
            random_state=settings.seed,
        )
        try:
            model.fit(matrix, show_progress=False, callback=lambda *_: on_iteration())
        except ModelFitError as error:
            raise _not_finite() from error
    factors = (np.asarray(model.user_factors), np.asarray(model.item_factors))
    if not all(np.isfinite(f).all() for f in factors):
        raise _not_finite()
    return factors


def fold_in(
    hashtag_factors: np.ndarray, gram: np.ndarray, columns: list[int], settings: AlsSettings
) -> np.ndarray:
    """The image factor of a post with just these hashtags: ALS' own least-squares step for one row.

    Solves ``(YᵀY + (alpha - 1) Yₛᵀ Yₛ + regularization I) x = alpha Yₛᵀ 1`` (Hu, Koren, Volinsky,
    equation 4), as ``implicit``'s ``recalculate_user`` does.

    Args:
        hashtag_factors: Y, ``(n_hashtags, rank)``.
        gram: YᵀY, ``(rank, rank)``.
        columns: the rows s of Y that belong to the hashtags.
        settings: those that Y was fitted with.

    Returns:
        ``(rank,) float32``.
    """
    chosen = hashtag_factors[columns].astype(np.float64)
    left = gram + (settings.alpha - 1.0) * chosen.T @ chosen
    left = left + settings.regularization * np.eye(len(gram))
    return np.linalg.solve(left, settings.alpha * chosen.sum(axis=0)).astype(np.float32)


def _not_finite() -> RecommenderError:
    return RecommenderError(
        "ALS gave numbers that are not finite; raise --regularization or lower --alpha."
    )
