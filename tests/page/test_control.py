"""What a visitor can do: leave posts out, use one as the photo, share, several photos, the map."""

import json

import pytest
from helpers import COLOURS, picture
from older import make_older
from pages import address, button, cards, click_card, left_out, page, photo, said, tags, upload

from recommender import Wishes
from recommender.blocklist import read_blocklist
from recommender.features.images import thumbnail_jpeg
from recommender.settings import DEFAULT_VARIETY

pytestmark = pytest.mark.usefixtures("fresh_page")


def shown(answer) -> list[str]:
    return [f"#{s.hashtag}" for s in answer.hashtags]


def test_a_similar_image_is_left_out_and_brought_back(collection, recommender, encoder):
    at = upload(page().run(), photo("red"))
    first = tags(at)
    order = [n.post.id for n in recommender.recommend(photo("red")).neighbors]
    calls = encoder.calls
    click_card(at, "leave", 1)
    assert not at.exception
    assert address(at)["without"] == order[0]
    assert len(cards(at)) == 12  # it stays where it was, so that it can be brought back
    assert left_out(at)[0]
    assert any("1 post is left out" in m.value for m in at.markdown)
    at.slider(key="n").set_value(3).run()
    at.text_input(key="given").set_value("blue").run()
    at.slider(key="reach").set_value(0.4).run()
    assert encoder.calls == calls
    at.slider(key="variety").set_value(0.9).run()
    wishes = {"given": ["blue"], "without": order[:1], "reach": 0.4, "variety": 0.9}
    assert tags(at) == shown(recommender.recommend(photo("red"), 3, **wishes))
    at.text_input(key="given").set_value("").run()
    at.slider(key="reach").set_value(0.0).run()
    at.slider(key="variety").set_value(DEFAULT_VARIETY).run()
    at.slider(key="n").set_value(20).run()
    assert tags(at) == shown(recommender.recommend(photo("red"), without=order[:1]))
    click_card(at, "leave", 1)
    assert tags(at) == first
    assert "without" not in address(at)


def test_all_left_out_is_said_and_all_come_back(collection):
    at = upload(page().run(), photo("red"))
    at.slider(key="n").set_value(2).run()
    first = tags(at)
    click_card(at, "leave", 1)
    click_card(at, "leave", 2)
    assert tags(at) == []
    assert "Every similar image is left out" in at.info[0].value
    button(at, "Bring all back").click().run()
    assert tags(at) == first


def test_a_similar_image_becomes_the_photo_and_a_trail_leads_back(collection, recommender):
    at = upload(page().run(), photo("red"))
    first = tags(at)
    second = recommender.recommend(photo("red")).neighbors[1].post
    click_card(at, "open", 2)
    button(at, "Use as the photo").click().run()
    assert not at.exception
    assert address(at)["post"] == second.id
    expected = recommender.recommend_post(second.id)
    assert tags(at) == shown(expected)
    assert len(cards(at)) == 11  # it is not among its own neighbours
    third = expected.neighbors[2].post
    click_card(at, "open", 3)
    button(at, "Use as the photo").click().run()
    assert address(at)["post"] == [second.id, third.id]
    button(at, "› Post 1").click().run()
    assert tags(at) == shown(expected)
    at.button(key="trail_start").click().run()
    assert tags(at) == first
    assert "post" not in address(at)


def test_a_shared_address_shows_the_same_view(collection, recommender):
    post = recommender.collection.posts[3]
    neighbors = recommender.recommend_post(post.id, Wishes(4)).neighbors
    at = page()
    at.query_params["post"] = post.id
    at.query_params["n"] = "4"
    at.query_params["reach"] = "0.5"
    at.query_params["variety"] = "0.8"
    at.query_params["given"] = "#blue"
    at.query_params["block"] = ["red"]
    at.query_params["without"] = [neighbors[0].post.id]
    at.run()
    assert not at.exception
    wishes = {
        "given": ["blue"],
        "reach": 0.5,
        "variety": 0.8,
        "block": ["red"],
        "without": [neighbors[0].post.id],
    }
    assert tags(at) == shown(recommender.recommend_post(post.id, Wishes(4, **wishes)))
    assert left_out(at)[0]


@pytest.mark.parametrize(
    "wild",
    [
        {"n": "999", "reach": "x", "view": "Globe", "sample": "99", "post": "../../etc/passwd"},
        {
            "n": "-1",
            "variety": "7",
            "sample": "x",
            "without": ["<b>", "a" * 10_000],
            "block": ["**b**"] * 500,
        },
        {"sample": ["1", "2"], "post": ["0" * 16], "given": "\0" * 600, "collection": "none"},
    ],
)
def test_a_wild_address_is_harmless(collection, wild):
    at = page()
    for name, value in wild.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    upload(at, photo("red"))
    assert tags(at)


def test_several_photos_each_have_their_answer(collection, encoder):
    at = page().run()
    files = [(f"{c}.png", photo(c), "image/png") for c in COLOURS]
    at.file_uploader[0].set_value([*files, ("notes.jpg", b"text", "image/jpeg")]).run()
    assert not at.exception
    assert said(at).startswith("notes.jpg: This is not an image")
    labels = [b.label.replace("\\", "") for b in at.button if b.label.startswith("Photo ")]
    assert [label.replace("\u200b", "") for label in labels] == [
        "Photo 1: shown, red.png",
        "Photo 2: green.png",
        "Photo 3: blue.png",
    ]
    assert "#red" in tags(at)[:2]
    at.button(key="open_photo_2").click().run()
    assert "#blue" in tags(at)[:2]
    assert encoder.calls == 3
    at.session_state["table_of_all"] = True
    at.run()
    table = next(t.value for t in at.table if "Photo" in t.value)
    assert [name.replace("\\", "") for name in table["Photo"]] == [name for name, *_ in files]
    for colour, row in zip(COLOURS, table["Top five"], strict=True):
        assert f"#{colour}" in row.replace("\\", "").split()[:2]


def test_too_many_photos_are_said(collection, monkeypatch):
    monkeypatch.setattr("page.photos.MAX_PHOTOS", 2)
    at = page().run()
    at.file_uploader[0].set_value([(f"{c}.png", photo(c), "image/png") for c in COLOURS]).run()
    assert at.warning[0].value == "Only the first 2 of 3 photos are used."
    assert len([b for b in at.button if b.label.startswith("Photo ")]) == 2


def test_the_camera_waits_until_it_is_wanted(collection):
    at = page().run()
    assert not at.get("camera_input")
    at.toggle(key="camera_on").set_value(True).run()
    jpeg = thumbnail_jpeg(picture(COLOURS["blue"], seed=50), 64)
    at.camera_input[0].set_value(("shot.jpg", jpeg, "image/jpeg")).run()
    assert not at.exception
    assert "#blue" in tags(at)[:2]


def test_the_map_shows_posts_photo_and_neighbours(collection, recommender):
    at = page().run()
    assert not at.get("plotly_chart")  # the map is drawn for those who open it
    at.session_state["map_box"] = True
    at.run()
    before = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    assert sum(len(trace["x"]) for trace in before) == 12  # there is no photo yet
    upload(at, photo("red"))
    at.slider(key="n").set_value(4).run()
    at.segmented_control(key="view").set_value("Map").run()
    assert not at.exception
    assert not cards(at)
    chart = at.get("plotly_chart")[-1].proto
    traces = {trace["name"]: trace for trace in json.loads(chart.spec)["data"]}
    neighbors = recommender.recommend(photo("red"), 4).neighbors
    rows = [n.row for n in neighbors]
    assert [row for row, _ in traces["similar images"]["customdata"]] == rows
    assert len(traces["your photo"]["x"]) == 1
    assert chart.alt.startswith("Map of 12 posts")


def test_a_clicked_point_of_the_map_opens_its_post(collection):
    at = page().run()
    at.session_state["map_box"] = True
    at.session_state["map"] = {"selection": {"points": [{"customdata": [5, 5]}]}}
    at.run()
    assert not at.exception
    assert at.get("dialog")[0].proto.dialog.title == "A post of this collection"
    assert any("#green #greenlove" in t.value for t in at.text)
    at.run()
    assert not at.get("dialog")  # closed, though the point is still selected


def test_a_collection_without_a_map_says_how_to_get_one(collection):
    make_older(collection, 1)
    at = page().run()
    at.session_state["map_box"] = True
    at.run()
    assert not at.exception
    assert "built before there were maps" in at.info[0].value


def test_a_broken_blocklist_is_a_sentence(collection, monkeypatch, tmp_path):
    path = tmp_path / "block.txt"
    path.write_bytes(b"\xff")
    monkeypatch.setattr("recommender.blocklist.read_blocklist.__defaults__", (path,))
    at = upload(page().run(), photo("red"))
    assert "The blocklist" in said(at)
    assert at.slider(key="n").value == 20  # the settings stay, for when it is repaired
    path.write_text("red", encoding="utf-8")
    at.run()
    assert not at.error
    assert "#red" not in tags(at)


def test_the_blocklist_is_read_once_a_run(collection, monkeypatch, tmp_path):
    path = tmp_path / "block.txt"
    path.write_text("green blue", encoding="utf-8")
    reads = []

    def read():
        reads.append(path)
        return read_blocklist(path)

    monkeypatch.setattr("recommender.blocklist.read_blocklist", read)
    at = upload(page().run(), photo("red"))
    assert len(reads) == 1
    assert any(c.value.startswith("2 hashtags that ask") for c in at.caption)
    at.slider(key="n").set_value(3).run()
    assert len(reads) == 2
