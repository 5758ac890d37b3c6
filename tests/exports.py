"""Folders and zips in the forms in which people have posts, made as they are documented."""

import json
import lzma
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from recommender.sources import Post, Skipped
from recommender.sources.formats import read_posts

FORMATS = {".heic": "HEIF", ".jpg": "JPEG", ".tif": "TIFF"}


def scene(number: int) -> Image.Image:
    """A picture that looks different for each number: coarse blobs, 64 x 48."""
    coarse = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((64, 48), Image.Resampling.BICUBIC)


def photo(path: Path, number: int, **options: Any) -> Path:
    """An image file of that scene, in the format that its ending says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix.lower()
    scene(number).save(path, FORMATS.get(ending, ending[1:].upper()), **options)
    return path


def write(path: Path, content: Any) -> Path:
    """A file of text, of bytes, or of JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8", newline="")
    return path


def zipped(folder: Path, target: Path, names: Iterable[str] | None = None, root: str = "") -> Path:
    """A zip of the folder's files, or only of those whose names begin with one of ``names``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and (names is None or name.startswith(tuple(names))):
                archive.write(file, root + name)
    return target


def read(*paths: Path, **options: Any) -> tuple[list[Post], Counter[str]]:
    """The posts of a source, and the number of skipped items of each kind."""
    items = list(read_posts(paths, **options))
    posts = [item for item in items if isinstance(item, Post)]
    return posts, Counter(item.kind for item in items if isinstance(item, Skipped))


def mojibake(text: str) -> str:
    """The text as Instagram's export writes it: a character for each byte of UTF-8."""
    return text.encode("utf-8").decode("latin-1")


INSTAGRAM_LISTS = (
    "content/posts_1.json",
    "your_instagram_activity/content/posts_1.json",
    "your_instagram_activity/media/posts_1.json",
)
INSTAGRAM_SKIPPED = Counter(
    {"video": 2, "no hashtags": 1, "no image": 1, "unknown form": 1, "duplicate": 1}
)


def instagram(folder: Path, posts_list: str = INSTAGRAM_LISTS[2]) -> Path:
    """Five posts, two of them one carousel, beside six that can't be used (INSTAGRAM_SKIPPED)."""

    def medium(name: str, title: str = "") -> dict[str, Any]:
        return {"uri": f"media/posts/{name}", "creation_timestamp": 1, "title": mojibake(title)}

    for number, name in enumerate(
        ("202001/a.jpg", "202301/b.webp", "202406/c.heic", "202406/d.jpg", "202406/e.jpg")
    ):
        photo(folder / "media/posts" / name, number)
    again = (folder / "media/posts/202001/a.jpg").read_bytes()
    write(folder / "media/posts/202406/again.jpg", again)
    photo(folder / "media/posts/202406/untagged.jpg", 9)
    write(folder / "media/posts/202406/v.mp4", b"video")
    records = [
        {"media": [medium("202001/a.jpg", "Glad #påsk! 🐣 #Ägg")]},
        {
            "media": [medium("202301/b.webp"), medium("202406/v.mp4"), medium("202406/c.heic")],
            "title": mojibake("Två #hav&amp; #sol"),
            "creation_timestamp": 2,
        },
        {"media": [medium("202406/d.jpg"), medium("202406/e.jpg", "second has it #Fjäll")]},
        {"media": [medium("202406/untagged.jpg", "no tags")]},
        {"media": [medium("202406/gone.jpg", "#gone")]},
        {"media": [medium("202406/v.mp4", "#film")]},
        {"label_values": [{"label": "Media"}]},
        {"media": [medium("202406/again.jpg", "#again")]},
    ]
    write(folder / posts_list, records)
    write(folder / "personal_information/personal_information.json", {})
    return folder


INSTALOADER_SKIPPED = Counter(
    {"video": 3, "no caption": 1, "no hashtags": 1, "not a post": 1, "unreadable": 1}
)


def instaloader(folder: Path) -> Path:
    """Six images of five posts, in three forms of metadata, beside seven items that can't be used."""

    def node(caption: str | None, **more: Any) -> dict[str, Any]:
        edges = [{"node": {"text": caption}}] if caption else []
        known = {"edge_media_to_caption": {"edges": edges}, "owner": {"username": "ann"}}
        return {"node": {**known, **more}, "instaloader": {"version": "4.15", "node_type": "Post"}}

    def xz(content: Any) -> bytes:
        return lzma.compress(json.dumps(content).encode())

    day = "2023-01-15_10-30-45_UTC"
    photo(folder / f"ann/{day}.jpg", 0)
    write(folder / f"ann/{day}.json.xz", xz(node("One #Sea", shortcode="AbC_-1")))
    write(folder / f"ann/{day}.txt", "other #text\n")
    write(folder / f"ann/{day}_old_01.txt", "before #old\n")
    write(folder / f"ann/{day}_comments.json", [{"text": "#comment"}])
    for i in (1, 2, 10):  # a carousel of two photos and a video, with the video's first frame
        photo(folder / f"ann/2023-02-01_00-00-00_UTC_{i}.jpg", i)
    write(folder / "ann/2023-02-01_00-00-00_UTC_10.mp4", b"video")
    write(
        folder / "ann/2023-02-01_00-00-00_UTC.json.xz", xz(node("Many #sand", shortcode="CaRouSeL"))
    )
    photo(folder / "ann/2023-03-01_00-00-00_UTC.webp", 3)
    write(folder / "ann/2023-03-01_00-00-00_UTC.txt", "Only text #wind\n")
    photo(folder / "#sun/custom_name.png", 4)
    write(
        folder / "#sun/custom_name.json",
        {"shortcode": "v3", "caption": "Old #version", "owner": {"username": "bob"}},
    )
    photo(folder / "#sun/new.jpg", 5)
    write(
        folder / "#sun/new.json",
        node(None, code="x", iphone_struct={"caption": {"text": "#phone"}}),
    )

    photo(folder / "ann/2023-04-01_00-00-00_UTC_profile_pic.jpg", 20)
    write(folder / "ann/ann_123.json.xz", xz({"node": {}, "instaloader": {"node_type": "Profile"}}))
    write(folder / "ann/iterator_x.json.xz", xz({}))
    write(folder / "ann/id", "123")
    write(folder / "ann/2023-05-01_00-00-00_UTC.mp4", b"video")
    photo(folder / "ann/2023-05-01_00-00-00_UTC.jpg", 21)
    write(folder / "ann/2023-05-01_00-00-00_UTC.json.xz", xz(node("#film", is_video=True)))
    photo(folder / "ann/poster.jpg", 22)
    write(folder / "ann/poster.json.xz", xz(node("#film", is_video=True)))
    photo(folder / "ann/alone.jpg", 23)
    photo(folder / "ann/silent.jpg", 24)
    write(folder / "ann/silent.json.xz", xz(node(None)))
    photo(folder / "ann/story.jpg", 25)
    write(
        folder / "ann/story.json.xz",
        xz({"node": {"caption": "#story"}, "instaloader": {"node_type": "StoryItem"}}),
    )
    photo(folder / "ann/broken.jpg", 26)
    write(folder / "ann/broken.json.xz", b"no xz")
    return folder


GALLERY_DL_SKIPPED = Counter({"video": 1, "no caption": 1, "no hashtags": 1, "unreadable": 1})


def gallery_dl(folder: Path) -> Path:
    """Six images (Instagram, Flickr with both forms of tags, tags alone), and four unusable."""
    one, flickr = folder / "instagram/ann", folder / "flickr/bob"
    post = {
        "category": "instagram",
        "description": "Warm #Sea #sun",
        "tags": ["#Sea", "#sun"],
        "username": "ann",
        "post_shortcode": "AbC",
        "post_url": "https://www.instagram.com/p/AbC/",
    }
    for number in (0, 1):
        photo(one / f"7_{number}.jpg", number)
        write(one / f"7_{number}.jpg.json", post)
    photo(one / "8.jpg", 2)
    write(one / "8.jpg.json", {**post, "description": "nothing", "tags": None})
    write(one / "9.mp4", b"video")
    write(one / "9.mp4.json", post)
    photo(one / "10.jpg", 3)
    photo(one / "11.jpg", 4)
    write(one / "11.jpg.json", "{")
    work = {
        "category": "flickr",
        "id": 555,
        "license": "4",
        "owner": {"nsid": "1@N00", "username": "bob"},
    }
    photo(flickr / "flickr_555.jpg", 5)
    raw = ["Fishing Boat", "geo:lat=51.5", "Canon EOS 5D", "2008", "geotagged", "Harbour"]
    write(flickr / "flickr_555.jpg.json", {**work, "title": "Morning", "tags": raw})
    photo(flickr / "flickr_556.jpg", 6)
    write(flickr / "flickr_556.jpg.json", {**work, "id": 556, "tags": ["fishingboat", "nikond90"]})
    photo(folder / "lists/a.png", 7)
    write(folder / "lists/a.png.txt", "rainy day\r\nflickr\r\numbrella\r\n")
    photo(folder / "lists/b.png", 8)
    write(folder / "lists/b.png.txt", "#flickr\n#umbrella\n")
    write(folder / "lists/info.json", {"category": "flickr"})
    return folder


FLICKR_SKIPPED = Counter({"video": 1, "no hashtags": 1, "no image": 1, "unreadable": 1})


def flickr(folder: Path) -> tuple[Path, Path]:
    """The folders of JSON files and of images: four photos, two in an album, and four unusable."""

    def record(number: int, tags: list[str], album: str = "", **more: Any) -> None:
        known = {
            "id": str(number),
            "name": f"Photo {number}",
            "description": 'Seen <a href="https://x.org/#no">here</a> #seen',
            "photopage": f"https://www.flickr.com/photos/ann/{number}/",
            "license": "Attribution License",
            "tags": [{"tag": tag, "user": "https://…", "date_create": "2020"} for tag in tags],
            "albums": [{"id": album, "title": album}] if album else [],
        }
        write(folder / f"json/photo_{number}.json", {**known, **more})

    record(5550001112, ["Santa Con", "uploaded:by=x", "nikond90"], "72")
    photo(folder / "images/santa_5550001112_o.jpg", 0)
    record(5550001113, ["red"], "72")
    photo(folder / "images/5550001113_ab12cd34ef_o.jpg", 1)
    record(5550001114, ["blue"])
    photo(folder / "images/img-5550001113-copy_5550001114_o.png", 2)
    record(5550001115, ["green"], description="")
    photo(folder / "images/more/title with 5550001115 in it.jpg", 3)
    record(5550001116, ["film"])
    write(folder / "images/film_5550001116_o.mp4", b"video")
    record(5550001117, ["gone"])
    record(5550001118, ["geotagged"], description="")
    photo(folder / "images/x_5550001118_o.jpg", 4)
    write(folder / "json/photo_5550001119.json", "[")
    photo(folder / "images/x_5550001119_o.jpg", 5)
    write(folder / "json/albums.json", {"albums": []})
    return folder / "json", folder / "images"


MIRFLICKR_SKIPPED = Counter({"no hashtags": 2})


def mirflickr(folder: Path) -> Path:
    """Four images with tags, one with an empty file of tags, one without a file."""
    root = folder / "mirflickr"
    for number in (1, 2, 3, 4, 5, 10):
        photo(root / f"im{number}.jpg", number)
    raw = {
        1: "Fishing Boat\r\ngeo:lat=51.5\r\nNikon D90\r\n",
        2: "sky\r\n",
        3: "\r\n",
        10: "caf\xe9",
    }
    for number, text in raw.items():
        write(root / f"meta/tags_raw/tags{number}.txt", text.encode("latin-1"))
        write(root / f"meta/tags/tags{number}.txt", "clean\r\n")
    write(root / "meta/tags/tags4.txt", "sea\nsky\n")
    write(
        root / "meta/license/license1.txt",
        "By Ann\nhttp://creativecommons.org/licenses/by-nc/2.0/\n",
    )
    write(
        root / "doc/owner_ids.txt", "".join(f"im{n}.jpg owner{n % 2}@N00\n" for n in range(1, 11))
    )
    return folder


HARRISON_SKIPPED = Counter({"no image": 1, "no hashtags": 1})


def harrison(folder: Path) -> Path:
    """Three images with hashtags and two unusable lines."""
    lines = [
        ("instagram_dataset/beach/image_1.jpg", "beach sun sea "),
        ("instagram_dataset/beach/image_2.jpg", "beach "),
        ("instagram_dataset/new year/image_3.jpg", "party "),
        ("instagram_dataset/beach/gone.jpg", "beach "),
        ("instagram_dataset/beach/image_5.jpg", " "),
    ]
    for number, (name, _) in enumerate(lines):
        if "gone" not in name:
            photo(folder / name, number)
    write(folder / "data_list.txt", "".join(f"{name}\n" for name, _ in lines))
    write(folder / "tag_list.txt", "".join(f"{tags}\n" for _, tags in lines))
    write(folder / "vocab_index.txt", "beach  0\n")
    return folder
