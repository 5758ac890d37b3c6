"""What every HTTP exchange of this package keeps to, whoever answers."""

import requests

CHUNK = 65_536
"""Bytes taken at a time from a connection, by ``read1``: a server that drips can't hold us."""


class Session(requests.Session):
    """Hides redirects: requests reads their bodies without a bound, even if told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """A stand-in for authentication: without one, requests would look into ``~/.netrc``."""
    return request


def printable(text: object, limit: int = 200) -> str:
    """A server's text as one line of at most ``limit`` characters, safe to print on a terminal."""
    line = "".join(c if c.isprintable() else " " for c in str(text))
    line = " ".join(line.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def reason(error: Exception) -> str:
    """The innermost cause: the outer ones repeat addresses and Python objects."""
    while error.__context__ is not None and isinstance(error.__context__, Exception):
        error = error.__context__
    return printable(getattr(error, "strerror", None) or error or type(error).__name__, 120)
