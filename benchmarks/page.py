"""How fast the page is: cold start, slider moves, memory, and many visitors at once.

    PYTHONPATH=. python benchmarks/page.py [--collection DIR] [--runs 3] [--visitors 20]

Needs Chromium. The default collection is the demo, which has the bundled encoder. A slider move is
timed in the browser, from the key press to the new number of similar images. The many visitors at
once speak the server's own protocol, since so many browsers would leave the server no processor.
"""

import argparse
import asyncio
import io
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import websockets
from PIL import Image, ImageEnhance
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from recommender.paths import ASSETS
from scripts.serving import CHROMIUM, CHROMIUM_OPTIONS, Server, serve

SAMPLES = sorted((ASSETS / "samples").glob("*.jpg"))
UPLOADER = "stFileUploaderDropzoneInput"
CARDS = """() => [...document.querySelectorAll('button')]
  .filter(b => /^Open similar image/.test(b.innerText || b.textContent)).length"""

# Resolves to the milliseconds from the next key press until the number of similar images changes.
MEASURE = f"""() => {{
  const count = {CARDS};
  const before = count();
  window.measured = new Promise((resolve) => {{
    document.addEventListener('keydown', () => {{
      const start = performance.now();
      const look = () => count() !== before ? resolve(performance.now() - start)
        : requestAnimationFrame(look);
      requestAnimationFrame(look);
    }}, {{ once: true, capture: true }});
  }});
}}"""


def answered(page: Page) -> None:
    page.locator(".st-key-hashtags").get_by_text("#").first.wait_for()


def photo(i: int) -> dict:
    """The i-th of many different photos, as Playwright's uploads want it."""
    with Image.open(SAMPLES[i % len(SAMPLES)]) as image:
        buffer = io.BytesIO()
        ImageEnhance.Brightness(image).enhance(0.6 + i * 0.007).save(buffer, "JPEG")
    return {"name": f"{i}.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def cold_start(browser: Browser, collection: Path) -> tuple[float, float, float, float]:
    """Seconds from start to ready, from navigation to paint and to answer, from start to answer."""
    with serve([collection]) as server:
        ready = time.perf_counter()
        page = browser.new_context().new_page()
        page.goto(server.address, wait_until="commit")
        page.get_by_role("heading", level=1).wait_for()
        painted = time.perf_counter()
        page.get_by_test_id(UPLOADER).set_input_files(photo(3))
        answered(page)
        end = time.perf_counter()
        page.context.close()
    return ready - server.started, painted - ready, end - ready, end - server.started


def moves(page: Page, n: int) -> list[float]:
    """Milliseconds of ``n`` slider moves, back and forth."""
    slider = page.get_by_role("slider", name="Similar images to learn from")
    slider.focus()
    times = []
    for i in range(n):
        page.evaluate(MEASURE)
        slider.press("ArrowLeft" if i % 2 else "ArrowRight")
        times.append(page.evaluate("window.measured"))
        page.wait_for_timeout(150)
    return times


def memory(pid: int) -> float:
    """Resident megabytes of a process; NaN if /proc is missing."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def memory_after(browser: Browser, server: Server) -> dict[int, float]:
    """Memory after 1, 10 and 100 answers, ten photos per visit."""
    found = {}
    for visit in range(10):
        page = browser.new_context().new_page()
        page.goto(server.address)
        for k in range(10):
            i = visit * 10 + k
            page.get_by_test_id(UPLOADER).set_input_files(photo(i))
            # Each further photo is a card of the strip; the answer shown is for the first.
            if k:
                page.get_by_role("button", name=f"Photo {k + 1}: {i}.jpg").wait_for()
            else:
                answered(page)
            if i + 1 in (1, 10, 100):
                found[i + 1] = memory(server.pid)
        page.context.close()
    return found


async def run_script(socket, query: str, slider: tuple[str, int] | None = None) -> dict:
    """Run the page once, over Streamlit's own protocol: what it drew, and the milliseconds."""
    message = BackMsg()
    message.rerun_script.query_string = query
    if slider is not None:
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.double_array_value.data[:] = slider[0], [slider[1]]
    start = time.perf_counter()
    await socket.send(message.SerializeToString())
    drawn = {"cards": 0, "hashtags": "", "slider": ""}
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        if message.WhichOneof("type") == "script_finished":
            return {**drawn, "ms": (time.perf_counter() - start) * 1e3}
        element = message.delta.new_element
        drawn["cards"] += element.button.label.startswith("Open similar image")
        if "class='hashtags'" in element.html.body:
            drawn["hashtags"] = element.html.body
        if element.slider.label.startswith("Similar images"):
            drawn["slider"] = element.slider.id


async def visitor(address: str, i: int, moves: int, ready: asyncio.Barrier) -> tuple[list, list]:
    """A visitor with their own sample, who moves the slider at the same time as all others."""
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    query = f"sample={i % len(SAMPLES) + 1}&n={20 + i % 10}"
    async with websockets.connect(
        url, subprotocols=["streamlit"], max_size=None, origin=address
    ) as socket:
        slider = (await run_script(socket, query))["slider"]
        times, shown = [], []
        for k in range(moves):
            n = 10 + (i + k) % 30
            await ready.wait()
            drawn = await run_script(socket, query, (slider, n))
            times.append(drawn["ms"])
            shown.append(drawn["hashtags"])
            if drawn["cards"] != n:
                raise SystemExit(f"Visitor {i} got {drawn['cards']} similar images, not {n}.")
    return times, shown


def together(address: str, visitors: list[int], moves: int = 10) -> tuple[list[float], list]:
    """Milliseconds of slider moves that these visitors make at once, and what each was shown."""

    async def all_of_them() -> list[tuple[list, list]]:
        ready = asyncio.Barrier(len(visitors))
        return await asyncio.gather(*(visitor(address, i, moves, ready) for i in visitors))

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this thread
        found = thread.submit(asyncio.run, all_of_them()).result()
    return [ms for times, _ in found for ms in times], [shown for _, shown in found]


def spread(times: list[float], unit: str = "ms") -> str:
    p95 = np.percentile(times, 95)
    return f"{statistics.median(times):.0f} {unit} (95th percentile {p95:.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collection", type=Path, default=ASSETS / "demo")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--visitors", type=int, default=20)
    options = parser.parse_args()
    collection = options.collection.absolute()
    if CHROMIUM is None:
        raise SystemExit("No chromium is installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        cold = [cold_start(browser, collection) for _ in range(options.runs)]
        stages = ("server's start to ready", "visit to first paint", "visit to first answer")
        stages += ("server's start to first answer",)
        for name, values in zip(stages, zip(*cold, strict=True), strict=True):
            print(f"{name}: {statistics.median(values):.2f} s  {[round(v, 2) for v in values]}")
        with serve([collection]) as server:
            address = server.address
            page = browser.new_context().new_page()
            page.goto(f"{address}/?sample=3")
            answered(page)
            page.wait_for_timeout(2000)
            print(f"slider move: {spread(moves(page, 30))}", flush=True)
            page.context.close()
            each = [together(address, [i]) for i in range(options.visitors)]
            alone = [ms for times, _ in each for ms in times]
            print(f"answer by protocol, 1 visitor: {spread(alone)}", flush=True)
            times, shown = together(address, list(range(options.visitors)))
            print(f"answer by protocol, {options.visitors} at once: {spread(times)}", flush=True)
            own = shown == [shown for _, (shown,) in each]
            print(f"each had the hashtags it has alone: {'yes' if own else 'NO'}", flush=True)
        with serve([collection]) as server:
            for n, megabytes in memory_after(browser, server).items():
                print(f"memory after {n} answers: {megabytes:.0f} MB", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
