"""Captions and tag lists -> normalised hashtags, the vocabulary, and the post x hashtag matrix."""

import html
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import regex

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MAX_LENGTH = 100
"""Longest hashtag that is kept, in characters. No platform publishes a limit; most are shorter."""

STORED = re.compile(r"[^\s#\x00-\x20\x7f-\xa0\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
"""What files of hashtags are checked by, once these were normalised: letters are not told from other
characters, since Unicode gets new ones, but nothing may break a line, steer a terminal, or turn the
direction of what follows."""

# Letters, marks and digits of any script, the underscore, and the two joiners that Persian and
# Indic words need. The standard library's \w leaves combining marks out and would cut #हिन्दी.
_TAG = r"[\p{L}\p{M}\p{N}_\u200c\u200d]+"
_CHAINS = regex.compile(rf"(?<![\p{{L}}\p{{M}}\p{{N}}_&/])(?:#+{_TAG})+")
_NOT_TAG = regex.compile(r"[^\p{L}\p{M}\p{N}_\u200c\u200d]+")
_HAS_LETTER = regex.compile(r"\p{L}")
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")
# To Unicode, emoji variation selectors are marks, but they are not part of a word.
_VARIATION_SELECTORS = regex.compile(r"[\ufe00-\ufe0f\u20e3]")
_USELESS_JOINERS = regex.compile(
    r"(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])"
    r"|(?<=[\p{Latin}\p{Greek}\p{Cyrillic}])[\u200c\u200d]"
)


def normalize(tag: str) -> str | None:
    """One hashtag as it is stored: no ``#``, NFKC, casefolded; None if it is not a hashtag.

    A hashtag has a letter (not only digits), and 2 to 100 characters. Spaces and punctuation are
    removed: ``"fishing boat"`` becomes ``fishingboat``.
    """
    word = _NOT_TAG.sub("", _clean(tag))
    word = unicodedata.normalize("NFKC", word.casefold())
    word = _USELESS_JOINERS.sub("", word).lstrip("\u200c\u200d")
    # Case folding and NFKC may bring back punctuation (U+2100 becomes "a/c").
    word = _NOT_TAG.sub("", word)
    if not 2 <= len(word) <= MAX_LENGTH or not _HAS_LETTER.search(word):
        return None
    return word


def extract(text: str) -> list[str]:
    """The normalised hashtags in a caption, in order, each once.

    ``#`` must not follow a letter, ``&`` or ``/`` (``x#y``, ``&#39;``, web addresses), except in a
    chain: ``#a1#b1`` gives both.
    """
    chains = _CHAINS.findall(_clean(text))
    return _unique(part for chain in chains for part in chain.split("#"))


def parse_list(tags: Iterable[str]) -> list[str]:
    """The normalised hashtags of a list whose entries are tags with or without ``#``, or chains."""
    parts: list[str] = []
    for tag in tags:
        if "#" in (cleaned := _clean(tag)):
            # The part before the first # counts too: in a list, even x#y means two tags.
            parts += (_NOT_TAG.split(part.strip(), maxsplit=1)[0] for part in cleaned.split("#"))
        else:
            parts.append(tag)
    return _unique(parts)


def parse_separated(text: str) -> list[str]:
    """The normalised hashtags of a text, in which spaces or commas separate the tags."""
    return parse_list(text.replace(",", " ").split())


@dataclass(frozen=True)
class Vocabulary:
    """The hashtags of a collection, most used first, with the number of posts that have each."""

    hashtags: tuple[str, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, tag_lists: Iterable[Sequence[str]], min_count: int = 1) -> "Vocabulary":
        """Count hashtags over posts; those on fewer than ``min_count`` posts are left out."""
        counts = Counter(tag for tags in tag_lists for tag in set(tags))
        kept = [(tag, count) for tag, count in counts.items() if count >= min_count]
        kept.sort(key=lambda item: (-item[1], item[0]))
        return cls(tuple(tag for tag, _ in kept), tuple(count for _, count in kept))

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each hashtag in the matrix, and its row in the hashtag factors."""
        return {tag: j for j, tag in enumerate(self.hashtags)}

    def columns_of(self, hashtags: Iterable[str]) -> dict[str, int]:
        """The column of each of these hashtags that the vocabulary has."""
        return {tag: self.columns[tag] for tag in hashtags if tag in self.columns}

    def matrix(self, tag_lists: Iterable[Sequence[str]]) -> "csr_matrix":
        """The ``(n_posts, n_hashtags) float32`` matrix: 1 where a post has a hashtag, else 0."""
        from scipy.sparse import csr_matrix  # only building needs SciPy

        columns, starts = array("i"), array("q", [0])
        for tags in tag_lists:
            columns.extend(sorted(self.columns_of(tags).values()))
            starts.append(len(columns))
        ones = np.ones(len(columns), dtype=np.float32)
        shape = (len(starts) - 1, len(self.hashtags))
        # Copies, since SciPy would otherwise keep arrays that can't grow again.
        return csr_matrix((ones, np.array(columns), np.array(starts)), shape=shape)


def _clean(text: str) -> str:
    text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
    text = unicodedata.normalize("NFKC", _VARIATION_SELECTORS.sub("", text))
    return "".join(c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")


def _unique(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for tag in tags if (word := normalize(tag))))
