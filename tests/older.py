"""Collections as earlier versions of the software wrote them."""

import json

import numpy as np
import pyarrow.parquet as pq
from forging import change, refresh

from recommender.collection import Collection
from recommender.collection.files import data_files, encoder_files, sha256_of_thumbnails


def make_older(folder, format):
    """Turn a collection into what a version that wrote ``format`` would have made of its posts."""
    manifest = json.loads((folder / "manifest.json").read_text())
    collection = Collection.open(folder)
    (folder / "thumbnails").mkdir()
    for row, post in enumerate(collection.posts):
        (folder / f"thumbnails/{post.id}.jpg").write_bytes(collection.thumbnail(row) or b"")
    entries = pq.read_table(folder / "hashtags.parquet").to_pylist()
    (folder / "hashtags.json").write_text(json.dumps(entries, ensure_ascii=False))
    files = [f for facts in manifest["also"] for f in encoder_files(facts["name"], format)]
    files = [f for f in (*data_files(format), *files) if (folder / f.name).exists()]
    for file in files:
        if file.name.endswith(".npy"):
            np.save(folder / file.name, np.load(folder / file.name).astype(file.dtype))
    names = {file.name for file in files}
    for name in manifest["files"].keys() - names:
        (folder / name).unlink()
    change(folder, ["format"], format)
    change(folder, ["files"], {})
    for name in sorted(names):
        refresh(folder, name)
    sha256 = sha256_of_thumbnails(folder, collection.posts)
    change(folder, ["thumbnails_sha256"], sha256)
