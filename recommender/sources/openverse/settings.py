"""What to collect: topics, numbers, licences, and the server."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from recommender.hashtags import normalize
from recommender.sources.openverse.errors import CollectError
from recommender.sources.openverse.licenses import LICENSE_TYPES, LICENSES

API = "https://api.openverse.org/v1/"

MAX_WORKS = 240
"""Most works that one query gives, however many pages are requested."""

PAGE_SIZE = 20
"""Works per page without a key."""

PAGE_SIZE_WITH_KEY = 48
"""Works per page with a key: 5 pages give all 240, but 4 pages of the allowed 50 only 200."""

_OPERATORS = set('+|"*~()\\')
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class CollectSettings:
    """The settings of ``collect``.

    Attributes:
        topics: words to search for, each with at least one letter; topics that give the same
            hashtag are taken once.
        per_topic: posts wanted for each topic, at least 1; there are never more than 240.
        license: what licences must allow (``all``, ``all-cc``, ``commercial``, ``modification``;
            several, separated by commas, must all hold), or the licences themselves (``by,cc0``).
        min_tags: least number of hashtags that people must have given to a work.
        per_creator: most posts of one creator, over all topics.
        api: address of the server, ending in the API's version.

    Raises:
        CollectError: a value is out of its range.
    """

    topics: tuple[str, ...]
    per_topic: int = 100
    license: str = "commercial,modification"
    min_tags: int = 3
    per_creator: int = 10
    api: str = API

    def __post_init__(self) -> None:
        topics: dict[str, str] = {}
        for topic in self.topics:
            topics.setdefault(_hashtag(topic), " ".join(topic.split()))
        if not topics:
            raise CollectError("There is no topic; name some, as in --topics travel,food.")
        object.__setattr__(self, "topics", tuple(topics.values()))
        object.__setattr__(self, "api", _api(self.api))
        for name in ("per_topic", "min_tags", "per_creator"):
            if getattr(self, name) < 1:
                raise CollectError(f"--{name.replace('_', '-')} must be at least 1.")
        self.license_query()

    @property
    def wanted(self) -> int:
        """Most posts that are taken for each topic."""
        return min(self.per_topic, MAX_WORKS)

    def license_query(self) -> dict[str, str]:
        """The licence filter as the API's parameter."""
        names = [name.strip().lower() for name in self.license.split(",") if name.strip()]
        if names and all(name in LICENSE_TYPES for name in names):
            return {"license_type": ",".join(names)}
        if names and all(name in LICENSES for name in names):
            return {"license": ",".join(names)}
        raise CollectError(
            f"--license {self.license} is neither of {', '.join(LICENSE_TYPES)} nor a list of "
            f"{', '.join(LICENSES)}."
        )

    def allowed_licenses(self) -> frozenset[str]:
        """The codes of the licences that pass the filter."""
        query = self.license_query()
        if "license" in query:
            return frozenset(query["license"].split(","))
        return frozenset.intersection(*(LICENSE_TYPES[t] for t in query["license_type"].split(",")))


@dataclass(frozen=True)
class Key:
    """A client's identity at the API. The secret is never printed or stored."""

    id: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Key | None":
        """``OPENVERSE_CLIENT_ID`` and ``OPENVERSE_CLIENT_SECRET``, or None if neither is set.

        Raises:
            CollectError: only one of them is set.
        """
        name = environment.get("OPENVERSE_CLIENT_ID", "").strip()
        secret = environment.get("OPENVERSE_CLIENT_SECRET", "").strip()
        if bool(name) != bool(secret):
            raise CollectError(
                "Only one of OPENVERSE_CLIENT_ID and OPENVERSE_CLIENT_SECRET is set; set both, or "
                "unset both to collect without a key."
            )
        return cls(name, secret) if name else None

    def check_server(self, api: str) -> None:
        """Raise :class:`CollectError` if the key would be sent unencrypted."""
        parts = urlsplit(api)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise CollectError(
                f"The key would be sent unencrypted to {api}; use https, or unset "
                "OPENVERSE_CLIENT_ID."
            )


def _hashtag(topic: str) -> str:
    hashtag = normalize(topic)
    if hashtag is None:
        raise CollectError(
            f"The topic “{topic}” can't be a hashtag; use words of two letters or more."
        )
    if len(topic) > 200:
        raise CollectError(f"The topic “{topic[:20]}…” is longer than 200 characters.")
    if _OPERATORS.intersection(topic) or any(word[0] == "-" for word in topic.split()):
        raise CollectError(
            f"The topic “{topic}” has characters that the search takes for operators "
            '(+ | - " * ~ ( ) \\); leave them out.'
        )
    return hashtag


def _api(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or parts.query or parts.fragment:
        raise CollectError(
            f"--api {address} is not a server's address; write it as {API} (no user, no query)."
        )
    return address.rstrip("/") + "/"
