"""A server on 127.0.0.1 that behaves as Openverse's API is documented, faults included."""

import io
import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from helpers import picture

HTML = b"<html><title>Just a moment...</title></html>"
SECONDS = {"min": 60, "hour": 3600, "day": 86400}


class FakeClock:
    """Time that passes only by waiting."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self.now = start
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Seen:
    """A request as the server saw it."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str] = field(default_factory=dict)
    status: int = 0

    @property
    def kind(self) -> str:
        return {"/v1/images/": "search", "/v1/auth_tokens/token/": "token"}.get(self.path, "thumb")


class Openverse:
    """The server. Set its attributes before the requests; ``seen`` lists the requests.

    Attributes:
        works: the works of each topic, in order of relevance.
        limits: the rate of each scope, as in ``{"anon_burst": "20/min"}``; scopes with "thumbnail"
            are for thumbnails, the others for searches.
        faults: for the number of a request (from 0), what happens instead of an answer.
        broken: for a work's id, what happens instead of its thumbnail.
    """

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock
        self.works: dict[str, list[dict]] = {}
        self.limits: dict[str, str] = {}
        self.faults: dict[int, Callable] = {}
        self.broken: dict[str, Callable] = {}
        self.page_size_with_key = 50
        self.page_count: int | None = None  # sent instead of the true number
        self.tokens: list[str] = []
        self.seen: list[Seen] = []
        self.history: dict[str, list[float]] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                server.handle(self)

            def do_POST(self) -> None:
                server.handle(self)

            def log_message(self, *_) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def api(self) -> str:
        return f"{self.origin}/v1/"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def asked(self, kind: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.kind == kind]

    def work(self, topic: str, number: int, **changes) -> dict:
        """Add a work to a topic, as documented, by a new creator."""
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{topic} {number}"))
        slug = topic.replace(" ", "-")
        work = {
            "id": identity,
            "title": f"{topic.title()} at dusk, no. {number}",
            "indexed_on": "2023-05-02T08:11:40.120000Z",
            "foreign_landing_url": f"https://photos.example/{slug}/{number}",
            "url": f"https://live.photos.example/{identity}.jpg",
            "creator": f"{topic} person {number}",
            "creator_url": f"https://photos.example/people/{slug}-{number}",
            "license": "by",
            "license_version": "2.0",
            "license_url": "https://creativecommons.org/licenses/by/2.0/",
            "provider": "flickr",
            "source": "flickr",
            "category": "photograph",
            "tags": [
                {"accuracy": None, "name": topic, "unstable__provider": "flickr"},
                {"accuracy": None, "name": "Fishing Boat", "unstable__provider": "flickr"},
                {"accuracy": None, "name": f"no{number}", "unstable__provider": "flickr"},
                {"accuracy": None, "name": "ns:by=app", "unstable__provider": "flickr"},
                {"accuracy": 0.97, "name": "Robot", "unstable__provider": "rekognition"},
                {"accuracy": None, "name": "Stranger", "unstable__provider": "rekognition"},
            ],
            "attribution": f'"{topic} {number}" by someone is licensed under CC BY 2.0.',
            "fields_matched": ["tags.name"],
            "mature": False,
            "height": 683,
            "width": 1024,
            "thumbnail": f"{self.api}images/{identity}/thumb/",
            "unstable__sensitivity": [],
            **changes,
        }
        self.works.setdefault(topic, []).append(work)
        return work

    def fill(self, topic: str, number: int) -> None:
        for i in range(number):
            self.work(topic, i)

    def now(self) -> float:
        return self.clock.time() if self.clock else time.time()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form = {name: values[0] for name, values in parse_qs(body).items()}
        headers = dict(handler.headers)
        seen = Seen(self.now(), handler.command, parts.path, query, headers, form)
        number = len(self.seen)
        self.seen.append(seen)
        if number in self.faults:
            self.faults[number](handler)
            return
        status, headers, content = self.answer(seen, handler)
        seen.status = status
        if status:
            send(handler, status, content, **headers)

    def answer(self, seen: Seen, handler: BaseHTTPRequestHandler):
        token = seen.headers.get("Authorization", "").removeprefix("Bearer ")
        if seen.kind == "token":
            return self.token(seen)
        if token and token not in self.tokens:
            return 401, {}, {"detail": "Incorrect authentication credentials."}
        headers, wait = self.throttle(seen)
        if wait:
            said = f"Request was throttled. Expected available in {wait} seconds."
            return 429, {**headers, "Retry-After": str(wait)}, {"detail": said}
        if seen.kind == "search":
            status, content = self.search(seen.query, bool(token))
            return status, headers, content
        identity = seen.path.split("/")[3] if seen.path.count("/") == 5 else ""
        if identity in self.broken:
            self.broken[identity](handler)
            return 0, {}, b""
        if not any(w["id"] == identity for works in self.works.values() for w in works):
            return 404, headers, {"detail": "Not found."}
        return 200, headers, jpeg(identity)

    def token(self, seen: Seen):
        if seen.form.get("client_secret") != "s3cret" or seen.form.get("client_id") != "me":
            return 401, {}, {"error": "invalid_client"}
        self.tokens = [f"token{len(self.asked('token'))}"]
        return 200, {}, {"access_token": self.tokens[0], "expires_in": 36000, "scope": "read"}

    def throttle(self, seen: Seen) -> tuple[dict[str, str], int]:
        """A sliding window for each scope, as in Django REST framework."""
        headers, wait = {}, 0
        for scope, rate in self.limits.items():
            if ("thumbnail" in scope) != (seen.kind == "thumb"):
                continue
            number, period = int(rate.split("/")[0]), SECONDS[rate.split("/")[1]]
            window = [at for at in self.history.get(scope, []) if at > seen.at - period]
            if len(window) >= number:
                wait = max(wait, int(window[0] + period - seen.at) + 1)
            else:
                window.append(seen.at)
            self.history[scope] = window
            headers[f"X-RateLimit-Limit-{scope}"] = rate
            headers[f"X-RateLimit-Available-{scope}"] = str(number - len(window))
        return headers, wait

    def search(self, query: dict[str, str], with_key: bool):
        page, size = int(query.get("page", 1)), int(query.get("page_size", 20))
        allowed = self.page_size_with_key if with_key else 20
        if size > allowed:
            return 401, {"detail": f"page_size may not exceed {allowed} for anonymous requests"}
        if page * size > 240:
            return 401, {"detail": "pagination depth may not exceed 240 for anonymous requests"}
        if query.get("license_type") != "commercial,modification" and "license" not in query:
            return 400, {"detail": {"license_type": ["License type 'x' does not exist."]}}
        works = self.works.get(query.get("q", ""), [])[:240]
        return 200, {
            "result_count": len(works),
            "page_count": self.page_count or min(-(-len(works) // size), 240 // size),
            "page_size": size,
            "page": page,
            "results": works[(page - 1) * size : page * size],
        }


def send(handler, status: int, content=b"", **headers: str) -> None:
    """An answer; objects go as JSON, bytes as a JPEG unless ``Content-Type`` is given."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    kind = "image/jpeg" if isinstance(content, bytes) else "application/json"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **given}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, content=b"", **headers: str) -> Callable:
    """A fault: answer with this status."""
    return lambda handler: send(handler, code, content, **headers)


def cut(handler) -> None:
    """A fault: the connection ends in the middle of the body."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/jpeg")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"\xff\xd8\xff")
    handler.close_connection = True


def drip(handler) -> None:
    """A fault: a byte now and then, forever, so that no single read is late."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/jpeg")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(1000):
        try:
            handler.wfile.write(b"x")
        except OSError:
            break
        time.sleep(0.02)
    handler.close_connection = True


def stall(handler) -> None:
    """A fault: nothing is ever sent."""
    time.sleep(0.5)
    handler.close_connection = True


def jpeg(seed: str) -> bytes:
    """The image of a work."""
    buffer = io.BytesIO()
    number = int(seed.replace("-", "")[:6], 16)
    colour = (number % 200, number // 200 % 200, number // 40000 % 200)
    picture(colour, seed=number, size=(60, 40)).save(buffer, "JPEG")
    return buffer.getvalue()
