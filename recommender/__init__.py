"""Hashtags for a photo, from posts that look like it."""

from recommender.collection.collection import Collection
from recommender.errors import (
    CollectionError,
    EncoderError,
    ImageError,
    PostError,
    RecommenderError,
)
from recommender.recommend import (
    Contribution,
    HashtagRecommender,
    Neighbor,
    Recommendation,
    Suggestion,
)
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
]
