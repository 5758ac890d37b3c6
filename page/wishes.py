"""What a visitor asks for beside the photo: neighbours, given hashtags, reach, blocked hashtags."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from page.text import escape_markdown
from recommender.blocklist import read_blocklist
from recommender.hashtags import parse_separated

_BLOCKED = "blocked"


@dataclass(frozen=True)
class Wishes:
    """Arguments of ``HashtagRecommender.recommend_features``."""

    n_neighbors: int
    given: tuple[str, ...]
    reach: float
    block: frozenset[str]

    def arguments(self) -> dict:
        return {
            "n_neighbors": self.n_neighbors,
            "given": self.given,
            "reach": self.reach,
            "block": self.block,
        }


def ask_wishes() -> Wishes:
    """The controls beside the photo; their values are kept in the page's address."""
    n_neighbors = st.slider(
        "Similar images to learn from",
        1,
        50,
        20,
        key="n",
        bind="query-params",
        help="How many of the most similar posts are averaged.",
    )
    given = st.text_input(
        "Hashtags the photo has already",
        placeholder="#sunset #beach",
        max_chars=500,
        key="given",
        help="They count like similar posts, and are not suggested again.",
    )
    reach = st.slider(
        "Reach: from broad (-1) to niche (1)",
        -1.0,
        1.0,
        0.0,
        0.1,
        key="reach",
        bind="query-params",
        help="Lowers or raises rare hashtags' scores; 0 leaves the scores as they are.",
    )
    blocked = st.session_state.get(_BLOCKED, ())
    return Wishes(
        n_neighbors,
        tuple(parse_separated(given)),
        reach,
        read_blocklist().union(blocked),
    )


def block_buttons(suggested: Sequence[str]) -> None:
    """One click on a suggested hashtag blocks it for this visit, one more brings it back."""
    blocked: tuple[str, ...] = st.session_state.get(_BLOCKED, ())
    with st.expander("Block hashtags", icon=":material/block:"):
        st.pills(
            "Click one to block it for this visit",
            list(suggested),
            format_func=_label,
            key="block_pick",
            on_change=_move,
            args=("block_pick", True),
            wrap=True,
        )
        if blocked:
            st.pills(
                "Blocked; click one to bring it back",
                list(blocked),
                format_func=_label,
                key="unblock_pick",
                on_change=_move,
                args=("unblock_pick", False),
                wrap=True,
            )
        st.caption(
            f"{len(read_blocklist())} hashtags that ask for likes or followers are never suggested: "
            "edit `assets/blocklist.txt`."
        )


def _move(key: str, block: bool) -> None:
    tag = st.session_state.pop(key, None)
    if tag is None:
        return
    others = tuple(other for other in st.session_state.get(_BLOCKED, ()) if other != tag)
    st.session_state[_BLOCKED] = (*others, tag) if block else others


def _label(tag: str) -> str:
    return escape_markdown(f"#{tag}")
