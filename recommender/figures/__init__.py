"""Charts: answers, collections and evaluations -> Plotly figures.

Importing this package raises a :class:`~recommender.errors.RecommenderError` if Plotly is missing.
"""

from recommender.errors import RecommenderError

try:
    import plotly  # noqa: F401 (an extra: recommending and building need no charts)
except ModuleNotFoundError as error:
    raise RecommenderError(
        "The charts need Plotly, which is not installed; install this package with its extra "
        "figures, or Plotly itself (pip install plotly)."
    ) from error
