"""Text from files and strangers, shown as text."""

import re
from urllib.parse import urlsplit

from recommender.sources.post import Post

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """The text, escaped so that Streamlit's Markdown shows it letter for letter.

    A backslash does not stop ``:material/x:`` or ``:streamlit:``; the zero-width space does.
    """
    return _MARKDOWN.sub(r"\\\1", text).replace("\\:", "\\:\u200b")


def web_address(text: str) -> str | None:
    """The address if it is an http or https address, which is safe to link to; else None."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    safe = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", text)
    return text if safe else None


def hashtag_line(post: Post, most: int | None = None) -> str:
    """The post's hashtags with ``#``: the first ``most``, and how many more there are."""
    tags = [f"#{tag}" for tag in post.hashtags[:most]]
    more = len(post.hashtags) - len(tags)
    return " ".join(tags) + (f" +{more}" if more else "")
