"""HTTP exchanges: time-outs, bounded bodies and redirects, and the key for one host only."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

import recommender
from recommender.http import CHUNK, Session, reason, unchanged
from recommender.printable import one_line
from recommender.sources.openverse.answer import Answer
from recommender.sources.openverse.errors import NoAnswer

USER_AGENT = f"hashtag-recommender/{recommender.__version__} (openly licensed photos, one user)"

MAX_REDIRECTS = 5
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Timeouts:
    """Most seconds to connect, between two pieces of an answer, and for the whole answer."""

    connect: float = 10.0
    read: float = 60.0
    whole: float = 120.0


TIMEOUTS = Timeouts()


class Unreachable(NoAnswer):
    """No connection, a broken one, or an answer that took too long: another try may help."""


class Transport:
    """Exchanges with the server of ``api``; credentials of ``~/.netrc`` are not used."""

    def __init__(self, api: str, timeouts: Timeouts = TIMEOUTS) -> None:
        self._api = api
        self._timeouts = timeouts
        self._session = Session()
        self._session.headers["User-Agent"] = USER_AGENT

    def close(self) -> None:
        self._session.close()

    def get(
        self,
        address: str,
        limit: int,
        parameters: Mapping[str, str] | None = None,
        token: str = "",
        elsewhere: bool = False,
    ) -> Answer:
        """The answer to a GET after its redirects.

        Args:
            address: an address on the API's own server.
            limit: most bytes that the body may have.
            token: sent to the API's own server, never to where a redirect leads.
            elsewhere: whether redirects may lead to other hosts.

        Raises:
            Unreachable: another try may help.
            NoAnswer: the answer is too large, or is redirected too often or to a refused address.
        """
        for _ in range(MAX_REDIRECTS + 1):
            headers = {"Authorization": f"Bearer {token}"} if token and self.is_own(address) else {}
            answer = self._exchange("GET", address, limit, params=parameters, headers=headers)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            address = self._redirected(address, answer.headers.get("Location", ""), elsewhere)
            parameters = None  # the redirect's address has its own
        raise NoAnswer(f"{self._api} redirects more than {MAX_REDIRECTS} times; try again later.")

    def post(self, address: str, form: Mapping[str, str], limit: int) -> Answer:
        """The answer to a form; redirects are not followed, since the form may hold secrets."""
        return self._exchange("POST", address, limit, data=dict(form), headers={})

    def is_own(self, address: str) -> bool:
        """Whether an address has the API's scheme, host and port."""
        return _origin(address) == _origin(self._api)

    def _redirected(self, address: str, location: str, elsewhere: bool) -> str:
        try:
            target = urljoin(address, location)
            scheme, host, _ = _origin(target)
        except ValueError:
            scheme, host, target = "", "", ""
        downgraded = scheme == "http" and urlsplit(address).scheme == "https"
        if not location or not host or scheme not in _DEFAULT_PORTS or downgraded:
            raise NoAnswer(f"{address} redirects to “{one_line(location)}”, which is not followed.")
        if not elsewhere and not self.is_own(target):
            raise NoAnswer(
                f"{self._api} redirects to {one_line(target)}; if that is its new address, name it "
                "with --api."
            )
        return target

    def _exchange(self, method: str, address: str, limit: int, **request) -> Answer:
        timeouts = self._timeouts
        end = time.monotonic() + timeouts.whole
        try:
            with self._session.request(
                method,
                address,
                timeout=(timeouts.connect, timeouts.read),
                allow_redirects=False,
                stream=True,
                auth=unchanged,
                **request,
            ) as response:
                body = _read(response, limit, end)
                return Answer(response.status_code, response.headers, body)
        except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
            raise Unreachable(
                f"{self._api} can't be reached ({reason(error)}); check the network and try again."
            ) from error
        except (requests.RequestException, ValueError) as error:  # an address that can't be used
            raise NoAnswer(f"{one_line(address)} can't be asked ({reason(error)}).") from error


def _read(response: requests.Response, limit: int, end: float) -> bytes:
    body = bytearray()
    while piece := response.raw.read1(CHUNK, decode_content=True):
        body += piece
        if len(body) > limit:
            raise NoAnswer(f"The answer of {response.url} is larger than {limit >> 20} MB.")
        if time.monotonic() > end:
            raise Unreachable(f"The answer of {response.url} takes too long; try again later.")
    return bytes(body)


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
