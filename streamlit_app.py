"""The page: drop a photo, get ten hashtags, the similar images, and the scores."""

from pathlib import Path

import streamlit as st

from page.resources import (
    DEMO,
    collection_folders,
    encode_photo,
    open_recommender,
    sample_pictures,
    start_opening,
)
from page.style import set_page
from page.text import escape_markdown
from recommender.errors import ImageError, RecommenderError
from recommender.images import MAX_BYTES, read_bytes

N_SAMPLES = 8


def main() -> None:
    folders = collection_folders()
    set_page(sidebar=len(folders) > 1)
    st.title("Hashtag recommender")
    st.markdown(
        "Drop a photo: you get ten hashtags that people gave to photos that look like it, and those "
        "photos. Yours stays in this server's memory and is never stored."
    )
    folder = choose_collection(folders)
    if folder is None:
        return
    start_opening(folder)
    if folder == DEMO:
        st.caption(
            "The posts of this demo are rendered pictures, not photos. Make a collection of real "
            "posts: `python -m recommender build posts.jsonl --output my-collection` (see README.md)."
        )
    upload_side, sample_side = st.columns([2, 3], gap="large")
    with upload_side:
        upload = upload_box()
    result = st.container()
    try:
        with result, st.spinner("Opening the collection and loading the image encoder…"):
            recommender = open_recommender(folder)
        with sample_side:
            sample_row(recommender)
        photo = chosen_photo(upload, recommender)
        if photo is None:
            with result:
                empty_state(recommender)
            return
        name, source = photo
        data = read_bytes(source)
        with result, st.spinner("Decoding and encoding your photo…"):
            encoded = encode_photo(recommender, recommender.encoder.fingerprint, data)
    except ImageError as error:
        result.error(escape_markdown(str(error)), icon=":material/broken_image:")
        return
    except RecommenderError as error:
        result.error(escape_markdown(str(error)), icon=":material/error:")
        return
    except TimeoutError:
        result.error("The collection could not be opened in time; reload the page to try again.")
        return
    with result:
        show_answer(recommender, encoded, name)


def choose_collection(folders: dict[str, Path]) -> Path | None:
    """The collection that is in use; chosen in the sidebar."""
    if not folders:
        st.info(
            "There is no collection yet. Put your posts into a file and make one:\n\n"
            "```\npython -m recommender build posts.jsonl --output my-collection\n"
            "streamlit run streamlit_app.py -- --collection my-collection\n```\n\n"
            "README.md says what goes into `posts.jsonl`.",
            icon=":material/folder_off:",
        )
        return None
    with st.sidebar:
        label = st.selectbox("Collection", list(folders), help="Where the similar posts come from")
    return folders[label]


def upload_box():
    # Every type is let in: the uploader shows a refused file as a bare red chip, we say why.
    return st.file_uploader(
        f"Drop, paste or choose a photo (up to {MAX_BYTES >> 20} MB)",
        key=f"upload_{st.session_state.setdefault('upload_round', 0)}",
        on_change=lambda: st.session_state.pop("sample", None),
        help="JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC. To paste, click the box or Tab to it first.",
    )


def sample_row(recommender) -> None:
    """Pictures to try before uploading anything."""
    st.caption("Or try one of these")
    grid = st.grid("auto", min_column_width=72, gap="xsmall")
    for i, path in enumerate(sample_pictures(recommender.collection, N_SAMPLES)):
        with grid.cell(), st.container(key=f"card_sample_{i}"):
            st.image(path, width="stretch", alt=f"Sample {i + 1}")
            st.button(f"Try sample {i + 1}", key=f"open_sample_{i}", on_click=use_sample, args=(i,))


def use_sample(i: int) -> None:
    st.session_state["sample"] = i
    st.session_state["upload_round"] += 1  # a new key empties the uploader


def chosen_photo(upload, recommender):
    """(name, bytes or path) of the upload or sample that was chosen last, or None."""
    if upload is not None:
        return upload.name, upload.getvalue()
    if (i := st.session_state.get("sample")) is not None:
        pictures = sample_pictures(recommender.collection, N_SAMPLES)
        return f"sample {i + 1}", pictures[min(i, len(pictures) - 1)]
    return None


def empty_state(recommender) -> None:
    collection = recommender.collection
    st.subheader("How it works")
    st.markdown(
        f"1. **Drop a photo** on the box, or try a sample.\n"
        f"2. It is compared with the **{len(collection):,} posts** of this collection.\n"
        f"3. The hashtags that fit the most similar posts come back, with their scores."
    )


@st.fragment
def show_answer(recommender, encoded, name: str) -> None:
    """Everything that depends on the slider: moving it re-ranks without encoding again."""
    from page.copy_button import copy_button
    from page.gallery import gallery
    from page.reasons import follow_selected_bar, reasons
    from page.wishes import ask_wishes, block_buttons
    from recommender.charts import N_TOP, SCORE_LEGEND, score_chart, score_chart_text

    photo_side, score_side = st.columns([2, 3], gap="large")
    with photo_side:
        with st.container(key="preview"):
            st.image(encoded.preview, alt=f"Your photo, {name}", width="stretch")
        wishes = ask_wishes()
    answer = recommender.recommend_features(encoded.features, **wishes.arguments())
    with photo_side:
        how_computed(recommender, {**encoded.seconds, **answer.seconds})
    with score_side:
        st.subheader("Hashtags")
        hashtags = [f"#{s.hashtag}" for s in answer.hashtags]
        st.code(" ".join(hashtags), language=None, wrap_lines=True)
        with st.container(horizontal=True):
            copy_button("Copy the top five", " ".join(hashtags[:N_TOP]), key="copy_top")
            copy_button(f"Copy all {len(hashtags)}", " ".join(hashtags), key="copy_all")
        selection = st.plotly_chart(
            score_chart(answer),
            key="scores",
            config={"displayModeBar": False},
            alt=score_chart_text(answer),
            on_select="rerun",
            selection_mode="points",
        )
        st.caption(SCORE_LEGEND)
        follow_selected_bar(selection)
        explained = reasons(answer)
        block_buttons([s.hashtag for s in answer.hashtags])
    st.subheader("Similar images")
    st.caption(
        "The number is the cosine similarity to your photo, from -1 to 1: 1 is the same picture, "
        "0 is unrelated. Open one to see more; ✓ marks those that have the hashtag you asked about."
    )
    gallery(recommender.collection, answer.neighbors, explained.hashtag if explained else None)


def how_computed(recommender, seconds: dict[str, float]) -> None:
    manifest, ranking = recommender.collection.manifest, recommender.ranker.settings
    with st.expander("How this was computed"):
        st.markdown(
            f"1. **Decode** {seconds['decode'] * 1e3:.0f} ms, **encode** "
            f"{seconds['encode'] * 1e3:.0f} ms: 1,280 deep features from MobileNetV2 "
            f"(`{escape_markdown(manifest.encoder['name'])}`, {manifest.encoder['image_size']} px).\n"
            f"2. **Search** {seconds['search'] * 1e3:.1f} ms: cosine similarity to all "
            f"{manifest.n_posts:,} posts, {1 - ranking.learned_share:.0%} of it of the deep features, "
            f"{ranking.learned_share:.0%} of the ALS factors that they predict.\n"
            f"3. **Score** {seconds['score'] * 1e3:.1f} ms: the similar posts' ALS factors are "
            f"averaged, weighted by similarity to the power of {ranking.gamma:g} (less for posts that "
            f"are near to everything, and for long lists of hashtags); the dot product with each of "
            f"{manifest.n_hashtags:,} hashtag factors (rank {manifest.als['rank']}) is its score."
        )


main()
