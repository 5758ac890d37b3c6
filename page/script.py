"""Puts page.js on the page: the little that Streamlit has no widget for."""

import json
from pathlib import Path

import streamlit as st

from page import keys

CELL = 96
"""Side of a thumbnail on the sheet of the map's thumbnails, in pixels."""
COLUMNS = 15
"""Thumbnails in a row of that sheet."""

_SHEET = json.dumps({"cell": CELL, "columns": COLUMNS})
_JS = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
# The same for everybody: it holds nothing from a visitor or a post.
_SCRIPT = f"<script>window.hashtagSheet = {_SHEET};\n{_JS}</script>"


def add_script() -> None:
    """Put the script on the page; it runs once, however often the page is drawn."""
    with st.container(key=keys.SCRIPT):
        st.html(_SCRIPT, unsafe_allow_javascript=True)
