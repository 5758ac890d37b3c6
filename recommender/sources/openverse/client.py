"""The API's two calls: a page of a search, and a work's thumbnail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from recommender.errors import PostError
from recommender.printable import one_line
from recommender.sources.openverse.answer import Answer, detail_of, read_json
from recommender.sources.openverse.errors import CollectError, NoAnswer, blocked
from recommender.sources.openverse.session import Session
from recommender.sources.openverse.settings import MAX_WORKS, PAGE_SIZE, PAGE_SIZE_WITH_KEY

MAX_BODY = 8 << 20
"""Most bytes of a page of results or of a thumbnail; both usually have less than 1 MB."""


@dataclass(frozen=True)
class SearchPage:
    """The works of one page, in the API's form; ``next_offset`` is None on the last page."""

    works: list[Any]
    next_offset: int | None


class OpenverseClient:
    """The collector's calls of the API, by a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._api = session.api
        self._page_size = PAGE_SIZE_WITH_KEY if session.has_key else PAGE_SIZE

    def search(self, query: Mapping[str, str], offset: int) -> SearchPage:
        """The page of results with work number ``offset`` of a query; it may begin shortly before.

        Raises:
            LimitReached: the server's limit takes too long to recover.
            CollectError: the server refuses, or its answer can't be used.
        """
        page = offset // self._page_size + 1
        parameters = {**query, "page": str(page), "page_size": str(self._page_size)}
        answer = self.session.get("search", f"{self._api}images/", MAX_BODY, parameters)
        if answer.status == 200:
            return self._search_page(answer, page)
        said = detail_of(answer) if answer.status == 401 else ""
        if "depth" in said:
            return SearchPage([], None)
        if "page_size" in said and self._page_size > PAGE_SIZE:
            self._page_size = PAGE_SIZE
            self.session.search_as_without_key()
            return self.search(query, offset)
        raise self._refusal(answer)

    def thumbnail(self, address: str) -> bytes:
        """The bytes of a thumbnail; they may turn out not to be an image.

        Raises:
            PostError: the work has no thumbnail, or no longer; the message is the reason.
            NoAnswer: the answer does not say whether it has one.
            LimitReached, CollectError: see :meth:`search`.
        """
        answer = self.session.get("thumbnail", self._own_address(address), MAX_BODY)
        if answer.status in (400, 404, 410, 424):
            raise PostError(f"its image is gone (status {answer.status})")
        if answer.status != 200:
            raise self._refusal(answer)
        if not answer.content_type.startswith("image/"):
            raise NoAnswer(
                f"{self._api} answers {one_line(answer.content_type) or 'no type'} instead of an "
                "image; if this network has a login page, log in and try again."
            )
        return answer.body

    def _search_page(self, answer: Answer, page: int) -> SearchPage:
        found = read_json(answer)
        works, page_count = found.get("results"), found.get("page_count")
        if not isinstance(works, list) or type(page_count) is not int:
            raise NoAnswer(f"{self._api} does not answer as documented; is it an Openverse server?")
        # A page may be short, since dead links are left out: only its number shows the last page.
        last = page >= page_count or (page + 1) * self._page_size > MAX_WORKS
        return SearchPage(works[: self._page_size], None if last else page * self._page_size)

    def _own_address(self, address: str) -> str:
        """A thumbnail's address with the API's scheme: an API behind a proxy may say http."""
        own = urlsplit(self._api)
        try:
            parts = urlsplit(address)
            if (
                parts.hostname == own.hostname
                and parts.port in (None, 80)
                and own.scheme == "https"
            ):
                parts = parts._replace(scheme="https", netloc=own.netloc)
            if self.session.transport.is_own(parts.geturl()) and "@" not in parts.netloc:
                return parts.geturl()
        except ValueError:
            pass
        raise PostError("its image is on another server")

    def _refusal(self, answer: Answer) -> CollectError:
        """The sentence for a status that ends the run."""
        if answer.status == 403:
            return blocked(self._api)
        if answer.status == 404:
            return CollectError(f"{self._api} has no such address (status 404); check --api.")
        said = detail_of(answer)
        return CollectError(
            f"{self._api} refuses the request (status {answer.status}"
            + (f": {said})" if said else ")")
            + "; check topics, --license and the key."
        )
