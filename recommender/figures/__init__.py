"""The plots: answers, collections and evaluations -> Plotly figures."""
