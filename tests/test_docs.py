"""The documentation is right about links, commands, the files of a collection, versions."""

import json
import re
from pathlib import Path

import command_reference
import numpy as np
import pytest
from helpers import COLOURS, SETTINGS, OtherEncoder, StubEncoder, picture

import recommender
from recommender.build import build_collection
from recommender.sources.formats import NAMES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "assets/encoder/README.md",
    ROOT / "benchmarks/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
README = PAGES[0].read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", prose(page), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)]+)\)", prose(page)):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), f"{page.name} links to {link}, which does not exist"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page):
    """Paths in code font that begin with one of the project's folders."""
    named = r"`((?:recommender|page|tests|scripts|benchmarks|docs|assets)/[\w./-]*)`"
    for path in re.findall(named, prose(page)):
        assert (ROOT / path).exists(), f"{page.name} names {path}, which does not exist"


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [PAGES[0]]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        linked = {
            (page.parent / path).resolve() for path in re.findall(r"\]\(([^)#]+)", prose(page))
        }
        waiting += [other for other in PAGES if other in linked - reached]
    assert reached == set(PAGES)


def test_readme_is_short_and_has_its_two_commands_first():
    assert len(README.splitlines()) <= 140
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    assert len(blocks) == 2
    assert "streamlit run streamlit_app.py" in blocks[0]
    assert "pytest" in blocks[1]
    assert len(blocks[0].strip().splitlines()) == len(blocks[1].strip().splitlines()) == 1


def test_readmes_python_runs(built, encoder, tmp_path, monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    built.folder.rename(tmp_path / "my-collection")
    picture(COLOURS["red"]).save(tmp_path / "photo.jpg")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("recommender.recommend.open_encoder", lambda *_, **__: encoder)
    exec(compile(code, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert re.search(r"^red \d\.\d+$", out, flags=re.M)
    assert "images/red" in out
    assert "'neighbors': [" in out


def test_readme_names_each_command():
    parsers = [p for p, _ in command_reference.commands(command_reference.make_parser())]
    for command in {" ".join(parser.prog.split()[:4]) for parser in parsers}:
        assert command in README, f"README.md does not name the command {command}"


def test_the_command_reference_is_what_the_parser_says():
    written = command_reference.PATH.read_text(encoding="utf-8")
    again = f"docs/commands.md is out of date; make it again: {command_reference.COMMAND}"
    assert written == command_reference.reference(), again


def test_the_command_reference_shows_arguments_as_they_are_typed():
    text = command_reference.reference()
    assert (
        "| `PATH...` |  | posts.jsonl or posts.csv, or what import takes: a folder, a zip" in text
    )
    assert "| `--alpha N` | 10 | ALS confidence of a hashtag that a post has |" in text
    assert r"| `--block FILE\|HASHTAG` |  | never suggest these; may be repeated |" in text
    assert "| `--csv` |  | one line per hashtag, after a header line; not with `--json` |" in text
    assert "python -m recommender build PATH... --output DIR [OPTIONS]" in text
    assert "python -m recommender info [DIR]\n" in text


def test_the_format_of_collections_is_described(posts_file, tmp_path):
    """Names, shapes and dtypes in docs/collection.md, against the files of two encoders."""
    folder = tmp_path / "both"
    build_collection(posts_file, folder, SETTINGS, encoder=StubEncoder(), also=[OtherEncoder()])
    text = (ROOT / "docs/collection.md").read_text(encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| `([^`]+\.\w+)` \| (.*?) \| (.*?) \|", text, flags=re.M)
    own = {name for name in manifest["files"] if "/" not in name}
    assert {name for name, *_ in rows} == {*own, "manifest.json"}
    sizes = {"n": manifest["n_posts"], "h": manifest["n_hashtags"], "r": manifest["als"]["rank"]}
    assert len(set(sizes.values())) == 3
    arrays = [(name, shape, dtype) for name, shape, dtype in rows if name.endswith(".npy")]
    assert len(arrays) == 12
    for name, shape, dtype in arrays:
        array = np.load(folder / name, mmap_mode="r")
        words = [word for word in shape.strip("()").split(",") if word.strip()]
        assert array.shape == tuple(sizes.get(w.strip()) or int(w) for w in words), name
        assert array.dtype == dtype, name
    (further,) = re.findall(r"has a folder `encoders/NAME/` .*?shared\.", text, flags=re.S)
    named = set(re.findall(r"`(\w+\.npy)`", further))
    assert named == {
        name.removeprefix("encoders/other/") for name in manifest["files"] if "/" in name
    }
    for name in named:
        both = [np.load(path / name).dtype for path in (folder / "encoders/other", folder)]
        assert both[0] == both[1], name
    fields = text[text.index("## Manifest") : text.index("## Versions")]
    for field in manifest:
        assert f"`{field}`" in fields, f"docs/collection.md does not explain {field}"
    for field in [*manifest["encoder"], *manifest["als"], *manifest["ranking"]]:
        assert f"`{field}`" in fields, f"docs/collection.md does not explain {field}"
    assert f"- **{manifest['format']}**, now" in text


def test_the_changelog_dates_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{recommender.__version__}\] - 20\d\d-\d\d-\d\d$", text, flags=re.M)


def test_every_format_of_posts_is_described():
    """In the table of docs/sources.md, in order, and in the help of ``--format``."""
    text = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([a-z][a-z-]*)` \|", text, flags=re.M)) == sorted(NAMES)
    reference = command_reference.reference()
    (told,) = set(re.findall(r"^\| `--format NAME` \|  \| (.*?);", reference, flags=re.M))
    assert re.split(", | or ", told) == list(NAMES)
