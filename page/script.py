"""The little that Streamlit has no widget for; without it everything else works as before.

Photos can be dropped and pasted anywhere on the page, a point of the map shows its thumbnail, and
the page scrolls up where a post was made the photo. It finds the uploader and the map by their test id and key, so a later Streamlit may silence it.
"""

import streamlit as st

CELL = 96
"""Side in pixels of a thumbnail on the sheet from which the map's are shown."""
COLUMNS = 15
"""Thumbnails in a row of that sheet."""

_SCRIPT = """<script>
(() => {
  if (window.hashtagPage) return;
  window.hashtagPage = true;

  // Drop and paste anywhere: hand the files to the uploader, as if they were chosen there.
  const uploader = () => document.querySelector('[data-testid="stFileUploaderDropzoneInput"]');
  const inZone = (event) => event.target instanceof Element &&
    event.target.closest('[data-testid="stFileUploaderDropzone"]');
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const send = (files) => {
    const input = uploader();
    if (!input || !files.length) return;
    const data = new DataTransfer();
    for (const file of files) data.items.add(file);
    input.files = data.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const dropping = (on) =>
    document.querySelector(".stApp")?.toggleAttribute("data-dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    dropping(true);
    if (!inZone(event)) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) dropping(false); });
  document.addEventListener("drop", (event) => {
    dropping(false);
    if (inZone(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    send(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (!inZone(event) && event.clipboardData.files.length) send(event.clipboardData.files);
  });

  // The thumbnail of the map's point under the mouse, from the hidden sheet of all of them.
  const CELL = %CELL%, COLUMNS = %COLUMNS%;
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  tip.style.width = tip.style.height = `${CELL}px`;
  document.body.append(tip);
  const show = (event) => {
    const sheet = document.querySelector(".st-key-sheet img");
    const place = event.points[0].customdata?.[1] ?? -1;
    tip.hidden = !sheet || place < 0;
    if (tip.hidden) return;
    const x = (place % COLUMNS) * CELL, y = Math.floor(place / COLUMNS) * CELL;
    tip.style.background = `url("${sheet.src}") -${x}px -${y}px`;
    const box = event.event;
    tip.style.left = `${Math.min(box.clientX + 16, innerWidth - CELL - 24)}px`;
    tip.style.top = `${Math.max(box.clientY - CELL - 24, 8)}px`;
  };
  let trail = "";
  setInterval(() => {
    // A post was made the photo: its answer begins at the top.
    const now = document.querySelector(".st-key-trail")?.innerText ?? "";
    if (now !== trail && now) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    trail = now;
    const map = document.querySelector(".st-key-map .js-plotly-plot");
    if (!map) tip.hidden = true;
    if (!map?.on || map.hashtagTip) return;
    map.hashtagTip = true;
    map.on("plotly_hover", show);
    map.on("plotly_unhover", () => { tip.hidden = true; });
  }, 400);
})();
</script>"""


def add_script() -> None:
    """Put the script on the page; it runs once, however often the page is drawn."""
    with st.container(key="script"):
        script = _SCRIPT.replace("%CELL%", str(CELL)).replace("%COLUMNS%", str(COLUMNS))
        st.html(script, unsafe_allow_javascript=True)
