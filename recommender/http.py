"""What every HTTP exchange of this package keeps to, whoever answers."""

import requests

from recommender.printable import one_line

CHUNK = 65_536
"""Bytes taken at a time from a connection, by ``read1``: a server that drips can't hold us."""


class Session(requests.Session):
    """Hides redirects: requests reads their bodies without a bound, even if told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """A stand-in for authentication: without one, requests would look into ``~/.netrc``."""
    return request


def reason(error: Exception) -> str:
    """The innermost cause: the outer ones repeat addresses and Python objects."""
    while error.__context__ is not None and isinstance(error.__context__, Exception):
        error = error.__context__
    return one_line(getattr(error, "strerror", None) or error or type(error).__name__, 120)
