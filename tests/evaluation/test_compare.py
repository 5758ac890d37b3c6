from dataclasses import replace
from math import log2

import numpy as np
import pytest
from evaluations import RANDOM, SETTINGS, means, random_posts, toy

from recommender.answer import Level
from recommender.evaluation.compare import REACHES, VARIETIES, compare
from recommender.evaluation.folds import make_folds
from recommender.evaluation.ways import Way
from recommender.settings import DEFAULT_VARIETY


@pytest.mark.parametrize("name", ["votes", Way.WEIGHTED_VOTES])
def test_votes_on_the_toy_are_known_by_hand(name):
    way = compare(toy(), SETTINGS).way(name)
    values = means(way)
    assert all(set(s) == set(p.hashtags) for s, p in zip(way.suggestions, toy().posts, strict=True))
    assert values["precision@1"] == values["recall@10"] == values["ndcg@10"] == 1.0
    assert values["recall@1"] == 0.5
    assert values["precision@5"] == pytest.approx(2 / 5)
    assert values["precision@10"] == pytest.approx(2 / 10)
    assert values["novelty"] == pytest.approx((6 * log2(5 / 3) + 4 * log2(5 / 2)) / 10)
    assert way.coverage == 1.0


def test_most_popular_on_the_toy_is_known_by_hand():
    """Every post is given a1, a2, b1, b2: those of kind b have theirs on ranks 3 and 4."""
    values = means(compare(toy(), SETTINGS).way("most popular"))
    below = (1 / log2(4) + 1 / log2(5)) / (1 + 1 / log2(3))
    assert values["ndcg@10"] == pytest.approx((6 + 4 * below) / 10)
    assert values["precision@1"] == values["hit_rate@1"] == pytest.approx(0.6)
    assert values["ndcg@1"] == pytest.approx(0.6)
    assert values["precision@5"] == pytest.approx(2 / 5)
    assert values["hit_rate@5"] == values["recall@5"] == 1.0
    assert values["novelty"] == pytest.approx((log2(5 / 3) + log2(5 / 2)) / 2)


def test_this_recommender_and_its_gain_on_the_toy():
    comparison = compare(toy(), SETTINGS)
    assert means(comparison.way(Way.OURS))["ndcg@10"] == 1.0
    gain = comparison.gain(over="most popular")
    below = (1 / log2(4) + 1 / log2(5)) / (1 + 1 / log2(3))
    assert gain.mean == pytest.approx(0.4 * (1 - below))
    assert 0 < gain.low <= gain.mean <= gain.high


def all_suggestions(comparison) -> dict[str, list[list[str]]]:
    judged = [*comparison.ways, *comparison.reaches, *comparison.given]
    return {j.name: j.suggestions for j in judged}


def test_a_hashtag_of_held_out_posts_only_is_never_suggested():
    data = random_posts(24)
    posts = [replace(p, hashtags=(*p.hashtags, f"only{p.group}")) for p in data.posts]
    comparison = compare(replace(data, posts=posts), RANDOM)
    for name, suggestions in all_suggestions(comparison).items():
        for post, tags in zip(posts, suggestions, strict=True):
            assert tags, name
            assert f"only{post.group}" not in tags, name
    # With other groups they are suggested: the check above is not about unknown hashtags.
    found = {tag for tags in all_suggestions(comparison)["random"] for tag in tags}
    assert any(tag.startswith("only") for tag in found)


def test_what_a_test_post_has_changes_nothing_that_is_fitted_or_suggested():
    data = random_posts(30)
    other = replace(data, posts=list(data.posts), features=data.features.copy())
    other.posts[0] = replace(data.posts[0], hashtags=("kind0", "newcomer"))
    other.features[0] = 0.0
    other.features[0, 77] = 3.0
    changed = []
    for before, after in zip(make_folds(data, RANDOM), make_folds(other, RANDOM), strict=True):
        assert (before.train == after.train).all()
        same = before.vocabulary == after.vocabulary and all(
            np.array_equal(getattr(before.model, name), getattr(after.model, name))
            for name in ("features", "image_factors", "hashtag_factors", "n_hashtags")
        )
        same = same and all(
            np.array_equal(
                getattr(before.model.similarity, name), getattr(after.model.similarity, name)
            )
            for name in ("mean", "projection", "predicted", "hubness")
        )
        assert same == (0 in before.test)
        changed.append(not same)
    assert sum(changed) == 1

    other = replace(other, features=data.features)
    one, two = all_suggestions(compare(data, RANDOM)), all_suggestions(compare(other, RANDOM))
    # "random" draws from the other folds' vocabularies, whose sizes differ; the last two are given
    # the post's own hashtags.
    for name in set(one) - {"random", "photo alone", "photo and given hashtags"}:
        assert one[name][0] == two[name][0], name


def test_the_same_seed_gives_the_same_numbers():
    data = random_posts(30)
    one = compare(data, RANDOM).to_dict()
    assert one == compare(data, RANDOM).to_dict()
    other = compare(data, replace(RANDOM, seed=1)).to_dict()
    assert one["ways"] != other["ways"]


def test_reach_moves_novelty_one_way():
    comparison = compare(random_posts(), RANDOM)
    novelty = [means(judged)["novelty"] for judged in comparison.reaches]
    assert len(novelty) == len(REACHES)
    assert novelty == sorted(novelty)
    assert novelty[-1] > novelty[0] + 0.1
    middle = comparison.reaches[REACHES.index(0.0)]
    assert middle.suggestions == comparison.way(Way.OURS).suggestions


def test_variety_spreads_the_list_and_the_default_is_this_recommender():
    comparison = compare(random_posts(), RANDOM)
    assert [judged.name for judged in comparison.varieties] == [f"variety {v:g}" for v in VARIETIES]
    words = [means(judged)["words"] for judged in comparison.varieties]
    assert words[-1] > words[0] + 0.05
    default = comparison.varieties[VARIETIES.index(DEFAULT_VARIETY)]
    assert default.suggestions == comparison.way(Way.OURS).suggestions


def test_wallpaper_is_what_the_training_posts_show_to_go_with_everything():
    """A hashtag on every second post, whatever it shows, and those of the five kinds."""
    data = random_posts(60)
    posts = [
        replace(p, hashtags=(*p.hashtags[:2], *(["love"] if i % 2 else [])))
        for i, p in enumerate(data.posts)
    ]
    folds = list(make_folds(replace(data, posts=posts), RANDOM))
    for fold in folds:
        assert [fold.vocabulary.hashtags[j] for j in fold.wallpaper] == ["love"]
    for way in compare(replace(data, posts=posts), RANDOM).ways:
        share = np.mean([("love" in tags) / len(tags) for tags in way.suggestions])
        assert means(way)["wallpaper"] == pytest.approx(share)


def test_answers_are_judged_by_how_sure_they_are():
    data = random_posts(60)
    comparison = compare(data, RANDOM)
    rows = comparison.by_sureness()
    assert [level for level, _, _ in rows] == list(Level)
    assert sum(n for _, n, _ in rows) == 60
    ndcg = comparison.way(Way.OURS).values["ndcg@10"]
    for level, n, found in rows:
        chosen = [sure.level is level for sure in comparison.sureness]
        assert sum(chosen) == n
        assert not n or found["ndcg@10"] == pytest.approx(ndcg[chosen].mean())


def test_given_hashtags_are_not_suggested_again():
    """All posts have these four hashtags and there are no others, so the hidden two remain."""
    data = random_posts(20)
    tags = ("one", "two", "three", "four")
    posts = [replace(post, hashtags=tags) for post in data.posts]
    for judged in compare(replace(data, posts=posts), RANDOM).given:
        assert all(len(suggested) == 2 for suggested in judged.suggestions)
        assert means(judged)["recall@10"] == means(judged)["ndcg@10"] == 1.0


def test_given_hashtags_help_where_the_photo_says_nothing():
    """Features are noise; each kind has eight hashtags, of which four are given."""
    data = random_posts(60)
    noise = np.random.default_rng(1).random(data.features.shape, dtype=np.float32)
    posts = [
        replace(p, hashtags=tuple(f"{p.hashtags[0]}word{j}" for j in range(8))) for p in data.posts
    ]
    alone, given = compare(replace(data, posts=posts, features=noise), RANDOM).given
    assert means(given)["ndcg@10"] > means(alone)["ndcg@10"] + 0.15


def test_posts_of_one_hashtag_leave_out_the_given_ones():
    data = random_posts(12)
    posts = [replace(post, hashtags=post.hashtags[:1]) for post in data.posts]
    assert compare(replace(data, posts=posts), RANDOM).given == []
