"""What the page's address keeps besides the settings that widgets bind to it; never a photo."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from recommender.hashtags import normalize
from recommender.sources.post import ID

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


def _matching(pattern: str) -> Callable[[str], str | None]:
    return lambda value: value if re.fullmatch(pattern, value) else None


_READ: dict[str, Callable[[str], str | None]] = {
    BLOCK: normalize,
    WITHOUT: _matching(ID.pattern),
    SAMPLE: _matching("[0-9]{1,3}"),
    POST: _matching(ID.pattern),
}
"""What may be under each name, None for anything else. Everybody can make an address: what does not
fit is left out before some part of the page gets a text that it can't draw."""


def kept(name: str) -> tuple[str, ...]:
    """The values under a name: those of this visit, which begin with those in the address."""
    key = f"kept_{name}"
    if key not in st.session_state:
        values = (v for v in st.query_params.get_all(name)[:_MOST] if len(v) <= _LONGEST)
        read = (_READ[name](value) for value in values)
        found = [value for value in read if value]
        # Only a trail of posts may come by the same one twice.
        st.session_state[key] = tuple(found if name == POST else dict.fromkeys(found))
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
