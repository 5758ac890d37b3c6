"""What the API answers: JSON, errors in two forms, and how long to wait."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from recommender.printable import one_line
from recommender.sources.openverse.errors import NoAnswer
from recommender.sources.openverse.pace import DAY


@dataclass(frozen=True)
class Answer:
    """A complete HTTP answer. The names of ``headers`` may be in upper or lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()


def read_json(answer: Answer) -> dict[str, Any]:
    """The JSON object in an answer; raises :class:`NoAnswer` if the answer is anything else."""
    if answer.content_type not in ("application/json", ""):
        raise NoAnswer(
            f"The server answers {one_line(answer.content_type)} instead of JSON; if this network "
            "has a login page, log in and try again."
        )
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("The server's answer is not JSON; try again later.") from error
    if not isinstance(value, dict):
        raise NoAnswer("The server's answer is not a JSON object; is it an Openverse server?")
    return value


def detail_of(answer: Answer) -> str:
    """What the API says about an error, or "". Its ``detail`` is a text, or texts by parameter."""
    try:
        detail = read_json(answer).get("detail", "")
    except NoAnswer:
        return ""
    if isinstance(detail, dict):
        detail = "; ".join(f"{name}: {_joined(value)}" for name, value in detail.items())
    return one_line(_joined(detail))


def _joined(value: Any) -> str:
    texts = value if isinstance(value, list) else [value]
    return ", ".join(text for text in texts if isinstance(text, str))


def retry_after(answer: Answer, now: float) -> float | None:
    """The seconds of ``Retry-After``, which is a number or a date; None without that header."""
    value = answer.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), DAY)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
