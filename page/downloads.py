"""Answers as files, and as a table for several photos."""

import streamlit as st

from page.tables import table
from page.visit import Visit
from recommender.answer import N_TOP
from recommender.export import csv_text, json_lines


def download_buttons(visit: Visit) -> None:
    """Buttons for JSON and CSV of all answers; the answers are computed on a click."""
    n = len(visit.asked)
    of = f" of {n} photos" if n > 1 else ""
    st.download_button(
        f"JSON{of}",
        lambda: json_lines(visit.answers()),
        # Several objects, one per line, are not a JSON document.
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
        lambda: csv_text(visit.answers()).encode("utf-8-sig"),
        file_name="hashtags.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download_csv",
        help="What `python -m recommender recommend --csv` prints.",
    )


def table_of_all(visit: Visit) -> None:
    """The hashtags of all photos side by side, if there are several; computed only when open."""
    n = len(visit.asked)
    if n == 1:
        return
    with st.expander(
        f"Hashtags of all {n} photos", key="table_of_all", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        tags = [[f"#{s.hashtag}" for s in answer.hashtags] for answer in visit.answers()]
        table(
            {
                "Photo": [query.name for query in visit.asked],
                "Top five": [" ".join(row[:N_TOP]) for row in tags],
                "Further": [" ".join(row[N_TOP:]) for row in tags],
            },
            f"The hashtags of {n} photos",
        )
