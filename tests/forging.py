"""Changes of a collection by a stranger, who gives it fresh checksums."""

import hashlib
import json

import numpy as np


def refresh(folder, name):
    """The file's size and checksum, as the manifest has them."""
    data = (folder / name).read_bytes()
    change(
        folder, ["files", name], {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    )


def change(folder, path, value):
    """Change one value of the manifest; ``path`` are the keys that lead to it."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text())
    holder = manifest
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    file.write_text(json.dumps(manifest))


def forge(folder, name, data):
    (folder / name).write_bytes(data)
    refresh(folder, name)


def forge_thumbnail(folder, row, data):
    """Put other bytes into the place of a post's thumbnail, at the end of the archive."""
    archive = folder / "thumbnails.tar"
    places = np.load(folder / "thumbnail_places.npy")
    places[row] = archive.stat().st_size, len(data)
    with archive.open("ab") as file:
        file.write(data)
    np.save(folder / "thumbnail_places.npy", places)
    refresh(folder, "thumbnail_places.npy")
    refresh(folder, "thumbnails.tar")
    change(folder, ["thumbnails_sha256"], hashlib.sha256(archive.read_bytes()).hexdigest())
