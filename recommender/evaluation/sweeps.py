"""How the quality changes with the number of neighbours and with the rank of ALS."""

from dataclasses import dataclass, replace

import numpy as np

from recommender.evaluation.data import Posts
from recommender.evaluation.folds import make_folds
from recommender.evaluation.tally import Judged, Tally
from recommender.evaluation.ways import VOTE_RANKING, Way, suggest_all, vote
from recommender.model import fit_model
from recommender.progress import Progress, silent
from recommender.ranker import Ranker
from recommender.settings import EvaluationSettings

NEIGHBORS = (1, 2, 5, 10, 20, 35, 50)
RANKS = (16, 32, 64, 128, 256)


@dataclass(frozen=True)
class Sweeps:
    """What :func:`sweep` measured.

    Attributes:
        neighbors: for this recommender and weighted votes, the outcomes of :data:`NEIGHBORS`.
        ranks: (rank, outcome), by rank; ranks above a side of the matrix are lowered to the highest
            that fits, which is listed once.
    """

    neighbors: dict[str, list[Judged]]
    ranks: list[tuple[int, Judged]]


def sweep(data: Posts, settings: EvaluationSettings, progress: Progress = silent) -> Sweeps:
    """Judge several numbers of neighbours and ranks; all else is as in ``settings``."""
    n = len(data.posts)
    ours = {k: Tally(Way.OURS, n) for k in NEIGHBORS}
    votes = {k: Tally(Way.WEIGHTED_VOTES, n) for k in NEIGHBORS}
    ranks = {rank: Tally(f"rank {rank}", n) for rank in RANKS}
    fitted_ranks = dict.fromkeys(RANKS, 0)
    steps = settings.folds * (len(NEIGHBORS) + len(RANKS))
    done = 0
    for fold in make_folds(data, settings):
        features = data.features[fold.test]
        ranker = fold.ranker
        weighted = Ranker(fold.model, VOTE_RANKING)
        for k in NEIGHBORS:
            ours[k].add_fold(data, fold, suggest_all(ranker, features, k))
            by_votes = (vote(weighted, fold.matrix, f, k) for f in features)
            votes[k].add_fold(data, fold, by_votes)
            progress("sweeps", done := done + 1, steps)
        model = fold.model
        for rank in RANKS:
            als = replace(settings.als, rank=rank).fitting(fold.matrix.shape)
            if als != model.als:  # ranks above a side of the matrix are all the same
                model = fit_model(data.features[fold.train], fold.matrix, als, settings.ranking)
            ranker = Ranker(model, settings.ranking, fold.vocabulary.hashtags)
            suggestions = suggest_all(ranker, features, settings.n_neighbors)
            ranks[rank].add_fold(data, fold, suggestions)
            fitted_ranks[rank] = max(fitted_ranks[rank], model.als.rank)
            progress("sweeps", done := done + 1, steps)
    rows = np.arange(n)
    size = len({tag for post in data.posts for tag in post.hashtags})
    return Sweeps(
        {
            Way.OURS: [tally.judged(rows, size) for tally in ours.values()],
            Way.WEIGHTED_VOTES: [tally.judged(rows, size) for tally in votes.values()],
        },
        sorted(
            {fitted_ranks[r]: tally.judged(rows, size) for r, tally in ranks.items()}.items(),
            key=lambda item: item[0],
        ),
    )
