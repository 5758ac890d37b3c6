"""The answer to one query: hashtags to take away, their scores, and why each is there."""

import html
from collections.abc import Callable

import streamlit as st

from page.copy_button import copy_button
from page.reasons import follow_selected_bar, reasons
from page.tables import table_of
from page.text import escape_markdown
from page.wishes import block_buttons
from recommender import Collection, HashtagRecommender, Recommendation, Suggestion
from recommender.answer import N_TOP
from recommender.figures.scores import SCORE_LEGEND, score_chart, score_chart_text


def show_hashtags(
    answer: Recommendation, collection: Collection, downloads: Callable[[], None]
) -> Suggestion | None:
    """Hashtags, ways to take them away, chart, reasons; the hashtag whose reasons are asked for.

    ``downloads`` draws the download buttons, beside those that copy.
    """
    st.header("Hashtags")
    if not answer.hashtags:
        st.info("Every similar image is left out: bring one back, or give a hashtag.")
        return None
    hashtags = [f"#{s.hashtag}" for s in answer.hashtags]
    with st.container(key="hashtags"):
        top, further = (
            html.escape(" ".join(part)) for part in (hashtags[:N_TOP], hashtags[N_TOP:])
        )
        st.html(f"<p class='hashtags'><b>{top}</b> {further}</p>")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        copy_button("Copy the top five", " ".join(hashtags[:N_TOP]), key="copy_top")
        copy_button(f"Copy all {len(hashtags)}", " ".join(hashtags), key="copy_all")
        downloads()
    selection = st.plotly_chart(
        score_chart(answer, len(collection)),
        key="scores",
        config={"displayModeBar": False},
        alt=score_chart_text(answer),
        on_select="rerun",
        selection_mode="points",
    )
    st.caption(SCORE_LEGEND)
    table_of(
        "The scores as a table",
        {
            "Hashtag": hashtags,
            "Score": [f"{s.score:.4f}" for s in answer.hashtags],
            "Posts": [f"{s.count:,}" for s in answer.hashtags],
            "Share": [f"{s.count / len(collection):.1%}" for s in answer.hashtags],
        },
    )
    follow_selected_bar(selection)
    explained = reasons(answer)
    block_buttons([s.hashtag for s in answer.hashtags])
    return explained


def how_computed(recommender: HashtagRecommender, seconds: dict[str, float]) -> None:
    """The steps from the photo to the scores, with what each took."""
    manifest, ranking = recommender.collection.manifest, recommender.ranker.settings
    encoded = (
        f"**Decode** {seconds['decode'] * 1e3:.0f} ms, **encode** {seconds['encode'] * 1e3:.0f} ms: "
        if "encode" in seconds
        else "**Read** from the collection: "
    )
    with st.expander("How this was computed", icon=":material/calculate:"):
        st.markdown(
            f"1. {encoded}1,280 deep features from MobileNetV2 "
            f"(`{escape_markdown(manifest.encoder.name)}`, {manifest.encoder.image_size} px).\n"
            f"2. **Search** {seconds['search'] * 1e3:.1f} ms: cosine similarity to all "
            f"{manifest.n_posts:,} posts, {1 - ranking.learned_share:.0%} of it of the deep features, "
            f"{ranking.learned_share:.0%} of the ALS factors that they predict.\n"
            f"3. **Score** {seconds['score'] * 1e3:.1f} ms: the similar posts' ALS factors are "
            f"averaged, weighted by similarity to the power of {ranking.gamma:g} (less for posts that "
            f"are near to everything, and for long lists of hashtags); the dot product with each of "
            f"{manifest.n_hashtags:,} hashtag factors (rank {manifest.als.rank}) is its score."
        )
