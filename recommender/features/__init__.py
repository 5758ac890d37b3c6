"""Stage 1: an image -> its deep features."""
