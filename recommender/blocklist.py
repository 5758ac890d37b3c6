"""Hashtags that are never suggested."""

import os
from collections.abc import Iterable
from pathlib import Path

from recommender.hashtags import parse_separated
from recommender.lists import read_lines
from recommender.paths import ASSETS

DEFAULT = ASSETS / "blocklist.txt"
"""Engagement bait (#like4like, #followme, ...): a short file that is meant to be edited."""


def read_blocklist(path: Path = DEFAULT) -> frozenset[str]:
    """The normalised hashtags in a text file: any number per line; ``# `` begins a comment line.

    Raises:
        RecommenderError: the file can't be read, is larger than 1 MB, or is not UTF-8 text.
    """
    lines = read_lines(path, "blocklist", "hashtag")
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
