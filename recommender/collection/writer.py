"""Writing a collection's files."""

from collections.abc import Sequence
from pathlib import Path

from recommender.collection.files import (
    DATA_FILES,
    save_arrays,
    sha256_of_file,
    sha256_of_thumbnails,
)
from recommender.collection.hashtags_json import save_vocabulary
from recommender.collection.manifest import (
    FORMAT,
    MAX_NAME,
    EncoderFacts,
    FileFacts,
    Manifest,
    is_collection,
    write_manifest,
)
from recommender.collection.post_map import PostMap
from recommender.collection.posts_parquet import save_posts
from recommender.errors import CollectionError
from recommender.hashtags import Vocabulary
from recommender.model import Model
from recommender.settings import RankingSettings
from recommender.sources.post import Post, clean_text


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
    """Write a collection into ``folder``, all but the thumbnails, which are there already."""
    save_posts(folder, posts)
    save_arrays(folder, {"model": model, "similarity": model.similarity, "map": post_map})
    save_vocabulary(folder, vocabulary)
    paths = [folder / file.name for file in DATA_FILES]
    manifest = Manifest(
        format=FORMAT,
        name=clean_text(name, MAX_NAME),
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
    """Refuse a folder that is not empty, unless it is a collection and ``overwrite`` is set."""
    if not folder.exists() and not folder.is_symlink():
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
