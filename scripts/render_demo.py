"""Render the demo's pictures from a seed, with a table of what they show.

    PYTHONPATH=. python scripts/render_demo.py --output rendered

writes ``rendered/thumbnails/ID.jpg`` and ``rendered/scenes.csv``; scripts/demo_posts.py writes posts
with hashtags from these two.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import itertools
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent))
from scenery.picture import Picture, Scene

from recommender.features.images import thumbnail_jpeg

CATEGORIES = (
    "nature",
    "travel",
    "food",
    "animals",
    "cars",
    "babies",
    "wedding",
    "architecture",
    "selfie",
    "fitness",
)
COLUMNS = ("id", "category", "scene", "number", "words", "time", "mood")
SIDE = 320
"""Longer side in pixels of the demo's pictures: its thumbnails, which are all that is kept."""

SAMPLES = [
    "daisies",
    "sailing",
    "burger",
    "bird_on_branch",
    "sports_car",
    "wedding_cake",
    "castle",
    "kettlebells",
]
"""Scenes of the pictures that the page offers to try."""

COUNT = {
    "animals": 54, "babies": 40, "fitness": 42, "wedding": 36, "architecture": 44, "travel": 40,
}  # fmt: skip
"""Pictures of a category where they are not 34: people's photos of these vary more."""

SKIP = {
    ("bird_on_branch", 0), ("butterfly_on_flower", 0), ("cat_resting", 0), ("dog_portrait", 0),
    ("hat_selfie", 2), ("outdoor_selfie", 3), ("pasture", 0), ("pasture", 2), ("penguins", 1),
    ("savanna", 0), ("sleeping_baby", 3), ("wild_portrait", 0), ("close_face", 4),
    ("wild_resting", 2), ("night_selfie", 2), ("friends", 2), ("church", 1), ("modern_house", 2),
    ("rotunda", 1), ("suspension_bridge", 0), ("window_seat", 1),
}  # fmt: skip
"""Pictures (scene, index) left out, since they look cheaper than the others of their scene."""

ASPECTS = ((4, 5), (1, 1), (3, 2))
Job = tuple[str, str, int, int, int, str]


def scenes_of(category: str) -> dict[str, Scene]:
    """Return a category's scenes by name; empty if none are written yet."""
    try:
        return importlib.import_module(f"scenery.scenes.{category}").SCENES
    except ModuleNotFoundError:
        return {}


def frame_size(rng: np.random.Generator, size: int) -> tuple[int, int]:
    """Draw an aspect ratio and return width and height; `size` is the short side."""
    wide, tall = ASPECTS[rng.choice(3, p=(0.4, 0.3, 0.3))]
    short = min(wide, tall)
    return round(size * wide / short), round(size * tall / short)


def draw(job: Job) -> tuple[Picture, Image.Image]:
    """Draw one picture."""
    category, name, index, size, seed, _ = job
    words = [seed, *(zlib.crc32(word.encode()) for word in (category, name)), index]
    rng = np.random.default_rng(np.random.SeedSequence(words))
    width, height = frame_size(rng, size)
    picture = scenes_of(category)[name](rng, width, height)
    pixels = (np.clip(picture.rgb, 0, 1) * 255 + 0.5).astype(np.uint8)
    return picture, Image.fromarray(pixels)


def render_sample(job: Job) -> None:
    """Render one of the pictures that the page offers to try."""
    _, name, *_, output = job
    _, image = draw(job)
    path = Path(output) / f"{SAMPLES.index(name) + 1}_{name}.jpg"
    image.save(path, quality=88, subsampling=1)


def render_one(job: Job) -> dict[str, str]:
    """Render one picture to disk and return its row of the table."""
    category, name, index, _, _, output = job
    picture, image = draw(job)
    jpeg = thumbnail_jpeg(image, SIDE)
    row = {
        "id": hashlib.sha256(jpeg).hexdigest()[:16],
        "category": category,
        "scene": name,
        "number": str(index),
        "words": " ".join(word.replace(" ", "") for word in picture.words),
        "time": picture.time,
        "mood": " ".join(picture.mood),
    }
    (Path(output) / "thumbnails" / f"{row['id']}.jpg").write_bytes(jpeg)
    return row


def plan(only: str | None, count: int | None, size: int, seed: int, output: str) -> list[Job]:
    """List the pictures to render: `count` per category (or COUNT), spread over its scenes."""
    if only and only not in CATEGORIES:
        category = next(c for c in CATEGORIES if only in scenes_of(c))
        return [(category, only, index, size, seed, output) for index in range(count or 34)]
    jobs: list[Job] = []
    for category in CATEGORIES if only is None else [only]:
        names = list(scenes_of(category))
        wanted = ((name, index) for index in itertools.count() for name in names)
        kept = (picture for picture in wanted if picture not in SKIP)
        for name, index in itertools.islice(kept, (count or COUNT.get(category, 34)) * bool(names)):
            jobs.append((category, name, index, size, seed, output))
    return jobs


def sample_jobs(size: int, seed: int, output: str) -> list[Job]:
    """One picture of each scene in SAMPLES, with another seed than the collection's."""
    found = {name: category for category in CATEGORIES for name in scenes_of(category)}
    return [(found[name], name, 0, size, seed + 1, output) for name in SAMPLES]


def contact_sheet(rows: list[dict[str, str]], folder: Path, path: Path, cell: int = 200) -> None:
    """Lay out the pictures in a grid, in one file, to see them all."""
    columns = min(8, len(rows))
    sheet = Image.new("RGB", (columns * cell, -(-len(rows) // columns) * cell), "white")
    for number, row in enumerate(rows):
        image = Image.open(folder / f"{row['id']}.jpg")
        image.thumbnail((cell - 4, cell - 4))
        sheet.paste(image, (number % columns * cell + 2, number // columns * cell + 2))
    sheet.save(path)


def main() -> None:
    """Parse the command line and render."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only", help="a category or the name of a scene")
    parser.add_argument("--count", type=int, help="pictures per category (or scene)")
    parser.add_argument("--size", type=int, default=360, help="pixels on the short side")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--samples", action="store_true", help="only the page's samples, 1_….jpg")
    parser.add_argument("--contact-sheet", type=Path)
    options = parser.parse_args()
    folder = options.output / "thumbnails"
    (options.output if options.samples else folder).mkdir(parents=True, exist_ok=True)
    jobs = plan(options.only, options.count, options.size, options.seed, str(options.output))
    if options.samples:
        jobs = sample_jobs(options.size, options.seed, str(options.output))
    render = render_sample if options.samples else render_one
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = list(tqdm(pool.map(render, jobs), total=len(jobs), unit="picture"))
    if options.samples:
        return
    with open(options.output / "scenes.csv", "w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    if options.contact_sheet:
        contact_sheet(rows, folder, options.contact_sheet)


if __name__ == "__main__":
    main()
