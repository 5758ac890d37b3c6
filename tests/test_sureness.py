import dataclasses

import numpy as np
import pytest
from helpers import SETTINGS, write_posts
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender import Collection, HashtagRecommender, Wishes
from recommender.answer import Level, Sureness
from recommender.build import build_collection
from recommender.neighbors.index import NeighborIndex
from recommender.ranker import Ranker
from recommender.settings import RankingSettings
from recommender.specificity import Specificity
from recommender.sureness import N_MEASURED, Usual, agreement, fit_usual, rank_among

HALF = np.array([0.5, 0.5], dtype=np.float32)
ZERO = np.zeros(2)
NONE_KNOWN = Specificity(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))


def test_posts_of_one_factor_agree_wholly_and_orthogonal_ones_not_at_all():
    assert agreement(np.array([[3.0, 4.0], [3.0, 4.0]]), HALF, ZERO) == pytest.approx(1.0)
    assert agreement(np.array([[1.0, 0.0], [0.0, 1.0]]), HALF, ZERO) == pytest.approx(0.0)
    assert agreement(np.array([[1.0, 0.0], [-1.0, 0.0]]), HALF, ZERO) == pytest.approx(-1.0)


def test_agreement_with_weights_is_known_by_hand():
    """Pairs: 2 (.5 .3 1 + .5 .2 0 + .3 .2 0) = .3; alone: .5 .5 1 + .3 .7 1 + .2 .8 4 = 1.1."""
    factors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    assert agreement(factors, np.array([0.5, 0.3, 0.2]), ZERO) == pytest.approx(0.3 / 1.1)


def test_agreement_is_seen_from_the_collections_mean():
    """Two posts that have only what all have in common agree on nothing of their own."""
    factors = np.array([[5.0, 1.0], [5.0, -1.0]])
    assert agreement(factors, HALF, np.array([5.0, 0.0])) == pytest.approx(-1.0)
    assert agreement(factors, HALF, ZERO) == pytest.approx((25 - 1) / (25 + 1))


def test_one_post_has_nobody_to_agree_with():
    assert agreement(np.array([[1.0, 2.0]]), np.array([1.0]), ZERO) == 0.0
    assert agreement(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 0.0]), ZERO) == 0.0


@given(
    arrays(np.float64, (4, 3), elements=st.floats(-10, 10)),
    arrays(np.float64, 4, elements=st.floats(0.01, 1)),
)
def test_agreement_is_from_minus_1_to_1(factors, weights):
    value = agreement(factors, weights / weights.sum(), np.zeros(3))
    assert -1 - 1e-6 <= value <= 1 + 1e-6


def test_a_rank_is_the_share_below_and_half_of_the_equal_ones():
    values = np.array([0.0, 0.2, 0.2, 0.6])
    assert rank_among(values, 0.1) == 0.25
    assert rank_among(values, 0.2) == 0.5
    assert rank_among(values, 0.9) == 1.0
    assert rank_among(values[:0], 0.9) == 0.5


def test_an_answer_is_ranked_among_what_is_usual():
    usual = Usual(np.array([0.0, 0.3, 0.4, 0.6]), np.array([0.5, 0.55, 0.7, 0.8]), NONE_KNOWN, ZERO)
    factors = np.array([[1.0, 0.0], [1.0, 1.0]])
    sure = usual.sureness(factors, HALF, np.array([0.7, 0.5]))
    assert (sure.similarity, sure.similarity_rank) == (pytest.approx(0.6), 0.5)
    assert (sure.agreement, sure.agreement_rank) == (pytest.approx(0.5 / 0.75), 1.0)
    assert sure.value == 0.75


@pytest.mark.parametrize(
    ("similarity_rank", "agreement_rank", "level", "sentence"),
    [
        (0.5, 0.9, "sure", "The similar posts look like this photo and agree."),
        (0.5, 0.5, "fair", "The similar posts agree in part."),
        (0.5, 0.2, "fair", "The similar posts agree on little."),
        (0.05, 0.9, "fair", "Few posts here look like this photo."),
        (0.05, 0.4, "unsure", "Few posts here look like this photo."),
        (0.3, 0.1, "unsure", "The similar posts agree on little."),
        (0.1, 0.1, "unsure", "Few posts here look like this photo, and they agree on little."),
    ],
)
def test_it_is_said_in_plain_words(similarity_rank, agreement_rank, level, sentence):
    sure = Sureness(0.1, similarity_rank, 0.2, agreement_rank)
    assert (sure.level, sure.sentence) == (level, sentence)
    assert sure.to_dict() == {
        "level": level,
        "sentence": sentence,
        "value": (similarity_rank + agreement_rank) / 2,
        "similarity": 0.1,
        "similarity_rank": similarity_rank,
        "agreement": 0.2,
        "agreement_rank": agreement_rank,
    }


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_unsure_answer_always_has_a_reason(similarity_rank, agreement_rank):
    sure = Sureness(0.0, similarity_rank, 0.0, agreement_rank)
    if sure.level is Level.UNSURE:
        assert sure.sentence != "The similar posts agree in part."


class FixedIndex:
    """Similarities as they are given, one row for each post."""

    def __init__(self, similarities):
        self.given = np.array(similarities, dtype=np.float32)

    def search_many(self, features, n):
        for similarities in self.given[: len(features)]:
            rows = np.argsort(-similarities, kind="stable")[:n]
            yield rows, similarities[rows]


def test_posts_are_asked_about_without_themselves_and_their_copies(recommender):
    """The first two posts are of one image; the third is left out of its own, however it is rated."""
    rows = [0, 1, 2]
    model = recommender.collection.model
    few = dataclasses.replace(
        model,
        features=model.features[rows],
        image_factors=model.image_factors[rows],
        columns=[model.columns[row] for row in rows],
        n_hashtags=np.ones(3),
        similarity=dataclasses.replace(model.similarity, hubness=np.zeros(3, dtype=np.float32)),
    )
    index = FixedIndex([[1, 1, 0.5], [1, 1, 0.25], [0.5, 0.5, 0.4]])
    usual = fit_usual(few, index, Ranker(few, RankingSettings()).weights)
    np.testing.assert_allclose(usual.similarities, [0.25, 0.5, 0.5])


def test_copies_of_a_post_change_nothing_for_the_others(posts_file, tmp_path, encoder):
    lines = posts_file.read_text().splitlines()
    posts_file.write_text("\n".join([*lines, *[lines[0]] * 9]) + "\n")
    built = build_collection(posts_file, tmp_path / "copies", SETTINGS, encoder=encoder)
    recommender = HashtagRecommender(Collection.open(built.folder), encoder)
    first = recommender.collection.posts[0]
    assert recommender.ranker.usual.agreements.max() < 1
    assert len(recommender.recommend_post(first.id).neighbors) == 11
    assert len(recommender.ranker.usual.similarities) == 21


def test_what_is_usual_is_what_answers_for_the_posts_themselves_are_like(recommender):
    collection = recommender.collection
    answers = [recommender.recommend_post(post.id).sureness for post in collection.posts]
    usual = recommender.ranker.usual
    np.testing.assert_allclose(sorted(a.agreement for a in answers), usual.agreements, atol=1e-5)
    np.testing.assert_allclose(sorted(a.similarity for a in answers), usual.similarities, atol=1e-5)
    assert sum(a.value for a in answers) / len(answers) == pytest.approx(0.5, abs=0.05)


def test_a_photo_like_no_post_is_unsure_and_one_like_many_is_not(recommender):
    features = np.array(recommender.collection.model.features[0])
    noise = np.random.default_rng(3).normal(size=features.shape).astype(np.float32)
    strange = recommender.recommend_features(noise).sureness
    assert strange.similarity_rank == 0
    assert strange.level is Level.UNSURE
    usual = recommender.recommend_features(features).sureness
    assert usual.value > strange.value


def test_it_is_about_the_photo_however_many_posts_are_averaged(recommender):
    features = recommender.collection.model.features[0]
    one, all_ = (
        recommender.recommend_features(features, Wishes(n_neighbors=n)) for n in (1, N_MEASURED)
    )
    assert len(one.neighbors) == 1
    assert one.sureness == all_.sureness


def test_posts_left_out_are_not_measured_and_without_any_nothing_is_said(recommender):
    features = recommender.collection.model.features[0]
    before = recommender.recommend_features(features, Wishes(n_neighbors=3))
    first = [before.neighbors[0].post.id]
    after = recommender.recommend_features(features, Wishes(n_neighbors=3, without=first))
    assert after.sureness.similarity < before.sureness.similarity
    out = [n.post.id for n in before.neighbors]
    for given_tags in ([], ["blue"]):
        nothing = recommender.recommend_features(
            features, Wishes(n_neighbors=3, without=out, given=given_tags)
        )
        assert nothing.sureness is None
        assert nothing.to_dict()["sureness"] is None


def test_a_collection_of_one_post_has_nothing_that_is_usual(tmp_path, encoder):
    posts = write_posts(tmp_path / "one", n_each=1)
    posts.write_text(posts.read_text().splitlines()[0] + "\n")
    built = build_collection(posts, tmp_path / "c", SETTINGS, encoder=encoder)
    answer = HashtagRecommender(Collection.open(built.folder), encoder).recommend(
        posts.parent / "images/red0.png"
    )
    assert answer.sureness.level is Level.FAIR
    assert answer.hashtags


def test_a_large_collection_is_asked_about_in_a_sample(recommender, monkeypatch):
    monkeypatch.setattr("recommender.sureness.FEWEST_ASKED", 2)
    monkeypatch.setattr("recommender.sureness._PAIRS", 5 * 12)
    monkeypatch.setattr("recommender.neighbors.index._CHUNK", 24)  # two posts at a time
    ranker = recommender.ranker
    sample = fit_usual(ranker.model, ranker.index, ranker.weights)
    assert len(sample.agreements) == 5
    every = ranker.usual.agreements
    assert all(np.isclose(every, value, atol=1e-6).any() for value in sample.agreements)


def test_many_photos_at_once_have_the_similarities_of_each(recommender):
    model = recommender.collection.model
    for share, centered in ((0.3, True), (0.0, False)):
        index = NeighborIndex(model.features, model.similarity, share, centered)
        many = index.similarities(model.features[:5])
        for row, similarities in enumerate(many):
            one = index.similarities(model.features[row])
            np.testing.assert_allclose(similarities, one, atol=1e-6)


def test_sureness_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Sureness(0, 0, 0, 0).similarity = 1
