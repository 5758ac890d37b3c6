"""The way of the notebooks of 2019, rewritten from a description: SciPy's cosine, and pandas."""

from collections.abc import Sequence

import numpy as np


def nearest(features: Sequence[np.ndarray], query: np.ndarray, n: int) -> list[int]:
    """Rows of the ``n`` most similar deep features, by a cosine for each of them."""
    from scipy.spatial import distance

    similarities = [1 - distance.cosine(row, query) for row in features]
    return sorted(range(len(similarities)), key=lambda i: -similarities[i])[:n]


class Hashtags:
    """A table of hashtags with their factors."""

    def __init__(self, hashtags: Sequence[str], factors: np.ndarray) -> None:
        import pandas as pd

        self._table = pd.DataFrame({"hashtag": list(hashtags), "factor": list(np.array(factors))})

    def best(self, mean_factor: np.ndarray, n: int) -> list[str]:
        scores = self._table.apply(lambda row: np.dot(row["factor"], mean_factor), axis=1)
        return self._table["hashtag"][scores.nlargest(n).index].tolist()
