import numpy as np
import pytest

from recommender.collection.files import DataFile

HALVES = np.arange(65_536, dtype=np.uint16).view(np.float16)


@pytest.mark.parametrize("bound", [1e4, 65_504, 1e6, 0.1, 1.0, 3e-8, 0.0])
def test_every_half_is_told_by_its_bits_as_by_its_value(bound):
    file = DataFile("a.npy", low=-bound, high=bound)
    for half in HALVES[::7]:
        assert file.fits(np.array([0.0, half], dtype=np.float16)) == (abs(float(half)) <= bound)
