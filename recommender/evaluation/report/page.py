"""The frame of an evaluation's report: page, style, tables, and what it does not measure."""

import html
from collections.abc import Sequence

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #17212b; --soft: #5b6773; --line: #d5dbe1;
  --card: #f3f5f7; --hit: #0f766e; }
@media (prefers-color-scheme: dark) { :root { --paper: #11171d; --ink: #e6ebf0; --soft: #9aa7b3;
  --line: #33404d; --card: #1b242d; --hit: #2dd4bf; } }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h2 { margin-top: 3rem; } h3 { margin: 0; font-size: 0.9rem; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.5rem; }
dt, small, figcaption { color: var(--soft); } dd { margin: 0; }
figure { margin: 1rem 0; } figcaption { font-size: 0.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.35rem 0.7rem; text-align: right;
  vertical-align: top; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
tbody th { min-width: 8rem; }
td small { display: block; white-space: nowrap; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }
article { display: grid; grid-template-columns: 160px 1fr; gap: 0.8rem; padding: 0.8rem;
  border-radius: 8px; background: var(--card); overflow-wrap: anywhere; }
article img { max-width: 160px; } article > :last-child { grid-column: 1 / -1; }
article p { margin: 0; font-size: 0.85rem; } ol { margin: 0; padding-left: 1.7rem; }
.hit { color: var(--hit); }
.js-plotly-plot text { fill: var(--ink) !important; }
.js-plotly-plot .gridlayer path, .js-plotly-plot .zerolinelayer path { stroke: var(--line) !important; }
.js-plotly-plot .errorbars path, .js-plotly-plot .errorbar path { stroke: var(--soft) !important; }
.js-plotly-plot .legend .bg { fill: transparent !important; }
.js-plotly-plot .hovertext path { fill: var(--card) !important; stroke: var(--soft) !important; }
"""

PAGE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
    # Makes the browser itself stop the page from loading anything.
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
    "<meta name='viewport' content='width=device-width'><title>Evaluation of hashtag "
    "recommendations</title><style>"
    + _STYLE.replace("{", "{{").replace("}", "}}")
    + "</style><script>{plotly}</script></head><body><h1>Evaluation of hashtag recommendations</h1>"
    "<dl>{header}</dl>{body}</body></html>\n"
)
"""The page: a format string for ``plotly`` (JavaScript), ``header`` and ``body`` (HTML)."""

LIMITS = (
    "<h2>What this does not measure</h2><ul>"
    "<li>People choose hashtags for reach as well as for what the photo shows; to predict what they "
    "typed is not to describe the photo, nor to bring it viewers.</li>"
    "<li>The truth is incomplete: a suggestion that the person did not type may fit just as well, but "
    "counts as wrong. The numbers serve to compare ways on the same posts; alone they say little.</li>"
    "<li>No way can suggest hashtags that are on no post of the other folds, which limits "
    "recall.</li>"
    "<li>Posts of one group, and posts of the very same image, stay on one side of a split. If "
    "posts name no group, those of one person may be on both sides, and all ways look better than "
    "on a stranger's photo.</li>"
    "<li>Intervals come from resampling these images; other collections and seeds differ by "
    "more.</li></ul>"
)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An HTML table; heads are text, cells are HTML, and the first cell of a row is its head."""
    top = "".join(f"<th scope='col'>{html.escape(head)}</th>" for head in heads)
    lines = "".join(
        f"<tr><th scope='row'>{first}</th>{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>"
        for first, *rest in rows
    )
    return (
        f"<div class='scroll' tabindex='0'><table><thead><tr>{top}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def figure(chart: str, caption: str) -> str:
    """A chart's HTML with a caption that says what it shows."""
    text = html.escape(caption)
    return f"<figure aria-label='{text}'>{chart}<figcaption>{text}</figcaption></figure>"
