"""The script that trains an encoder: crops, plan, and the whole with a tiny teacher."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from distillation import crops
from distillation.plan import WARM_UP, Plan
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent


def photo(path: Path, seed: int) -> None:
    """Smooth random colours: perceptual hashes of different seeds are far apart."""
    grid = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    Image.fromarray(grid).resize((120, 90), Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def images(tmp_path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    for i in range(8):
        photo(folder / f"{i}.png", seed=i)
    (folder / "broken.jpg").write_bytes(b"no image")
    return folder


class StubTeacher:
    """A map of 7 x 7 places which all hold the crop's mean red level, from 0 to 6."""

    def map(self, image: Image.Image) -> np.ndarray:
        return np.full((7, 7, 1280), np.asarray(image)[..., 0].mean() / 255 * 6, dtype=np.float32)


@pytest.fixture
def teacher(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(crops, "_open_teacher", lambda path: StubTeacher())
    path = tmp_path / "teacher.tflite"
    path.write_bytes(b"stands for a network")
    return path


def test_images_come_once_and_without_those_of_excluded_folders(images, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    Image.open(images / "3.png").save(
        other / "same.jpg", quality=60
    )  # saved again: a near duplicate
    (images / "below").mkdir()
    photo(images / "below" / "5 again.png", seed=5)
    found = crops.image_files(images, [other])
    assert [path.name for path in found] == [f"{i}.png" for i in (0, 1, 2, 4, 5, 6, 7)]


def test_a_map_is_averaged_over_overlapping_bins():
    line = np.arange(7, dtype=np.float32)
    grid = np.broadcast_to(line[:, None, None], (7, 7, 2))
    averaged = crops.averaged(grid, 4)
    # Bins of 7 places in 4: 0-1, 1-3, 3-5, 5-6.
    np.testing.assert_allclose(averaged[:, 0, 0], [0.5, 2.0, 4.0, 5.5])
    np.testing.assert_allclose(averaged[:, 3, 1], [0.5, 2.0, 4.0, 5.5])


def test_crops_hold_what_the_teacher_sees(images, teacher, tmp_path):
    files = crops.image_files(images, [])
    made = crops.make_crops(files, tmp_path, teacher, size=32, each=3, seed=0, workers=1)
    assert made.pixels.shape == (24, 32, 32, 3)
    red = made.pixels[..., 0].mean(axis=(1, 2)) / 255 * 6
    np.testing.assert_allclose(made.features[:, 0], red, atol=0.15)
    np.testing.assert_allclose(made.maps[:, 2, 1, 7] / crops.LEVELS, made.features[:, 0], atol=0.02)
    assert len(made.test) == 3  # one image's
    assert len({row // 3 for row in made.test}) == 1
    assert sorted([*made.train, *made.test]) == list(range(24))


def test_stopped_cropping_goes_on(images, teacher, tmp_path, monkeypatch):
    monkeypatch.setattr(crops, "_CHUNK", 2)
    files = crops.image_files(images, [])
    arguments = {"teacher": teacher, "size": 16, "each": 2, "seed": 1, "workers": 1}
    (whole := tmp_path / "whole").mkdir()
    expected = crops.make_crops(files, whole, **arguments)

    (work := tmp_path / "work").mkdir()
    calls = []

    def open_image(path):
        calls.append(path)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return original(path)

    original = crops.open_image
    monkeypatch.setattr(crops, "open_image", open_image)
    with pytest.raises(KeyboardInterrupt):
        crops.make_crops(files, work, **arguments)
    made = crops.make_crops(files, work, **arguments)
    assert len(calls) == 5 + 4  # the first four images are not cropped again
    np.testing.assert_array_equal(made.pixels, expected.pixels)
    np.testing.assert_array_equal(made.maps, expected.maps)


def plan(*steps: int) -> Plan:
    return Plan(0.35, (32, 64), steps, batch=4, rate=0.01, bfloat16=False, seed=0)


def test_the_size_grows_and_the_rate_rises_stays_and_falls():
    short = plan(600, 400)
    assert [short.size_at(step) for step in (0, 599, 600, 999)] == [32, 32, 64, 64]
    assert short.rate_at(0) == pytest.approx(0.01 / WARM_UP)
    assert short.rate_at(WARM_UP) == short.rate_at(749) == 0.01
    assert short.rate_at(875) == pytest.approx(0.005)
    assert 0 < short.rate_at(999) < 0.0001


def test_a_longer_plan_is_the_same_before_the_fall():
    short, longer = plan(600, 400), plan(600, 1400)
    assert all(short.rate_at(i) == longer.rate_at(i) for i in range(short.decay_start))


def test_an_encoder_is_distilled_and_a_second_run_finds_it_done(images, tmp_path):
    """Tiny images and few steps don't give a good encoder, but one that the package can use."""
    pytest.importorskip("torch", reason="PyTorch is not installed (pip install torch)")
    from recommender.features.encoder import Encoder

    teacher = tmp_path / "teacher.tflite"
    make = (
        "import sys, tensorflow as tf; tf.keras.utils.set_random_seed(0); "
        "net = tf.keras.applications.MobileNetV2((64, 64, 3), 0.35, False, None); "
        "open(sys.argv[1], 'wb').write(tf.lite.TFLiteConverter.from_keras_model(net).convert())"
    )
    subprocess.run([sys.executable, "-c", make, str(teacher)], check=True, capture_output=True)

    def distill(*steps: str) -> subprocess.CompletedProcess:
        options = "--alpha 0.35 --sizes 32 64 --export-size 64 --crops 2 --batch 4 --steps"
        files = [str(images), "--output", str(tmp_path / "encoder.tflite")]
        files += ["--work", str(tmp_path / "work"), "--teacher", str(teacher)]
        command = [sys.executable, "scripts/distill_encoder.py", *files, *options.split(), *steps]
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)

    done = distill("4", "2")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "centred cosine to the teacher on 2 crops of unseen images" in done.stdout
    encoder = Encoder(tmp_path / "encoder.tflite")
    assert encoder.size == 64
    assert np.ptp(encoder.encode_one(Image.open(images / "0.png"))) > 0
    first = encoder.fingerprint
    assert distill("4", "2").returncode == 0
    assert Encoder(tmp_path / "encoder.tflite").fingerprint == first  # nothing was left to do
