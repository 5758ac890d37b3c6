"""Records of posts: posts files, and the exports of Instagram, Flickr, instaloader and gallery-dl."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import exports
from hostile.kind import Escape, Kind
from hostile.mutate import json_bytes, mutated_bytes, mutated_json, wild_text

from recommender.errors import PostError
from recommender.sources.import_posts import import_posts
from recommender.sources.post import Post
from recommender.sources.posts_file import read_posts_file

_RECORD = {
    "image": "images/0.jpg", "hashtags": ["#sun", "sea"], "caption": "A day #out", "creator": "Ann",
    "license": "CC BY 4.0", "license_url": "https://creativecommons.org/licenses/by/4.0/",
    "source_url": "https://example.org/1", "group": "g", "category": "c", "attribution": "By Ann",
    "query": "sun",
}  # fmt: skip

_EXPORTS: tuple[Callable[[Path], Any], ...] = (
    exports.instagram, exports.flickr, exports.instaloader, exports.gallery_dl,
)  # fmt: skip


class Records(Kind[Path]):
    """A posts file or the folder of an export, in which something is wrong."""

    name = "records"
    works_elsewhere = True

    def prepare(self, folder: Path) -> None:
        self._folder = folder
        for number in range(3):
            exports.photo(folder / "posts/images" / f"{number}.jpg", number)
        for make in _EXPORTS:
            make(folder / make.__name__)

    def make_case(self, random: Random, folder: Path) -> Path:
        if random.random() < 0.3:
            make = random.choice(_EXPORTS)
            target = folder / make.__name__
            shutil.copytree(self._folder / make.__name__, target)
            _mutate_json_files(random, target)
            return target
        shutil.copytree(self._folder / "posts", folder / "posts")
        _add_links(random, folder / "posts/images")
        ending, content = random.choice((_jsonl, _csv))(random)
        path = folder / "posts" / f"posts{ending}"
        path.write_bytes(content)
        return path

    def try_case(self, made: Path, folder: Path) -> None:
        from recommender.sources.formats import open_source

        skipped = []
        for item in open_source(made).items(unique=False):
            if not isinstance(item, Post):
                skipped.append(str(item))
                continue
            _check(item, folder)
        (folder / "out").mkdir()
        report = import_posts(made, folder / "out/imported")
        for item in read_posts_file(report.folder / "posts.jsonl"):
            if not isinstance(item, Post):
                raise AssertionError(f"what was imported can't be read: {item}")
        if skipped:
            raise PostError(f"{skipped[0]}.")


def _check(post: Post, folder: Path) -> None:
    path = post.path if isinstance(post.path, Path) else post.path.archive.path
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Escape(str(path))
    for text in (post.image, post.caption, post.creator, post.group, *post.hashtags):
        text.encode("utf-8")
    assert post.hashtags
    assert all(tag and not tag.startswith("#") and tag.split() == [tag] for tag in post.hashtags)


def _record(random: Random) -> Any:
    return mutated_json(random, _RECORD) if random.random() < 0.8 else _RECORD


def _jsonl(random: Random) -> tuple[str, bytes]:
    lines = [json_bytes(random, _record(random)) for _ in range(random.choice((1, 3, 20)))]
    if random.random() < 0.03:
        lines.append(b'{"image": "' + b"a" * 3_000_000 + b'"}')
    if random.random() < 0.01:
        lines += [b"x"] * 100_000
    return random.choice((".jsonl", ".ndjson")), b"\n".join(lines)


def _csv(random: Random) -> tuple[str, bytes]:
    delimiter = random.choice((",", ";", "\t"))
    header = ["image", "hashtags", "caption", "creator"]
    if random.random() < 0.1:
        header[random.randrange(4)] = wild_text(random)
    rows = [delimiter.join(header)]
    for _ in range(random.choice((1, 5, 50))):
        cells = ["images/0.jpg", "sun sea", "hello #you", "Ann"]
        if random.random() < 0.5:
            cells[random.randrange(4)] = wild_text(random)
        quoted = random.choice((_quoted, _quoted, _half_quoted, str))
        rows.append(delimiter.join(quoted(cell) for cell in cells))
    if random.random() < 0.02:
        rows += ["images/0.jpg" + ";" * 60] * 20_000  # over a megabyte, should a quote be open
    data = random.choice(("\n", "\r\n", "\r")).join(rows).encode("utf-8", "surrogatepass")
    return ".csv", mutated_bytes(random, data) if random.random() < 0.4 else data


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _half_quoted(cell: str) -> str:
    return f'"{cell}'


def _add_links(random: Random, images: Path) -> None:
    if random.random() < 0.2:
        secret = Path("../outside/secret.txt").absolute()
        (images / "1.jpg").unlink()
        (images / "1.jpg").symlink_to(random.choice((secret, images, "1.jpg", "/dev/zero")))


def _mutate_json_files(random: Random, folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".txt"))
    for path in random.sample(files, min(len(files), random.choice((1, 1, 3)))):
        data = path.read_bytes()
        try:
            value = json.loads(data)
        except ValueError:  # some files of the exports are broken, or of text
            value = None
        if value is not None and random.random() < 0.8:
            path.write_bytes(json_bytes(random, mutated_json(random, value)))
        else:
            path.write_bytes(mutated_bytes(random, data))
