"""Take the pictures of the page for README.md and docs/page.md, from the page itself on the demo.

    python scripts/screenshot.py --output assets/page

writes a still and an animation: a photo is dropped, the slider moved, a hashtag explained, a similar
image opened, and the map shown. Needs Chromium. All pictures in them are rendered: see assets/demo_posts/README.md.
"""

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from serving import CHROMIUM, CHROMIUM_OPTIONS, ROOT, serve

PHOTO = ROOT / "assets/samples/3_burger.jpg"
WINDOW = {"width": 1360, "height": 900}
STILL_HEIGHT = 1400
ANIMATION_WIDTH = 900
SECONDS = 2.2
MOST_BYTES = 2_000_000


def settle(page: Page) -> None:
    page.wait_for_timeout(600)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        " && [...document.images].every((image) => image.complete)"
    )
    page.wait_for_timeout(900)  # charts are drawn after the page


def shot(page: Page) -> Image.Image:
    settle(page)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def scroll_to(page: Page, key: str) -> None:
    page.locator(f".st-key-{key}").evaluate("e => e.scrollIntoView({block: 'start'})")
    page.get_by_test_id("stMain").evaluate("e => e.scrollBy(0, -110)")


def take(page: Page) -> tuple[Image.Image, list[Image.Image]]:
    """The still and the frames of the animation."""
    page.get_by_alt_text("Sample 8").wait_for()
    frames = [shot(page)]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(PHOTO)
    page.locator(".st-key-hashtags").wait_for()
    page.locator(".st-key-scores .point").first.wait_for()
    page.set_viewport_size({**WINDOW, "height": STILL_HEIGHT})
    still = shot(page)
    page.set_viewport_size(WINDOW)
    frames.append(shot(page))
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    for _ in range(8):
        slider.press("ArrowLeft")
    frames.append(shot(page))
    page.locator(".st-key-why").get_by_text("#foodie", exact=True).click()
    page.get_by_text("#foodie scores").wait_for()
    scroll_to(page, "why")
    frames.append(shot(page))
    page.get_by_role("button", name="Open similar image 2", exact=True).press("Enter")
    page.get_by_role("dialog").wait_for()
    frames.append(shot(page))
    page.keyboard.press("Escape")
    page.get_by_text("Map", exact=True).click()
    page.locator(".st-key-map .point").first.wait_for()
    scroll_to(page, "view")
    frames.append(shot(page))
    return still, frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "assets/page", metavar="NAME")
    output = parser.parse_args().output
    if CHROMIUM is None:
        raise SystemExit("No chromium is installed (Debian: apt-get install chromium).")
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
        page.goto(server.address)
        still, frames = take(page)
        browser.close()
    still.save(output.with_suffix(".webp"), quality=82, method=6)
    height = round(WINDOW["height"] * ANIMATION_WIDTH / WINDOW["width"])
    small = [frame.resize((ANIMATION_WIDTH, height), Image.Resampling.LANCZOS) for frame in frames]
    animated = output.with_name(f"{output.stem}-tour.webp")
    small[0].save(
        animated,
        save_all=True,
        append_images=small[1:],
        duration=round(SECONDS * 1000),
        loop=0,
        quality=72,
        method=6,
    )
    for path in (output.with_suffix(".webp"), animated):
        print(f"{path}: {path.stat().st_size:,} bytes")
        if path.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{path} is over {MOST_BYTES:,} bytes; take fewer or smaller frames.")


if __name__ == "__main__":
    main()
