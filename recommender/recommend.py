"""A photo -> hashtags, in five stages. Read this first.

1. ``features/``: the photo becomes 1,280 deep features.
2. ``neighbors/``: the posts with the most similar features are found.
3. ``factors.py``: their ALS image factors are averaged, the more similar ones counting more.
4. ``scores.py``: the mean's dot product with every hashtag's ALS factor is that hashtag's score.
   Where the similar posts agree on little (``sureness.py``), hashtags that go with everything
   (``specificity.py``) are lowered.
5. ``scores.py``: the highest scores are the answer, but for those that say the same again
   (``variety.py``).

:class:`~recommender.ranker.Ranker` does 2 to 5 on arrays; :class:`HashtagRecommender` goes from an
image to words.
"""

import time
from collections.abc import Collection as Collection_
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recommender.answer import Contribution, Neighbor, Recommendation, Suggestion, Sureness
from recommender.collection import Collection
from recommender.errors import EncoderError, RecommenderError
from recommender.features.encoder import Encoder, best_first, open_encoder
from recommender.features.images import ImageSource, open_image
from recommender.ranker import Ranker
from recommender.settings import (
    DEFAULT_HASHTAGS,
    DEFAULT_NEIGHBORS,
    DEFAULT_VARIETY,
    RankingSettings,
)
from recommender.sureness import N_MEASURED


@dataclass(frozen=True)
class Wishes:
    """What can be asked for besides the image.

    Attributes:
        n_neighbors: how many similar posts are averaged, at least 1.
        n_hashtags: how many hashtags are recommended, at least 1; fewer if the collection has no
            more; none if ``without`` leaves nothing to average and no hashtag is given.
        given: normalised hashtags (``hashtags.parse_list``) that the image has already: they count
            like similar posts, and are not suggested again.
        reach: from -1 (hashtags that many people use) to 1 (niche ones); see
            :func:`~recommender.scores.Scale`.
        block: normalised hashtags that are not suggested.
        without: ids of posts to leave out of the average; if they are among the most similar, they
            are still listed, with weight 0.
        variety: from 0 (the order of the scores) to 1 (hashtags that are as different as can be);
            see :func:`~recommender.variety.varied`.

    Raises:
        RecommenderError: a count below 1, a reach outside of [-1, 1], or a variety outside of
            [0, 1].
    """

    n_neighbors: int = DEFAULT_NEIGHBORS
    n_hashtags: int = DEFAULT_HASHTAGS
    given: Collection_[str] = ()
    reach: float = 0.0
    block: Collection_[str] = ()
    without: Collection_[str] = ()
    variety: float = DEFAULT_VARIETY

    def __post_init__(self) -> None:
        if self.n_neighbors < 1 or self.n_hashtags < 1:
            raise RecommenderError(
                "The number of neighbours and of hashtags must be at least 1; ask for more."
            )
        if not -1.0 <= self.reach <= 1.0:
            raise RecommenderError(
                "Reach goes from -1 (broad) to 1 (niche); give a number in that range."
            )
        if not 0.0 <= self.variety <= 1.0:
            raise RecommenderError(
                "Variety goes from 0 (by score alone) to 1 (as different as can be); give a number "
                "in that range."
            )
        for name in ("given", "block", "without"):
            if isinstance(getattr(self, name), str):
                raise RecommenderError(
                    f'"{name}" must be a list of texts, not one text; use [...].'
                )


class HashtagRecommender:
    """Recommends hashtags for images from a collection. Safe to share between threads."""

    def __init__(
        self,
        collection: Collection,
        encoder: Encoder,
        ranking: RankingSettings | None = None,
    ) -> None:
        """``ranking`` replaces the collection's own settings, for example by ``settings.ORIGINAL``.

        Attributes besides the arguments:
            model: the collection's model with the features of this encoder.
            passed_over: why :meth:`open` did not take a better encoder of the collection, in one
                sentence; empty if it did, or if there is none.

        Raises:
            EncoderError: none of the collection's features were made with this encoder.
        """
        part = collection.part_of(encoder)
        if part is None:
            made_with = ", ".join(
                f"{facts.name} (sha256 {facts.sha256[:12]}…)"
                for facts in collection.manifest.encoders
            )
            raise EncoderError(
                f"The collection {collection.folder} was made with the encoder {made_with}, but "
                f"{encoder.name} is another (sha256 {encoder.fingerprint[:12]}…); use one of its own, "
                "or build the collection again."
            )
        self.collection = collection
        self.encoder = encoder
        self.model = part.model
        self.ranker = Ranker(
            self.model, ranking or collection.manifest.ranking, collection.vocabulary.hashtags
        )
        self.passed_over = ""

    @classmethod
    def open(cls, folder: str | Path, encoder: str | None = None) -> "HashtagRecommender":
        """Open a collection with one of the encoders that it was made with.

        Args:
            folder: the collection's folder.
            encoder: ``imagenet``, ``bundled`` or a ``.tflite`` file; None for the best of the
                collection's own that is on this computer (see
                :func:`~recommender.features.encoder.best_first`).

        Raises:
            CollectionError: there is no collection, it is damaged, or it is of a newer format.
            EncoderError: the encoder can't be opened, or is not the collection's.
        """
        collection = Collection.open(folder)
        if encoder:
            return cls(collection, open_encoder(encoder))
        errors = []
        for name in best_first([facts.name for facts in collection.manifest.encoders]):
            try:
                recommender = cls(collection, open_encoder(name))
            except EncoderError as error:
                errors.append(error)
                continue
            recommender.passed_over = str(errors[0]) if errors else ""
            return recommender
        raise errors[0]

    def recommend(
        self,
        image: ImageSource,
        n_neighbors: int = DEFAULT_NEIGHBORS,
        n_hashtags: int = DEFAULT_HASHTAGS,
        *,
        given: Collection_[str] = (),
        reach: float = 0.0,
        block: Collection_[str] = (),
        without: Collection_[str] = (),
        variety: float = DEFAULT_VARIETY,
    ) -> Recommendation:
        """Hashtags and similar posts for an image (path, bytes, binary file object or PIL image).

        Args:
            image: what to recommend for.
            n_neighbors: how many similar posts are averaged.
            n_hashtags: how many hashtags are recommended.
            given, reach, block, without, variety: see :class:`Wishes`.

        Raises:
            ImageError: the image can't be read.
            RecommenderError: a count below 1, a reach outside of [-1, 1], or a variety outside of
                [0, 1].
        """
        asked = Wishes(n_neighbors, n_hashtags, given, reach, block, without, variety)
        features, seconds = self.encode(image)
        name = str(image) if isinstance(image, (str, Path)) else None
        answer = self.recommend_features(features, asked, name)
        return replace(answer, seconds={**seconds, **answer.seconds})

    def encode(self, image: ImageSource) -> tuple[np.ndarray, dict[str, float]]:
        """Stage 1: deep features ``(1280,) float32``, and the seconds of decode and encode."""
        start = time.perf_counter()
        decoded = open_image(image)
        middle = time.perf_counter()
        features = self.encoder.encode_one(decoded)
        end = time.perf_counter()
        return features, {"decode": middle - start, "encode": end - middle}

    def recommend_post(self, post_id: str, wishes: Wishes = Wishes()) -> Recommendation:
        """Hashtags and similar posts for a post of the collection.

        Its neighbours don't include the post itself, nor other posts of the very same image.

        Raises:
            RecommenderError: the collection has no post with this id.
        """
        row = self.collection.row_of(post_id)
        if row is None:
            raise RecommenderError(f"The collection has no post {post_id}; choose another.")
        post = self.collection.posts[row]
        features = np.array(self.model.features[row], dtype=np.float32)
        barred = self.collection.rows_of_image(post)
        return self.recommend_features(features, wishes, post.image, barred)

    def recommend_features(
        self,
        features: np.ndarray,
        wishes: Wishes = Wishes(),
        image: str | None = None,
        barred: Sequence[int] = (),
    ) -> Recommendation:
        """Hashtags and similar posts for deep features ``(1280,) float32``: stages 2 to 5.

        The features must come from this recommender's encoder. ``image`` is the image's name in the
        answer; posts in the ``barred`` rows are never among its neighbours.
        """
        start = time.perf_counter()
        n = wishes.n_neighbors
        rows, similarities = self.ranker.search(features, max(n, N_MEASURED), barred)
        middle = time.perf_counter()
        without = [self.collection.row_of(post_id) for post_id in wishes.without]
        counted = np.array([row not in without for row in rows.tolist()], dtype=bool)
        sure = self.ranker.sureness(rows, similarities, counted) if counted[:n].any() else None
        rows, similarities = rows[:n], similarities[:n]
        weights = self.ranker.weights(rows, similarities, counted[:n])
        neighbors = tuple(
            Neighbor(self.collection.posts[row], float(similarity), float(weight), row)
            for row, similarity, weight in zip(rows.tolist(), similarities, weights, strict=True)
        )
        given = self._columns(wishes.given)
        parts = self.ranker.parts(rows, weights, given)
        anything = bool(given) or weights.any()
        suggestions = self._suggestions(parts, neighbors, given, wishes, sure) if anything else ()
        end = time.perf_counter()
        seconds = {"search": middle - start, "score": end - middle}
        return Recommendation(suggestions, neighbors, image, seconds, sure)

    def _suggestions(
        self,
        parts: np.ndarray,
        neighbors: Sequence[Neighbor],
        given: list[int],
        wishes: Wishes,
        sure: Sureness | None,
    ) -> tuple[Suggestion, ...]:
        """Stages 4 and 5: the best hashtags, each with its score taken apart.

        ``parts`` add up to the mean factor: one row per neighbour and, with ``given`` hashtags,
        one more.
        """
        ranked = self.ranker.suggest(
            parts.sum(axis=0),
            sure,
            wishes.n_hashtags,
            n_given=len(given),
            reach=wishes.reach,
            variety=wishes.variety,
            excluded=self._columns({*wishes.given, *wishes.block}),
        )
        factors = self.model.hashtag_factors[ranked.columns]
        values = parts @ (factors * ranked.scale[:, None]).T
        vocabulary = self.collection.vocabulary
        return tuple(
            Suggestion(
                hashtag=vocabulary.hashtags[j],
                score=float(ranked.scores[k]),
                count=int(vocabulary.counts[j]),
                contributions=tuple(
                    Contribution(neighbor.post.id, float(value))
                    for neighbor, value in zip(neighbors, values[: len(neighbors), k], strict=True)
                ),
                given=float(values[-1, k]) if given else None,
            )
            for k, j in enumerate(ranked.columns)
        )

    def _columns(self, hashtags: Collection_[str]) -> list[int]:
        """Columns of the normalised hashtags that the vocabulary has, each once."""
        return sorted(self.collection.vocabulary.columns_of(hashtags).values())
