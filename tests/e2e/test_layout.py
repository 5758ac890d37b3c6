"""Where the parts of the page stand, which only a browser knows."""

from itertools import pairwise

import pytest
from browser import expect, expect_answer, loaded, resize, settled


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
    """A visitor with an answer."""
    page = visit("/?sample=6")
    expect_answer(page, 20)
    expect(page.locator(".st-key-scores .point").first).to_be_visible()
    settled(page)
    return page


def test_where_the_parts_of_an_answer_stand(answered):
    page = answered
    for width in (360, 640):  # on a phone, one below the other
        resize(page, width, 740)
        parts = [box(page, f".st-key-{key}") for key in ("preview", "answer", "side", "similar")]
        for above, below in pairwise(parts):
            assert 0 <= below["top"] - above["bottom"] < 48, width
        assert box(page, ".st-key-hashtags")["bottom"] < 740  # seen without scrolling
    for width in (768, 1440, 2560):  # the photo and its settings beside the answer
        resize(page, width, 900)
        drop, photo, side = (box(page, f".st-key-{key}") for key in ("drop", "preview", "side"))
        answer, similar = (box(page, f".st-key-{key}") for key in ("answer", "similar"))
        for column in ((drop, photo, side), (answer, similar)):
            for above, below in pairwise(column):
                assert 0 <= below["top"] - above["bottom"] < 32, width
        assert max(part["right"] for part in (drop, photo, side)) < answer["left"]
        assert abs(drop["top"] - answer["top"]) < 16
    resize(page, 1440, 900)
    for share in (0.5, 1):
        page.get_by_test_id("stMain").evaluate(
            "(main, share) => main.scrollTo(0, share * main.scrollHeight)", share
        )
        expect(page.get_by_alt_text("Your photo")).to_be_in_viewport(ratio=1)
        expect(page.get_by_text("Reach: from broad")).to_be_in_viewport()
        assert box(page, ".st-key-preview")["bottom"] < box(page, ".st-key-side")["top"]


def test_the_cards_of_a_row_have_one_height(answered):
    page = answered
    # Whatever the posts have: one card with many hashtags, one with none, one that is left out.
    page.locator(".card .tags").nth(1).evaluate(
        "e => { e.innerText = '#averylonghashtag '.repeat(12); }"
    )
    page.locator(".card .tags").nth(3).evaluate("e => { e.innerText = ''; }")
    for width in (640, 1440):
        resize(page, width, 900)
        rows = page.evaluate(ROWS)
        assert sum(map(len, rows)) == 20
        assert len(rows) < 20
        for row in rows:
            assert len(row) == 1 or len({tuple(card) for card in row}) == 1, (width, row)


ROWS = """() => {
  const rows = {};
  for (const card of document.querySelectorAll(".card")) {
    const { top, bottom } = card.getBoundingClientRect();
    const button = card.querySelector(".leave").getBoundingClientRect();
    (rows[Math.round(top)] ??= []).push([Math.round(bottom), Math.round(button.top)]);
  }
  return Object.values(rows);
}"""

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
def test_the_place_for_photos_is_the_largest_thing_on_the_empty_page(visit, scheme):
    page = visit(color_scheme=scheme)
    loaded(page)
    for width, height in ((360, 740), (1440, 900), (2560, 1300)):
        resize(page, width, height)
        drop, other = page.evaluate(AREAS)
        assert drop > 1.5 * other, width
        assert drop > 0.35 * width * height or width > 2000
        place, samples = box(page, ".st-key-drop"), box(page, ".st-key-try")
        assert place["bottom"] <= samples["top"]
        assert samples["bottom"] < height  # both are seen without scrolling
        expect(page.get_by_text("never written to disk")).to_be_visible()


def test_a_click_anywhere_on_that_place_opens_the_file_chooser(page, photo):
    loaded(page)
    drop = page.locator(".st-key-drop")
    size = drop.bounding_box()
    for across, down in ((0.03, 0.95), (0.95, 0.1), (0.3, 0.5)):
        with page.expect_file_chooser() as waiting:
            drop.click(position={"x": across * size["width"], "y": down * size["height"]})
    waiting.value.set_files(photo)
    expect_answer(page, 20, "#food")
