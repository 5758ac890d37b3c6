import json
import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from evaluations import SETTINGS, evaluate, toy
from helpers import picture
from plotly.offline import get_plotlyjs

from recommender.errors import RecommenderError
from recommender.evaluation.compare import compare
from recommender.evaluation.report import report as evaluation_report
from recommender.evaluation.report.report import check_target, write_report
from recommender.evaluation.sweeps import sweep


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


class Page(HTMLParser):
    """A page's elements, its text outside of scripts and styles, and its number of scripts."""

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
    """Tests that are about something else share one measurement of the sweeps."""
    monkeypatch.setattr(evaluation_report, "sweep", lambda *_: toy_sweeps)


@pytest.mark.usefixtures("stub_evaluation", "without_plotly")
def test_the_report_shows_everything_and_loads_nothing(tmp_path, capsys):
    posts, target = write_hostile_posts(tmp_path / "posts"), tmp_path / "report.html"
    assert evaluate(posts, "--report", str(target), "--encoder", "bundled") == 0
    assert "Sweeps: 100%" in capsys.readouterr().err
    text = target.read_text(encoding="utf-8")
    page = Page(text)
    assert text.endswith("</html>\n")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["report.html"]

    # One script is Plotly, the others draw the four charts.
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
    assert "stub" in page.text
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
    assert "By category" not in page.text  # all posts have the same one
    assert page.text.count("The image can't be read.") == 10


@pytest.mark.usefixtures("stub_evaluation", "without_plotly", "without_sweeps")
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


def test_a_device_is_not_replaced_by_a_report():
    before = os.stat(os.devnull).st_mode
    with pytest.raises(RecommenderError, match="is a device"):
        check_target(Path(os.devnull))
    assert os.stat(os.devnull).st_mode == before


@pytest.mark.usefixtures("without_sweeps")
def test_plotly_is_inlined_once(tmp_path):
    data = toy()
    write_report(tmp_path / "r.html", data, compare(data, SETTINGS))
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert text.count(get_plotlyjs()) == 1
    assert text.count("Plotly.newPlot(") - get_plotlyjs().count("Plotly.newPlot(") == 4
