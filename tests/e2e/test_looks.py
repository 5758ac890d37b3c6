"""Phones, both themes, and what axe-core says about the page."""

from pathlib import Path

import pytest
from browser import expect, expect_answer, loaded, resize, settled, upload

axe_playwright_python = pytest.importorskip("axe_playwright_python")
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

STREAMLITS_OWN = {
    "presentation-role-conflict",  # minor: the uploader's drop zone has a label and no role
}
"""Rules that Streamlit's own elements break, and that our code can't fix."""

WIDTHS = [360, 768, 1440, 2560]


THEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 23, 29)"}
"""The page's background."""


def show_in(page, scheme: str) -> None:
    """Switch the system's theme; the page follows."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(".stApp")).to_have_css("background-color", THEMES[scheme])
    settled(page)


def violations(page) -> list[str]:
    """What axe-core finds in both themes, as ``theme impact rule: element``."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for scheme in THEMES:
        show_in(page, scheme)
        page.wait_for_timeout(300)  # colours change over a moment
        rules = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        found += [
            f"{scheme} {rule['impact']} {rule['id']}: {node['html'][:200]}"
            for rule in rules
            for node in rule["nodes"]
            if rule["id"] not in STREAMLITS_OWN
        ]
    return found


def open_map(page) -> None:
    loaded(page)
    page.get_by_text("posts of this collection, on a map").click()
    expect(page.locator(".st-key-map .scatterlayer .point").first).to_be_visible()


def test_axe_finds_nothing_that_we_can_change(page, photo):
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


def test_axe_finds_nothing_in_the_collections_and_their_forms(page):
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
    resize(page, width, 800)
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


def test_the_page_follows_the_systems_theme_and_wish_for_no_motion(visit):
    page = visit("/?sample=3", color_scheme="dark", reduced_motion="reduce")
    expect_answer(page, 20)
    bar = page.locator(".bar i").first
    for scheme, colour in (("dark", "rgb(45, 212, 191)"), ("light", "rgb(15, 118, 110)")):
        show_in(page, scheme)
        expect(bar).to_have_css("background-color", colour)
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
