"""Posts -> a collection, stage by stage, with progress."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.build_posts import (
    BuildPosts,
    drop_posts_without_hashtags,
    encode_build_posts,
    nothing_usable,
    read_build_posts,
)
from recommender.collection import is_collection
from recommender.collection.files import THUMBNAILS
from recommender.collection.manifest import EncoderFacts, Manifest
from recommender.collection.post_map import fit_map
from recommender.collection.update import Changes, Earlier
from recommender.collection.writer import check_target, write_data
from recommender.errors import CollectionError, PostError
from recommender.features.encoder import Encoder, open_encoder
from recommender.hashtags import Vocabulary
from recommender.model import fit_model
from recommender.progress import Progress, silent
from recommender.settings import BuildSettings
from recommender.sources.skipped import SkippedItems
from recommender.whole_folder import move_into_place, working_folder


@dataclass(frozen=True)
class BuildReport:
    """What a build did: counts, what was skipped, seconds per stage, bytes on disk.

    ``n_reused`` counts the images that needed no encoding. ``changes`` says what an update
    changed; None for any other build.
    """

    folder: Path
    manifest: Manifest
    skipped: SkippedItems
    wanted_rank: int
    n_reused: int
    seconds: dict[str, float]
    size: int
    changes: Changes | None = None


def build_collection(
    posts_file: str | Path | Sequence[Path],
    output: str | Path,
    settings: BuildSettings = BuildSettings(),
    *,
    overwrite: bool = False,
    update: bool = False,
    strict: bool = False,
    progress: Progress = silent,
    encoder: Encoder | None = None,
    format: str | None = None,
    checkpoint: Callable[[], object] = lambda: None,
) -> BuildReport:
    """Make a collection from posts; the folder appears whole, or not at all.

    Deep features are kept in the user's cache folder as they are computed, so a build that was
    stopped continues where it was. The same input and settings give the same files on one
    machine (see :func:`~recommender.factors.fit_factors` for other machines).

    Args:
        posts_file: a ``.jsonl`` or ``.csv`` file, or any other source (see
            :mod:`recommender.sources.formats`); several paths if the source comes in parts.
        output: the collection's folder: a new one or, with ``overwrite`` or ``update``, an existing
            collection.
        settings: encoder, ALS, and sizes; those of an existing collection come from
            :func:`~recommender.collection.update.settings_of`.
        update: reuse what the existing collection knows about its images, and encode only new ones.
            If nothing changed, its folder stays as it is.
        strict: raise an error at the first record that would be skipped.
        progress: called as each stage advances.
        encoder: an open encoder instead of ``settings.encoder``.
        format: see :func:`~recommender.sources.formats.open_source`; None to detect it.
        checkpoint: called just before the folder is put in place; what it raises stops the build.

    Raises:
        PostError: the source can't be read or has no usable post or, if strict, a record is bad.
        CollectionError: ``output`` can't be written.
        EncoderError: see :func:`~recommender.features.encoder.open_encoder`.
    """
    paths = [Path(posts_file)] if isinstance(posts_file, (str, Path)) else list(posts_file)
    output = Path(output).absolute()
    check_target(output, overwrite or update)
    seconds: dict[str, float] = {}

    with _timed(seconds, "read"):
        posts, skipped = read_build_posts(paths, format, strict, progress)
    if encoder is None:
        encoder = open_encoder(settings.encoder, threads=1, copies=os.cpu_count() or 1)
    grows = update and is_collection(output)
    earlier = Earlier(output, encoder, settings.thumbnail_side) if grows else None

    with working_folder(output, CollectionError) as partial:
        (partial / THUMBNAILS).mkdir()
        with _timed(seconds, "encode"):
            encoded = encode_build_posts(
                posts, skipped, encoder, partial, settings, earlier, strict, progress
            )
        vocabulary = Vocabulary.of((p.hashtags for p in encoded.posts), settings.min_count)
        drop_posts_without_hashtags(encoded, vocabulary, settings.min_count, partial)
        if not encoded.posts:
            raise PostError(nothing_usable(paths, skipped))
        changes = earlier.changes(encoded.posts) if earlier else None
        if earlier and earlier.is_made_of(encoded.posts, settings):
            manifest, size = earlier.manifest, _size(output)
        else:
            earlier = None  # releases the old files: Windows would not rename open ones
            manifest = _fit_and_write(
                encoded, vocabulary, settings, encoder, output.name, partial, seconds, progress
            )
            size = _size(partial)
            checkpoint()
            move_into_place(partial, output)
    return BuildReport(
        folder=output,
        manifest=manifest,
        skipped=skipped,
        wanted_rank=settings.als.rank,
        n_reused=encoded.n_reused,
        seconds=seconds,
        size=size,
        changes=changes,
    )


def _fit_and_write(
    encoded: BuildPosts,
    vocabulary: Vocabulary,
    settings: BuildSettings,
    encoder: Encoder,
    name: str,
    partial: Path,
    seconds: dict[str, float],
    progress: Progress,
) -> Manifest:
    """Factors, similarity and map of the encoded posts, all written into the working folder."""
    with _timed(seconds, "fit"):
        matrix = vocabulary.matrix([post.hashtags for post in encoded.posts])
        als = settings.als.fitting(matrix.shape)
        features = np.stack(encoded.features)
        model = fit_model(features, matrix, als, settings.ranking, progress)
    progress("drawing the map", 0, 1)
    with _timed(seconds, "map"):
        post_map = fit_map(features, matrix)
    progress("drawing the map", 1, 1)
    with _timed(seconds, "write"):
        return write_data(
            partial,
            encoded.posts,
            vocabulary,
            model,
            post_map,
            name=name,
            encoder=EncoderFacts(encoder.name, encoder.fingerprint, encoder.size),
            ranking=settings.ranking,
            min_count=settings.min_count,
            thumbnail_side=settings.thumbnail_side,
        )


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - start


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
