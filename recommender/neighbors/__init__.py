"""Stage 2: deep features -> the most similar posts."""
