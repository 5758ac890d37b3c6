"""Recommendations -> text to take away: JSON lines and CSV."""

import csv
import io
import json
from collections.abc import Iterable

from recommender.answer import Recommendation

CSV_COLUMNS = ("image", "rank", "hashtag", "score", "posts")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with in spreadsheets, in full width too where the system is East Asian."""


def json_lines(answers: Iterable[Recommendation]) -> str:
    """One JSON object per image, each on its own line; see :meth:`Recommendation.to_dict`."""
    return "".join(json.dumps(a.to_dict(), ensure_ascii=False) + "\n" for a in answers)


def csv_text(answers: Iterable[Recommendation], header: bool = True) -> str:
    """One line per hashtag: image, rank from 1, hashtag, score, and how many posts have it.

    Spreadsheets take cells for formulas by how they begin (OWASP, CSV Injection), and an image's
    name comes from strangers: where it begins like a formula, as ``-1.jpg`` and ``@home.jpg`` do, it
    gets a leading apostrophe, which marks text. Hashtags begin with ``#``, and numbers stay numbers,
    also negative ones. All texts are in quotes, so that a program which splits at ``;`` or tabs
    begins no cell within them.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    if header:
        writer.writerow(CSV_COLUMNS)
    for answer in answers:
        image = _as_text(answer.image or "")
        for rank, s in enumerate(answer.hashtags, start=1):
            writer.writerow([image, rank, f"#{s.hashtag}", s.score, s.count])
    return file.getvalue()


def _as_text(cell: str) -> str:
    # Tabs, line breaks and spaces before it are dropped by some programs.
    begins_like_formula = cell.lstrip().startswith(_FORMULA) or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if cell and begins_like_formula else cell
