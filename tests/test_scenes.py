"""The renderer of the demo's pictures; what it draws is for people to judge."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from demo_hashtags import CATEGORY
from PIL import Image
from render_demo import CATEGORIES, scenes_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_scene_draws_a_picture_with_words(category):
    assert category in CATEGORY
    scenes = scenes_of(category)
    assert len(scenes) >= 6
    for name, scene in scenes.items():
        picture = scene(np.random.default_rng(5), 40, 32)
        assert picture.rgb.shape == (32, 40, 3), name
        assert np.isfinite(picture.rgb).all(), name
        assert picture.rgb.std() > 0.02, name
        assert len(picture.words) >= 2, name


def render(folder: Path, seed: str = "0") -> list[dict[str, str]]:
    """Render one small picture of a scene; return the table's rows."""
    command = [sys.executable, "scripts/render_demo.py", "--output", str(folder)]
    options = ["--only", "daisies", "--count", "1", "--size", "96", "--seed", seed]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *options], check=True, cwd=ROOT, env=environment)
    with (folder / "scenes.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_picture_is_the_same_from_the_same_seed(tmp_path):
    rows, again, other = (
        render(tmp_path / name, seed) for name, seed in (("a", "0"), ("b", "0"), ("c", "1"))
    )
    assert rows == again
    assert other[0]["id"] != rows[0]["id"]
    assert rows[0]["category"] == "nature"
    with Image.open(tmp_path / "a/thumbnails" / f"{rows[0]['id']}.jpg") as image:
        assert np.asarray(image.convert("L"), dtype=float).std() > 20
