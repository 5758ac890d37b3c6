"""How far collecting is, as saved in its folder: written whole or not at all."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from recommender.sources.openverse.errors import CollectError
from recommender.sources.openverse.files import write_atomically
from recommender.sources.openverse.settings import CollectSettings
from recommender.sources.openverse.work import ID, Work

FORMAT = 1
NAME = "collect.json"


@dataclass
class State:
    """All that is needed to continue, besides ``posts.jsonl`` itself.

    Attributes:
        settings: the settings it was begun with.
        topic: index of the current topic; the number of topics when all is done.
        offset: how many works of the topic's query were listed; None when there are no more.
        pending: works of the last page whose images are still to be fetched.
        kept: for each topic so far, the number of posts kept.
        size: bytes of ``posts.jsonl`` that are accounted for.
        skipped: how many works were left out for each reason.
        unanswered: works for whose image an earlier run got no answer.
        not_before: for each kind of request that must wait, until when (seconds since 1970).
    """

    settings: CollectSettings
    topic: int = 0
    offset: int | None = 0
    pending: list[Work] = field(default_factory=list)
    kept: list[int] = field(default_factory=lambda: [0])
    size: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    not_before: dict[str, float] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        return self.topic == len(self.settings.topics)

    def next_topic(self) -> None:
        self.topic += 1
        self.offset, self.pending = 0, []
        if not self.finished:
            self.kept.append(0)

    def count_skipped(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def save(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False)
        write_atomically(folder / NAME, text.encode())


def load_state(folder: Path) -> State | None:
    """The state of a folder; None if nothing was begun there.

    Raises:
        CollectError: the state can't be read, or is damaged.
    """
    path = folder / NAME
    try:
        fields = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CollectError(f"{path} can't be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    try:
        if fields.pop("format") != FORMAT:
            raise CollectError(f"{path} has another version; collect into a new --output.")
        settings = fields.pop("settings")
        settings["topics"] = tuple(settings["topics"])
        pending = [_work(item) for item in fields.pop("pending")]
        state = State(settings=CollectSettings(**settings), pending=pending, **fields)
        if not _is_consistent(state):
            raise _damaged(path)
        return state
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error


def _work(item: dict[str, Any]) -> Work:
    work = Work(**{**item, "hashtags": tuple(item["hashtags"])})
    texts = [*work.hashtags, *(v for name, v in vars(work).items() if name != "hashtags")]
    if not all(isinstance(text, str) for text in texts) or not ID.fullmatch(work.id):
        raise TypeError("not a work")
    return work


def _is_consistent(state: State) -> bool:
    return (
        type(state.topic) is type(state.size) is int
        and 0 <= state.topic <= len(state.settings.topics)
        and state.size >= 0
        and (state.offset is None or (type(state.offset) is int and state.offset >= 0))
        and all(type(kept) is int and kept >= 0 for kept in state.kept)
        and all(isinstance(id_, str) for id_ in state.unanswered)
        and len(state.kept) == min(state.topic + 1, len(state.settings.topics))
        and all(isinstance(count, int) for count in state.skipped.values())
        and all(isinstance(time, int | float) for time in state.not_before.values())
    )


def _damaged(path: Path) -> CollectError:
    return CollectError(
        f"{path} is damaged, so collecting can't continue here; use a new --output."
    )
