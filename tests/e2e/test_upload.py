"""The ways to give the page a photo, and what it says about files that can't be read."""

import base64
import io
import re

import pytest
from browser import expect, expect_answer, loaded, similar, take_back, upload
from PIL import Image

MAKE_FILE = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  return new File([bytes], name, { type });
}"""


def test_by_the_file_chooser(page, photo):
    loaded(page)
    with page.expect_file_chooser() as waiting:
        page.get_by_test_id("stBaseButton-secondary").filter(has_text="Upload").click()
    waiting.value.set_files(photo)
    expect_answer(page, 20, "#food")


@pytest.mark.parametrize("where", ["h1", "[data-testid=stFileUploaderDropzone]"])
def test_by_a_drop_anywhere(page, photo, where):
    loaded(page)
    data = base64.b64encode(photo.read_bytes()).decode()
    transfer = page.evaluate_handle(
        f"""(file) => {{
          const transfer = new DataTransfer();
          transfer.items.add(({MAKE_FILE})(file));
          return transfer;
        }}""",
        ["dropped.jpg", "image/jpeg", data],
    )
    for kind in ("dragenter", "dragover"):
        page.dispatch_event(where, kind, {"dataTransfer": transfer})
    dropping = page.locator(".stApp[data-dropping]")
    expect(dropping).to_have_count(1)
    page.dispatch_event(where, "drop", {"dataTransfer": transfer})
    expect(dropping).to_have_count(0)
    expect_answer(page, 20, "#food")
    expect(page.get_by_alt_text("Your photo, dropped.jpg")).to_be_visible()


def test_by_pasting_anywhere(page, photo):
    png = io.BytesIO()
    Image.open(photo).save(png, "PNG")  # the only format that browsers put on the clipboard
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    loaded(page)
    page.evaluate(
        """async (data) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const item = { "image/png": new Blob([bytes], { type: "image/png" }) };
          await navigator.clipboard.write([new ClipboardItem(item)]);
        }""",
        base64.b64encode(png.getvalue()).decode(),
    )
    page.get_by_role("heading", level=1).click()  # nowhere near the uploader
    page.keyboard.press("Control+V")
    expect_answer(page, 20, "#food")


def test_by_the_camera(page):
    loaded(page)
    expect(page.get_by_test_id("stCameraInput")).to_have_count(0)
    page.get_by_test_id("stCheckbox").get_by_text("Use the camera").click()
    page.wait_for_function("document.querySelector('video')?.readyState === 4")
    page.get_by_role("button", name="Take Photo").click()
    expect_answer(page, 20)
    expect(page.get_by_alt_text("Your photo, camera.jpg")).to_be_visible()


def test_a_sample_is_one_click(page):
    loaded(page)
    page.get_by_role("button", name="Try sample 1", exact=True).click()
    expect_answer(page, 20)
    expect(page.get_by_alt_text("Your photo, sample 1")).to_be_visible()
    assert "sample=1" in page.url


def test_several_at_once_with_a_table_and_a_broken_one(page, photos, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(photos["food"].read_bytes()[:300])
    upload(page, *photos.values(), broken)
    expect(page.get_by_role("alert")).to_contain_text("broken.jpg: ")
    expect(page.get_by_role("heading", name="3 photos")).to_be_visible()
    expect_answer(page, 20, "#food")
    page.get_by_role("button", name="Photo 3: cars.jpg").click()
    expect_answer(page, 20, "#cars")
    page.get_by_text("Hashtags of all 3 photos").click()
    table = page.get_by_test_id("stTable").filter(has_text="food.jpg")
    expect(table.get_by_role("row")).to_have_count(4)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON of 3 photos").click()
    assert waiting.value.suggested_filename == "hashtags.jsonl"
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert [name in line for name, line in zip(photos, lines, strict=True)] == [True] * 3


NO_PHOTOS = [
    ("notes.jpg", b"a text named .jpg", "not an image that can be read"),
    ("broken.jpg", None, "damaged|not an image"),
    ("huge.jpg", b"\xff\xd8" + bytes(30 * 1024 * 1024), "larger than 25 MB"),
]


def test_what_is_no_photo_is_a_sentence_and_the_next_one_works(page, photo, tmp_path):
    for name, data, sentence in NO_PHOTOS:
        path = tmp_path / name
        path.write_bytes(photo.read_bytes()[:400] if data is None else data)
        upload(page, path)
        expect(page.get_by_role("alert")).to_contain_text(re.compile(sentence))
        expect(similar(page)).to_have_count(0)
        take_back(page, name)
    upload(page, photo)
    expect_answer(page, 20, "#food")
