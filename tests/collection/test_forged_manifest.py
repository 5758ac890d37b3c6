"""Manifests that a stranger wrote."""

import json

import pytest
from forging import change

from recommender.collection import Collection
from recommender.errors import CollectionError


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["n_posts"], "12", "n_posts"),
        (["n_posts"], 12.0, "n_posts"),
        (["n_posts"], True, "n_posts"),
        (["n_posts"], 0, "n_posts"),
        (["n_posts"], 10**30, "n_posts"),
        (["n_hashtags"], -1, "n_hashtags"),
        (["name"], None, "name"),
        (["encoder"], [], "encoder"),
        (["encoder", "sha256"], "5" * 63 + "\n", "sha256"),
        (["encoder", "name"], "/dev/zero", "encoder.name"),
        (["encoder", "name"], "..\\x.tflite", "encoder.name"),
        (["als"], [], "als"),
        (["als", "rank"], None, "rank"),
        (["als", "rank"], 10**30, "shape|array"),
        (["als", "alpha"], 1e300, "Alpha"),
        (["als", "seed"], -1, "seed"),
        (["ranking", "gamma"], "3", "gamma"),
        (["ranking", "gamma"], 1e9, "gamma"),
        (["ranking", "gamma"], float("nan"), "malformed"),
        (["ranking", "learned_share"], -0.1, "learned_share"),
        (["ranking", "centered"], 1, "centered"),
        (["ranking", "smoothing"], 1.5, "smoothing"),
        (["ranking", "specificity"], "1", "specificity"),
        (["ranking", "specificity"], 1e9, "specificity"),
        (["ranking"], [], "ranking"),
        (["also"], {}, "also"),
        (["also"], None, "also"),
        (["also", 0], "other", "also"),
        (["also", 0, "name"], "../other", "also|names"),
        (["also", 0, "name"], "stub", "names that can't be used"),
        (["also", 0, "image_size"], 0, "image_size"),
        (["files", "encoders/other/features.npy"], None, "files"),
        (["files"], [], "files"),
        (["files"], {}, "missing"),
        (["files", "hubness.npy"], {"bytes": -1, "sha256": "0" * 64}, "bytes"),
        (["files", "hubness.npy"], "x", "files"),
        (["thumbnails_sha256"], 7, "thumbnails_sha256"),
    ],
)
def test_a_manifest_of_wrong_types_or_sizes(folder, path, value, said):
    change(folder, path, value)
    with pytest.raises(CollectionError, match=rf"damaged \(.*{said}.*build it again"):
        Collection.open(folder)


def test_fields_of_later_versions_are_ignored(folder):
    before = Collection.open(folder).manifest
    change(folder, ["further"], {"a": [1]})
    change(folder, ["encoder", "dtype"], "float16")
    assert Collection.open(folder).manifest == before


def test_a_setting_of_ranking_that_is_unknown_would_change_the_answers(folder):
    change(folder, ["ranking", "var\x1biety"], 0.2)
    sentence = r"ranks by settings that this version does not know \(var\\x1biety\); update the"
    with pytest.raises(CollectionError, match=sentence):
        Collection.open(folder)


def test_collections_from_before_a_setting_count_as_made_without_it(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for name in ("smoothing", "specificity"):
        del manifest["ranking"][name]
    del manifest["also"]
    path.write_text(json.dumps(manifest))
    read = Collection.open(folder).manifest
    assert (read.ranking.smoothing, read.ranking.specificity) == (0.0, 1.0)
    assert read.also == ()


def test_a_manifest_that_is_too_large(folder):
    change(folder, ["further"], "x" * 2_000_000)
    with pytest.raises(CollectionError, match=r"manifest\.json is larger than"):
        Collection.open(folder)
