"""Hashtags for a photo, from posts that look like it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recommender.answer import Contribution, Neighbor, Recommendation, Suggestion
    from recommender.collection import Collection
    from recommender.errors import (
        CollectionError,
        EncoderError,
        ImageError,
        PostError,
        RecommenderError,
    )
    from recommender.recommend import HashtagRecommender, Wishes
    from recommender.sources.post import Post

__version__ = "0.1.0"

__all__ = [
    "Collection",
    "CollectionError",
    "Contribution",
    "EncoderError",
    "HashtagRecommender",
    "ImageError",
    "Neighbor",
    "Post",
    "PostError",
    "Recommendation",
    "RecommenderError",
    "Suggestion",
    "Wishes",
]

_MODULES = ("errors", "sources.post", "answer", "collection", "recommend")


def __getattr__(name: str) -> Any:
    """Import what is asked for: a process that decodes images needs none of it, and starts sooner."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"recommender.{module}")
            if hasattr(found, name):
                return getattr(found, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
