"""Thumbnails of a collection that others made: browsers get small JPEGs as they are, and nothing else."""

import io

import numpy as np
import pytest
from forging import forge_thumbnail
from helpers import encoded, picture
from pages import cards, page, photo, tags, upload
from PIL import Image

from page.map_view import CELL, _sheet
from recommender import Collection

pytestmark = pytest.mark.usefixtures("fresh_page")

GREY = picture((9, 9, 9))
GOOD = encoded(GREY, "JPEG")
THUMBNAILS = {
    "a page of HTML": b"<html><script>alert(1)</script></html>",
    "a PNG": encoded(GREY, "PNG"),
    "a JPEG without a picture": GOOD[:50],
    "a large JPEG": encoded(picture((9, 9, 9), size=(481, 20)), "JPEG"),
    "a JPEG of many parts": GOOD[:2] + b"\xff\xfe\0\2" * 2_000 + GOOD[2:],
    "nothing": b"",
}


def put(collection, data, n=None):
    for row in range(len(Collection.open(collection)))[:n]:
        forge_thumbnail(collection, row, data)


@pytest.mark.parametrize("what", THUMBNAILS)
def test_what_is_no_thumbnail_is_not_shown(collection, what):
    put(collection, THUMBNAILS[what])
    at = upload(page().run(), photo("red"))
    assert not at.exception
    assert {card["address"] for card in cards(at)} == {None}
    assert tags(at)
    opened = Collection.open(collection)
    assert all(opened.thumbnail(row) is None for row in range(len(opened)))
    assert "or no JPEG" in opened.damaged_thumbnails()


@pytest.mark.parametrize("data", [GOOD[: len(GOOD) * 2 // 3], THUMBNAILS["a PNG"]])
def test_the_map_leaves_out_what_can_not_be_decoded(collection, data):
    put(collection, data, 1)
    sheet = Image.open(io.BytesIO(_sheet(Collection.open(collection), f"{len(data)}")))
    cells = np.asarray(sheet, dtype=float).reshape(sheet.height, -1, CELL, 3).mean(axis=(0, 2))
    np.testing.assert_allclose(cells[0], 0x88, atol=2)  # the grey behind
    assert np.ptp(cells[1]) > 20
