"""The errors that stop collecting from Openverse."""

from datetime import datetime

from recommender.errors import RecommenderError


class CollectError(RecommenderError):
    """Openverse can't be used or refuses, or the output folder can't be used."""


class NoAnswer(CollectError):
    """A request got no usable answer, though it was repeated: cut off, too late, or garbled."""


class LimitReached(CollectError):
    """The server's limit is used up for so long that waiting makes no sense.

    ``go_on_at`` is the time when the next request may be sent, in seconds since 1970.
    """

    def __init__(self, go_on_at: float) -> None:
        self.go_on_at = go_on_at
        super().__init__(f"The server's limit is used up; continue at {local_time(go_on_at)}.")


def local_time(seconds: float) -> str:
    """Seconds since 1970 as local date and time, to the minute."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M %Z").strip()


def blocked(api: str) -> CollectError:
    """The error for status 403, which comes as an HTML page from the firewall before the API."""
    return CollectError(
        f"{api} blocks this network (status 403), as it does with data centres and some VPNs; try "
        "from another network."
    )
