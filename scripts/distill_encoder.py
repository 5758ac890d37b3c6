"""Train a small encoder to give the features of a large one, from any folder of images.

    PYTHONPATH=. python scripts/distill_encoder.py IMAGES --output encoder.tflite --work work/

Needs no labels, but PyTorch and TensorFlow (pip install torch tensorflow). It has three stages, and
may run in the background for hours: a stopped run continues from the folder --work.

1. crops: random crops of the images (scale 0.3 to 1, aspect 3:4 to 4:3, flips), and the teacher's
   feature map of each, computed once;
2. training: a MobileNetV2 of width --alpha from a random start learns to give those maps and their
   means, first at a low resolution, at the end at the highest of --sizes, in bfloat16 where the
   processor computes in it. The rate rises, stays, and falls over the last quarter of the steps:
   more --steps later go on from the last state before the fall;
3. export: the weights averaged over the last steps, as a float16 .tflite at --export-size, which may
   be larger than the training size, tested on crops of images it has not seen.
"""

import argparse
import hashlib
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from distillation.crops import Crops, image_files, make_crops
from distillation.plan import Plan
from distillation.teacher import imagenet_teacher
from PIL import Image

from recommender.errors import RecommenderError
from recommender.features.encoder import Encoder


def unseen_cosine(encoder: Encoder, crops: Crops) -> float:
    """Mean centred cosine between the exported file's features and the teacher's, on unseen images."""
    mean = crops.features[crops.train[::20]].astype(np.float32).mean(axis=0)
    a = crops.features[crops.test].astype(np.float32) - mean
    b = encoder.encode([Image.fromarray(crops.pixels[row]) for row in crops.test]) - mean
    return float(((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    add = parser.add_argument
    add("images", type=Path, metavar="IMAGES", help="a folder of images, searched with those below")
    add("--output", type=Path, required=True, help="the encoder file to write (.tflite)")
    add("--work", type=Path, required=True, help="folder from which a stopped run continues")
    add("--exclude", type=Path, nargs="*", default=[], metavar="FOLDER", help="leave out images that these folders have too, such as those it will be measured on")  # fmt: skip
    add("--teacher", default="imagenet", help="imagenet, or a .tflite file that gives feature maps (1, h, w, 1280)")  # fmt: skip
    add("--alpha", type=float, default=0.75, help="width of the student: 0.35, 0.5, 0.75, 1.0")
    add("--sizes", type=int, nargs="+", default=[64, 96, 128], help="input sizes in training, pixels, lowest first; multiples of 32, at most 128")  # fmt: skip
    add("--steps", type=int, nargs="+", default=[4000, 6000, 1800], help="steps at each size")
    add("--export-size", type=int, default=192, help="input size of the exported encoder, pixels")
    add("--crops", type=int, default=9, help="crops of each image")
    add("--batch", type=int, default=64, help="crops per step")
    add("--rate", type=float, default=3e-3, help="highest learning rate")
    add("--seed", type=int, default=0, help="seed of crops, weights and order")
    options = parser.parse_args()
    if len(options.sizes) != len(options.steps):
        parser.error(f"{len(options.sizes)} sizes need as many numbers of --steps.")
    try:
        from distillation.student import export
        from distillation.training import is_bfloat16_fast, train
    except ModuleNotFoundError as error:
        raise SystemExit(f"error: {error.name} is missing; install it: pip install torch") from None

    options.work.mkdir(parents=True, exist_ok=True)
    teacher = options.work / "teacher.tflite"
    if options.teacher != "imagenet":
        teacher = Path(options.teacher)
    elif not teacher.is_file():
        imagenet_teacher(teacher)
    files = image_files(options.images, options.exclude)
    if len(files) < 2:
        raise SystemExit(
            f"error: {options.images} holds {len(files)} images; 2 or more are needed."
        )
    largest = max(options.sizes)
    crops = make_crops(files, options.work, teacher, largest, options.crops, options.seed, os.cpu_count() or 1)  # fmt: skip
    plan = Plan(
        options.alpha, tuple(options.sizes), tuple(options.steps), options.batch, options.rate,
        is_bfloat16_fast(), options.seed,
    )  # fmt: skip
    student = train(crops, plan, options.work)
    export(student, options.alpha, options.export_size, options.output)
    content = options.output.read_bytes()
    print(f"{options.output}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")
    cosine = unseen_cosine(Encoder(options.output), crops)
    print(
        f"centred cosine to the teacher on {len(crops.test)} crops of unseen images: {cosine:.3f}"
    )


if __name__ == "__main__":
    try:
        main()
    except RecommenderError as error:
        raise SystemExit(f"error: {error}") from None
