"""Image -> :class:`Recommendation`: neighbours, hashtags, scores, contributions."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from recommender.collection import Collection
from recommender.encoder import Encoder, open_encoder
from recommender.errors import EncoderError, RecommenderError
from recommender.images import ImageSource, open_image
from recommender.model import Ranker, RankingSettings
from recommender.ranking import best_first
from recommender.sources.post import Post

DEFAULT_NEIGHBORS = 20
DEFAULT_HASHTAGS = 10


@dataclass(frozen=True)
class Neighbor:
    """A similar post: ``similarity`` in [-1, 1], ``weight`` in [0, 1] its share of the average."""

    post: Post
    similarity: float
    weight: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.post.id,
            "image": self.post.image,
            "similarity": self.similarity,
            "hashtags": [f"#{tag}" for tag in self.post.hashtags],
        }


@dataclass(frozen=True)
class Contribution:
    """The part of a score that comes from the neighbour with this post id; may be negative."""

    id: str
    value: float

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "value": self.value}


@dataclass(frozen=True)
class Suggestion:
    """A hashtag (without ``#``) with its score, the sum of its contributions (one a neighbour).

    ``count`` is the number of posts of the collection that have it.
    """

    hashtag: str
    score: float
    count: int
    contributions: tuple[Contribution, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "hashtag": f"#{self.hashtag}",
            "score": self.score,
            "contributions": [c.to_dict() for c in self.contributions],
        }


@dataclass(frozen=True)
class Recommendation:
    """The answer for one image: suggestions and neighbours, both best first.

    ``seconds`` maps the stages decode, encode, search and score to what they took.
    """

    hashtags: tuple[Suggestion, ...]
    neighbors: tuple[Neighbor, ...]
    image: str | None = None
    seconds: dict[str, float] = field(default_factory=dict, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, texts and numbers, as ``recommend --json`` prints them."""
        return {
            "image": self.image,
            "hashtags": [s.to_dict() for s in self.hashtags],
            "neighbors": [n.to_dict() for n in self.neighbors],
        }


class HashtagRecommender:
    """Recommends hashtags for images from a collection. Safe to share between threads."""

    def __init__(
        self,
        collection: Collection,
        encoder: Encoder,
        ranking: RankingSettings | None = None,
    ) -> None:
        """``ranking`` replaces the collection's own; ``ORIGINAL`` is the 2019 project's rule.

        Raises:
            EncoderError: the collection's features were made with another encoder.
        """
        expected = collection.manifest.encoder
        if encoder.fingerprint != expected["sha256"]:
            raise EncoderError(
                f"The collection {collection.folder} was made with the encoder {expected['name']} "
                f"(sha256 {expected['sha256'][:12]}…), and {encoder.name} is another file (sha256 "
                f"{encoder.fingerprint[:12]}…); use that encoder, or build the collection again."
            )
        self.collection = collection
        self.encoder = encoder
        self.ranker = Ranker(collection.model, ranking or collection.ranking)

    @classmethod
    def open(cls, folder: str | Path, encoder: str | None = None) -> "HashtagRecommender":
        """Open a collection with the encoder it was made with.

        Args:
            folder: the collection's folder.
            encoder: ``imagenet``, ``bundled`` or a file; what the manifest names where None.

        Raises:
            CollectionError, EncoderError: see there.
        """
        collection = Collection.open(folder)
        return cls(collection, open_encoder(encoder or collection.manifest.encoder["name"]))

    def recommend(
        self,
        image: ImageSource,
        n_neighbors: int = DEFAULT_NEIGHBORS,
        n_hashtags: int = DEFAULT_HASHTAGS,
    ) -> Recommendation:
        """Hashtags and similar posts for an image (path, bytes, binary file object or PIL image).

        Raises:
            ImageError: the image can't be read.
            RecommenderError: a count below 1.
        """
        features, seconds = self.encode(image)
        name = str(image) if isinstance(image, (str, Path)) else None
        answer = self.recommend_features(features, n_neighbors, n_hashtags, name)
        return Recommendation(
            answer.hashtags, answer.neighbors, name, {**seconds, **answer.seconds}
        )

    def encode(self, image: ImageSource) -> tuple[np.ndarray, dict[str, float]]:
        """Deep features ``(1280,) float32`` of an image, and the seconds of decode and encode."""
        start = time.perf_counter()
        decoded = open_image(image)
        middle = time.perf_counter()
        features = self.encoder.encode_one(decoded)
        end = time.perf_counter()
        return features, {"decode": middle - start, "encode": end - middle}

    def recommend_features(
        self,
        features: np.ndarray,
        n_neighbors: int = DEFAULT_NEIGHBORS,
        n_hashtags: int = DEFAULT_HASHTAGS,
        image: str | None = None,
    ) -> Recommendation:
        """The same for deep features ``(1280,) float32`` of this encoder."""
        if n_neighbors < 1 or n_hashtags < 1:
            raise RecommenderError("Neighbours and hashtags must be at least 1; ask for more.")
        start = time.perf_counter()
        rows, similarities = self.ranker.index.search(features, n_neighbors)
        middle = time.perf_counter()
        weights = self.ranker.weights(rows, similarities)
        parts = self.ranker.parts(rows, weights)
        scores = self.ranker.scores(parts.sum(axis=0))
        best = best_first(scores, n_hashtags)
        contributions = parts @ self.collection.model.hashtag_factors[best].T
        posts = [self.collection.posts[row] for row in rows]
        vocabulary = self.collection.vocabulary
        suggestions = tuple(
            Suggestion(
                hashtag=vocabulary.hashtags[j],
                score=float(scores[j]),
                count=vocabulary.counts[j],
                contributions=tuple(
                    Contribution(post.id, float(value))
                    for post, value in zip(posts, contributions[:, k], strict=True)
                ),
            )
            for k, j in enumerate(best)
        )
        neighbors = tuple(
            Neighbor(post, float(similarity), float(weight))
            for post, similarity, weight in zip(posts, similarities, weights, strict=True)
        )
        end = time.perf_counter()
        seconds = {"search": middle - start, "score": end - middle}
        return Recommendation(suggestions, neighbors, image, seconds)
