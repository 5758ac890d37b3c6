import io
import os
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from exports import scene
from PIL import Image

from recommender.sources import Post, Skipped
from recommender.sources.duplicates import (
    MAX_DISTANCE,
    Fingerprint,
    SeenImages,
    fingerprint,
    without_duplicates,
)


def encoded(image: Image.Image, form: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def big(number: int) -> Image.Image:
    return scene(number).resize((640, 480), Image.Resampling.BICUBIC)


def posts_of(folder: Path, *contents: bytes) -> list[Post]:
    posts = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        posts.append(Post(path.name, ("sun",), path=path))
    return posts


@pytest.mark.parametrize(
    "again",
    [
        lambda m: encoded(m, "JPEG", quality=40),
        lambda m: encoded(m.resize((320, 240))),
        lambda m: encoded(m.resize((200, 150)), "WEBP", quality=50),
        lambda m: encoded(m.point([min(255, int(v * 1.05)) for v in range(256)] * 3)),
    ],
)
def test_the_same_picture_saved_in_another_way_is_near(tmp_path, again):
    image = big(1)
    first, second = without_duplicates(posts_of(tmp_path, encoded(image), again(image)))
    assert isinstance(first, Post)
    assert isinstance(second, Skipped)
    assert (second.kind, second.place) == ("near duplicate", "1.bin")


def test_the_very_same_bytes_are_a_duplicate_also_of_a_near_one(tmp_path):
    one, other = encoded(big(1)), encoded(big(1), "JPEG")
    items = list(without_duplicates(posts_of(tmp_path, one, other, other, one)))
    kinds = [item.kind if isinstance(item, Skipped) else "" for item in items]
    assert kinds == ["", "near duplicate", "duplicate", "duplicate"]


def test_different_pictures_are_all_kept(tmp_path):
    contents = [encoded(scene(number)) for number in range(60)]
    items = list(without_duplicates(posts_of(tmp_path, *contents)))
    assert [item.image for item in items] == [f"{number}.bin" for number in range(60)]


def test_flat_pictures_of_other_colours_are_kept(tmp_path):
    flat = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "black", "white")]
    items = list(without_duplicates(posts_of(tmp_path, *map(encoded, flat))))
    assert all(isinstance(item, Post) for item in items)


def test_skipped_items_pass_and_what_is_no_image_is_skipped(tmp_path):
    (broken,) = posts_of(tmp_path, b"no image")
    before = Skipped(7, "not JSON")
    passed, found = without_duplicates([before, broken])
    assert passed is before
    assert (found.kind, found.place) == ("unreadable image", "0.bin")
    (numbered,) = without_duplicates([Post("a.png", ("sun",), path=tmp_path / "none", line=3)])
    assert str(numbered).startswith("line 3: a.png: There is no file")


def test_every_hash_of_three_other_bits_is_found_and_none_of_four():
    seen, rng = SeenImages(), random.Random(0)
    for number in range(300):
        look = rng.getrandbits(64)
        assert seen.add(Fingerprint(number.to_bytes(16), look, (9, 9, 9))) == ""
        flipped = rng.sample(range(64), 4)
        near = look ^ sum(1 << bit for bit in flipped[:-1])
        far = near ^ 1 << flipped[-1]
        assert seen.add(Fingerprint(os.urandom(16), near, (9, 9, 9))) == "near duplicate"
        assert seen.add(Fingerprint(b"f%d" % number, far, (9, 9, 9))) == ""


def test_many_are_compared_in_a_few_steps_and_little_memory(monkeypatch):
    """Comparing each of 20,000 with all others would take 200 million steps."""
    steps = 0
    original = SeenImages._is_near

    def counting(self, row, image):
        nonlocal steps
        steps += 1
        return original(self, row, image)

    monkeypatch.setattr(SeenImages, "_is_near", counting)
    looks = np.random.default_rng(0).integers(0, 2**63, 20_000).tolist()
    tracemalloc.start()
    seen = SeenImages()
    for number, look in enumerate(looks):
        seen.add(Fingerprint(number.to_bytes(16), look, (0, 0, 0)))
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert steps < 2 * len(looks)
    assert used < 1200 * len(looks)


def test_a_fingerprint_sees_through_orientation_and_says_the_colour():
    image = Image.new("RGB", (64, 48), (200, 100, 50))
    assert fingerprint(encoded(image)).colour == (200, 100, 50)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = big(2).rotate(90, expand=True)
    upright, sideways = fingerprint(encoded(big(2))), fingerprint(encoded(turned, exif=exif))
    assert (upright.look ^ sideways.look).bit_count() <= MAX_DISTANCE
