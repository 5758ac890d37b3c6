import shutil

import pytest
from helpers import SETTINGS, OtherEncoder, StubEncoder, write_posts

from recommender.build import build_collection
from recommender.paths import HOME_VARIABLE


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A collection of two encoders, to be copied, which takes less time than building it."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder / "home"))
        posts = write_posts(folder / "posts")
        encoders = {"encoder": StubEncoder(), "also": [OtherEncoder()]}
        build_collection(posts, folder / "collection", SETTINGS, **encoders)
    return folder / "collection"


@pytest.fixture
def folder(template, tmp_path):
    return shutil.copytree(template, tmp_path / "collection")
