"""Keras' pretrained MobileNetV2 -> an encoder file. The only file that imports tensorflow.

    python -m recommender.features.keras_mobilenet WEIGHTS FILE

:mod:`~recommender.features.imagenet` runs it in a separate process.
"""

import sys
from pathlib import Path

SIZE = 224


def export(weights: Path, path: Path) -> None:
    """Convert ``MobileNetV2(weights, include_top=False, pooling="avg")`` to float32 LiteRT."""
    import tensorflow as tf

    model = tf.keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), weights=str(weights), include_top=False, pooling="avg"
    )
    path.write_bytes(tf.lite.TFLiteConverter.from_keras_model(model).convert())


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
