"""Stage 3: ALS factors of images and hashtags, and the similar posts' mean factor.

:func:`fit_factors` fits them once, when a collection is built, and :func:`smooth_factors` mixes
those of posts that look alike. For a photo, the similar posts are
weighed (:func:`neighbor_weights`) and their image factors averaged (:func:`factor_parts`); the
hashtags that the user gives become one more image factor (:func:`fold_in`).
"""

from typing import TYPE_CHECKING

import numpy as np

from recommender.errors import RecommenderError
from recommender.mapped import row_blocks
from recommender.progress import Progress, silent
from recommender.settings import AlsSettings, RankingSettings

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from recommender.neighbors.nearest import NearestPosts


_TOLD_EVERY = 1_000


def fit_factors(
    matrix: "csr_matrix",
    settings: AlsSettings,
    progress: Progress = silent,
) -> tuple[np.ndarray, np.ndarray]:
    """Fit ALS with posts as users and hashtags as items.

    Args:
        matrix: ``(n_posts, n_hashtags) float32``, 1 where a post has a hashtag.
        settings: the rank must not exceed either side of the matrix (see ``settings.fitting``).
        progress: called after each iteration.

    Returns:
        image factors ``(n_posts, rank) float32`` and hashtag factors ``(n_hashtags, rank) float32``.
        The same matrix and settings give the same bits on one machine; another processor or BLAS
        may round differently, in about the sixth digit.

    Raises:
        RecommenderError: the factors came out as NaN or infinite.
    """
    from implicit.cpu.als import AlternatingLeastSquares  # 0.7 s, and only building needs it
    from implicit.recommender_base import ModelFitError
    from threadpoolctl import threadpool_limits

    # implicit runs its own threads, and BLAS threads beside them slow it down (see its README).
    # A single BLAS thread also adds up in a fixed order, so the same input gives the same bits.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=settings.rank,
            alpha=settings.alpha,
            regularization=settings.regularization,
            iterations=settings.iterations,
            random_state=settings.seed,
        )

        # As implicit begins, bit for bit, but without a copy of a million posts' factors.
        random = np.random.default_rng(settings.seed)
        shapes = [(side, settings.rank) for side in matrix.shape]
        factors = [random.random(shape, dtype=np.float32) for shape in shapes]
        for numbers in factors:
            numbers *= 0.01
        model.user_factors, model.item_factors = factors

        def told(iteration: int, *_: object) -> None:
            progress("fitting ALS", iteration + 1, settings.iterations)

        try:
            model.fit(matrix, show_progress=False, callback=told)
        except ModelFitError as error:
            raise _not_finite() from error
    if not all(np.isfinite(block).all() for f in factors for _, block in row_blocks(f)):
        raise _not_finite()
    return factors[0], factors[1]


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
    right = settings.alpha * chosen.sum(axis=0)
    try:
        return np.linalg.solve(left, right).astype(np.float32)
    except np.linalg.LinAlgError:  # not regularized, and fewer hashtags than the rank
        return np.linalg.lstsq(left, right)[0].astype(np.float32)


GIVEN_HALF = 0.5
"""How many given hashtags weigh as much as the photo. It won in ``benchmarks/quality.py``, on
average over one, two, three, five and half of a post's hashtags given."""


def given_share(n_given: int, half: float = GIVEN_HALF) -> float:
    """Share of the given hashtags in the mean factor, in [0, 1): n / (n + half)."""
    return n_given / (n_given + half) if n_given else 0.0


def neighbor_weights(
    similarities: np.ndarray, hubness: np.ndarray, lengths: np.ndarray, settings: RankingSettings
) -> np.ndarray:
    """Weights ``(n,) float32`` of neighbours, at least 0, summing to 1.

    If none would be above 0, all weigh the same.

    Args:
        similarities: ``(n,)`` in [-1, 1].
        hubness: ``(n,)``, see :class:`~recommender.neighbors.similarity.FittedSimilarity`.
        lengths: ``(n,)``, how many hashtags each neighbour has.
        settings: the formula's exponents, see :class:`~recommender.settings.RankingSettings`.
    """
    closeness = np.maximum(similarities - settings.hub * hubness, 0.0)
    lengths = np.maximum(lengths, 1).astype(np.float32)
    weights = closeness**settings.gamma * lengths**-settings.length
    total = weights.sum()
    if not total > 0:
        return np.full(len(weights), 1.0 / max(len(weights), 1), dtype=np.float32)
    return (weights / total).astype(np.float32)


def smooth_factors(
    image_factors: np.ndarray,
    nearest: "NearestPosts",
    hubness: np.ndarray,
    lengths: np.ndarray,
    settings: RankingSettings,
    progress: Progress = silent,
) -> np.ndarray:
    """Image factors ``(n_posts, rank) float32`` of which a part comes from the most similar posts.

    The factor of one post says what one person typed. With the share a (``settings.smoothing``),
    ``(1 - a) x_i + a sum_k w_ik x_k`` also has what others typed for such a photo: one step of the
    iteration of Zhou et al. (Learning with Local and Global Consistency, NIPS 2003, section 2), with
    the weights of :func:`neighbor_weights`. A few neighbours then say as much as many.

    Args:
        image_factors: x, ``(n_posts, rank)``, from ALS.
        nearest: the posts most like each post.
        hubness: ``(n_posts,)``, of all posts.
        lengths: ``(n_posts,)``, how many hashtags each post has.
        settings: the share and the exponents of the weights.
        progress: called every thousand posts.
    """
    if not settings.smoothing or not nearest.rows.shape[1]:
        return image_factors
    smoothed = (1 - settings.smoothing) * image_factors
    for i, (rows, similarities) in enumerate(zip(nearest.rows, nearest.similarities, strict=True)):
        weights = neighbor_weights(similarities, hubness[rows], lengths[rows], settings)
        smoothed[i] += settings.smoothing * (weights @ image_factors[rows])
        if (i + 1) % _TOLD_EVERY == 0:
            progress("smoothing factors", i + 1, len(smoothed))
    return smoothed


def factor_parts(
    image_factors: np.ndarray,
    weights: np.ndarray,
    given_factor: np.ndarray | None = None,
    share: float = 0.0,
) -> np.ndarray:
    """The parts that add up to the mean factor u: row i is w_i x_i, for neighbour i.

    Args:
        image_factors: x, ``(n, rank)``, of the neighbours.
        weights: w, ``(n,)``.
        given_factor: ``(rank,)``, the factor of the given hashtags; it adds a last row.
        share: how much of u that row makes up, in [0, 1); the neighbours' parts make up the rest.

    Returns:
        ``(n, rank) float32``, or ``(n + 1, rank)`` with a given factor.
    """
    parts = weights[:, None] * image_factors
    if given_factor is None:
        return parts
    return np.vstack([(1 - share) * parts, share * given_factor])


def _not_finite() -> RecommenderError:
    return RecommenderError(
        "ALS gave numbers that are not finite; raise --regularization or lower --alpha."
    )
