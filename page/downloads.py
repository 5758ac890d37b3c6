"""Answers to take away: files, and a table for several photos."""

from collections.abc import Callable, Sequence

import streamlit as st

from page.photos import Query
from page.tables import table
from recommender import Recommendation
from recommender.answer import N_TOP
from recommender.export import csv_text, json_lines


def download_buttons(answers: Callable[[], Sequence[Recommendation]], n: int) -> None:
    """Buttons for JSON and CSV of ``n`` answers, computed when one is clicked."""
    of = f" of {n} photos" if n > 1 else ""
    st.download_button(
        f"JSON{of}",
        lambda: json_lines(answers()),
        # Several objects, one a line, are no JSON document.
        file_name="hashtags.jsonl" if n > 1 else "hashtags.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="download_json",
        help="What `python -m recommender recommend --json` prints.",
    )
    st.download_button(
        f"CSV{of}",
        # Spreadsheets take UTF-8 for something older unless it begins with this mark.
        lambda: csv_text(answers()).encode("utf-8-sig"),
        file_name="hashtags.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download_csv",
        help="What `python -m recommender recommend --csv` prints.",
    )


def table_of_all(queries: Sequence[Query], answers: Callable[[], Sequence[Recommendation]]) -> None:
    """The hashtags of several photos side by side; computed while it is open."""
    with st.expander(
        f"Hashtags of all {len(queries)} photos", key="table_of_all", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        tags = [[f"#{s.hashtag}" for s in answer.hashtags] for answer in answers()]
        table(
            {
                "Photo": [query.name for query in queries],
                "Top five": [" ".join(row[:N_TOP]) for row in tags],
                "Further": [" ".join(row[N_TOP:]) for row in tags],
            },
            f"The hashtags of {len(queries)} photos",
        )
