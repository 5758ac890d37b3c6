"""page.css and page.js: the keys and classes that they share with Python, and how they are served."""

import ast
import re
from pathlib import Path

import pytest
from pages import htmls, page, photo, upload

from page import keys
from page.script import CELL, COLUMNS

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = (ROOT / "page/page.css").read_text(encoding="utf-8")
JS = (ROOT / "page/page.js").read_text(encoding="utf-8")
CARDS_JS = (ROOT / "page/cards.js").read_text(encoding="utf-8")
PYTHON = [ROOT / "streamlit_app.py", *sorted((ROOT / "page").glob("*.py"))]
KEYS = {name: value for name, value in vars(keys).items() if name.isupper()}
NAMED = set(re.findall(r"\bst-key-([\w-]+)", CSS + JS))

STREAMLITS = {"stApp"}
PLOTLYS = {
    *("main-svg", "xtick", "ytick", "xtitle", "ytitle", "bartext", "legendtext"),
    "js-plotly-plot",
}


def keys_in_use() -> set[str]:
    """The names of keys.py that the page's Python reads, as ``keys.NAME``."""
    nodes = [
        node for path in PYTHON for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "keys"
    }


def classes_in_python() -> set[str]:
    found = [re.findall(r"class='([\w-]+)'", path.read_text(encoding="utf-8")) for path in PYTHON]
    return {name for names in found for name in names}


def test_css_and_script_name_the_keys_that_python_has():
    assert sorted(NAMED - set(KEYS.values())) == []
    assert sorted(set(KEYS.values()) - NAMED) == []  # others need not be shared
    assert len(set(KEYS.values())) == len(KEYS)


def test_python_uses_every_shared_key():
    assert sorted(set(KEYS) ^ keys_in_use()) == []


def test_no_python_spells_a_shared_key_itself():
    """A key that is spelled out, such as ``"face_..."``, would not follow a change in keys.py."""
    beginnings = [value for value in KEYS.values() if value.endswith("_")]
    for path in PYTHON:
        if path.name == "keys.py":
            continue
        for key in re.findall(r"\bkey=f?\"([^\"]*)\"", path.read_text(encoding="utf-8")):
            assert key not in KEYS.values(), f"{path.name}: {key}"
            assert not key.startswith(tuple(beginnings)), f"{path.name}: {key}"


def test_css_has_the_classes_that_python_and_script_write():
    selectors = re.sub(r"\{[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL))
    styled = {
        name
        for name in re.findall(r"\.([A-Za-z][\w-]*)", selectors)
        if not name.startswith("st-key-")
    }
    written = classes_in_python() | set(re.findall(r'className = "([\w-]+)"', JS))
    written |= set(re.findall(r'class="([\w-]+)"', CARDS_JS))
    written |= {"card", *re.findall(r'\? " (\w+)"', CARDS_JS)}
    assert styled - STREAMLITS - PLOTLYS == written


def test_the_files_survive_being_put_into_html():
    assert "<" not in CSS
    assert "</" not in JS
    assert "<!--" not in JS


@pytest.mark.usefixtures("fresh_page")
def test_both_are_on_the_page_and_hold_nothing_of_a_visitor(collection):
    name = "</script><script>alert(1)</script>.png"
    at = upload(page().run(), photo("red"), name)
    at.text_input(key="given").set_value("#secretly").run()
    (style,) = [body for body in htmls(at) if body.startswith("<style>")]
    (script,) = [body for body in htmls(at) if body.startswith("<script>")]
    assert style.endswith(f"{CSS}</style>")
    assert re.search(r"--primary-color: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\);", style)
    sheet = f'{{"cell": {CELL}, "columns": {COLUMNS}}}'
    assert script == f"<script>window.hashtagSheet = {sheet};\n{JS}</script>"
