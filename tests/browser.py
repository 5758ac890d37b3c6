"""Steps of a visitor in a real browser."""

import re
from pathlib import Path

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=20_000)


def upload(page, *paths: Path) -> None:
    loaded(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(list(paths))


def take_back(page, name: str) -> None:
    """Remove an uploaded file that could not be read."""
    page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def loaded(page) -> None:
    """Wait for the pictures: if a rerun removes one while it loads, the log has an error."""
    expect(page.get_by_alt_text("Sample 8")).to_be_attached()
    settled(page)
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")


def similar(page):
    """The buttons that open the similar images."""
    return page.get_by_role("button", name=re.compile(r"^Open similar image \d+$"))


def hashtags(page) -> list[str]:
    """The suggested hashtags, in the order in which they are shown."""
    return page.locator(".st-key-hashtags").inner_text().split()


def expect_answer(page, n_similar: int | None = None, first: str = "#") -> None:
    """Expect an answer with this many similar images, and ``first`` in its first two hashtags."""
    expect(page.locator(".st-key-hashtags")).to_contain_text(first)
    if n_similar is not None:
        expect(similar(page)).to_have_count(n_similar)


def settled(page) -> None:
    """Wait until the server has drawn all of the page."""
    page.wait_for_function(
        """() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale=true], [data-testid=stSpinner], [data-testid=stSkeleton]')"""
    )


def resize(page, width: int, height: int) -> None:
    """Give the window another size, and wait until charts are drawn again."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(400)
    settled(page)


def center(locator) -> tuple[float, float]:
    """Where to click on something that is covered by the element that catches the mouse."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
