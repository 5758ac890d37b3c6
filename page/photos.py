"""The photos in hand: uploaded, from the camera, or a sample; and where a visitor went from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from page import address
from page.resources import encode_photo, sample_pictures
from recommender import Collection, HashtagRecommender, Recommendation, Wishes
from recommender.errors import ImageError
from recommender.features.images import MAX_BYTES, read_bytes

MAX_PHOTOS = 30
_UPLOAD_ROUND = "upload_round"


@dataclass(frozen=True)
class Photo:
    """A visitor's photo: ``source`` is its bytes or, for a sample, its path."""

    key: str
    name: str
    source: bytes | Path


@dataclass(frozen=True)
class Query:
    """What hashtags are asked for: an encoded photo, or a post of the collection.

    ``answer`` takes the keyword arguments of ``HashtagRecommender.recommend_features`` without the
    features.
    """

    key: str
    name: str
    picture: bytes | Path
    seconds: dict[str, float]
    answer: Callable[..., Recommendation]


def photo_box() -> list[Photo]:
    """Where photos come in; what was uploaded or taken, in the order in which it came."""
    # Every type is let in: the uploader shows a refused file as a bare red chip, we say why.
    uploads = st.file_uploader(
        f"Drop or choose photos, up to {MAX_BYTES >> 20} MB",
        key=f"upload_{st.session_state.setdefault(_UPLOAD_ROUND, 0)}",
        accept_multiple_files=True,
        on_change=_leave_samples,
        help="JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC. They can be dropped or pasted anywhere on "
        "the page.",
    )
    photos = [Photo(file.file_id, file.name, file.getvalue()) for file in uploads[:MAX_PHOTOS]]
    if len(uploads) > MAX_PHOTOS:
        st.warning(f"The first {MAX_PHOTOS} of {len(uploads)} photos are taken.")
    # The camera is asked for only once somebody wants it.
    if st.toggle("Use the camera", key="camera_on"):
        shot = st.camera_input(
            "Take a photo", key="camera", label_visibility="collapsed", on_change=_leave_samples
        )
        if shot is not None:
            photos.append(Photo(shot.file_id, "camera.jpg", shot.getvalue()))
    return photos


def use_sample(number: int) -> None:
    """Show a sample in place of all photos."""
    address.keep(address.SAMPLE, [str(number)])
    address.keep(address.POST, [])
    st.session_state[_UPLOAD_ROUND] += 1  # a new key empties the uploader
    st.session_state["camera_on"] = False


def _leave_samples() -> None:
    address.keep(address.SAMPLE, [])
    address.keep(address.POST, [])


def sample_photo(collection: Collection) -> list[Photo]:
    """The sample that the address names, if it names one that there is."""
    pictures = sample_pictures(collection)
    for number, path in enumerate(pictures, start=1):
        if address.kept(address.SAMPLE) == (str(number),):
            return [Photo(f"sample {number}", f"sample {number}", path)]
    return []


def encode_all(
    recommender: HashtagRecommender, photos: Sequence[Photo]
) -> tuple[list[Query], list[str]]:
    """The photos that could be read, and a sentence for each of the others."""
    queries, failures = [], []
    what = f"{len(photos)} photos" if len(photos) > 1 else "your photo"
    # It is seen only where something is slow: photos that were encoded before are not.
    with st.spinner(f"Decoding and encoding {what}…"):
        for photo in photos:
            try:
                queries.append(_encode(recommender, photo))
            except ImageError as error:
                failures.append(f"{photo.name}: {error}" if len(photos) > 1 else str(error))
    return queries, failures


def _encode(recommender: HashtagRecommender, photo: Photo) -> Query:
    encoded = encode_photo(recommender, recommender.encoder.fingerprint, read_bytes(photo.source))

    def answer(**wishes: Any) -> Recommendation:
        return recommender.recommend_features(encoded.features, Wishes(**wishes), photo.name)

    return Query(photo.key, photo.name, encoded.preview, encoded.seconds, answer)


def post_query(recommender: HashtagRecommender, post_id: str) -> Query:
    """A post of the collection as the photo."""
    collection = recommender.collection
    post = collection.posts[collection.rows[post_id]]

    def answer(**wishes: Any) -> Recommendation:
        return recommender.recommend_post(post_id, Wishes(**wishes))

    return Query(post_id, Path(post.image).name, collection.thumbnail(post), {}, answer)


def trail(collection: Collection) -> list[str]:
    """Ids of the posts that were used as the photo, as far as this collection has them."""
    return [id_ for id_ in address.kept(address.POST) if id_ in collection.rows]


def use_post(post_id: str) -> None:
    """Make a post the photo; the trail leads back."""
    address.keep(address.POST, [*address.kept(address.POST), post_id])
