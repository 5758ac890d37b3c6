"""Values from JSON that can't be trusted to have any known form, size or types."""

import json
from collections.abc import Iterable
from typing import Any

from recommender.errors import PostError


def parse_json(data: bytes, name: str) -> Any:
    """Parse JSON bytes; raises a :class:`PostError` that names the file if they are not JSON."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PostError(
            f"{name} is not JSON that can be read ({error}).", kind="unreadable"
        ) from error


def texts_of(values: Any, *keys: str) -> Iterable[str]:
    """The texts in a JSON list: its strings, and from its objects the first of ``keys``."""
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            value = next((value[key] for key in keys if key in value), None)
        if isinstance(value, str):
            yield value


def text_at(value: Any, *path: str | int) -> str:
    """The text at a path of keys and indices in nested JSON; "" if there is none."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return ""
    return value if isinstance(value, str) else ""
