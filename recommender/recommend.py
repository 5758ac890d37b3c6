"""Image -> :class:`Recommendation`: neighbours, hashtags, scores, contributions."""

import time
from collections.abc import Collection as Collection_
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np

from recommender.collection.collection import Collection
from recommender.errors import EncoderError, RecommenderError
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.images import ImageSource, open_image
from recommender.model import Ranker, RankingSettings, given_share, reach_scale
from recommender.neighbors.topk import best_first
from recommender.sources.post import Post

DEFAULT_NEIGHBORS = 20
DEFAULT_HASHTAGS = 10
GIVEN = "given"
"""In place of a post's id: the contribution of the hashtags that the user gave."""


class Wishes(TypedDict, total=False):
    """What may be asked for beside the image; every one may be left out.

    ``given``: normalised hashtags (``hashtags.parse_list``) that the image has already: they count
    like similar posts, and are not suggested again. ``reach``: from -1, hashtags that many use, to
    1, niche ones; see :func:`~recommender.model.reach_scale`. ``block``: normalised hashtags that
    are not suggested. ``without``: ids of posts that are left out of the average, though they are
    still listed, with weight 0, where they are among the most similar.
    """

    given: Collection_[str]
    reach: float
    block: Collection_[str]
    without: Collection_[str]


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
            "weight": self.weight,
            "hashtags": [f"#{tag}" for tag in self.post.hashtags],
        }


@dataclass(frozen=True)
class Contribution:
    """The part of a score that comes from the neighbour with this post id; may be negative.

    Where the user gave hashtags, theirs is the last, and its id is :data:`GIVEN`.
    """

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
        self._counts = np.array(collection.vocabulary.counts)
        self._column = {tag: j for j, tag in enumerate(collection.vocabulary.hashtags)}

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
        **wishes: Unpack[Wishes],
    ) -> Recommendation:
        """Hashtags and similar posts for an image (path, bytes, binary file object or PIL image).

        Args:
            image: what to recommend for.
            n_neighbors: how many similar posts are averaged.
            n_hashtags: how many hashtags are recommended; fewer where the collection has no more,
                none where ``without`` leaves nothing to average and no hashtag is given.
            **wishes: ``given``, ``reach``, ``block`` and ``without``, see :class:`Wishes`.

        Raises:
            ImageError: the image can't be read.
            RecommenderError: a count below 1, or a reach outside of [-1, 1].
        """
        features, seconds = self.encode(image)
        name = str(image) if isinstance(image, (str, Path)) else None
        answer = self.recommend_features(features, n_neighbors, n_hashtags, name, **wishes)
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
        **wishes: Unpack[Wishes],
    ) -> Recommendation:
        """The same for deep features ``(1280,) float32`` of this encoder."""
        return self._recommend(features, n_neighbors, n_hashtags, image, (), wishes)

    def recommend_post(
        self,
        post_id: str,
        n_neighbors: int = DEFAULT_NEIGHBORS,
        n_hashtags: int = DEFAULT_HASHTAGS,
        **wishes: Unpack[Wishes],
    ) -> Recommendation:
        """The same for a post of the collection, which is not among its own neighbours.

        Nor are other posts of the very same image.

        Raises:
            RecommenderError: the collection has no post with this id.
        """
        row = self.collection.rows.get(post_id)
        if row is None:
            raise RecommenderError(f"The collection has no post {post_id}; choose another.")
        post = self.collection.posts[row]
        features = np.array(self.collection.model.features[row])
        barred = self.collection.rows_of_image(post)
        return self._recommend(features, n_neighbors, n_hashtags, post.image, barred, wishes)

    def _recommend(
        self,
        features: np.ndarray,
        n_neighbors: int,
        n_hashtags: int,
        image: str | None,
        barred: Sequence[int],
        wishes: Wishes,
    ) -> Recommendation:
        reach = wishes.get("reach", 0.0)
        given, block = wishes.get("given", ()), wishes.get("block", ())
        if n_neighbors < 1 or n_hashtags < 1:
            raise RecommenderError("Neighbours and hashtags must be at least 1; ask for more.")
        if not -1.0 <= reach <= 1.0:
            raise RecommenderError(
                "Reach goes from -1 (broad) to 1 (niche); give a number between."
            )
        start = time.perf_counter()
        rows, similarities = self.ranker.index.search(features, n_neighbors, barred)
        middle = time.perf_counter()
        posts = [self.collection.posts[row] for row in rows]
        ids = [post.id for post in posts]
        weights = self._weights(rows, similarities, ids, wishes.get("without", ()))
        # Row i is neighbour i's part w_i x_i of the mean factor u = sum_i w_i x_i.
        parts = self.ranker.parts(rows, weights)
        if known := self._columns(given):
            share = given_share(len(known))
            parts = np.vstack([(1 - share) * parts, share * self.ranker.given_factor(known)])
            ids.append(GIVEN)
        scores = self.ranker.scores(parts.sum(axis=0))
        scale = reach_scale(self._counts, reach) if reach else np.ones_like(scores)
        scores *= scale
        anything = known or weights.any()
        best = self._allowed_best(scores, n_hashtags if anything else 0, given, block)
        contributions = parts @ (self.collection.model.hashtag_factors[best] * scale[best, None]).T
        suggestions = tuple(
            Suggestion(
                hashtag=self.collection.vocabulary.hashtags[j],
                score=float(scores[j]),
                count=self.collection.vocabulary.counts[j],
                contributions=tuple(
                    Contribution(id_, float(value))
                    for id_, value in zip(ids, contributions[:, k], strict=True)
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

    def _weights(
        self,
        rows: np.ndarray,
        similarities: np.ndarray,
        ids: list[str],
        without: Collection_[str],
    ) -> np.ndarray:
        """Weights of the neighbours: 0 for those left out, the others' sum to 1."""
        counted = np.array([id_ not in without for id_ in ids], dtype=bool)
        weights = np.zeros(len(rows), dtype=np.float32)
        weights[counted] = self.ranker.weights(rows[counted], similarities[counted])
        return weights

    def _columns(self, hashtags: Collection_[str]) -> list[int]:
        """Columns of those normalised hashtags that the vocabulary has, each once."""
        return sorted({self._column[tag] for tag in hashtags if tag in self._column})

    def _allowed_best(
        self, scores: np.ndarray, n: int, given: Collection_[str], block: Collection_[str]
    ) -> np.ndarray:
        """Columns of the ``n`` best scores that are neither given nor blocked."""
        barred = self._columns({*given, *block})
        best = best_first(scores, n + len(barred))
        return best[~np.isin(best, barred)][:n]
