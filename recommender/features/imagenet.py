"""The ``imagenet`` encoder: made once from Keras' weights, looked at, and kept in the cache folder."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from recommender.errors import EncoderError
from recommender.features.encoder import Encoder, imagenet_path
from recommender.features.keras_weights import OTHER_WAY, Weights, find_weights, not_the_weights
from recommender.features.probe import SAME_IMAGENET, cosine, probe_features
from recommender.paths import ASSETS, HOME_VARIABLE
from recommender.progress import Progress, silent
from recommender.whole import making

PROBE_FILE = ASSETS / "encoder" / "imagenet_probe.npy"
"""What the network gives for the probe picture, ``(1280,) float32``."""


def can_be_made() -> bool:
    """Whether TensorFlow, which exports it, is installed."""
    return importlib.util.find_spec("tensorflow") is not None


def is_usable() -> bool:
    """Whether the encoder is in the cache folder, whole, and the network that it should be."""
    try:
        return _likeness(imagenet_path()) >= SAME_IMAGENET
    except EncoderError:
        return False


def make_imagenet(progress: Progress = silent) -> Weights:
    """Make the encoder in the cache folder, whole or not at all, by one process at a time.

    Returns what it was made of: 9 MB are downloaded unless Keras has the weights already. Weights that
    are not byte for byte the published ones must give its features of the probe picture, to a cosine
    of 0.9.

    Raises:
        EncoderError: no tensorflow, no network, no space, or other weights; it says what to do.
    """
    if not can_be_made():
        raise EncoderError(
            "The imagenet encoder is exported with tensorflow, which is not installed; "
            "install this package with its extra imagenet, or tensorflow itself (pip install "
            f"tensorflow), or {OTHER_WAY}."
        )
    _say("Getting the imagenet encoder (once: up to 9 MB to download, then about half a minute)…")
    advice = f"free space or set {HOME_VARIABLE} to another folder"
    with making(imagenet_path(), EncoderError, lambda _: None, advice=advice, wait=True) as work:
        weights = find_weights(progress)
        if is_usable():  # another process has made it while this one waited
            return weights
        progress("exporting", 0, 1)
        _export_in_subprocess(weights, work.new)
        likeness = _likeness(work.new)
        if not weights.published and likeness < SAME_IMAGENET:
            raise not_the_weights(
                weights.path,
                f"its features of a known picture have a cosine of {likeness:.2f} to the right ones",
            )
        work.finish()
    progress("exporting", 1, 1)
    if not weights.published:
        _say(
            f"{weights.path} is not the file that Keras publishes, but gives nearly the same features "
            f"(cosine {likeness:.4f}), so it was used."
        )
    return weights


def _likeness(path: Path) -> float:
    recorded = np.load(PROBE_FILE, allow_pickle=False)
    return cosine(probe_features(Encoder(path, name="imagenet")), recorded)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _export_in_subprocess(weights: Weights, path: Path) -> None:
    """TensorFlow takes seconds to import and over 600 MB of memory, and prints to stdout."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "recommender.features.keras_mobilenet",
            str(weights.path),
            str(path),
        ],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    why = lines[-1][:200] if lines else f"tensorflow ended with status {done.returncode}"
    if weights.published or "[Errno" in why:
        raise EncoderError(
            f"The imagenet encoder could not be exported to {imagenet_path().parent} ({why}); free space and "
            f"memory and try again, or {OTHER_WAY}."
        )
    raise not_the_weights(weights.path, why)
