"""How fast the page is, and how much memory it takes: first paint, slider moves, many visitors.

    PYTHONPATH=. python benchmarks/page.py [--app OTHER/streamlit_app.py] [--visitors 20] [--runs 3]

With ``--app``, the page of another checkout is measured beside this one, in the same run; its server
runs in that checkout's own ``.venv``, if there is one. Needs Chromium. First paint and one of the
slider's rows are measured in the browser; the other visitors speak the server's own protocol, since so
many browsers would leave the server no processor. The collection is the demo, unless ``--collection``
names another.
"""

import argparse
import asyncio
import io
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance
from playwright.sync_api import Browser, Page, sync_playwright

from recommender.paths import ASSETS
from scripts.serving import CHROMIUM, CHROMIUM_OPTIONS, ROOT, Server, serve
from scripts.visitor import Visitor, in_a_thread

SAMPLES = sorted((ASSETS / "samples").glob("*.jpg"))
MOVES = 10
Rows = dict[str, str]
"""What was measured, and how much it was."""

# Resolves to the milliseconds from the next key press until the number of similar images changes.
MEASURE = """() => {
  const count = () => [...document.querySelectorAll('button')]
    .filter((button) => /^Open similar image/.test(button.textContent)).length;
  const before = count();
  window.measured = new Promise((resolve) => {
    document.addEventListener('keydown', () => {
      const start = performance.now();
      const look = () => count() !== before ? resolve(performance.now() - start)
        : requestAnimationFrame(look);
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
}"""


def photo(i: int) -> bytes:
    """The i-th of many different photos, as JPEG."""
    with Image.open(SAMPLES[i % len(SAMPLES)]) as image:
        buffer = io.BytesIO()
        ImageEnhance.Brightness(image).enhance(0.6 + i * 0.007).save(buffer, "JPEG")
    return buffer.getvalue()


def painted(page: Page, address: str) -> float:
    """Seconds from the visit until the title is there."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.get_by_role("heading", level=1).wait_for()
    return time.perf_counter() - start


def answered(page: Page) -> None:
    page.locator(".st-key-hashtags").get_by_text("#").first.wait_for()


def cold_answer(browser: Browser, app: Path, collection: Path) -> float:
    """Seconds from a server's start until the answer to a photo that is uploaded at once."""
    with serving(app, collection) as server:
        page = browser.new_context().new_page()
        painted(page, server.address)
        file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo(3)}
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
        answered(page)
        end = time.perf_counter()
        page.context.close()
    return end - server.started


def first_paint(browser: Browser, server: Server) -> Rows:
    """New visitors of a warm server, whose browsers have nothing of the page yet."""
    times = []
    for _ in range(10):
        page = browser.new_context().new_page()
        times.append(painted(page, server.address))
        page.wait_for_timeout(1000)
        page.context.close()
    return {"from the visit to the first paint": seconds(times)}


def moves_in_browser(browser: Browser, server: Server) -> Rows:
    """Slider moves, back and forth, until the new number of similar images is there."""
    page = browser.new_context().new_page()
    page.goto(f"{server.address}/?sample=3")
    answered(page)
    page.wait_for_timeout(2000)
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    times = []
    for i in range(30):
        page.evaluate(MEASURE)
        slider.press("ArrowLeft" if i % 2 else "ArrowRight")
        times.append(page.evaluate("window.measured") / 1000)
        page.wait_for_timeout(150)
    page.context.close()
    return {"a move of the slider, in the browser": seconds(times)}


async def visit(server: Server, i: int, ready: asyncio.Barrier) -> tuple[list[float], list[str]]:
    """Seconds of slider moves on a visitor's own sample, and the hashtags that they gave."""
    async with Visitor(server.address, f"sample={i % len(SAMPLES) + 1}") as visitor:
        await visitor.run()
        times, hashtags = [], []
        for k in range(MOVES):
            n = 10 + (i + k) % 30
            await ready.wait()
            start = time.perf_counter()
            drawn = await visitor.move_slider(n)
            times.append(time.perf_counter() - start)
            hashtags.append(drawn.hashtags)
            if drawn.cards != n:
                raise SystemExit(f"Visitor {i} got {drawn.cards} similar images, not {n}.")
    return times, hashtags


def together(server: Server, visitors: Sequence[int]) -> tuple[list[float], list[list[str]]]:
    """Seconds of the moves that these visitors make in the same moments, and their hashtags."""

    async def all_of_them() -> list[tuple[list[float], list[str]]]:
        ready = asyncio.Barrier(len(visitors))
        return await asyncio.gather(*(visit(server, i, ready) for i in visitors))

    found = in_a_thread(all_of_them())
    return [s for times, _ in found for s in times], [tags for _, tags in found]


def many_visitors(server: Server, n: int) -> Rows:
    """The visitors one after the other, and all of them in the same moments."""
    before = processor(server.pid)
    alone = [together(server, [i]) for i in range(n)]
    used = (processor(server.pid) - before) / (n * (MOVES + 1))
    at_once, hashtags = together(server, range(n))
    if hashtags != [mine for _, (mine,) in alone]:
        raise SystemExit("A visitor got other hashtags than alone.")
    return {
        "a move by one visitor, by the server's protocol": seconds(
            [s for times, _ in alone for s in times]
        ),
        "processor time of the server for it": f"{used * 1e3:.0f} ms",
        f"a move by {n} visitors in the same moment": seconds(at_once),
    }


def come_and_go(server: Server) -> Rows:
    """Memory after 100 and 1,000 answers: 50 visitors, a few at a time, each with their own photo."""

    async def stay(i: int) -> None:
        async with Visitor(server.address) as visitor:
            await visitor.run()
            await visitor.upload(f"{i}.jpg", photo(i))
            for k in range(19):
                await visitor.move_slider(10 + k)

    async def five_at_a_time(first: int, end: int) -> None:
        for i in range(first, end, 5):
            await asyncio.gather(*(stay(k) for k in range(i, i + 5)))

    in_a_thread(five_at_a_time(0, 5))
    first = memory(server.pid)
    in_a_thread(five_at_a_time(5, 50))
    last = memory(server.pid)
    return {
        "memory after 100 answers": f"{first:.0f} MB",
        "memory after 1,000 answers, of 50 visitors": f"{last:.0f} MB ({last / first - 1:+.0%})",
    }


def memory(pid: int) -> float:
    """Resident megabytes of a process; NaN if /proc is missing."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used; NaN if /proc is missing."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serving(app: Path, collection: Path) -> AbstractContextManager[Server]:
    """A server of the page in its own checkout's environment, if it has one."""
    own = app.parent / ".venv/bin/python"
    python = own if app.parent != ROOT and own.exists() else Path(sys.executable)
    return serve([collection], app, python)


def seconds(times: Sequence[float]) -> str:
    median, p95 = statistics.median(times), float(np.percentile(times, 95))
    if p95 < 1:
        return f"{median * 1e3:.0f} ms (95th percentile {p95 * 1e3:.0f})"
    return f"{median:.2f} s (95th percentile {p95:.2f})"


def print_rows(*columns: Rows) -> None:
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--app", type=Path, help="the page of another checkout, measured beside")
    parser.add_argument("--collection", type=Path, default=ASSETS / "demo")
    parser.add_argument("--runs", type=int, default=3, help="cold starts")
    parser.add_argument("--visitors", type=int, default=20)
    options = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("No chromium is installed (Debian: apt-get install chromium).")
    collection = options.collection.absolute()
    apps = [*([options.app.resolve()] if options.app else []), ROOT / "streamlit_app.py"]
    print("|" + "|".join(["", *(str(app.parent) for app in apps), ""]))
    print("|---" * (len(apps) + 1) + "|")
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        cold = "from a cold server's start to the answer for a photo that is uploaded at once"
        starts = [
            [cold_answer(browser, app, collection) for _ in range(options.runs)] for app in apps
        ]
        print_rows(*({cold: seconds(times)} for times in starts))
        servers = [stack.enter_context(serving(app, collection)) for app in apps]
        for server in servers:
            moves_in_browser(browser, server)  # warms it
        print_rows(*(first_paint(browser, server) for server in servers))
        print_rows(*(moves_in_browser(browser, server) for server in servers))
        print_rows(*(many_visitors(server, options.visitors) for server in servers))
        browser.close()
        fresh = [stack.enter_context(serving(app, collection)) for app in apps]
        print_rows(*(come_and_go(server) for server in fresh))


if __name__ == "__main__":
    main()
