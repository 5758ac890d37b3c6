"""Keras' ImageNet weights of MobileNetV2: where they lie, whether they are those, how to get them."""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from recommender.errors import EncoderError, reason_of
from recommender.printable import one_line
from recommender.progress import Progress, silent
from recommender.whole import making

WEIGHTS_ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"
WEIGHTS_FILE = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5"
WEIGHTS_BYTES = 9_406_464
WEIGHTS_SHA256 = "f8aff69536bd77a692c594f559c798c19bf7f3f36668fc9fa00b21c6aab4797c"
"""Keras names no hash of this file; three projects that used it published this one."""

_HDF5 = b"\x89HDF\r\n\x1a\n"
_LONGEST = 3600.0
"""Most seconds for the whole download: 2.6 kB/s."""
_CONNECT, _READ = 10.0, 60.0

OTHER_WAY = "use --encoder bundled"
"""How the errors of getting the encoder end."""


@dataclass(frozen=True)
class Weights:
    """A file of weights; ``published`` says that it is, byte for byte, the one that Keras loads."""

    path: Path
    published: bool


def keras_models_folder() -> Path:
    """Where Keras keeps downloaded weights (``$KERAS_HOME/models``, else ``~/.keras/models``)."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "models"


def find_weights(progress: Progress = silent) -> Weights:
    """The weights in Keras' folder, or downloaded into it.

    A file that is there already may be another than the published one, as long as it is HDF5: whoever
    exports it must look at what it gives.

    Raises:
        EncoderError: the file can't be that, or the download failed; it says what to do.
    """
    path = keras_models_folder() / WEIGHTS_FILE
    if not path.exists():
        download(path, progress)
    try:
        with path.open("rb") as file:
            start = file.read(len(_HDF5))
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(
            f"The weights {path} can't be read ({reason_of(error)}); make them readable or delete them, "
            "and they are downloaded again."
        ) from error
    if start != _HDF5:
        raise not_the_weights(path, f"it begins with {start!r}, and not as HDF5 files do")
    return Weights(path, published=sha256 == WEIGHTS_SHA256)


def not_the_weights(path: Path, why: str) -> EncoderError:
    """The error for a file in Keras' folder that can't be used."""
    return EncoderError(
        f"{path} does not hold the ImageNet weights of MobileNetV2 ({why}); delete it, and the right "
        f"file is downloaded from {WEIGHTS_ADDRESS}, or {OTHER_WAY}."
    )


def download(path: Path, progress: Progress = silent) -> None:
    """Download the weights to ``path``: whole or not at all, by one process at a time.

    Raises:
        EncoderError: no network, no space, or something else came than Keras published.
    """
    advice = f"free space or set KERAS_HOME to another folder, or {OTHER_WAY}"
    with making(path, EncoderError, lambda _: None, advice=advice, wait=True) as work:
        if path.exists():  # another process has downloaded it while this one waited
            return
        with work.new.open("wb") as file:
            start, size, sha256 = _receive(file.write, progress)
        if (size, sha256) != (WEIGHTS_BYTES, WEIGHTS_SHA256):
            raise _another_file(start, size)
        work.finish()


def _receive(write, progress: Progress) -> tuple[bytes, int, str]:
    """Pass on what the server sends: its first bytes, its size, its sha256. Never much too much."""
    import requests  # 0.1 s that nobody else need wait
    import urllib3

    from recommender.http import CHUNK, Session, reason, unchanged

    start, size, digest = b"", 0, hashlib.sha256()
    end = time.monotonic() + _LONGEST
    try:
        with (
            Session() as session,
            session.get(
                WEIGHTS_ADDRESS + WEIGHTS_FILE,
                timeout=(_CONNECT, _READ),
                allow_redirects=False,
                stream=True,
                auth=unchanged,
                headers={"Accept-Encoding": "identity"},
            ) as response,
        ):
            if response.status_code != 200:
                raise _no_download(f"status {response.status_code} instead of the file")
            while size <= WEIGHTS_BYTES and (piece := response.raw.read1(CHUNK)):
                if time.monotonic() > end:
                    raise _no_download("it takes too long")
                start, size = start or piece[:60], size + len(piece)
                digest.update(piece)
                write(piece)
                progress("downloading (kB)", size // 1000, WEIGHTS_BYTES // 1000)
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _no_download(reason(error)) from error
    return start, size, digest.hexdigest()


def _no_download(why: str) -> EncoderError:
    return EncoderError(
        f"The weights of the imagenet encoder can't be downloaded from {WEIGHTS_ADDRESS} ({why}); check "
        f"the network and try again, put {WEIGHTS_FILE} into {keras_models_folder()}, or {OTHER_WAY}."
    )


def _another_file(start: bytes, size: int) -> EncoderError:
    if start.lstrip()[:1] == b"<":
        text = one_line(start.decode("ascii", "replace"), 40)
        why = f"a web page came, “{text}”; a proxy or a login page may have answered"
    elif size < WEIGHTS_BYTES:
        why = f"only {size:,} of {WEIGHTS_BYTES:,} bytes came"
    else:
        why = "its sha256 is not that of the published file"
    return _no_download(why)
