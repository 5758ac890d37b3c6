"""Hashtags that are never suggested."""

from collections.abc import Iterable
from pathlib import Path

from recommender.errors import RecommenderError
from recommender.hashtags import parse_separated
from recommender.paths import ASSETS

DEFAULT = ASSETS / "blocklist.txt"
"""Engagement bait (#like4like, #followme, ...): a short file that is meant to be edited."""

MAX_BYTES = 1024 * 1024


def read_blocklist(path: Path = DEFAULT) -> frozenset[str]:
    """Normalised hashtags of a text file: any number a line, ``# `` begins a comment.

    Raises:
        RecommenderError: the file can't be read, or is no text of at most 1 MB.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise RecommenderError(
            f"The blocklist {path} can't be read ({reason}); give a text file, one hashtag a line."
        ) from error
    if len(text) > MAX_BYTES:
        raise RecommenderError(f"The blocklist {path} is larger than 1 MB; make it shorter.")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    return frozenset(parse_separated(" ".join(lines)))


def read_block_options(options: Iterable[str]) -> frozenset[str]:
    """The default blocklist and what ``--block`` names: files, or hashtags."""
    blocked = set(read_blocklist())
    for option in options:
        if Path(option).is_file():
            blocked |= read_blocklist(Path(option))
        else:
            blocked |= set(parse_separated(option))
    return frozenset(blocked)
