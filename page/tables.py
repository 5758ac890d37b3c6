"""Tables, mostly of what a chart shows."""

from collections.abc import Mapping, Sequence

import streamlit as st

from page.text import escape_markdown


def table_of(title: str, columns: Mapping[str, Sequence[str]]) -> None:
    """A table that opens under its title; cells are shown as text. Drawn only while it is open."""
    with st.expander(title, type="compact", key=title, on_change="rerun") as opened:
        if opened.open:
            table(columns, title)


def table(columns: Mapping[str, Sequence[str]], what: str) -> None:
    """A table; ``what`` describes it to people who can't see it. Cells are shown as text."""
    escaped = {name: [escape_markdown(cell) for cell in cells] for name, cells in columns.items()}
    st.table(escaped, border="horizontal", hide_index=True, alt=what)
