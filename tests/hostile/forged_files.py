"""Other things in the places of a collection's files: links, folders, pipes, other pictures."""

import io
import os
from pathlib import Path
from random import Random

import numpy as np
from forging import forge_thumbnail, refresh
from helpers import picture
from hostile.forgers import made_older
from hostile.mutate import mutated_bytes


def forge_thumbnails(random: Random, folder: Path) -> None:
    """Other bytes or places in the archive; or links, folders, huge files in place of older ones."""
    if (folder / "thumbnails.tar").exists() and random.random() < 0.5:
        _forge_archive(random, folder)
        return
    if not ((folder / "thumbnails").exists() or made_older(folder)):
        return
    path = random.choice(sorted((folder / "thumbnails").iterdir()))
    secret = Path("../outside/secret.txt").absolute()
    path.unlink()
    way = random.randrange(6)
    if way == 0:
        path.symlink_to(random.choice((secret, "/etc/passwd", "/dev/zero", path.name)))
    elif way == 1:
        path.mkdir()
    elif way == 2:
        with path.open("wb") as file:
            file.truncate(3 << 30)  # a hole, which takes no room
    elif way == 3:
        path.write_bytes(_other_picture(random))
    elif way == 4:
        os.mkfifo(path)
    else:
        moved = folder.parent / "elsewhere"
        (folder / "thumbnails").rename(moved)
        (folder / "thumbnails").symlink_to(moved)


def _forge_archive(random: Random, folder: Path) -> None:
    row = random.randrange(12)
    places = np.load(folder / "thumbnail_places.npy", allow_pickle=True)
    if getattr(places, "shape", None) != (12, 2):  # forged before
        return
    if random.random() < 0.5:
        forge_thumbnail(folder, row, _other_picture(random))
        return
    numbers = (0, -1, 1, 100, 2**31, 2**40, 2**53, 2**63 - 1, -(2**63), places[row, 1])
    places[row, random.randrange(2)] = random.choice(numbers)
    np.save(folder / "thumbnail_places.npy", places)
    refresh(folder, "thumbnail_places.npy")


def _other_picture(random: Random) -> bytes:
    """A picture of another format or size, a bomb, a damaged one, or none."""
    way = random.randrange(4)
    if way == 0:
        return random.choice((b"", b"<svg onload='alert(1)'/>", b"GIF89a", b"\xff\xd8\xff"))
    file = io.BytesIO()
    kind = "JPEG" if way > 1 else random.choice(("PNG", "GIF", "TIFF", "WEBP", "BMP", "MPO"))
    picture((200, 30, 30), size=random.choice(((8, 8), (481, 1), (900, 900)))).save(file, kind)
    data = file.getvalue()
    if way == 2:  # 65,535 pixels wide and high, by its header
        return data.replace(b"\0\x08\0\x08", b"\xff\xff\xff\xff")
    return mutated_bytes(random, data) if way == 3 else data


def forge_files(random: Random, folder: Path) -> None:
    """Data files that are missing, links, folders or pipes."""
    paths = (path for path in folder.rglob("*") if "thumbnails" not in path.parts)
    path = random.choice(sorted(paths))  # a file, or a folder of encoders
    moved = folder.parent / f"moved-{path.name}"
    path.rename(moved)
    way = random.randrange(4)
    if way == 0:
        path.symlink_to(moved)
    elif way == 1:
        path.mkdir()
    elif way == 2:
        os.mkfifo(path)
