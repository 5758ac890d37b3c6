"""Short text files that people edit: one entry or more per line, with comments."""

from pathlib import Path

from recommender.errors import RecommenderError

MAX_BYTES = 1024 * 1024


def read_lines(path: Path, what: str, entry: str) -> list[str]:
    """The lines of a text file, without its comments, which begin with ``# ``.

    Args:
        path: the file.
        what: what the file is called in errors, such as ``blocklist``.
        entry: what a line holds, such as ``hashtag``.

    Raises:
        RecommenderError: the file can't be read, is larger than 1 MB, or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise RecommenderError(f"The {what} {path} is larger than 1 MB; make it shorter.")
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise RecommenderError(
            f"The {what} {path} can't be read ({reason}); give a text file with one {entry} per "
            "line."
        ) from error
    return [line for line in text.splitlines() if not line.startswith("# ")]
