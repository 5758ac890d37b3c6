"""Train a small encoder to give the features of a large one, from any folder of images.

    PYTHONPATH=. python scripts/distill_encoder.py IMAGES --output encoder.tflite --work work/

Needs no labels. It has three stages; a stopped run continues from the folder --work:

1. crops: random crops of the images (scale 0.3 to 1, aspect 3:4 to 4:3, flips), and the teacher's
   deep features of each, computed once;
2. training: a MobileNetV2 of width --alpha from a random start learns to give those features;
3. export: a float16 .tflite at --export-size, which may be larger than the training size (a
   network trained at 128 px does better at 192 px), tested on crops of images it has not seen.

Loss: (1 - cosine) + (1 - centred cosine) + 0.2 x squared error in units of the teacher's standard
deviation. The centred cosine is what the recommender compares images by.
"""

import argparse
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from PIL import Image
from tqdm import tqdm

from recommender.errors import ImageError
from recommender.features.encoder import N_FEATURES, Encoder, open_encoder
from recommender.features.images import EXTENSIONS, open_image

HELD_OUT = 0.05
"""Share of the images whose crops are used only for testing."""


@dataclass(frozen=True)
class Crops:
    """Random crops ``(n, size, size, 3) uint8`` and the teacher's features ``(n, 1280) float32``.

    The last ``n_test`` come from images that no other crop comes from.
    """

    pixels: np.ndarray
    features: np.ndarray
    n_test: int


def make_crops(
    folder: Path, work: Path, teacher: Encoder, size: int, each: int, seed: int
) -> Crops:
    """Crop and encode (with the teacher) all images ``each`` times; continues where it stopped."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower().lstrip(".") in EXTENSIONS)
    order = np.random.default_rng(seed).permutation(len(files))
    n = len(files) * each
    if len(files) < 2:
        raise SystemExit(f"error: {folder} holds {len(files)} images; at least 2 are needed.")
    settings = [str(folder.resolve()), len(files), teacher.fingerprint, size, each, seed]
    state_path = work / "crops.json"
    state = json.loads(state_path.read_text()) if state_path.is_file() else {}
    if state.get("settings") != settings:
        state = {"settings": settings, "done": 0, "unreadable": []}
    mode = "r+" if state["done"] else "w+"
    shape = (n, size, size, 3)
    pixels = np.lib.format.open_memmap(work / "pixels.npy", mode, np.uint8, shape)
    features = np.lib.format.open_memmap(work / "features.npy", mode, np.float32, (n, N_FEATURES))
    for i in tqdm(
        range(state["done"], len(files)),
        initial=state["done"],
        total=len(files),
        desc="Crops",
        unit="image",
    ):
        rng = np.random.default_rng((seed, int(order[i])))
        try:
            image = open_image(files[order[i]])
        except ImageError:
            state["unreadable"].append(i)
            continue
        for row in range(i * each, (i + 1) * each):
            crop = random_crop(image, rng)
            features[row] = teacher.encode_one(crop)
            pixels[row] = np.asarray(
                crop.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=2.0)
            )
        state["done"] = i + 1
        if i % 200 == 199 or i + 1 == len(files):
            pixels.flush()
            features.flush()
            state_path.write_text(json.dumps(state))
    state_path.write_text(json.dumps(state))
    readable = np.setdiff1d(np.arange(len(files)), state["unreadable"])
    n_test = max(int(len(readable) * HELD_OUT), 1) * each
    if state["unreadable"]:
        rows = (readable[:, None] * each + np.arange(each)).ravel()
        return Crops(pixels[rows], features[rows], n_test)
    return Crops(pixels, features, n_test)  # still on disk: crops may be larger than memory


def random_crop(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A part of 0.3 to 1 of the image's area, of aspect 3:4 to 4:3, mirrored half of the time."""
    area = rng.uniform(0.3, 1.0) * image.width * image.height
    aspect = np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))
    width = min(int(np.sqrt(area * aspect)), image.width)
    height = min(int(np.sqrt(area / aspect)), image.height)
    left = int(rng.integers(0, image.width - width + 1))
    top = int(rng.integers(0, image.height - height + 1))
    crop = image.crop((left, top, left + width, top + height))
    return crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else crop


def new_student(alpha: float, size: int):
    import tensorflow as tf

    model = tf.keras.applications.MobileNetV2(
        input_shape=(size, size, 3), alpha=alpha, weights=None, include_top=False, pooling="avg"
    )
    for layer in model.layers:
        # Keras' default of 0.999 follows too slowly in some thousands of steps.
        if isinstance(layer, tf.keras.layers.BatchNormalization):
            layer.momentum = 0.97
    return model


def train(
    crops: Crops,
    work: Path,
    alpha: float,
    size: int,
    epochs: int,
    batch: int,
    rate: float,
    seed: int,
):
    """The trained student; Keras' BackupAndRestore continues a stopped training at its epoch."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(seed)
    n = len(crops.pixels) - crops.n_test
    mean = tf.constant(crops.features[:n].mean(axis=0))
    deviation = tf.constant(crops.features[:n].std(axis=0) + 1e-3)

    def loss(teacher, student):
        cosine = tf.keras.losses.cosine_similarity(teacher, student)  # minus the cosine
        centred = tf.keras.losses.cosine_similarity(teacher - mean, student - mean)
        error = tf.reduce_mean(tf.square((teacher - student) / deviation), axis=-1)
        return (1 + cosine) + (1 + centred) + 0.2 * error

    def centred_cosine(teacher, student):
        return -tf.keras.losses.cosine_similarity(teacher - mean, student - mean)

    def batches(pixels: np.ndarray, features: np.ndarray, shuffle: bool) -> tf.data.Dataset:
        def rows():
            rng = np.random.default_rng(seed)
            while True:
                yield from rng.permutation(len(pixels)) if shuffle else np.arange(len(pixels))
                if not shuffle:
                    return

        def load(i: np.ndarray):
            return pixels[i].astype(np.float32) / 127.5 - 1.0, features[i]

        data = tf.data.Dataset.from_generator(
            rows, output_signature=tf.TensorSpec((), tf.int64)
        ).batch(batch)
        shapes = [tf.float32, tf.float32]
        data = data.map(lambda i: tf.numpy_function(load, [i], shapes), num_parallel_calls=2)
        return data.map(
            lambda x, y: (
                tf.ensure_shape(x, (None, size, size, 3)),
                tf.ensure_shape(y, (None, N_FEATURES)),
            )
        ).prefetch(4)

    steps = max(n // batch, 1)
    model = new_student(alpha, size)
    schedule = tf.keras.optimizers.schedules.CosineDecay(
        0.0,
        decay_steps=steps * epochs,
        warmup_target=rate,
        warmup_steps=max(steps * epochs // 20, 1),
    )
    optimizer = tf.keras.optimizers.AdamW(schedule, weight_decay=0.02)
    model.compile(optimizer, loss=loss, metrics=[centred_cosine])
    model.fit(
        batches(crops.pixels[:n], crops.features[:n], shuffle=True),
        steps_per_epoch=steps,
        epochs=epochs,
        validation_data=batches(crops.pixels[n:], crops.features[n:], shuffle=False),
        callbacks=[tf.keras.callbacks.BackupAndRestore(work / "backup", delete_checkpoint=False)],
    )
    return model


def export(model, alpha: float, size: int, path: Path) -> None:
    """Write the network at another input size as float16 LiteRT; its weights fit any size."""
    import tensorflow as tf

    student = new_student(alpha, size)
    student.set_weights(model.get_weights())
    converter = tf.lite.TFLiteConverter.from_keras_model(student)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(converter.convert())
    os.replace(file.name, path)


def unseen_cosine(encoder: Encoder, crops: Crops) -> float:
    """Mean centred cosine between the exported file's features and the teacher's, on unseen images."""
    teacher = crops.features[-crops.n_test :]
    student = encoder.encode([Image.fromarray(p) for p in crops.pixels[-crops.n_test :]])
    mean = crops.features[: -crops.n_test].mean(axis=0)
    a, b = teacher - mean, student - mean
    return float(((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    add = parser.add_argument
    add(
        "images",
        type=Path,
        metavar="IMAGES",
        help="a folder of images, searched with its sub-folders",
    )
    add("--output", type=Path, required=True, help="the encoder file to write (.tflite)")
    add("--work", type=Path, required=True, help="folder from which a stopped run continues")
    add("--teacher", default="imagenet", help="imagenet, bundled, or a .tflite file")
    add("--alpha", type=float, default=0.5, help="width of the student: 0.35, 0.5, 0.75, 1.0")
    add("--size", type=int, default=128, help="input size in training, pixels")
    add("--export-size", type=int, default=192, help="input size of the exported encoder, pixels")
    add("--crops", type=int, default=3, help="crops of each image")
    add("--epochs", type=int, default=11, help="passes over all crops")
    add("--batch", type=int, default=64, help="crops per step")
    add("--rate", type=float, default=3e-3, help="highest learning rate")
    add("--seed", type=int, default=0, help="seed of crops, weights and order")
    options = parser.parse_args()

    options.work.mkdir(parents=True, exist_ok=True)
    teacher = open_encoder(options.teacher)
    crops = make_crops(
        options.images, options.work, teacher, options.size, options.crops, options.seed
    )
    model = train(
        crops, options.work, options.alpha, options.size, options.epochs, options.batch, options.rate, options.seed
    )  # fmt: skip
    export(model, options.alpha, options.export_size, options.output)
    student = Encoder(options.output)
    print(
        f"{options.output}: {options.output.stat().st_size:,} bytes, sha256 {student.fingerprint}"
    )
    print(
        f"centred cosine to the teacher on {crops.n_test} crops of unseen images: {unseen_cosine(student, crops):.3f}"
    )


if __name__ == "__main__":
    main()
