"""Collections with cells, made small by lowering the number of posts from which there are any."""

import numpy as np
import pytest
from forging import refresh
from helpers import SETTINGS, OtherEncoder, StubEncoder

from recommender import Collection, HashtagRecommender
from recommender.build import build_collection
from recommender.collection.files import cell_files
from recommender.errors import CollectionError

NAMES = [file.name for file in cell_files()]


@pytest.fixture
def large(posts_file, tmp_path, monkeypatch):
    """A collection of two encoders, both with cells."""
    monkeypatch.setattr("recommender.neighbors.similarity.EXACT_POSTS", 4)
    folder = tmp_path / "large"
    encoders = {"encoder": StubEncoder(), "also": [OtherEncoder()]}
    return build_collection(posts_file, folder, SETTINGS, **encoders).folder


def test_a_small_collection_has_none(built):
    assert not {path.name for path in built.folder.iterdir()} & set(NAMES)
    assert Collection.open(built.folder).model.similarity.cells is None


def test_they_are_kept_for_each_encoder_and_used(large, built, posts_file):
    collection = Collection.open(large)
    cells = [part.model.similarity.cells for part in collection.parts]
    assert all(c is not None and len(c.cell_of) == 12 for c in cells)
    assert not np.array_equal(cells[0].axes, cells[1].axes)
    image = posts_file.parent / "images/red1.png"
    recommender = HashtagRecommender(collection, StubEncoder())
    assert recommender.ranker.index._cells is not None
    answer = recommender.recommend(image, 5)
    exact = HashtagRecommender(Collection.open(built.folder), StubEncoder()).recommend(image, 5)
    assert [n.post.id for n in answer.neighbors] == [n.post.id for n in exact.neighbors]
    for found, wanted in zip(answer.neighbors, exact.neighbors, strict=True):
        assert found.similarity == pytest.approx(wanted.similarity, abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_or_changed_file_is_damage(large, name):
    path = large / name
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(CollectionError, match=f"damaged.*{name}"):
        Collection.open(large)
    path.unlink()
    with pytest.raises(CollectionError, match=f"damaged.*{name} is missing"):
        Collection.open(large)


@pytest.mark.parametrize("cell", [99, -1])
def test_a_forged_cell_is_refused(large, cell):
    cells = np.load(large / "cell_of_post.npy")
    cells[3] = cell
    np.save(large / "cell_of_post.npy", cells)
    refresh(large, "cell_of_post.npy")
    with pytest.raises(CollectionError, match="damaged"):
        Collection.open(large)


def test_such_a_collection_can_be_replaced_by_a_small_one(large, posts_file, monkeypatch):
    monkeypatch.setattr("recommender.neighbors.similarity.EXACT_POSTS", 100)
    build_collection(posts_file, large, SETTINGS, encoder=StubEncoder(), overwrite=True)
    assert not any((large / name).exists() for name in NAMES)
