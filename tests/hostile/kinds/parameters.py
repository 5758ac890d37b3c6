"""What stands behind the question mark of the page's address, which anybody can write."""

import functools
import logging
import os
import urllib.parse
from pathlib import Path
from random import Random

from helpers import SETTINGS, StubEncoder, write_posts
from hostile.kind import Kind
from hostile.mutate import WILD_NUMBERS, wild_text

from recommender import recommend
from recommender.build import build_collection
from recommender.collection import Collection
from recommender.paths import HOME_VARIABLE

_NAMES = (
    "block", "without", "sample", "post", "n", "given", "reach", "variety", "collection", "view", "other",
)  # fmt: skip
_VALUES = (
    "1", "2", "3", "8", "Grid", "Map", "red", "#red", "sunset,beach", "mine", "0" * 16, "0.5", "-1",
    "nan", "inf", "1e999", "\ud800", "red\udfff", "\udc00" * 9,
)  # fmt: skip


class Parameters(Kind[dict[str, list[str]]]):
    """Parameters of the page, under its own names and others."""

    name = "parameters"
    works_elsewhere = True
    n_tested = 20

    def prepare(self, folder: Path) -> None:
        os.environ[HOME_VARIABLE] = str(folder / "home")
        # It warns of running without a browser.
        logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
        # Browsers encode everything; the harness would refuse lone surrogates.
        urllib.parse.urlencode = functools.partial(urllib.parse.urlencode, errors="surrogatepass")
        posts = write_posts(folder / "posts")
        report = build_collection(
            posts, folder / "home/collections/mine", SETTINGS, encoder=StubEncoder()
        )
        self._ids = [post.id for post in Collection.open(report.folder).posts]
        recommend.open_encoder = lambda *_, **__: StubEncoder()  # type: ignore[assignment]
        self._run({})  # what the first run loads is no matter of the cases

    def make_case(self, random: Random, folder: Path) -> dict[str, list[str]]:
        def value() -> str:
            if random.random() < 0.5:
                return random.choice((*_VALUES, *self._ids))
            return random.choice((wild_text(random)[:2_000], str(random.choice(WILD_NUMBERS[:-8]))))

        names = random.sample(_NAMES, random.choice((1, 2, 4)))
        if random.random() < 0.5:  # so that there is an answer
            names.append(random.choice(("sample", "post")))
        return {name: [value() for _ in range(random.choice((1, 1, 2, 90)))] for name in names}

    def try_case(self, made: dict[str, list[str]], folder: Path) -> None:
        self._run(made)

    def _run(self, parameters: dict[str, list[str]]) -> None:
        from pages import page

        at = page()
        for name, values in parameters.items():
            at.query_params[name] = values
        at.run()
        assert not at.exception, at.exception[0].stack_trace
        assert at.title[0].value == "Hashtag recommender"
