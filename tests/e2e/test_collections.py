"""A person makes a collection of photos on this computer, in a real browser."""

import re

import pytest
from browser import expect, expect_answer, loaded, settled, upload
from exports import photo as photo_file
from serving import serve


@pytest.fixture
def server():
    """A separate server: collections that are made here are in no other test's list."""
    with serve() as running:
        yield running.address


@pytest.fixture
def folder(tmp_path):
    """Photos whose folders name their hashtags, and a file that is not a photo."""
    for number in range(12):
        topic = ("harbour", "glacier", "orchard")[number % 3]
        photo_file(tmp_path / f"my photos/{topic}/{number}.jpg", number)
    (tmp_path / "my photos/orchard/broken.jpg").write_bytes(b"no image")
    return tmp_path / "my photos"


def open_forms(page):
    loaded(page)
    page.get_by_role("button", name="Make a collection").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)


def test_a_collection_of_a_folder_is_made_and_answers(page, visit, folder):
    open_forms(page)
    dialog = page.get_by_role("dialog")
    # A wrong path first: one sentence, and the form stays.
    path = dialog.get_by_role("textbox", name="Path")
    path.fill(str(folder / "none"))
    path.press("Tab")
    settled(page)
    dialog.get_by_role("button", name="Make it").first.click()
    expect(dialog.get_by_role("alert")).to_contain_text("There is no file or folder")
    path.fill(str(folder))
    path.press("Tab")
    expect(dialog.get_by_role("textbox", name="Name").first).to_have_attribute(
        "placeholder", "my-photos"
    )
    dialog.get_by_role("combobox", name="Encoder").first.click()
    page.get_by_role("option", name=re.compile("bundled")).click()
    settled(page)
    dialog.get_by_role("button", name="Make it").first.click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".st-key-job")).to_be_visible()

    # Leaving the page does not stop it: somebody who comes later sees how it ended.
    page.goto("about:blank")
    again = visit()
    ready = again.get_by_text("The collection my-photos is ready.")
    expect(ready).to_be_visible(timeout=60_000)
    again.get_by_text("1 skipped", exact=True).click()
    expect(again.locator(".st-key-job")).to_contain_text("orchard/broken.jpg")
    again.get_by_role("button", name="Open my-photos").click()
    expect(ready).to_have_count(0)
    expect(again.get_by_text("with the 12 posts of this collection")).to_be_visible()
    settled(again)

    upload(again, folder / "glacier/1.jpg")
    expect_answer(again, n_similar=12, first="#glacier")


def test_openverse_tells_its_plan_and_terms_before_anything_is_asked_of_it(page):
    open_forms(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Openly licensed photos").click()
    topics = dialog.get_by_role("textbox", name="Topics")
    topics.fill("harbour, street art")
    topics.press("Tab")
    expect(dialog).to_contain_text("for 2 topics")
    expect(dialog).to_contain_text("at most 24 searches and 480 images")
    expect(dialog).to_contain_text("not endorsed or certified by Openverse")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
