"""Posts -> a collection, stage by stage, with progress."""

import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from recommender.collection.files import thumbnail_path
from recommender.collection.manifest import EncoderFacts, Manifest
from recommender.collection.post_map import fit_map
from recommender.collection.writer import check_target, move_into_place, working_folder, write_data
from recommender.errors import CollectionError, PostError
from recommender.features.batch import encode_posts
from recommender.features.encoder import Encoder, open_encoder
from recommender.hashtags import Vocabulary
from recommender.model import fit_model
from recommender.progress import Progress, silent
from recommender.settings import AlsSettings, RankingSettings
from recommender.sources import Post, Skipped, read_posts


@dataclass(frozen=True)
class BuildSettings:
    """What ``build`` can be told. ``min_count`` is the fewest posts that a kept hashtag has."""

    encoder: str = "imagenet"
    als: AlsSettings = field(default_factory=AlsSettings)
    ranking: RankingSettings = field(default_factory=RankingSettings)
    min_count: int = 1
    thumbnail_side: int = 480

    def __post_init__(self) -> None:
        if self.min_count < 1:
            raise CollectionError("The minimum count must be at least 1.")
        if not 64 <= self.thumbnail_side <= 480:
            raise CollectionError("The thumbnails' longer side must be from 64 to 480 pixels.")


@dataclass(frozen=True)
class BuildReport:
    """What a build did: counts, the skipped records, seconds a stage, bytes on disk."""

    folder: Path
    manifest: Manifest
    skipped: tuple[Skipped, ...]
    wanted_rank: int
    n_reused: int
    seconds: dict[str, float]
    size: int


@dataclass
class _Encoded:
    """Posts whose images could be read, with their deep features (same order)."""

    posts: list[Post] = field(default_factory=list)
    features: list[np.ndarray] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    n_reused: int = 0


def build_collection(
    posts_file: str | Path,
    output: str | Path,
    settings: BuildSettings = BuildSettings(),
    *,
    overwrite: bool = False,
    strict: bool = False,
    progress: Progress = silent,
    encoder: Encoder | None = None,
    format: str | None = None,
    checkpoint: Callable[[], object] = lambda: None,
) -> BuildReport:
    """Make a collection from a posts file; the folder appears whole, or not at all.

    Deep features are kept in the user's cache folder as they are computed, so a build that is
    started again goes on where it stopped. The same input and settings give the same files on one
    machine (see :func:`~recommender.factors.fit_factors` for other machines).

    Args:
        posts_file: ``.jsonl`` or ``.csv``, or any other source, see the README.
        output: the collection's folder, new or (with ``overwrite``) an old collection.
        settings: encoder, ALS, and sizes.
        strict: make the first record that would be skipped an error.
        progress: told how far each stage is.
        encoder: an open encoder instead of ``settings.encoder``.
        format: the source's, see :func:`~recommender.sources.formats.open_source`; None to look.
        checkpoint: called before the folder is put in its place; what it raises stops the build.

    Raises:
        PostError: the file can't be read, nothing usable is in it, or, if strict, a record is bad.
        CollectionError: ``output`` can't be written.
        EncoderError: see :func:`~recommender.features.encoder.open_encoder`.
    """
    posts_file, output = Path(posts_file), Path(output).absolute()
    check_target(output, overwrite)
    seconds: dict[str, float] = {}

    with _timed(seconds, "read"):
        posts, skipped = _read(posts_file, format, strict)
    if encoder is None:
        encoder = open_encoder(settings.encoder, threads=1, copies=os.cpu_count() or 1)

    with working_folder(output) as partial:
        with _timed(seconds, "encode"):
            encoded = _encode(posts, encoder, partial, settings.thumbnail_side, strict, progress)
        vocabulary = Vocabulary.of((p.hashtags for p in encoded.posts), settings.min_count)
        _drop_posts_without_hashtags(encoded, vocabulary, settings.min_count, partial)
        skipped = sorted(skipped + encoded.skipped, key=lambda s: s.line)
        if not encoded.posts:
            raise PostError(_nothing_usable(posts_file, skipped))

        with _timed(seconds, "fit"):
            matrix = vocabulary.matrix([post.hashtags for post in encoded.posts])
            als = settings.als.fitting(matrix.shape)
            features = np.stack(encoded.features)
            model = fit_model(features, matrix, als, settings.ranking, progress)
        with _timed(seconds, "map"):
            post_map = fit_map(features, matrix)

        with _timed(seconds, "write"):
            manifest = write_data(
                partial,
                encoded.posts,
                vocabulary,
                model,
                post_map,
                name=output.name,
                encoder=EncoderFacts(encoder.name, encoder.fingerprint, encoder.size),
                ranking=settings.ranking,
                min_count=settings.min_count,
                thumbnail_side=settings.thumbnail_side,
            )
            size = sum(file.stat().st_size for file in partial.rglob("*") if file.is_file())
            checkpoint()
            move_into_place(partial, output)
    return BuildReport(
        folder=output,
        manifest=manifest,
        skipped=tuple(skipped),
        wanted_rank=settings.als.rank,
        n_reused=encoded.n_reused,
        seconds=seconds,
        size=size,
    )


def _read(posts_file: Path, format: str | None, strict: bool) -> tuple[list[Post], list[Skipped]]:
    posts: list[Post] = []
    skipped: list[Skipped] = []
    for item in read_posts(posts_file, format):
        if isinstance(item, Post):
            posts.append(item)
        elif strict:
            raise _strict_error(item)
        else:
            skipped.append(item)
    if not posts:
        raise PostError(_nothing_usable(posts_file, skipped))
    return posts, skipped


def _encode(
    posts: list[Post],
    encoder: Encoder,
    partial: Path,
    thumbnail_side: int,
    strict: bool,
    progress: Progress,
) -> _Encoded:
    """Encode every image; thumbnails are written as they come."""
    result = _Encoded()
    copies: Counter[str] = Counter()
    with closing(encode_posts(posts, encoder, thumbnail_side, progress)) as items:
        for item in items:
            if isinstance(item, Skipped):
                if strict:
                    raise _strict_error(item)
                result.skipped.append(item)
                continue
            copies[item.sha256] += 1
            post = dataclasses.replace(item.post, id=_post_id(item.sha256, copies), path=None)
            thumbnail_path(partial, post).write_bytes(item.thumbnail)
            result.posts.append(post)
            result.features.append(item.features)
            result.n_reused += item.reused
    return result


def _post_id(sha256: str, copies: Counter[str]) -> str:
    """The beginning of the image's sha256; further posts of the same image count on from -2."""
    return sha256[:16] + (f"-{copies[sha256]}" if copies[sha256] > 1 else "")


def _drop_posts_without_hashtags(
    encoded: _Encoded, vocabulary: Vocabulary, min_count: int, partial: Path
) -> None:
    """A post none of whose hashtags is kept could only dilute the average: it is skipped."""
    kept = set(vocabulary.hashtags)
    rows = [i for i, post in enumerate(encoded.posts) if kept.intersection(post.hashtags)]
    for i in set(range(len(encoded.posts))).difference(rows):
        post = encoded.posts[i]
        thumbnail_path(partial, post).unlink()
        reason = f"none of its hashtags is on {min_count} posts (--min-count)"
        encoded.skipped.append(Skipped(post.line, reason, "" if post.line else post.image))
    encoded.posts = [encoded.posts[i] for i in rows]
    encoded.features = [encoded.features[i] for i in rows]


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - start


def _strict_error(skipped: Skipped) -> PostError:
    return PostError(f"{skipped}; mend that line, or leave --strict out to skip it.")


def _nothing_usable(posts_file: Path, skipped: list[Skipped]) -> str:
    if not skipped:
        return f"The posts file {posts_file} is empty; put one post on each line."
    reasons = Counter(s.reason for s in skipped).most_common(1)[0][0]
    return (
        f"No usable post is in {posts_file}: {len(skipped)} skipped, most often because: {reasons}."
    )
