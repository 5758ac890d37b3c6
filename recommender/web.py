"""Addresses of the web in what strangers wrote."""

import re
from urllib.parse import urlsplit


def web_address(text: str) -> str | None:
    """The address if it is an http or https address, which is safe to link to; else None."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    safe = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", text)
    return text if safe else None
