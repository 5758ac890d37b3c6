"""The page without a browser. What only a browser shows is tested in tests/e2e/."""

import io
import json
import subprocess
import sys
import time

import numpy as np
import pytest
from forging import forge_thumbnail
from helpers import COLOURS, SETTINGS, StubEncoder, picture
from older import make_older
from pages import (
    APP,
    alts,
    button,
    cards,
    chart,
    click_card,
    how_computed,
    htmls,
    marked,
    page,
    photo,
    said,
    similarities,
    tags,
    upload,
)
from PIL import Image

from page.resources import collection_folders, encode_photo
from page.text import escape_markdown, hashtag_line
from recommender import Collection, Post
from recommender.answer import Level
from recommender.build import build_collection
from recommender.features.images import MAX_BYTES, open_image
from recommender.figures.scores import SCORE_LEGEND
from recommender.settings import DEFAULT_VARIETY

pytestmark = pytest.mark.usefixtures("fresh_page")


def test_before_an_upload_it_says_what_to_do_and_offers_samples(collection):
    at = page().run()
    assert not at.exception
    assert at.title[0].value == "Hashtag recommender"
    assert len([b for b in at.button if b.label.startswith("Try sample")]) == 8
    assert any("12 posts" in m.value for m in at.markdown)
    assert any("never written to disk" in c.value for c in at.caption)


def test_the_parts_come_in_the_order_in_which_a_phone_shows_them(collection):
    """The keyboard follows this order, however wide the window is."""
    at = page().run()
    assert order(at, "upload_0", "open_sample_1", "make") == ["upload_0", "open_sample_1", "make"]
    upload(at, photo("red"))
    parts = ["upload_0", "preview", "hashtags", "scores", "n", "make", "gallery"]
    assert order(at, *parts) == parts


def order(at, *keys: str) -> list[str]:
    """The keys in the order of the document, without those that are not in it."""
    return [key for element in at.main if (key := getattr(element, "key", None)) in keys]


def test_an_upload_gives_hashtags_a_chart_and_the_similar_images(collection):
    at = upload(page().run(), photo("red"))
    hashtags = tags(at)
    assert {"#red", "#instagood"} == set(hashtags[:2])
    top, further = chart(at)["data"]
    assert top["y"] + further["y"] == hashtags
    assert len(top["y"]) == 5
    assert any(c.value == SCORE_LEGEND for c in at.caption)
    assert len(cards(at)) == 12
    assert len(similarities(at)) == 12
    assert similarities(at) == sorted(similarities(at), reverse=True)
    assert len(alts(at)) == len(at.get("imgs"))
    assert all(card["address"].endswith(".jpg") and "#" in card["tags"] for card in cards(at))


def test_the_slider_changes_the_neighbours_without_encoding_again(collection, encoder):
    at = upload(page().run(), photo("green"))
    assert at.slider(key="n").value == 20
    assert (at.slider(key="n").min, at.slider(key="n").max) == (
        1,
        50,
    )
    at.slider(key="n").set_value(3).run()
    assert len(cards(at)) == 3
    assert encoder.calls == 1
    upload(at, photo("blue"))
    assert encoder.calls == 2


def test_given_hashtags_reach_and_blocking_rerank(collection, encoder):
    at = upload(page().run(), photo("red"))
    first = tags(at)
    at.text_input(key="given").set_value("#blue, instagood").run()
    given = tags(at)
    assert given != first
    assert not {"#blue", "#instagood"} & set(given)
    at.text_input(key="given").set_value("").run()
    assert tags(at) == first
    at.slider(key="reach").set_value(1.0).run()
    assert tags(at) != first
    at.slider(key="reach").set_value(0.0).run()
    blocked = first[0].removeprefix("#")
    at.pills(key="block_pick").select(blocked).run()
    assert tags(at) == first[1:]
    at.pills(key="unblock_pick").select(blocked).run()
    assert tags(at) == first
    assert encoder.calls == 1


def test_variety_spreads_the_list_and_the_chart_keeps_its_order(collection, recommender):
    at = upload(page().run(), photo("red"))
    assert at.slider(key="variety").value == DEFAULT_VARIETY
    at.slider(key="variety").set_value(0.0).run()
    plain = tags(at)
    at.slider(key="variety").set_value(1.0).run()
    assert sorted(tags(at)) == sorted(plain) != tags(at)
    answer = recommender.recommend(photo("red"), variety=1.0)
    assert tags(at) == [f"#{s.hashtag}" for s in answer.hashtags]
    scores = [s.score for s in answer.hashtags]
    assert scores != sorted(scores, reverse=True)
    top, further = chart(at)["data"]
    assert top["y"] + further["y"] == tags(at)
    assert "(1 - 1 × likeness)" in how_computed(at)


def caution(at) -> list[str]:
    return [c.value for c in at.caption if "before you use them" in c.value]


def test_an_unsure_answer_is_said_in_plain_words_and_a_surer_one_is_not(collection, recommender):
    stripes = np.repeat(np.array(list(COLOURS.values()), dtype=np.uint8), 20, axis=0)
    buffer = io.BytesIO()
    Image.fromarray(np.tile(stripes, (48, 1, 1))).save(buffer, "PNG")
    at = upload(page().run(), buffer.getvalue())
    sure = recommender.recommend(buffer.getvalue()).sureness
    assert sure.level is Level.UNSURE
    assert [c.startswith(f":material/info: {sure.sentence}") for c in caution(at)] == [True]
    exponent = recommender.ranker.exponent(sure)
    assert exponent > 0.5
    assert f"sureness is {sure.value:.2f} of 1: {sure.sentence}" in how_computed(at)
    assert f"to the power of {exponent:.2f}" in how_computed(at)
    surer = recommender.recommend_post(recommender.collection.posts[1].id).sureness
    assert surer.level is not Level.UNSURE
    at = page()
    at.query_params["post"] = recommender.collection.posts[1].id
    at.run()
    assert tags(at)
    assert caution(at) == []


def test_a_hashtag_is_explained_by_the_images_that_carry_it(collection, recommender):
    at = upload(page().run(), photo("red"))
    assert len(at.get("plotly_chart")) == 1
    at.pills(key="why").select("red").run()
    answer = recommender.recommend(photo("red"))
    suggestion = next(s for s in answer.hashtags if s.hashtag == "red")
    carriers = [
        c.value
        for c, n in zip(suggestion.contributions, answer.neighbors, strict=True)
        if "red" in n.post.hashtags
    ]
    text = next(m.value for m in at.markdown if "scores" in m.value)
    assert f"scores **{suggestion.score:.2f}**" in text
    assert f"{sum(carriers):.2f} of it comes from 4 images that have it" in text
    has_it, others = json.loads(at.get("plotly_chart")[1].proto.spec)["data"]
    assert len(has_it["x"]) == 4
    assert sum(has_it["y"]) + sum(others["y"]) == pytest.approx(suggestion.score, abs=1e-4)
    assert marked(at) == 4


def test_tables_of_charts_are_drawn_when_they_are_opened(collection):
    at = upload(page().run(), photo("red"))
    assert not [t for t in at.table if "Score" in t.value.columns]
    at.session_state["The scores as a table"] = True
    at.run()
    (table,) = [t.value for t in at.table if "Score" in t.value.columns]
    assert [cell.replace("\\", "") for cell in table["Hashtag"]] == tags(at)
    assert len(set(table["Posts"])) > 1


def test_a_clicked_bar_is_explained(collection):
    at = upload(page().run(), photo("red"))
    at.session_state["scores"] = {"selection": {"points": [{"customdata": [4, 0.3, "", "red"]}]}}
    at.run()
    assert not at.exception
    assert at.pills(key="why").value == "red"


def test_a_similar_image_opens_in_a_dialog(collection):
    at = upload(page().run(), photo("red"))
    click_card(at, "open", 2)
    assert not at.exception
    dialog = at.get("dialog")[0]
    assert dialog.proto.dialog.title == "Similar image"
    assert any("Similarity" in m.label for m in at.metric)
    assert any("2 of 12" in body for body in htmls(at))
    assert any("red \\& co" in m.value for m in at.markdown)


def test_a_sample_is_an_answer_without_an_upload(collection):
    at = page().run()
    button(at, "Try sample 1").click().run()
    assert not at.exception
    assert len(cards(at)) == 12
    upload(at, photo("blue"))
    assert tags(at)[0] in ("#blue", "#instagood")


def test_the_computation_is_explained_with_times(collection):
    at = upload(page().run(), photo())
    text = how_computed(at)
    assert all(stage in text for stage in ("**Decode**", "**encode**", "**Search**", "**Score**"))


def test_legends_say_in_a_line_what_people_need_and_the_rest_is_told_on_demand(collection):
    at = upload(page().run(), photo())
    assert len(SCORE_LEGEND) < 80
    assert json.loads(at.get("plotly_chart")[0].proto.spec)["layout"]["xaxis"]["title"]["text"] == (
        "Score (no unit)"
    )
    (similarity,) = (c.value for c in at.caption if "how similar it is" in c.value)
    assert "1 is the same picture" in similarity
    assert "✓" not in similarity
    told = how_computed(at)
    for word in ("dot product", "not a probability", "from -1 to 1", "deep features", "Reach"):
        assert word in told
        assert not any(word in c.value for c in at.caption)
    at.pills(key="why").select("red").run()
    assert any("✓ marks those that have" in c.value for c in at.caption)


def test_a_photo_is_opened_once_and_both_times_are_its_own(collection, encoder, monkeypatch):
    opened = []

    def open_slowly(data):
        opened.append(data)
        time.sleep(0.02)
        return open_image(data)

    monkeypatch.setattr("recommender.features.decoders.open_apart", open_slowly)
    encoded = encode_photo(encoder, encoder.fingerprint, photo("red"))
    assert opened == [photo("red")]
    assert encoder.calls == 1
    assert encoded.seconds["decode"] >= 0.02 > encoded.seconds["encode"] > 0
    assert (encoded.features == encoder.encode_one(open_image(photo("red")))).all()
    with Image.open(io.BytesIO(encoded.preview)) as preview:
        assert preview.size == (64, 48)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a text named .jpg", "not an image"),
        (b"", "empty"),
        (b"\0" * (MAX_BYTES + 1), "larger than 25 MB"),
        (photo()[:500], "not an image|damaged"),
    ],
)
def test_a_bad_upload_is_a_sentence(collection, data, sentence):
    at = upload(page().run(), data, "photo.jpg")
    assert len(at.error) == 1
    assert any(s in said(at) for s in sentence.split("|"))
    upload(at, photo())
    assert not at.error
    assert len(cards(at)) == 12


def test_without_a_collection_it_says_how_to_make_one():
    at = page().run()
    assert not at.exception
    assert "python -m recommender build" in at.info[0].value


def test_a_damaged_collection_is_a_sentence_and_opens_once_mended(collection):
    path = collection / "features.npy"
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    at = page().run()
    assert not at.exception
    assert "damaged (features.npy" in said(at)
    path.write_bytes(data)
    at.run()
    assert not at.error


def test_a_fresh_clone_opens_on_the_demo_with_samples(monkeypatch):
    monkeypatch.undo()  # the real demo, samples and encoder
    at = page().run()
    assert not at.exception
    assert not at.selectbox
    assert any("rendered pictures, not photos" in c.value for c in at.caption)
    button(at, "Try sample 3").click().run()
    assert not at.exception
    assert "#food" in tags(at)
    assert len(cards(at)) == 20


def test_several_collections_can_be_chosen(collection, posts_file, home):
    build_collection(posts_file, home / "collections/other", SETTINGS, encoder=StubEncoder())
    at = page().run()
    assert at.selectbox[0].options == ["mine", "other"]
    at.selectbox[0].select("other").run()
    assert not at.exception
    assert any("12 posts" in m.value for m in at.markdown)


def test_the_demo_comes_last_beside_ones_own(collection, monkeypatch):
    monkeypatch.setattr("page.resources.DEMO", collection)
    monkeypatch.setattr(sys, "argv", ["streamlit_app.py", "--collection", "/elsewhere/given"])
    labels = list(collection_folders())
    assert labels == ["given", "mine", "Demo (rendered pictures)"]


def test_the_page_leaves_tensorflow_out(posts_file, home):
    build = [sys.executable, "-m", "recommender", "build", str(posts_file), "--encoder", "bundled"]
    subprocess.run(
        [*build, "--output", str(home / "collections/real")], check=True, capture_output=True
    )
    (home / "photo.png").write_bytes(photo())
    script = (
        "import sys; from pathlib import Path; from streamlit.testing.v1 import AppTest\n"
        f"at = AppTest.from_file({str(APP)!r}, default_timeout=60)\n"
        "at.run()\n"
        "at.file_uploader[0].upload('p.png', Path(sys.argv[1]).read_bytes(), 'image/png').run()\n"
        "assert not at.exception and not at.error and len(at.get('plotly_chart')) == 1\n"
        "heavy = {'tensorflow', 'keras', 'implicit'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(home / "photo.png")],
        capture_output=True,
        text=True,
        cwd=APP.parent,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "text", ["**b** [x](http://e) :red[x] $a$ `c` <i> # h", ":material/home: :streamlit:", "a_b*c"]
)
def test_markdown_is_escaped(text):
    escaped = escape_markdown(text)
    assert escaped.replace("\\", "").replace("\u200b", "") == text
    assert all(escaped[i - 1] == "\\" for i, c in enumerate(escaped) if c in "*[]$`<>_#")
    assert ":\u200b" in escaped or ":" not in text


def test_hashtag_line_is_cut():
    post = Post("a.png", ("aa", "bb", "cc"))
    assert hashtag_line(post) == "#aa #bb #cc"
    assert hashtag_line(post, most=2) == "#aa #bb +1"


def test_a_thumbnail_that_leads_elsewhere_is_not_shown(collection, tmp_path):
    secret = tmp_path / "secret.png"
    picture((9, 9, 9)).save(secret)
    make_older(collection, 2)  # where each thumbnail is a file
    post = Collection.open(collection).posts[0]
    path = collection / "thumbnails" / f"{post.id}.jpg"
    path.unlink()
    path.symlink_to(secret)
    at = page()
    at.query_params["post"] = post.id
    at.run()
    assert not at.exception
    missing = "The picture is missing from the collection, or can't be shown."
    assert [caption.value for caption in at.caption].count(missing) == 1  # the photo itself
    assert tags(at)
    at = upload(page().run(), photo("red"))
    assert [card["id"] for card in cards(at) if card["address"] is None] == [post.id]


def test_a_thumbnail_that_is_cut_off_leaves_its_place_on_the_map_grey(collection):
    forge_thumbnail(collection, 0, Collection.open(collection).thumbnail(0)[:-300])
    at = page().run()
    at.session_state["map_box"] = True
    at.run()
    assert not at.exception
    assert at.get("plotly_chart")
