"""How good the recommendations are on held-out posts."""
