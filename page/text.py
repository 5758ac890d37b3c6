"""Text from files and strangers, shown as text."""

import re

from recommender.sources.post import Post

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """The text, escaped so that Streamlit's Markdown shows it letter for letter.

    A backslash does not stop ``:material/x:`` or ``:streamlit:``; the zero-width space does.
    """
    return _MARKDOWN.sub(r"\\\1", text).replace("\\:", "\\:\u200b")


def hashtag_line(post: Post, most: int | None = None) -> str:
    """The post's hashtags with ``#``: the first ``most``, and how many more there are."""
    tags = [f"#{tag}" for tag in post.hashtags[:most]]
    more = len(post.hashtags) - len(tags)
    return " ".join(tags) + (f" +{more}" if more else "")
