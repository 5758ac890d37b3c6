// The little that Streamlit has no widget for; everything else works without it. Photos can be
// dropped and pasted anywhere on the page, a point of the map shows its thumbnail, and the page
// scrolls up when a post becomes the photo.
//
// It finds Streamlit's parts by their test ids and ours by their keys (keys.py), so a later
// Streamlit may silence it. window.hashtagSheet comes from script.py.
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
  const { cell, columns } = window.hashtagSheet;
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  tip.style.width = tip.style.height = `${cell}px`;
  document.body.append(tip);
  const hide = () => { tip.hidden = true; };
  const show = (event) => {
    const sheet = document.querySelector(".st-key-sheet img");
    const place = event.points[0].customdata?.[1] ?? -1;
    tip.hidden = !sheet || place < 0;
    if (tip.hidden) return;
    const x = (place % columns) * cell, y = Math.floor(place / columns) * cell;
    tip.style.background = `url("${sheet.src}") -${x}px -${y}px`;
    const mouse = event.event;
    tip.style.left = `${Math.min(mouse.clientX + 16, innerWidth - cell - 24)}px`;
    tip.style.top = `${Math.max(mouse.clientY - cell - 24, 8)}px`;
  };
  const followMap = () => {
    const map = document.querySelector(".st-key-map .js-plotly-plot");
    if (!map) hide();
    if (!map?.on || map.hashtagTip) return;
    map.hashtagTip = true;
    map.on("plotly_hover", show);
    map.on("plotly_unhover", hide);
  };

  // When a post becomes the photo, scroll to the top of its answer, but only once all of it is
  // drawn: while parts arrive and the dialog closes, the browser itself moves the page.
  let trail = "";
  const followTrail = () => {
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
    if (state && state !== "notRunning") return;
    const now = document.querySelector(".st-key-trail")?.textContent ?? "";
    if (now && now !== trail) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    trail = now;
  };

  // At most once per frame, and only after parts appeared or vanished, or the server's script began
  // or ended: a page at rest costs nothing.
  const look = () => { followTrail(); followMap(); };
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; look(); });
  }).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  look();
})();
