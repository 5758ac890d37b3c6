import numpy as np
import pytest

from recommender import mapped
from recommender.errors import EncoderError
from recommender.features.rows import FeatureRows
from recommender.mapped import release, row_blocks


@pytest.fixture
def numbers():
    return np.random.default_rng(0).random((50, 1280), dtype=np.float32)


def test_rows_are_rounded_as_a_collection_keeps_them(numbers, tmp_path):
    rows = FeatureRows(tmp_path)
    for row in numbers[:20]:
        rows.add(row)
    rows.add(numbers[20:])
    assert len(rows) == 50
    np.testing.assert_array_equal(rows.array(), numbers.astype(np.float16))
    assert not list(tmp_path.iterdir())  # the file has no name


def test_some_rows_are_kept(numbers, monkeypatch):
    monkeypatch.setattr(mapped.blocks, "__defaults__", (7,))
    rows = FeatureRows()
    rows.add(numbers)
    kept = np.array([0, 3, 4, *range(10, 40), 49])
    rows.keep(kept)
    assert len(rows) == len(kept)
    np.testing.assert_array_equal(rows.array(), numbers[kept].astype(np.float16))


def test_numbers_that_float16_lacks_are_refused():
    with pytest.raises(EncoderError, match=r"numbers up to 7e\+04.*another encoder"):
        FeatureRows().add(np.full(1280, 7e4, dtype=np.float32))


def test_pages_that_were_released_are_read_again(numbers, tmp_path, monkeypatch):
    monkeypatch.setattr(mapped, "_SMALL", 0)
    np.save(tmp_path / "a.npy", numbers)
    array = np.load(tmp_path / "a.npy", mmap_mode="r")
    found = [block.copy() for _, block in row_blocks(array, 7)]
    np.testing.assert_array_equal(np.concatenate(found), numbers)
    release(array)
    np.testing.assert_array_equal(array, numbers)
