"""A visitor of the page without a browser: it speaks the server's own protocol.

Many browsers would leave the server no processor to measure. Messages are Streamlit's protobufs, over a
websocket; photos go to its upload address, as a browser sends them.
"""

import asyncio
import json
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

XSRF = "_streamlit_xsrf"
_RERUN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Drawn:
    """What the server drew in one run: the parts that a measurement looks at."""

    cards: int = 0
    hashtags: str = ""
    elements: int = 0
    uploaders: int = 0
    texts: str = ""


class Visitor:
    """One connection to the server at ``address``, to be used as an async context.

    ``cookie`` is what the server, or a proxy before it, asked to be sent back.
    """

    def __init__(self, address: str, query: str = "") -> None:
        self.address, self.query = address, query
        self.cookie, self.session = "", ""
        self.widgets: dict[str, WidgetState] = {}
        self.slider = self.uploader = self.fragment = ""

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._get_cookies)
        self.socket = await websockets.connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            origin=self.address,
            additional_headers={"Cookie": self.cookie},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    def _get_cookies(self) -> None:
        with urllib.request.urlopen(f"{self.address}/_stcore/health") as response:
            cookies = SimpleCookie()
            for header in response.headers.get_all("Set-Cookie", []):
                cookies.load(header)
        self.cookie = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
        self.xsrf = cookies[XSRF].value if XSRF in cookies else ""

    async def run(self, fragment: str = "") -> Drawn:
        """Run the page, or only one fragment of it, with the widgets as they are."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        await self.socket.send(message.SerializeToString())
        drawn = Drawn()
        while True:
            message = await self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            elif kind == "delta":
                self._look_at(message.delta, drawn)
            elif kind == "script_finished" and message.script_finished != _RERUN:
                return drawn

    def _look_at(self, delta, drawn: Drawn) -> None:
        drawn.elements += 1
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "slider" and element.slider.label.startswith("Similar images"):
            self.slider, self.fragment = element.slider.id, delta.fragment_id
        elif kind == "file_uploader":
            self.uploader = element.file_uploader.id
            drawn.uploaders += 1
        elif kind == "html" and "class='hashtags'" in element.html.body:
            drawn.hashtags = element.html.body
        elif kind == "markdown":
            drawn.texts += element.markdown.body + "\n"
        elif kind == "bidi_component" and '"cards"' in element.bidi_component.json:
            drawn.cards = len(json.loads(element.bidi_component.json)["cards"])
        elif kind == "button":  # before the cards were one element
            drawn.cards += element.button.label.startswith("Open similar image")

    async def move_slider(self, n: int) -> Drawn:
        """Ask for ``n`` similar images, as a browser does: only the slider's fragment runs."""
        state = WidgetState(id=self.slider)
        state.double_array_value.data[:] = [n]
        self.widgets[self.slider] = state
        return await self.run(self.fragment)

    async def upload(self, name: str, data: bytes) -> Drawn:
        """Send a photo, and run the page with it."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names[:] = [name]
        message.file_urls_request.session_id = self.session
        await self.socket.send(message.SerializeToString())
        while (message := await self._receive()).WhichOneof("type") != "file_urls_response":
            pass
        urls = message.file_urls_response.file_urls[0]
        await asyncio.to_thread(self.put, urls.upload_url, name, data)
        state = WidgetState(id=self.uploader)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(data), urls.file_id
        file.file_urls.CopyFrom(urls)
        self.widgets[self.uploader] = state
        return await self.run()

    def put(self, path: str, name: str, data: bytes) -> None:
        """Send a file to a path of the server, as the uploader does."""
        edge = b"----------photo"
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode()
        body = b"--" + edge + b"\r\n" + head + b"Content-Type: image/jpeg\r\n\r\n" + data
        request = urllib.request.Request(
            f"{self.address}/{path.lstrip('/')}",
            body + b"\r\n--" + edge + b"--\r\n",
            {
                "Content-Type": f"multipart/form-data; boundary={edge.decode()}",
                "Cookie": self.cookie,
                "X-Xsrftoken": self.xsrf,
            },
            method="PUT",
        )
        with urllib.request.urlopen(request) as response:
            response.read()

    async def _receive(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv())
        return message


def in_a_thread(visits: Coroutine) -> Any:
    """What the coroutine returns; where Playwright is in use, its own loop runs in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visits).result()
