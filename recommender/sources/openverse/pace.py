"""When the next request may be sent, by our own pace and by the server's headers."""

import re
from collections.abc import Mapping
from typing import Protocol

DAY = 86_400.0

_LIMIT = re.compile(r"x-ratelimit-limit-(.+)", re.IGNORECASE)
_RATE = re.compile(r"\s*(\d{1,9})\s*/\s*([smhd])", re.IGNORECASE)
_NUMBER = re.compile(r"\s*-?\d{1,9}\s*")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": DAY}
_MARGIN = 1.02
"""A little slower than allowed: requests may arrive closer together than they were sent."""


class Clock(Protocol):
    """The module :mod:`time`, or a stand-in for it."""

    def time(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


class Pace:
    """The pace of one kind of request (searches, thumbnails): the server counts each separately.

    Args:
        interval: least seconds between two requests, whatever the server allows.
        not_before: no request is sent before this time, in seconds since 1970.
    """

    def __init__(self, clock: Clock, interval: float, not_before: float = 0.0) -> None:
        self._clock = clock
        self._least = self._interval = interval
        self._sent: float | None = None
        # A time more than a day ahead comes from a clock that was wrong.
        self.not_before = not_before if not_before <= clock.time() + DAY else 0.0
        self.spent_for_the_day = self.not_before > clock.time()

    def wait(self) -> float:
        """Seconds until the next request may be sent."""
        now = self._clock.time()
        since = self._interval if self._sent is None else now - self._sent
        # A clock that is set back must not lengthen the wait.
        return max(0.0, min(self._interval - since, self._interval), self.not_before - now)

    def sent(self) -> None:
        """Note that a request is being sent."""
        self._sent = self._clock.time()

    def slow_down_to(self, interval: float) -> None:
        """Never be faster than this again."""
        self._least = max(self._least, interval)
        self._interval = max(self._interval, interval)

    def heed(self, headers: Mapping[str, str]) -> None:
        """Adopt the limits in an answer's ``X-RateLimit`` headers."""
        told = {name.lower(): value for name, value in headers.items()}
        interval, not_before, spent = 0.0, 0.0, False
        for name, value in told.items():
            limit, rate = _LIMIT.fullmatch(name), _RATE.match(value)
            if not limit or not rate:
                continue
            number, period = int(rate[1]), _SECONDS[rate[2].lower()]
            if number and period < DAY:
                # One fewer than allowed: a window that fills would mean a long pause.
                interval = max(interval, period / max(number - 1, 1) * _MARGIN)
            available = told.get(f"x-ratelimit-available-{limit[1]}", "")
            if not number or (_NUMBER.fullmatch(available) and int(available) <= 0):
                not_before = max(not_before, self._clock.time() + period)
                spent = spent or period >= DAY
        if interval:
            self._interval = max(interval, self._least)
        self.not_before = max(self.not_before, not_before)
        self.spent_for_the_day = spent

    def refused_for(self, seconds: float) -> None:
        """Wait as long as the server itself says (``Retry-After``)."""
        self.not_before = self._clock.time() + min(max(seconds, 1.0), DAY)
