"""What the page's address keeps besides the settings that widgets bind to it; never a photo."""

from collections.abc import Sequence

import streamlit as st

BLOCK = "block"
"""Hashtags that this visitor blocked."""
WITHOUT = "without"
"""Ids of posts that this visitor left out of the average."""
SAMPLE = "sample"
"""Number of the sample that is shown, from 1."""
POST = "post"
"""Ids of the posts that were used as the photo, one after the other; the last one is shown."""

_MOST = 200
_LONGEST = 100


def kept(name: str) -> tuple[str, ...]:
    """The values under a name: those of this visit, which begin with those in the address."""
    key = f"kept_{name}"
    if key not in st.session_state:
        values = st.query_params.get_all(name)[:_MOST]
        st.session_state[key] = tuple(v for v in values if 0 < len(v) <= _LONGEST)
    return st.session_state[key]


def keep(name: str, values: Sequence[str]) -> None:
    """Keep values under a name, for this visit and in the address; no values remove the name."""
    st.session_state[f"kept_{name}"] = tuple(values)[:_MOST]
    if values:
        st.query_params[name] = list(st.session_state[f"kept_{name}"])
    else:
        st.query_params.pop(name, None)


def toggle(name: str, value: str) -> None:
    """Add a value under a name, or remove it if it is there."""
    values = kept(name)
    others = tuple(v for v in values if v != value)
    keep(name, others if value in values else (*values, value))
