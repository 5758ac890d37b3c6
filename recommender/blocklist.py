"""Hashtags that are never suggested."""

import os
from collections.abc import Iterable
from pathlib import Path

from recommender.errors import RecommenderError
from recommender.hashtags import parse_separated
from recommender.paths import ASSETS

DEFAULT = ASSETS / "blocklist.txt"
"""Engagement bait (#like4like, #followme, ...): a short file that is meant to be edited."""

MAX_BYTES = 1024 * 1024


def read_blocklist(path: Path = DEFAULT) -> frozenset[str]:
    """The normalised hashtags in a text file: any number per line; ``# `` begins a comment line.

    Raises:
        RecommenderError: the file can't be read, is larger than 1 MB, or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise RecommenderError(f"The blocklist {path} is larger than 1 MB; make it shorter.")
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise RecommenderError(
            f"The blocklist {path} can't be read ({reason}); give a text file with one hashtag "
            "per line."
        ) from error
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    return frozenset(parse_separated(" ".join(lines)))


def read_block_options(options: Iterable[str]) -> frozenset[str]:
    """The default blocklist and what ``--block`` names: files, or hashtags."""
    blocked = set(read_blocklist())
    for option in options:
        if os.path.isfile(option):  # Path.is_file raises on a list too long for a file name
            blocked |= read_blocklist(Path(option))
        else:
            blocked |= set(parse_separated(option))
    return frozenset(blocked)
