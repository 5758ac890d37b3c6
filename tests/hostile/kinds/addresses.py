"""Addresses of the web that strangers wrote, which the page may link to."""

import re
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from hostile.kind import Escape, Kind
from hostile.mutate import wild_text

from recommender.web import web_address

_SCHEMES = (
    "http", "https", "HTTPS", "javascript", "data", "file", "ftp", "vbscript", "", " https", "java\tscript",
    "ht\ntp", "blob", "//", "https\u200b",
)  # fmt: skip
_HOSTS = (
    "example.org", "user:pass@example.org", "[::1", "[::1]", "[v1.x]", "", "例え.jp", "xn--a", "a" * 5_000, "..",
    "example.org:99999", "example.org:x", "\u202egro.elpmaxe", "a b", "evil.org\\@example.org", "\ud800", "℀.org",
    "[", "]", "@", ":",
)  # fmt: skip


class Addresses(Kind[str]):
    """A text that looks more or less like an address."""

    name = "addresses"

    def make_case(self, random: Random, folder: Path) -> str:
        if random.random() < 0.2:
            return wild_text(random)
        scheme, host = random.choice(_SCHEMES), random.choice(_HOSTS)
        rest = random.choice(
            ("", "/", "/a?b#c", "/\r\nSet-Cookie: x", "/%00", "\\x", f"/{wild_text(random)}")
        )
        return f"{scheme}{random.choice(('://', ':', ':/', '://', '://'))}{host}{rest}"

    def try_case(self, made: str, folder: Path) -> None:
        found = web_address(made)
        if found is None:
            return
        assert found == made
        found.encode("utf-8")
        assert re.match(r"https?://[^\s/?#]", found, re.IGNORECASE)
        if re.search(r"[\s\\\x00-\x1f\x7f\u200b\u202a-\u202e]", found):
            raise Escape(f"a link to {found!r}")
        assert urlsplit(found).hostname
