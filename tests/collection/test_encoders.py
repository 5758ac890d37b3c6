"""Collections with the features of several encoders, and which encoder they are opened with."""

import json
from dataclasses import replace

import numpy as np
import pytest
from helpers import SETTINGS, OtherEncoder, StubEncoder

from recommender import Collection, HashtagRecommender, cli, recommend
from recommender.build import _of_another_encoder, build_collection
from recommender.collection.encoders import part_of
from recommender.collection.files import data_files, encoder_files, sha256_of_file
from recommender.collection.manifest import FORMAT, have_folders
from recommender.errors import CollectionError, EncoderError
from recommender.evaluation.data import read_evaluation_posts
from recommender.features import batch, probe
from recommender.features.encoder import imagenet_path
from recommender.model import Model
from recommender.neighbors.index import NeighborIndex
from recommender.neighbors.similarity import fit_similarity
from recommender.paths import HOME_VARIABLE
from recommender.ranker import Ranker
from recommender.settings import AlsSettings, RankingSettings

OTHERS = [file.name for file in encoder_files("other")]


@pytest.fixture
def both(posts_file, tmp_path):
    """A collection of two encoders."""
    folder = tmp_path / "both"
    return build_collection(
        posts_file, folder, SETTINGS, encoder=StubEncoder(), also=[OtherEncoder()]
    ).folder


def change_manifest(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def files_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_further_encoder_adds_its_own_files_and_changes_no_other(both, built):
    with_other, alone = files_of(both), files_of(built.folder)
    added = {path.as_posix() for path in with_other.keys() - alone.keys()}
    assert added == set(OTHERS) == {path for path in added if path.startswith("encoders/other/")}
    changed = {path.name for path in alone if with_other[path] != alone[path]}
    assert changed == {"manifest.json"}
    manifest = Collection.open(both).manifest
    assert [facts.name for facts in manifest.encoders] == ["stub", "other"]
    assert manifest.format == FORMAT
    assert set(OTHERS) <= manifest.files.keys()


def test_each_encoder_gets_the_answers_of_a_collection_of_its_own(both, posts_file, tmp_path):
    image = posts_file.parent / "images/red1.png"
    own = build_collection(posts_file, tmp_path / "own", SETTINGS, encoder=OtherEncoder()).folder
    expected = HashtagRecommender(Collection.open(own), OtherEncoder()).recommend(image)
    recommender = HashtagRecommender(Collection.open(both), OtherEncoder())
    answer = recommender.recommend(image)
    assert recommender.encoder.name == "other"
    assert [s.hashtag for s in answer.hashtags] == [s.hashtag for s in expected.hashtags]
    similarities = [[n.similarity for n in a.neighbors] for a in (answer, expected)]
    np.testing.assert_allclose(similarities[0], similarities[1], atol=1e-3)
    post = recommender.collection.posts[5].id
    assert recommender.recommend_post(post).neighbors[0].similarity > 0.9


def test_features_of_half_the_size_keep_similarities():
    """Of 400 random posts with features as MobileNetV2 gives them: 0 to 6, most of them small."""
    rng = np.random.default_rng(0)
    features = rng.exponential(0.5, (400, 1280)).clip(0, 6).astype(np.float32)
    factors = rng.normal(size=(400, 16)).astype(np.float32)
    lengths = np.ones(400, dtype=np.int32)
    similarity, _ = fit_similarity(features, factors, 0.3)
    exact = Model(AlsSettings(), features, factors, factors, [], lengths, lengths, similarity)
    rounded = _of_another_encoder(exact, features.astype(np.float16), 0.3)
    assert np.array_equal(rounded.features, features.astype(np.float16))
    query = rng.exponential(0.5, 1280).astype(np.float32)
    a, b = (
        NeighborIndex(m.features, m.similarity, 0.3).similarities(query) for m in (exact, rounded)
    )
    assert a.dtype == b.dtype == np.float32
    assert 0 < np.abs(a - b).max() < 1e-3


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_file_of_a_further_encoder_is_refused(both, name, damage):
    path = both / name
    if damage == "missing":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
    with pytest.raises(CollectionError, match=rf"damaged \({name}"):
        Collection.open(both)


def test_arrays_of_another_shape_are_refused_though_the_checksum_is_right(both):
    path = both / "encoders/other/hubness.npy"
    np.save(path, np.zeros(13, dtype=np.float32))
    files = json.loads((both / "manifest.json").read_text())["files"]
    files["encoders/other/hubness.npy"] = {
        "bytes": path.stat().st_size,
        "sha256": sha256_of_file(path),
    }
    change_manifest(both, files=files)
    with pytest.raises(
        CollectionError, match=r"damaged \(encoders/other/hubness\.npy is not a NumPy"
    ):
        Collection.open(both)


@pytest.mark.parametrize(
    "name", ["../other", "/etc", "a/b", "a\\b", "", ".", "..", "other\n", "CON.", "x" * 99, 7, None]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(both, name):
    also = [{"name": name, "sha256": "6" * 64, "image_size": 32}]
    change_manifest(both, also=also)
    with pytest.raises(CollectionError, match=r"damaged \(manifest\.json"):
        Collection.open(both)


def test_encoders_have_different_names_and_files(posts_file, tmp_path):
    assert have_folders(["any name", "imagenet", "mine.tflite"])
    assert not have_folders(["imagenet", "ImageNet"])
    for also in ([StubEncoder()], [OtherEncoder(), OtherEncoder()]):
        with pytest.raises(EncoderError, match="can't be in one collection; give different ones"):
            build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder(), also=also)
    assert not (tmp_path / "c").exists()


def test_features_that_float16_cannot_hold_are_refused(posts_file, tmp_path):
    class Huge(OtherEncoder):
        def encode_one(self, image):
            return super().encode_one(image) * 1e6

    with pytest.raises(EncoderError, match=r"numbers up to .* 65,504"):
        build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder(), also=[Huge()])


def test_each_image_is_decoded_once_and_encoded_once_by_each(posts_file, tmp_path, monkeypatch):
    opened = []
    open_apart = batch.open_apart
    monkeypatch.setattr(batch, "open_apart", lambda data: opened.append(1) or open_apart(data))
    stub, other = StubEncoder(), OtherEncoder()
    first = build_collection(posts_file, tmp_path / "a", SETTINGS, encoder=stub, also=[other])
    assert (len(opened), stub.calls, other.calls, first.n_reused) == (12, 12, 12, 0)
    again = build_collection(posts_file, tmp_path / "b", SETTINGS, encoder=stub, also=[other])
    assert (stub.calls, other.calls, again.n_reused) == (12, 12, 12)


def test_a_build_that_stops_goes_on_where_each_encoder_was(posts_file, tmp_path):
    class Stopping(OtherEncoder):
        def encode_one(self, image):
            if self.calls == 5:
                raise KeyboardInterrupt
            return super().encode_one(image)

    with pytest.raises(KeyboardInterrupt):
        build_collection(
            posts_file, tmp_path / "c", SETTINGS, encoder=StubEncoder(), also=[Stopping()]
        )
    assert not (tmp_path / "c").exists()
    stub, other = StubEncoder(), OtherEncoder()
    build_collection(posts_file, tmp_path / "c", SETTINGS, encoder=stub, also=[other])
    assert stub.calls < 12
    assert other.calls < 12


# --- the identity of an encoder


class ExportedElsewhere(StubEncoder):
    """The same network in another file, with other last digits."""

    fingerprint = "7" * 64

    def encode_one(self, image):
        return super().encode_one(image) * np.float32(1.0001)


class Retrained(StubEncoder):
    """Nearly the same network."""

    fingerprint = "8" * 64

    def encode_one(self, image):
        return super().encode_one(image) + np.linspace(0, 0.1, 1280, dtype=np.float32)


def test_another_file_of_the_same_network_is_accepted(built, recommender, posts_file):
    other = HashtagRecommender(Collection.open(built.folder), ExportedElsewhere())
    image = posts_file.parent / "images/red1.png"
    tags = [[s.hashtag for s in r.recommend(image).hashtags] for r in (other, recommender)]
    assert tags[0] == tags[1]


def test_a_network_that_was_trained_on_is_refused_unless_it_is_imagenet(built, monkeypatch):
    retrained = Retrained()
    collection = Collection.open(built.folder)
    likeness = probe.cosine(probe.probe_features(retrained), np.array(collection.parts[0].probe))
    assert probe.SAME_IMAGENET < likeness < probe.SAME
    with pytest.raises(EncoderError, match="is another"):
        HashtagRecommender(collection, retrained)
    facts = replace(collection.parts[0].facts, name="imagenet")
    part = replace(collection.parts[0], facts=facts)
    assert part_of([part], retrained) is None
    retrained.name = "imagenet"
    assert part_of([part], retrained) is part


def test_an_encoder_of_another_input_size_is_another(built):
    smaller, features = ExportedElsewhere(), probe.probe_features(StubEncoder())
    smaller.size = 16
    smaller.encode_one = lambda _: features  # even if it gave the very same for this picture
    with pytest.raises(EncoderError, match="is another"):
        HashtagRecommender(Collection.open(built.folder), smaller)


def test_the_very_file_needs_no_encoding(built):
    encoder = StubEncoder()
    encoder.encode_one = lambda _: pytest.fail("something was encoded")
    HashtagRecommender(Collection.open(built.folder), encoder)


@pytest.fixture
def old(built):
    """As collections were made before the probe was kept."""
    manifest = json.loads((built.folder / "manifest.json").read_text())
    del manifest["files"]["probe.npy"], manifest["also"]
    (built.folder / "manifest.json").write_text(json.dumps(manifest))
    (built.folder / "probe.npy").unlink()
    return built.folder


def test_without_a_probe_only_the_very_file_is_accepted(old):
    collection = Collection.open(old)
    assert HashtagRecommender(collection, StubEncoder())
    with pytest.raises(EncoderError, match="is another"):
        HashtagRecommender(collection, ExportedElsewhere())


# --- which encoder is used


@pytest.fixture
def with_imagenet(posts_file, tmp_path, monkeypatch):
    """A collection of the stub and of an "imagenet"; opening imagenet gives the other stub."""
    imagenet = OtherEncoder()
    imagenet.name = "imagenet"
    folder = tmp_path / "two"
    build_collection(posts_file, folder, SETTINGS, encoder=StubEncoder(), also=[imagenet])
    monkeypatch.setattr(
        recommend, "open_encoder", lambda name: imagenet if name == "imagenet" else StubEncoder()
    )
    return folder, imagenet


def put_imagenet():
    imagenet_path().parent.mkdir(parents=True)
    imagenet_path().write_bytes(b"")


def test_imagenet_is_used_where_it_is_there_and_only_then(with_imagenet):
    folder, _ = with_imagenet
    assert HashtagRecommender.open(folder).encoder.name == "stub"
    assert HashtagRecommender.open(folder, "imagenet").encoder.name == "imagenet"
    put_imagenet()
    recommender = HashtagRecommender.open(folder)
    assert (recommender.encoder.name, recommender.passed_over) == ("imagenet", "")
    assert recommender.model.features.dtype == np.float16
    assert HashtagRecommender.open(folder, "stub").encoder.name == "stub"


def test_an_imagenet_that_does_not_fit_is_passed_over_with_a_reason(
    with_imagenet, monkeypatch, posts_file, capsys
):
    folder, imagenet = with_imagenet
    put_imagenet()
    imagenet.fingerprint, imagenet.size = "9" * 64, 16
    monkeypatch.setattr("recommender.features.encoder.is_there", lambda _: True)
    recommender = HashtagRecommender.open(folder)
    assert recommender.encoder.name == "stub"
    assert "imagenet is another" in recommender.passed_over
    image = str(posts_file.parent / "images/red1.png")
    assert cli.main(["recommend", image, "--collection", str(folder)]) == 0
    assert "Meanwhile stub is used." in capsys.readouterr().err
    with pytest.raises(EncoderError, match="imagenet is another"):
        HashtagRecommender.open(folder, "imagenet")


def test_the_evaluation_takes_the_features_of_the_encoder_that_is_named(both):
    stub, _ = read_evaluation_posts(both, None)
    other, _ = read_evaluation_posts(both, "other")
    assert (stub.encoder, other.encoder) == ("stub", "other")
    assert other.features.dtype == np.float32
    np.testing.assert_allclose(other.features, stub.features[:, ::-1], atol=1e-3)
    with pytest.raises(EncoderError, match=r"no features of the encoder bundled.*stub, other"):
        read_evaluation_posts(both, "bundled")


def test_info_lists_them_and_build_takes_them(both, posts_file, tmp_path, monkeypatch, capsys):
    assert cli.main(["info", str(both)]) == 0
    out = capsys.readouterr().out
    assert f"Encoder     stub, 32 px, sha256 {'5' * 64}\nAlso        other, 32 px, sha256" in out
    opened = {"a": StubEncoder, "b": OtherEncoder}
    monkeypatch.setattr("recommender.build.open_encoder", lambda name, **_: opened[name]())
    folder = tmp_path / "by command"
    command = ["build", str(posts_file), "--output", str(folder), "--encoder", "a", "--also", "b"]
    assert cli.main(command) == 0
    assert "Encoders    stub, other" in capsys.readouterr().out


# --- updates


@pytest.fixture
def elsewhere(both, tmp_path, monkeypatch):
    """Only the collection knows what was encoded, not the cache."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "another home"))


def update(posts_file, folder, encoder=None, also=None):
    encoder = encoder or StubEncoder()
    return build_collection(
        posts_file, folder, SETTINGS, encoder=encoder, also=also or [], update=True
    )


@pytest.mark.usefixtures("elsewhere")
def test_an_update_keeps_all_encoders_right_and_encodes_new_images_only(posts_file, both, tmp_path):
    lines = posts_file.read_text().splitlines()
    posts_file.write_text("\n".join(lines[:-1]))
    stub, other = StubEncoder(), OtherEncoder()
    update(posts_file, both, stub, [other])
    assert (stub.calls, other.calls) == (0, 0)
    posts_file.write_text("\n".join(lines))
    report = update(posts_file, both, stub, [other])
    assert (stub.calls, other.calls, report.n_reused) == (1, 1, 11)
    anew = build_collection(
        posts_file, tmp_path / "anew/both", SETTINGS, encoder=StubEncoder(), also=[OtherEncoder()]
    )
    assert files_of(both) == files_of(anew.folder)


@pytest.mark.usefixtures("elsewhere")
def test_an_encoder_is_added_and_taken_away_by_an_update(posts_file, built, tmp_path):
    folder = built.folder
    stub, other = StubEncoder(), OtherEncoder()
    report = update(posts_file, folder, stub, [other])
    assert (stub.calls, other.calls) == (0, 12)
    assert [facts.name for facts in report.manifest.encoders] == ["stub", "other"]
    assert Collection.open(folder).manifest == report.manifest
    before = (folder / "manifest.json").stat().st_ino
    update(posts_file, folder, stub, [other])
    assert (folder / "manifest.json").stat().st_ino == before  # nothing changed
    assert update(posts_file, folder, stub).manifest.also == ()
    assert not (folder / "encoders").exists()


@pytest.mark.usefixtures("elsewhere")
def test_an_update_by_another_file_of_the_network_keeps_the_recorded_identity(posts_file, both):
    before = Collection.open(both).manifest
    posts_file.write_text("\n".join(posts_file.read_text().splitlines()[:-1]))
    encoder = ExportedElsewhere()
    report = update(posts_file, both, encoder, [OtherEncoder()])
    assert encoder.calls == 0
    assert report.manifest.encoders == before.encoders
    assert report.manifest.files["probe.npy"] == before.files["probe.npy"]


def test_an_old_collection_that_did_not_change_is_left_alone_and_gets_a_probe_else(posts_file, old):
    before = files_of(old)
    update(posts_file, old)
    assert files_of(old) == before
    posts_file.write_text("\n".join(posts_file.read_text().splitlines()[:-1]))
    update(posts_file, old)
    assert Collection.open(old).parts[0].probe is not None


def test_the_update_command_keeps_the_collections_encoders(both, posts_file, monkeypatch, capsys):
    opened = {"stub": StubEncoder, "other": OtherEncoder}
    monkeypatch.setattr("recommender.build.open_encoder", lambda name, **_: opened[name]())
    assert cli.main(["build", str(posts_file), "--output", str(both), "--update"]) == 0
    assert "Encoders    stub, other" in capsys.readouterr().out


def test_the_files_of_an_encoder_are_those_that_depend_on_it():
    own = {file.name for file in data_files(FORMAT)}
    assert {name.rsplit("/")[-1] for name in OTHERS} == own - {
        *("posts.parquet", "hashtags.parquet", "image_factors.npy", "hashtag_factors.npy"),
        *("post_lengths.npy", "map_positions.npy", "map_hashtags.npy"),
        *("thumbnails.tar", "thumbnail_places.npy"),
    }


def test_a_ranker_of_each_part_shares_the_factors(both):
    collection = Collection.open(both)
    first, second = (Ranker(part.model, RankingSettings()).model for part in collection.parts)
    assert first.image_factors is second.image_factors
    assert first.similarity is not second.similarity
