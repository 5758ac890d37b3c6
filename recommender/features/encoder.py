"""Images -> deep features, by a MobileNetV2 in a ``.tflite`` file run with LiteRT."""

import contextlib
import hashlib
import os
import queue
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from recommender.errors import EncoderError, reason_of
from recommender.features.encoder_check import try_out
from recommender.features.images import to_pixels
from recommender.features.quiet import quiet_stderr
from recommender.paths import ASSETS, cache_folder
from recommender.printable import printable

N_FEATURES = 1280
BUNDLED_PATH = ASSETS / "encoder" / "mobilenet_v2_075_192.tflite"
NAMES = ("imagenet", "bundled")

_MAGIC = b"TFL3"
"""Bytes 4 to 8 of a LiteRT model."""

_MAX_BYTES = 512 * 1024 * 1024
"""Largest encoder file; the encoders with names have 1 to 9 MB."""

LARGEST = 1e9
"""Largest number of deep features, and of all that is computed from them and kept: products and sums
of such numbers stay finite in float32."""


def are_usable(features: np.ndarray) -> bool:
    """Whether deep features are finite, and no larger than what a collection may hold."""
    return bool(np.abs(features).max() <= LARGEST)  # False for NaN


class Encoder:
    """A MobileNetV2 file: image -> ``(1280,) float32`` deep features.

    Safe to share between threads: each of the ``copies`` serves one call at a time, and further
    calls wait.

    Attributes:
        name: ``imagenet``, ``bundled`` or the file's name.
        size: side of the square input image in pixels.
        fingerprint: sha256 of the file in hexadecimal.
    """

    def __init__(
        self, path: Path, name: str | None = None, threads: int | None = None, copies: int = 1
    ) -> None:
        """Load a ``.tflite`` file: input ``(1, s, s, 3)``, output ``(1, 1280)``, both float32.

        Args:
            path: the file.
            name: the encoder's name; None for the file's.
            threads: threads of one interpreter; None for the machine's cores, at most 4.
            copies: how many images may be encoded at the same time.

        Raises:
            EncoderError: the file is missing, is not a LiteRT model, or has other shapes.
        """
        self._model = _read(path)
        self.path = path
        # The manifest names it: a name that can be written, and that is no path on any system.
        self.name = name or "".join(c if c.isprintable() and c != "\\" else "_" for c in path.name)
        self.fingerprint = hashlib.sha256(self._model).hexdigest()
        self._threads = threads or min(os.cpu_count() or 1, 4)
        self._idle: queue.LifoQueue = queue.LifoQueue()
        first = self._new_interpreter()
        self.size = self._check_shape(first)
        self._idle.put(first)
        for _ in range(copies - 1):
            self._idle.put(self._new_interpreter())

    def encode_one(self, image: Image.Image) -> np.ndarray:
        """Deep features of one RGB image: ``(1280,) float32``, not normalised."""
        return self.encode_pixels(to_pixels(image, self.size))

    def encode(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Deep features of RGB images: ``(n, 1280) float32``; ``res[i] == encode_one(images[i])``."""
        if not images:
            return np.empty((0, N_FEATURES), dtype=np.float32)
        return np.stack([self.encode_one(image) for image in images])

    def encode_pixels(self, pixels: np.ndarray) -> np.ndarray:
        """Deep features of ``(size, size, 3) float32`` pixels in [-1, 1]: ``(1280,) float32``."""
        with self._interpreter() as interpreter:
            interpreter.set_tensor(interpreter.get_input_details()[0]["index"], pixels[None])
            try:
                interpreter.invoke()
            except RuntimeError as error:
                raise _no_model(self.path) from error
            features = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]
        if not are_usable(features):
            raise EncoderError(
                f"The encoder {self.name} gave numbers that are too large or not finite; its file "
                f"{self.path} is damaged or was not trained: use another."
            )
        return features

    @contextlib.contextmanager
    def _interpreter(self) -> Iterator:
        interpreter = self._idle.get()
        try:
            yield interpreter
        finally:
            self._idle.put(interpreter)

    def _new_interpreter(self):
        from ai_edge_litert.interpreter import Interpreter  # 0.1 s that `--help` need not wait

        try:
            with quiet_stderr():
                interpreter = Interpreter(model_content=self._model, num_threads=self._threads)
                interpreter.allocate_tensors()
        except (ValueError, RuntimeError, MemoryError) as error:
            raise _no_model(self.path) from error
        return interpreter

    def _check_shape(self, interpreter) -> int:
        inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
        if not inputs or not outputs:
            raise _no_model(self.path)
        shape_in, shape_out = inputs[0]["shape"].tolist(), outputs[0]["shape"].tolist()
        size = shape_in[1] if len(shape_in) == 4 else 0
        fits = (
            len(inputs) == len(outputs) == 1
            and size > 0
            and shape_in == [1, size, size, 3]
            and shape_out == [1, N_FEATURES]
            and inputs[0]["dtype"] == outputs[0]["dtype"] == np.float32
        )
        if not fits:
            raise EncoderError(
                f"The encoder {self.path} maps {shape_in} to {shape_out}; "
                f"float32 [1, s, s, 3] to [1, {N_FEATURES}] is needed: use another file."
            )
        return size


def _no_model(path: Path) -> EncoderError:
    return EncoderError(
        f"{path} is not a LiteRT model that can be loaded; name a .tflite file, "
        f"or use one of: {', '.join(NAMES)}."
    )


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise ValueError("it is not a file")  # a device or a pipe might never end
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES >> 20} MB")
    except (OSError, ValueError) as error:  # ValueError also for a NUL character in the path
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise EncoderError(
            f"The encoder file {printable(str(path))} can't be read ({reason}); "
            f"name a .tflite file, or use one of: {', '.join(NAMES)}."
        ) from error
    return data


def open_encoder(which: str, threads: int | None = None, copies: int = 1) -> Encoder:
    """The encoder ``imagenet`` (exported on first use), ``bundled``, or the one in a file.

    Raises:
        EncoderError: it can't be found, downloaded or used.
    """
    if which == "bundled":
        path = BUNDLED_PATH
    elif which == "imagenet":
        path = imagenet_path()
        if not path.is_file():
            from recommender.features.imagenet import make_imagenet

            make_imagenet()
    else:
        if _read(Path(which))[4:8] != _MAGIC:
            raise _no_model(Path(which))
        try_out(Path(which))
        return Encoder(Path(which), threads=threads, copies=copies)
    return Encoder(path, name=which, threads=threads, copies=copies)


def best_first(names: Sequence[str]) -> list[str]:
    """Those of a collection's encoders that are on this computer, ``imagenet`` before all others.

    If none is, the first of all: opening it may get it, or says what is missing.
    """
    there = [name for name in names if is_there(name)]
    return sorted(there, key=lambda name: name != "imagenet") or list(names[:1])


def is_there(name: str) -> bool:
    """Whether an encoder can be opened without getting it first."""
    if name == "imagenet":
        return imagenet_path().is_file()
    return name == "bundled" or Path(name).is_file()


def imagenet_path() -> Path:
    """Where the exported ``imagenet`` encoder is kept; it may not exist yet."""
    return cache_folder() / "encoders" / "imagenet_224.tflite"
