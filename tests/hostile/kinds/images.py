"""Images that are damaged or forged, or small files that would unpack to large pictures."""

import struct
from pathlib import Path
from random import Random

from hostile.image_bombs import MADE_OF_FILES, MADE_OF_NOTHING, wild_size
from hostile.kind import Kind
from hostile.mutate import mutated_bytes
from hostile.pictures import SIZE, picture_files
from PIL import Image

from recommender.features.images import extension_of, open_image, read_bytes, to_pixels
from recommender.features.thumbnails import thumbnail_of
from recommender.sources.keywords import image_keywords


class Images(Kind[Path]):
    """All that is done with an image here, without the processes that would end what it breaks."""

    name = "images"

    def prepare(self, folder: Path) -> None:
        self._files = picture_files()

    def make_case(self, random: Random, folder: Path) -> Path:
        path = folder / "image"
        path.write_bytes(self._made(random))
        return path

    def try_case(self, made: Path, folder: Path) -> None:
        data = read_bytes(made)
        image = open_image(data)
        assert image.mode == "RGB"
        assert 1 <= min(image.size) < 960
        assert max(image.size) <= 16 * 480
        assert to_pixels(image, 224).shape == (224, 224, 3)
        (folder / "out").write_bytes(thumbnail_of(data, image, 480))
        with Image.open(folder / "out") as thumbnail:
            assert thumbnail.format == "JPEG"
            assert 1 <= min(thumbnail.size) <= max(thumbnail.size) <= 480
        extension_of(data)
        image_keywords(data)

    def _made(self, random: Random) -> bytes:
        way = random.random()
        if way < 0.04:
            return random.choice(MADE_OF_NOTHING)(random)
        if way < 0.12:
            return random.choice(MADE_OF_FILES)(random, self._files)
        data = self._files[random.choice(sorted(self._files))]
        if way < 0.2:
            return _of_another_size(random, data)
        if way < 0.3:
            return data[: random.randrange(len(data) + 1)]
        if way < 0.4:
            return _with_wild_numbers(random, data)
        if way < 0.5:
            return _in_another_order(random, data)
        return mutated_bytes(random, data)


def _of_another_size(random: Random, data: bytes) -> bytes:
    """Width and height replaced wherever they stand, in either order of bytes."""
    width, height = wild_size(random)
    for code in (">I", "<I", ">H", "<H"):
        for old, new in zip(SIZE, (width, height), strict=True):
            most = 256 ** struct.calcsize(code) - 1
            data = data.replace(struct.pack(code, old), struct.pack(code, min(new, most)))
    return data


def _with_wild_numbers(random: Random, data: bytes) -> bytes:
    """Other lengths, offsets or counts, most of them near the beginning."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8))):
        at = random.randrange(min(len(data) - 4, random.choice((64, 400, len(data)))))
        code = random.choice((">I", "<I", ">H", "<H"))
        top = 256 ** struct.calcsize(code)
        (old,) = struct.unpack_from(code, changed, at)
        new = random.choice(
            (0, 1, old - 1, old + 1, old * 2, top // 2, top - 1, random.randrange(top))
        )
        struct.pack_into(code, changed, at, new % top)
    return bytes(changed)


def _in_another_order(random: Random, data: bytes) -> bytes:
    """Pieces of the file repeated, left out or exchanged."""
    cuts = sorted(random.randrange(len(data) + 1) for _ in range(random.choice((1, 3, 9))))
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    for _ in range(random.choice((1, 2, 5))):
        i, j = random.randrange(len(pieces)), random.randrange(len(pieces))
        if random.random() < 0.5:
            pieces[i], pieces[j] = pieces[j], pieces[i]
        else:
            pieces[i] = pieces[i] * random.choice((0, 2, 100))
    return b"".join(pieces)[:30_000_000]
