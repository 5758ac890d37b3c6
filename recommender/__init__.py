"""Hashtags for a photo, from posts that look like it."""

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
