"""Phones, both themes, and what axe-core says about the page."""

from pathlib import Path

import pytest
from browser import expect, expect_answer, loaded, settled, upload

axe_playwright_python = pytest.importorskip("axe_playwright_python")
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

STREAMLITS_OWN = {
    "presentation-role-conflict",  # minor: the uploader's drop zone has a label and no role
}
"""Rules that Streamlit's own elements break, and that our code can't fix."""

WIDTHS = [360, 768, 1440, 2560]


def violations(page) -> list[str]:
    """What axe-core finds, as ``impact rule: element``."""
    settled(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
        if rule["id"] not in STREAMLITS_OWN
    ]


def open_map(page) -> None:
    loaded(page)
    page.get_by_text("posts of this collection, on a map").click()
    expect(page.locator(".st-key-map .scatterlayer .point").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_we_can_change(visit, photo, scheme):
    page = visit(color_scheme=scheme)
    loaded(page)
    assert violations(page) == []
    open_map(page)
    assert violations(page) == []
    upload(page, photo)
    expect_answer(page, 20)
    page.locator(".st-key-why").get_by_text("#food", exact=True).click()
    expect(page.get_by_text("#food scores")).to_be_visible()
    page.get_by_text("The scores as a table").click()
    page.get_by_text("The parts as a table").click()
    page.get_by_text("Block hashtags").click()
    page.get_by_role("button", name="Leave out").first.click()
    expect(page.get_by_text("1 post is left out")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Open similar image 2", exact=True).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("2 of 20")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_text("Map", exact=True).click()
    expect(page.locator(".st-key-map .scatterlayer .point").first).to_be_visible()
    page.get_by_text("The map as a table").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_collections_and_their_forms(visit, scheme):
    page = visit(color_scheme=scheme)
    loaded(page)
    page.get_by_text("Collections", exact=True).click()
    expect(page.get_by_text("demo is open.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Make a collection").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Path").fill("/none")
    dialog.get_by_role("textbox", name="Path").press("Tab")
    settled(page)
    dialog.get_by_role("button", name="Make it").first.click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("tab", name="Openly licensed photos").click()
    dialog.get_by_role("textbox", name="Topics").fill("sea")
    dialog.get_by_role("textbox", name="Topics").press("Tab")
    expect(dialog).to_contain_text("for 1 topic into")
    assert violations(page) == []


def check_width(page, width: int) -> None:
    """Nothing scrolls sideways, and nothing ends outside of the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(400)  # charts are drawn again
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), width
    cut = main.evaluate(
        """main => [...main.querySelectorAll('button, p, input, img')].filter(e => {
             const box = e.getBoundingClientRect();
             return box.width > 0 && e.checkVisibility() && (box.left < 0 || box.right > innerWidth);
           }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == [], width


def test_nothing_is_cut_or_scrolls_sideways(visit, photo):
    page = visit(viewport={"width": 360, "height": 800})
    open_map(page)
    for width in WIDTHS:
        check_width(page, width)
    upload(page, photo)
    expect_answer(page, 20)
    page.locator(".st-key-why").get_by_text("#food", exact=True).click()
    expect(page.get_by_text("#food scores")).to_be_visible()
    cards = page.locator(".card")
    for width in WIDTHS:
        check_width(page, width)
        columns = {round(cards.nth(i).bounding_box()["x"]) for i in range(20)}
        assert (len(columns) == 1) == (width == 360), width


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_systems_theme(visit, scheme, dark):
    page = visit("/?sample=3", color_scheme=scheme)
    expect_answer(page, 20)
    colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    red, green, blue = (int(part) for part in colour[4:-1].split(","))
    assert (red + green + blue < 200) == dark
    bar = page.locator(".bar i").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert bar == ("rgb(45, 212, 191)" if dark else "rgb(15, 118, 110)")


def test_no_motion_for_those_who_asked_for_none(visit):
    page = visit("/?sample=3", reduced_motion="reduce")
    expect_answer(page, 20)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('.stApp *')].filter(e => {
             const style = getComputedStyle(e);
             const longest = (text) => Math.max(...text.split(',').map(parseFloat));
             return longest(style.transitionDuration) > 0.01 || longest(style.animationDuration) > 0.01;
           }).length"""
    )
    assert moving == 0


def test_focus_is_visible_on_a_card(visit):
    page = visit("/?sample=3")
    expect_answer(page, 20)
    page.get_by_role("button", name="Open similar image 1", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # only focus by keyboard is shown
    face = page.locator(".card .face").first
    assert face.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Leave out").first).to_be_focused()
