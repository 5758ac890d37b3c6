"""A person gets the ImageNet encoder on the page, in a real browser, from a stand-in for its server."""

import json
import shutil

import pytest
from browser import expect, expect_answer, settled, upload
from serving import ROOT, serve
from weights_server import WeightsServer, facts

from recommender.build import build_collection
from recommender.features.encoder import BUNDLED_PATH, Encoder, open_encoder
from recommender.paths import ASSETS
from recommender.settings import AlsSettings, BuildSettings

SAMPLES = sorted((ASSETS / "samples").glob("*.jpg"))

APP = """
import runpy, sys
import page.encoders, page.jobs
page.encoders.can_be_made = lambda: True
page.jobs.COMMAND = (sys.executable, {command!r})
runpy.run_path({app!r}, run_name="__main__")
"""

COMMAND = """
import os, shutil, sys
sys.path.insert(0, os.getcwd())
os.environ["KERAS_HOME"] = {keras!r}
from recommender import cli
from recommender.features import imagenet, keras_weights
vars(keras_weights).update({facts!r}, WEIGHTS_ADDRESS={address!r})
imagenet.can_be_made = lambda: True
imagenet._export_in_subprocess = lambda _, path: shutil.copyfile({exported!r}, path)
sys.exit(cli.main())
"""


@pytest.fixture
def weights():
    server = WeightsServer()
    yield server
    server.close()


@pytest.fixture
def collection(tmp_path):
    """Eight pictures, with the features of bundled and of another file of the same network."""
    exported = tmp_path / "exported.tflite"
    exported.write_bytes(BUNDLED_PATH.read_bytes() + bytes(16))
    lines = []
    for path in SAMPLES:
        shutil.copyfile(path, tmp_path / path.name)
        lines.append(json.dumps({"image": path.name, "hashtags": [path.stem.split("_")[1], "all"]}))
    (tmp_path / "posts.jsonl").write_text("\n".join(lines))
    return build_collection(
        tmp_path / "posts.jsonl",
        tmp_path / "pictures",
        BuildSettings(als=AlsSettings(rank=8, regularization=0.1)),
        encoder=open_encoder("bundled"),
        also=[Encoder(exported, name="imagenet")],
    ).folder


@pytest.fixture
def server(tmp_path, weights, collection):
    """A server whose jobs ask the stand-in, and whose exports are copies."""
    command, app = tmp_path / "command.py", tmp_path / "app.py"
    command.write_text(
        COMMAND.format(
            keras=str(tmp_path / "keras"),
            facts=facts(),
            address=weights.address,
            exported=str(tmp_path / "exported.tflite"),
        )
    )
    app.write_text(APP.format(command=str(command), app=str(ROOT / "streamlit_app.py")))
    with serve([collection], app) as running:
        yield running.address


def test_it_is_offered_got_and_swapped_in_while_the_photo_and_the_settings_stay(page, weights):
    burger = next(path for path in SAMPLES if "burger" in path.name)
    upload(page, burger)
    expect_answer(page, n_similar=8, first="#burger")
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.press("Home")
    for _ in range(4):
        slider.press("ArrowRight")
    expect_answer(page, n_similar=5)
    settled(page)
    box = page.locator(".st-key-encoder")
    expect(box).to_contain_text("9 MB from storage.googleapis.com, once")
    assert weights.asked == []

    right, weights.body = weights.body, b"<!DOCTYPE html><p>Log in first"
    box.get_by_role("button", name="Get the ImageNet encoder").click()
    expect(box.get_by_role("alert")).to_contain_text("the encoder bundled goes on", timeout=60_000)
    expect(box).to_contain_text("a web page came")
    expect_answer(page, n_similar=5)

    weights.body = right
    weights.gate.clear()
    box.get_by_role("button", name="Try again").click()
    expect(box).to_contain_text("downloading 0.3 of 0.5 MB", timeout=60_000)
    expect_answer(page, n_similar=5)
    weights.gate.set()
    expect(page.get_by_text("it is in use now")).to_be_visible(timeout=60_000)
    expect(box).to_have_count(0)
    expect_answer(page, n_similar=5, first="#burger")
    expect(page.get_by_alt_text(f"Your photo, {burger.name}")).to_be_visible()
    page.get_by_text("How this was computed").click()
    expect(page.get_by_text("1,280 deep features from MobileNetV2")).to_contain_text("imagenet")
    assert len(weights.asked) == 2
