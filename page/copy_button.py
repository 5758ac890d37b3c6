"""Buttons that copy hashtags: Streamlit's own one needs a mouse over it, and HTTPS."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from recommender import Suggestion
from recommender.answer import N_TOP

_HERE = Path(__file__)
_component = st.components.v2.component(
    "hashtag_copy_button",
    html='<button type="button"></button><span role="status"></span>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def copy_buttons(suggestions: Sequence[Suggestion]) -> None:
    """Buttons for the top five hashtags and for all of them."""
    hashtags = [f"#{s.hashtag}" for s in suggestions]
    _copy_button("Copy the top five", " ".join(hashtags[:N_TOP]), key="copy_top")
    _copy_button(f"Copy all {len(hashtags)}", " ".join(hashtags), key="copy_all")


def _copy_button(label: str, text: str, key: str) -> None:
    """A button that puts ``text`` on the clipboard and says so; both are shown as text only."""
    _component(key=key, data={"label": label, "text": text}, width="content")
