"""Page settings, and the CSS for what Streamlit's theme can't say."""

import streamlit as st

# Spacing in steps of 0.25rem; sizes of type: 1.75, 1.25, 1, 0.875 and 0.8125rem.
_CSS = """
[data-testid="stMainBlockContainer"] { max-width: 1720px; margin: 0 auto; }
[data-testid="stMain"] h1 { padding: 0; }
[data-testid="stMain"] h2 { padding: 0.5rem 0 0.25rem; }
/* Streamlit's captions come to a contrast of 4.3:1, AA asks for 4.5:1. */
[data-testid="stCaptionContainer"] { opacity: 1; color: color-mix(in srgb, var(--text-color) 75%, transparent); }
.st-key-script, .st-key-sheet { position: absolute !important; width: 0 !important; height: 0; overflow: hidden; }

/* The photo and its settings stay in view beside a long answer. */
@media (min-width: 900px) {
  [data-testid="stColumn"]:has(.st-key-side) {
    position: sticky; top: 1rem; align-self: flex-start;
    max-height: calc(100vh - 2rem); overflow-y: auto; padding: 0.25rem;
  }
}

/* A face is a picture that is its own button: a click on it opens it, Tab and Enter reach it. */
[class*="st-key-face_"] { position: relative; border-radius: 0.5rem; }
[class*="st-key-face_"] [class*="st-key-open_"] {
  position: absolute !important; inset: 0; z-index: 2; width: 100% !important; height: 100% !important;
}
[class*="st-key-face_"] [class*="st-key-open_"] * { width: 100%; height: 100%; }
[class*="st-key-face_"] [class*="st-key-open_"] button { opacity: 0; cursor: pointer; }
[class*="st-key-face_"]:has(button:focus-visible) {
  outline: 3px solid var(--primary-color); outline-offset: 3px;
}
[class*="st-key-face_"] [data-testid="stElementToolbar"], .st-key-preview [data-testid="stElementToolbar"] { display: none; }
/* Every picture whole, in frames of one size: rows line up, proportions stay. */
[class*="st-key-face_"] img {
  aspect-ratio: 1; object-fit: contain; border-radius: 0.375rem;
  background: var(--secondary-background-color);
}
[class*="st-key-face_sample_"] img, [class*="st-key-face_post_"] img { object-fit: cover; }
[class*="st-key-face_photo_on_"] { outline: 3px solid var(--primary-color); outline-offset: 2px; }

[class*="st-key-card_"] { padding: 0.5rem !important; }
[class*="st-key-card_"]:hover { border-color: var(--primary-color); }
[class*="st-key-card_carries_"] { border-color: var(--primary-color); box-shadow: 0 0 0 1px var(--primary-color); }
[class*="st-key-card_out_"] { border-style: dashed; }
[class*="st-key-card_out_"] img, [class*="st-key-card_out_"] .bar { opacity: 0.35; filter: grayscale(1); }
[class*="st-key-card_"] button[kind="tertiary"] { padding: 0.25rem 0; min-height: 2rem; font-size: 0.875rem; }
/* On a phone a card is a row: the picture on the left, what there is to say beside it. */
@media (max-width: 480px) {
  .st-key-gallery [data-testid="stGrid"] { grid-template-columns: 1fr !important; }
  .st-key-gallery [class*="st-key-face_"] { display: grid; grid-template-columns: 96px 1fr; column-gap: 0.75rem; }
  .st-key-gallery [class*="st-key-face_"] > :first-child { grid-row: 1 / 3; }
  .st-key-gallery [class*="st-key-tags_"] [data-testid="stText"] { min-height: 0; }
}
[class*="st-key-tags_"] [data-testid="stText"] {
  font-size: 0.8125rem; white-space: normal; overflow-wrap: anywhere; line-height: 1.35;
  min-height: 2.7em; display: block;
}
.likeness { display: flex; gap: 0.25rem; align-items: baseline; font-size: 0.875rem; }
.likeness .number { margin-left: auto; opacity: 0.75; }
.likeness .mark { color: var(--primary-color); font-weight: 700; }
.bar { height: 4px; border-radius: 2px; background: var(--border-color); margin-top: 0.25rem; }
.bar i { display: block; height: 4px; border-radius: 2px; background: var(--primary-color); }
.count { text-align: center; }

p.hashtags { font-size: 1.25rem; line-height: 1.5; margin: 0; overflow-wrap: anywhere; }
p.hashtags b { font-weight: 700; }

[data-testid="stDialog"] [data-testid="stText"] { white-space: normal; overflow-wrap: anywhere; }
[data-testid="stDialog"] img { max-height: 60vh; object-fit: contain; object-position: top; }
.st-key-preview img { max-height: 320px; object-fit: contain; background: var(--secondary-background-color); }
@media (max-width: 640px) { .st-key-preview img { max-height: 220px; } }

/* Plotly's theme writes in a grey that is too light for AA. */
.main-svg .xtick text, .main-svg .ytick text, .main-svg .xtitle, .main-svg .ytitle,
.main-svg .bartext, .main-svg .legendtext { fill: var(--text-color) !important; }

/* The uploader names the server's limit, which is a little above the one that counts. */
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.stApp[data-dropping]::after {
  content: "Drop the photos anywhere"; position: fixed; inset: 0.75rem; z-index: 999990;
  display: grid; place-items: center; pointer-events: none; border-radius: 0.75rem;
  font: 600 1.75rem sans-serif; color: var(--text-color);
  border: 3px dashed var(--primary-color);
  background: color-mix(in srgb, var(--background-color) 85%, transparent);
}
.map-tip {
  position: fixed; z-index: 999990; pointer-events: none;
  border: 2px solid #ffffff; border-radius: 0.375rem; box-shadow: 0 2px 10px #0008;
}
.map-tip[hidden] { display: none; }
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; scroll-behavior: auto !important; }
}
"""


def set_page() -> None:
    """Title, wide layout, styles. An emoji as icon: a Material one is fetched from another host."""
    st.set_page_config(page_title="Hashtag recommender", page_icon="🏷️", layout="wide")
    st.html(f"<style>{_colors()}{_CSS}</style>")


def _colors() -> str:
    """The theme's colours as CSS variables; the browser takes those of the theme it shows."""
    names = {
        "primary-color": "primaryColor",
        "background-color": "backgroundColor",
        "secondary-background-color": "secondaryBackgroundColor",
        "text-color": "textColor",
        "border-color": "borderColor",
    }
    variables = (
        f"--{css}: light-dark({st.get_option(f'theme.light.{option}')}, "
        f"{st.get_option(f'theme.dark.{option}')});"
        for css, option in names.items()
    )
    return f".stApp {{ {' '.join(variables)} }}"
