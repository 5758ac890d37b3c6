"""The most that collecting will request from the server, and what its terms ask in return."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from recommender.sources.openverse.session import (
    SEARCH_SECONDS,
    SEARCH_SECONDS_WITH_KEY,
    THUMBNAIL_SECONDS,
)
from recommender.sources.openverse.settings import (
    MAX_WORKS,
    PAGE_SIZE,
    PAGE_SIZE_WITH_KEY,
    CollectSettings,
)
from recommender.sources.openverse.state import State, load_state

SEARCHES_PER_DAY, SEARCHES_PER_DAY_WITH_KEY = 200, 10_000
"""For the plan only: what the API allowed when last checked. The collector obeys its headers."""

TERMS = """\
What Openverse and the licences ask of you:
- Credit each photo where you show it: creator, licence and source are stored with it.
- Openverse does not verify licences: check the source's page before you publish a photo.
- Say that what you make was made using the Openverse API, but is not endorsed or certified by Openverse.
- Keep to the limits, from one machine, and do not copy the catalogue; the sources' own terms hold too."""


@dataclass(frozen=True)
class Plan:
    """The most that is left to do: numbers of requests, and the seconds and days they take."""

    searches: int
    thumbnails: int
    seconds: float
    days: int


def plan(settings: CollectSettings, output: Path, with_key: bool) -> Plan:
    """What is left to do for a folder, new or begun; raises :class:`CollectError`."""
    page_size = PAGE_SIZE_WITH_KEY if with_key else PAGE_SIZE
    state = load_state(output) or State(settings)
    searches = thumbnails = 0
    for topic in range(state.topic, len(settings.topics)):
        begun = topic == state.topic
        offset = (state.offset if state.offset is not None else MAX_WORKS) if begun else 0
        kept, pending = (state.kept[topic], len(state.pending)) if begun else (0, 0)
        if kept < settings.wanted:
            searches += MAX_WORKS // page_size - min(offset, MAX_WORKS) // page_size
            thumbnails += pending + MAX_WORKS - min(offset, MAX_WORKS)
    seconds = searches * (SEARCH_SECONDS_WITH_KEY if with_key else SEARCH_SECONDS)
    daily = SEARCHES_PER_DAY_WITH_KEY if with_key else SEARCHES_PER_DAY
    return Plan(
        searches, thumbnails, seconds + thumbnails * THUMBNAIL_SECONDS, ceil(searches / daily)
    )


def plan_text(settings: CollectSettings, output: Path, with_key: bool) -> str:
    """The plan and the terms for people, several lines."""
    p, n = plan(settings, output, with_key), len(settings.topics)
    key = "with your key" if with_key else "without a key"
    lines = [
        f"From {settings.api} {key}, for {n} topic{'s' * (n > 1)} into {output}: at most "
        f"{p.searches:,} searches and {p.thumbnails:,} images, one at a time; at the server's "
        f"pace that takes about {max(1, ceil(p.seconds / 60))} minutes."
    ]
    if p.days > 1:
        lines.append(
            f"If all searches are needed, they take {p.days} days: the server allows "
            f"{SEARCHES_PER_DAY_WITH_KEY if with_key else SEARCHES_PER_DAY:,} per day. Then "
            "collecting stops, and says when the same command can continue."
        )
    if settings.per_topic > MAX_WORKS:
        lines.append(
            f"A search gives at most {MAX_WORKS} works, so up to {MAX_WORKS} per topic are taken, "
            f"not {settings.per_topic}. More topics give more posts."
        )
    return "\n".join([*lines, "", TERMS])
