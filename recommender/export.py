"""Recommendations -> text to take away: JSON lines and CSV."""

import csv
import io
import json
from collections.abc import Iterable

from recommender.answer import Recommendation

CSV_COLUMNS = ("image", "rank", "hashtag", "score", "posts")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_lines(answers: Iterable[Recommendation]) -> str:
    """One JSON object per image, each on its own line; see :meth:`Recommendation.to_dict`."""
    return "".join(json.dumps(a.to_dict(), ensure_ascii=False) + "\n" for a in answers)


def csv_text(answers: Iterable[Recommendation], header: bool = True) -> str:
    """One line per hashtag: image, rank from 1, hashtag, score, and how many posts have it.

    A spreadsheet would take an image's name that begins with ``=``, ``+``, ``-`` or ``@`` for a
    formula; a leading apostrophe marks it as text.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    if header:
        writer.writerow(CSV_COLUMNS)
    for answer in answers:
        image = answer.image or ""
        image = "'" + image if image.startswith(_FORMULA) else image
        for rank, s in enumerate(answer.hashtags, start=1):
            writer.writerow([image, rank, f"#{s.hashtag}", s.score, s.count])
    return file.getvalue()
