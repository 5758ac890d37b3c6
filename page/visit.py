"""What a visitor asks for, and the answers; the parts of the page share both."""

from collections.abc import Sequence
from dataclasses import dataclass

from page.photos import Query
from recommender import HashtagRecommender, Recommendation, Wishes


def answer_to(recommender: HashtagRecommender, query: Query, wishes: Wishes) -> Recommendation:
    """The recommendation for a photo, or for a post of the collection."""
    if query.features is None:
        return recommender.recommend_post(query.key, wishes)
    return recommender.recommend_features(query.features, wishes, query.name)


@dataclass(frozen=True)
class Visit:
    """What one visitor asks for in one run of the page.

    ``query`` is shown, with its ``answer``. ``asked`` is what the downloads and the table cover:
    all photos, or only the post that is used as the photo.
    """

    recommender: HashtagRecommender
    wishes: Wishes
    asked: Sequence[Query]
    query: Query
    answer: Recommendation

    def answers(self) -> list[Recommendation]:
        """The answers to all that is asked; the ones that are not shown are computed now."""
        return [
            self.answer if query is self.query else answer_to(self.recommender, query, self.wishes)
            for query in self.asked
        ]
