import numpy as np
import pytest
from implicit.evaluation import ndcg_at_k
from scipy.sparse import csr_matrix

from recommender.evaluation.metrics import (
    Estimate,
    bootstrap_weights,
    estimate,
    likeness_of_all,
    novelty,
    ranking_metrics,
    words_of,
)


def test_metrics_of_hand_checked_rankings():
    hits = np.zeros((3, 10), dtype=bool)
    hits[0, [0, 2]] = True  # ranks 1 and 3 of 2 hashtags
    hits[1, :10] = True  # all ten of 20
    metrics = ranking_metrics(hits, np.array([2, 20, 3]))
    assert metrics["precision@1"].tolist() == [1, 1, 0]
    assert metrics["precision@5"].tolist() == [0.4, 1, 0]
    assert metrics["recall@5"].tolist() == [1, 0.25, 0]
    assert metrics["recall@10"].tolist() == [1, 0.5, 0]
    assert metrics["hit_rate@10"].tolist() == [1, 1, 0]
    # DCG 1 + 1/2, ideal 1 + 1/log2(3)
    np.testing.assert_allclose(metrics["ndcg@10"], [1.5 / (1 + 1 / np.log2(3)), 1, 0])
    np.testing.assert_allclose(metrics["ndcg@1"], [1, 1, 0])


@pytest.mark.parametrize("k", [1, 5, 10])
def test_ndcg_equals_implicits(k):
    """Compares with implicit's evaluation, given fixed rankings by a stand-in for its model."""
    rng = np.random.default_rng(0)
    n_images, n_hashtags = 60, 40
    truth = (rng.random((n_images, n_hashtags)) < 0.15).astype(np.float32)
    truth[:, 0] = 1  # no image without hashtags
    ranking = np.array([rng.permutation(n_hashtags)[:10] for _ in range(n_images)])

    class Ranked:
        def recommend(self, ids, user_items, N, **_):
            return ranking[ids, :N].astype(np.int32), np.ones((len(ids), N), dtype=np.float32)

    empty = csr_matrix(truth.shape, dtype=np.float32)
    expected = ndcg_at_k(
        Ranked(), empty, csr_matrix(truth), K=k, show_progress=False, num_threads=1
    )
    hits = np.take_along_axis(truth, ranking, axis=1) > 0
    ours = ranking_metrics(hits, truth.sum(axis=1).astype(int))[f"ndcg@{k}"].mean()
    assert ours == pytest.approx(expected, abs=1e-6)


def test_novelty_is_self_information_in_bits():
    shares = np.array([[0.5, 0.25], [1.0, 1.0]])
    np.testing.assert_allclose(novelty(shares), [1.5, 0.0])


def test_likeness_is_the_mean_cosine_of_all_pairs():
    factors = np.array([[2.0, 0.0], [3.0, 0.0], [0.0, 1.0]])
    assert likeness_of_all(factors) == pytest.approx(1 / 3)
    assert likeness_of_all(factors[:1]) == 0.0


def test_forms_of_one_word_count_once():
    assert len(words_of(["dog", "dogs", "dogsofinstagram"])) == 1
    assert len(words_of(["animal", "animals", "animaux", "cat"])) == 2
    assert len(words_of(["travel", "traveling", "me", "homemade", "instagood", "instadaily"])) == 4
    # The third is one word with both of the others.
    assert len(words_of(["dogs", "cats", "dogsandcats"])) == 1
    assert len(words_of([])) == 0


def test_the_bootstrap_interval_is_that_of_the_mean():
    values = np.random.default_rng(1).normal(3.0, 2.0, 4000)
    result = estimate(values, bootstrap_weights(4000, seed=0))
    half = 1.96 * values.std() / np.sqrt(4000)
    assert result.mean == pytest.approx(values.mean())
    assert result.low == pytest.approx(values.mean() - half, abs=0.01)
    assert result.high == pytest.approx(values.mean() + half, abs=0.01)


def test_the_bootstrap_is_the_same_for_the_same_seed():
    np.testing.assert_array_equal(bootstrap_weights(30, 5), bootstrap_weights(30, 5))
    assert not np.array_equal(bootstrap_weights(30, 5), bootstrap_weights(30, 6))
    np.testing.assert_allclose(bootstrap_weights(30, 5).sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.01, 0.03, "above"), (-0.03, -0.01, "below"), (-0.01, 0.03, "not distinguishable from")],
)
def test_a_gain_counts_only_where_its_whole_interval_is_on_one_side(low, high, verdict):
    assert Estimate(0.01, low, high).verdict == verdict
