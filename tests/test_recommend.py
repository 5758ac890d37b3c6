import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from helpers import COLOURS, SETTINGS, OtherEncoder, StubEncoder, picture

from recommender import (
    Collection,
    EncoderError,
    HashtagRecommender,
    ImageError,
    RecommenderError,
    Wishes,
)
from recommender.build import build_collection
from recommender.settings import ORIGINAL


def png(colour, seed=50):
    buffer = io.BytesIO()
    picture(COLOURS[colour], seed=seed).save(buffer, "PNG")
    return buffer.getvalue()


def original_rule(collection, query, n):
    """The 2019 project's rule in plain NumPy: raw cosine, plain mean of n factors, dot products."""
    features = collection.model.features.astype(float)
    cosines = [f @ query / (np.linalg.norm(f) * np.linalg.norm(query)) for f in features]
    rows = sorted(range(len(cosines)), key=lambda i: -cosines[i])[:n]
    mean_factor = np.mean([collection.model.image_factors[i] for i in rows], axis=0)
    return rows, [float(y @ mean_factor) for y in collection.model.hashtag_factors]


@pytest.mark.parametrize("n", [1, 3, 5, 12])
def test_the_originals_rule_is_a_special_case(recommender, n):
    collection = recommender.collection
    original = HashtagRecommender(collection, recommender.encoder, ORIGINAL)
    features, _ = original.encode(png("green"))
    rows, scores = original_rule(collection, features.astype(float), n)
    answer = original.recommend_features(features, Wishes(n_neighbors=n, n_hashtags=100))
    assert [neighbor.post.id for neighbor in answer.neighbors] == [
        collection.posts[i].id for i in rows
    ]
    expected = dict(zip(collection.vocabulary.hashtags, scores, strict=True))
    for suggestion in answer.hashtags:
        assert suggestion.score == pytest.approx(expected[suggestion.hashtag], abs=1e-5)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_photo_gets_the_hashtags_of_those_like_it(recommender, colour):
    answer = recommender.recommend(png(colour), n_neighbors=4, n_hashtags=3)
    assert {s.hashtag for s in answer.hashtags[:2]} == {colour, "instagood"}
    assert all(n.post.hashtags[0] == colour for n in answer.neighbors)


def test_scores_are_the_sum_of_their_contributions_and_both_lists_are_best_first(recommender):
    answer = recommender.recommend(png("red"), n_neighbors=7, n_hashtags=6)
    assert len(answer.neighbors) == 7
    assert len(answer.hashtags) == 6
    for suggestion in answer.hashtags:
        assert [c.id for c in suggestion.contributions] == [n.post.id for n in answer.neighbors]
        total = sum(c.value for c in suggestion.contributions)
        assert total == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)
    scores = [s.score for s in answer.hashtags]
    similarities = [n.similarity for n in answer.neighbors]
    assert scores == sorted(scores, reverse=True)
    assert similarities == sorted(similarities, reverse=True)
    assert sum(n.weight for n in answer.neighbors) == pytest.approx(1.0, abs=1e-5)


def test_an_image_of_the_collection_finds_itself(recommender, posts_file):
    answer = recommender.recommend(posts_file.parent / "images/blue2.png", n_neighbors=1)
    assert answer.neighbors[0].post.image == "images/blue2.png"
    assert answer.neighbors[0].similarity == pytest.approx(1.0, abs=1e-5)


def test_a_post_left_out_counts_no_more_and_stays_in_the_list(recommender):
    before = recommender.recommend(png("red"), n_neighbors=6)
    out = {before.neighbors[0].post.id, before.neighbors[2].post.id}
    after = recommender.recommend(png("red"), n_neighbors=6, without=out)
    assert [n.post.id for n in after.neighbors] == [n.post.id for n in before.neighbors]
    kept = [n for n in before.neighbors if n.post.id not in out]
    total = sum(n.weight for n in kept)
    for n, old in zip(after.neighbors, before.neighbors, strict=True):
        expected = 0 if n.post.id in out else old.weight / total
        assert n.weight == pytest.approx(expected, abs=1e-6)
    for suggestion in after.hashtags:
        values = {c.id: c.value for c in suggestion.contributions}
        assert all(values[id_] == 0 for id_ in out)
        assert sum(values.values()) == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)
    assert after.hashtags != before.hashtags
    assert recommender.recommend(png("red"), n_neighbors=6, without=["none"]) == before


def test_with_all_left_out_only_given_hashtags_suggest_anything(recommender):
    neighbors = recommender.recommend(png("red"), n_neighbors=3).neighbors
    out = [n.post.id for n in neighbors]
    nothing = recommender.recommend(png("red"), n_neighbors=3, without=out)
    assert nothing.hashtags == ()
    assert [n.weight for n in nothing.neighbors] == [0, 0, 0]
    given = recommender.recommend(png("red"), n_neighbors=3, without=out, given=["blue"])
    assert given.hashtags[0].hashtag in ("instagood", "bluelove", "bluelife")


def test_a_post_as_the_photo_is_not_its_own_neighbour(recommender):
    collection = recommender.collection
    post = collection.posts[5]
    answer = recommender.recommend_post(post.id, Wishes(n_neighbors=12))
    assert len(answer.neighbors) == 11
    assert post.id not in {n.post.id for n in answer.neighbors}
    assert answer.image == post.image
    with_itself = recommender.recommend_features(collection.model.features[5], Wishes(12)).neighbors
    others = [n.post.id for n in with_itself if n.post.id != post.id]
    assert [n.post.id for n in answer.neighbors] == others
    assert len(recommender.recommend_post(post.id, Wishes(n_neighbors=3)).neighbors) == 3
    assert recommender.recommend_post(post.id, Wishes(without=others[:1])).neighbors[0].weight == 0
    with pytest.raises(RecommenderError, match="no post"):
        recommender.recommend_post("0" * 16)


def test_other_posts_of_the_same_image_are_not_its_neighbours(posts_file, tmp_path, encoder):
    lines = posts_file.read_text().splitlines()
    posts_file.write_text("\n".join([*lines, lines[0]]) + "\n")
    built = build_collection(posts_file, tmp_path / "twice", SETTINGS, encoder=encoder)
    recommender = HashtagRecommender(Collection.open(built.folder), encoder)
    first, copy = (
        recommender.collection.posts[0],
        recommender.collection.posts[-1],
    )
    assert copy.id == f"{first.id}-2"
    ids = {n.post.id for n in recommender.recommend_post(copy.id, Wishes(n_neighbors=20)).neighbors}
    assert len(ids) == 11
    assert not ids & {first.id, copy.id}


def test_every_kind_of_image_gives_the_same_answer(recommender, tmp_path):
    data = png("red")
    path = tmp_path / "red.png"
    path.write_bytes(data)
    sources = [path, str(path), data, io.BytesIO(data), picture(COLOURS["red"], seed=50)]
    answers = [recommender.recommend(source) for source in sources]
    assert all(answer.hashtags == answers[0].hashtags for answer in answers)
    assert [a.image for a in answers] == [str(path), str(path), None, None, None]


def test_more_than_there_is_gives_all_and_less_than_one_is_refused(recommender):
    answer = recommender.recommend(png("red"), n_neighbors=999, n_hashtags=999)
    assert len(answer.neighbors) == 12
    assert len(answer.hashtags) == len(recommender.collection.vocabulary.hashtags)
    for counts in ({"n_neighbors": 0}, {"n_hashtags": 0}):
        with pytest.raises(RecommenderError, match="at least 1"):
            recommender.recommend(png("red"), **counts)


@pytest.mark.parametrize("name", ["given", "block", "without"])
def test_one_text_in_place_of_a_list_is_refused(recommender, name):
    """Its letters would be taken for hashtags, and nothing would be said."""
    with pytest.raises(RecommenderError, match=f'"{name}" must be a list'):
        recommender.recommend(png("red"), **{name: "sunset"})


def test_to_dict_is_what_the_command_line_prints(recommender):
    answer = recommender.recommend(png("red"), n_neighbors=2, n_hashtags=1)
    neighbors = [
        {
            "id": n.post.id,
            "image": n.post.image,
            "similarity": n.similarity,
            "weight": n.weight,
            "hashtags": [f"#{t}" for t in n.post.hashtags],
        }
        for n in answer.neighbors
    ]
    (best,) = answer.hashtags
    contributions = [{"id": c.id, "value": c.value} for c in best.contributions]
    hashtags = [
        {"hashtag": f"#{best.hashtag}", "score": best.score, "contributions": contributions}
    ]
    assert answer.to_dict() == {
        "image": None,
        "sureness": answer.sureness.to_dict(),
        "hashtags": hashtags,
        "neighbors": neighbors,
    }


def test_answers_are_frozen_and_timed(recommender):
    answer = recommender.recommend(png("red"))
    with pytest.raises(FrozenInstanceError):
        answer.hashtags = ()
    assert set(answer.seconds) == {"decode", "encode", "search", "score"}
    assert all(value >= 0 for value in answer.seconds.values())


def test_eight_threads_share_a_recommender(built):
    recommender = HashtagRecommender(Collection.open(built.folder), StubEncoder())
    photos = [png(colour, seed) for colour in COLOURS for seed in range(60, 76)]
    expected = [recommender.recommend(photo) for photo in photos]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(recommender.recommend, photos)) == expected


def test_another_encoder_is_refused(built):
    with pytest.raises(EncoderError, match=r"made with the encoder stub .*use one of its own"):
        HashtagRecommender(Collection.open(built.folder), OtherEncoder())


def test_a_bad_image_is_an_image_error(recommender):
    with pytest.raises(ImageError):
        recommender.recommend(b"no image")


def test_recommending_imports_neither_tensorflow_nor_streamlit(posts_file, tmp_path):
    """TensorFlow takes 4 s and 600 MB (measured); implicit, SciPy, pandas are only for building."""
    script = (
        "import sys\n"
        "from recommender.cli import main\n"
        f"assert main(['recommend', {str(posts_file.parent / 'images/red0.png')!r}, '--collection', sys.argv[1]]) == 0\n"
        "heavy = {'tensorflow', 'keras', 'streamlit', 'implicit', 'scipy', 'pandas', 'plotly'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    folder = tmp_path / "bundled"
    build = [
        sys.executable,
        "-m",
        "recommender",
        "build",
        str(posts_file),
        "--output",
        str(folder),
        "--encoder",
        "bundled",
    ]
    subprocess.run(build, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def total(suggestion):
    return sum(c.value for c in suggestion.contributions) + (suggestion.given or 0.0)


def test_given_hashtags_count_and_are_never_suggested(recommender):
    photo = png("red")
    plain = recommender.recommend(photo, n_hashtags=100)
    answer = recommender.recommend(photo, n_hashtags=100, given=["blue", "instagood", "unheard"])
    tags = [s.hashtag for s in answer.hashtags]
    assert "blue" not in tags
    assert "instagood" not in tags
    score = {s.hashtag: s.score for s in plain.hashtags}
    shift = {s.hashtag: s.score - score[s.hashtag] for s in answer.hashtags}
    assert max(shift, key=shift.get) in ("bluelife", "bluelove")
    for suggestion in answer.hashtags:
        assert suggestion.given is not None
        assert suggestion.to_dict()["contributions"][-1] == {
            "id": "given",
            "value": suggestion.given,
        }
        assert total(suggestion) == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)


def test_reach_goes_from_broad_to_niche_and_its_middle_is_the_plain_score(recommender):
    photo = png("red")
    place = {}  # rank of the hashtag that all posts have, among those of red pictures
    for reach in (-1.0, 0.0, 1.0):
        answer = recommender.recommend(photo, n_neighbors=4, n_hashtags=100, reach=reach)
        place[reach] = [s.hashtag for s in answer.hashtags].index("instagood")
        for suggestion in answer.hashtags:
            assert total(suggestion) == pytest.approx(suggestion.score, rel=1e-5, abs=1e-6)
    assert place[-1.0] <= place[0.0] <= place[1.0]
    assert place[-1.0] < place[1.0]
    assert recommender.recommend(photo, reach=0.0) == recommender.recommend(photo)
    with pytest.raises(RecommenderError, match="Reach"):
        recommender.recommend(photo, reach=1.5)


def test_blocked_hashtags_make_room_for_the_next(recommender):
    photo = png("red")
    plain = [s.hashtag for s in recommender.recommend(photo, n_hashtags=4).hashtags]
    answer = recommender.recommend(photo, n_hashtags=3, block=[plain[1]])
    assert [s.hashtag for s in answer.hashtags] == [plain[0], *plain[2:]]
