"""The cards of the similar images: their pictures, and what a hostile browser may send."""

import re
from pathlib import Path

import pytest
from forging import forge_thumbnail
from pages import address, cards, click_card, page, photo, upload

from recommender import Collection

JS = Path(__file__).resolve().parent.parent.parent / "page/cards.js"

pytestmark = pytest.mark.usefixtures("fresh_page")


def test_a_card_has_what_people_see_of_a_similar_image(collection, recommender):
    at = upload(page().run(), photo("red"))
    at.slider(key="n").set_value(3).run()
    neighbors = recommender.recommend(photo("red"), 3).neighbors
    for card, neighbor in zip(cards(at), neighbors, strict=True):
        assert card["id"] == neighbor.post.id
        assert card["similarity"] == f"{neighbor.similarity:.3f}"
        assert 0 <= card["percent"] <= 100
        assert card["tags"].split()[0] == f"#{neighbor.post.hashtags[0]}"
        assert re.fullmatch(r"/mock/media/\w+\.jpg", card["address"])
        assert not card["out"]


def test_what_posts_have_reaches_the_browser_as_text_only():
    code = JS.read_text(encoding="utf-8")
    assert re.findall(r"\w+HTML\b.*", code) == ["innerHTML = MARKUP;"]
    assert "${" not in code[code.index("MARKUP = `") : code.index("`;")]
    assert "document.write" not in code


def test_a_thumbnail_that_is_missing_or_no_jpeg_has_no_address(collection):
    first, second, *_ = [post.id for post in Collection.open(collection).posts]
    forge_thumbnail(collection, 0, b"")
    forge_thumbnail(collection, 1, b"<svg onload=alert(1)>")
    at = upload(page().run(), photo("red"))
    without = [card["id"] for card in cards(at) if card["address"] is None]
    assert sorted(without) == sorted([first, second])


@pytest.mark.parametrize("wild", ["0" * 16, "<b>", "a" * 10_000, None, 7, {"x": []}, ["1"]])
def test_a_click_on_a_post_that_is_not_shown_changes_nothing(collection, wild):
    at = upload(page().run(), photo("red"))
    for event in ("open", "leave"):
        click_card(at, event, 1, wild)
        assert not at.exception
        assert not at.get("dialog")
    assert "without" not in address(at)


def test_a_photo_is_read_once_a_visit_also_if_it_is_none(collection, monkeypatch):
    from page import photos

    read = []
    monkeypatch.setattr(photos, "read_bytes", lambda data: read.append(data) or data)
    at = page().run()
    files = [("red.png", photo("red"), "image/png"), ("notes.jpg", b"text", "image/jpeg")]
    at.file_uploader[0].set_value(files).run()
    assert len(at.error) == 1
    at.slider(key="n").set_value(3).run()
    assert len(at.error) == 1
    assert len(read) == 2
    at.file_uploader[0].set_value(files[:1]).run()
    assert not at.error


def test_what_stays_is_not_searched_for_garbage(collection):
    import gc

    from threadpoolctl import threadpool_info

    gc.unfreeze()
    page().run()
    assert gc.get_freeze_count() > 100_000
    # Those of NumPy and SciPy; a BLAS on OpenMP, FAISS's own, has a number of threads for each thread.
    pools = [pool for pool in threadpool_info() if pool.get("threading_layer") == "pthreads"]
    assert {pool["num_threads"] for pool in pools} == {1}
