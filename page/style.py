"""Page settings and the little CSS that Streamlit's theme can't say."""

import streamlit as st

_CSS = """<style>
/* The whole card is its button: a click on the picture opens it, Tab and Enter reach it. */
[class*="st-key-card_"] { position: relative; }
[class*="st-key-card_"] [class*="st-key-open_"] {
  position: absolute !important; inset: 0; z-index: 2; width: 100% !important; height: 100% !important;
}
[class*="st-key-card_"] [class*="st-key-open_"] * { width: 100%; height: 100%; }
[class*="st-key-card_"] [class*="st-key-open_"] button { opacity: 0; cursor: zoom-in; }
[class*="st-key-card_carries_"] { border: 2px solid var(--st-primary-color); }
[class*="st-key-card_"]:hover { border-color: var(--st-primary-color); }
[class*="st-key-card_"]:has(button:focus-visible) {
  outline: 3px solid var(--st-primary-color); outline-offset: 2px;
}
[class*="st-key-tags_"] [data-testid="stText"] {
  font-size: 0.8rem; white-space: normal; overflow-wrap: anywhere; line-height: 1.35;
}
[data-testid="stDialog"] [data-testid="stText"] { white-space: normal; overflow-wrap: anywhere; }
[data-testid="stDialog"] img { max-height: 60vh; object-fit: contain; object-position: top; }
[class*="st-key-card_sample_"] img { aspect-ratio: 1; object-fit: cover; }
.st-key-preview img { max-height: 420px; object-fit: contain; }
/* The uploader names the server's limit, which is a little above the one that counts. */
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
</style>"""


def set_page(sidebar: bool) -> None:
    """Title, wide layout, styles. An emoji as icon: a Material one is fetched from another host."""
    st.set_page_config(
        page_title="Hashtag recommender",
        page_icon="🏷️",
        layout="wide",
        initial_sidebar_state="auto" if sidebar else "collapsed",
    )
    st.html(_CSS)
