"""Where posts come from. Every source yields the same :class:`Post`, or says why it can't.

:mod:`recommender.sources.formats` knows them all and reads any of them.
"""

from recommender.sources.post import Post, Skipped

__all__ = ["Post", "Skipped"]
