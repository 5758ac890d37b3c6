"""Addresses of the web in what strangers wrote."""

from urllib.parse import urlsplit

MAX_LENGTH = 2_000
"""Longest address in characters: browsers and servers take no more everywhere."""


def web_address(text: str) -> str | None:
    """The address if it is an http or https address, which is safe to link to; else None.

    Spaces, backslashes (which browsers read as slashes) and characters that can't be seen or can't
    be written are in no such address.
    """
    # isprintable: no control characters, no marks that turn the direction of text, no surrogates.
    if len(text) > MAX_LENGTH or not text.isprintable() or " " in text or "\\" in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None
