"""What all visitors of the page share: open collections with their encoders, and encoded photos."""

import argparse
import gc
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from recommender.collection.own import own_collections, written
from recommender.features.encoder import imagenet_path
from recommender.paths import ASSETS, DEMO

if TYPE_CHECKING:
    import numpy as np

    from recommender import Collection, HashtagRecommender
    from recommender.features.encoder import Encoder

DEMO_NAME = "Demo (rendered pictures)"
"""The demo's name on the page, and so in addresses that people kept: it must not change."""
SAMPLES = ASSETS / "samples"
_N_SAMPLES = 8
_OPEN_TIMEOUT = 300
"""Seconds to wait for a collection: a first export of the imagenet encoder takes about 30."""


_TIDY_EVERY = 600
"""Seconds after which what visitors left is searched for among all that stays, too."""

State = tuple[int, int]
"""When a collection and the imagenet encoder were written, in nanoseconds."""


@dataclass(frozen=True)
class EncodedPhoto:
    """Deep features of a photo, a JPEG of it to show, and the seconds of decoding and encoding."""

    features: "np.ndarray"
    preview: bytes
    seconds: dict[str, float]


def collection_folders() -> dict[str, Path]:
    """Collections to choose from: the command line's, the user's own, the bundled demo.

    The keys are unique names, which are shown, and kept in the address.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--collection", type=Path, action="append", default=[])
    try:
        given = parser.parse_known_args(sys.argv[1:])[0].collection
    except argparse.ArgumentError:
        given = []
    found = [*given, *own_collections()]
    folders: dict[str, Path] = {}
    for folder in dict.fromkeys(path.absolute() for path in found):
        name = folder.name if folder.name not in folders else str(folder)
        folders[name] = folder
    if DEMO.is_dir():
        folders[DEMO_NAME] = DEMO
    return folders


def sample_pictures(collection: "Collection") -> list[Path | bytes]:
    """Pictures to try: those that ship with the page, else some posts of the collection."""
    if shipped := sorted(SAMPLES.glob("*.jpg")):
        return list(shipped[:_N_SAMPLES])
    step = max(len(collection) // _N_SAMPLES, 1)
    rows = range(0, len(collection), step)[:_N_SAMPLES]
    found = [collection.thumbnail(row) for row in rows]
    return [picture for picture in found if picture is not None]


def open_recommender(folder: Path) -> "HashtagRecommender":
    """The recommender of a collection, opened once for all visitors; call after the page is drawn.

    Raises what opening raised, and tries again on the next call.
    """
    now = state(folder)
    future = _opening(folder, now)
    try:
        recommender = future.result(timeout=_OPEN_TIMEOUT)
    except Exception:
        if future.done():  # after a time-out it is still being opened
            _opening.clear(folder, now)
        raise
    _tidy()
    return recommender


def is_open(folder: Path) -> bool:
    """Whether :func:`open_recommender` will return, or raise, without waiting."""
    return _opening(folder, state(folder)).done()


def start_opening(folder: Path) -> None:
    """Start opening a collection in the background, while the page is drawn.

    It is opened again if it was built again since, or if the imagenet encoder is new.
    """
    _opening(folder, state(folder))


def state(folder: Path) -> State:
    """When the collection and the imagenet encoder were written."""
    return written(folder), _written(imagenet_path())


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 if there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(show_spinner=False, max_entries=8)
def _opening(folder: Path, written_at: State) -> "Future[HashtagRecommender]":
    future: Future[HashtagRecommender] = Future()

    def work() -> None:
        try:
            import plotly.graph_objects
            import plotly.io  # noqa: F401 (loaded before somebody waits for a chart)
            from threadpoolctl import threadpool_limits

            from recommender import HashtagRecommender
            from recommender.features.decoders import shared_decoders

            # Each visitor has a thread. BLAS threads below them would only wait for each other: a
            # query takes 13 ms of processor time with two of them, and 1 ms with one.
            threadpool_limits(1, "blas")
            recommender = HashtagRecommender.open(folder)
            # What is read, sorted and measured at the first answer is so now.
            recommender.recommend_post(recommender.collection.posts.id_of(0))
            future.set_result(recommender)
        except BaseException as error:  # handed to whoever waits
            future.set_exception(error)
        else:
            shared_decoders()  # they start now, not when the first photo comes

    threading.Thread(target=work, name="open-collection", daemon=True).start()
    return future


@st.cache_resource(show_spinner=False, ttl=_TIDY_EVERY)
def _tidy() -> None:
    """Leave the process's garbage collector only what visitors made, not what stays.

    Streamlit collects garbage after each run, which frees what visitors left. To search the collection
    and all libraries each time takes longer than an answer, so they are set aside (``gc.freeze``); the
    visits of this moment are so too, until this runs again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@st.cache_data(show_spinner=False, max_entries=64, ttl="1h")
def encode_photo(_encoder: "Encoder", fingerprint: str, data: bytes) -> EncodedPhoto:
    """Decode and encode a photo once for each encoder and content (keyed by the exact bytes)."""
    from recommender.features.decoders import open_apart
    from recommender.features.images import thumbnail_jpeg

    start = time.perf_counter()
    image = open_apart(data)  # once, for the encoder and for the preview
    decoded = time.perf_counter()
    features = _encoder.encode_one(image)
    encoded = time.perf_counter()
    seconds = {"decode": decoded - start, "encode": encoded - decoded}
    return EncodedPhoto(features, thumbnail_jpeg(image, 960), seconds)
