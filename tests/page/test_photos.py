"""Uploads stay in memory on their way through the server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

import page.photos  # noqa: F401
from recommender.features.images import MAX_BYTES


@pytest.mark.parametrize("length", [1_000, 3_000_000, MAX_BYTES + 1])
def test_no_upload_becomes_a_temporary_file(length):
    start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = start + bytes(length) + b"\r\n--b--\r\n"

    async def receive():
        return {"type": "http.request", "body": body}

    async def upload():
        headers = [(b"content-type", b"multipart/form-data; boundary=b")]
        form = await Request({"type": "http", "headers": headers}, receive).form()
        return form["file"]

    # In a thread of its own: Playwright's tests leave an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        file = pool.submit(lambda: asyncio.run(upload())).result()
    assert file.size == length
    assert not file.file._rolled
