"""MIRFLICKR-25000: images ``im<N>.jpg``; for each, its tags and its licence in ``meta/``."""

import re
from collections.abc import Iterator, Sequence

from recommender.errors import PostError
from recommender.sources.post import Post, Skipped, decoded, imported_post
from recommender.sources.tag_noise import without_noise
from recommender.sources.tree import Tree, join

_TAGS = re.compile(r"(?:|.*/)meta/(?:tags|tags_raw)/tags\d+\.txt")
_IMAGE = re.compile(r"im(\d{1,9})\.jpg")
_LICENSE_URL = re.compile(r"https?://creativecommons\.org/[a-z0-9.+/-]{1,60}")


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether there is a file of tags where the set has them."""
    return any(_TAGS.fullmatch(name) for name in names)


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per image, by number, grouped by owner if there is a ``doc/owner_ids.txt``.

    The raw tags are preferred: in the clean ones, machine tags have lost the ``:`` and ``=`` by
    which they are recognised.

    Raises:
        PostError: there are no images with the set's names.
    """
    root = ""
    images: list[tuple[int, str]] = []
    for folder, names in tree.folders():
        found = [(int(m[1]), name) for name in names if (m := _IMAGE.fullmatch(name))]
        if len(found) > len(images):
            root, images = folder, sorted(found)
    if not images:
        raise PostError(f"There is no im1.jpg in {tree.label}; give the unpacked set, or its zip.")
    owners = _text(tree, join(root, "doc/owner_ids.txt")).split("\n")
    owners = owners if len(owners) >= images[-1][0] else []
    for number, name in images:
        owner = owners[number - 1].split()[-1:] if owners else []
        yield _post_of(tree, root, number, name, "".join(owner))


def _post_of(tree: Tree, root: str, number: int, name: str, owner: str) -> Post | Skipped:
    image = join(root, name)
    candidates = [join(root, f"meta/{kind}/tags{number}.txt") for kind in ("tags_raw", "tags")]
    tags = next((path for path in candidates if tree.file(path) is not None), None)
    if tags is None:
        return Skipped(0, f"there is no {candidates[0]}", place=image, kind="no hashtags")
    license = _text(tree, join(root, f"meta/license/license{number}.txt"))
    url = _LICENSE_URL.search(license)
    return imported_post(
        image,
        tree.file(image),
        without_noise(_text(tree, tags).splitlines()),
        creator=owner,
        license_url=url[0] if url else "",
        attribution=" ".join(license.split()),
        group=owner,
    )


def _text(tree: Tree, name: str) -> str:
    """A small text file, "" if there is none."""
    if tree.file(name) is None:
        return ""
    try:
        return decoded(tree.read(name, limit=4 * 1024 * 1024))
    except PostError:
        return ""
