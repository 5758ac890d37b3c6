"""Changes of a collection by a stranger, who gives it fresh checksums."""

import hashlib
import json


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
