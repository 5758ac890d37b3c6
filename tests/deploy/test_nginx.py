"""deploy/nginx.conf, before two real processes of the page."""

import asyncio
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections import defaultdict
from pathlib import Path

import pytest
from serving import serve
from visitor import Visitor, in_a_thread

from recommender.paths import ASSETS

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
PHOTOS = sorted((ASSETS / "samples").glob("*.jpg"))[:4]
AROUND = """\
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    log_format asked '$visitor $upstream_addr $status $request_method $uri';
    access_log {folder}/access.log asked;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/page.conf;
}}
"""

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="no nginx is installed (Debian: apt-get install nginx)"
)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """nginx before two processes: its address, its folder, and theirs."""
    folder = tmp_path_factory.mktemp("nginx")
    with serve() as one, serve() as two:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = CONFIG.replace("listen 8080", f"listen 127.0.0.1:{port}")
        for given, server in (("127.0.0.1:8501", one), ("127.0.0.1:8502", two)):
            assert given in config
            config = config.replace(given, server.address.removeprefix("http://"))
        (folder / "page.conf").write_text(config, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
        process = subprocess.Popen(
            ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"],
            stderr=subprocess.PIPE,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process)
            yield address, folder, one
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            assert process.poll() is None, process.stderr.read().decode()
            time.sleep(0.05)
    raise AssertionError("nginx did not start")


async def upload_and_move(address: str, photo: Path) -> tuple[str, int]:
    """A visitor's cookies, and how many similar images they see after a move of the slider."""
    async with Visitor(address) as visitor:
        await visitor.run()
        drawn = await visitor.upload(photo.name, photo.read_bytes())
        assert drawn.cards == 20
        await asyncio.sleep(0.01)
        return visitor.cookie, (await visitor.move_slider(7)).cards


def test_visitors_stay_with_one_process_and_get_their_answers(proxy):
    address, folder, _ = proxy

    async def all_at_once():
        return await asyncio.gather(*(upload_and_move(address, photo) for photo in PHOTOS))

    found = in_a_thread(all_at_once())
    assert [cards for _, cards in found] == [7] * len(PHOTOS)
    for _ in range(20):  # more visitors, so that both processes have some
        with urllib.request.urlopen(f"{address}/_stcore/health"):
            pass
    time.sleep(0.2)  # a websocket is logged at its end
    asked = defaultdict(list)
    for line in (folder / "access.log").read_text().splitlines():
        visitor, upstream, status, method, uri = line.split()
        asked[visitor].append((upstream, int(status), method, uri))
    for cookie, _ in found:
        visitor = re.search(r"visitor=(\w+)", cookie)[1]
        upstreams, statuses, methods, uris = zip(*asked[visitor], strict=True)
        assert len(set(upstreams)) == 1
        assert set(statuses) == {101, 200, 204}
        assert "PUT" in methods
        assert "/_stcore/stream" in uris
    assert len({upstream for requests in asked.values() for upstream, *_ in requests}) == 2


def test_uploads_pass_up_to_the_pages_limit_and_never_touch_the_disk(proxy):
    address, folder, _ = proxy
    for name in ("body", "proxy"):  # without these folders nginx could not write a file
        shutil.rmtree(folder / name)

    async def put(megabytes: int) -> None:
        async with Visitor(address) as visitor:
            await visitor.run()
            path = f"_stcore/upload_file/{visitor.session}/{'0' * 32}"
            await asyncio.to_thread(visitor.put, path, "a.jpg", bytes(megabytes << 20))

    in_a_thread(put(39))
    with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)) as refused:
        in_a_thread(put(43))
    assert getattr(refused.value, "code", 413) == 413


def test_behind_a_proxy_the_page_does_not_show_this_computers_paths(proxy):
    address, _, server = proxy

    async def texts(of: str) -> str:
        async with Visitor(of) as visitor:
            return (await visitor.run()).texts

    assert "It is in" in in_a_thread(texts(server.address))
    assert "It is in" not in in_a_thread(texts(address))
