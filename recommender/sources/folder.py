"""A plain folder of images: hashtags come from the names of its sub-folders and from keywords."""

from collections.abc import Iterator, Sequence

from recommender.errors import ImageError
from recommender.features.images import read_bytes
from recommender.sources.keywords import image_keywords
from recommender.sources.post import Post, Skipped, imported_post
from recommender.sources.tag_noise import without_noise
from recommender.sources.tree import VIDEOS, Tree, is_image, join, suffix


def matches(names: Sequence[str], tree: Tree) -> bool:
    """Whether there is an image."""
    return any(is_image(name) for name in names)


def read(tree: Tree) -> Iterator[Post | Skipped]:
    """One post per image. Each folder of its path is a hashtag, the innermost also its category."""
    for folder, names in tree.folders():
        for name in names:
            place = join(folder, name)
            if suffix(name) in VIDEOS:
                yield Skipped(0, "is a video", place=place, kind="video")
            elif is_image(name):
                yield _post_of(tree, folder, place)


def _post_of(tree: Tree, folder: str, image: str) -> Post | Skipped:
    file = tree.file(image)
    try:
        keywords, creator = image_keywords(read_bytes(file)) if file is not None else ([], "")
    except ImageError as error:
        return Skipped(0, str(error), place=image, kind="unreadable image")
    folders = folder.split("/") if folder else []
    category = folders[-1] if folders else ""
    tags = without_noise([*folders, *keywords])
    if not tags:
        reason = "no hashtags: neither a sub-folder nor a keyword in the image names one"
        return Skipped(0, reason, place=image, kind="no hashtags")
    return imported_post(image, file, tags, creator=creator, category=category)
