"""The teacher: image -> the feature map whose mean over places is the deep features."""

from pathlib import Path

import numpy as np
from PIL import Image

from distillation.whole_file import write_whole
from recommender.features.encoder import N_FEATURES
from recommender.features.images import to_pixels
from recommender.features.keras_mobilenet import SIZE


class Teacher:
    """A ``.tflite`` file: input ``(1, s, s, 3)``, output ``(1, h, w, 1280)``, both float32."""

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        # One thread: two processes that encode one crop each are faster than two threads on one.
        self._interpreter = Interpreter(str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]
        self._output = self._interpreter.get_output_details()[0]
        shape = self._output["shape"].tolist()
        if len(shape) != 4 or shape[3] != N_FEATURES:
            raise SystemExit(f"error: {path} gives {shape}; [1, h, w, {N_FEATURES}] is needed.")
        self.size = int(self._input["shape"][1])

    def map(self, image: Image.Image) -> np.ndarray:
        """The feature map of an RGB image: ``(h, w, 1280) float32``, 0 to 6 (after ReLU6)."""
        self._interpreter.set_tensor(self._input["index"], to_pixels(image, self.size)[None])
        self._interpreter.invoke()
        return self._interpreter.get_tensor(self._output["index"])[0]


def imagenet_teacher(path: Path) -> None:
    """Write Keras' MobileNetV2 with ImageNet weights, without its pooling, to ``path``."""
    import tensorflow as tf

    model = tf.keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), weights="imagenet", include_top=False
    )
    content = tf.lite.TFLiteConverter.from_keras_model(model).convert()
    write_whole(path, lambda new: new.write_bytes(content))
