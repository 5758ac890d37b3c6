"""Where posts come from. Every source yields the same :class:`Post`, or says why it can't."""

from recommender.sources.formats import read_posts
from recommender.sources.post import Post, Skipped

__all__ = ["Post", "Skipped", "read_posts"]
