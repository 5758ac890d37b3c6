"""The photos: uploaded, taken, or samples; and the posts that a visitor used as the photo."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import streamlit as st
from starlette.formparsers import MultiPartParser

from page import address, keys
from page.resources import encode_photo, sample_pictures
from recommender import Collection
from recommender.errors import ImageError
from recommender.features.encoder import Encoder
from recommender.features.images import MAX_BYTES, read_bytes

MAX_PHOTOS = 30
_UPLOAD_ROUND = "upload_round"
_ENCODED = "encoded_photos"

# The server would keep a larger upload in a temporary file while it comes in; they stay in memory.
MultiPartParser.spool_max_size = 64 * 1024 * 1024


@dataclass(frozen=True)
class Photo:
    """A visitor's photo: ``source`` is its bytes or, for a sample that ships with the page, its path."""

    key: str
    name: str
    source: bytes | Path


@dataclass(frozen=True)
class Query:
    """What to suggest hashtags for: an encoded photo, or a post of the collection.

    A photo has deep ``features`` ``(1280,) float32``, and the ``seconds`` that decoding and encoding
    took. A post has neither: its ``key`` is its id, and the collection has its features. Its
    ``picture`` is empty if the collection lacks its thumbnail.
    """

    key: str
    name: str
    picture: bytes | Path
    features: np.ndarray | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def photo_box() -> list[Photo]:
    """The uploader and the camera; returns the photos from them, in order."""
    with st.container(key=keys.DROP):
        return _ask_for_photos()


def _ask_for_photos() -> list[Photo]:
    # All types are let in: the uploader would show a refused file as a bare red chip; we say why.
    uploads = st.file_uploader(
        "Drop or choose photos",
        key=f"{keys.UPLOAD}{st.session_state.setdefault(_UPLOAD_ROUND, 0)}",
        accept_multiple_files=True,
        on_change=_leave_samples,
        help=f"JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC, up to {MAX_BYTES >> 20} MB each. They can "
        "be dropped or pasted anywhere on the page.",
    )
    photos = [Photo(file.file_id, file.name, file.getvalue()) for file in uploads[:MAX_PHOTOS]]
    if len(uploads) > MAX_PHOTOS:
        st.warning(f"Only the first {MAX_PHOTOS} of {len(uploads)} photos are used.")
    # The browser asks for the camera only when somebody wants it.
    if st.toggle("Use the camera", key=keys.CAMERA_ON):
        shot = st.camera_input(
            "Take a photo", key=keys.CAMERA, label_visibility="collapsed", on_change=_leave_samples
        )
        if shot is not None:
            photos.append(Photo(shot.file_id, "camera.jpg", shot.getvalue()))
    with st.container(key=keys.INVITATION, gap=None):
        st.caption(
            f"Or paste one anywhere on this page. JPEG, PNG, HEIC and others, up to {MAX_BYTES >> 20} MB.",
            text_alignment="center",
        )
        st.caption(
            ":material/lock: Photos stay in memory; they are never written to disk.",
            text_alignment="center",
        )
    return photos


def use_sample(number: int) -> None:
    """Show a sample instead of all photos."""
    address.keep(address.SAMPLE, [str(number)])
    address.keep(address.POST, [])
    st.session_state[_UPLOAD_ROUND] += 1  # a new key empties the uploader
    st.session_state[keys.CAMERA_ON] = False


def _leave_samples() -> None:
    address.keep(address.SAMPLE, [])
    address.keep(address.POST, [])


def asked(photos: Sequence[Photo]) -> bool:
    """Whether the visitor asks about something: photos, a sample, or a post."""
    return bool(photos or address.kept(address.SAMPLE) or address.kept(address.POST))


def sample_photo(collection: Collection) -> list[Photo]:
    """The sample that the address names, if there is such a sample."""
    pictures = sample_pictures(collection)
    for number, picture in enumerate(pictures, start=1):
        if address.kept(address.SAMPLE) == (str(number),):
            key = f"sample {number} {collection.folder}"
            return [Photo(key, f"sample {number}", picture)]
    return []


def encode_all(encoder: Encoder, photos: Sequence[Photo]) -> tuple[list[Query], list[str]]:
    """The photos that could be read, and a sentence for each of the others.

    What became of a photo is kept for the visit, so that its bytes are not read again in each run.
    """
    known = st.session_state.get(_ENCODED, {})
    found: dict[tuple[str, str], Query | ImageError] = {}
    new = [photo for photo in photos if (encoder.fingerprint, photo.key) not in known]
    what = f"{len(new)} photos" if len(new) > 1 else "your photo"
    with st.spinner(f"Decoding and encoding {what}…") if new else nullcontext():
        for photo in photos:
            key = (encoder.fingerprint, photo.key)
            found[key] = known.get(key) or _encode(encoder, photo)
    st.session_state[_ENCODED] = found
    queries, failures = [], []
    for photo in photos:
        result = found[encoder.fingerprint, photo.key]
        if isinstance(result, ImageError):
            failures.append(f"{photo.name}: {result}" if len(photos) > 1 else str(result))
        else:
            queries.append(result)
    return queries, failures


def _encode(encoder: Encoder, photo: Photo) -> Query | ImageError:
    try:
        encoded = encode_photo(encoder, encoder.fingerprint, read_bytes(photo.source))
    except ImageError as error:
        return error
    return Query(photo.key, photo.name, encoded.preview, encoded.features, encoded.seconds)


def post_query(collection: Collection, post_id: str) -> Query:
    """A post of the collection, used as the photo."""
    row = collection.row_of(post_id)
    assert row is not None  # trail() keeps only posts of the collection
    post = collection.posts[row]
    return Query(post_id, Path(post.image).name, collection.thumbnail(row) or b"")


def preview(query: Query) -> None:
    """The photo that is shown, large."""
    if query.picture:
        st.image(query.picture, alt=f"Your photo, {query.name}", width="stretch")
    else:
        st.caption("The picture is missing from the collection, or can't be shown.")


def trail(collection: Collection) -> list[str]:
    """Ids of the posts that were used as the photo, without those that this collection lacks."""
    return [id_ for id_ in address.kept(address.POST) if collection.row_of(id_) is not None]


def use_post(post_id: str) -> None:
    """Use a post as the photo; the trail leads back."""
    address.keep(address.POST, [*address.kept(address.POST), post_id])
