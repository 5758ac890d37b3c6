"""The scripts that make the files in assets/."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
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


def test_an_encoder_is_distilled_and_a_second_run_goes_on(tmp_path):
    """Tiny images and one pass don't give a good encoder, but one that the package can use."""
    from recommender.features.encoder import Encoder

    images = tmp_path / "images"
    images.mkdir()
    for i, colour in enumerate(["red", "green", "blue", "white"]):
        Image.new("RGB", (80, 60), colour).save(images / f"{i}.png")
    (images / "broken.jpg").write_bytes(b"no image")
    output = tmp_path / "encoder.tflite"
    arguments = [str(images), "--output", str(output), "--work", str(tmp_path / "work")]
    options = "--teacher bundled --alpha 0.35 --size 32 --export-size 64 --epochs 1 --batch 4"
    done = run_script("distill_encoder.py", *arguments, *options.split())
    assert done.returncode == 0, done.stderr[-2000:]
    assert "centred cosine to the teacher on 3 crops of unseen images" in done.stdout
    encoder = Encoder(output)
    assert encoder.size == 64
    features = encoder.encode([Image.new("RGB", (70, 70), c) for c in ("red", "blue")])
    assert np.isfinite(features).all()
    state = json.loads((tmp_path / "work/crops.json").read_text())
    assert state["done"] == 5
    assert len(state["unreadable"]) == 1
