"""Random crops of images, with what the teacher sees in them, kept on disk."""

import contextlib
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from distillation.teacher import Teacher
from recommender.errors import ImageError
from recommender.features.encoder import N_FEATURES
from recommender.features.images import EXTENSIONS, open_image
from recommender.sources.duplicates import SeenImages, fingerprint

GRID = 4
"""Places of a kept feature map along each side."""

LEVELS = 255 / 6
"""A feature map is kept as bytes: ReLU6 gives 0 to 6."""

HELD_OUT = 0.04
"""Share of the images whose crops are used only for testing."""

_ARRAYS = {"pixels": np.uint8, "features": np.float16, "maps": np.uint8}
_CHUNK = 32


@dataclass(frozen=True)
class Crops:
    """Crops of images, and the teacher's answers; all arrays are mapped from disk.

    Attributes:
        pixels: ``(n, size, size, 3) uint8``.
        features: the teacher's deep features, ``(n, 1280) float16``.
        maps: its feature maps averaged to ``(n, GRID, GRID, 1280) uint8``, times :data:`LEVELS`.
        train, test: rows; no image has crops in both.
    """

    pixels: np.ndarray
    features: np.ndarray
    maps: np.ndarray
    train: np.ndarray
    test: np.ndarray


def image_files(folder: Path, excluded: list[Path]) -> list[Path]:
    """The images in a folder and below, each once, without those that ``excluded`` folders have.

    Images count as the same if they are near duplicates. Unreadable ones are left out.
    """
    seen = SeenImages()
    files = []
    for source in [*excluded, folder]:
        n_same = 0
        for path in tqdm(_images(source), desc=f"Looking at {source.name}", unit="image"):
            try:
                same = bool(seen.add(fingerprint(path.read_bytes())))
            except ImageError:
                continue
            n_same += same
            if source is folder and not same:
                files.append(path)
    print(f"{len(files)} images of {folder}; {n_same} (near) duplicates are left out.", flush=True)
    return files


def make_crops(
    files: list[Path], work: Path, teacher: Path, size: int, each: int, seed: int, workers: int
) -> Crops:
    """Crop all images ``each`` times and ask the teacher; goes on where it was stopped.

    With one worker, all happens in this process.
    """
    n = len(files) * each
    names = hashlib.sha256("\n".join(map(str, files)).encode()).hexdigest()
    settings = [names, hashlib.sha256(teacher.read_bytes()).hexdigest(), size, each, seed, GRID]
    state_path = work / "crops.json"
    state = json.loads(state_path.read_text()) if state_path.is_file() else {}
    if state.get("settings") != settings:
        state = {"settings": settings, "done": 0}
    shapes = ((n, size, size, 3), (n, N_FEATURES), (n, GRID, GRID, N_FEATURES))
    pixels, features, maps = (
        np.lib.format.open_memmap(
            work / f"{name}.npy", "r+" if state["done"] else "w+", dtype, shape
        )
        for (name, dtype), shape in zip(_ARRAYS.items(), shapes, strict=True)
    )
    starts = range(state["done"], len(files), _CHUNK)
    jobs = [(work, start, files[start : start + _CHUNK], teacher, each, seed) for start in starts]
    bar = tqdm(desc="Crops", unit="image", total=len(files), initial=state["done"])
    with contextlib.ExitStack() as stack:
        stack.enter_context(bar)
        run: Callable = map
        if workers > 1:
            run = stack.enter_context(ProcessPoolExecutor(workers)).map
        for done in run(_crop_chunk, jobs):
            bar.update(done - state["done"])
            state["done"] = done
            state_path.write_text(json.dumps(state))
    order = np.random.default_rng(seed).permutation(len(files))
    n_test = max(int(len(files) * HELD_OUT), 1)
    test, train = (
        np.sort((i[:, None] * each + np.arange(each)).ravel())
        for i in (order[:n_test], order[n_test:])
    )
    return Crops(pixels, features, maps, train, test)


def random_crop(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A part of 0.3 to 1 of the image's area, of aspect 3:4 to 4:3, mirrored half of the time."""
    area = rng.uniform(0.3, 1.0) * image.width * image.height
    aspect = np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))
    width = min(max(int(np.sqrt(area * aspect)), 1), image.width)
    height = min(max(int(np.sqrt(area / aspect)), 1), image.height)
    left = int(rng.integers(0, image.width - width + 1))
    top = int(rng.integers(0, image.height - height + 1))
    crop = image.crop((left, top, left + width, top + height))
    return crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else crop


def averaged(grid: np.ndarray, side: int) -> np.ndarray:
    """A map ``(h, w, c)`` averaged to ``(side, side, c)``, by PyTorch's ``adaptive_avg_pool2d``."""
    rows, columns = (_bins(n, side) for n in grid.shape[:2])
    return np.tensordot(rows, np.matmul(columns, grid), axes=1)


def _bins(n: int, side: int) -> np.ndarray:
    weights = np.zeros((side, n), dtype=np.float32)
    for i in range(side):
        start, end = i * n // side, -(-(i + 1) * n // side)
        weights[i, start:end] = 1 / (end - start)
    return weights


def _crop_chunk(job: tuple[Path, int, list[Path], Path, int, int]) -> int:
    """Fill the rows of some images; returns the number of images done with these."""
    work, start, files, teacher_path, each, seed = job
    teacher = _open_teacher(teacher_path)
    pixels, features, maps = (np.load(work / f"{name}.npy", "r+") for name in _ARRAYS)
    size = pixels.shape[1]
    for i, path in enumerate(files, start):
        rng = np.random.default_rng((seed, i))
        image = open_image(path)
        for row in range(i * each, (i + 1) * each):
            crop = random_crop(image, rng)
            seen = teacher.map(crop)
            features[row] = seen.mean(axis=(0, 1))
            maps[row] = np.rint(averaged(seen, GRID) * LEVELS)
            small = crop.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=2.0)
            pixels[row] = np.asarray(small)
    return start + len(files)


@lru_cache(maxsize=1)
def _open_teacher(path: Path) -> Teacher:  # once in each worker process
    return Teacher(path)


def _images(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower().lstrip(".") in EXTENSIONS)
