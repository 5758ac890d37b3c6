"""The HTML report of an evaluation."""

import recommender.figures  # noqa: F401 (says what to install if Plotly is missing)
