"""What only a real browser shows."""

import pytest
from helpers import COLOURS, picture

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=20_000)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    picture(COLOURS["green"], seed=77, size=(300, 200)).save(path)
    return path


def upload(page, path):
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)


def similar(page):
    return page.get_by_role("button", name="Open similar image")


def test_upload_slider_by_keyboard_and_a_neighbour_in_the_dialog(page, photo):
    upload(page, photo)
    expect(page.get_by_role("heading", name="Hashtags")).to_be_visible()
    expect(similar(page)).to_have_count(12)
    expect(page.get_by_role("figure", name="Bar chart of hashtag scores")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_contain_text("#green")

    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    slider.press("Home")
    expect(similar(page)).to_have_count(1)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(similar(page)).to_have_count(3)
    expect(page.get_by_alt_text("Similar image with #green")).to_have_count(3)

    card = page.get_by_role("button", name="Open similar image 1", exact=True)
    card.focus()
    card.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 3")
    expect(dialog).to_contain_text("green & co")
    expect(dialog.get_by_role("button", name="Previous")).to_be_disabled()
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("2 of 3")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(card).to_be_focused()


def test_a_click_on_a_picture_opens_it(page, photo):
    upload(page, photo)
    expect(similar(page)).to_have_count(12)
    page.get_by_alt_text("Similar image with").nth(1).click(force=True)
    expect(page.get_by_role("dialog")).to_contain_text("2 of 12")


def test_copy_puts_the_hashtags_on_the_clipboard(page, photo):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    upload(page, photo)
    shown = page.get_by_test_id("stCode")
    expect(shown).to_contain_text("#green")
    for button, n in (("Copy the top five", 5), ("Copy all 10", 10)):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status").get_by_text("Copied").nth(int(n > 5))).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.split() == shown.inner_text().split()[:n]
        assert len(copied.split()) == n


def test_a_click_on_a_bar_says_why(page, photo):
    upload(page, photo)
    expect(similar(page)).to_have_count(12)
    page.get_by_test_id("stPlotlyChart").first.scroll_into_view_if_needed()
    bar = page.locator(".bars .point path").first
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text("of it comes from")).to_be_visible()
    expect(
        page.get_by_role("figure", name="Bar chart of each similar image's part")
    ).to_be_visible()
    expect(page.get_by_test_id("stMarkdown").filter(has_text="✓")).not_to_have_count(0)


def test_a_sample_is_one_click(page):
    page.get_by_role("button", name="Try sample 1", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_contain_text("#")
    expect(page.get_by_alt_text("Your photo, sample 1")).to_be_visible()


def test_a_bad_upload_is_a_sentence(page, tmp_path):
    path = tmp_path / "notes.jpg"
    path.write_text("a text named .jpg")
    upload(page, path)
    expect(page.get_by_role("alert")).to_contain_text("not an image that can be read")


def test_nothing_is_cut_on_a_phone(page, photo):
    page.set_viewport_size({"width": 360, "height": 740})
    upload(page, photo)
    expect(similar(page)).to_have_count(12)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
