"""Requests to one server, one at a time: at its pace, with the key, repeated after faults."""

from collections import Counter
from collections.abc import Callable, Mapping

from recommender.sources.openverse.answer import Answer, detail_of, read_json, retry_after
from recommender.sources.openverse.errors import CollectError, LimitReached, blocked
from recommender.sources.openverse.pace import Clock, Pace
from recommender.sources.openverse.settings import Key
from recommender.sources.openverse.transport import Timeouts, Transport, Unreachable

SEARCH_SECONDS, SEARCH_SECONDS_WITH_KEY = 3.5, 1.0
"""Seconds between two searches: the API allows 20 and 100 per minute."""

THUMBNAIL_SECONDS = 0.42
"""Seconds between two thumbnails: the API allows 150 per minute."""

LONGEST_WAIT = 15 * 60.0
"""The run ends if a limit takes longer than this to recover, in seconds."""

TRIES = 4
"""How often a request is sent in all if it gets no answer or a server error (5xx)."""

BACK_OFF = 4.0
"""Seconds before the second try; doubled for each further try."""

MAX_THROTTLED = 5
"""How often a request is repeated after "too many requests"."""

_MAX_TOKEN = 4096
"""Longest access token in characters."""


class Session:
    """Requests of the kinds ``search``, ``thumbnail`` and ``token``, each with its own pace.

    Args:
        wait: called with the seconds until the next request; returns when they have passed.
        not_before: for each kind of request, when the next may be sent, in seconds since 1970.
    """

    def __init__(
        self,
        api: str,
        key: Key | None,
        clock: Clock,
        wait: Callable[[float], object],
        not_before: Mapping[str, float],
        timeouts: Timeouts,
    ) -> None:
        if key:
            key.check_server(api)
        self.api, self._key, self._token = api, key, ""
        self._clock, self._wait = clock, wait
        seconds = {
            "search": SEARCH_SECONDS_WITH_KEY if key else SEARCH_SECONDS,
            "thumbnail": THUMBNAIL_SECONDS,
            "token": SEARCH_SECONDS,
        }
        self._told_before = not_before
        self._identity = " with key" if key else ""
        self._paces = {
            kind: Pace(clock, interval, not_before.get(kind + self._identity, 0.0))
            for kind, interval in seconds.items()
        }
        self.transport = Transport(api, timeouts)
        self.requests: Counter[str] = Counter()
        """How many requests of each kind were sent."""

    @property
    def has_key(self) -> bool:
        return self._key is not None

    def not_before(self) -> dict[str, float]:
        """For each kind of request that must wait, until when, in seconds since 1970.

        The server counts requests with and without a key separately, so they have different names.
        """
        own = {kind + self._identity: pace.not_before for kind, pace in self._paces.items()}
        now = self._clock.time()
        return {name: at for name, at in {**self._told_before, **own}.items() if at > now}

    def search_as_without_key(self) -> None:
        """Search as slowly as without a key: so it is for keys whose e-mail was not confirmed."""
        self._paces["search"].slow_down_to(SEARCH_SECONDS)

    def get(
        self, kind: str, address: str, limit: int, parameters: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a GET, with the key if there is one; an expired token is renewed once.

        Only thumbnails may be redirected to other hosts.

        Raises:
            LimitReached: the server's limit takes too long to recover.
            NoAnswer: there was no usable answer after several tries.
            CollectError: the server does not accept the key.
        """

        def send() -> Answer:
            token = self._bearer()
            return self._exchange(
                kind,
                lambda: self.transport.get(address, limit, parameters, token, kind == "thumbnail"),
            )

        answer = send()
        if answer.status == 401 and self._key and not is_about_paging(answer):
            self._token = ""
            answer = send()
        return answer

    def _bearer(self) -> str:
        if self._key and not self._token:
            self._token = self._fetch_token(self._key)
        return self._token

    def _fetch_token(self, key: Key) -> str:
        address = f"{self.api}auth_tokens/token/"
        form = {
            "grant_type": "client_credentials",
            "client_id": key.id,
            "client_secret": key.secret,
        }
        answer = self._exchange(
            "token", lambda: self.transport.post(address, form, limit=4 * _MAX_TOKEN)
        )
        if answer.status == 403:
            raise blocked(self.api)
        token = read_json(answer).get("access_token") if answer.status == 200 else None
        if not isinstance(token, str) or not 0 < len(token) <= _MAX_TOKEN or not _is_plain(token):
            raise CollectError(
                f"{self.api} does not accept the key (status {answer.status}); check "
                "OPENVERSE_CLIENT_ID and OPENVERSE_CLIENT_SECRET, or unset both."
            )
        return token

    def _exchange(self, kind: str, send: Callable[[], Answer]) -> Answer:
        """Send when the pace allows, and again after passing faults; never returns a 429 or 5xx."""
        pace = self._paces[kind]
        tries = throttled = 0
        while True:
            self._wait_for(pace)
            self.requests[kind] += 1
            pace.sent()
            try:
                answer = send()
                pace.heed(answer.headers)
                if answer.status == 429:
                    throttled += 1
                    self._heed_refusal(pace, answer, throttled)
                    continue
                if answer.status < 500:
                    return answer
                raise Unreachable(f"{self.api} failed (status {answer.status}); try again later.")
            except Unreachable:
                tries += 1
                if tries == TRIES:
                    raise
            self._wait(BACK_OFF * 2 ** (tries - 1))

    def _wait_for(self, pace: Pace) -> None:
        seconds, now = pace.wait(), self._clock.time()
        if seconds > LONGEST_WAIT or (pace.spent_for_the_day and pace.not_before > now):
            raise LimitReached(now + seconds)
        self._wait(seconds)

    def _heed_refusal(self, pace: Pace, answer: Answer, throttled: int) -> None:
        now = self._clock.time()
        seconds = retry_after(answer, now)
        if seconds is not None:
            pace.refused_for(seconds)
        elif pace.not_before <= now:  # the answer has neither Retry-After nor limits
            pace.refused_for(60.0)
        if throttled > MAX_THROTTLED and pace.wait() <= LONGEST_WAIT:
            pace.refused_for(LONGEST_WAIT + 1)  # which ends the run


def is_about_paging(answer: Answer) -> bool:
    """Whether a 401 refuses the page and not the key: the API uses it for both."""
    said = detail_of(answer)
    return "page_size" in said or "depth" in said


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isprintable() and " " not in token
