"""Why a hashtag is suggested: the parts of its score, and the similar images that carry it."""

import streamlit as st
from streamlit.typing import PlotlyState

from page.tables import table_of
from page.text import escape_markdown
from recommender import Recommendation, Suggestion
from recommender.answer import score_parts
from recommender.figures.scores import contribution_chart, part_label

_WHY = "why"
_CLICKED = "clicked_bar"


def explain_clicked_bar(selection: PlotlyState) -> None:
    """Explain the hashtag whose bar was clicked in the score chart.

    Only once, because the bar stays selected: the visitor may have chosen another hashtag since.
    """
    points = selection["selection"]["points"]
    clicked = points[0]["customdata"][3] if points else None
    before, st.session_state[_CLICKED] = st.session_state.get(_CLICKED), clicked
    if clicked is not None and clicked != before:
        st.session_state[_WHY] = clicked


def reasons(answer: Recommendation) -> Suggestion | None:
    """Let the visitor choose a hashtag, and show the parts of its score; returns the chosen one."""
    tags = [s.hashtag for s in answer.hashtags]
    if st.session_state.get(_WHY) not in tags:
        st.session_state[_WHY] = None
    chosen = st.pills(
        "Why this hashtag? Choose one, or click its bar",
        tags,
        format_func=lambda tag: escape_markdown(f"#{tag}"),
        key=_WHY,
        wrap=True,
    )
    suggestion = next((s for s in answer.hashtags if s.hashtag == chosen), None)
    if suggestion is None:
        return None
    text = explanation(suggestion, answer)
    st.markdown(text)
    st.plotly_chart(
        contribution_chart(suggestion, answer.neighbors),
        key="contributions",
        config={"displayModeBar": False},
        alt=f"Bar chart of each similar image's part of the score of #{suggestion.hashtag}. {text}",
    )
    parts = score_parts(suggestion, answer.neighbors)
    table_of(
        "The parts as a table",
        {
            "Similar image": [part_label(part) for part in parts],
            "Has it": ["given" if p.is_given else "yes" if p.has_it else "no" for p in parts],
            "Part of the score": [f"{part.value:.4f}" for part in parts],
        },
    )
    return suggestion


def explanation(suggestion: Suggestion, answer: Recommendation) -> str:
    """The reason in a sentence or two, as Markdown."""
    parts = [p for p in score_parts(suggestion, answer.neighbors) if p.counts]
    with_it = [part for part in parts if part.has_it]
    without = [part for part in parts if not part.has_it and not part.is_given]
    tag = escape_markdown(f"#{suggestion.hashtag}")
    text = f"**{tag}** scores **{suggestion.score:.2f}**. "
    if with_it:
        value = sum(part.value for part in with_it)
        text += (
            f"{value:.2f} of it comes from {_images(len(with_it))} that {_have(len(with_it))} it"
        )
    else:
        text += "None of the similar images that count has it"
    if without:
        value = sum(part.value for part in without)
        text += (
            f"; {value:.2f} from {_images(len(without))} without it, whose hashtags often go with it "
            "in this collection"
        )
    given = [part.value for part in parts if part.is_given]
    if given:
        text += f"; {given[0]:.2f} from the hashtags that you gave"
    return text + "."


def _images(n: int) -> str:
    return "1 image" if n == 1 else f"{n} images"


def _have(n: int) -> str:
    return "has" if n == 1 else "have"
