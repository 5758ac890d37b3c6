"""What a visitor does with an answer, in a real browser."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import center, expect, expect_answer, hashtags, settled, similar, upload

from recommender.paths import ASSETS

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def answered(visit):
    """A visitor with the answer for a burger."""
    page = visit("/?sample=3")
    expect_answer(page, 20, "#food")
    settled(page)
    return page


def test_slider_by_keyboard_a_neighbour_in_the_dialog_and_leaving_it_out(answered):
    page = answered
    expect(page.get_by_role("heading", name="Hashtags")).to_be_visible()
    expect(page.get_by_role("figure", name="Bar chart of hashtag scores")).to_be_visible()
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    slider.press("Home")
    expect(similar(page)).to_have_count(1)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(similar(page)).to_have_count(3)
    expect(page.get_by_alt_text("Similar image")).to_have_count(3)

    card = page.get_by_role("button", name="Open similar image 1", exact=True)
    card.focus()
    card.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 3")
    expect(dialog).to_contain_text("render")
    expect(dialog.get_by_role("button", name="Previous")).to_be_disabled()
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("2 of 3")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(card).to_be_focused()

    settled(page)
    chart = page.get_by_role("figure", name="Bar chart of hashtag scores")
    scores, first = chart.get_attribute("aria-label"), hashtags(page)
    page.get_by_role("button", name="Leave out").first.click()
    back = page.get_by_role("button", name="Bring back")
    expect(back).to_have_count(1)
    expect(page.get_by_text("1 post is left out of the average")).to_be_visible()
    expect(chart).not_to_have_attribute("aria-label", scores)
    expect(similar(page)).to_have_count(3)
    assert "without=" in page.url
    back.click()
    expect(back).to_have_count(0)
    expect(chart).to_have_attribute("aria-label", scores)
    assert hashtags(page) == first
    assert "without=" not in page.url


def test_a_click_on_a_picture_opens_it_and_there_it_is_left_out(answered):
    page = answered
    page.mouse.click(*center(page.get_by_alt_text("Similar image 2,")))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 of 20")
    dialog.get_by_role("button", name="Leave out").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Bring back")).to_have_count(1)


def test_a_neighbour_becomes_the_photo_and_the_trail_leads_back(answered):
    page = answered
    first = hashtags(page)
    page.get_by_role("button", name="Open similar image 20", exact=True).press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Use as the photo").click()
    expect(page.get_by_text("a post of the collection used as the photo")).to_be_in_viewport()
    settled(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
    expect(similar(page)).to_have_count(20)
    assert "post=" in page.url
    page.get_by_role("button", name="Your photo, sample 3").click()
    expect(page.get_by_alt_text("Your photo, sample 3")).to_be_visible()
    settled(page)
    assert hashtags(page) == first


def test_a_reason_is_reached_by_keyboard_and_by_a_click_on_a_bar(answered):
    page = answered
    page.locator(".st-key-why").get_by_role("radio", name="#food", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("#food scores")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("#food scores")).to_have_count(0)
    bar = page.locator(".st-key-scores .bars .point path").first
    expect(bar).to_be_visible()
    page.mouse.click(*center(bar))
    expect(page.get_by_text("of it comes from")).to_be_visible()
    parts = page.get_by_role("figure", name="Bar chart of each similar image's part")
    expect(parts).to_be_visible()
    expect(page.locator(".likeness .mark").first).to_be_visible()


def test_hashtags_are_copied_and_given_ones_rerank_and_are_not_suggested(answered):
    page = answered
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for label, n in (("Copy the top five", 5), ("Copy all 10", 10)):
        page.get_by_role("button", name=label).click()
        expect(page.get_by_role("status").get_by_text("Copied").nth(int(n > 5))).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()").split()
        assert copied == hashtags(page)[:n]
        assert len(copied) == n

    box = page.get_by_role("textbox", name="Hashtags the photo has already")
    box.fill("#foodie, Instafood")
    box.press("Enter")
    expect(page.locator(".st-key-hashtags")).not_to_contain_text("#foodie")
    settled(page)
    assert "#food" in hashtags(page)
    assert "#instafood" not in hashtags(page)


def command_line(photo, form) -> str:
    command = [sys.executable, "-m", "recommender", "recommend", photo.name]
    done = subprocess.run(
        [*command, "--collection", str(ASSETS / "demo"), form],
        cwd=photo.parent,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def download(page, name) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_downloads_are_what_the_command_line_prints(page, photo):
    upload(page, photo)
    expect_answer(page, 20, "#food")
    name, data = download(page, "JSON")
    assert name == "hashtags.json"
    assert json.loads(data) == json.loads(command_line(photo, "--json"))
    assert len(json.loads(data)["hashtags"]) == 10
    name, data = download(page, "CSV")
    assert name == "hashtags.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == list(csv.DictReader(io.StringIO(command_line(photo, "--csv"))))
    assert [row["hashtag"] for row in rows] == hashtags(page)


def test_a_point_of_the_map_shows_and_opens_its_post(answered):
    page = answered
    page.get_by_text("Map", exact=True).click()
    point = page.locator(".st-key-map .scatterlayer .point").first
    expect(point).to_be_visible()
    x, y = center(point)
    # The script finds a new map one frame after it is drawn.
    page.wait_for_function("document.querySelector('.st-key-map .js-plotly-plot').hashtagTip")
    page.mouse.move(x + 1, y + 1)
    tip = page.locator(".map-tip")
    expect(tip).to_be_visible()
    assert "/media/" in tip.evaluate("e => e.style.background")
    page.mouse.click(x, y)
    expect(page.get_by_role("dialog")).to_contain_text("Use as the photo")
    page.keyboard.press("Escape")
    expect(page.get_by_text("The map as a table")).to_be_visible()
    # By keyboard: the posts of one colour, one by one.
    page.locator(".st-key-browsed").get_by_role("radio", name="#food", exact=True).press("Space")
    page.get_by_role("button", name="Open post 1", exact=True).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("1 of 12")


def test_a_reload_keeps_the_settings(visit):
    page = visit("/?sample=3&n=8")
    expect_answer(page, 8)
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    slider.press("ArrowLeft")
    expect(similar(page)).to_have_count(7)
    box = page.get_by_role("textbox", name="Hashtags the photo has already")
    box.fill("food")
    box.press("Enter")
    expect(page.locator(".st-key-hashtags")).not_to_contain_text(re.compile(r"#food( |$)"))
    variety = page.get_by_role("slider", name="Variety")
    variety.focus()
    variety.press("End")
    page.get_by_role("button", name="Leave out").nth(1).click()
    expect(page.get_by_text("1 post is left out")).to_be_visible()
    settled(page)
    before = hashtags(page)
    page.reload()
    expect_answer(page, 7)
    settled(page)
    assert hashtags(page) == before
    assert "food" in box.input_value()
    expect(variety).to_have_value("1")
    expect(page.get_by_role("button", name="Bring back")).to_have_count(1)


def test_two_visitors_at_once_each_see_their_own(visit, photos):
    one, two = visit(), visit()
    upload(one, photos["food"])
    upload(two, photos["cars"])
    expect_answer(one, 20, "#food")
    expect_answer(two, 20, "#cars")
    for page, key in ((one, "Home"), (two, "ArrowLeft")):
        slider = page.get_by_role("slider", name="Similar images to learn from")
        slider.focus()
        slider.press(key)
    expect(similar(one)).to_have_count(1)
    expect(similar(two)).to_have_count(19)
    one.get_by_role("button", name="Leave out").click()
    expect(one.get_by_text("Every similar image is left out")).to_be_visible()
    settled(two)
    expect(two.get_by_role("button", name="Bring back")).to_have_count(0)
    assert "#cars" in hashtags(two)[:2]
    expect(two.get_by_alt_text("Your photo, cars.jpg")).to_be_visible()
    expect(one.get_by_alt_text("Your photo, food.jpg")).to_be_visible()
    assert "without=" not in two.url
