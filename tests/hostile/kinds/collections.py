"""Collections that a stranger changed and gave fresh checksums."""

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from helpers import SETTINGS, OtherEncoder, StubEncoder, picture, write_posts
from hostile.forged_files import forge_files, forge_thumbnails
from hostile.forgers import forge_array, forge_hashtags, forge_posts
from hostile.kind import Escape, Kind
from hostile.mutate import (
    WILD_NUMBERS,
    json_bytes,
    mutated_json,
    wild_text,
    wild_value,
)
from PIL import Image

from recommender.build import build_collection
from recommender.collection import Collection
from recommender.commands.info import run as info
from recommender.paths import HOME_VARIABLE
from recommender.recommend import HashtagRecommender, Wishes


class Collections(Kind[Path]):
    """A collection of twelve posts and two encoders in which one to three files are forged."""

    name = "collections"

    def prepare(self, folder: Path) -> None:
        posts = write_posts(folder / "posts")
        # The cache of features is no matter of these cases.
        home = os.environ[HOME_VARIABLE]
        os.environ[HOME_VARIABLE] = str(folder / "home")
        encoders = {"encoder": StubEncoder(), "also": [OtherEncoder()]}
        build_collection(posts, folder / "collection", SETTINGS, **encoders)
        os.environ[HOME_VARIABLE] = home
        self._collection = folder / "collection"

    def make_case(self, random: Random, folder: Path) -> Path:
        made = folder / "collection"
        shutil.copytree(self._collection, made)
        for forge in _chosen(random):
            forge(random, made)
        return made

    def try_case(self, made: Path, folder: Path) -> None:
        collection = Collection.open(made)
        for encoder, colour, reach in (
            (StubEncoder(), (200, 30, 30), 0.0),
            (StubEncoder(), (10, 250, 250), 1.0),
            (OtherEncoder(), (30, 160, 40), 0.5),
        ):
            if collection.part_of(encoder) is None:  # the manifest names other encoders
                continue
            recommender = HashtagRecommender(collection, encoder)
            answer = recommender.recommend(picture(colour), 20, 10, given=["red"], reach=reach)
            numbers = [suggestion.score for suggestion in answer.hashtags]
            numbers += [value for n in answer.neighbors for value in (n.similarity, n.weight)]
            if answer.sureness is not None:
                numbers += vars(answer.sureness).values()
            assert answer.hashtags
            assert np.isfinite(numbers).all(), numbers
            json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8")
        recommender = HashtagRecommender(collection, StubEncoder())
        recommender.recommend_post(collection.posts[0].id, Wishes(without=[collection.posts[1].id]))
        _map(collection)
        for row in range(len(collection)):
            data = collection.thumbnail(row)
            if data is None:
                continue
            if collection.manifest.format < 3 and (made / "thumbnails").is_symlink():
                raise Escape(f"the thumbnail of row {row}")
            with Image.open(io.BytesIO(data)) as image:  # as Streamlit does, which takes any format
                assert image.format == "JPEG"
                assert max(image.size) <= 480
        info(_Options(str(made)))


def _chosen(random: Random) -> list[Callable[[Random, Path], None]]:
    """One of the forgers or, in every fourth case, several, in their order."""
    if random.random() < 0.75:
        return [random.choices(_FORGERS, weights=(6, 3, 6, 4, 2, 1))[0]]
    n = random.choice((2, 3))
    return [_FORGERS[i] for i in sorted(random.sample(range(len(_FORGERS)), n))]


class _Options:
    def __init__(self, folder: str) -> None:
        self.folder = folder


def _map(collection: Collection) -> None:
    from recommender.figures.post_map import map_chart

    if collection.map is not None:
        map_chart(collection).to_json()


def _manifest(random: Random, folder: Path) -> None:
    path = folder / "manifest.json"
    facts = json.loads(path.read_bytes())
    if random.random() < 0.6:  # a value of the right place, of the wrong type or size
        section = random.choice(("", "", "encoder", "also", "als", "ranking", "files"))
        part = facts["also"][0] if section == "also" else facts.get(section, facts)
        name = random.choice([*sorted(part), wild_text(random)])
        part[name] = random.choice((random.choice(WILD_NUMBERS), wild_value(random)))
        path.write_bytes(json.dumps(facts).encode())
        return
    path.write_bytes(json_bytes(random, mutated_json(random, facts)))


# The manifest comes after the files, whose checksums stand in it; what takes files away comes last.
_FORGERS: tuple[Callable[[Random, Path], None], ...] = (
    forge_array, forge_hashtags, forge_posts, _manifest, forge_thumbnails, forge_files,
)  # fmt: skip
