"""The answer to one query: its hashtags, their scores, and how they were computed."""

import html

import streamlit as st

from page.reasons import explain_clicked_bar
from page.tables import table_of
from page.text import escape_markdown
from page.visit import Visit
from recommender import Recommendation
from recommender.answer import N_TOP, Level
from recommender.figures.scores import SCORE_LEGEND, score_chart, score_chart_text
from recommender.scores import REACH_EXPONENT

HOW = "how_computed"


def show_hashtags(answer: Recommendation) -> None:
    """The hashtags in a line, the top five bold, and a word of caution if the answer is unsure."""
    hashtags = [f"#{s.hashtag}" for s in answer.hashtags]
    with st.container(key="hashtags"):
        top, further = (
            html.escape(" ".join(part)) for part in (hashtags[:N_TOP], hashtags[N_TOP:])
        )
        st.html(f"<p class='hashtags'><b>{top}</b> {further}</p>")
    sure = answer.sureness
    if sure is not None and sure.level is Level.UNSURE:
        st.caption(
            f":material/info: {sure.sentence} Look at these hashtags before you use them.",
            help="Beside this collection's own images, each asked about without itself: "
            f"{sure.similarity_rank:.0%} of them have similar images that are less alike, and for "
            f"{sure.agreement_rank:.0%} of them those agree less.",
        )


def show_scores(answer: Recommendation, n_posts: int) -> None:
    """The scores as a chart and as a table; ``n_posts`` is the size of the collection."""
    selection = st.plotly_chart(
        score_chart(answer, n_posts),
        key="scores",
        config={"displayModeBar": False},
        alt=score_chart_text(answer),
        on_select="rerun",
        selection_mode="points",
    )
    explain_clicked_bar(selection)
    st.caption(SCORE_LEGEND)
    table_of(
        "The scores as a table",
        {
            "Hashtag": [f"#{s.hashtag}" for s in answer.hashtags],
            "Score": [f"{s.score:.4f}" for s in answer.hashtags],
            "Posts": [f"{s.count:,}" for s in answer.hashtags],
            "Share": [f"{s.count / n_posts:.1%}" for s in answer.hashtags],
        },
    )


def how_computed(visit: Visit) -> None:
    """The steps from the photo to the scores, the time that each took, and all scales.

    Drawn only while the box is open.
    """
    with st.expander(
        "How this was computed", icon=":material/calculate:", key=HOW, on_change="rerun"
    ) as opened:
        if opened.open:
            st.markdown(_steps(visit))


def _steps(visit: Visit) -> str:
    seconds = {**visit.query.seconds, **visit.answer.seconds}
    manifest, encoder = visit.recommender.collection.manifest, visit.recommender.encoder
    ranking = visit.recommender.ranker.settings
    encoded = (
        f"**Decode** {seconds['decode'] * 1e3:.0f} ms, **encode** {seconds['encode'] * 1e3:.0f} ms: "
        if "encode" in seconds
        else "**Read** from the collection: "
    )
    return (
        f"1. {encoded}1,280 deep features from MobileNetV2 "
        f"(`{escape_markdown(encoder.name)}`, {encoder.size} px).\n"
        f"2. **Search** {seconds['search'] * 1e3:.1f} ms: cosine similarity to all "
        f"{manifest.n_posts:,} posts, {1 - ranking.learned_share:.0%} of it from the deep "
        f"features and {ranking.learned_share:.0%} from the ALS factors predicted from them. It "
        f"goes from -1 to 1: 1 is the same picture, 0 is unrelated.\n"
        f"3. **Score** {seconds['score'] * 1e3:.1f} ms: the similar posts' ALS factors are "
        f"averaged, weighted by similarity to the power of {ranking.gamma:g} (less for posts that "
        f"are near to everything, and for long lists of hashtags). The dot product of this "
        f"average with the factor (rank {manifest.als.rank}) of each of the {manifest.n_hashtags:,} "
        f"hashtags is the hashtag's score.{_lowered(visit)}\n"
        f"4. **Order**: the next hashtag is the one with the highest score, times (1 - "
        f"{visit.wishes.variety:g} × likeness) for each hashtag before it. "
        f"{visit.wishes.variety:g} is the variety that was asked for; likeness, from 0 to 1, is "
        f"how alike two hashtags are in spelling and in use. At 0 the order is that of the "
        f"scores.\n\n"
        "A score has no unit and is not a probability; it can pass 1 or go below 0. It is the sum of "
        "its parts, one for each similar image, and one for the hashtags that you give.\n\n"
        "Reach, from -1 to 1, multiplies each score by "
        f"`(posts / most posts) ^ (-{REACH_EXPONENT:g} × reach)`, where `posts` is the number of "
        "posts that have the hashtag: above 0 rare hashtags are raised, below 0 they are lowered."
    )


def _lowered(visit: Visit) -> str:
    """By how much hashtags that go with everything are lowered in this answer, as a sentence."""
    sure = visit.answer.sureness
    if sure is None:
        return ""
    n_given = len(visit.recommender.collection.vocabulary.columns_of(visit.wishes.given))
    exponent = visit.recommender.ranker.exponent(sure, n_given)
    return (
        f" The answer's sureness is {sure.value:.2f} of 1: {sure.sentence} So each score is multiplied "
        f"by the hashtag's specificity to the power of {exponent:.2f}. Specificity is about 1, and low for "
        "hashtags that go with everything."
    )
