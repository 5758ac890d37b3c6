"""The page: drop photos, get ten hashtags for each, the similar images, and the scores."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from page import keys
from page.collections import collections_panel, describe, no_collection
from page.encoders import encoder_box
from page.photos import (
    Query,
    asked,
    encode_all,
    photo_box,
    post_query,
    preview,
    sample_photo,
    trail,
)
from page.places import Places, make_places
from page.resources import (
    State,
    collection_folders,
    is_open,
    open_recommender,
    start_opening,
    state,
)
from page.script import add_script
from page.style import set_page
from page.text import escape_markdown
from recommender import HashtagRecommender
from recommender.blocklist import read_blocklist
from recommender.errors import RecommenderError


def main() -> None:
    set_page()
    st.title("Hashtag recommender")
    st.markdown("Ten hashtags that people gave to photos like yours, and the reasons.")
    folders = collection_folders()
    if not folders:
        no_collection()
        return
    with st.container(key=keys.BODY):
        photos = photo_box()
        welcome = not asked(photos)
        places = make_places(welcome)
    with places.sources:
        folder, about = collections_panel(folders)
    start_opening(folder)
    try:
        with places.answer:
            recommender = wait_for(folder, height=128 if welcome else 480)
            with about:
                describe(recommender)
            with places.sources:
                encoder_box(recommender)
            photos = photos or sample_photo(recommender.collection)
            queries, failures = encode_all(recommender.encoder, photos)
            for failure in failures:
                st.error(escape_markdown(failure), icon=":material/broken_image:")
            show(recommender, queries, places, folder)
    except RecommenderError as error:
        places.answer.error(escape_markdown(str(error)), icon=":material/error:")
    except TimeoutError:
        places.answer.error(
            "The collection could not be opened in time; reload the page to try again."
        )
    add_script()


def wait_for(folder: Path, height: int) -> HashtagRecommender:
    """Wait for the recommender, and hold a place for what comes, in pixels, until it is open."""
    waiting = st.empty()
    if is_open(folder):
        return open_recommender(folder)
    with waiting.container(), st.spinner("Opening the collection and loading the image encoder…"):
        st.skeleton(height=height)
        recommender = open_recommender(folder)
    waiting.empty()
    return recommender


def show(
    recommender: HashtagRecommender, photos: Sequence[Query], places: Places, folder: Path
) -> None:
    """Show the answer for the chosen photo, or the introduction if there is no photo.

    The parts are called in the order of the screen.
    """
    # Not needed for the first paint.
    from page.intro import intro, samples_box
    from page.strip import breadcrumb, strip

    collection = recommender.collection
    photo = strip(photos)
    posts = trail(collection)
    query = post_query(collection, posts[-1]) if posts else photo
    if query is None:
        intro(collection)
        return
    with places.photo:
        preview(query)
    breadcrumb(photo, posts)
    show_answer(recommender, [query] if posts else photos, query, places, state(folder), folder)
    with places.samples:
        samples_box(collection)


@st.fragment
def show_answer(
    recommender: HashtagRecommender,
    asked: Sequence[Query],
    query: Query,
    places: Places,
    opened: State,
    folder: Path,
) -> None:
    """The settings and what depends on them: a change of one draws only this again."""
    from page.answer import how_computed, show_hashtags, show_scores
    from page.copy_button import copy_buttons
    from page.downloads import download_buttons, table_of_all
    from page.reasons import reasons
    from page.similar import similar_images
    from page.visit import Visit, answer_to
    from page.wishes import ask_wishes, block_buttons, with_blocked

    if state(folder) != opened:
        st.rerun()  # the collection was built again since, or the sharper encoder is there
    with places.settings:
        wishes = ask_wishes()
    try:
        blocklist = read_blocklist()
        wishes = with_blocked(wishes, blocklist)
        answer = answer_to(recommender, query, wishes)
    except RecommenderError as error:
        st.error(escape_markdown(str(error)), icon=":material/error:")
        return
    visit = Visit(recommender, wishes, asked, query, answer)

    st.header("Hashtags")
    explained = None
    if answer.hashtags:
        show_hashtags(answer)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            copy_buttons(answer.hashtags)
            download_buttons(visit)
        show_scores(answer, len(recommender.collection))
        explained = reasons(answer)
        block_buttons([s.hashtag for s in answer.hashtags], len(blocklist))
    else:
        st.info("Every similar image is left out: bring one back, or give a hashtag.")
    how_computed(visit)
    table_of_all(visit)
    with places.similar:
        similar_images(visit, explained)


main()
