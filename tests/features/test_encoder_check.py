import signal
import struct

import pytest

from recommender.errors import EncoderError
from recommender.features import encoder_check
from recommender.features.encoder import BUNDLED_PATH, open_encoder
from recommender.features.encoder_check import try_out

DATA = BUNDLED_PATH.read_bytes()


@pytest.fixture
def run(monkeypatch):
    """Replace what the other process runs."""

    def replace(code):
        real = encoder_check.subprocess.run

        def other(command, **options):
            return real([command[0], "-c", code], **options)

        monkeypatch.setattr(encoder_check.subprocess, "run", other)

    return replace


def test_an_encoder_that_works_passes():
    try_out(BUNDLED_PATH)


def test_what_the_encoder_says_is_passed_on(tmp_path):
    path = tmp_path / "x.tflite"
    path.write_bytes(DATA[:5_000])
    with pytest.raises(EncoderError, match=f"^{path} is not a LiteRT model"):
        try_out(path)


def test_a_process_that_crashes_is_a_sentence(run):
    run("import os; os.abort()")
    with pytest.raises(EncoderError, match=rf"broke the process .*status -{signal.SIGABRT:d}"):
        try_out(BUNDLED_PATH)


def test_a_process_that_does_not_end_is_a_sentence(run, monkeypatch):
    monkeypatch.setattr(encoder_check, "_SECONDS", 0.2)
    run("import time; time.sleep(60)")
    with pytest.raises(EncoderError, match="did not encode an image within"):
        try_out(BUNDLED_PATH)


def test_files_from_elsewhere_are_tried_out_and_named_encoders_are_not(monkeypatch):
    tried = []
    monkeypatch.setattr("recommender.features.encoder.try_out", tried.append)
    open_encoder("bundled")
    assert tried == []
    open_encoder(str(BUNDLED_PATH))
    assert tried == [BUNDLED_PATH]


def test_a_model_that_asks_for_too_much_is_a_sentence(tmp_path):
    """The side of the input, which is 192, becomes 60,000: 43 GB of pixels."""
    path = tmp_path / "large.tflite"
    shape, larger = struct.pack("<4i", 1, 192, 192, 3), struct.pack("<4i", 1, 60_000, 60_000, 3)
    assert shape in DATA
    path.write_bytes(DATA.replace(shape, larger))
    with pytest.raises(EncoderError, match=r"not a LiteRT model|broke the process|maps"):
        open_encoder(str(path))
