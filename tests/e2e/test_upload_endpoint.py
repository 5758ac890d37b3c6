"""What anybody can send to the server's own address of uploads, without the page's buttons."""

import http.client
import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from browser import expect, expect_answer, loaded, similar, take_back, upload
from helpers import encoded
from PIL import Image

from recommender.paths import ASSETS

LIMIT = 40 * 1024 * 1024
"""``maxUploadSize`` in .streamlit/config.toml."""

BOUNDARY = "----boundary"


@pytest.fixture(scope="module")
def page_with_photo(lasting_visit):
    return lasting_visit()


@pytest.fixture(scope="module")
def endpoint(page_with_photo):
    """The address to which this page sent a photo, with the headers that go with it."""
    page = page_with_photo
    loaded(page)
    with page.expect_request(lambda request: "/upload_file/" in request.url) as waiting:
        upload(page, ASSETS / "samples/3_burger.jpg")
    expect_answer(page, 20, "#food")
    sent = waiting.value
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if token := sent.headers.get("x-xsrftoken"):
        headers["X-Xsrftoken"] = token
    return sent.url, headers


def part(content: bytes, disposition: bytes = b'name="file"; filename="a.jpg"') -> bytes:
    return (
        b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: form-data; " + disposition
        + b"\r\nContent-Type: image/jpeg\r\n\r\n" + content + b"\r\n"
    )  # fmt: skip


def end() -> bytes:
    return b"--" + BOUNDARY.encode() + b"--\r\n"


def put(endpoint, body, method="PUT", **more_headers) -> int:
    """The status that the server answers with; 0 if it closed the connection instead."""
    url, headers = endpoint
    headers = {
        **headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **more_headers
    }  # fmt: skip
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError):
        return 0


def elsewhere(endpoint, session=None, file=None):
    url, headers = endpoint
    parts = url.rsplit("/", 2)
    return "/".join((parts[0], session or parts[1], file or parts[2])), headers


def resident(pid: int) -> float:
    """Megabytes of memory of a process now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_requests_of_others_are_refused(endpoint, page_with_photo):
    url, headers = endpoint
    photo = part(encoded(Image.new("RGB", (9, 9)), "JPEG")) + end()
    if "X-Xsrftoken" in headers:
        assert put((url, {}), photo) == 403
        assert put((url, {}), None, "DELETE") == 403
    for session in ("0" * 36, "..%2f..%2f", "%00", "a" * 3_000):
        assert put(elsewhere(endpoint, session=session), photo) in (400, 404)
    assert put(endpoint, photo, "POST") == 405
    assert put(endpoint, b"") == 400
    assert put(endpoint, b"no parts at all") == 400
    two = part(b"x") + part(b"y", b'name="other"; filename="b.jpg"') + end()
    assert put(endpoint, two) == 400
    expect(similar(page_with_photo)).to_have_count(20)


def test_bodies_over_the_limit_are_refused_and_not_kept(endpoint, running, visit):
    url, headers = endpoint
    before = resident(running.pid)
    for _ in range(3):
        assert put(endpoint, part(bytes(LIMIT + 1)) + end()) in (413, 0)
        assert put(endpoint, chunks(2 * LIMIT), **{"Transfer-Encoding": "chunked"}) in (413, 0)
    claimed = {**headers, "Content-Length": str(10**12)}
    assert put((url, claimed), part(b"x") + end()) in (400, 413, 0)
    assert resident(running.pid) - before < 150
    assert put(endpoint, part(encoded(Image.new("RGB", (9, 9)), "JPEG")) + end()) == 204
    loaded(visit())


def chunks(length: int):
    yield part(b"")[:-2]
    for _ in range(length >> 20):
        yield bytes(1 << 20)
    yield b"\r\n" + end()


NAMES = (
    b"../../../etc/passwd", b"a/b\\c.jpg", b"\xff\xfe.jpg", b"a" * 5_000, b"", b"%00.jpg",
    b"<img src=x onerror=alert(1)>.jpg", "\u202egpj.exe".encode(), b"=1+1.jpg",
)  # fmt: skip


def test_odd_names_are_only_texts(endpoint, page_with_photo):
    """The file that the page holds is replaced under its own number; then the page is drawn again."""
    photo = encoded(Image.new("RGB", (90, 60), "orange"), "PNG")
    for name in NAMES:
        body = part(photo, b'name="file"; filename="' + name + b'"') + end()
        assert put(endpoint, body) in (204, 400), name
    page = page_with_photo
    page.get_by_test_id("stSlider").first.press("ArrowRight")
    expect(similar(page).first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


ODD_PHOTOS = [
    (b"\xff\xd8" + b"\xff" * 20_000_000, "thousands of empty parts"),
    (encoded(Image.new("1", (1, 50_000)), "PNG"), "longer than 40,000 pixels"),
    (b"", "empty"),
]


def test_what_is_put_there_is_answered_like_any_upload(page, tmp_path, photo):
    for number, (content, sentence) in enumerate(ODD_PHOTOS):
        path = tmp_path / f"odd{number}.jpg"
        path.write_bytes(content)
        upload(page, path)
        expect(page.get_by_role("alert")).to_contain_text(sentence)
        take_back(page, path.name)
    upload(page, photo)
    expect_answer(page, 20, "#food")
