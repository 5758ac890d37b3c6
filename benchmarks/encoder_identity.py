"""How alike the probe features of one network's files are, and those of different networks.

    PYTHONPATH=. python benchmarks/encoder_identity.py [COLLECTION]

Cosines to the exported imagenet encoder: of the same weights exported with less precision, of weights
that are off by up to half a step of 8-bit integers (per channel, as a network that was restored from
its 8-bit version is), and of another network. With a COLLECTION that has the features of imagenet:
how much similarities change by keeping them as float16. Needs tensorflow.
"""

import argparse
import contextlib
import os
import tempfile
from pathlib import Path

import numpy as np

from recommender import Collection
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.images import open_image
from recommender.features.keras_weights import find_weights
from recommender.features.probe import cosine, probe_features, probe_picture
from recommender.neighbors.index import NeighborIndex

DRAWS = 10


def off_by_half_a_step(weights: list[np.ndarray], seed: int) -> list[np.ndarray]:
    """The weights, those of convolutions off by up to half an 8-bit step of their channel."""
    random, changed = np.random.default_rng(seed), []
    for w in weights:
        if w.ndim == 4:
            axes = (0, 1, 3) if w.shape[3] == 1 else (0, 1, 2)
            step = np.abs(w).max(axis=axes, keepdims=True) / 127
            w = w + random.uniform(-0.5, 0.5, w.shape).astype(np.float32) * step
        changed.append(w)
    return changed


def exported(model, types: list) -> np.ndarray:
    """Probe features of the model exported with weights of these types; integers of 8 bits if none."""
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = types
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.tflite"
        with contextlib.redirect_stdout(open(os.devnull, "w")):
            path.write_bytes(converter.convert())
        return probe_features(Encoder(path))


def changed_similarities(collection: Collection) -> float:
    """The largest change of the similarity of two posts by rounding the features to float16."""
    part = next(part for part in collection.parts if part.facts.name == "imagenet")
    encoder = open_encoder("imagenet")
    exact = encoder.encode(
        [open_image(collection.thumbnail(i) or b"") for i in range(len(collection))]
    )
    similarity, share = part.model.similarity, collection.manifest.ranking.learned_share
    indexes = [NeighborIndex(f, similarity, share) for f in (exact, exact.astype(np.float16))]
    return max(
        float(np.abs(indexes[0].similarities(row) - indexes[1].similarities(row)).max())
        for row in exact
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", type=Path, nargs="?", metavar="COLLECTION")
    options = parser.parse_args()
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    encoder = open_encoder("imagenet")
    reference = probe_features(encoder)
    print(f"{'bundled':<38}{cosine(reference, probe_features(open_encoder('bundled'))):.4f}")
    model = tf.keras.applications.MobileNetV2(
        input_shape=(encoder.size, encoder.size, 3),
        weights=str(find_weights().path),
        include_top=False,
        pooling="avg",
    )
    print(f"{'exported as float16':<38}{cosine(reference, exported(model, [tf.float16])):.4f}")
    print(f"{'exported as 8-bit integers':<38}{cosine(reference, exported(model, [])):.4f}")
    pixels = np.asarray(probe_picture(encoder.size), dtype=np.float32)[None] / 127.5 - 1
    weights, found = model.get_weights(), []
    for seed in range(DRAWS):
        model.set_weights(off_by_half_a_step(weights, seed))
        found.append(cosine(reference, model.predict(pixels, verbose=0)[0]))
    print(f"{'off by up to half an 8-bit step':<38}{min(found):.4f} to {max(found):.4f}")
    if options.collection:
        change = changed_similarities(Collection.open(options.collection))
        print(f"{'similarities change by float16':<38}{change:.6f} at most")


if __name__ == "__main__":
    main()
