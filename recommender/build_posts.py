"""The posts of a build: read from their source, encoded, with a thumbnail each."""

import dataclasses
from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.draft import Draft
from recommender.engine import LOCAL, Engine
from recommender.errors import PostError
from recommender.features.batch import KnownImages
from recommender.features.encoder import Encoder
from recommender.features.rows import FeatureRows
from recommender.features.thumbnail_spool import ThumbnailSpool
from recommender.hashtags import Vocabulary
from recommender.printable import printable
from recommender.progress import Progress
from recommender.settings import BuildSettings
from recommender.sources import Post, Skipped
from recommender.sources.skipped import SkippedItems
from recommender.sources.spool import PostSpool

_TOLD_EVERY = 10


@dataclass
class BuildPosts:
    """Posts whose images could be read, with their deep features, of one encoder after the other."""

    skipped: SkippedItems
    posts: PostSpool
    features: list[FeatureRows]
    thumbnails: ThumbnailSpool
    n_reused: int = 0

    def thumbnail(self, image_id: str) -> bytes:
        """The thumbnail of the image with this id, which one of the posts has."""
        return self.thumbnails.get(image_id) or b""


def read_build_posts(
    paths: Sequence[Path | str],
    format: str | None,
    folder: Path,
    strict: bool,
    progress: Progress,
    engine: Engine = LOCAL,
) -> tuple[PostSpool, SkippedItems]:
    """All posts of a source, and what is skipped; raises PostError if there is no post at all.

    The posts lie in a temporary file in ``folder``.
    """
    posts = PostSpool(folder)
    skipped = SkippedItems()
    for item in engine.read(paths, format):
        if isinstance(item, Post):
            posts.add(item)
            if len(posts) % _TOLD_EVERY == 0:
                progress("reading", len(posts), None)
        elif strict:
            raise _strict_error(item)
        else:
            skipped.add(item)
    if not posts:
        raise PostError(nothing_usable(paths, skipped))
    return posts, skipped


def encode_build_posts(
    posts: PostSpool,
    skipped: SkippedItems,
    encoders: Sequence[Encoder],
    settings: BuildSettings,
    known: KnownImages | None,
    strict: bool,
    progress: Progress,
    engine: Engine = LOCAL,
    draft: Draft | None = None,
) -> BuildPosts:
    """Encode every image. Adds to what was ``skipped``.

    What is ``known``, or in the ``draft`` of a large build, is not made again.
    """
    folder = posts.folder
    side = settings.thumbnail_side
    kept = draft.thumbnails(side) if draft and not engine.keeps_images else None
    thumbnails = kept or ThumbnailSpool(folder=folder)
    rows = [FeatureRows(folder) for _ in encoders]
    result = BuildPosts(skipped, PostSpool(folder), rows, thumbnails)
    copies: Counter[str] = Counter()
    known = _Drafted(kept, known) if kept else known
    with closing(engine.encode(posts, encoders, side, progress, known)) as items:
        for item in items:
            if isinstance(item, Skipped):
                if strict:
                    raise _strict_error(item)
                result.skipped.add(item)
                continue
            copies[item.sha256] += 1
            post = dataclasses.replace(item.post, id=_post_id(item.sha256, copies), path=None)
            thumbnails.add(item.sha256, item.thumbnail)
            result.posts.add(post)
            for file, features in zip(rows, item.features, strict=True):
                file.add(features)
            result.n_reused += item.reused
    return result


@dataclass(frozen=True)
class _Drafted:
    """Thumbnails of a stopped build, and whatever else is known."""

    thumbnails: ThumbnailSpool
    known: KnownImages | None

    def features(self, sha256: str, encoder: int) -> np.ndarray | None:
        return self.known.features(sha256, encoder) if self.known else None

    def thumbnail(self, sha256: str) -> bytes | None:
        found = self.known.thumbnail(sha256) if self.known else None
        return found or self.thumbnails.get(sha256)


def drop_posts_without_hashtags(
    encoded: BuildPosts, vocabulary: Vocabulary, min_count: int
) -> None:
    """Skip posts that keep no hashtag: they could only dilute the average."""
    rows = array("q")
    for i, post in enumerate(encoded.posts):
        if vocabulary.columns_of(post.hashtags):
            rows.append(i)
            continue
        reason = f"none of its hashtags is on {min_count} posts (--min-count)"
        place = "" if post.line else post.image
        encoded.skipped.add(Skipped(post.line, reason, place, kind="rare hashtags"))
    if len(rows) < len(encoded.posts):
        encoded.posts = PostSpool(encoded.posts.folder, (encoded.posts[i] for i in rows))
        for features in encoded.features:
            features.keep(np.array(rows))


def nothing_usable(paths: Sequence[Path | str], skipped: SkippedItems) -> str:
    """The sentence for a source without a usable post."""
    names = ", ".join(map(str, paths))
    if not skipped:
        return f"The posts file {names} is empty; put one post on each line."
    return (
        f"There is no usable post in {names}: {len(skipped):,} skipped, most often because: "
        f"{printable(skipped.most_common_reason())}."
    )


def _strict_error(skipped: Skipped) -> PostError:
    return PostError(f"{skipped}; correct it, or leave out --strict to skip it.")


def _post_id(sha256: str, copies: Counter[str]) -> str:
    """The beginning of the image's sha256; further posts of the same image count on from -2."""
    return sha256[:16] + (f"-{copies[sha256]}" if copies[sha256] > 1 else "")
