"""HARRISON: line by line, ``data_list.txt`` has the images and ``tag_list.txt`` their hashtags."""

from collections.abc import Iterator, Sequence

from recommender.errors import PostError
from recommender.hashtags import normalize
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tree import Tree, join

_IMAGES, _TAGS = "data_list.txt", "tag_list.txt"


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether both lists are in one folder."""
    known = set(names)
    return any(name.removesuffix(_IMAGES) + _TAGS in known for name in known if _is_list(name))


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per line. An image's folder is the hashtag that found it in a search: its ``query``.

    Raises:
        PostError: a list is missing, or the two differ in their number of lines.
    """
    found = next((name for name in tree.names() if _is_list(name)), None)
    if found is None:
        raise PostError(f"There is no {_IMAGES} in {tree.label}; give the folder of the lists.")
    root = found.removesuffix(_IMAGES).rstrip("/")
    if tree.file(join(root, _TAGS)) is None:
        raise PostError(f"There is no {_TAGS} beside {found} in {tree.label}; put it there.")
    images = _lines(tree.read_text(found))
    tags = _lines(tree.read_text(join(root, _TAGS)))
    if len(images) != len(tags):
        raise PostError(
            f"{found} has {len(images):,} lines and {_TAGS} {len(tags):,} in {tree.label}, but they "
            "belong together line by line; take fresh copies of both."
        )
    for image, line in zip(images, tags, strict=True):
        if name := image.strip():
            yield _post_of(tree, root, name, line.split())


def _lines(text: str) -> list[str]:
    """The lines of a list. ``splitlines`` would also break at rare characters inside hashtags."""
    return text.removesuffix("\n").split("\n")


def _post_of(tree: Tree, root: str, name: str, tags: list[str]) -> Post | Skipped:
    _, _, inner = name.partition("/")  # the lists include the folder instagram_dataset
    file = tree.file(join(root, name)) or tree.file(join(root, inner))
    folder = name.split("/")[-2] if "/" in name else ""
    query = normalize(folder) or ""
    return imported_post(name, file, tags, category=folder, query=query)


def _is_list(name: str) -> bool:
    return name == _IMAGES or name.endswith(f"/{_IMAGES}")
