"""An answer: hashtags with their scores and reasons, and the similar posts they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from recommender.sources.post import Post

N_TOP = 5
"""Instagram shows at most five hashtags of a post since December 2025."""

UNSURE, SURE = 0.25, 0.6
"""Below and from these values of sureness an answer is unsure and sure."""

_RARE = 0.25
"""Below this rank, similarity or agreement is named as the reason why an answer is unsure."""


class Level(StrEnum):
    """How sure an answer is, in a word."""

    UNSURE = "unsure"
    FAIR = "fair"
    SURE = "sure"


@dataclass(frozen=True)
class Sureness:
    """How sure an answer is, beside what is usual in its collection.

    The ranks come from the collection's own posts, each asked about without itself: what share of
    them has less similar posts, and what share has similar posts that agree less.

    Attributes:
        similarity: the weighted mean similarity of the most similar posts, in [-1, 1].
        similarity_rank: its rank, from 0 to 1.
        agreement: how much their hashtags have in common, from -1 to 1; see
            :func:`~recommender.sureness.agreement`.
        agreement_rank: its rank, from 0 to 1.
    """

    similarity: float
    similarity_rank: float
    agreement: float
    agreement_rank: float

    @property
    def value(self) -> float:
        """The mean of both ranks, from 0 to 1."""
        return (self.similarity_rank + self.agreement_rank) / 2

    @property
    def level(self) -> Level:
        if self.value < UNSURE:
            return Level.UNSURE
        return Level.SURE if self.value >= SURE else Level.FAIR

    @property
    def sentence(self) -> str:
        """The level and its reason in plain words."""
        if self.level is Level.SURE:
            return "The similar posts look like this photo and agree."
        few, little = self.similarity_rank < _RARE, self.agreement_rank < _RARE
        if few and little:
            return "Few posts here look like this photo, and they agree on little."
        if few:
            return "Few posts here look like this photo."
        if little:
            return "The similar posts agree on little."
        return "The similar posts agree in part."

    def to_dict(self) -> dict[str, Any]:
        return {
            "level": str(self.level),
            "sentence": self.sentence,
            "value": self.value,
            "similarity": self.similarity,
            "similarity_rank": self.similarity_rank,
            "agreement": self.agreement,
            "agreement_rank": self.agreement_rank,
        }


@dataclass(frozen=True)
class Neighbor:
    """A similar post, its ``similarity`` in [-1, 1], and its ``weight`` in the average (0 to 1).

    ``row`` is the post's row in the collection, -1 if it comes from none.
    """

    post: Post
    similarity: float
    weight: float
    row: int = -1

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
    """The part of a score that comes from the neighbour with this post id; may be negative."""

    id: str
    value: float

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "value": self.value}


@dataclass(frozen=True)
class Suggestion:
    """A hashtag (without ``#``) with its score.

    The score is the sum of ``contributions``, one per neighbour in the same order, and of
    ``given``, the part that comes from the hashtags the user gave (None if there are none).
    ``count`` is the number of posts in the collection that have the hashtag.
    """

    hashtag: str
    score: float
    count: int
    contributions: tuple[Contribution, ...]
    given: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """In JSON, the given hashtags' part is the last contribution, with the id ``given``."""
        contributions = [c.to_dict() for c in self.contributions]
        if self.given is not None:
            contributions.append({"id": "given", "value": self.given})
        return {
            "hashtag": f"#{self.hashtag}",
            "score": self.score,
            "contributions": contributions,
        }


@dataclass(frozen=True)
class Recommendation:
    """The answer for one image: suggestions in their order, neighbours best first.

    With variety above 0 the suggestions' scores need not fall from each to the next.

    ``seconds`` maps the stages decode, encode, search and score to the time they took.
    ``sureness`` is None if no similar post counts.
    """

    hashtags: tuple[Suggestion, ...]
    neighbors: tuple[Neighbor, ...]
    image: str | None = None
    seconds: dict[str, float] = field(default_factory=dict, compare=False)
    sureness: Sureness | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, texts and numbers, as ``recommend --json`` prints them."""
        return {
            "image": self.image,
            "sureness": self.sureness.to_dict() if self.sureness else None,
            "hashtags": [s.to_dict() for s in self.hashtags],
            "neighbors": [n.to_dict() for n in self.neighbors],
        }


@dataclass(frozen=True)
class ScorePart:
    """One part of a score.

    ``number`` counts the neighbours from 1; it is None for the hashtags that the user gave.
    ``has_it`` says whether the neighbour has the hashtag, ``counts`` whether it is in the average.
    """

    number: int | None
    value: float
    has_it: bool
    counts: bool

    @property
    def is_given(self) -> bool:
        """Whether this is the part of the hashtags that the user gave."""
        return self.number is None


def score_parts(suggestion: Suggestion, neighbors: Sequence[Neighbor]) -> list[ScorePart]:
    """The parts of a score in the order of the neighbours; that of given hashtags comes last."""
    parts = [
        ScorePart(i, c.value, suggestion.hashtag in n.post.hashtags, n.weight > 0)
        for i, (c, n) in enumerate(zip(suggestion.contributions, neighbors, strict=True), start=1)
    ]
    if suggestion.given is not None:
        parts.append(ScorePart(None, suggestion.given, has_it=False, counts=True))
    return parts
