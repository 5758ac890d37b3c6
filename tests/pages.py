"""The page under Streamlit's own test harness, and what tests read from it."""

import io
import json
import re
from pathlib import Path

from helpers import COLOURS, picture
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from page.answer import HOW

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"


def photo(colour="red") -> bytes:
    buffer = io.BytesIO()
    picture(COLOURS[colour], seed=50).save(buffer, "PNG")
    return buffer.getvalue()


def page() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=60)


def upload(at: AppTest, data: bytes, name: str = "photo.png") -> AppTest:
    at.file_uploader[0].upload(name, data, "image/png").run()
    assert not at.exception
    return at


def chart(at: AppTest) -> dict:
    return json.loads(at.get("plotly_chart")[0].proto.spec)


def said(at: AppTest) -> str:
    """The error on the page, as people read it."""
    return at.error[0].value.replace("\\", "").replace("\u200b", "")


def htmls(at: AppTest) -> list[str]:
    return [element.proto.body for element in at.get("html")]


def tags(at: AppTest) -> list[str]:
    """The suggested hashtags, in the order in which they are shown."""
    return next((re.findall(r"#\w+", body) for body in htmls(at) if "'hashtags'" in body), [])


def cards(at: AppTest) -> list[dict]:
    """What the cards of the similar images are given to show, best first."""
    found = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    return next((data["cards"] for data in found if "cards" in data), [])


def click_card(at: AppTest, event: str, number: int, value: object = ...) -> AppTest:
    """Click on the picture ("open") or the button ("leave") of a card, as the browser reports it.

    AppTest knows no clicks in components. ``value`` is what is reported in place of the post's id.
    """
    component = next(e for e in at.get("bidi_component") if "cards" in json.loads(e.proto.json))
    states = at._tree.get_widget_states()
    if value is ...:
        value = cards(at)[number - 1]["id"]
    trigger = {"event": event, "value": value}
    state = states.widgets.add(id=_make_trigger_id(component.proto.id, "events"))
    state.json_trigger_value = json.dumps([trigger])
    return at._run(states)


def similarities(at: AppTest) -> list[float]:
    return [float(card["similarity"]) for card in cards(at)]


def marked(at: AppTest) -> int:
    """How many similar images are marked as having the hashtag that was asked about."""
    return sum(card["carries"] for card in cards(at))


def left_out(at: AppTest) -> list[bool]:
    """For each similar image, whether it is left out."""
    return [card["out"] for card in cards(at)]


def button(at: AppTest, label: str):
    return next(b for b in at.button if b.label == label)


def alts(at: AppTest) -> list[str]:
    """Alternative texts of the pictures; the sheet of thumbnails, which is not shown, has none."""
    images = [image.proto.imgs[0] for image in at.get("imgs")]
    return [image.alt for image in images if image.alt]


def how_computed(at: AppTest) -> str:
    """What the box "How this was computed" says, once it is open."""
    at.session_state[HOW] = True
    at.run()
    return next(e for e in at.expander if e.label == "How this was computed").markdown[0].value


def address(at: AppTest) -> dict[str, list[str]]:
    """What the page keeps in its address."""
    return {name: at.query_params[name] for name in at.query_params}
