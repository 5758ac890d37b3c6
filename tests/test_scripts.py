"""The scripts that make the files in assets/."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent


def run_script(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, f"scripts/{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **environment},
    )


@pytest.fixture(scope="module")
def rendered(tmp_path_factory) -> Path:
    """One small picture of a scene, rendered alone."""
    folder = tmp_path_factory.mktemp("rendered")
    done = run_script(
        "render_demo.py",
        "--output",
        str(folder),
        "--only",
        "daisies",
        "--count",
        "1",
        "--size",
        "96",
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_a_picture_is_the_same_from_the_same_seed(rendered, tmp_path):
    (post,) = (json.loads(line) for line in (rendered / "posts.jsonl").read_text().splitlines())
    assert 15 <= len(post["hashtags"]) <= 25
    assert post["category"] == "nature"
    again, other = tmp_path / "again", tmp_path / "other"
    for folder, seed in ((again, "0"), (other, "1")):
        arguments = ["--only", "daisies", "--count", "1", "--size", "96", "--seed", seed]
        run_script("render_demo.py", "--output", str(folder), *arguments)
    image = (rendered / post["image"]).read_bytes()
    assert (again / post["image"]).read_bytes() == image
    assert (again / "posts.jsonl").read_text() == (rendered / "posts.jsonl").read_text()
    assert (other / post["image"]).read_bytes() != image


def test_a_picture_is_no_plain_colour(rendered):
    (path,) = (rendered / "images").iterdir()
    with Image.open(path) as image:
        assert np.asarray(image.convert("L"), dtype=float).std() > 20
