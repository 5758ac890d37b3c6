"""An answer: hashtags with their scores and reasons, and the similar posts they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from recommender.sources.post import Post
from recommender.sureness import Sureness

N_TOP = 5
"""Instagram shows at most five hashtags of a post since December 2025."""


@dataclass(frozen=True)
class Neighbor:
    """A similar post, its ``similarity`` in [-1, 1], and its ``weight`` in the average (0 to 1)."""

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
    """The answer for one image: suggestions in the order to use them, neighbours best first.

    ``seconds`` maps the stages decode, encode, search and score to the time they took; ``sureness``
    says whether the neighbours agree and are as similar as usual.
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
