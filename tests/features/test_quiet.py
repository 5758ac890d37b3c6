"""Decoders print nothing about damaged images. In a process of its own: pytest sets warnings itself."""

import io
import subprocess
import sys

import pytest
from helpers import picture

CODE = """
import sys
from recommender.errors import ImageError
from recommender.features.images import open_image
try:
    open_image(sys.stdin.buffer.read())
except ImageError as error:
    print(error)
"""


def tiff(compression, mode="RGB"):
    file = io.BytesIO()
    picture((200, 30, 30)).convert(mode).save(file, "TIFF", compression=compression)
    return file.getvalue()


def changed(data, at):
    return data[:at] + b"\xff" + data[at:][1:]


def overwritten(data):
    """Some of the pixels, which stand after the header, become something else."""
    return data[:200] + b"\xff\x13\x55\x00" * 40 + data[360:]


@pytest.mark.parametrize(
    "data",
    [
        changed(tiff("tiff_adobe_deflate"), 8),
        overwritten(tiff("tiff_lzw")),
        overwritten(tiff("group4", "1")),
        overwritten(tiff("jpeg")),
        changed(tiff("raw"), 4),
        changed(tiff("tiff_adobe_deflate"), -50),
    ],
    ids=["deflate", "lzw", "fax", "jpeg", "Python's warnings", "Pillow's log"],
)
def test_nothing_on_stderr(data):
    done = subprocess.run([sys.executable, "-c", CODE], input=data, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
