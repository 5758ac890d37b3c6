"""Visits over the server's own protocol: what is drawn again, and what is left when they end."""

import json
import os
import shutil
from pathlib import Path

from serving import serve
from visitor import Visitor, in_a_thread

from recommender.paths import ASSETS

ROOT = Path(__file__).resolve().parent.parent.parent
PHOTO = (ASSETS / "samples/3_burger.jpg").read_bytes()


def test_a_move_of_the_slider_draws_the_answer_again_and_nothing_else(server):
    async def visit():
        async with Visitor(server) as visitor:
            await visitor.run()
            return await visitor.upload("photo.jpg", PHOTO), await visitor.move_slider(7)

    whole, part = in_a_thread(visit())
    assert (whole.cards, part.cards) == (20, 7)
    assert "#food" in whole.hashtags
    assert "#food" in part.hashtags
    assert (whole.uploaders, part.uploaders) == (1, 0)
    assert "never written to disk" in whole.texts
    assert "never written to disk" not in part.texts
    assert "A longer bar fits better" in part.texts
    assert part.elements < 40


def test_a_collection_that_was_built_again_is_opened_at_the_next_move(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(ASSETS / "demo", folder)

    async def visit(address):
        async with Visitor(address, "sample=3") as visitor:
            await visitor.run()
            before = await visitor.move_slider(7)
            os.utime(folder / "manifest.json")
            return before, await visitor.move_slider(8), await visitor.move_slider(9)

    with serve([folder]) as server:
        before, at_once, after = in_a_thread(visit(server.address))
    assert [drawn.cards for drawn in (before, at_once, after)] == [7, 8, 9]
    assert [drawn.uploaders for drawn in (before, at_once, after)] == [0, 1, 0]


# The page, which then says what the server keeps of all visitors. It does the tidying of ten minutes
# in each run.
APP = """
import json, runpy
from pathlib import Path
from streamlit.runtime import get_instance
from page import resources

resources._tidy.clear()
runpy.run_path({app!r}, run_name="__main__")
server = get_instance()
uploads = server.uploaded_file_mgr.file_storage
kept = dict(
    photos=sum(len(files) for files in uploads.values()),
    pictures=len(server.media_file_mgr._file_metadata),
)
Path({told!r}).write_text(json.dumps(kept))
"""


def test_what_visitors_brought_is_gone_when_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "0")
    told, app = tmp_path / "kept.json", tmp_path / "app.py"
    app.write_text(APP.format(app=str(ROOT / "streamlit_app.py"), told=str(told)))

    async def visit(address, i):
        """What the server keeps while this visitor is there, after all of the others."""
        async with Visitor(address) as visitor:
            await visitor.run()
            await visitor.upload("photo.jpg", PHOTO + bytes(i))
            kept = json.loads(told.read_text())
            await visitor.move_slider(50)
            return kept

    with serve([ASSETS / "demo"], app) as server:
        found = [in_a_thread(visit(server.address, i)) for i in range(5)]
    first, *others = found
    assert first["photos"] == 1
    assert first["pictures"] >= 21  # the preview and the similar images
    # Streamlit lets go of the last one who left when the next one leaves.
    assert others == [{"photos": 2, "pictures": others[0]["pictures"]}] * 4
    assert others[0]["pictures"] <= 21 + 50 + 8
