"""Arrays that a stranger made, with fresh checksums."""

import numpy as np
import pytest
from forging import forge, refresh

from recommender.collection import Collection
from recommender.collection.arrays import save_arrays
from recommender.collection.files import DATA_FILES
from recommender.errors import CollectionError, RecommenderError


def header(text, version=b"\x01\x00"):
    size = len(text).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + size + text.encode()


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\x93NUM",
        b"PK\x03\x04",
        header("'''"),
        header("("),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12L, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 9), }"),
        header("{'descr': '<i4', 'fortran_order': False, 'shape': (12, 8), }"),
        header("{'descr': '|O', 'fortran_order': False, 'shape': (12, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 8), }"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 8), }", b"\x02\x00"),
        header("1" * 9_000),
        header("(" * 5_000),
        header("\0"),
        b"\x93NUMPY\x01\x00\xff\xff{",
    ],
)
def test_a_header_that_is_no_such_array(folder, start, recwarn):
    forge(folder, "image_factors.npy", start + bytes(4 * 12 * 8))
    with pytest.raises(CollectionError, match=r"damaged \(image_factors\.npy is not a NumPy array"):
        Collection.open(folder)
    assert not recwarn.list


@pytest.mark.parametrize("extra", [-4, 4])
def test_an_array_with_more_or_less_than_its_shape(folder, extra):
    data = (folder / "hubness.npy").read_bytes()
    forge(folder, "hubness.npy", data[:extra] if extra < 0 else data + bytes(extra))
    with pytest.raises(CollectionError, match=r"hubness\.npy does not have the size of its array"):
        Collection.open(folder)


def test_an_array_in_the_other_order_is_read(folder):
    path = folder / "projection.npy"
    before = np.load(path)
    np.save(path, np.asfortranarray(before))
    refresh(folder, path.name)
    after = Collection.open(folder).model.similarity.projection
    np.testing.assert_array_equal(after, before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("features.npy", np.nan),
        ("features.npy", 1e30),
        ("image_factors.npy", np.inf),
        ("hashtag_factors.npy", -np.inf),
        ("hashtag_factors.npy", 1e7),
        ("feature_mean.npy", np.nan),
        ("projection.npy", 3e38),
        ("predicted_factors.npy", np.nan),
        ("hubness.npy", 1e6),
        ("post_lengths.npy", -1),
        ("map_positions.npy", 5.0),
        ("probe.npy", np.nan),
        ("encoders/other/features.npy", np.nan),
        ("encoders/other/features.npy", np.inf),
        ("encoders/other/features.npy", -np.inf),
        ("encoders/other/projection.npy", np.inf),
        ("encoders/other/probe.npy", np.nan),
    ],
)
def test_a_number_that_no_build_writes(folder, name, value):
    array = np.load(folder / name)
    array.reshape(-1)[-1] = value
    np.save(folder / name, array)
    refresh(folder, name)
    with pytest.raises(CollectionError, match=rf"damaged \({name} holds a number that no build"):
        Collection.open(folder)


@pytest.mark.parametrize("dtype", [np.float32, ">f2", np.uint16])
def test_features_of_a_further_encoder_of_another_type(folder, dtype):
    name = "encoders/other/features.npy"
    np.save(folder / name, np.load(folder / name).astype(dtype))
    refresh(folder, name)
    with pytest.raises(CollectionError, match=rf"damaged \({name} is not a NumPy array of float16"):
        Collection.open(folder)


def test_a_map_of_more_colours_than_there_are(folder, monkeypatch):
    np.save(folder / "map_hashtags.npy", np.arange(12, dtype=np.int32) % 7)
    refresh(folder, "map_hashtags.npy")
    assert Collection.open(folder).map is not None
    monkeypatch.setattr("recommender.collection.reader.N_COLORED", 6)
    with pytest.raises(CollectionError, match="unknown hashtag, or too many"):
        Collection.open(folder)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e10])
def test_what_could_not_be_read_again_is_not_written(folder, tmp_path, value):
    collection = Collection.open(folder)
    factors = np.array(collection.model.image_factors)
    factors[3, 1] = value
    parts = {"model": {**vars(collection.model), "image_factors": factors}}
    files = [file for file in DATA_FILES if file.name.endswith("factors.npy")]
    with pytest.raises(
        RecommenderError, match=r"image_factors\.npy came out too large or not finite"
    ):
        save_arrays(tmp_path, files, parts)
    assert not (tmp_path / "image_factors.npy").exists()
