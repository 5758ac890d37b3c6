"""Posts -> a collection, stage by stage, with progress."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from recommender.build_posts import (
    BuildPosts,
    drop_posts_without_hashtags,
    encode_build_posts,
    nothing_usable,
    read_build_posts,
)
from recommender.collection import is_collection
from recommender.collection.encoders import EncoderPart
from recommender.collection.manifest import EncoderFacts, Manifest, have_folders
from recommender.collection.post_map import PostMap, fit_map
from recommender.collection.seen import SeenFiles
from recommender.collection.update import Changes, Earlier
from recommender.collection.writer import check_target, write_data
from recommender.draft import Draft
from recommender.engine import LOCAL, Engine
from recommender.errors import CollectionError, EncoderError, PostError
from recommender.features.encoder import Encoder, open_encoder
from recommender.features.probe import probe_features
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.neighbors.similarity import EXACT_POSTS, fit_similarity
from recommender.progress import Progress, silent
from recommender.settings import BuildSettings
from recommender.sources.skipped import SkippedItems
from recommender.stages import Keep, anew
from recommender.whole import making


@dataclass(frozen=True)
class BuildReport:
    """What a build did: counts, what was skipped, seconds per stage, bytes on disk.

    ``n_reused`` counts the images that needed no encoding, ``n_rare`` the hashtags that were left out
    because they are on too few posts, though the settings name no such number. ``changes`` says what
    an update changed; None for any other build. ``resumed`` names the stages that a stopped build had
    finished.
    """

    folder: Path
    manifest: Manifest
    skipped: SkippedItems
    wanted_rank: int
    n_reused: int
    n_rare: int
    seconds: dict[str, float]
    size: int
    changes: Changes | None = None
    resumed: tuple[str, ...] = ()


def build_collection(
    posts_file: str | Path | Sequence[Path | str],
    output: str | Path,
    settings: BuildSettings = BuildSettings(),
    *,
    overwrite: bool = False,
    update: bool = False,
    strict: bool = False,
    progress: Progress = silent,
    encoder: Encoder | None = None,
    also: Sequence[Encoder] | None = None,
    format: str | None = None,
    checkpoint: Callable[[], object] = lambda: None,
    engine: Engine = LOCAL,
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
        settings: encoders, ALS, and sizes; those of an existing collection come from
            :func:`~recommender.collection.update.settings_of`.
        update: reuse what the existing collection knows about its images, and encode only new ones.
            If nothing changed, its folder stays as it is.
        strict: raise an error at the first record that would be skipped.
        progress: called as each stage advances.
        encoder: an open encoder instead of ``settings.encoder``.
        also: open encoders instead of ``settings.also``.
        format: see :func:`~recommender.sources.formats.open_source`; None to detect it.
        checkpoint: called just before the folder is put in place; what it raises stops the build.
        engine: what reads, encodes and fits; see :mod:`recommender.spark` for another one.

    Raises:
        PostError: the source can't be read or has no usable post or, if strict, a record is bad.
        CollectionError: ``output`` can't be written, or another process is building there.
        EncoderError: see :func:`~recommender.features.encoder.open_encoder`; or the encoders are not
            all different.
    """
    paths: list[Path | str] = (
        [Path(posts_file)] if isinstance(posts_file, (str, Path)) else list(posts_file)
    )
    output = Path(output).absolute()
    replaceable = partial(check_target, overwrite=overwrite or update)
    seconds: dict[str, float] = {}

    with making(output, CollectionError, replaceable) as work:
        with _timed(seconds, "read"):
            place = work.place.folder
            posts, skipped = read_build_posts(paths, format, place, strict, progress, engine)
        main = _open(settings.encoder) if encoder is None else encoder
        further = [_open(name) for name in settings.also] if also is None else also
        encoders = [main, *further]
        grows = update and is_collection(output)
        earlier = Earlier(output, encoders, settings.thumbnail_side) if grows else None
        identities = _identities(encoders, earlier)
        work.new.mkdir()
        draft = Draft(work.target) if len(posts) > EXACT_POSTS else None
        with _timed(seconds, "encode"):
            encoded = encode_build_posts(
                posts,
                skipped,
                encoders,
                settings,
                earlier,
                strict,
                progress,
                engine,
                draft,
            )
        min_count = settings.min_count_of(len(encoded.posts))
        vocabulary = Vocabulary.of((p.hashtags for p in encoded.posts), min_count)
        by_default = settings.min_count is None and min_count > 1
        n_rare = _n_left_out(encoded, vocabulary) if by_default else 0
        settings = replace(settings, min_count=min_count)
        drop_posts_without_hashtags(encoded, vocabulary, min_count)
        if not encoded.posts:
            raise PostError(nothing_usable(paths, skipped))
        changes = earlier.changes(encoded.posts) if earlier else None
        if earlier and earlier.is_made_of(encoded.posts, settings):
            manifest, size = earlier.manifest, _size(output)
        else:
            earlier = None  # releases the old files: Windows would not rename open ones
            manifest = fit_and_write(
                encoded,
                vocabulary,
                settings,
                identities,
                output.name,
                work.new,
                seconds,
                progress,
                engine,
                draft,
            )
            size = _size(work.new)
            checkpoint()
            work.finish()
            SeenFiles(work.target).remember(manifest.files.items())
            if draft:
                draft.remove()
    return BuildReport(
        folder=output,
        manifest=manifest,
        skipped=skipped,
        wanted_rank=settings.als.rank,
        n_reused=encoded.n_reused,
        n_rare=n_rare,
        seconds=seconds,
        size=size,
        changes=changes,
        resumed=tuple(draft.resumed) if draft else (),
    )


def _n_left_out(encoded: BuildPosts, vocabulary: Vocabulary) -> int:
    """How many hashtags of the posts the vocabulary lacks."""
    return len({tag for post in encoded.posts for tag in post.hashtags}) - len(vocabulary.hashtags)


_Identity: TypeAlias = tuple[EncoderFacts, np.ndarray]
"""What an encoder is known by: facts of its file, and its features of the probe picture."""


def _open(name: str) -> Encoder:
    return open_encoder(name, threads=1, copies=os.cpu_count() or 1)


def _identities(encoders: Sequence[Encoder], earlier: Earlier | None) -> list[_Identity]:
    """What the collection's encoders will be known by; raises EncoderError if two are alike."""
    parts = earlier.parts if earlier else [None] * len(encoders)
    identities = [_identity(*pair) for pair in zip(encoders, parts, strict=True)]
    names = [facts.name for facts, _ in identities]
    different = len({facts.sha256 for facts, _ in identities}) == len(identities)
    if not (different and have_folders(names)):
        raise EncoderError(
            f"The encoders {', '.join(names)} can't be in one collection; give different ones, of "
            "different names, with letters, digits, dots, hyphens and underscores alone."
        )
    return identities


def _identity(encoder: Encoder, earlier: EncoderPart | None) -> _Identity:
    """The recorded one, if there is one: most features were made with that very file."""
    if earlier is None:
        facts = EncoderFacts(encoder.name, encoder.fingerprint, encoder.size)
        return facts, probe_features(encoder)
    probe = probe_features(encoder) if earlier.probe is None else np.array(earlier.probe)
    return earlier.facts, probe


def fit_and_write(
    encoded: BuildPosts,
    vocabulary: Vocabulary,
    settings: BuildSettings,
    identities: Sequence[_Identity],
    name: str,
    folder: Path,
    seconds: dict[str, float],
    progress: Progress,
    engine: Engine,
    draft: Draft | None = None,
) -> Manifest:
    """Factors, similarity and map of the encoded posts, all written into the working folder.

    Seconds of the stages are added to ``seconds``. What a stopped build has left in the ``draft``
    is not made again.
    """
    keep: Keep = anew
    with _timed(seconds, "fit"):
        matrix = vocabulary.matrix(post.hashtags for post in encoded.posts)
        als = settings.als.fitting(matrix.shape)
        features, *others = (rows.array() for rows in encoded.features)
        if draft:
            ranking = settings.ranking
            draft.set_input((als, ranking), (matrix.indptr, matrix.indices, features, *others))
            keep = draft.keep
        model = engine.fit(features, matrix, als, settings.ranking, progress, keep)
        models = [model]
        for (facts, _), rows in zip(identities[1:], others, strict=True):
            share = settings.ranking.learned_share
            models.append(_of_another_encoder(model, rows, share, _named(keep, facts.name)))
    with _timed(seconds, "map"):

        def laid_out() -> tuple[np.ndarray, np.ndarray]:
            post_map = fit_map(features, matrix, progress)
            return post_map.positions, post_map.hashtags

        post_map = PostMap(*keep("map", laid_out))
    with _timed(seconds, "write"):
        return write_data(
            folder,
            encoded.posts,
            vocabulary,
            [
                EncoderPart(facts, model, probe)
                for (facts, probe), model in zip(identities, models, strict=True)
            ],
            post_map,
            encoded.thumbnail,
            progress=progress,
            name=name,
            ranking=settings.ranking,
            min_count=settings.min_count_of(len(encoded.posts)),
            thumbnail_side=settings.thumbnail_side,
        )


def _of_another_encoder(
    model: Model, features: np.ndarray, learned_share: float, keep: Keep = anew
) -> Model:
    """The model with the features of a further encoder."""
    similarity, _ = fit_similarity(features, model.image_factors, learned_share, keep=keep)
    return replace(model, features=features, similarity=similarity)


def _named(keep: Keep, encoder: str) -> Keep:
    """Keeps the stages of a further encoder apart from those of the others."""
    return lambda stage, make: keep(f"{encoder} {stage}", make)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - start


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
