"""A stand-in for the server of Keras' weights, and a small file in their place."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WEIGHTS = b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 2000
"""Begins as HDF5 files do."""


class WeightsServer:
    """Answers every request alike; ``address`` ends in a slash.

    Attributes:
        status, body: what it answers.
        said: how many bytes it says that the body has; None for the truth.
        asked: the paths that were asked for.
        gate: the second half of the body waits until it is set, as it is at first.
    """

    def __init__(self) -> None:
        self.status, self.body, self.said = 200, WEIGHTS, None
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                self.send_response(server.status)
                self.send_header("Content-Length", str(server.said or len(server.body)))
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write(server.body[: len(server.body) // 2])
                server.gate.wait(60)
                self.wfile.write(server.body[len(server.body) // 2 :])

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_port}/"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.gate.set()
        self._http.shutdown()
        self._http.server_close()


def facts() -> dict[str, object]:
    """The constants of ``keras_weights`` that describe :data:`WEIGHTS`."""
    return {
        "WEIGHTS_BYTES": len(WEIGHTS),
        "WEIGHTS_SHA256": hashlib.sha256(WEIGHTS).hexdigest(),
    }
