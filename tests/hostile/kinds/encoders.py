"""Encoder files that are damaged or forged."""

import struct
from pathlib import Path
from random import Random

import numpy as np
from helpers import picture
from hostile.kind import Kind
from hostile.mutate import mutated_bytes, wild_text

from recommender.features.encoder import BUNDLED_PATH, open_encoder


class Encoders(Kind[str]):
    """The bundled encoder with some bytes changed; most cases take half a second."""

    name = "encoders"
    works_elsewhere = True
    n_tested = 12

    def prepare(self, folder: Path) -> None:
        self._whole = BUNDLED_PATH.read_bytes()

    def make_case(self, random: Random, folder: Path) -> str:
        path = folder / "encoder.tflite"
        way = random.random()
        if way < 0.05:
            return wild_text(random)[:300]
        if way < 0.1:
            path.write_bytes(
                random.choice((b"", b"TFL3", b"\0\0\0\0TFL3", random.randbytes(5_000)))
            )
        elif way < 0.4:
            path.write_bytes(mutated_bytes(random, self._whole))
        else:
            path.write_bytes(self._with_wild_fields(random))
        return str(path)

    def try_case(self, made: str, folder: Path) -> None:
        features = open_encoder(made).encode_one(picture((200, 30, 30)))
        assert features.shape == (1280,)
        assert np.isfinite(features).all()

    def _with_wild_fields(self, random: Random) -> bytes:
        """Other numbers in the tables that lie behind the weights: shapes, offsets, operators."""
        data = bytearray(self._whole)
        for _ in range(random.choice((1, 1, 3, 20))):
            at = len(data) - 4 * random.randrange(1, 8_000)
            (old,) = struct.unpack_from("<I", data, at)
            new = random.choice(
                (0, 1, old + 1, old * 2, 2**31 - 1, 2**32 - 1, random.randrange(2**32))
            )
            struct.pack_into("<I", data, at, new & 0xFFFFFFFF)
        return bytes(data)
