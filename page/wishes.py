"""What a visitor asks for besides the photo: neighbours, given hashtags, reach, exclusions."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import streamlit as st

from page import address
from page.text import escape_markdown
from recommender import Wishes
from recommender.hashtags import parse_separated
from recommender.settings import DEFAULT_NEIGHBORS, DEFAULT_VARIETY


def ask_wishes() -> Wishes:
    """The settings beside the photo, kept in the address, and what is blocked or left out."""
    n_neighbors = st.slider(
        "Similar images to learn from",
        1,
        50,
        DEFAULT_NEIGHBORS,
        key="n",
        bind="query-params",
        help="How many of the most similar posts are averaged.",
    )
    given = st.text_input(
        "Hashtags the photo has already",
        placeholder="#sunset #beach",
        max_chars=500,
        key="given",
        bind="query-params",
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
        help="Lowers or raises the scores of rare hashtags; 0 leaves all scores as they are.",
    )
    variety = st.slider(
        "Variety: how different the hashtags are (0 to 1)",
        0.0,
        1.0,
        DEFAULT_VARIETY,
        0.05,
        key="variety",
        bind="query-params",
        help="Passes over hashtags that say the same as those before them, so they no longer come in "
        "the order of their scores; 0 keeps that order.",
    )
    return Wishes(
        n_neighbors=n_neighbors,
        given=parse_separated(given or ""),
        reach=reach,
        variety=variety,
        block=address.kept(address.BLOCK),
        without=address.kept(address.WITHOUT),
    )


def with_blocked(wishes: Wishes, hashtags: Collection[str]) -> Wishes:
    """The same wishes, with these hashtags blocked as well."""
    return replace(wishes, block={*wishes.block, *hashtags})


def block_buttons(suggested: Sequence[str], n_listed: int) -> None:
    """A click on a suggested hashtag blocks it for this visit, another click brings it back.

    ``n_listed`` is the number of hashtags in the blocklist's file, which stay blocked.
    """
    blocked = address.kept(address.BLOCK)
    label = f"Block hashtags ({len(blocked)} blocked)" if blocked else "Block hashtags"
    with st.expander(label, icon=":material/block:", key="blocking"):
        st.pills(
            "Click one to block it for this visit",
            list(suggested),
            format_func=_label,
            key="block_pick",
            on_change=_move,
            args=("block_pick",),
            wrap=True,
        )
        if blocked:
            st.pills(
                "Blocked; click one to bring it back",
                list(blocked),
                format_func=_label,
                key="unblock_pick",
                on_change=_move,
                args=("unblock_pick",),
                wrap=True,
            )
        st.caption(
            f"{n_listed} hashtags that ask for likes or followers are never suggested; "
            "edit `assets/blocklist.txt` to change them."
        )


def _move(key: str) -> None:
    if (tag := st.session_state.pop(key, None)) is not None:
        address.toggle(address.BLOCK, tag)


def left_out_notice(shown: Sequence[str]) -> None:
    """How many posts are left out of the average, including those that are not ``shown`` now."""
    without = address.kept(address.WITHOUT)
    if not without:
        return
    n = "1 post is" if len(without) == 1 else f"{len(without)} posts are"
    elsewhere = len(set(without).difference(shown))
    more = f" ({elsewhere} of them not among these)" if elsewhere else ""
    with st.container(horizontal=True, vertical_alignment="center", key="left_out"):
        st.markdown(f":material/remove_circle: {n} left out of the average{more}.")
        st.button("Bring all back", on_click=address.keep, args=(address.WITHOUT, ()))


def _label(tag: str) -> str:
    return escape_markdown(f"#{tag}")
