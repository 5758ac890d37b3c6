"""The user's own collections, and the one to use where none is named."""

from pathlib import Path

from recommender.collection.manifest import MANIFEST, is_collection
from recommender.errors import CollectionError
from recommender.paths import DEMO, collections_folder
from recommender.workplace import recover_all


def own_collections() -> list[Path]:
    """The folders of the user's own collections, by name; what a killed build moved away is put back."""
    recover_all(collections_folder())
    folders = (path.parent for path in collections_folder().glob(f"*/{MANIFEST}"))
    # Hidden ones are working folders.
    return sorted(folder for folder in folders if not folder.name.startswith("."))


def written(folder: Path) -> int:
    """When a collection was written, in nanoseconds since 1970; 0 if there is none."""
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def default_collection() -> Path:
    """The user's newest collection, damaged or not; the demo if they have none.

    A damaged one is not passed over: an answer from other posts could be taken for one from it.

    Raises:
        CollectionError: there is neither.
    """
    if own := own_collections():
        return max(own, key=written)
    if is_collection(DEMO):
        return DEMO
    raise CollectionError(
        f"There is no collection of yours in {collections_folder()}, and no demo; make one with "
        "`python -m recommender build`, and name it if you put it elsewhere."
    )
