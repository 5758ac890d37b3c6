"""Where this user's files live: exported encoders, cached deep features, own collections."""

import os
from pathlib import Path

import platformdirs

from recommender.errors import RecommenderError

HOME_VARIABLE = "HASHTAG_RECOMMENDER_HOME"
_APPLICATION = "hashtag-recommender"
_PACKAGE = Path(__file__).resolve().parent

ASSETS = _PACKAGE / "assets" if (_PACKAGE / "assets").is_dir() else _PACKAGE.parent / "assets"
"""Files that ship with the software: inside an installed package, beside it in a checkout."""

DEMO = ASSETS / "demo"
"""The demo's collection; an installed package has none."""


def cache_folder() -> Path:
    """Folder for files that can be made again: encoders and deep features. It may not exist yet.

    ``$HASHTAG_RECOMMENDER_HOME/cache`` if that variable is set, else the platform's cache folder.
    """
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / "cache" if home else Path(platformdirs.user_cache_dir(_APPLICATION))


def collections_folder() -> Path:
    """Folder for the user's own collections, which the page lists. It may not exist yet.

    ``$HASHTAG_RECOMMENDER_HOME/collections`` if that variable is set, else ``collections`` in the
    platform's data folder.
    """
    home = os.environ.get(HOME_VARIABLE)
    base = Path(home) if home else Path(platformdirs.user_data_dir(_APPLICATION))
    return base / "collections"


def sources_folder() -> Path:
    """Folder for the posts that the page collects to build from. It may not exist yet.

    ``$HASHTAG_RECOMMENDER_HOME/sources`` if that variable is set, else ``sources`` in the
    platform's data folder.
    """
    return collections_folder().parent / "sources"


def checked(path: Path) -> Path:
    """The path itself; raises RecommenderError if no file can have this name."""
    if "\0" in str(path):
        raise RecommenderError(f"The path {str(path)!r} has a NUL character; check it.")
    return path
