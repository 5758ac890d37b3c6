"""The loop: topics -> pages of works -> images, each step saved before the next."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recommender.errors import PostError
from recommender.progress import Progress, silent
from recommender.sources.openverse.client import OpenverseClient
from recommender.sources.openverse.errors import LimitReached, NoAnswer
from recommender.sources.openverse.folder import Folder, open_folder
from recommender.sources.openverse.pace import Clock
from recommender.sources.openverse.session import Session
from recommender.sources.openverse.settings import CollectSettings, Key
from recommender.sources.openverse.state import load_state
from recommender.sources.openverse.transport import TIMEOUTS, Timeouts
from recommender.sources.openverse.work import Work, read_work

MAX_UNANSWERED = 3
"""After this many images in a row without an answer, the server is taken to be down."""

_SHOWN_WAIT = 10.0
"""Waits longer than this many seconds are shown as a stage."""


@dataclass(frozen=True)
class CollectReport:
    """What the folder holds now, and what this run did.

    Attributes:
        folder: holds ``posts.jsonl`` and ``images/``.
        kept: how many posts of each topic there are.
        wanted: how many posts each topic was meant to have.
        skipped: how many works were left out for each reason, in all runs.
        requests: how many requests of each kind this run sent.
        go_on_at: None if all is done, else the time at which the server's limit allows the next
            run, in seconds since 1970.
    """

    folder: Path
    kept: dict[str, int]
    wanted: int
    skipped: dict[str, int]
    requests: dict[str, int]
    go_on_at: float | None

    @property
    def n_posts(self) -> int:
        return sum(self.kept.values())


def collect(
    settings: CollectSettings,
    output: str | Path,
    progress: Progress = silent,
    checkpoint: Callable[[], object] = lambda: None,
    *,
    environment: Mapping[str, str] = os.environ,
    clock: Clock = time,
    timeouts: Timeouts = TIMEOUTS,
) -> CollectReport:
    """Collect openly licensed photos with people's hashtags from Openverse, one request at a time.

    Continues where an earlier run with the same settings and folder stopped, however it stopped.
    The final content of the folder does not depend on the number of runs.

    Args:
        output: a new or empty folder, or the folder of an earlier run.
        progress: called with the posts kept of each topic, and with waits longer than 10 seconds.
        checkpoint: called at least once a second and per request; what it raises stops the run.
        environment: holds ``OPENVERSE_CLIENT_ID`` and ``OPENVERSE_CLIENT_SECRET``, or neither.
        clock: seconds since 1970, and how to wait.

    Raises:
        CollectError: the folder can't be used, or the server refuses or does not answer. A limit
            that is used up is not an error: see ``go_on_at``.
    """
    key = Key.from_environment(environment)
    with open_folder(Path(output), settings) as folder:
        collector = _Collector(folder, settings, progress, checkpoint, clock)
        session = Session(
            settings.api, key, clock, collector.pause, folder.state.not_before, timeouts
        )
        client = OpenverseClient(session)
        go_on_at = None
        try:
            collector.run(client)
        except LimitReached as limit:
            go_on_at = limit.go_on_at
        finally:
            client.session.transport.close()
        state = load_state(folder.path) or folder.state
        kept = state.kept + [0] * (len(settings.topics) - len(state.kept))
        return CollectReport(
            folder=folder.path,
            kept=dict(zip(settings.topics, kept, strict=True)),
            wanted=settings.wanted,
            skipped=state.skipped,
            requests=dict(client.session.requests),
            go_on_at=go_on_at,
        )


class _Collector:
    """One run. The state in memory may be ahead of the saved one, by works without an answer."""

    def __init__(
        self,
        folder: Folder,
        settings: CollectSettings,
        progress: Progress,
        checkpoint: Callable[[], object],
        clock: Clock,
    ) -> None:
        self._folder, self._settings = folder, settings
        self._progress, self._checkpoint, self._clock = progress, checkpoint, clock
        self._unanswered: list[str] = []
        """Works whose requests got no answer since the last answer: the server may be down."""

    def run(self, client: OpenverseClient) -> None:
        """Collect until all is done."""
        state = self._folder.state
        try:
            while not state.finished:
                self._show()
                if state.kept[-1] >= self._settings.wanted:
                    state.next_topic()
                elif state.pending:
                    self._fetch(client, state.pending.pop(0))
                elif state.offset is not None:
                    self._search(client, state.offset)
                else:
                    state.next_topic()
            self._finish(client)
        finally:
            self._save_stop(client)

    def pause(self, seconds: float) -> None:
        """Wait in short pieces, so that the run can be stopped in between."""
        self._checkpoint()
        left = seconds
        while left > 0:
            piece = min(left, 1.0)
            self._clock.sleep(piece)
            left -= piece
            if seconds > _SHOWN_WAIT:
                self._progress("waiting for the server", round(seconds - left), round(seconds))
            self._checkpoint()

    def _show(self) -> None:
        state = self._folder.state
        topic = self._settings.topics[state.topic]
        self._progress(f"collecting {topic}", state.kept[-1], self._settings.wanted)

    def _search(self, client: OpenverseClient, offset: int) -> None:
        state = self._folder.state
        topic = self._settings.topics[state.topic]
        page = client.search({"q": topic, **self._settings.license_query()}, offset)
        state.offset = page.next_offset
        for item in page.works:
            try:
                state.pending.append(read_work(item, topic, self._settings))
            except PostError as reason:
                state.count_skipped(str(reason))
        self._answered(client)

    def _fetch(self, client: OpenverseClient, work: Work) -> None:
        """Keep a work that was taken off ``pending``, or count the reason why not."""
        state = self._folder.state
        if reason := self._redundant(work):
            state.count_skipped(reason)
            return
        try:
            image = client.thumbnail(work.thumbnail)
            self._folder.add(work, image)
            state.kept[-1] += 1
        except PostError as error:
            state.count_skipped(str(error))
        except NoAnswer:
            self._unanswered.append(work.id)
            if len(set(self._unanswered).difference(state.unanswered)) >= MAX_UNANSWERED:
                raise
            return
        self._answered(client)

    def _redundant(self, work: Work) -> str:
        """Why a work's image need not be requested; "" if it must be."""
        if self._folder.works & {work.id, work.source_url}:
            return "kept already"
        if self._folder.per_creator[work.group] >= self._settings.per_creator:
            return f"more than {self._settings.per_creator} of one creator"
        return ""

    def _answered(self, client: OpenverseClient) -> None:
        """The server is alive: leave out the works it did not answer for, and save the state."""
        state = self._folder.state
        for _ in self._unanswered:
            state.count_skipped("without an answer for the image")
        self._unanswered.clear()
        state.not_before = {} if state.finished else client.session.not_before()
        self._folder.save()

    def _finish(self, client: OpenverseClient) -> None:
        """End the run, unless the last works got no answer for the first time: they get another."""
        state = self._folder.state
        if set(self._unanswered).difference(state.unanswered):
            raise NoAnswer(
                f"{self._settings.api} did not answer for the last images; run the same command "
                "again."
            )
        state.unanswered = []
        self._answered(client)

    def _save_stop(self, client: OpenverseClient) -> None:
        """Add what the next run must know to the saved state; unsaved progress stays out of it."""
        state = load_state(self._folder.path)
        if state is not None:
            state.not_before = {} if state.finished else client.session.not_before()
            if self._unanswered:
                state.unanswered = sorted({*state.unanswered, *self._unanswered})
            state.save(self._folder.path)
