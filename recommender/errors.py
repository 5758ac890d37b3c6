"""Errors that a user can act on; only the page and the command line turn them into text."""

import os


class RecommenderError(Exception):
    """Base of all errors of this package.

    ``str(error)`` is one sentence that says what was wrong, where, and what to do next.
    """


class ImageError(RecommenderError):
    """An image that is missing, too large, damaged, or not an image."""


class TooManyParts(ImageError):
    """An image file of so many parts that a decoder would take long; ``what`` names them."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The image has {what}, more than photos need; open it in an image program, save it again "
            "as JPEG, and try that file."
        )


class PostError(RecommenderError):
    """A source of posts, or one of its records, that can't be used.

    ``kind`` is the reason in a word or two, for counting.
    """

    def __init__(self, text: str, kind: str = "bad record") -> None:
        super().__init__(text)
        self.kind = kind


class EncoderError(RecommenderError):
    """An encoder that can't be found, downloaded or used, or that does not fit a collection."""


class EngineError(RecommenderError):
    """Spark that is not installed, can't be started, or failed."""


class CollectionError(RecommenderError):
    """A collection folder that is missing, damaged, of a newer format, or in the way."""


def reason_of(error: OSError) -> str:
    """Why the system refused, in its words: ``No space left on device``."""
    # Libraries put sentences of their own in strerror, or leave out both.
    return os.strerror(error.errno) if error.errno else str(error)
