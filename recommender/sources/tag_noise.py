"""Tags that say something about the camera, the year or a photo site, but not the picture."""

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache
from pathlib import Path

from recommender.hashtags import normalize
from recommender.lists import read_lines
from recommender.paths import ASSETS

DEFAULT = ASSETS / "tag_noise.txt"
"""A short file that is meant to be edited: one pattern per line, ``# `` begins a comment."""

_MACHINE_TAG = re.compile(r"\s*[a-zA-Z0-9_.-]{1,50}:[^=\s]{1,100}=")
"""``namespace:key=value``, which programs write: ``geo:lat=51.5``, ``uploaded:by=instagram``."""


def without_noise(tags: Iterable[str], path: Path = DEFAULT) -> list[str]:
    """The tags except machine tags and those that, normalised, match a pattern of the file.

    Raises:
        RecommenderError: the file can't be read.
    """
    noise = noise_pattern(path)
    return [
        tag
        for tag in tags
        if not _MACHINE_TAG.match(tag) and not noise.fullmatch(normalize(tag) or "")
    ]


@cache
def noise_pattern(path: Path = DEFAULT) -> re.Pattern[str]:
    """One pattern for all lines: ``*`` is any text, ``?`` one character, ``[0-9]`` a digit."""
    lines = read_lines(path, "list of tags to drop", "pattern")
    patterns = [line.strip().lower() for line in lines]
    return re.compile("|".join(translate(pattern) for pattern in patterns if pattern) or r"(?!)")
