"""Writing a collection: in a working folder, which takes its place whole or not at all."""

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from recommender.collection.files import (
    DATA_FILES,
    HASHTAGS,
    THUMBNAILS,
    save_arrays,
    sha256_of_file,
    sha256_of_thumbnails,
)
from recommender.collection.manifest import (
    FORMAT,
    MANIFEST,
    EncoderFacts,
    FileFacts,
    Manifest,
    write_json,
    write_manifest,
)
from recommender.collection.post_map import PostMap
from recommender.collection.posts_file import save_posts
from recommender.errors import CollectionError
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.settings import RankingSettings
from recommender.sources.post import Post

_LEFTOVER_SECONDS = 24 * 3600
"""Age at which a working folder is taken for one whose process was killed, and is removed."""


def write_data(
    folder: Path,
    posts: Sequence[Post],
    vocabulary: Vocabulary,
    model: Model,
    post_map: PostMap,
    *,
    name: str,
    encoder: EncoderFacts,
    ranking: RankingSettings,
    min_count: int,
    thumbnail_side: int,
) -> Manifest:
    """Write all of a collection but its thumbnails, which lie there already, into ``folder``."""
    save_posts(folder, posts)
    save_arrays(folder, {"model": model, "similarity": model.similarity, "map": post_map})
    rows = [
        {"hashtag": tag, "count": count}
        for tag, count in zip(vocabulary.hashtags, vocabulary.counts, strict=True)
    ]
    write_json(folder / HASHTAGS, rows)
    paths = [folder / file.name for file in DATA_FILES]
    manifest = Manifest(
        format=FORMAT,
        name=name,
        n_posts=len(posts),
        n_hashtags=len(vocabulary.hashtags),
        encoder=encoder,
        als=model.als,
        ranking=ranking,
        min_count=min_count,
        thumbnail_side=thumbnail_side,
        files={path.name: FileFacts(path.stat().st_size, sha256_of_file(path)) for path in paths},
        thumbnails_sha256=sha256_of_thumbnails(folder, posts),
    )
    write_manifest(folder, manifest)
    return manifest


def check_target(folder: Path, overwrite: bool) -> None:
    """Refuse to write a collection where something stands; with ``overwrite`` only over a collection."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise CollectionError(f"{folder} is a file; choose another --output.")
    if not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file():
        raise CollectionError(
            f"The folder {folder} holds something else than a collection; choose another --output."
        )
    if not overwrite:
        raise CollectionError(
            f"There is a collection in {folder} already; add --overwrite to replace it."
        )


@contextmanager
def working_folder(output: Path) -> Iterator[Path]:
    """A hidden folder beside the target, gone afterwards whatever happens."""
    pattern = f".{output.name}.*.partial"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for leftover in output.parent.glob(pattern):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)
        prefix, suffix = pattern.split("*")
        partial = Path(tempfile.mkdtemp(dir=output.parent, prefix=prefix, suffix=suffix))
        try:
            partial.chmod(0o755)  # mkdtemp's 0700 would stay on the finished collection
            (partial / THUMBNAILS).mkdir()
            yield partial
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise CollectionError(
            f"The collection {output} can't be written ({error.strerror}); free space or choose "
            "another --output."
        ) from error


def move_into_place(partial: Path, folder: Path) -> None:
    """Rename the finished ``partial`` folder to ``folder``, which is replaced if it exists."""
    if not folder.exists():
        partial.rename(folder)
        return
    old = partial.with_suffix(".old")
    folder.rename(old)
    try:
        partial.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
