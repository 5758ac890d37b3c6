"""The known formats: how they are detected from the files, and one way to read them all."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from recommender.errors import PostError
from recommender.paths import checked
from recommender.sources import (
    flickr,
    folder,
    gallery_dl,
    harrison,
    instagram,
    instaloader,
    mirflickr,
)
from recommender.sources.post import Post, Skipped
from recommender.sources.posts_file import ENDINGS, read_posts_file
from recommender.sources.tree import Tree, join, open_tree, suffix

Items = Generator[Post | Skipped, None, None]

POSTS = "posts"
"""The format of this project's own posts files; all others are in :data:`FORMATS`."""

MAX_FOLDERS = 2_000
"""Most folders, outermost first, that are looked at to detect the format."""

MAX_FILES = 200
"""Most files of each ending that are looked at in a folder."""


@dataclass(frozen=True)
class Format:
    """A form in which people have their posts, and the functions that read it."""

    name: str
    about: str
    matches: Callable[[Sequence[str], Tree], bool]
    read: Callable[[Tree], Iterator[Post | Skipped]]


FORMATS = (
    Format("instagram", "an Instagram export (JSON)", instagram.matches, instagram.read),
    Format("flickr", "a Flickr export", flickr.matches, flickr.read),
    Format("mirflickr", "MIRFLICKR-25000", mirflickr.matches, mirflickr.read),
    Format("harrison", "HARRISON's lists and images", harrison.matches, harrison.read),
    Format("instaloader", "a folder of instaloader", instaloader.matches, instaloader.read),
    Format("gallery-dl", "a folder of gallery-dl", gallery_dl.matches, gallery_dl.read),
    Format("folder", "images in folders that name hashtags", folder.matches, folder.read),
)
"""In the order in which they are tried; the last one takes any folder with images."""

NAMES = (POSTS, *(format.name for format in FORMATS))


@dataclass(frozen=True)
class Source:
    """Posts to be read: the name of their ``format``, the ``paths`` given, and the open ``tree``."""

    format: str
    paths: tuple[Path, ...]
    tree: Tree | None

    def items(self, unique: bool | None = None) -> Items:
        """Each post, or each skipped item with the reason, in the source's order.

        ``unique`` drops duplicate pictures (see :mod:`recommender.sources.duplicates`); None does
        so for every format except posts files, where people decide themselves.

        Raises:
            PostError: the source can't be read, or holds nothing at all.
        """
        if unique is None:
            unique = self.format != POSTS
        items = self._items()
        if not unique:
            return items
        from recommender.sources.duplicates import without_duplicates  # loads the decoders

        return without_duplicates(items)

    def _items(self) -> Items:
        if self.tree is None:
            for path in self.paths:
                yield from read_posts_file(path)
            return
        format = next(format for format in FORMATS if format.name == self.format)
        empty = True
        for item in format.read(self.tree):
            empty = False
            yield item
        for item in self.tree.refused():
            empty = False
            yield item
        if empty:
            raise PostError(
                f"There is no post in {self.tree.label}, read as {format.about}; check that it is "
                f"complete, or name another --format ({', '.join(NAMES)})."
            )


def open_source(paths: Path | Sequence[Path], format: str | None = None) -> Source:
    """Open a file, folder or zip, or several parts of one export, and detect its format.

    Args:
        paths: a posts file, a folder, a zip, or several.
        format: one of :data:`NAMES`; None to detect it.

    Raises:
        PostError: a path can't be read, or its format is unknown.
    """
    given = tuple(checked(path) for path in ((paths,) if isinstance(paths, Path) else paths))
    if format is not None and format not in NAMES:
        raise PostError(f"There is no format {format}; name one of: {', '.join(NAMES)}.")
    if format in (None, POSTS):
        found = [_posts_file(path) for path in given]
        if all(found):
            return Source(POSTS, tuple(path for path in found if path), None)
        if format == POSTS:
            missing = given[found.index(None)]
            raise PostError(
                f"There is no posts.jsonl or posts.csv in {missing}; name the file itself."
            )
    for path in given:
        if not path.exists():
            raise PostError(f"There is no file or folder {path}; check the path.")
        if not path.is_dir() and not (path.is_file() and suffix(path.name) == ".zip"):
            raise PostError(
                f"{path} is neither .jsonl nor .csv, nor a zip or a folder; give a posts file, or the "
                "folder or zip that your posts came in."
            )
    tree = open_tree(given)
    return Source(format or _format_of(tree), given, tree)


def read_posts(
    paths: Path | Sequence[Path], format: str | None = None, *, unique: bool | None = None
) -> Items:
    """The posts of any source as a stream, in its order, with a Skipped for each unusable record.

    See :func:`open_source` and :meth:`Source.items`; their errors are raised at the first item.
    """
    yield from open_source(paths, format).items(unique)


def _posts_file(path: Path) -> Path | None:
    """The posts file at this path, or in the folder at this path; None if there is none."""
    if suffix(path.name) in ENDINGS and not path.is_dir():
        return path
    candidates = (path / f"posts{ending}" for ending in ENDINGS)
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _format_of(tree: Tree) -> str:
    names = _some_names(tree)
    for format in FORMATS:
        if format.matches(names, tree):
            return format.name
    if not names:
        raise PostError(f"{tree.label} is empty; give the folder or zip that your posts came in.")
    raise PostError(
        f"{tree.label} has no known format: it holds no image and no file that "
        f"is recognised. Check the path, or name the --format ({', '.join(NAMES)})."
    )


def _some_names(tree: Tree) -> list[str]:
    """File names from the outer folders, some of every ending: not those of a million photos."""
    some = []
    for folder_name, names in islice(tree.folders(), MAX_FOLDERS):
        counts: dict[str, int] = {}
        for name in names:
            ending = suffix(name)
            counts[ending] = counts.get(ending, 0) + 1
            if counts[ending] <= MAX_FILES:
                some.append(join(folder_name, name))
    return some
