import json
from dataclasses import replace
from html.parser import HTMLParser
from math import log2

import numpy as np
import pytest
from helpers import StubEncoder, picture
from plotly.offline import get_plotlyjs

from recommender import cli
from recommender.errors import RecommenderError
from recommender.evaluation.compare import (
    OURS,
    REACHES,
    WEIGHTED_VOTES,
    EvaluationSettings,
    Posts,
    compare,
    make_folds,
)
from recommender.evaluation.report import report as evaluation_report
from recommender.evaluation.report.report import write_report
from recommender.evaluation.sweeps import NEIGHBORS, sweep
from recommender.factors import AlsSettings
from recommender.features.encoder import N_FEATURES
from recommender.sources import Post

TINY = AlsSettings(rank=2, alpha=10.0, regularization=0.1, iterations=3)
SETTINGS = EvaluationSettings(folds=2, n_neighbors=2, als=TINY)
RANDOM = EvaluationSettings(folds=2, n_neighbors=8, als=replace(TINY, rank=6))
METRICS = {f"{m}@{k}" for m in ("precision", "recall", "ndcg", "hit_rate") for k in (1, 5, 10)}


def toy() -> Posts:
    """Six photos of a kind with hashtags a1, a2 and four of another with b1, b2, in groups.

    Groups of 3, 3, 2 and 2 go to two folds of 3 + 2: each fold has both kinds, whatever the seed.
    """
    kinds = [("a", "g1")] * 3 + [("a", "g2")] * 3 + [("b", "g3")] * 2 + [("b", "g4")] * 2
    features = np.zeros((10, N_FEATURES), dtype=np.float32)
    posts = []
    for i, (kind, group) in enumerate(kinds):
        features[i, 0 if kind == "a" else 1] = 1.0
        features[i, 2 + i] = 0.05
        posts.append(Post(f"{i}.jpg", (f"{kind}1", f"{kind}2"), group=group, category=kind))
    return Posts(posts, features, [f"image{i}" for i in range(10)])


def random_posts(n: int = 60, seed: int = 0) -> Posts:
    """Features of five kinds; two hashtags of the kind, and popular and rare ones at random."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 5, n)
    features = rng.random((n, N_FEATURES)).astype(np.float32) * 0.2
    features[np.arange(n), kinds] += 2.0
    shares = 1 / np.arange(1, 41)
    posts = []
    for i, kind in enumerate(kinds):
        more = rng.choice(40, 4, replace=False, p=shares / shares.sum())
        tags = (f"kind{kind}", f"topic{kind}", *(f"tag{j}" for j in more))
        posts.append(Post(f"{i}.jpg", tags, group=f"g{i // 2}", category=f"c{kind}"))
    return Posts(posts, features, [f"image{i}" for i in range(n)])


def means(judged) -> dict[str, float]:
    return {name: values.mean() for name, values in judged.values.items()}


@pytest.mark.parametrize("name", ["votes", WEIGHTED_VOTES])
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
    assert means(comparison.way(OURS))["ndcg@10"] == 1.0
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
    # Of other groups they are suggested: the check above is not about a hashtag nobody knows.
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
    # "random" draws from vocabularies whose size differs in the other folds; the last two are given
    # the post's own hashtags.
    for name in set(one) - {"random", "photo alone", "photo and given hashtags"}:
        assert one[name][0] == two[name][0], name


def test_images_and_groups_never_straddle_folds():
    data = random_posts(40)
    images = list(data.images)
    images[0] = images[11] = images[30]  # joins three groups
    numbers = []
    for fold in make_folds(replace(data, images=images), RANDOM):
        train, test = fold.train.tolist(), fold.test.tolist()
        assert not {images[i] for i in train} & {images[i] for i in test}
        assert not {data.posts[i].group for i in train} & {data.posts[i].group for i in test}
        assert len({0, 1, 10, 11, 30, 31} & set(test)) in (0, 6)
        numbers += test
    assert sorted(numbers) == list(range(40))


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
    assert middle.suggestions == comparison.way(OURS).suggestions


def test_given_hashtags_are_not_suggested_again():
    """All posts have these four and nothing else is known, so the hidden two are what is left."""
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


def test_one_group_is_one_sentence():
    data = toy()
    posts = [replace(post, group="the same") for post in data.posts]
    with pytest.raises(RecommenderError, match=r"^The 10 posts make one group, .*\.$"):
        compare(replace(data, posts=posts), SETTINGS)


@pytest.mark.parametrize("wrong", [{"folds": 1}, {"n_neighbors": 0}])
def test_too_few_folds_or_neighbours_are_refused(wrong):
    with pytest.raises(RecommenderError, match="2 folds and 1 neighbour"):
        EvaluationSettings(**wrong)


def test_sweep_agrees_with_the_comparison():
    data = random_posts()
    settings = replace(RANDOM, n_neighbors=10)
    comparison, sweeps = compare(data, settings), sweep(data, settings)
    at = NEIGHBORS.index(10)
    for name, judged in sweeps.neighbors.items():
        assert len(judged) == len(NEIGHBORS)
        assert means(judged[at])["ndcg@10"] == pytest.approx(
            means(comparison.way(name))["ndcg@10"], abs=1e-3
        )
    ranks = [rank for rank, _ in sweeps.ranks]
    assert ranks[0] == 16
    assert ranks == sorted(set(ranks))
    assert ranks[-1] <= 30  # the training matrix has 30 rows


# The command line and the report


@pytest.fixture
def stub(monkeypatch):
    monkeypatch.setattr("recommender.evaluation.data.open_encoder", lambda *_, **__: StubEncoder())


def write_hostile_posts(folder):
    """Twelve posts of three colours; every fourth hashtag is unique; categories are hostile."""
    folder.mkdir()
    lines = []
    for i in range(12):
        picture([(200, 30, 30), (30, 160, 40), (30, 50, 200)][i % 3], seed=i).save(
            folder / f"{i}.png"
        )
        tags = [f"colour{i % 3}", "instagood", f"photo{i}", f"half{i % 2}"]
        category = "<script>alert(1)</script>" if i % 2 else '" onload="alert(2)'
        lines.append({"image": f"{i}.png", "hashtags": tags, "category": category})
    path = folder / "posts.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def evaluate(posts, *options) -> int:
    return cli.main(
        ["evaluate", str(posts), "--folds", "3", "--rank", "4", "--iterations", "3", *options]
    )


@pytest.mark.usefixtures("stub")
def test_json_is_one_object_with_all_metrics_and_intervals(posts_file, capsys):
    assert evaluate(posts_file, "--json", "--neighbors", "3", "--seed", "7") == 0
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["posts"], outcome["hashtags"]) == (12, 10)
    assert (outcome["folds"], outcome["seed"], outcome["neighbors"]) == (3, 7, 3)
    assert [way["name"] for way in outcome["ways"]] == [
        "random",
        "most popular",
        "votes",
        WEIGHTED_VOTES,
        "the original's rule",
        OURS,
    ]
    for judged in [*outcome["ways"], *outcome["reach"], *outcome["given"]]:
        assert set(judged["metrics"]) == METRICS | {"novelty"}
        assert 0 <= judged["coverage"] <= 1
        for e in judged["metrics"].values():
            assert e["low"] <= e["mean"] + 1e-6
            assert e["mean"] <= e["high"] + 1e-6
    assert set(outcome["gain_over_weighted_votes"]["ndcg@10"]) == {"mean", "low", "high"}


@pytest.mark.usefixtures("stub")
def test_the_tables_name_each_way_and_the_verdict(posts_file, capsys):
    assert evaluate(posts_file) == 0
    out = capsys.readouterr().out
    for name in ("random", "most popular", WEIGHTED_VOTES, "the original's rule", OURS):
        assert f"\n{name}" in out
    assert "12 posts, 10 hashtags, 3 folds, seed 0, 20 neighbours" in out
    assert "less that of weighted votes: " in out


@pytest.mark.usefixtures("stub")
def test_options_reach_the_model(posts_file, capsys, monkeypatch):
    seen = []

    def spy(data, settings, progress):
        seen.append(settings)
        return compare(data, settings, progress)

    monkeypatch.setattr("recommender.evaluation.compare.compare", spy)
    options = ["--alpha", "3", "--regularization", "2", "--iterations", "4", "--seed", "5"]
    assert evaluate(posts_file, "--json", "--min-count", "3", *options) == 0
    assert seen[0].als == AlsSettings(4, 3.0, 2.0, 4, 5)
    # Of each colour's hashtags "life" and "love" are on two posts.
    assert json.loads(capsys.readouterr().out)["hashtags"] == 4


@pytest.mark.usefixtures("stub")
def test_mistakes_are_one_sentence_and_nothing_is_measured(
    posts_file, tmp_path, capsys, monkeypatch
):
    assert evaluate(posts_file, "--min-count", "99") == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: No hashtag is on enough")
    monkeypatch.setattr(
        "recommender.evaluation.compare.compare", lambda *_: pytest.fail("measured")
    )
    for target in (tmp_path, tmp_path / "none/report.html"):
        assert evaluate(posts_file, "--report", str(target)) == 1
        error = capsys.readouterr().err
        assert error.startswith("error: ")
        assert error.count("\n") == 1


class Page(HTMLParser):
    """The elements of a page, its text outside of scripts and styles, and how often it has scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if not self.inside:
            self.text += data

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def without_plotly(monkeypatch):
    """Plotly's JavaScript is 4 MB of text that the parser need not read."""
    monkeypatch.setattr(evaluation_report, "get_plotlyjs", lambda: "/* plotly */")


@pytest.fixture(scope="module")
def toy_sweeps():
    return sweep(toy(), SETTINGS)


@pytest.fixture
def without_sweeps(monkeypatch, toy_sweeps):
    """Sweeps are measured once for the tests that are about something else."""
    monkeypatch.setattr(evaluation_report, "sweep", lambda *_: toy_sweeps)


@pytest.mark.usefixtures("stub", "without_plotly")
def test_the_report_shows_everything_and_loads_nothing(tmp_path, capsys):
    posts, target = write_hostile_posts(tmp_path / "posts"), tmp_path / "report.html"
    assert evaluate(posts, "--report", str(target), "--encoder", "bundled") == 0
    assert "Sweeps: 100%" in capsys.readouterr().err
    text = target.read_text(encoding="utf-8")
    page = Page(text)
    assert text.endswith("</html>\n")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["report.html"]

    # One script is Plotly, the other ones draw the four charts.
    assert len(page.all("script")) == 1 + 4
    assert "alert(" not in "".join(str(e) for e in page.elements)
    assert "<script>alert(1)</script>" in page.text  # as text, in the table by category
    assert '" onload="alert(2)' in page.text
    assert text.count("<script>alert(1)") == 0
    for _, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on")}
        for name in ("src", "href", "srcset", "data", "action"):
            assert attributes.get(name, "data:").startswith(("data:", "#"))
    assert "http" not in text.replace("http-equiv", "")
    assert "url(" not in text
    assert "@import" not in text
    policy = next(m for m in page.all("meta") if "content" in m and "http-equiv" in m)
    assert policy["content"].startswith("default-src 'none'; img-src data:;")

    assert len(page.all("img")) == 12
    assert all(i["src"].startswith("data:image/jpeg;base64,/9j/") for i in page.all("img"))
    for said in ("Precision@1", "Recall@5", "nDCG@10", "Hit rate@10", "Coverage", "Novelty"):
        assert said in page.text
    for heading in (
        "Number of neighbours",
        "Rank of ALS",
        "Reach",
        "Given hashtags",
        "By category",
    ):
        assert heading in page.text
    assert "What this does not measure" in page.text
    assert "bundled" in page.text
    assert "#instagood ✓" in page.text
    assert "prefers-color-scheme: dark" in text


@pytest.mark.usefixtures("without_plotly", "without_sweeps")
def test_hostile_hashtags_are_text(tmp_path):
    data = toy()
    evil = "<img src=x onerror=alert(3)>"
    posts = [replace(p, hashtags=(*p.hashtags, evil), category="") for p in data.posts]
    data = replace(data, posts=posts, encoder="<b>encoder</b>")
    write_report(tmp_path / "r.html", data, compare(data, SETTINGS), lambda _: b"")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.all("img") == []
    assert page.all("b") == []
    assert f"#{evil} ✓" in page.text
    assert "<img src=x" not in text
    assert "By category" not in page.text  # all posts are of one
    assert page.text.count("The image can't be read.") == 10


@pytest.mark.usefixtures("stub", "without_plotly", "without_sweeps")
def test_a_collection_is_evaluated_with_its_own_thumbnails(built, tmp_path):
    target = tmp_path / "r.html"
    assert evaluate(built.folder, "--report", str(target)) == 0
    page = Page(target.read_text(encoding="utf-8"))
    assert len(page.all("img")) == 12
    assert "stub" in page.text


@pytest.mark.usefixtures("without_plotly", "without_sweeps")
def test_a_report_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    def fail(row):
        raise RuntimeError("no thumbnail")

    data, target = toy(), tmp_path / "report.html"
    comparison = compare(data, SETTINGS)
    target.write_text("before")
    with pytest.raises(RuntimeError, match="thumbnail"):
        write_report(target, data, comparison, fail)
    with monkeypatch.context() as patch:

        def full(*_):
            raise OSError(28, "No space left on device")

        patch.setattr("pathlib.Path.replace", full)
        with pytest.raises(RecommenderError, match="No space left on device"):
            write_report(target, data, comparison)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
    write_report(target, data, comparison)
    first = target.read_bytes()
    write_report(target, data, comparison)
    assert target.read_bytes() == first
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.usefixtures("without_sweeps")
def test_plotly_is_inlined_once(tmp_path):
    data = toy()
    write_report(tmp_path / "r.html", data, compare(data, SETTINGS))
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert text.count(get_plotlyjs()) == 1
    assert text.count("Plotly.newPlot(") - get_plotlyjs().count("Plotly.newPlot(") == 4
