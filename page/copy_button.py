"""Buttons that copy hashtags: Streamlit's own shows only under a mouse, and not without HTTPS."""

import streamlit as st

_HTML = '<button type="button"></button><span role="status"></span>'

_CSS = """
:host { display: block; }
button {
  font: inherit; font-size: 0.9rem; padding: 0.45rem 0.9rem; cursor: pointer;
  border-radius: var(--st-button-radius, 0.5rem); border: 1px solid var(--st-primary-color);
  background: var(--st-background-color); color: var(--st-text-color);
}
button:hover { background: var(--st-secondary-background-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
span { margin-left: 0.6rem; font-size: 0.9rem; color: var(--st-text-color); }
"""

# The Clipboard API exists on localhost and over HTTPS only; the older way serves a home network.
_JS = """
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
};
export default ({ parentElement, data }) => {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.textContent = data.label;
  if (status.dataset.text !== data.text) status.textContent = "";
  status.dataset.text = data.text;
  button.onclick = async () => {
    try { await copy(data.text); status.textContent = "Copied"; }
    catch { status.textContent = "Copying was refused; select the text instead"; }
  };
};
"""

_component = st.components.v2.component("hashtag_copy_button", html=_HTML, css=_CSS, js=_JS)


def copy_button(label: str, text: str, key: str) -> None:
    """A button that puts ``text`` on the clipboard and says so; both are shown as text only."""
    _component(key=key, data={"label": label, "text": text}, width="content")
