"""The folder of a collection: what is in it, how it is written, how it is opened."""

from recommender.collection.manifest import Manifest, is_collection
from recommender.collection.reader import Collection

__all__ = ["Collection", "Manifest", "is_collection"]
