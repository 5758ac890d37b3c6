"""The licences of Openverse's works: codes, names, and what they allow."""

LICENSES = {
    "by": "CC BY",
    "by-sa": "CC BY-SA",
    "by-nc": "CC BY-NC",
    "by-nc-sa": "CC BY-NC-SA",
    "by-nd": "CC BY-ND",
    "by-nc-nd": "CC BY-NC-ND",
    "sampling+": "CC Sampling+",
    "nc-sampling+": "CC NC-Sampling+",
    "cc0": "CC0",
    "pdm": "Public Domain Mark",
}
"""The API's codes, and the names that people know."""

_CODES = frozenset(LICENSES)

LICENSE_TYPES = {
    "all": _CODES,
    "all-cc": _CODES - {"pdm"},
    "commercial": frozenset(code for code in _CODES if "nc" not in code.split("-")),
    "modification": frozenset(code for code in _CODES if "nd" not in code.split("-")),
}
"""The API's names for what licences allow, and the codes of the licences that allow it."""


def label(code: str, version: str) -> str:
    """``CC BY 2.0`` for ``by`` and ``2.0``."""
    return f"{LICENSES[code]} {version}".strip()
