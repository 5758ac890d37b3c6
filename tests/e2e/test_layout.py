"""Where the parts of the page stand, which only a browser knows."""

from itertools import pairwise

import pytest
from browser import expect, expect_answer, loaded, settled


def box(page, selector: str) -> dict[str, float]:
    """Left, right, top and bottom of the first such element, from the top left of the page."""
    return page.locator(selector).first.evaluate(
        """element => {
             const { left, right, top, bottom } = element.getBoundingClientRect();
             const scrolled = document.querySelector("[data-testid=stMain]").scrollTop;
             return { left, right, top: top + scrolled, bottom: bottom + scrolled };
           }"""
    )


@pytest.fixture
def answered(visit):
    """Makes visitors with an answer, in a window of some width."""

    def make(width: int, height: int = 900):
        page = visit("/?sample=6", viewport={"width": width, "height": height})
        expect_answer(page, 20)
        expect(page.locator(".st-key-scores .point").first).to_be_visible()
        settled(page)
        return page

    return make


@pytest.mark.parametrize("width", [360, 640])
def test_on_a_phone_the_answer_follows_the_photo_and_the_settings_follow_the_answer(
    answered, width
):
    page = answered(width, 740)
    parts = [box(page, f".st-key-{key}") for key in ("preview", "answer", "side", "similar")]
    for above, below in pairwise(parts):
        assert 0 <= below["top"] - above["bottom"] < 48
    assert box(page, ".st-key-hashtags")["bottom"] < 740  # seen without scrolling


@pytest.mark.parametrize("width", [768, 1440, 2560])
def test_wider_windows_have_the_photo_and_its_settings_beside_the_answer(answered, width):
    page = answered(width)
    drop, photo, side = (box(page, f".st-key-{key}") for key in ("drop", "preview", "side"))
    answer, similar = (box(page, f".st-key-{key}") for key in ("answer", "similar"))
    for column in ((drop, photo, side), (answer, similar)):
        for above, below in pairwise(column):
            assert 0 <= below["top"] - above["bottom"] < 32
    assert max(part["right"] for part in (drop, photo, side)) < answer["left"]
    assert abs(drop["top"] - answer["top"]) < 16


def test_the_photo_and_its_settings_stay_in_view_beside_the_similar_images(answered):
    page = answered(1440)
    for share in (0.5, 1):
        page.get_by_test_id("stMain").evaluate(
            "(main, share) => main.scrollTo(0, share * main.scrollHeight)", share
        )
        expect(page.get_by_alt_text("Your photo")).to_be_in_viewport(ratio=1)
        expect(page.get_by_text("Reach: from broad")).to_be_in_viewport()
        assert box(page, ".st-key-preview")["bottom"] < box(page, ".st-key-side")["top"]


@pytest.mark.parametrize("width", [640, 1440])
def test_the_cards_of_a_row_have_one_height(answered, width):
    page = answered(width)
    # Whatever the posts have: one card with many hashtags, one with none, one that is left out.
    page.locator(".card .tags").nth(1).evaluate(
        "e => { e.innerText = '#averylonghashtag '.repeat(12); }"
    )
    page.locator(".card .tags").nth(3).evaluate("e => { e.innerText = ''; }")
    rows = page.evaluate(
        """() => {
             const rows = {};
             for (const card of document.querySelectorAll(".card")) {
               const { top, bottom } = card.getBoundingClientRect();
               const button = card.querySelector(".leave").getBoundingClientRect();
               (rows[Math.round(top)] ??= []).push([Math.round(bottom), Math.round(button.top)]);
             }
             return Object.values(rows);
           }"""
    )
    assert sum(map(len, rows)) == 20
    assert len(rows) < 20
    for row in rows:
        assert len(row) == 1 or len({tuple(card) for card in row}) == 1, row


AREAS = """() => {
  const area = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width * height;
  };
  const things = ".stApp :is(img, svg, canvas, button, input, p, h1, h2, details, .st-key-try,"
    + " [class*=st-key-step_])";
  const others = [...document.querySelectorAll(things)]
    .filter((element) => !element.closest(".st-key-drop"));
  return [area(document.querySelector(".st-key-drop")), Math.max(...others.map(area))];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900), (2560, 1300)])
def test_the_place_for_photos_is_the_largest_thing_on_the_empty_page(visit, width, height, scheme):
    page = visit(viewport={"width": width, "height": height}, color_scheme=scheme)
    loaded(page)
    drop, other = page.evaluate(AREAS)
    assert drop > 1.5 * other
    assert drop > 0.35 * width * height or width > 2000
    place, samples = box(page, ".st-key-drop"), box(page, ".st-key-try")
    assert place["bottom"] <= samples["top"]
    assert samples["bottom"] < height  # both are seen without scrolling
    expect(page.get_by_text("never written to disk")).to_be_visible()


@pytest.mark.parametrize("place", [(0.03, 0.95), (0.95, 0.1), (0.3, 0.5)])
def test_a_click_anywhere_on_that_place_opens_the_file_chooser(page, photo, place):
    loaded(page)
    drop = page.locator(".st-key-drop")
    size = drop.bounding_box()
    position = {"x": place[0] * size["width"], "y": place[1] * size["height"]}
    with page.expect_file_chooser() as waiting:
        drop.click(position=position)
    waiting.value.set_files(photo)
    expect_answer(page, 20, "#food")
