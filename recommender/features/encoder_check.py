"""Trying out an encoder file from elsewhere, in a process of its own.

LiteRT runs what a model says without checking all of it: a damaged file can end the process, or ask
for any amount of memory. ``python -m recommender.features.encoder_check FILE`` does what using the
encoder would do; what becomes of it tells whether that can be risked.
"""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from recommender.errors import EncoderError

_SECONDS = 30
"""Longest time in all; the machine may be busy."""

_BUSY_SECONDS = 4
"""Longest time of a processor for loading and for two images; they take a tenth of a second."""

_MEMORY = 4 << 30
"""Most bytes of address space, which is much more than what is really used."""


def try_out(path: Path) -> None:
    """Load an encoder and encode a grey image, all in another process; takes about half a second.

    Raises:
        EncoderError: that fails, takes too much time or memory, or ends the process.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, path.absolute()],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise EncoderError(
            f"The encoder {path} did not encode an image within {_SECONDS} seconds; it is damaged, or "
            "too large: use another."
        ) from error
    if done.returncode == 1 and done.stdout:
        raise EncoderError(done.stdout.decode("utf-8", "replace").strip())
    if done.returncode != 0:
        raise EncoderError(
            f"The encoder {path} broke the process that tried it out, or took too much time or memory "
            f"(status {done.returncode}); it is damaged, or too large: use another."
        )


def _main(path: Path) -> int:
    from PIL import Image

    from recommender.features.encoder import Encoder

    with suppress(ImportError):  # Windows has no such limits
        import resource

        busy = int(time.process_time()) + _BUSY_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (busy, busy))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for threads in (1, None):  # builds use one for each image, answers several
            encoder = Encoder(path, threads=threads)
            encoder.encode_one(Image.new("RGB", (encoder.size, encoder.size), "grey"))
    except EncoderError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(Path(sys.argv[1])))
