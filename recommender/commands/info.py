"""``info``: what a collection holds, and whether it is undamaged."""

import argparse

from recommender.commands.arguments import DEFAULT_COLLECTION, chosen_collection, path


def add(commands) -> None:
    parser = commands.add_parser(
        "info",
        help="describe a collection and check its checksums",
        description="Describe a collection and check all its checksums, thumbnails included.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=path,
        metavar="DIR",
        help=f"a folder that build made; {DEFAULT_COLLECTION}",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.collection import Collection
    from recommender.errors import CollectionError
    from recommender.printable import printable

    collection = Collection.open(chosen_collection(options.folder, "DIR"), every=True)
    manifest, als = collection.manifest, collection.manifest.als
    print(
        f"Collection  {printable(manifest.name)} (format {manifest.format}) in {collection.folder}"
    )
    print(f"Posts       {manifest.n_posts:,}")
    print(f"Hashtags    {manifest.n_hashtags:,} on at least {manifest.min_count} posts each")
    top = zip(collection.vocabulary.hashtags[:5], collection.vocabulary.counts[:5], strict=True)
    print(f"Most used   {', '.join(f'#{tag} {count:,}' for tag, count in top)}")
    for i, facts in enumerate(manifest.encoders):
        label = "Also" if i else "Encoder"
        print(f"{label:<12}{facts.name}, {facts.image_size} px, sha256 {facts.sha256}")
    print(
        f"ALS         rank {als.rank}, alpha {als.alpha:g}, regularization "
        f"{als.regularization:g}, {als.iterations} iterations, seed {als.seed}"
    )
    print(f"Thumbnails  {manifest.n_posts:,}, up to {manifest.thumbnail_side} px")
    _ = collection.posts.ids  # raises CollectionError if one is there twice
    if damage := collection.damaged_thumbnails():
        raise CollectionError(
            f"The collection {collection.folder} is damaged ({damage}); build it again."
        )
    print("Checksums   all correct")
    return 0
