"""Writing a collection's files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from recommender.collection.arrays import save_arrays
from recommender.collection.encoders import EncoderPart
from recommender.collection.files import (
    CELL_FILES,
    DATA_FILES,
    ENCODERS,
    FORMAT,
    THUMBNAILS,
    THUMBNAILS_TAR,
    DataFile,
    cell_files,
    data_files,
    encoder_files,
    sha256_of_file,
)
from recommender.collection.hashtags_parquet import save_vocabulary
from recommender.collection.manifest import (
    MANIFEST,
    MAX_NAME,
    FileFacts,
    Manifest,
    is_collection,
    write_manifest,
)
from recommender.collection.post_map import PostMap
from recommender.collection.posts_writer import save_posts
from recommender.collection.thumbnail_archive import save_thumbnails
from recommender.errors import CollectionError
from recommender.hashtags import Vocabulary
from recommender.progress import Progress, silent, told
from recommender.settings import RankingSettings
from recommender.sources.post import Post, clean_text

_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What file managers put into folders that somebody looks at."""


def write_data(
    folder: Path,
    posts: Sequence[Post],
    vocabulary: Vocabulary,
    parts: Sequence[EncoderPart],
    post_map: PostMap,
    thumbnail_of: Callable[[str], bytes],
    *,
    progress: Progress = silent,
    name: str,
    ranking: RankingSettings,
    min_count: int,
    thumbnail_side: int,
) -> Manifest:
    """Write a collection into ``folder``.

    The first of the ``parts`` is the main encoder's. ``thumbnail_of`` gives the JPEG of an image's id.
    """
    main, *further = parts
    save_posts(folder, told(posts, len(posts), "writing posts", progress))
    places = save_thumbnails(folder, posts, thumbnail_of, progress)
    arrays = {**_arrays(main), "map": vars(post_map), "thumbnails": {"places": places}}
    save_arrays(folder, data_files(), arrays)
    for part in further:
        save_arrays(folder, encoder_files(part.facts.name), _arrays(part))
    cells = _save_cells(folder, parts)
    save_vocabulary(folder, vocabulary)
    names = [file.name for file in (*data_files(), *cells)]
    names += [file.name for part in further for file in encoder_files(part.facts.name)]
    files = {name: _file_facts(folder / name) for name in names}
    manifest = Manifest(
        format=FORMAT,
        name=clean_text(name, MAX_NAME),
        n_posts=len(posts),
        n_hashtags=len(vocabulary.hashtags),
        encoder=main.facts,
        also=tuple(part.facts for part in further),
        als=main.model.als,
        ranking=ranking,
        min_count=min_count,
        thumbnail_side=thumbnail_side,
        files=files,
        thumbnails_sha256=files[THUMBNAILS_TAR].sha256,
    )
    write_manifest(folder, manifest)
    return manifest


def _arrays(part: EncoderPart) -> dict[str, dict[str, Any]]:
    """The arrays of an encoder's part, by the part of a collection that they belong to."""
    return {
        "model": vars(part.model),
        "similarity": vars(part.model.similarity),
        "probe": {"features": part.probe},
    }


def _save_cells(folder: Path, parts: Sequence[EncoderPart]) -> list[DataFile]:
    """Write the cells of the encoders that have some; returns their files."""
    written = []
    for i, part in enumerate(parts):
        if part.model.similarity.cells is not None:
            files = cell_files(part.facts.name if i else "")
            save_arrays(folder, files, {"cells": vars(part.model.similarity.cells)})
            written += files
    return written


def _file_facts(path: Path) -> FileFacts:
    return FileFacts(path.stat().st_size, sha256_of_file(path))


def check_target(folder: Path, overwrite: bool) -> None:
    """Refuse a folder that is not empty, unless it is a collection and ``overwrite`` is set.

    Nor is a collection replaced that holds files of other kinds, since they would be lost.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CollectionError(f"{folder} is a file; choose another --output.")
    if not any(folder.iterdir()):
        return
    if not is_collection(folder):
        raise CollectionError(
            f"The folder {folder} holds something other than a collection; choose another --output."
        )
    if not overwrite:
        raise CollectionError(
            f"There is already a collection in {folder}; add --overwrite to replace it."
        )
    ours = {MANIFEST, THUMBNAILS, ENCODERS, *_OF_THE_SYSTEM}
    ours |= {file.name for file in (*DATA_FILES, *CELL_FILES)}
    if others := sorted({file.name for file in folder.iterdir()} - ours):
        raise CollectionError(
            f"The collection {folder} also holds {others[0]}, which would be lost; move it away, or "
            "choose another --output."
        )
