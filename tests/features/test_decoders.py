"""Images are decoded in processes that neither an image nor a visitor can take away for long."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from helpers import COLOURS, encoded, picture
from PIL import Image

from recommender.errors import ImageError
from recommender.features import decoder, decoders
from recommender.features.decoders import Decoders
from recommender.features.images import open_image

PHOTO = encoded(picture(COLOURS["red"], size=(700, 500)), "JPEG")
LARGE = encoded(Image.new("L", (7000, 7000)), "PNG")
"""It takes some 0.1 seconds, a photo 2 ms; and 50 MB."""


@pytest.fixture
def pool():
    made: list[Decoders] = []

    def start(*arguments, **limits):
        made.append(Decoders(*arguments, **limits))
        return made[-1]

    yield start
    for each in made:
        each.close()


def processes(pool):
    return [one._process for one in pool._idle.queue]


@pytest.mark.parametrize("at_least", [480, 64])
def test_the_pixels_are_those_of_open_image(pool, at_least):
    direct = open_image(PHOTO, at_least)
    apart = pool(1).decode(PHOTO, at_least)
    assert apart.mode == "RGB"
    np.testing.assert_array_equal(np.asarray(apart), np.asarray(direct))


def test_an_image_that_is_refused_leaves_the_process_at_work(pool):
    one = pool(1)
    (before,) = processes(one)
    with pytest.raises(ImageError, match=r"not an image that can be read.*\.$"):
        one.decode(b"a text")
    with pytest.raises(ImageError, match="empty"):
        one.decode(b"")
    assert one.decode(PHOTO).size == (700, 500)
    assert processes(one) == [before]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no clock of the processor's work")
def test_what_takes_too_long_gives_a_sentence_and_a_new_process(pool, monkeypatch):
    monkeypatch.setattr(decoders, "PATIENCE", 600)  # the processor's time counts, not the clock's
    one = pool(1, seconds=0.03)
    (before,) = processes(one)
    with pytest.raises(ImageError, match=r"takes longer than 0.03 seconds.*\.$"):
        one.decode(LARGE)
    (after,) = processes(one)
    assert before.poll() is not None
    assert after is not before
    assert one.decode(PHOTO).size == (700, 500)


def test_a_process_that_does_nothing_is_ended_by_the_clock(pool, monkeypatch):
    monkeypatch.setattr(decoders, "PATIENCE", 0.2)
    one = pool(1, seconds=1.0)
    one.decode(PHOTO)
    processes(one)[0].send_signal(signal.SIGSTOP)
    with pytest.raises(ImageError, match="takes longer than 1 seconds"):
        one.decode(PHOTO)
    monkeypatch.setattr(decoders, "PATIENCE", 30)
    assert one.decode(PHOTO).size == (700, 500)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by looking at it")
def test_what_takes_too_much_memory_gives_a_sentence(pool):
    with pytest.raises(ImageError, match=r"not enough memory|needs more than 30 MB"):
        pool(1, megabytes=30).decode(LARGE)


def test_memory_is_watched_where_the_system_sets_no_limit():
    script = (
        "import threading, time; from recommender.features import decoder\n"
        "most = decoder.resident() + (50 << 20)\n"
        "threading.Thread(target=decoder.watch_memory, args=(most,), daemon=True).start()\n"
        "time.sleep(0.1); kept = b'x' * (100 << 20); time.sleep(20)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == decoder.TOO_LARGE


def test_a_process_that_was_ended_meanwhile_is_replaced(pool):
    one = pool(1)
    one.decode(PHOTO)
    (before,) = processes(one)
    before.kill()
    before.wait()
    assert one.decode(PHOTO).size == (700, 500)
    assert processes(one) != [before]


def test_many_threads_each_get_their_own_image(pool):
    two = pool(2)
    photos = [
        encoded(picture(COLOURS["blue"], seed=i, size=(30 + i, 20)), "PNG") for i in range(20)
    ]
    broken = b"no image"

    def ask(i):
        if i % 5 == 4:
            with pytest.raises(ImageError):
                two.decode(broken)
        return (np.asarray(two.decode(photos[i])) == np.asarray(open_image(photos[i]))).all()

    with ThreadPoolExecutor(20) as threads:
        assert all(threads.map(ask, range(20)))
    assert len(processes(two)) == 2


def test_an_interrupted_answer_is_not_the_next_ones(pool, monkeypatch):
    one = pool(1)
    one.decode(PHOTO)
    answers = processes(one)[0].stdout

    class Interrupted:
        def read(self, n):
            raise KeyboardInterrupt

    monkeypatch.setattr(processes(one)[0], "stdout", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        one.decode(PHOTO)
    answers.close()
    other = encoded(picture(COLOURS["blue"], size=(40, 30)), "PNG")
    assert one.decode(other).size == (40, 30)


def test_where_no_process_can_be_started_images_are_decoded_here(pool, monkeypatch):
    monkeypatch.setattr(decoders.sys, "executable", "/no/python")
    one = pool(1)
    assert one.decode(PHOTO).size == (700, 500)
    monkeypatch.setattr(decoders, "_Decoder", None)  # not tried again for each image
    with pytest.raises(ImageError, match="not an image"):
        one.decode(b"a text")


def test_the_processes_end_with_the_one_that_started_them():
    script = (
        "import os, signal; from recommender.features.decoders import Decoders\n"
        "pool = Decoders(1); one = pool._idle.queue[0]; one.is_ready()\n"
        "print(one._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    end = time.monotonic() + 10
    while _runs(int(printed)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _runs(int(printed))


def _runs(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
        with open(f"/proc/{process_id}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"  # nobody may be there to reap it
    except OSError:
        return False


def test_the_shared_decoders_are_started_once():
    with ThreadPoolExecutor(8) as threads:
        found = set(map(id, threads.map(lambda _: decoders.shared_decoders(), range(8))))
    assert len(found) == 1
