"""Openly licensed photos with people's hashtags from Openverse, at the pace it asks for."""

from recommender.sources.openverse.collector import CollectReport, collect
from recommender.sources.openverse.errors import CollectError
from recommender.sources.openverse.plan import plan_text
from recommender.sources.openverse.settings import CollectSettings, Key

__all__ = ["CollectError", "CollectReport", "CollectSettings", "Key", "collect", "plan_text"]
