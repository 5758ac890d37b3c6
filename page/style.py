"""Page settings, and page.css for what Streamlit's theme can't express."""

from pathlib import Path

import streamlit as st

_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def set_page() -> None:
    """Title, wide layout, styles. The icon is an emoji: others come from another host."""
    st.set_page_config(page_title="Hashtag recommender", page_icon="🏷️", layout="wide")
    st.html(f"<style>{_colors()}\n{_CSS}</style>")


def _colors() -> str:
    """The theme's colours as CSS variables; the browser picks those of the theme it shows."""
    names = {
        "primary-color": "primaryColor",
        "background-color": "backgroundColor",
        "secondary-background-color": "secondaryBackgroundColor",
        "text-color": "textColor",
        "border-color": "borderColor",
    }
    variables = (
        f"--{css}: light-dark({st.get_option(f'theme.light.{option}')}, "
        f"{st.get_option(f'theme.dark.{option}')});"
        for css, option in names.items()
    )
    return f".stApp {{ {' '.join(variables)} }}"
