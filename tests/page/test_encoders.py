"""The offer of the ImageNet encoder, how far it is, and the change to it."""

import dataclasses

import pytest
import streamlit as st
from helpers import SETTINGS, OtherEncoder, StubEncoder
from pages import button, cards, how_computed, htmls, page, photo, tags, upload

from page import jobs
from page.jobs import Job, Kind, State
from page.resources import encode_photo
from recommender import recommend
from recommender.build import build_collection
from recommender.features.encoder import imagenet_path

pytestmark = pytest.mark.usefixtures("fresh_page")
OFFER = "get the ImageNet encoder (9 MB from storage.googleapis.com, once)"


@pytest.fixture
def imagenet():
    encoder = OtherEncoder()
    encoder.name = "imagenet"
    return encoder


@pytest.fixture
def both(posts_file, home, imagenet, encoder, monkeypatch):
    """A collection in the data folder with the features of two encoders."""
    monkeypatch.setattr(
        recommend, "open_encoder", lambda name: imagenet if name == "imagenet" else encoder
    )
    monkeypatch.setattr("page.encoders.can_be_made", lambda: True)
    folder = home / "collections/both"
    build_collection(posts_file, folder, SETTINGS, encoder=StubEncoder(), also=[imagenet])
    imagenet.calls = 0
    return folder


@pytest.fixture
def job(monkeypatch, tmp_path):
    """Makes the page believe that the encoder is being got, in this state."""

    def make(state, **facts):
        made = dataclasses.replace(Job("imagenet", tmp_path, []), state=state, **facts)
        monkeypatch.setattr(jobs, "_latest", {Kind.ENCODER: made})
        return made

    return make


@pytest.fixture
def started(monkeypatch):
    seen = []
    monkeypatch.setattr(jobs, "start", lambda *call: seen.append(call))
    return seen


def put_imagenet():
    imagenet_path().parent.mkdir(parents=True)
    imagenet_path().write_bytes(b"")


def captions(at) -> str:
    return "\n".join(c.value.replace("\\", "").replace("\u200b", "") for c in at.caption)


def facts(at) -> dict[str, str]:
    frame = next(t.value for t in at.table if "Fact" in t.value.columns)
    return {a: b.replace("\\", "") for a, b in zip(frame["Fact"], frame["Value"], strict=True)}


def offered(at) -> bool:
    return OFFER in captions(at) and any(b.key == "get_encoder" for b in at.button)


def test_it_is_offered_and_got_only_when_asked(both, started):
    at = page().run()
    assert offered(at)
    assert facts(at)["Encoder"] == "stub"
    upload(at, photo("red"))
    assert not started
    button(at, "Get the ImageNet encoder").click().run()
    assert not at.exception
    assert started == [("imagenet", imagenet_path(), [["encoder", "imagenet"]], Kind.ENCODER)]


def test_it_is_not_offered_where_it_would_not_help(both, collection, monkeypatch, imagenet):
    at = page().run()
    at.selectbox(key="collection").select("mine").run()  # it has no features of it
    assert not offered(at)
    monkeypatch.setattr("page.encoders.can_be_made", lambda: False)
    at = page().run()
    assert not offered(at)
    assert "Sharper" not in captions(at)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", None])
def test_others_in_the_network_may_not_ask_for_it(both, address, job):
    job(State.RUNNING)
    before = st.get_option("server.address")
    st.config.set_option("server.address", address)
    try:
        at = page().run()
        assert not at.exception
        assert not offered(at)
        assert not at.get("progress")
    finally:
        st.config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("told", "percent", "text"),
    [
        ({}, 0, "ImageNet encoder: starting"),
        (
            {"stage": "downloading (kB)", "done": 4703, "total": 9406},
            25,
            "ImageNet encoder: downloading 4.7 of 9.4 MB",
        ),
        (
            {"stage": "exporting", "total": 1},
            50,
            "ImageNet encoder: exporting, about half a minute",
        ),
    ],
)
def test_while_it_is_got_the_page_shows_how_far_and_answers(both, job, told, percent, text):
    running = job(State.RUNNING, **told)
    at = upload(page().run(), photo("red"))
    progress = at.get("progress")[0].proto
    assert (progress.value, progress.text) == (percent, text)
    assert not offered(at)
    assert len(cards(at)) == 12
    stopped = []
    running.stop = lambda: stopped.append(1)
    at = page().run()
    at.button(key="stop_encoder").click().run()
    assert stopped == [1]


def test_a_collection_is_made_meanwhile(both, job, tmp_path):
    job(State.RUNNING)
    assert jobs.start("c", tmp_path / "c", []) is not None
    assert jobs.start("imagenet", tmp_path, [], Kind.ENCODER) is None
    assert jobs.latest().name == "c"
    assert jobs.latest(Kind.ENCODER).state is State.RUNNING


def test_a_failure_is_its_sentence_and_the_other_encoder_goes_on(both, job, started):
    job(State.FAILED, error="The *disk* is full; free space.")
    at = upload(page().run(), photo("red"))
    assert "the encoder stub goes on" in at.error[0].value
    assert "The *disk* is full; free space." in captions(at)
    assert not offered(at)
    assert len(cards(at)) == 12
    button(at, "Try again").click().run()
    assert len(started) == 1
    button(at, "Dismiss").click().run()
    assert jobs.latest(Kind.ENCODER) is None
    assert offered(at)
    job(State.STOPPED)
    assert offered(page().run())


def test_it_is_swapped_in_without_a_restart_and_the_photo_and_settings_stay(
    both, job, encoder, imagenet
):
    job(State.RUNNING)
    at = upload(page().run(), photo("red"))
    at.slider(key="n").set_value(7).run()
    at.text_input(key="given").set_value("#blue").run()
    assert len(cards(at)) == 7
    assert (encoder.calls, imagenet.calls) == (1, 0)
    other = page().run()  # another visitor
    assert facts(other)["Encoder"] == "stub"

    put_imagenet()
    job(State.DONE)
    at.run()
    assert not at.exception
    assert imagenet.calls == 1
    assert [t.value for t in at.toast] == ["The ImageNet encoder is there: it is in use now."]
    assert (at.slider(key="n").value, at.text_input(key="given").value) == (7, "#blue")
    assert len(cards(at)) == 7
    assert "#blue" not in tags(at)
    assert facts(at)["Encoder"] == "imagenet, in place of stub"
    assert "`imagenet`, 32 px" in how_computed(at)
    assert not offered(at)
    at.run()
    assert not at.toast
    assert imagenet.calls == 1
    other.run()
    assert facts(other)["Encoder"] == "imagenet, in place of stub"


def test_an_imagenet_that_does_not_fit_is_said_and_the_other_goes_on(both, imagenet, monkeypatch):
    monkeypatch.setattr("recommender.features.encoder.is_there", lambda _: True)
    imagenet.fingerprint, imagenet.size = "9" * 64, 16
    put_imagenet()
    at = upload(page().run(), photo("red"))
    assert not at.exception
    assert "imagenet is another" in captions(at)
    assert facts(at)["Encoder"] == "stub"
    assert button(at, "Check the ImageNet encoder")
    assert len(cards(at)) == 12


def test_photos_are_kept_by_encoder(encoder, imagenet):
    first = encode_photo(encoder, encoder.fingerprint, photo())
    second = encode_photo(imagenet, imagenet.fingerprint, photo())
    assert (first.features == second.features[::-1]).all()
    assert (first.features != second.features).any()


def test_a_collection_of_one_encoder_says_so(collection):
    at = page().run()
    assert facts(at)["Encoder"] == "stub"
    assert not any("ImageNet" in body for body in htmls(at))
