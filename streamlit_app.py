"""The page: drop photos, get ten hashtags for each, the similar images, and the scores."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from page.photos import Query, encode_all, photo_box, post_query, sample_photo, trail
from page.resources import DEMO, collection_folders, open_recommender, start_opening
from page.script import add_script
from page.style import set_page
from page.text import escape_markdown
from recommender import HashtagRecommender, Recommendation
from recommender.errors import RecommenderError


def main() -> None:
    set_page()
    st.title("Hashtag recommender")
    st.markdown("Ten hashtags that people gave to photos like yours, and the reasons.")
    folders = collection_folders()
    if not folders:
        no_collection()
        return
    left, results = st.columns([3, 8], gap="large")
    side = left.container(key="side")
    with side:
        photos = photo_box()
        folder = choose_collection(folders)
    start_opening(folder)
    try:
        with results:
            recommender = wait_for(folder)
            queries, failures = encode_all(
                recommender, photos or sample_photo(recommender.collection)
            )
            for failure in failures:
                st.error(escape_markdown(failure), icon=":material/broken_image:")
            show(recommender, queries, side)
    except RecommenderError as error:
        results.error(escape_markdown(str(error)), icon=":material/error:")
    except TimeoutError:
        results.error("The collection could not be opened in time; reload the page to try again.")
    add_script()


def choose_collection(folders: dict[str, Path]) -> Path:
    """The collection that is in use; a choice only where there are several."""
    labels = list(folders)
    label = labels[0]
    if len(labels) > 1:
        label = st.selectbox(
            "Collection",
            labels,
            key="collection",
            bind="query-params",
            help="Where the similar posts come from",
        )
    if folders[label] == DEMO:
        st.caption(
            "The posts of this demo are rendered pictures, not photos. README.md says how to make a "
            "collection of your own posts."
        )
    return folders[label]


def no_collection() -> None:
    st.info(
        "There is no collection yet. Put your posts into a file and make one:\n\n"
        "```\npython -m recommender build posts.jsonl --output my-collection\n"
        "streamlit run streamlit_app.py -- --collection my-collection\n```\n\n"
        "README.md says what goes into `posts.jsonl`.",
        icon=":material/folder_off:",
    )


def wait_for(folder: Path) -> HashtagRecommender:
    """The recommender, once it is open; until then the place of the answer is held."""
    waiting = st.empty()
    with waiting.container(), st.spinner("Opening the collection and loading the image encoder…"):
        st.skeleton(height=480)
        recommender = open_recommender(folder)
    waiting.empty()
    return recommender


def show(recommender: HashtagRecommender, queries: Sequence[Query], side: Any) -> None:
    """The answer for the photo that is chosen; what the page is for where there is none."""
    # Not needed for the first paint.
    from page.answer import how_computed, show_hashtags
    from page.downloads import download_buttons, table_of_all
    from page.gallery import gallery
    from page.intro import intro, samples
    from page.map_view import map_view
    from page.strip import breadcrumb, strip
    from page.wishes import ask_wishes, left_out_notice

    collection = recommender.collection
    path = trail(collection)
    photo = strip(queries) if queries else None
    query = post_query(recommender, path[-1]) if path else photo
    if query is None:
        intro(collection)
        return
    with side:
        with st.container(key="preview"):
            st.image(query.picture, alt=f"Your photo, {query.name}", width="stretch")
        wishes = ask_wishes()
    answer = query.answer(**wishes)
    with side, st.expander("Samples", key="samples", on_change="rerun") as opened:
        if opened.open:
            samples(collection, min_column_width=64)

    several = len(queries) > 1 and not path

    def answers() -> list[Recommendation]:
        return [q.answer(**wishes) for q in queries] if several else [answer]

    def downloads() -> None:
        download_buttons(answers, len(queries) if several else 1)

    breadcrumb(photo, path)
    explained = show_hashtags(answer, collection, downloads)
    how_computed(recommender, {**query.seconds, **answer.seconds})
    if several:
        table_of_all(queries, answers)
    st.header("Similar images")
    view = st.segmented_control(
        "Show them as",
        ["Grid", "Map"],
        default="Grid",
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
    )
    left_out_notice([n.post.id for n in answer.neighbors])
    if view == "Map":
        map_view(collection, answer.neighbors)
        return
    st.caption(
        "The number and the bar are the cosine similarity to your photo, from -1 to 1: 1 is the same "
        "picture, 0 is unrelated. Open one to see more; ✓ marks those that have the hashtag you asked "
        "about."
    )
    gallery(collection, answer.neighbors, explained.hashtag if explained else None)


main()
