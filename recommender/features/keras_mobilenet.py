"""Keras' pretrained MobileNetV2 -> an encoder file. The only file that imports tensorflow.

The export runs in a separate process (``python -m recommender.features.keras_mobilenet FILE``):
TensorFlow takes seconds to import, needs over 600 MB of memory, and prints to stdout.
"""

import os
import subprocess
import sys
from pathlib import Path

from recommender.errors import EncoderError
from recommender.paths import HOME_VARIABLE
from recommender.whole import making

SIZE = 224
WEIGHTS_ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"
WEIGHTS_FILE = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5"


def keras_models_folder() -> Path:
    """Where Keras keeps downloaded weights (``$KERAS_HOME/models``, else ``~/.keras/models``)."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "models"


def export_in_subprocess(path: Path) -> None:
    """Write the ``imagenet`` encoder to ``path``: whole, or not at all, by one process at a time.

    Downloads 9 MB from :data:`WEIGHTS_ADDRESS` unless Keras has the weights already.

    Raises:
        EncoderError: no network, no tensorflow or no space; it says where to put the weights.
    """
    advice = f"free space or set {HOME_VARIABLE} to another folder"
    with making(path, EncoderError, lambda _: None, advice=advice, wait=True) as work:
        if path.is_file():  # another process has exported it meanwhile
            return
        print(
            "Exporting the imagenet encoder (once; about half a minute)…",
            file=sys.stderr,
            flush=True,
        )
        done = subprocess.run(
            [sys.executable, "-m", "recommender.features.keras_mobilenet", str(work.new)],
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
        if done.returncode != 0:
            raise EncoderError(_why_it_failed(done.stderr))
        work.finish()


def _why_it_failed(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    reason = lines[-1].replace(f" on {WEIGHTS_ADDRESS}{WEIGHTS_FILE}", "") if lines else "no reason"
    if "No module named 'tensorflow'" in stderr:
        return (
            "The imagenet encoder is exported with tensorflow, which is not installed; "
            "install this package with its extra imagenet, or tensorflow itself (pip install "
            "tensorflow), or use --encoder bundled."
        )
    return (
        f"The imagenet encoder could not be made from {WEIGHTS_ADDRESS}{WEIGHTS_FILE} "
        f"({reason[:200]}); "
        f"use --encoder bundled, or put that file into {keras_models_folder()} and try again."
    )


def export(path: Path) -> None:
    """Convert ``MobileNetV2(weights="imagenet", include_top=False, pooling="avg")`` to float32 LiteRT."""
    import tensorflow as tf

    model = tf.keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), weights="imagenet", include_top=False, pooling="avg"
    )
    path.write_bytes(tf.lite.TFLiteConverter.from_keras_model(model).convert())


if __name__ == "__main__":
    export(Path(sys.argv[1]))
